"""The query side of the SPARQL 1.1 Protocol over HTTP (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack

from starlette.requests import Request
from starlette.responses import Response

from api.negotiation import choose, parse_accept
from api.problem import problem
from api.settings import Settings
from api.sparql.asked import Asked, RefusalError, read_request
from api.sparql.endpoint import Endpoint
from api.sparql.freshness import has_tag, is_lasting, tag_of
from api.sparql.limits import TooLargeError, check_text
from api.sparql.pool import (
    Asker,
    BadQueryError,
    BusyError,
    CrashedError,
    GreedyError,
    LateError,
    NoFormError,
    Question,
)
from api.sparql.stream import Streamed
from graph.errors import QueryError

RESULTS = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "application/xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
}
TRIPLES = {
    "text/turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "application/ld+json": "application/ld+json",
    "application/rdf+xml": "application/rdf+xml",
    "application/trig": "application/trig",
    "application/n-quads": "application/n-quads",
    "text/plain": "application/n-triples",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
}
VARY = {"Vary": "Accept"}


def status_of(error: QueryError) -> int:
    """The HTTP status that says what ``error`` means to the client."""
    kinds = {
        TooLargeError: 413,
        NoFormError: 406,
        LateError: 504,
        BusyError: 503,
        GreedyError: 429,
        CrashedError: 503,
    }
    return kinds.get(type(error), 400)


def explain(error: QueryError, accept: str | None, settings: Settings) -> Response:
    """The problem details for ``error``, with what to do."""
    status, detail = status_of(error), str(error)
    advice: Mapping[type[QueryError], str] = {
        LateError: f" A query gets {settings.sparql_deadline:g} s. Select fewer variables, bind "
        "the entity you ask about, add LIMIT, or load a dump from /exports/.",
        BusyError: " Try again in some seconds.",
        CrashedError: " Ask for less at once: LIMIT, fewer OPTIONAL, no ORDER BY over everything.",
    }
    if isinstance(error, NoFormError) and detail in ("results", "triples"):
        forms = RESULTS if detail == "results" else TRIPLES
        offered = ", ".join(sorted(set(forms.values())))
        detail = f"Nothing here matches Accept: {accept}. This query's answer comes as {offered}."
    elif isinstance(error, BadQueryError):
        detail = f"The query can't be answered: {detail}"
    retry = str(getattr(error, "retry_after", 1))
    headers = {"Retry-After": retry} if status in (429, 503) else VARY
    return problem(status, detail + advice.get(type(error), ""), headers)


async def answer(request: Request, here: Endpoint) -> Response:
    """The response to a request that carries a query."""
    accept, asker = request.headers.get("accept"), here.asker(request)
    try:
        asked = await read_request(request, here.settings.sparql_text)
        check_text(asked.query, here.settings.sparql_text)
        question = _question(asked, accept, here.base_of(request))
        return await _answer_anew(request, here, asker, question, asked.timeout)
    except RefusalError as refusal:
        return problem(refusal.status_code, refusal.detail)
    except QueryError as error:
        return explain(error, accept, here.settings)


async def _answer_anew(
    request: Request, here: Endpoint, asker: Asker, question: Question, timeout: float | None
) -> Response:
    """The answer, or 304 for a client that has it already."""
    keeps = request.method != "POST" and is_lasting(question.query)
    tag = tag_of(here.version, question) if keeps else ""
    fresh = {"ETag": tag, "Cache-Control": "no-cache", **VARY} if tag else {}
    if tag and has_tag(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=fresh)
    work = run(asker, question, here.settings.sparql_buffer, timeout)
    response = await unless_gone(request, work)
    response.headers.update(fresh or {"Cache-Control": "no-store"})
    return response


async def unless_gone(request: Request, work: Coroutine[None, None, Response]) -> Response:
    """What ``work`` gives; it is cancelled as soon as the client has gone away."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_until_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            return Response(status_code=499)  # nobody reads it; nginx's status for the log
        return task.result()
    finally:
        task.cancel()
        gone.cancel()
        await asyncio.wait({task, gone})


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def choose_form(accept: str | None, forms: Mapping[str, str]) -> str | None:
    """The media type of the form that the client likes best, or None.

    A form's other names count only for who names them: ``*/*`` must not bring JSON as
    application/json to a client that has ruled it out under its own name.

    >>> choose_form("application/sparql-results+json;q=0, */*", RESULTS)
    'application/sparql-results+xml'
    """
    named = {media for media, _ in parse_accept(accept or "")}
    chosen = choose(accept, [name for name in forms if name == forms[name] or name in named])
    return forms[chosen] if chosen else None


def _question(asked: Asked, accept: str | None, base: str) -> Question:
    """The question for a worker; :class:`NoFormError` when the client accepts nothing we have."""
    results, triples = choose_form(accept, RESULTS), choose_form(accept, TRIPLES)
    if results is None and triples is None:
        raise NoFormError("results")
    return Question(
        asked.query,
        base,
        results,
        triples,
        asked.default,
        asked.named,
    )


async def run(pool: Asker, question: Question, buffer: int, timeout: float | None) -> Response:
    """The answer, whole if it fits into ``buffer`` bytes, else its beginning and then a stream.

    A failure within ``buffer`` raises :class:`QueryError`; later it breaks the connection off,
    so that a cut answer never looks complete.
    """
    async with AsyncExitStack() as stack:
        media, pieces = await stack.enter_async_context(pool.ask(question, timeout))
        body = bytearray()
        async for piece in pieces:
            body += piece
            if len(body) > buffer:
                headers = {"Content-Type": content_type(media), **VARY}
                return Streamed(pool.stream, stack.pop_all(), bytes(body), pieces, headers)
        return Response(bytes(body), headers={"Content-Type": content_type(media), **VARY})


def content_type(media: str) -> str:
    """The media type with its charset where HTTP clients would otherwise guess one (text/…).

    >>> content_type("text/csv"), content_type("application/ld+json")
    ('text/csv; charset=utf-8', 'application/ld+json')
    """
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
