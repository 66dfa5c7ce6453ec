"""A few worker processes that answer queries and die when they take too long."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from api.sparql.frames import ASK, DATA, END, ERROR, HEAD, HEADER, READY, Frame, pack
from graph.errors import QueryError, StoreError

log = logging.getLogger("zhengtu.sparql")
CHUNK = 1 << 20
ROOT = Path(__file__).parent.parent.parent


class BadQueryError(QueryError):
    """The query isn't SPARQL 1.1, or asks for what can't be evaluated."""


class NoFormError(QueryError):
    """The client accepts no form that the answer of this query can have."""


class LateError(QueryError):
    """The query was still running at its deadline and was killed."""


class BusyError(QueryError):
    """Every worker is taken and the queue is full."""


class CrashedError(QueryError):
    """The worker died: out of memory, or the query broke the engine."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the graphs it may see, and the media type for each kind of answer."""

    query: str
    base: str
    results: str | None = "application/sparql-results+json"
    triples: str | None = "text/turtle"
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Worker:
    """One process, and why its kernel guard is missing ("" when it stands)."""

    process: Process
    unguarded: str = ""
    request: int = 0
    expired: bool = False

    def kill(self) -> None:
        """End the process at once; its pipe then ends too."""
        with suppress(ProcessLookupError):
            self.process.kill()

    def expire(self) -> None:
        """End the process because its deadline has come."""
        self.expired = True
        self.kill()

    async def bury(self) -> None:
        """End the process and close its pipes, whatever is still in them."""
        self.kill()
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.close()
        while await stdout.read(CHUNK):
            pass
        await self.process.wait()

    async def read(self) -> Frame:
        """The next frame; :class:`CrashedError` or :class:`LateError` when the process is gone."""
        stdout = self.process.stdout
        assert stdout is not None
        try:
            header = await stdout.readexactly(HEADER.size)
            kind, request, length = HEADER.unpack(header)
            payload = await stdout.readexactly(length)
        except asyncio.IncompleteReadError:
            await self.process.wait()
            raise self.death() from None
        if request != self.request:
            self.kill()
            raise CrashedError("A worker answered another request; it was ended.")
        return kind, request, payload

    def death(self) -> QueryError:
        """The error that says why the process ended."""
        if self.expired:
            return LateError("The query was still running at its deadline and was stopped.")
        return CrashedError(
            f"The query ended its worker (status {self.process.returncode}): most likely it "
            "needed more memory than one query gets."
        )

    def send(self, question: Question) -> None:
        """Ask the process."""
        stdin = self.process.stdin
        assert stdin is not None
        self.request += 1
        stdin.write(pack(ASK, self.request, json.dumps(asdict(question)).encode()))


@dataclass(slots=True, eq=False)
class Pool:
    """Workers over one store. ``start`` before the first question, ``close`` at the end."""

    store: Path
    size: int
    memory: int
    deadline: float
    queue: int
    killed: int = 0
    idle: asyncio.Queue[Worker] = field(default_factory=asyncio.Queue)
    workers: set[Worker] = field(default_factory=set)
    waiting: int = 0
    births: set[asyncio.Task[None]] = field(default_factory=set)
    unguarded: str = ""

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
        self, question: Question, deadline: float | None = None
    ) -> AsyncIterator[tuple[str, AsyncIterator[bytes]]]:
        """The answer's media type and its bytes, piece by piece.

        Whatever is left unread when the context ends costs the worker its life.
        """
        seconds = min(deadline or self.deadline, self.deadline)
        worker = await self._take(seconds)
        worker.expired = False
        timer = asyncio.get_running_loop().call_later(seconds, worker.expire)
        progress = _Progress()
        try:
            worker.send(question)
            media = await _read_head(worker, progress)
            yield media, _read_data(worker, progress)
        finally:
            timer.cancel()
            self._give_back(worker, clean=progress.done)

    async def _take(self, seconds: float) -> Worker:
        """An idle worker, waiting for at most ``seconds``."""
        if self.idle.empty() and self.waiting >= self.queue:
            raise BusyError(f"{self.waiting} queries are waiting already.")
        self.waiting += 1
        try:
            return await asyncio.wait_for(self.idle.get(), seconds)
        except TimeoutError:
            raise BusyError("No worker became free in time.") from None
        finally:
            self.waiting -= 1

    def _give_back(self, worker: Worker, clean: bool) -> None:
        """Put a worker that finished back; end and replace any other."""
        if clean and worker.process.returncode is None and not worker.expired:
            self.idle.put_nowait(worker)
            return
        self.killed += 1
        worker.kill()
        self.workers.discard(worker)
        birth = asyncio.get_running_loop().create_task(self._replace(worker))
        self.births.add(birth)
        birth.add_done_callback(self.births.discard)

    async def _replace(self, dead: Worker) -> None:
        """Start a worker in the place of ``dead``, trying again while the store can't be opened."""
        await dead.bury()
        pause = 0.1
        while True:
            try:
                return await self._add()
            except (StoreError, QueryError, OSError) as error:
                log.error("no new SPARQL worker: %s; next try in %.1f s", error, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)

    async def _add(self) -> None:
        """Start one worker and wait for its ready frame."""
        command = (sys.executable, "-m", "api.sparql.worker", str(self.store), str(self.memory))
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
        )
        worker = Worker(process)
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
        self.idle.put_nowait(worker)


@dataclass(slots=True)
class _Progress:
    """Whether the worker has sent its last frame."""

    done: bool = False


async def _read_head(worker: Worker, progress: _Progress) -> str:
    """The media type of the answer; raises what the worker reports."""
    kind, _, payload = await worker.read()
    detail: dict[str, str] = json.loads(payload)
    if kind == HEAD:
        return detail["media"]
    progress.done = True
    raise _error(detail)


async def _read_data(worker: Worker, progress: _Progress) -> AsyncIterator[bytes]:
    """The pieces of the answer, to its end."""
    while True:
        kind, _, payload = await worker.read()
        if kind == DATA:
            yield payload
            continue
        progress.done = True
        if kind == ERROR:
            raise _error(json.loads(payload))
        assert kind == END
        return


def _error(detail: dict[str, str]) -> QueryError:
    if detail["kind"] == "form":
        return NoFormError(detail["text"])
    return BadQueryError(detail["text"])
