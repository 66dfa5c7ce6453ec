"""From mentions and relations to entities and statements, each with an IRI that says what it is."""

from graph.link.dataset import DEFAULT_BASE, link
from graph.link.judgements import read_judgements

__all__ = ["DEFAULT_BASE", "link", "read_judgements"]
