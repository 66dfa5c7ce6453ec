"""What the server counts while it answers, and how Prometheus reads it."""

from __future__ import annotations

import resource
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from api.prometheus import Histogram, family, histogram
from api.sparql.failures import OUTCOMES
from api.sparql.pool import Account

ROOMS = (
    "graphql",
    "sparql",
    "reconcile",
    "id",
    "policy",
    "topics",
    "shapes",
    "exports",
    "assets",
    "healthz",
    "readyz",
    "metrics",
)


@dataclass(slots=True)
class Metrics:
    """Counters since the server began; they go on over a change of generation."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    latency: defaultdict[str, Histogram] = field(default_factory=lambda: defaultdict(Histogram))
    sent: Counter[str] = field(default_factory=Counter)
    queries: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(OUTCOMES, 0)))
    query_latency: Histogram = field(default_factory=Histogram)
    query_cpu: float = 0.0
    query_bytes: int = 0
    graphql: Counter[str] = field(default_factory=Counter)
    restarts: int = 0
    reloads: int = 0
    refused_generations: int = 0

    def count(self, route: str, status: int, seconds: float, size: int) -> None:
        """Record one answered request."""
        self.requests[route, status] += 1
        self.latency[route].observe(seconds)
        self.sent[route] += size

    def count_query(self, account: Account) -> None:
        """Record one SPARQL query."""
        self.queries[account.outcome] += 1
        self.query_latency.observe(account.seconds)
        self.query_cpu += account.cpu
        self.query_bytes += account.bytes

    def count_restart(self) -> None:
        """Record that a worker was started in a dead one's place."""
        self.restarts += 1

    def lines(self) -> Iterator[str]:
        """All of it in Prometheus' text format."""
        yield from self._http()
        yield from self._sparql()
        yield from family(
            "zhengtu_graphql_operations_total",
            "counter",
            "GraphQL operations by outcome.",
            [({"outcome": outcome}, number) for outcome, number in sorted(self.graphql.items())],
        )
        yield from _counter("zhengtu_reloads_total", "Generations taken over.", self.reloads)
        yield from _counter(
            "zhengtu_refused_generations_total",
            "Generations not taken over because they were damaged.",
            self.refused_generations,
        )

    def _http(self) -> Iterator[str]:
        yield from family(
            "zhengtu_requests_total",
            "counter",
            "HTTP requests by route and status.",
            [
                ({"route": route, "status": status}, number)
                for (route, status), number in sorted(self.requests.items())
            ],
        )
        yield from family(
            "zhengtu_response_bytes_total",
            "counter",
            "Bytes of response bodies by route.",
            [({"route": route}, number) for route, number in sorted(self.sent.items())],
        )
        yield from histogram(
            "zhengtu_request_duration_seconds",
            "Seconds from request to the last byte of its response, by route.",
            [({"route": route}, found) for route, found in sorted(self.latency.items())],
        )

    def _sparql(self) -> Iterator[str]:
        yield from family(
            "zhengtu_sparql_queries_total",
            "counter",
            "SPARQL queries by outcome.",
            [({"outcome": outcome}, number) for outcome, number in sorted(self.queries.items())],
        )
        yield from histogram(
            "zhengtu_sparql_query_duration_seconds",
            "Seconds for which a query held a worker.",
            [({}, self.query_latency)],
        )
        for name, help, value in (
            ("cpu_seconds", "Seconds of CPU that queries used in workers.", self.query_cpu),
            ("answer_bytes", "Bytes that workers answered with.", self.query_bytes),
            ("worker_restarts", "Workers started in place of dead ones.", self.restarts),
        ):
            yield from _counter(f"zhengtu_sparql_{name}_total", help, value)


def _counter(name: str, help: str, value: float) -> Iterator[str]:
    yield from family(name, "counter", help, [({}, value)])


def gauge(name: str, help: str, value: float) -> Iterator[str]:
    """The lines of a gauge without labels."""
    yield from family(name, "gauge", help, [({}, value)])


def process_lines() -> Iterator[str]:
    """The web process's memory and CPU, under the names that Prometheus' own clients use."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield from gauge(
        "process_resident_memory_bytes", "Resident memory of the web process.", resident_bytes()
    )
    yield from _counter(
        "process_cpu_seconds_total", "CPU of the web process.", used.ru_utime + used.ru_stime
    )


def resident_bytes() -> int:
    """Resident memory of this process; its peak where the system has no /proc."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * resource.getpagesize()


def room_of(path: str) -> str:
    """The part of the server that a path belongs to, one of a fixed few.

    >>> room_of("/id/district/450202"), room_of("/whatever")
    ('id', 'page')
    """
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in ROOMS else "page"
