"""What can go wrong, said so that a person can mend it: what, where, and how to fix."""

from __future__ import annotations


class ZhengtuError(Exception):
    """Base of every error that Zhengtu raises on purpose; its text is meant for the user."""


class ReadError(ZhengtuError):
    """A file can't be read as a report (empty, binary, missing, of an unknown format)."""


class RuleError(ZhengtuError):
    """A rule or list in seeds/ contradicts itself; the text names file and line."""


class OntologyError(ZhengtuError):
    """The ontology or the shapes don't say what the program needs."""


class StoreError(ZhengtuError):
    """A generation on disk is missing, damaged, or can't be written."""


class ValidationError(ZhengtuError):
    """A graph doesn't conform to the shapes, so it isn't published."""


class QueryError(ZhengtuError):
    """A query from outside is malformed, too big, or took too long."""
