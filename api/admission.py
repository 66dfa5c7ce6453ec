"""Which requests are let in, and how their answers go out: nobody takes all memory by waiting.

An answer that its client doesn't fetch stays in memory. So answers go out in small pieces, each
of which has to be taken within a time, and only so many requests are in progress at once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import room_of
from api.problem import problem
from api.settings import Settings
from api.sparql.failures import GoneError

PIECE = 64 * 1024
ALWAYS = ("healthz", "readyz", "metrics")


class StalledError(GoneError):
    """The client takes nothing of its answer any more."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """ASGI middleware that bounds requests in progress, of each client and in all."""

    app: ASGIApp
    settings: Settings
    progress: Counter[str] = field(default_factory=Counter)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = scope["state"]["client"]
        refused = None if room_of(scope["path"]) in ALWAYS else self._refuse(client)
        if refused is not None:
            await refused(scope, receive, send)
            return
        self.progress[client] += 1
        try:
            await self.app(scope, receive, self._paced(send))
        except StalledError:
            return  # the response stays unfinished, so the server drops the connection
        finally:
            self.progress[client] -= 1
            if not self.progress[client]:
                del self.progress[client]

    def _refuse(self, client: str) -> Response | None:
        """The response to one request too many; None when there is room."""
        own, everyone = self.settings.client_requests, self.settings.requests
        if self.progress[client] >= own:
            detail = (
                f"{own} requests from your address are in progress already. Fetch their answers "
                "before you send the next one."
            )
            return problem(429, detail, {"Retry-After": "1"})
        if self.progress.total() >= everyone:
            detail = f"{everyone} requests are in progress already. Try again in some seconds."
            return problem(503, detail, {"Retry-After": "5"})
        return None

    def _paced(self, send: Send) -> Send:
        """``send`` in pieces; :class:`StalledError` when one isn't taken in time."""

        async def within_time(message: Message) -> None:
            try:
                async with asyncio.timeout(self.settings.stall_seconds):
                    await send(message)
            except TimeoutError:
                raise StalledError("the client takes nothing of its answer any more") from None

        async def paced(message: Message) -> None:
            rest = memoryview(message.get("body", b""))
            while len(rest) > PIECE:
                await within_time({**message, "body": bytes(rest[:PIECE]), "more_body": True})
                rest = rest[PIECE:]
            await within_time({**message, "body": bytes(rest)} if "body" in message else message)

        return paced
