"""The ASGI application: one generation, asked in GraphQL, SPARQL, by IRI and on a page."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.access import Watched, open_log
from api.admission import Admitted
from api.entities import resource, vocabulary, vocabulary_version
from api.exports import export_file, exports, open_shelf, to_exports, well_known_void
from api.graphql.route import graphql
from api.headers import Guarded
from api.health import healthz, metrics, readyz
from api.metrics import Metrics
from api.problem import problem
from api.reconcile.route import ROUTES as RECONCILE
from api.reload import Follower
from api.served import Pinned, open_served
from api.settings import Settings
from api.sparql.route import METHODS, sparql
from api.website import style, website

ROUTES = (
    Route("/graphql", graphql, methods=["GET", "POST"]),
    Route("/sparql", sparql, methods=METHODS),
    Route("/sparql/", sparql, methods=METHODS),
    Route("/id/{path:path}", resource),
    *RECONCILE,
    Route("/exports", to_exports),
    Route("/exports/", exports),
    Route("/exports/{name}", export_file),
    Route("/.well-known/void", well_known_void),
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/metrics", metrics),
    Route("/plain.css", style),
    Route("/policy", vocabulary),
    Route("/policy/{version}", vocabulary_version),
    Route("/topics/{version}", vocabulary_version),
    Route("/topics", vocabulary),
    Route("/shapes", vocabulary),
    Route("/{path:path}", website),
)


def create_app(settings: Settings) -> FastAPI:
    """The application over the current generation of ``settings.data``.

    Raises StoreError when there is none that is whole; workers start with the server.
    """
    here = open_served(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with open_shelf() as app.state.shelf:
            await here.pool.start()
            gc.collect()
            gc.freeze()  # what was loaded stays; without it each full collection pauses 70 ms
            follower = Follower(app.state, settings)
            following = asyncio.get_running_loop().create_task(follower.follow())
            yield
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
            await follower.close()

    app = FastAPI(
        title="Zhengtu 政图", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None
    )
    app.router.routes.extend(ROUTES)
    app.state.served = here
    app.add_exception_handler(404, not_found)
    app.add_exception_handler(405, not_allowed)
    app.add_exception_handler(Exception, failed)
    app.add_middleware(Pinned)
    add_middleware(app, settings, here.metrics)
    return app


def add_middleware(app: FastAPI, settings: Settings, counters: Metrics) -> None:
    """Compression innermost, then admission, CORS, headers, and counting around everything."""
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Admitted, settings=settings)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=[origin.strip() for origin in settings.cors.split(",") if origin.strip()],
        allow_methods=["GET", "POST", "HEAD", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["Link", "Retry-After", "ETag", "Zhengtu-Generation"],
    )
    app.add_middleware(Guarded)
    app.add_middleware(Watched, settings=settings, metrics=counters, log=open_log(settings))


async def not_found(request: Request, _error: Exception) -> Response:
    """404 in our form."""
    return problem(404, f"There is nothing at {request.url.path}.")


async def not_allowed(request: Request, error: Exception) -> Response:
    """405 in our form, with what is allowed."""
    given = (getattr(error, "headers", None) or {}).get("Allow", "")
    allowed = ", ".join(sorted(given.split(", ")))
    detail = f"{request.method} isn't possible at {request.url.path}; {allowed} are."
    return problem(405, detail, {"Allow": allowed})


async def failed(_request: Request, _error: Exception) -> Response:
    """500 in our form; the error itself goes to the log."""
    return problem(500, "Something went wrong inside the server; its log says what.")
