"""RDF in every form, from the sorted lines of the graph, some thousand lines in memory at a time.

Every form is made of the same lines and read back as the same lines: they all have one hash.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from graph.errors import ReadError, ZhengtuError
from graph.store.vocabulary import PREFIXES

LINES = 5000  # that are parsed and written at once, at the least
_JSON = re.compile(rb"\A(?P<head>\[)(?P<body>.*)(?P<tail>\])\Z", re.DOTALL)
_TURTLE = re.compile(rb"\A(?P<head>(?:@prefix [^\n]*\n)*)(?P<body>.*)(?P<tail>)\Z", re.DOTALL)
_XML = re.compile(
    rb"\A(?P<head><\?xml [^\n]*\n<rdf:RDF [^>]*>)(?P<body>.*)(?P<tail>\n</rdf:RDF>)\Z", re.DOTALL
)
_CUTS = {ox.RdfFormat.JSON_LD: _JSON, ox.RdfFormat.RDF_XML: _XML}
_NAMESPACE = re.compile(rb"xmlns:[^ >]+")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_rdf(lines: Iterable[bytes], kind: ox.RdfFormat, out: IO[bytes]) -> None:
    """Write canonical N-Quads in another form.

    Raises ZhengtuError where a text has a character that the form can't hold.
    """
    if kind in (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES):  # one text: no graph has a name
        out.writelines(lines)
        return
    tail = b""
    for number, batch in enumerate(_batches(lines)):
        document = _CUTS.get(kind, _TURTLE).fullmatch(_document(batch, kind))
        if document is None:
            raise ZhengtuError(f"Oxigraph wrote {kind.name} in a way that isn't known; report this")
        if number == 0:
            out.write(_in_order(document["head"]))
        elif kind == ox.RdfFormat.JSON_LD:
            out.write(b",")
        out.write(document["body"])
        tail = document["tail"]
    out.write(tail)


def _batches(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Stretches of lines that end where a node ends."""
    batch: list[bytes] = []
    for _, node in groupby(lines, key=lambda line: line.partition(b" ")[0]):
        batch += node
        if len(batch) >= LINES:
            yield b"".join(batch)
            batch = []
    if batch:
        yield b"".join(batch)


def _document(batch: bytes, kind: ox.RdfFormat) -> bytes:
    triples = [quad.triple for quad in ox.parse(batch, format=ox.RdfFormat.N_QUADS)]
    if kind == ox.RdfFormat.RDF_XML:
        _check_for_xml(triples)
    prefixes = None if kind == ox.RdfFormat.JSON_LD else PREFIXES
    document = ox.serialize(triples, format=kind, prefixes=prefixes) or b""
    if kind == ox.RdfFormat.RDF_XML:  # a bare CR would be read as a line end
        document = document.replace(b"\r", b"&#xD;")
    return document


def _check_for_xml(triples: Iterable[ox.Triple]) -> None:
    for triple in triples:
        if not isinstance(triple.object, ox.Literal):
            continue
        found = _NOT_IN_XML.search(triple.object.value)
        if found:
            raise ZhengtuError(
                f"{triple.subject}: the text of {triple.predicate} has U+{ord(found[0]):04X} at "
                f"character {found.start()}, which XML can't hold; take it out of the report and "
                "build again, or export another format than rdfxml"
            )


def _in_order(head: bytes) -> bytes:
    """The prefixes in order, which Oxigraph writes in a new order each time."""
    if head.startswith(b"@prefix"):
        return b"".join(sorted(head.splitlines(keepends=True)))
    first, found, names = head.partition(b"<rdf:RDF ")
    return first + found + b" ".join(sorted(names.rstrip(b">").split())) + b">" if found else head


def format_of(path: Path) -> ox.RdfFormat:
    """The form of an RDF file by its ending, ``.gz`` aside; ReadError for one that isn't known."""
    inner = path.with_suffix("") if path.suffix == ".gz" else path
    kind = ox.RdfFormat.from_extension(inner.suffix.lstrip("."))
    if kind is None:
        raise ReadError(
            f"{path}: no RDF format ends so; use .ttl, .nt, .nq, .trig, .jsonld or .rdf"
        )
    return kind


def read_dump(path: Path) -> list[ox.Quad]:
    """The quads of an RDF file, whatever form it is in by its ending; ``.gz`` is unpacked.

    Raises ReadError for an ending that isn't known and for a file that isn't what its ending says.
    """
    kind = format_of(path)
    try:
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        return list(ox.parse(data, format=kind))
    except (SyntaxError, ValueError, EOFError, gzip.BadGzipFile) as error:
        raise ReadError(f"{path}: not valid {kind.name} ({error}); export it anew") from error
