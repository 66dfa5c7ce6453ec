"""Which graphs a query sees over ``/sparql``, and what the endpoint says about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest
from api_client import RESULTS, serving_rdf

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
XML = "application/sparql-results+xml"
DEFAULT = "SELECT ?o { ?s ?p ?o }"
NAMED = "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }"
FULL = "SELECT ?o ?g ?x { ?s ?p ?o . GRAPH ?g { ?s ?p ?x } }"
DEFAULT_FROM = "SELECT ?o FROM <http://e/g1> { ?s ?p ?o }"
NAMED_FROM = "SELECT ?g ?o FROM NAMED <http://e/g1> { GRAPH ?g { ?s ?p ?o } }"
ONE, TWO, NONE = "http://e/g1", "http://e/g2", "http://e/none"
DATA = """<http://e/s> <http://e/p> "default" .
<http://e/g1> { <http://e/s> <http://e/p> "one" }
<http://e/g2> { <http://e/s> <http://e/p> "two" }
"""


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    file = tmp_path_factory.mktemp("graphs") / "graphs.trig"
    file.write_text(DATA)
    with serving_rdf(file) as found:
        yield found


def graphs_of(client: httpx.Client, how: str, query: str, **dataset: Sequence[str]) -> list[str]:
    """What ``query`` finds when it and its dataset are sent in one of three ways, sorted."""
    sent = [(f"{name}-graph-uri", iri) for name, iris in dataset.items() for iri in iris]
    accept = {"Accept": RESULTS}
    if how == "direct":
        answer = client.post("/sparql", params=sent, content=query, headers=DIRECT | accept)
    elif how == "form":
        form = urlencode([("query", query), *sent])
        answer = client.post("/sparql", content=form, headers=FORM | accept)
    else:
        answer = client.get("/sparql", params=[("query", query), *sent], headers=accept)
    assert answer.status_code == 200, answer.text
    return sorted(
        " ".join(map(_value, row.items())) for row in answer.json()["results"]["bindings"]
    )


def _value(cell: tuple[str, dict[str, str]]) -> str:
    return cell[1]["value"].removeprefix("http://e/")


@pytest.mark.parametrize("how", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("query", "dataset", "found"),
    [
        (DEFAULT, {}, ["default"]),
        (NAMED, {}, ["g1 one", "g2 two"]),
        (DEFAULT, {"default": [ONE]}, ["one"]),
        (DEFAULT, {"default": [ONE, TWO]}, ["one", "two"]),
        (NAMED, {"default": [ONE, TWO]}, []),
        (NAMED, {"named": [ONE]}, ["g1 one"]),
        (NAMED, {"named": [ONE, TWO]}, ["g1 one", "g2 two"]),
        (DEFAULT, {"named": [ONE, TWO]}, []),
        (DEFAULT, {"default": [NONE]}, []),
        (NAMED, {"named": [NONE]}, []),
        (FULL, {"default": [ONE], "named": [TWO]}, ["one g2 two"]),
        (DEFAULT_FROM, {}, ["one"]),
        (NAMED_FROM, {}, ["g1 one"]),
        (DEFAULT_FROM, {"default": [TWO]}, ["two"]),
        (NAMED_FROM, {"default": [TWO]}, []),
        (NAMED_FROM, {"named": [TWO]}, ["g2 two"]),
        (DEFAULT_FROM, {"named": [TWO]}, []),
        (DEFAULT_FROM.replace("g1", "none"), {}, []),
        (DEFAULT_FROM.replace("{", "FROM <http://e/g2> {", 1), {}, ["one", "two"]),
    ],
)
def test_the_dataset_is_that_of_the_request_else_of_the_query_else_all(
    graphs: httpx.Client, how: str, query: str, dataset: dict[str, list[str]], found: list[str]
) -> None:
    """query_dataset_default_graph(s), _named_graphs, _full and query_multiple_dataset."""
    assert graphs_of(graphs, how, query, **dataset) == found


def test_a_graph_that_is_no_iri_is_named(graphs: httpx.Client) -> None:
    parameters = {"query": DEFAULT, "named-graph-uri": "not an iri"}
    refused = graphs.get("/sparql", params=parameters)
    assert refused.status_code == 400
    assert "named-graph-uri='not an iri'" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_the_service_describes_its_graphs(
    graphs: httpx.Client, media: str, form: ox.RdfFormat
) -> None:
    answer = graphs.get("/sparql", headers={"Accept": media})
    assert answer.headers["content-type"].split(";")[0] == media
    described = ox.Store()
    described.load(answer.content, format=form)
    rows = described.query(
        """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?all ?name ?triples {
          ?service a sd:Service; sd:endpoint ?service; sd:supportedLanguage sd:SPARQL11Query;
            sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_JSON>;
            sd:defaultDataset ?dataset .
          ?dataset sd:defaultGraph/void:triples ?all; sd:namedGraph ?named .
          ?named sd:name ?name; sd:graph/void:triples ?triples } ORDER BY ?name"""
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = [[row[name].value for name in ("all", "name", "triples")] for row in rows]
    assert found == [["1", ONE, "1"], ["1", TWO, "1"]]


def test_a_client_that_takes_no_rdf_gets_no_description(graphs: httpx.Client) -> None:
    assert graphs.get("/sparql", headers={"Accept": XML}).status_code == 406
