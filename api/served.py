"""What a server holds in memory while it serves one generation."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox
import strawberry
from jinja2 import Environment
from starlette.requests import Request

from api.examples import load_examples
from api.graphql.context import Reader
from api.graphql.schema import make_schema
from api.metrics import Metrics
from api.pages import load_pages
from api.settings import Settings
from api.sparql.endpoint import Endpoint
from api.sparql.pool import Pool
from graph.ontology import load_ontology
from graph.store.generation import Generation, open_generation


@dataclass(frozen=True)
class Served:
    """One generation with everything that answers from it."""

    settings: Settings
    generation: Generation
    reader: Reader
    schema: strawberry.Schema
    pool: Pool
    pages: Environment
    metrics: Metrics = field(default_factory=Metrics)

    @cached_property
    def store(self) -> ox.Store:
        """The RDF store, read-only, for lookups by pattern; queries go to the pool."""
        return self.generation.open_store()

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
    generation = open_generation(settings.data)
    ontology = load_ontology()
    reader = Reader(generation.read_model(), ontology, load_examples(), settings.graphql_nodes)
    pool = Pool(
        generation.store_folder,
        settings.sparql_workers,
        settings.sparql_memory,
        settings.sparql_deadline,
        settings.sparql_queue,
    )
    schema = make_schema(ontology, settings)
    return Served(settings, generation, reader, schema, pool, load_pages())


def served(request: Request) -> Served:
    """What the app of this request serves."""
    found: Served = request.app.state.served
    return found
