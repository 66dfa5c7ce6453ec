"""All six forms of RDF hold one graph: whoever reads one of them finds the hash of the manifest."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from markup import five_reports
from small_dataset import small_dataset

from graph.errors import ZhengtuError
from graph.model import Dataset
from graph.publish import dumps
from graph.publish.exports import RDF_FORMATS, export
from graph.store.canonical import canonical_nquads, digest
from graph.store.read_model import ReadModel

RDFLIB_NAMES = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
RAPPER_NAMES = ("turtle", "ntriples", "nquads", "trig", "rdfxml")  # it has no JSON-LD
# rdflib's parsers use what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
NASTY = '中\u3000"文"\\ \t\r\n\r\u0085\u2028<&>]]>\U0001f600 {x}'


@cache
def dump(format: str) -> bytes:
    """The graph of the five reports."""
    out = io.BytesIO()
    export(five_reports()[1], format, out)
    return out.getvalue()


def with_label(label: str) -> Dataset:
    first, *others = small_dataset().entities
    return replace(small_dataset(), entities=(replace(first, label=label), *others))


def written(dataset: Dataset, format: str) -> bytes:
    out = io.BytesIO()
    export(ReadModel.of(dataset), format, out)
    return out.getvalue()


def digest_of(document: bytes, kind: ox.RdfFormat) -> str:
    return digest(canonical_nquads(ox.parse(document, format=kind)))


def digest_by_rdflib(document: bytes, format: str) -> str:
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=document, format=RDFLIB_NAMES.get(format, format))
    lines = {(s, p, o) for s, p, o, _ in graph.quads()}
    quads = (ox.Quad(ox.NamedNode(s), ox.NamedNode(p), term(o)) for s, p, o in lines)
    return digest(canonical_nquads(quads))


def term(value: rdflib.term.Node) -> ox.NamedNode | ox.Literal:
    if not isinstance(value, rdflib.Literal):
        return ox.NamedNode(value)
    if value.datatype:
        return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype))
    return ox.Literal(str(value), language=value.language)


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_oxigraph_finds_the_digest_of_the_manifest(format: str) -> None:
    assert digest_of(dump(format), RDF_FORMATS[format]) == five_reports()[1].digest


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_rdflib_finds_the_digest_of_the_manifest(format: str) -> None:
    assert digest_by_rdflib(dump(format), format) == five_reports()[1].digest


@pytest.mark.parametrize("format", RAPPER_NAMES)
def test_rapper_finds_the_digest_of_the_manifest(tmp_path: Path, format: str) -> None:
    if shutil.which("rapper") is None:
        pytest.skip("rapper isn't installed (apt-get install raptor2-utils)")
    path = tmp_path / "dump"
    path.write_bytes(dump(format))
    command = ["rapper", "-q", "-i", format, "-o", "ntriples", str(path), "https://example.org/"]
    done = subprocess.run(command, check=True, capture_output=True)
    assert digest_of(done.stdout, ox.RdfFormat.N_TRIPLES) == five_reports()[1].digest


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_a_text_with_marks_and_line_ends_of_every_kind_comes_back(format: str) -> None:
    expected = digest(written(with_label(NASTY), "nquads"))
    assert digest_of(written(with_label(NASTY), format), RDF_FORMATS[format]) == expected
    assert digest_by_rdflib(written(with_label(NASTY), format), format) == expected


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_a_control_character_is_kept_or_refused_by_name(format: str) -> None:
    dataset = with_label("司\x01法")
    if format == "rdfxml":
        with pytest.raises(ZhengtuError, match=r"label> has U\+0001 at character 1"):
            written(dataset, format)
    else:
        expected = digest(written(dataset, "nquads"))
        assert digest_of(written(dataset, format), RDF_FORMATS[format]) == expected


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_the_size_of_batches_does_not_change_the_graph(
    monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    whole = written(small_dataset(), format)
    monkeypatch.setattr(dumps, "LINES", 3)
    assert written(small_dataset(), format) == whole


class Watched(io.BytesIO):
    """Notes how many lines had been read when each piece was written."""

    def __init__(self) -> None:
        super().__init__()
        self.read = 0
        self.noted: list[int] = []

    def lines(self, number: int) -> Iterator[bytes]:
        for self.read in range(1, number + 1):
            yield b'<https://example.org/%06d> <https://example.org/p> "x" .\n' % self.read

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.noted.append(self.read)
        return super().write(content)

    def writelines(self, lines: Iterable[bytes]) -> None:  # type: ignore[override]
        for line in lines:
            self.write(line)


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_a_dump_is_written_while_the_graph_is_read(format: str) -> None:
    out = Watched()
    dumps.write_rdf(out.lines(30_000), RDF_FORMATS[format], out)
    assert out.noted[0] < 10_000
    assert max(after - before for before, after in pairwise(out.noted)) < 10_000
    assert out.getvalue().count(b"https://example.org/0") == 30_000
