"""How the server is: for people, load balancers and Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import asdict

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.metrics import gauge, process_lines
from api.problem import problem
from api.prometheus import MEDIA_TYPE, family
from api.served import Served, served
from api.sparql.pool import Question
from graph.errors import QueryError

READY_SECONDS = 1.0


async def healthz(request: Request) -> Response:
    """200 while the process lives: what it serves and how its workers are, asking none of them."""
    here = served(request)
    body = {
        "status": "ok",
        "generation": asdict(here.generation.info),
        "sparql": {
            "workers": len(here.pool.workers),
            "idle": len(here.pool.turns.idle),
            "killed": here.pool.killed,
            "sandbox": here.pool.unguarded or "seccomp",
        },
    }
    return Response(orjson.dumps(body), media_type="application/json", headers=_fresh())


async def readyz(request: Request) -> Response:
    """200 when a worker answers an ASK within a second, else 503 with the reason."""
    here = served(request)
    try:
        async with asyncio.timeout(READY_SECONDS):
            await _ask(here)
    except TimeoutError:
        why = f"No SPARQL worker answered within {READY_SECONDS:g} s; all may be busy."
    except QueryError as error:
        why = f"The SPARQL workers don't answer: {error}"
    else:
        return PlainTextResponse("ready\n", headers=_fresh())
    return problem(503, why, {"Retry-After": "1"})


async def _ask(here: Served) -> None:
    question = Question("ASK { }", here.generation.info.base)
    async with here.pool.ask(question, client="readyz") as (_, pieces):
        async for _piece in pieces:
            pass


async def metrics(request: Request) -> Response:
    """Counters, histograms and gauges in Prometheus' text format."""
    here = served(request)
    lines = [*here.metrics.lines(), *_gauges(here), *process_lines()]
    return Response("\n".join(lines) + "\n", headers=_fresh(), media_type=MEDIA_TYPE)


def _gauges(here: Served) -> Iterator[str]:
    """How it is at this moment."""
    pool, info = here.pool, here.generation.info
    yield from family(
        "zhengtu_generation_info",
        "gauge",
        "The generation that is served.",
        [({"id": info.id, "built": info.built}, 1)],
    )
    for name, help, value in (
        ("statements", "Statements of the graph.", info.counts.get("statements", 0)),
        ("sparql_workers", "SPARQL workers that live.", len(pool.workers)),
        ("sparql_workers_busy", "SPARQL workers with a query.", pool.turns.held.total()),
        ("sparql_waiting", "SPARQL queries that wait for a worker.", pool.turns.waiting),
        ("requests_in_progress", "Requests being answered now.", here.leases.held),
    ):
        yield from gauge(f"zhengtu_{name}", help, value)


def _fresh() -> dict[str, str]:
    return {"Cache-Control": "no-store"}
