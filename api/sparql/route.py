"""``/sparql``: the protocol for programs, and a plain editor for browsers."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from api.negotiation import choose
from api.served import served
from api.sparql.asked import RefusalError, read_request
from api.sparql.description import describe_service
from api.sparql.endpoint import Endpoint
from api.sparql.limits import check_text
from api.sparql.pool import Question
from api.sparql.protocol import RESULTS, TRIPLES, VARY, answer, status_of, unless_gone
from graph.errors import QueryError

HTML = "text/html"
SHOWN_ROWS = 500
METHODS = ("GET", "HEAD", "OPTIONS", "POST")


def endpoint(request: Request) -> Endpoint:
    """What the app of this request answers queries from."""
    alone: Endpoint | None = getattr(request.app.state, "endpoint", None)
    return alone or served(request).endpoint


async def sparql(request: Request) -> Response:
    """The answer to a query; without one, the editor (browsers) or the service description."""
    here = endpoint(request)
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
    if request.method in ("GET", "HEAD"):
        if choose(request.headers.get("accept"), [*RESULTS, *TRIPLES, HTML]) == HTML:
            return await unless_gone(request, show(request, here))
        if not request.scope["query_string"]:
            return await describe_service(request, here)
    return await answer(request, here)


async def show(request: Request, here: Endpoint) -> Response:
    """The editor as a page, with the answer below it when the request has a query."""
    text = request.query_params.get("query", "")
    status, result = await _result(request, here) if text else (200, {})
    page = here.pages.get_template("sparql.html").render(
        query=text,
        examples=here.examples,
        alone=not here.root,
        result=result,
        link=lambda iri: _link(here, iri),
        quote=quote,
    )
    return Response(page, status, VARY, HTML)


def _link(here: Endpoint, iri: str) -> str:
    """Where to read about an IRI: our own page for ours."""
    return f"/id/{iri[len(here.root) :]}" if here.root and iri.startswith(here.root) else iri


async def _result(request: Request, here: Endpoint) -> tuple[int, dict[str, Any]]:
    """The status and what the page shows: a table, triples, a truth value, or an error."""
    asker = here.asker(request)
    try:
        asked = await read_request(request, here.settings.sparql_text)
        check_text(asked.query, here.settings.sparql_text)
        question = Question(
            asked.query, here.base_of(request), default=asked.default, named=asked.named
        )
        async with asker.ask(question, asked.timeout) as (media, pieces):
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
