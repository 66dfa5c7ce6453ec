"""What ``/sparql`` answers is what the engine finds, in every form, to the last character.

``sparql/queries.rq`` holds the queries, each below a line with its name and the number of its rows.
Tables are read here without the engine, so that a mistake of its writers would be seen.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from api_client import serving_rdf

FOLDER = Path(__file__).parent / "sparql"
DATA = FOLDER / "people.trig"
BASE = "http://example.org/base"
PREFIXES = """PREFIX : <http://example.org/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
XML_NAMES = {"s": "http://www.w3.org/2005/sparql-results#"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TSV_NUMBERS = (
    ("integer", r"[+-]?\d+"),
    ("decimal", r"[+-]?\d*\.\d+"),
    ("double", r"[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+"),
    ("boolean", "true|false"),
)

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Row: TypeAlias = list[Term | None]


def queries() -> list[tuple[str, str, str]]:
    """Name, number of rows (or "ask", "triples") and text of each query."""
    text = (FOLDER / "queries.rq").read_text(encoding="utf-8")
    parts = re.split(r"^# ([^\n]+): (\d+|ask|triples)\n", text, flags=re.MULTILINE)[1:]
    names, kinds, texts = parts[::3], parts[1::3], parts[2::3]
    return [
        (name, kind, PREFIXES + query)
        for name, kind, query in zip(names, kinds, texts, strict=True)
    ]


QUERIES = queries()
TABLES = [(query, int(kind)) for _, kind, query in QUERIES if kind.isdigit()]
TABLE_NAMES = [name for name, kind, _ in QUERIES if kind.isdigit()]
ASKS = [query for _, kind, query in QUERIES if kind == "ask"]
GRAPHS = [query for _, kind, query in QUERIES if kind == "triples"]
GRAPH_NAMES = [name for name, kind, _ in QUERIES if kind == "triples"]


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving_rdf(DATA, base=BASE) as found:
        yield found


@pytest.fixture(scope="module")
def store() -> ox.Store:
    found = ox.Store()
    found.load(path=DATA, base_iri=BASE)
    return found


def fetch(client: httpx.Client, query: str, media: str) -> str:
    answer = client.post(
        "/sparql",
        content=query.encode(),
        headers={"Accept": media, "Content-Type": "application/sparql-query"},
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].split(";")[0] == media
    return answer.content.decode()


def solve(store: ox.Store, query: str) -> tuple[list[str], list[Row]]:
    """Columns and rows as the engine finds them in this process."""
    found = store.query(query.replace(r"?\u03B1", "?α"), base_iri=BASE)
    assert isinstance(found, ox.QuerySolutions)
    columns = [variable.value for variable in found.variables]
    return columns, [[row[name] for name in columns] for row in found]  # type: ignore[misc]


def read_json(text: str) -> tuple[list[str], list[Row]]:
    answer = json.loads(text)
    columns = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    return columns, [[_from_json(row.get(name)) for name in columns] for row in rows]


def _from_json(cell: dict[str, str] | None) -> Term | None:
    if cell is None:
        return None
    kind, value = cell["type"], cell["value"]
    return _term(kind, value, cell.get("xml:lang"), cell.get("datatype"))


def _term(kind: str, value: str, language: str | None, datatype: str | None) -> Term:
    if kind == "uri":
        return ox.NamedNode(value)
    if kind == "bnode":
        return ox.BlankNode(value)
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype) if datatype else None)


def read_xml(text: str) -> tuple[list[str], list[Row]]:
    root = ElementTree.fromstring(text)
    columns = [found.attrib["name"] for found in root.iterfind("s:head/s:variable", XML_NAMES)]
    rows = []
    for result in root.iterfind("s:results/s:result", XML_NAMES):
        cells = {found.attrib["name"]: _from_xml(found[0]) for found in result}
        rows.append([cells.get(name) for name in columns])
    return columns, rows


def _from_xml(element: ElementTree.Element) -> Term:
    kind, more = element.tag.rpartition("}")[2], element.attrib
    return _term(kind, element.text or "", more.get(XML_LANG), more.get("datatype"))


def read_tsv(text: str) -> tuple[list[str], list[Row]]:
    head, *lines = text.removesuffix("\n").split("\n")
    columns = [name.removeprefix("?") for name in head.split("\t")] if head else []
    return columns, [[_from_tsv(cell) for cell in line.split("\t")] for line in lines]


def _from_tsv(cell: str) -> Term | None:
    """A term in Turtle's words: numbers and truth values without quotation marks."""
    if not cell:
        return None
    for name, pattern in TSV_NUMBERS:
        if re.fullmatch(pattern, cell):
            datatype = ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")
            return ox.Literal(cell, datatype=datatype)
    line = f"<e:s> <e:p> {cell} ."
    term = next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))).object
    if isinstance(term, ox.BlankNode):
        return ox.BlankNode(cell.removeprefix("_:"))  # the parser gives it a new name in each line
    assert not isinstance(term, ox.Triple)
    return term


def canonical(columns: Sequence[str], rows: Sequence[Row], ordered: bool) -> list[str]:
    """Rows as canonical lines: equal for tables that differ only in names of blank nodes."""
    dataset = ox.Dataset()
    for number, row in enumerate(rows):
        node = ox.BlankNode()
        place = ox.Literal(number if ordered else "row")
        dataset.add(ox.Quad(node, ox.NamedNode("urn:row"), place))
        for name, term in zip(columns, row, strict=True):
            if term is not None:
                dataset.add(ox.Quad(node, ox.NamedNode(f"urn:column:{name}"), term))
    return lines_of(dataset)


def lines_of(dataset: ox.Dataset) -> list[str]:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def plain(rows: Sequence[Sequence[str]], ordered: bool) -> list[list[str]]:
    """Rows of CSV without the names of blank nodes, which mean nothing."""
    named = [[re.sub("^_:.*", "_:", cell) for cell in row] for row in rows]
    return named if ordered else sorted(named)


def as_csv(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value


@pytest.mark.parametrize(("query", "number"), TABLES, ids=TABLE_NAMES)
def test_tables_are_what_the_engine_finds(
    client: httpx.Client, store: ox.Store, query: str, number: int
) -> None:
    columns, rows = solve(store, query)
    assert len(rows) == number
    ordered = "ORDER BY" in query.rpartition("}")[2]
    expected = canonical(columns, rows, ordered)
    for media, read in (
        ("application/sparql-results+json", read_json),
        ("application/sparql-results+xml", read_xml),
        ("text/tab-separated-values", read_tsv),
    ):
        found_columns, found = read(fetch(client, query, media))
        assert sorted(found_columns) == sorted(columns)
        assert canonical(found_columns, found, ordered) == expected, media
    head, *cells = csv.reader(io.StringIO(fetch(client, query, "text/csv"), newline=""))
    place = [head.index(name) for name in columns]
    in_order = [[(row or [""])[i] for i in place] for row in cells]  # one unbound is an empty line
    assert plain(in_order, ordered) == plain([[*map(as_csv, row)] for row in rows], ordered)


@pytest.mark.parametrize("query", ASKS)
def test_truth_values_are_what_the_engine_finds(
    client: httpx.Client, store: ox.Store, query: str
) -> None:
    expected = bool(store.query(query))
    assert json.loads(fetch(client, query, "application/sparql-results+json")) == {
        "head": {},
        "boolean": expected,
    }
    root = ElementTree.fromstring(fetch(client, query, "application/sparql-results+xml"))
    assert root.findtext("s:boolean", None, XML_NAMES) == str(expected).lower()
    assert fetch(client, query, "text/csv").strip() == str(expected).lower()


@pytest.mark.parametrize("query", GRAPHS, ids=GRAPH_NAMES)
def test_graphs_are_what_the_engine_finds(
    client: httpx.Client, store: ox.Store, query: str
) -> None:
    found = store.query(query, base_iri=BASE)
    assert isinstance(found, ox.QueryTriples)
    expected = lines_of(ox.Dataset(ox.Quad(*triple) for triple in found))
    for form in (
        ox.RdfFormat.TURTLE,
        ox.RdfFormat.N_TRIPLES,
        ox.RdfFormat.JSON_LD,
        ox.RdfFormat.RDF_XML,
        ox.RdfFormat.TRIG,
        ox.RdfFormat.N_QUADS,
    ):
        answer = fetch(client, query, form.media_type)
        assert lines_of(ox.Dataset(ox.parse(answer, format=form))) == expected, form.name


def test_there_are_queries_enough() -> None:
    assert len(TABLES) + len(ASKS) + len(GRAPHS) == len(QUERIES) > 60
