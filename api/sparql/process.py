"""A worker process as the web process sees it: asked, read from, timed and killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from api.sparql.failures import CrashedError, LateError
from api.sparql.frames import ASK, HEADER, Frame, pack
from graph.errors import QueryError

CHUNK = 1 << 20
ROOT = Path(__file__).parent.parent.parent


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
    """One process; ``cpu`` is what it had used, in seconds, when its last query ended.

    ``last_cpu`` is what it had used when it was killed.
    """

    process: Process
    request: int = 0
    expired: bool = False
    cpu: float = 0.0
    last_cpu: float = 0.0

    def kill(self) -> None:
        """End the process at once; its pipe then ends too."""
        self.last_cpu = max(self.last_cpu, self.cpu_now())
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
        """The error that says why the process ended; Rust aborts when it gets no memory."""
        if self.expired:
            return LateError("The query was still running at its deadline and was stopped.")
        status = self.process.returncode
        return CrashedError(
            f"The query ended its worker (status {status}): most likely it "
            "needed more memory than one query gets.",
            "memory" if status == -signal.SIGABRT else "killed",
        )

    def send(self, question: Question) -> None:
        """Ask the process."""
        stdin = self.process.stdin
        assert stdin is not None
        self.request += 1
        stdin.write(pack(ASK, self.request, json.dumps(asdict(question)).encode()))

    def cpu_now(self) -> float:
        """Seconds of CPU the process has used as the kernel counts it; the last known if gone."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text()
            user, system = stat.rpartition(")")[2].split()[11:13]
        except (OSError, ValueError):
            return self.cpu
        return max(self.cpu, (int(user) + int(system)) / os.sysconf("SC_CLK_TCK"))


async def start_worker(store: Path, memory: int) -> Worker:
    """A new process over ``store``, which will send a ready frame once it has opened it."""
    command = (sys.executable, "-m", "api.sparql.worker", str(store), str(memory))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
    )
    return Worker(process)


@dataclass(slots=True)
class Deadline:
    """Ends a worker that was waited for longer than ``left`` seconds.

    The time in which a client takes what was sent isn't the worker's and isn't counted.
    """

    worker: Worker
    left: float
    since: float = 0.0
    timer: asyncio.TimerHandle | None = None

    def run(self) -> None:
        """Count from now on."""
        loop = asyncio.get_running_loop()
        self.since = loop.time()
        self.timer = loop.call_later(self.left, self.worker.expire)

    def pause(self) -> None:
        """Stop counting; no harm when it isn't running."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
            self.left = max(0.0, self.left - (asyncio.get_running_loop().time() - self.since))
