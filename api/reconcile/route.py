"""The Reconciliation Service API, versions 0.1 and 0.2, over HTTP.

https://reconciliation-api.github.io/specs/0.2/ and https://reconciliation-api.github.io/specs/0.1/
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.entities import local_link
from api.problem import problem
from api.reconcile.asked import RefusalError, read_batch, read_extension, read_form, read_single
from api.reconcile.extend import extend, propose
from api.reconcile.grounds import GROUNDS
from api.reconcile.manifest import manifest
from api.reconcile.match import match
from api.reconcile.preview import FRAMED, flyout, preview
from api.reconcile.register import Register
from api.reconcile.suggest import KINDS, suggest
from api.served import served
from graph.model import Entity

CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,99}(\.[A-Za-z_$][A-Za-z0-9_$]{0,99}){0,5}")
HTML = "text/html"
Answer = Callable[[Request, dict[str, str]], Any]


def register_of(request: Request) -> Register:
    """The register of what the app of this request serves."""
    found: Register = served(request).register
    return found


def answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that answers with the JSON of ``answer``, or with problem details."""

    async def endpoint(request: Request) -> Response:
        try:
            fields = await read_form(request)
            callback = _callback(request, fields)
            return _json(await run_in_threadpool(answer, request, fields), callback)
        except RefusalError as refusal:
            return problem(refusal.status, str(refusal))

    return endpoint


def reconcile(request: Request, fields: dict[str, str]) -> Any:
    """The manifest, or the answer to a batch, to one query, or to an extension."""
    register = register_of(request)
    if "queries" in fields:
        batch = read_batch(fields["queries"])
        return {name: {"result": match(register, query)} for name, query in batch.items()}
    if "query" in fields:
        return {"result": match(register, read_single(fields["query"]))}
    if "extend" in fields:
        return extend(register, read_extension(fields["extend"]))
    if request.method == "POST":
        raise RefusalError(400, "The form has neither queries nor query nor extend.")
    here = served(request)
    has_logo = (here.settings.static / "favicon.svg").is_file()
    return manifest(register, server_of(request), here.root, has_logo)


def suggestions(request: Request, fields: dict[str, str]) -> Any:
    """Entities, types or properties that begin with ``prefix``."""
    return suggest(register_of(request), _kind(request), fields)


def beside(request: Request, fields: dict[str, str]) -> Any:
    """The flyout of a suggestion."""
    return flyout(served(request), register_of(request), _kind(request), fields.get("id", ""))


def properties(request: Request, fields: dict[str, str]) -> Any:
    """The properties that are proposed for a type."""
    return propose(register_of(request), fields.get("type", ""), fields.get("limit", ""))


def shown(request: Request) -> Response:
    """The preview of an entity, which every page may frame."""
    entity = _entity(request)
    if entity is None:
        return _unknown(request)
    page = preview(served(request), register_of(request), entity, server_of(request))
    return Response(page, media_type=HTML, headers={"Content-Security-Policy": FRAMED})


def view(request: Request) -> Response:
    """The way from an entity's IRI to its page on this server."""
    entity = _entity(request)
    if entity is None:
        return _unknown(request)
    return RedirectResponse(local_link(served(request), entity.iri), 303)


def about(request: Request) -> Response:
    """How to add the service, and what the features mean."""
    template = served(request).pages.get_template("reconcile.html")
    address = f"{server_of(request)}/reconcile"
    return Response(template.render(address=address, grounds=GROUNDS.items()), media_type=HTML)


def server_of(request: Request) -> str:
    """Where the client reached this server, without a slash at the end."""
    return str(request.base_url).rstrip("/")


def _kind(request: Request) -> str:
    kind = str(request.path_params["kind"])
    if kind not in KINDS:
        raise RefusalError(404, f"There is no {kind} to suggest; there are {', '.join(KINDS)}.")
    return kind


def _entity(request: Request) -> Entity | None:
    return served(request).reader.model.entity(request.query_params.get("id", ""))


def _unknown(request: Request) -> Response:
    id = request.query_params.get("id", "")
    return problem(404, f"This graph has no entity {id!r}; ids are IRIs as /reconcile gives them.")


def _callback(request: Request, fields: dict[str, str]) -> str:
    """The function that a client of 0.1 wants called; "" for none.

    A script may be loaded from anywhere, so it is refused where only some origins may read.
    """
    name = fields.get("callback", "")
    if not name:
        return ""
    if request.method != "GET" or not CALLBACK.fullmatch(name):
        raise RefusalError(400, "callback must be the name of a JavaScript function, in a GET.")
    if "*" not in served(request).settings.cors.split(","):
        raise RefusalError(403, "This server answers only some origins, so not with a script.")
    return name


def _json(body: Any, callback: str) -> Response:
    """JSON, or a script that hands it to ``callback``."""
    headers = {"Cache-Control": "no-cache"}
    text = orjson.dumps(body)
    if not callback:
        return Response(text, media_type="application/json", headers=headers)
    safe = text.decode().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    script = f"/**/{callback}({safe});"  # the comment keeps the answer from being another format
    return Response(script, media_type="text/javascript", headers=headers)


ROUTES = (
    Route("/reconcile", answering(reconcile), methods=["GET", "POST"]),
    Route("/reconcile/suggest/{kind}", answering(suggestions)),
    Route("/reconcile/flyout/{kind}", answering(beside)),
    Route("/reconcile/properties", answering(properties)),
    Route("/reconcile/preview", shown),
    Route("/reconcile/view", view),
    Route("/reconcile/about", about),
)
