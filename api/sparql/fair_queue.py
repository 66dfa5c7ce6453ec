"""Who gets the next free worker: clients in turn, however many queries each of them sends.

Round robin over clients is fair queueing (Nagle, RFC 970) with a worker as the unit of service.
What a client's queries have cost in a sliding window is bounded too.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Generic, TypeVar

from api.sparql.failures import BusyError, GreedyError

Worker = TypeVar("Worker")


@dataclass(slots=True)
class Budget:
    """How many worker-seconds each client has used in the last ``window`` seconds.

    ``seconds`` is what a client may use before it has to wait. Use is kept by whole second, so
    that memory is bounded by clients and not by queries.
    """

    seconds: float = 120.0
    window: float = 300.0
    clock: Callable[[], float] = time.monotonic
    _spent: OrderedDict[tuple[int, str], float] = field(default_factory=OrderedDict)
    _total: dict[str, float] = field(default_factory=dict)

    def spend(self, client: str, seconds: float) -> None:
        """Record that a worker was the client's for ``seconds``."""
        key = int(self.clock()), client
        self._spent[key] = self._spent.get(key, 0.0) + seconds
        self._total[client] = self._total.get(client, 0.0) + seconds

    def check(self, client: str) -> None:
        """Raise :class:`GreedyError` when the client has used up its share."""
        self._forget()
        over = self._total.get(client, 0.0) - self.seconds
        if over < 0:
            return
        wait = self._until_free(client, over)
        raise GreedyError(
            f"Queries from your address have kept workers busy for more than {self.seconds:g} s "
            f"of the last {self.window:g} s, which is one client's share. Ask again in {wait} s, "
            "ask for less at once, or load a dump from /exports/.",
            wait,
        )

    def _until_free(self, client: str, over: float) -> int:
        """Seconds until so much of the client's use is forgotten that it may ask again."""
        now = self.clock()
        for (second, who), seconds in self._spent.items():
            if who == client:
                over -= seconds
                if over < 0:
                    return max(1, ceil(second + 1 + self.window - now))
        return ceil(self.window)

    def _forget(self) -> None:
        """Drop what lies before the window."""
        begin = self.clock() - self.window
        while self._spent:
            (second, client), seconds = next(iter(self._spent.items()))
            if second + 1 > begin:
                return
            del self._spent[second, client]
            self._total[client] -= seconds
            if self._total[client] < 1e-9:
                del self._total[client]


@dataclass(slots=True, eq=False)
class FairQueue(Generic[Worker]):
    """Idle workers, and the queries that wait for one, in a line for each client.

    At most ``size`` wait in all and ``own`` of one client; a client holds at most ``share``
    workers at once.
    """

    size: int
    own: int
    share: int
    idle: deque[Worker] = field(default_factory=deque)
    lines: OrderedDict[str, deque[asyncio.Future[Worker]]] = field(default_factory=OrderedDict)
    held: Counter[str] = field(default_factory=Counter)

    @property
    def waiting(self) -> int:
        """How many queries wait."""
        return sum(map(len, self.lines.values()))

    async def take(self, client: str, seconds: float) -> Worker:
        """A worker for the client, within ``seconds``; give it back with :meth:`release`.

        Raises :class:`GreedyError` for what the client itself has to end first, else
        :class:`BusyError`.
        """
        turn = self._join(client)
        taken = False
        try:
            await asyncio.wait({turn}, timeout=seconds)
            if not turn.done():
                raise self._late(client)
            taken = True
            return turn.result()
        finally:
            if not taken:
                self._leave(client, turn)

    def add(self, worker: Worker) -> None:
        """Put a new worker in."""
        self.idle.append(worker)
        self._serve()

    def release(self, client: str, worker: Worker | None) -> None:
        """Take back what ``take`` gave; None when the worker isn't fit for another query."""
        self.held[client] -= 1
        if not self.held[client]:
            del self.held[client]
        if worker is not None:
            self.idle.append(worker)
        self._serve()

    def _join(self, client: str) -> asyncio.Future[Worker]:
        """A place in the client's line, served at once where that is possible."""
        free = self.idle and self.held[client] < self.share
        if not free and len(self.lines.get(client, ())) >= self.own:
            raise GreedyError(
                f"{self.own} queries from your address are waiting already. Send the next one "
                "when one of them is answered."
            )
        if not free and self.waiting >= self.size:
            raise BusyError(f"{self.waiting} queries are waiting already.", 5)
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self.lines.setdefault(client, deque()).append(turn)
        self._serve()
        return turn

    def _leave(self, client: str, turn: asyncio.Future[Worker]) -> None:
        """Give up a place; a worker that came at the last moment goes to the next in turn."""
        if turn.done():
            self.release(client, turn.result())
            return
        self.lines[client].remove(turn)
        if not self.lines[client]:
            del self.lines[client]

    def _serve(self) -> None:
        """Hand idle workers to clients in turn."""
        while self.idle:
            able = (found for found in self.lines if self.held[found] < self.share)
            client = next(able, None)
            if client is None:
                return
            turn = self.lines[client].popleft()
            self.lines.move_to_end(client)
            if not self.lines[client]:
                del self.lines[client]
            self.held[client] += 1
            turn.set_result(self.idle.popleft())

    def _late(self, client: str) -> BusyError:
        if self.held[client] >= self.share:
            return GreedyError(
                f"Your earlier queries hold the {self.share} worker(s) that one client gets at "
                "once. Wait for their answers."
            )
        return BusyError("No worker became free in time.", 5)
