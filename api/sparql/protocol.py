"""The query side of the SPARQL 1.1 Protocol over HTTP (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.negotiation import choose
from api.problem import problem
from api.settings import Settings
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
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
VARY = {"Vary": "Accept"}


class RefusalError(HTTPException):
    """A request that breaks the protocol; ``status_code`` and ``detail`` say how."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the query, its dataset, and a deadline of its own if it names one."""

    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    timeout: float | None


async def read_request(request: Request, max_bytes: int) -> Asked:
    """What ``request`` asks; raises :class:`RefusalError` where it breaks the protocol."""
    parameters = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method == "POST":
        parameters += await _read_body(request, max_bytes)
    if _values(parameters, "update") or _values(parameters, "using-graph-uri"):
        raise RefusalError(400, "This endpoint is read-only: it takes query=, not update=.")
    queries = _values(parameters, "query")
    if len(queries) != 1:
        raise RefusalError(
            400, f"Send exactly one query parameter; this request has {len(queries)}."
        )
    default = _values(parameters, "default-graph-uri")
    named = _values(parameters, "named-graph-uri")
    return Asked(queries[0], default, named, _timeout(_values(parameters, "timeout")))


def _values(parameters: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in parameters if key == name)


def _timeout(values: Sequence[str]) -> float | None:
    if not values:
        return None
    try:
        seconds = float(values[0])
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise RefusalError(400, f"timeout={values[0]!r} is no number of seconds above 0.")
    return seconds


async def _read_body(request: Request, max_bytes: int) -> list[tuple[str, str]]:
    """The parameters in a POST's body, sent as a form or as the query itself."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media == UPDATE:
        raise RefusalError(400, "This endpoint is read-only: it answers queries, not updates.")
    if media not in (FORM, DIRECT):
        raise RefusalError(
            415, f"Send the query as {FORM} (query=…) or as {DIRECT}, not {media!r}."
        )
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes * (3 if media == FORM else 1) + 1024:  # %xx takes three bytes
            raise RefusalError(
                413, f"The request is too long; queries may have {max_bytes:,} bytes."
            )
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise RefusalError(400, f"The query isn't UTF-8: {error}.") from error
    return [("query", text)] if media == DIRECT else parse_qsl(text, keep_blank_values=True)


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
    if isinstance(error, NoFormError):
        forms = RESULTS if detail == "results" else TRIPLES
        offered = ", ".join(sorted(set(forms.values())))
        detail = f"Nothing here matches Accept: {accept}. This query's answer comes as {offered}."
    elif isinstance(error, BadQueryError):
        detail = f"The query can't be answered: {detail}"
    retry = str(getattr(error, "retry_after", 1))
    headers = {"Retry-After": retry} if status in (429, 503) else VARY
    return problem(status, detail + advice.get(type(error), ""), headers)


async def answer(request: Request, pool: Asker, settings: Settings, base: str) -> Response:
    """The response to a request that carries a query; ``base`` resolves its relative IRIs."""
    accept = request.headers.get("accept")
    try:
        asked = await read_request(request, settings.sparql_text)
        check_text(asked.query, settings.sparql_text)
        question = _question(asked, accept, base)
        work = run(pool, question, settings.sparql_buffer, asked.timeout)
        return await unless_gone(request, work)
    except RefusalError as refusal:
        return problem(refusal.status_code, refusal.detail)
    except QueryError as error:
        return explain(error, accept, settings)


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


def _question(asked: Asked, accept: str | None, base: str) -> Question:
    """The question for a worker; :class:`NoFormError` when the client accepts nothing we have."""
    results, triples = choose(accept, list(RESULTS)), choose(accept, list(TRIPLES))
    if results is None and triples is None:
        raise NoFormError("results")
    return Question(
        asked.query,
        base,
        RESULTS[results] if results else None,
        TRIPLES[triples] if triples else None,
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
                headers = {"Content-Type": media, **VARY}
                return Streamed(pool.stream, stack.pop_all(), bytes(body), pieces, headers)
        return Response(bytes(body), headers={"Content-Type": media, **VARY})
