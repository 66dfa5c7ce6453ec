"""Counting requests for Prometheus, and one log line for each."""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass, field

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

access = logging.getLogger("zhengtu.access")
ROOMS = (
    "graphql",
    "sparql",
    "reconcile",
    "id",
    "policy",
    "exports",
    "assets",
    "healthz",
    "readyz",
    "metrics",
)


@dataclass(slots=True)
class Metrics:
    """How many requests each room has answered with which status, and the seconds it took."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)

    def count(self, room: str, status: int, seconds: float) -> None:
        """Record one answered request."""
        self.requests[room, status] += 1
        self.seconds[room] += seconds  # type: ignore[assignment]  # a Counter adds floats as well

    def lines(self) -> list[str]:
        """The counters in Prometheus' text format."""
        return [
            "# TYPE zhengtu_requests_total counter",
            *(
                f'zhengtu_requests_total{{room="{room}",status="{status}"}} {number}'
                for (room, status), number in sorted(self.requests.items())
            ),
            "# TYPE zhengtu_request_seconds_total counter",
            *(
                f'zhengtu_request_seconds_total{{room="{room}"}} {seconds:.6f}'
                for room, seconds in sorted(self.seconds.items())
            ),
        ]


@dataclass(frozen=True, slots=True)
class Counted:
    """ASGI middleware that counts and logs every HTTP request."""

    app: ASGIApp
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 500, 0

        async def watch(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            self._record(scope, status, size, time.perf_counter() - begun)

    def _record(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        self.metrics.count(room_of(scope["path"]), status, seconds)
        line = {
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 1),
        }
        access.info(orjson.dumps(line).decode())


def room_of(path: str) -> str:
    """The part of the server that a path belongs to, one of a fixed few.

    >>> room_of("/id/district/450202"), room_of("/whatever")
    ('id', 'page')
    """
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in ROOMS else "page"
