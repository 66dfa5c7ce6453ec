"""What an HTTP request asks of ``/sparql`` (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.sparql.escapes import read_escapes
from api.sparql.form import Parameters, parse_form

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
ENCODINGS = ("", "utf-8", "utf8", "us-ascii")


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
    parameters = _parse(request.scope["query_string"], "address")
    if request.method == "POST":
        parameters += await _read_body(request, max_bytes)
    if any(name in UPDATES for name, _ in parameters):
        raise RefusalError(400, "This endpoint is read-only: it takes query=, not update=.")
    queries = _values(parameters, "query")
    if len(queries) != 1:
        raise RefusalError(
            400, f"Send exactly one query parameter; this request has {len(queries)}."
        )
    return Asked(
        read_escapes(queries[0]),
        _graphs(parameters, "default-graph-uri"),
        _graphs(parameters, "named-graph-uri"),
        _timeout(_values(parameters, "timeout")),
    )


def _parse(data: bytes, where: str) -> Parameters:
    try:
        return parse_form(data)
    except ValueError as error:
        raise RefusalError(
            400, f"The {where} isn't UTF-8 in percent-encoding: {error}. Encode it anew."
        ) from error


def _values(parameters: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in parameters if key == name)


def _graphs(parameters: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """The graphs that the request names; each must be an absolute IRI."""
    for iri in _values(parameters, name):
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            raise RefusalError(400, f"{name}={iri!r} is no absolute IRI: {error}.") from error
    return _values(parameters, name)


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


async def _read_body(request: Request, max_bytes: int) -> Parameters:
    """The parameters in a POST's body, sent as a form or as the query itself."""
    media, charset = _content_type(request.headers.get("content-type", ""))
    if media == UPDATE:
        raise RefusalError(400, "This endpoint is read-only: it answers queries, not updates.")
    if media not in (FORM, DIRECT):
        raise RefusalError(
            415, f"Send the query as {FORM} (query=…) or as {DIRECT}, not {media!r}."
        )
    if charset not in ENCODINGS:
        raise RefusalError(415, f"Send the query in UTF-8, not in {charset!r}.")
    body = await _read_bytes(request, max_bytes * (3 if media == FORM else 1) + 1024)
    if media == FORM:
        return _parse(body, "form")
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError as error:
        raise RefusalError(400, f"The query isn't UTF-8: {error}.") from error


def _content_type(header: str) -> tuple[str, str]:
    """The media type and the charset ("" when none is given) of a Content-Type header."""
    media, *parameters = (piece.strip() for piece in header.lower().split(";"))
    pairs = (parameter.partition("=") for parameter in parameters)
    charsets = (value.strip(' "') for name, _, value in pairs if name.strip() == "charset")
    return media, next(charsets, "")


async def _read_bytes(request: Request, most: int) -> bytes:
    """The body; of one with more than ``most`` bytes no more is read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise RefusalError(413, f"The body is too long; {most:,} bytes are read. Split it.")
    return bytes(body)


def address(request: Request) -> str:
    """The endpoint's own IRI as the client wrote it; RefusalError for a broken Host header."""
    try:
        return ox.NamedNode(f"{request.base_url}sparql").value
    except ValueError as error:
        raise RefusalError(400, f"The Host header is no address: {error}.") from error
