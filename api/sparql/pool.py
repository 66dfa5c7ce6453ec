"""A few worker processes that answer queries and die when they take too long."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from api.sparql.failures import BadQueryError as BadQueryError
from api.sparql.failures import BusyError as BusyError
from api.sparql.failures import CrashedError as CrashedError
from api.sparql.failures import GreedyError as GreedyError
from api.sparql.failures import LateError as LateError
from api.sparql.failures import NoFormError as NoFormError
from api.sparql.failures import outcome_of
from api.sparql.fair_queue import Budget, FairQueue
from api.sparql.frames import DATA, END, ERROR, HEAD, READY
from api.sparql.process import Deadline, Worker, start_worker
from api.sparql.process import Question as Question
from graph.errors import QueryError, StoreError

log = logging.getLogger("zhengtu.sparql")
GIGABYTE = 1 << 30

Answer = tuple[str, AsyncIterator[bytes]]


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """What a streamed answer may have in bytes, and how many seconds fetching it may take."""

    bytes: int = 2 * GIGABYTE
    seconds: float = 60.0


@dataclass(slots=True)
class Account:
    """What one query did: its text, one of OUTCOMES, CPU seconds, worker seconds, bytes."""

    query: str = ""
    outcome: str = ""
    cpu: float = 0.0
    seconds: float = 0.0
    bytes: int = 0


@dataclass(slots=True, eq=False)
class Pool:
    """Workers over one store. ``start`` before the first question, ``close`` at the end.

    ``queue`` queries wait at most, ``client_queue`` of one client; ``client_workers`` is how many
    workers a client holds at once (0: all but one). ``restarted`` is called for each new worker
    in a dead one's place.
    """

    store: Path
    size: int
    memory: int
    deadline: float
    queue: int
    client_queue: int = 8
    client_workers: int = 0
    budget: Budget = field(default_factory=Budget)
    stream: StreamLimits = StreamLimits()
    restarted: Callable[[], None] = lambda: None
    killed: int = 0
    workers: set[Worker] = field(default_factory=set)
    births: set[asyncio.Task[None]] = field(default_factory=set)
    unguarded: str = ""
    turns: FairQueue[Worker] = field(init=False)

    def __post_init__(self) -> None:
        share = self.client_workers or max(1, self.size - 1)
        self.turns = FairQueue(self.queue, self.client_queue, share)

    async def start(self) -> None:
        """Start the workers and wait until each has opened the store."""
        await asyncio.gather(*(self._add() for _ in range(self.size)))

    async def close(self) -> None:
        """End every worker."""
        for birth in list(self.births):
            birth.cancel()
        await asyncio.gather(*self.births, return_exceptions=True)
        await asyncio.gather(*(worker.bury() for worker in self.workers))
        self.workers.clear()

    @asynccontextmanager
    async def ask(
        self,
        question: Question,
        deadline: float | None = None,
        client: str = "",
        account: Account | None = None,
    ) -> AsyncIterator[Answer]:
        """The answer's media type and its bytes, piece by piece.

        Whatever is left unread when the context ends costs the worker its life. ``account`` is
        filled in when it ends. Raises :class:`QueryError` in its kinds (see failures).
        """
        account = account or Account()
        account.query, account.outcome = question.query, "cut"
        seconds = min(deadline or self.deadline, self.deadline)
        try:
            self.budget.check(client)
            worker = await self.turns.take(client, seconds)
            async with self._held(worker, client, account, seconds) as asking:
                worker.send(question)
                yield await asking.read_head(), asking.read_data()
                if asking.done:
                    account.outcome = "ok"
        except BaseException as error:
            account.outcome = outcome_of(error)
            raise

    @asynccontextmanager
    async def _held(
        self, worker: Worker, client: str, account: Account, seconds: float
    ) -> AsyncIterator[_Asking]:
        """The worker while it is the client's; what it used is recorded in the end."""
        worker.expired = False
        asking = _Asking(worker, Deadline(worker, seconds), account)
        begun = time.monotonic()
        try:
            yield asking
        finally:
            asking.deadline.pause()
            before, worker.cpu = worker.cpu, asking.cpu or max(worker.last_cpu, worker.cpu_now())
            account.cpu, account.seconds = worker.cpu - before, time.monotonic() - begun
            self.budget.spend(client, account.seconds)
            self._give_back(worker, client, clean=asking.done)

    def _give_back(self, worker: Worker, client: str, clean: bool) -> None:
        """Put a worker that finished back; end and replace any other."""
        if clean and worker.process.returncode is None and not worker.expired:
            self.turns.release(client, worker)
            return
        self.killed += 1
        worker.kill()
        self.workers.discard(worker)
        self.turns.release(client, None)
        birth = asyncio.get_running_loop().create_task(self._replace(worker))
        self.births.add(birth)
        birth.add_done_callback(self.births.discard)

    async def _replace(self, dead: Worker) -> None:
        """Start a worker in the place of ``dead``, trying again while the store can't be opened."""
        await dead.bury()
        pause = 0.1
        while True:
            try:
                await self._add()
                return self.restarted()
            except (StoreError, QueryError, OSError) as error:
                log.error("no new SPARQL worker: %s; next try in %.1f s", error, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)

    async def _add(self) -> None:
        """Start one worker and wait for its ready frame."""
        worker = await start_worker(self.store, self.memory)
        self.workers.add(worker)
        try:
            kind, _, payload = await worker.read()
        except QueryError:
            self.workers.discard(worker)
            await worker.bury()
            raise StoreError(
                f"{self.store}: no worker could open this store; build the graph again "
                "(zhengtu build) or see whether there is enough memory"
            ) from None
        assert kind == READY
        self.unguarded = payload.decode()
        worker.cpu = worker.cpu_now()
        self.turns.add(worker)


@dataclass(frozen=True, slots=True)
class Asker:
    """A pool as one request sees it: asking in its client's name and on its account."""

    pool: Pool
    client: str = ""
    account: Account = field(default_factory=Account)

    @property
    def stream(self) -> StreamLimits:
        """What a streamed answer may have."""
        return self.pool.stream

    def ask(
        self, question: Question, deadline: float | None = None
    ) -> AbstractAsyncContextManager[Answer]:
        """See :meth:`Pool.ask`."""
        return self.pool.ask(question, deadline, self.client, self.account)


@dataclass(slots=True)
class _Asking:
    """One question to a worker: ``done`` once it has sent its last frame."""

    worker: Worker
    deadline: Deadline
    account: Account
    done: bool = False
    cpu: float = 0.0

    async def read_head(self) -> str:
        """The media type of the answer; raises what the worker reports."""
        kind, payload = await self._read()
        detail = json.loads(payload)
        if kind == HEAD:
            return str(detail["media"])
        raise self._failure(detail)

    async def read_data(self) -> AsyncIterator[bytes]:
        """The pieces of the answer, to its end."""
        while True:
            kind, payload = await self._read()
            if kind == DATA:
                self.account.bytes += len(payload)
                yield payload
                continue
            detail = json.loads(payload)
            if kind == ERROR:
                raise self._failure(detail)
            assert kind == END
            self._finish(detail)
            return

    async def _read(self) -> tuple[int, bytes]:
        """A frame's kind and payload; only this waiting counts towards the deadline."""
        self.deadline.run()
        try:
            kind, _, payload = await self.worker.read()
        finally:
            self.deadline.pause()
        return kind, payload

    def _finish(self, detail: dict[str, float]) -> None:
        self.done, self.cpu = True, detail["cpu"]

    def _failure(self, detail: dict[str, str]) -> QueryError:
        """What the worker says went wrong, after which it is ready for the next question."""
        self.done, self.cpu = True, float(detail["cpu"])
        if detail["kind"] == "form":
            return NoFormError(detail["text"])
        if detail["kind"] == "memory":
            return CrashedError("The query needed more memory than one query gets.", "memory")
        return BadQueryError(detail["text"], detail["kind"])
