"""What a server holds in memory while it serves one generation."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import IO

import pyoxigraph as ox
import strawberry
from jinja2 import Environment
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.examples import load_examples
from api.graphql.context import Reader
from api.graphql.schema import make_schema
from api.metrics import Metrics
from api.pages import load_pages
from api.reconcile.register import Register
from api.settings import Settings
from api.sparql.endpoint import Endpoint
from api.sparql.fair_queue import Budget
from api.sparql.pool import Pool, StreamLimits
from graph.ontology import load_ontology
from graph.store.generation import Generation, open_generation


@dataclass(slots=True)
class Leases:
    """How many requests are being answered from a generation."""

    held: int = 0
    returned: asyncio.Event = field(default_factory=asyncio.Event)

    async def all_returned(self) -> None:
        """Wait until no request is being answered; meant for a generation no new one gets."""
        while self.held:
            self.returned.clear()
            await self.returned.wait()


@dataclass(frozen=True)
class Served:
    """One generation with everything that answers from it.

    ``hold`` is a lease on its files, for as long as it is served. ``store`` is for lookups by
    pattern; queries go to the pool.
    """

    settings: Settings
    generation: Generation
    hold: IO[bytes]
    store: ox.Store
    reader: Reader
    schema: strawberry.Schema
    pool: Pool
    pages: Environment
    metrics: Metrics = field(default_factory=Metrics)
    leases: Leases = field(default_factory=Leases)

    @cached_property
    def register(self) -> Register:
        """The names of the graph's things, for reconciliation."""
        return Register(self.reader)

    @cached_property
    def root(self) -> str:
        """How the IRIs of this graph's things begin; what follows is the path below ``/id/``."""
        base = self.generation.info.base
        return base if base.endswith("/id/") else f"{base}id/"

    @cached_property
    def endpoint(self) -> Endpoint:
        """The SPARQL endpoint over this generation."""
        info, examples = self.generation.info, self.reader.examples
        sparql = tuple(example for example in examples if example.language == "sparql")
        return Endpoint(self.settings, self.pool, self.pages, info.id, info.base, self.root, sparql)


def open_served(settings: Settings) -> Served:
    """Open the current generation of ``settings.data``. Raises StoreError when there is none."""
    generation, ontology, metrics = open_generation(settings.data), load_ontology(), Metrics()
    hold = generation.lease()
    reader = Reader(generation.read_model(), ontology, load_examples(), settings.graphql_nodes)
    budget = Budget(settings.sparql_client_seconds, settings.sparql_client_window)
    pool = make_pool(generation.store_folder, settings, metrics, budget)
    schema = make_schema(ontology, settings)
    store, pages = generation.open_store(), load_pages()
    return Served(settings, generation, hold, store, reader, schema, pool, pages, metrics)


def open_next(old: Served) -> Served:
    """Open what is now the current generation, to be served in the place of ``old``.

    What doesn't depend on the graph is taken over. Raises StoreError when it isn't whole.
    """
    generation = open_generation(old.settings.data)
    hold, store = generation.lease(), generation.open_store()
    reader = replace(old.reader, model=generation.read_model())
    pool = make_pool(generation.store_folder, old.settings, old.metrics, old.pool.budget)
    return replace(
        old,
        generation=generation,
        hold=hold,
        store=store,
        reader=reader,
        pool=pool,
        leases=Leases(),
    )


def make_pool(store: Path, settings: Settings, metrics: Metrics, budget: Budget) -> Pool:
    """The workers over a store, as the settings ask for them; they aren't started yet."""
    return Pool(
        store,
        settings.sparql_workers,
        settings.sparql_memory,
        settings.sparql_deadline,
        settings.sparql_queue,
        settings.sparql_client_queue,
        settings.sparql_client_workers,
        budget,
        StreamLimits(settings.sparql_stream_bytes, settings.sparql_stream_seconds),
        metrics.count_restart,
    )


def served(request: Request) -> Served:
    """What was served when this request came in, and answers it to its end."""
    found: Served = request.state.served
    return found


@dataclass(frozen=True, slots=True)
class Pinned:
    """ASGI middleware that gives a request one generation, the current one when it came in.

    ``Zhengtu-Generation`` in the response says which it was.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        here: Served = scope["app"].state.served
        scope.setdefault("state", {})["served"] = here

        async def sign(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Zhengtu-Generation"] = here.generation.info.id
            await send(message)

        here.leases.held += 1
        try:
            await self.app(scope, receive, sign)
        finally:
            here.leases.held -= 1
            here.leases.returned.set()
