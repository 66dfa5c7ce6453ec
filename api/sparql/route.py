"""``/sparql``: the protocol for programs, a plain editor for browsers, and what the service is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from api.negotiation import choose
from api.problem import problem
from api.served import Served, asker, served
from api.sparql.limits import check_text
from api.sparql.pool import Question
from api.sparql.protocol import (
    RESULTS,
    TRIPLES,
    VARY,
    RefusalError,
    answer,
    read_request,
    status_of,
    unless_gone,
)
from graph.errors import QueryError

HTML = "text/html"
SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
SHOWN_ROWS = 500
FORMAT_IRIS = (
    ("resultFormat", ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV")),
    ("resultFormat", ("SPARQL_Results_TSV", "Turtle", "N-Triples", "JSON-LD", "RDF_XML")),
)


async def sparql(request: Request) -> Response:
    """The answer to a query; without one, the editor (browsers) or the service description."""
    here = served(request)
    wanted = choose(request.headers.get("accept"), [*RESULTS, *TRIPLES, HTML])
    if request.method == "GET" or request.method == "HEAD":
        if wanted == HTML:
            return await unless_gone(request, show(request, here))
        if not request.url.query:
            return describe_service(request)
    return await answer(request, asker(request), here.settings, here.generation.info.base)


async def show(request: Request, here: Served) -> Response:
    """The editor as a page, with the answer below it when the request has a query."""
    text = request.query_params.get("query", "")
    status, result = await _result(request, here) if text else (200, {})
    page = here.pages.get_template("sparql.html").render(
        query=text,
        examples=[found for found in here.reader.examples if found.language == "sparql"],
        result=result,
        link=lambda iri: _link(here, iri),
        quote=quote,
    )
    return Response(page, status, VARY, HTML)


def _link(here: Served, iri: str) -> str:
    """Where to read about an IRI: our own page for ours."""
    return f"/id/{iri[len(here.root) :]}" if iri.startswith(here.root) else iri


async def _result(request: Request, here: Served) -> tuple[int, dict[str, Any]]:
    """The status and what the page shows: a table, triples, a truth value, or an error."""
    try:
        asked = await read_request(request, here.settings.sparql_text)
        check_text(asked.query, here.settings.sparql_text)
        question = Question(asked.query, here.generation.info.base)
        async with asker(request).ask(question, asked.timeout) as (media, pieces):
            body = bytearray()
            async for piece in pieces:
                body += piece
                if len(body) > here.settings.sparql_buffer:
                    return 200, {
                        "error": "结果太多，请加 LIMIT。 / Too much for a page; add LIMIT."
                    }
        return 200, _shown(media, bytes(body))
    except RefusalError as refusal:
        return refusal.status_code, {"error": refusal.detail}
    except QueryError as error:
        return status_of(error), {"error": str(error)}


def _shown(media: str, body: bytes) -> dict[str, Any]:
    if media not in RESULTS.values():
        return {"triples": body.decode()}
    answer_ = json.loads(body)
    if "boolean" in answer_:
        return {"boolean": answer_["boolean"]}
    rows = answer_["results"]["bindings"]
    return {"columns": answer_["head"]["vars"], "rows": rows[:SHOWN_ROWS], "total": len(rows)}


def describe_service(request: Request) -> Response:
    """What this endpoint can do, in RDF (https://www.w3.org/TR/sparql11-service-description/)."""
    media = choose(request.headers.get("accept"), list(TRIPLES))
    if media is None:
        return problem(406, "The service description comes in RDF; a query goes into ?query=.")
    form = ox.RdfFormat.from_media_type(TRIPLES[media])
    assert form is not None
    endpoint = ox.NamedNode(str(request.url.replace(query="", fragment="")))
    body = ox.serialize(_service(endpoint), format=form, prefixes={"sd": SD})
    return Response(body, headers={"Content-Type": TRIPLES[media], **VARY})


def _service(endpoint: ox.NamedNode) -> Iterator[ox.Triple]:
    dataset, graph = (ox.NamedNode(f"{endpoint.value}#{name}") for name in ("dataset", "graph"))
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    yield ox.Triple(endpoint, kind, ox.NamedNode(SD + "Service"))
    yield ox.Triple(endpoint, ox.NamedNode(SD + "endpoint"), endpoint)
    language = ox.NamedNode(SD + "SPARQL11Query")
    yield ox.Triple(endpoint, ox.NamedNode(SD + "supportedLanguage"), language)
    for name, formats in FORMAT_IRIS:
        for found in formats:
            yield ox.Triple(endpoint, ox.NamedNode(SD + name), ox.NamedNode(FORMATS + found))
    yield ox.Triple(endpoint, ox.NamedNode(SD + "defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, ox.NamedNode(SD + "Dataset"))
    yield ox.Triple(dataset, ox.NamedNode(SD + "defaultGraph"), graph)
    yield ox.Triple(graph, kind, ox.NamedNode(SD + "Graph"))
