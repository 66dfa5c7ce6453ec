"""What an endpoint is and holds, in RDF (https://www.w3.org/TR/sparql11-service-description/).

No ``sd:feature`` is claimed: nothing is fetched, no query is passed on, the default graph is no
union, empty graphs aren't kept, and a query needn't name its graphs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from api.problem import problem
from api.sparql.asked import RefusalError, address
from api.sparql.endpoint import Endpoint
from api.sparql.pool import Question
from api.sparql.protocol import TRIPLES, VARY, choose_form, content_type
from graph.errors import QueryError

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
FORMATS = "http://www.w3.org/ns/formats/"
RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
    "N-Quads",
)
SHOWN_GRAPHS = 1000
COUNTS = f"""SELECT ?graph (COUNT(*) AS ?triples)
WHERE {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?graph {{ ?s ?p ?o }} }} }}
GROUP BY ?graph ORDER BY ?graph LIMIT {SHOWN_GRAPHS + 1}"""


async def describe_service(request: Request, here: Endpoint) -> Response:
    """The service description; 406 for a client that takes no RDF.

    Counts are left out where counting takes longer than a query may.
    """
    media = choose_form(request.headers.get("accept"), TRIPLES)
    if media is None:
        return problem(406, "The service description comes in RDF; a query goes into ?query=.")
    try:
        endpoint = ox.NamedNode(address(request))
    except RefusalError as refusal:
        return problem(refusal.status_code, refusal.detail)
    triples = [*_service(endpoint), *_dataset(endpoint, await _count(here, endpoint.value))]
    form = ox.RdfFormat.from_media_type(media)
    assert form is not None
    body = ox.serialize(triples, format=form, prefixes={"sd": SD, "void": VOID})
    return Response(body, headers={"Content-Type": content_type(media), **VARY})


async def _count(here: Endpoint, base: str) -> dict[str, int]:
    """The triples of each graph with an IRI, "" being the default graph; counted once."""
    if not here.counted:
        try:
            async with here.pool.ask(Question(COUNTS, base)) as (_, pieces):
                body = b"".join([piece async for piece in pieces])
        except QueryError:
            return {}
        here.counted[""] = 0
        for row in json.loads(body)["results"]["bindings"]:
            graph = row.get("graph", {"type": "uri", "value": ""})
            if graph["type"] == "uri":
                here.counted[graph["value"]] = int(row["triples"]["value"])
    return here.counted


def _service(endpoint: ox.NamedNode) -> Iterator[ox.Triple]:
    yield ox.Triple(endpoint, TYPE, _sd("Service"))
    yield ox.Triple(endpoint, _sd("endpoint"), endpoint)
    yield ox.Triple(endpoint, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    regime = ox.NamedNode("http://www.w3.org/ns/entailment/Simple")
    yield ox.Triple(endpoint, _sd("defaultEntailmentRegime"), regime)
    for name in RESULT_FORMATS:
        yield ox.Triple(endpoint, _sd("resultFormat"), ox.NamedNode(FORMATS + name))
    yield ox.Triple(endpoint, _sd("defaultDataset"), _part(endpoint, "dataset"))


def _dataset(endpoint: ox.NamedNode, counts: dict[str, int]) -> Iterator[ox.Triple]:
    dataset, default = _part(endpoint, "dataset"), _part(endpoint, "graph")
    yield ox.Triple(dataset, TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield from _graph(default, counts.get(""))
    for number, name in enumerate(filter(None, counts), start=1):
        named, graph = _part(endpoint, f"named-{number}"), _part(endpoint, f"graph-{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, TYPE, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), ox.NamedNode(name))
        yield ox.Triple(named, _sd("graph"), graph)
        yield from _graph(graph, counts[name])


def _graph(graph: ox.NamedNode, triples: int | None) -> Iterator[ox.Triple]:
    yield ox.Triple(graph, TYPE, _sd("Graph"))
    if triples is not None:
        yield ox.Triple(graph, ox.NamedNode(VOID + "triples"), ox.Literal(triples))


def _part(endpoint: ox.NamedNode, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{endpoint.value}#{name}")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
