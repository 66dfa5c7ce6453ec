"""Errors as RFC 9457 problem details: what happened and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import orjson
from starlette.responses import Response


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """A response of ``status`` whose body says ``detail`` to program and person alike."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return Response(
        orjson.dumps({**body, "detail": detail}),
        status,
        {"Cache-Control": "no-store", **(headers or {})},
        "application/problem+json",
    )
