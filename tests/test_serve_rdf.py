"""``zhengtu serve --rdf``: any RDF file behind ``/sparql``, and nothing left behind."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from api_client import serving_rdf

from api.rdf import create_rdf_app
from api.settings import Settings
from graph.cli import main
from graph.errors import ReadError

COUNT = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
ENTRY = "from graph.cli import main; raise SystemExit(main())"
TRIG = "<http://e/s> <http://e/p> 1 . <http://e/g> { <http://e/s> <http://e/p> _:x }"


def quads(text: str = TRIG) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.TRIG))


def write(folder: Path, form: ox.RdfFormat, packed: bool = False) -> Path:
    """A file of this form with two statements, in two graphs where the form has graphs."""
    data: list[ox.Quad] | list[ox.Triple] = quads()
    if not form.supports_datasets:
        data = [quad.triple for quad in quads()]
    content = ox.serialize(data, format=form) or b""
    path = folder / f"data.{form.file_extension}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(content) if packed else content)
    return path


def ask(client: httpx.Client, query: str) -> list[list[str]]:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return [line.split(",") for line in answer.text.splitlines()[1:]]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "form",
    [
        ox.RdfFormat.TURTLE,
        ox.RdfFormat.N_TRIPLES,
        ox.RdfFormat.N_QUADS,
        ox.RdfFormat.TRIG,
        ox.RdfFormat.JSON_LD,
        ox.RdfFormat.RDF_XML,
    ],
)
def test_every_form_is_served(tmp_path: Path, form: ox.RdfFormat, packed: bool) -> None:
    with serving_rdf(write(tmp_path, form, packed)) as client:
        assert ask(client, COUNT) == [["2"]]
        graphs = ask(client, "SELECT ?g { GRAPH ?g { } }")
        assert graphs == ([["http://e/g"]] if form.supports_datasets else [])


def test_several_files_are_one_dataset_with_their_blank_nodes_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.nq"
    one.write_text("_:x <http://e/p> 1 .")
    two.write_text('_:x <http://e/p> "2" <http://e/g> .\n_:x <http://e/p> "3" .\n')
    with serving_rdf(one, two) as client:
        assert ask(client, COUNT) == [["3"]]
        assert ask(client, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }") == [["2"]]
        joined = "SELECT ?a ?b { ?s ?p ?a GRAPH ?g { ?s ?p ?b } }"
        assert ask(client, joined) == [["3", "2"]]


def test_relative_iris_follow_the_base_else_the_file_and_the_endpoint(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text("<a> <http://e/p> <b> .")
    query = "SELECT ?s (<c> AS ?c) { ?s ?p ?o }"
    with serving_rdf(file, base="http://example.org/x/") as client:
        assert ask(client, query) == [["http://example.org/x/a", "http://example.org/x/c"]]
    with serving_rdf(file) as client:
        assert ask(client, query) == [[(tmp_path / "a").as_uri(), f"{client.base_url}/c"]]


def test_tags_follow_the_content_of_the_files(tmp_path: Path) -> None:
    def tag(text: str) -> str:
        file = tmp_path / "data.trig"
        file.write_text(text)
        with serving_rdf(file, base="http://example.org/") as client:
            return str(client.get("/sparql", params={"query": "ASK {}"}).headers["etag"])

    assert tag(TRIG) == tag(TRIG) != tag(TRIG + " ")


def test_what_is_beside_the_endpoint(tmp_path: Path) -> None:
    with serving_rdf(write(tmp_path, ox.RdfFormat.TRIG)) as client:
        assert client.get("/readyz").text == "ready\n"
        assert client.get("/healthz").json()["sparql"]["workers"] == 2
        assert "zhengtu_sparql_workers 2" in client.get("/metrics").text
        assert client.get("/").headers["location"] == "/sparql"
        assert client.get("/graphql").status_code == 404
        page = client.get("/sparql?query=ASK%7B%7D", headers={"Accept": "text/html"}).text
        assert "<textarea" in page
        assert "/graphql" not in page


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("bad.nt", b"no triples", "not valid N-Triples"),
        ("bad.ttl", b'<http://e/s> <http://e/p> "\xff" .', "not valid Turtle"),
        ("bad.trig.gz", gzip.compress(TRIG.encode())[:-9], "not valid TriG"),
        ("bad.nq.gz", b"not packed at all", "not valid N-Quads"),
        ("bad.jsonld", b"{", "not valid JSON-LD"),
        ("bad.csv", b"a,b", "no RDF format ends so"),
        ("missing.nt", None, "No such file"),
    ],
)
def test_a_bad_file_is_named_and_nothing_is_served(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes | None,
    complaint: str,
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    good, bad = write(tmp_path, ox.RdfFormat.TRIG), tmp_path / name
    if content is not None:
        bad.write_bytes(content)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert main(["serve", "--rdf", str(good), str(bad), "--port", "0"]) == 2
    finally:
        signal.signal(signal.SIGTERM, before)
    error = capsys.readouterr().err
    assert name in error
    assert complaint in error
    assert not list(scratch.iterdir())


def test_a_base_that_is_no_iri_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="--base x"):
        create_rdf_app(Settings(), [write(tmp_path, ox.RdfFormat.TRIG)], "x")


@contextmanager
def command(scratch: Path, *files: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command as a user runs it, and the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-c", ENTRY, "serve", "--port", "0", "--rdf", *map(str, files)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(scratch)},
    )
    with process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().split()[-1]
        finally:
            process.kill()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_the_store_goes_away_with_the_server(tmp_path: Path, end: signal.Signals) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with command(scratch, write(tmp_path, ox.RdfFormat.N_QUADS)) as (process, address):
        assert list(scratch.iterdir())
        answer = httpx.get(f"{address}sparql", params={"query": COUNT})
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == "2"
        process.send_signal(end)
        process.wait(timeout=20)
        assert not list(scratch.iterdir())
