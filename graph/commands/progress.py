"""How far a long work is: a bar on a terminal, plain lines with rate and time left in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tqdm import tqdm

Item = TypeVar("Item")

_EVERY = 5.0  # seconds between two lines of a log, once there are many
_ALWAYS = 20  # so many items get a line each


@dataclass
class Progress(Generic[Item]):
    """Passes items on and shows how many of ``total`` have come; ``name`` is what one is called."""

    items: Iterable[Item]
    total: int
    name: Callable[[Item], str]
    begun: float = field(default_factory=time.monotonic)

    def __iter__(self) -> Iterator[Item]:
        if sys.stderr.isatty():
            yield from tqdm(self.items, total=self.total, desc="reading", unit="report")
            return
        said = self.begun
        for number, item in enumerate(self.items, start=1):
            now = time.monotonic()
            if self.total <= _ALWAYS or now - said >= _EVERY or number == self.total:
                print(self.line(number, now, item), file=sys.stderr, flush=True)
                said = now
            yield item

    def line(self, number: int, now: float, item: Item) -> str:
        """One line of a log: ``read 40/200 x-2021 (12.5 reports/s, 13 s left)``."""
        rate = number / max(now - self.begun, 1e-9)
        left = (self.total - number) / rate
        done = f"read {number}/{self.total} {self.name(item)}"
        return f"{done} ({rate:.1f} reports/s, {left:.0f} s left)"
