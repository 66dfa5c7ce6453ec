"""GraphQL over HTTP (https://graphql.github.io/graphql-over-http/): GET and POST, one operation."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.types import ExecutionResult

from api.graphql.context import Context
from api.negotiation import choose
from api.problem import problem
from api.served import Served, served
from graph.errors import QueryError, ZhengtuError

log = logging.getLogger("zhengtu.graphql")
RESPONSE, JSON, HTML = "application/graphql-response+json", "application/json", "text/html"


class BadRequestError(QueryError):
    """The HTTP request carries no GraphQL request; ``status`` says in which way."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(frozen=True, slots=True)
class Operation:
    """A GraphQL request: its document, the operation's name and the variables."""

    query: str
    name: str | None
    variables: dict[str, Any] | None


async def graphql(request: Request) -> Response:
    """The answer to a GraphQL request, or the editor for a browser that comes with none."""
    here = served(request)
    accept = request.headers.get("accept")
    asks = request.method == "POST" or "query" in request.query_params
    if not asks and choose(accept, [JSON, HTML]) == HTML:
        return editor(here)
    media = choose(accept, [JSON, RESPONSE])
    if media is None:
        return problem(406, f"Answers come as {RESPONSE} or {JSON}; Accept: {accept} has neither.")
    try:
        operation = await read_operation(request, here.settings.graphql_text)
    except BadRequestError as error:
        headers = {"Allow": "GET, POST"} if error.status == 405 else {}
        request.state.graphql = "refused"
        return _respond({"errors": [{"message": str(error)}]}, error.status, media, headers)
    result = await run_in_threadpool(execute, here, operation)
    request.state.graphql = outcome_of(result)
    return _respond(_body(result), _status(result, media), media)


def execute(here: Served, operation: Operation) -> ExecutionResult:
    """The result of an operation on the graph that is served."""
    try:
        return here.schema.execute_sync(
            operation.query,
            variable_values=operation.variables,
            operation_name=operation.name,
            context_value=Context(here.reader, operation.name),
        )
    except CannotGetOperationTypeError as error:
        named = f" named {error.operation_name}" if error.operation_name else ""
        message = f"The document has no operation{named}."
        return ExecutionResult(data=None, errors=[GraphQLError(message)])


def outcome_of(result: ExecutionResult) -> str:
    """For metrics and logs: ``ok``, ``invalid`` (never executed), ``refused`` or ``failed``."""
    if not result.errors:
        return "ok"
    if _before_execution(result.errors):
        return "invalid"
    ours = (isinstance(error.original_error, ZhengtuError) for error in result.errors)
    return "refused" if all(ours) else "failed"


def editor(here: Served) -> Response:
    """GraphiQL as built with the page, or a word on where it is."""
    file = here.settings.static / "graphiql.html"
    if file.is_file():
        return FileResponse(file, headers={"Cache-Control": "no-cache", "Vary": "Accept"})
    page = here.pages.get_template("graphql.html").render(examples=here.reader.examples)
    return Response(page, media_type=HTML, headers={"Vary": "Accept"})


async def read_operation(request: Request, max_bytes: int) -> Operation:
    """The operation in the URL of a GET or the JSON of a POST; raises :class:`BadRequestError`."""
    if request.method == "GET":
        fields: Any = dict(request.query_params)
        for name in ("variables", "extensions"):
            if fields.get(name):
                fields[name] = _parse(fields[name].encode(), name)
    else:
        media = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media != JSON:
            raise BadRequestError(415, f"Send the request as {JSON}, not {media!r}.")
        fields = _parse(await _read_body(request, max_bytes), "the body")
    if not isinstance(fields, dict):
        raise BadRequestError(
            400, 'The body must be one JSON object: {"query": "{ … }"}; no batches.'
        )
    return _operation(fields, max_bytes)


def _operation(fields: Mapping[str, Any], max_bytes: int) -> Operation:
    query, name, variables = (fields.get(key) for key in ("query", "operationName", "variables"))
    if not isinstance(query, str) or not query:
        raise BadRequestError(400, 'The request has no query: {"query": "{ … }"}.')
    if len(query) > max_bytes:
        raise BadRequestError(413, f"The query is longer than {max_bytes:,} bytes.")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        raise BadRequestError(400, "variables must be an object, operationName a string.")
    if not isinstance(fields.get("extensions"), dict | None):
        raise BadRequestError(400, "extensions must be an object.")
    return Operation(query, name or None, variables)


async def _read_body(request: Request, max_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > 2 * max_bytes:
            raise BadRequestError(413, f"The request is longer than {2 * max_bytes:,} bytes.")
    return bytes(body)


def _parse(data: bytes, what: str) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadRequestError(400, f"{what} isn't JSON: {error}") from error


def _body(result: ExecutionResult) -> dict[str, Any]:
    """The response map; ``data`` is left out when nothing was executed."""
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = [_shown(error) for error in result.errors]
    if result.data is not None or not _before_execution(result.errors):
        body["data"] = result.data
    return body


def _before_execution(errors: Sequence[GraphQLError] | None) -> bool:
    """Whether parsing or validation failed, so that there is no path into data."""
    return bool(errors) and all(error.path is None for error in errors or ())


def _status(result: ExecutionResult, media: str) -> int:
    """400 for what couldn't be executed, as the spec has it for its own media type."""
    failed = result.data is None and _before_execution(result.errors)
    return 400 if failed and media == RESPONSE else 200


def _shown(error: GraphQLError) -> dict[str, Any]:
    """The error as clients see it: ours in our words, the unexpected ones without inner life."""
    cause = error.original_error
    shown: dict[str, Any] = dict(error.formatted)
    if isinstance(cause, ZhengtuError):
        shown["extensions"] = {"code": "BAD_REQUEST"}
    elif cause is not None and not isinstance(cause, GraphQLError):
        log.error("GraphQL resolver failed: %s", error, exc_info=cause)
        shown["message"] = "Something went wrong inside the server; its log says what."
        shown["extensions"] = {"code": "INTERNAL"}
    return shown


def _respond(
    body: Mapping[str, Any], status: int, media: str, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        orjson.dumps(body),
        status,
        {"Vary": "Accept", **(headers or {})},
        f"{media}; charset=utf-8",
    )
