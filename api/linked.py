"""What the store says about one IRI, as triples of a bounded number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyoxigraph as ox

from graph.store.rdf import EVIDENCE, LABEL, OBJECT, SELECTOR, STATEMENT, SUBJECT, TYPE

MAX_TRIPLES = 50_000  # a hub such as 柳州市 would otherwise bring half the graph along


def describe(store: ox.Store, iri: str) -> list[ox.Triple]:
    """Everything about an IRI: its triples, those that point at it, and how each is known.

    Statements come with their qualifiers and evidence, neighbours with their labels. Empty when
    the graph doesn't know the IRI.
    """
    subject = ox.NamedNode(iri)
    if next(store.quads_for_pattern(subject, None, None, None), None) is None:
        return []
    return list(dict.fromkeys(islice(_around(store, subject), MAX_TRIPLES)))


def _around(store: ox.Store, subject: ox.NamedNode) -> Iterator[ox.Triple]:
    yield from _out(store, subject)
    for quad in store.quads_for_pattern(None, None, subject, None):
        yield quad.triple
    yield from _labels(store, subject)
    for statement in _statements(store, subject):
        yield from _known(store, statement)


def _out(store: ox.Store, subject: ox.NamedNode) -> Iterator[ox.Triple]:
    for quad in store.quads_for_pattern(subject, None, None, None):
        yield quad.triple


def _labels(store: ox.Store, subject: ox.NamedNode) -> Iterator[ox.Triple]:
    """The labels of what the subject points at."""
    for quad in store.quads_for_pattern(subject, None, None, None):
        if isinstance(quad.object, ox.NamedNode):
            for label in store.quads_for_pattern(quad.object, ox.NamedNode(LABEL), None, None):
                yield label.triple


def _statements(store: ox.Store, subject: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The statements about a subject, or the subject if it is a statement itself."""
    kinds = store.quads_for_pattern(subject, ox.NamedNode(TYPE), ox.NamedNode(STATEMENT), None)
    if next(kinds, None) is not None:
        yield subject
    for role in (SUBJECT, OBJECT):
        for quad in store.quads_for_pattern(None, ox.NamedNode(role), subject, None):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject


def _known(store: ox.Store, statement: ox.NamedNode) -> Iterator[ox.Triple]:
    """A statement's own triples, its ends' labels, and its evidence down to the quote."""
    yield from _out(store, statement)
    yield from _labels(store, statement)
    for quad in store.quads_for_pattern(statement, ox.NamedNode(EVIDENCE), None, None):
        if isinstance(quad.object, ox.NamedNode):
            yield from _out(store, quad.object)
            for part in store.quads_for_pattern(quad.object, ox.NamedNode(SELECTOR), None, None):
                if isinstance(part.object, ox.NamedNode):
                    yield from _out(store, part.object)
