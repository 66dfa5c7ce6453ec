"""Prometheus' text format: https://prometheus.io/docs/instrumenting/exposition_formats/."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

Labels = Mapping[str, str | int]


@dataclass(slots=True)
class Histogram:
    """Seconds, counted by the first bucket that they fit into."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    total: float = 0.0

    def observe(self, seconds: float) -> None:
        """Count one duration."""
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.total += seconds


def family(
    name: str, kind: str, help: str, samples: Iterable[tuple[Labels, float]]
) -> Iterator[str]:
    """The lines of a counter or gauge with a sample for each set of labels."""
    yield f"# HELP {name} {help}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        yield _sample(name, labels, value)


def histogram(name: str, help: str, found: Iterable[tuple[Labels, Histogram]]) -> Iterator[str]:
    """The lines of a histogram, its buckets cumulative as the format wants them."""
    yield f"# HELP {name} {help}"
    yield f"# TYPE {name} histogram"
    for labels, one in found:
        below = 0
        for bound, count in zip((*BUCKETS, "+Inf"), one.counts, strict=True):
            below += count
            yield _sample(f"{name}_bucket", {**labels, "le": str(bound)}, below)
        yield _sample(f"{name}_sum", labels, one.total)
        yield _sample(f"{name}_count", labels, below)


def _sample(name: str, labels: Labels, value: float) -> str:
    inside = ",".join(f'{key}="{_escape(str(text))}"' for key, text in labels.items())
    shown = str(value) if isinstance(value, int) else f"{value:.6f}"
    return f"{name}{{{inside}}} {shown}" if inside else f"{name} {shown}"


def _escape(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
