"""One byte sequence for one graph: canonical N-Quads, as RDFC-1.0 writes a graph without blanks.

Our data has no blank nodes, so sorting the distinct lines is the whole of canonicalisation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyoxigraph as ox

from graph.errors import StoreError


def canonical_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Distinct lines sorted by code point. Raises StoreError when there is a blank node."""
    lines = {_line(quad) for quad in quads}
    return b"".join(sorted(lines))


def _line(quad: ox.Quad) -> bytes:
    if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
        raise StoreError(f"{quad}: blank nodes have no canonical order; give the node an IRI")
    line = ox.serialize([quad], format=ox.RdfFormat.N_QUADS)
    if line is None:
        raise StoreError(f"{quad} can't be written as N-Quads")
    return line


def digest(canonical: bytes) -> str:
    """SHA-256 of canonical N-Quads in hexadecimal: equal graphs have equal digests."""
    return hashlib.sha256(canonical).hexdigest()
