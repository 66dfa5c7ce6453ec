"""How the server is: for people, load balancers and Prometheus."""

from __future__ import annotations

from dataclasses import asdict

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.problem import problem
from api.served import served


def healthz(request: Request) -> Response:
    """Which generation is served, what it holds, and whether queries run guarded."""
    here = served(request)
    body = {
        "status": "ok",
        "generation": asdict(here.generation.info),
        "sparql": {
            "workers": len(here.pool.workers),
            "idle": here.pool.idle.qsize(),
            "killed": here.pool.killed,
            "sandbox": here.pool.unguarded or "seccomp",
        },
    }
    return Response(orjson.dumps(body), media_type="application/json", headers=_fresh())


def readyz(request: Request) -> Response:
    """200 when a query would find a worker, else 503."""
    if served(request).pool.workers:
        return PlainTextResponse("ready\n", headers=_fresh())
    return problem(
        503, "No SPARQL worker is running yet; ask again in a second.", {"Retry-After": "1"}
    )


def metrics(request: Request) -> Response:
    """Counters in Prometheus' text format."""
    here = served(request)
    lines = [
        *here.metrics.lines(),
        "# TYPE zhengtu_sparql_workers gauge",
        f"zhengtu_sparql_workers {len(here.pool.workers)}",
        "# TYPE zhengtu_sparql_waiting gauge",
        f"zhengtu_sparql_waiting {here.pool.waiting}",
        "# TYPE zhengtu_sparql_killed_total counter",
        f"zhengtu_sparql_killed_total {here.pool.killed}",
        "# TYPE zhengtu_statements gauge",
        f"zhengtu_statements {here.generation.info.counts.get('statements', 0)}",
    ]
    return PlainTextResponse("\n".join(lines) + "\n", headers=_fresh())


def _fresh() -> dict[str, str]:
    return {"Cache-Control": "no-store"}
