"""Work on what comes from outside, in processes that may be killed.

A worker takes one item at a time. It has no sockets, may write no file, and has limits of time and
memory; one that breaks them is killed and replaced, and only its item is lost.
"""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Generic, TypeVar

from graph.errors import ZhengtuError
from graph.sandbox import limit_memory, refuse_sockets

Item = TypeVar("Item")
Result = TypeVar("Result")

MEGABYTE = 1024 * 1024
START, TRIES = 60.0, 3  # seconds that a process may take to be ready, and how often it may fail
_IDLE, _LATE, _DEAD = -1, "late", "dead"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost: seconds by the clock, and bytes beyond what a worker needs itself."""

    seconds: float = 20.0
    memory: int = 450 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Killed:
    """An item that cost its worker the life, with the reason in words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Work(Generic[Item, Result]):
    """What workers do: ``function`` for each item, ``prepare`` once in each of them.

    Both must be importable functions, and ``function`` may not raise.
    """

    function: Callable[[Item], Result]
    prepare: Callable[[], object]
    limits: Limits = Limits()

    def over(
        self,
        items: Sequence[Item],
        workers: int,
        refused: Callable[[Item], Result | None] = lambda _: None,
    ) -> Iterator[Result | Killed]:
        """Yield the result for each item in their order, ``Killed`` for one over the limits.

        An item for which ``refused`` has a result isn't worked on.
        """
        crew = [_Worker(self) for _ in range(min(workers, len(items)))]
        results: dict[int, Result | Killed] = {}
        given = 0
        try:
            for number in range(len(items)):
                while number not in results:
                    for worker in crew:
                        while worker.number == _IDLE and given < len(items):
                            result = refused(items[given])
                            if result is None:
                                worker.give(given, items[given])
                            else:
                                results[given] = result
                            given += 1
                    results |= _collect(crew)
                yield results.pop(number)
        finally:
            for worker in crew:
                worker.kill()


def _collect(crew: Sequence[_Worker]) -> dict[int, Any]:
    """Wait until something happens; what is ready by the number of its item."""
    busy = [worker for worker in crew if worker.number != _IDLE]
    if not busy:
        return {}
    left = min(worker.deadline for worker in busy) - time.monotonic()
    ready = wait([worker.pipe for worker in busy], timeout=max(0.0, left))
    found: dict[int, Any] = {}
    for worker in busy:
        if worker.pipe in ready or time.monotonic() >= worker.deadline:
            found |= worker.proceed()
    return found


class _Worker:
    """One process, which starts anew after it was killed.

    It is an interpreter of its own and not a fork: a program that uses this needs no guard around
    its main part, and what it has in memory stays its own.
    """

    def __init__(self, work: Work[Any, Any]) -> None:
        self.work = work
        self.number = _IDLE
        self.item: object = None
        self.failed = 0  # how often it died before it was ready
        self.start()

    def start(self) -> None:
        """Start a process, which has START seconds to load what it needs itself."""
        self.pipe: Connection
        self.pipe, theirs = Pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START.format(path=sys.path, pipe=theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # a dying library's last words; the reason is said in ours
        )
        theirs.close()
        self.is_given = False  # whether it has the item and not only is to get it
        self.deadline = time.monotonic() + START
        with suppress(OSError):  # a dead one is found when it should be ready
            self.pipe.send(self.work)

    def give(self, number: int, item: object) -> None:
        """Let it work on an item as soon as it is ready."""
        self.number, self.item = number, item
        if not self.is_given:
            self.deadline = max(self.deadline, time.monotonic() + START)

    def proceed(self) -> dict[int, Any]:
        """Take what it says or end it; the result of its item, where there is one."""
        try:
            said = self.pipe.recv() if self.pipe.poll() else _LATE
            if said is None:
                self._hand_over()
                return {}
        except (EOFError, OSError):
            said = _DEAD
        if isinstance(said, Exception):
            raise said
        number, was_given = self.number, self.is_given
        if said not in (_LATE, _DEAD):
            self.number, self.is_given = _IDLE, False
            self.deadline = time.monotonic() + START
            return {number: said}
        status = self._status() if said is _DEAD else self.process.poll()
        self.kill()
        self.start()
        if not was_given:
            return self._try_again()
        self.number = _IDLE
        late = f"it took longer than {self.work.limits.seconds:.0f} seconds to read"
        return {number: Killed(late if status is None else _reason(status, self.work.limits))}

    def _status(self) -> int | None:
        """The exit status of a process that has closed its pipe, None if it lives on without."""
        try:
            return self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return None

    def _hand_over(self) -> None:
        """The clock of an item starts when the worker has loaded what it needs itself."""
        self.pipe.send(self.item)
        self.is_given, self.failed = True, 0
        self.deadline = time.monotonic() + self.work.limits.seconds

    def _try_again(self) -> dict[int, Any]:
        """A worker that ended before it had its item gets it once more, but not for ever."""
        self.failed += 1
        if self.failed <= TRIES:
            return {}
        raise ZhengtuError(
            f"a process for reading ended {self.failed} times before it began; "
            "is there enough memory? Try --workers 1"
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.pipe.close()


_START = "import sys; sys.path[:] = {path!r}; from graph.workers import serve; serve({pipe})"


def _reason(status: int, limits: Limits) -> str:
    """Why a worker died, by its exit status."""
    if status == -signal.SIGXCPU:
        return f"it took longer than {limits.seconds:.0f} seconds to read"
    if status in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGBUS):
        return f"it needs more than {limits.memory // MEGABYTE} MB of memory to read, or is damaged"
    return f"its reader ended with status {status}; please report this file"


def serve(number: int) -> None:
    """The life of a worker, which is spoken to through the pipe with this number."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = Connection(number)
    work: Work[Any, Any] = pipe.recv()
    try:
        work.prepare()
    except Exception as error:
        pipe.send(error)
        return
    refuse_sockets()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    limit_memory(work.limits.memory)
    while True:
        try:
            pipe.send(None)  # ready for the next item
            item = pipe.recv()
        except (EOFError, OSError):
            return
        _limit_time(work.limits.seconds)
        try:
            pipe.send(work.function(item))
        except MemoryError:
            pipe.send(Killed(_reason(-signal.SIGABRT, work.limits)))


def _limit_time(seconds: float) -> None:
    """Let this process use as many more seconds of a processor, a last resort beside the clock."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
