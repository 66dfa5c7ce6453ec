"""A SPARQL endpoint over RDF files, without anything of our own graph."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

import orjson
import pyoxigraph as ox
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from api.app import add_middleware, failed, not_allowed, not_found
from api.metrics import Metrics, gauge, process_lines
from api.pages import load_pages
from api.problem import problem
from api.prometheus import MEDIA_TYPE
from api.served import make_pool
from api.settings import Settings
from api.sparql.endpoint import Endpoint
from api.sparql.fair_queue import Budget
from api.sparql.route import METHODS, endpoint, sparql
from api.website import style
from graph.errors import ReadError
from graph.publish.dumps import format_of

NO_STORE = {"Cache-Control": "no-store"}


def create_rdf_app(settings: Settings, files: Sequence[Path], base: str = "") -> FastAPI:
    """The application over ``files``, whose named graphs and default graphs are put together.

    They are loaded at once into a store in a temporary folder, which goes away when the server
    ends. ``base`` resolves relative IRIs in files and queries; without one a file's own address
    and the endpoint's do. Raises ReadError for what can't be read.
    """
    folder, counters = TemporaryDirectory(prefix="zhengtu-rdf-"), Metrics()
    try:
        here = _open(settings, counters, files, base, Path(folder.name))
    except BaseException:
        folder.cleanup()
        raise

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with folder:
            await here.pool.start()
            yield
            await here.pool.close()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.router.routes.extend(ROUTES)
    app.state.endpoint, app.state.metrics = here, counters
    app.add_exception_handler(404, not_found)
    app.add_exception_handler(405, not_allowed)
    app.add_exception_handler(Exception, failed)
    add_middleware(app, settings, counters)
    return app


def _open(
    settings: Settings, counters: Metrics, files: Sequence[Path], base: str, folder: Path
) -> Endpoint:
    """The endpoint over a new store in ``folder``; its version follows from base and content."""
    _check_base(base)
    running = hashlib.sha256(base.encode())
    store = ox.Store(str(folder))
    for path in files:
        running.update(load_file(store, path, base))
    store.optimize()
    store.flush()
    budget = Budget(settings.sparql_client_seconds, settings.sparql_client_window)
    pool = make_pool(folder, settings, counters, budget)
    return Endpoint(settings, pool, load_pages(), running.hexdigest()[:16], base)


def _check_base(base: str) -> None:
    try:
        ox.NamedNode(base or "https://example.org/")
    except ValueError as error:
        raise ReadError(f"--base {base}: not an absolute IRI ({error}); give one") from error


def load_file(store: ox.Store, path: Path, base: str) -> bytes:
    """Load an RDF file by its ending, unpacking ``.gz``; returns the SHA-256 of the file.

    Blank nodes of different files stay different. Raises ReadError when the file isn't what its
    ending says.
    """
    kind, packed = format_of(path), path.suffix == ".gz"
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").digest()
    with gzip.open(path) if packed else path.open("rb") as content:
        try:
            store.bulk_load(
                input=cast(IO[bytes], content),
                format=kind,
                base_iri=base or path.resolve().as_uri(),
            )
        except (SyntaxError, ValueError, EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ReadError(
                f"{path}: not valid {kind.name} ({error}); mend the file or its ending"
            ) from error
    return digest


def to_sparql(_request: Request) -> Response:
    """From the root to the only room."""
    return RedirectResponse("/sparql", status_code=307)


def healthz(request: Request) -> Response:
    """Which version of what is served, and whether queries run guarded."""
    here = endpoint(request)
    pool = {
        "workers": len(here.pool.workers),
        "idle": len(here.pool.turns.idle),
        "killed": here.pool.killed,
        "sandbox": here.pool.unguarded or "seccomp",
    }
    body = {"status": "ok", "version": here.version, "sparql": pool}
    return Response(orjson.dumps(body), media_type="application/json", headers=NO_STORE)


def readyz(request: Request) -> Response:
    """200 when a query would find a worker, else 503."""
    if endpoint(request).pool.workers:
        return PlainTextResponse("ready\n", headers=NO_STORE)
    return problem(
        503, "No SPARQL worker is running yet; ask again in a second.", {"Retry-After": "1"}
    )


def metrics(request: Request) -> Response:
    """Counters of requests and the state of the workers in Prometheus' text format."""
    pool = endpoint(request).pool
    lines = [
        *request.app.state.metrics.lines(),
        *gauge("zhengtu_sparql_workers", "SPARQL workers that live.", len(pool.workers)),
        *gauge("zhengtu_sparql_waiting", "SPARQL queries that wait.", pool.turns.waiting),
        *process_lines(),
    ]
    return Response("\n".join(lines) + "\n", headers=NO_STORE, media_type=MEDIA_TYPE)


ROUTES = (
    Route("/sparql", sparql, methods=METHODS),
    Route("/sparql/", sparql, methods=METHODS),
    Route("/", to_sparql),
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/metrics", metrics),
    Route("/plain.css", style),
)
