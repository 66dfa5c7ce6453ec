"""A long answer on its way to the client, which is whole or visibly broken off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.problem import problem
from api.sparql.failures import CutError, GoneError
from api.sparql.pool import StreamLimits
from graph.errors import QueryError

log = logging.getLogger("zhengtu.sparql")


class Streamed(StreamingResponse):
    """The bytes in ``beginning``, then ``pieces``; ``stack`` is closed whatever happens.

    What fails on the way, or breaks ``limits``, leaves the response unfinished, upon which the
    server drops the connection without the chunk that would say that this was all.
    """

    def __init__(
        self,
        limits: StreamLimits,
        stack: AsyncExitStack,
        beginning: bytes,
        pieces: AsyncIterator[bytes],
        headers: Mapping[str, str],
    ) -> None:
        super().__init__(self._counted(beginning, pieces), headers=headers)
        self.limits, self.stack, self.whole = limits, stack, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it all; HTTP/1.0 is refused, since it can't tell a cut answer from a whole one."""
        try:
            async with self.stack:
                if scope["http_version"] == "1.0":
                    return await _refuse_old(scope, receive, send)
                await self._within_time(scope, receive, send)
        except QueryError as error:
            log.info("a streamed answer was broken off: %s", error)

    async def _within_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send within the limits; :class:`GoneError` when the client left before the end."""
        try:
            async with asyncio.timeout(self.limits.seconds):
                try:
                    await super().__call__(scope, receive, send)
                except* QueryError as errors:
                    raise _first(errors) from None
        except TimeoutError:
            seconds = self.limits.seconds
            raise CutError(f"fetching it took longer than {seconds:g} s") from None
        if not self.whole:
            raise GoneError("the client left")

    async def _counted(
        self, beginning: bytes, pieces: AsyncIterator[bytes]
    ) -> AsyncIterator[bytes]:
        yield beginning
        sent = len(beginning)
        async for piece in pieces:
            sent += len(piece)
            if sent > self.limits.bytes:
                raise CutError(f"it is longer than {self.limits.bytes:,} bytes")
            yield piece
        self.whole = True


def _first(errors: BaseExceptionGroup[QueryError]) -> QueryError:
    """The one error in a group, as deep as it may lie."""
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, QueryError)
    return error


async def _refuse_old(scope: Scope, receive: Receive, send: Send) -> None:
    detail = (
        "This answer is so long that it is streamed, and over HTTP/1.0 one couldn't tell whether "
        "it arrived whole. Ask over HTTP/1.1 (nginx: proxy_http_version 1.1), or add LIMIT."
    )
    await problem(505, detail)(scope, receive, send)
