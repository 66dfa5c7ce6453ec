"""The whole GraphQL schema, made from an ontology, with the limits that a request has to keep."""

from __future__ import annotations

from contextlib import ExitStack

import strawberry
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter
from strawberry.schema.config import StrawberryConfig

from api.graphql.entities import make_entity_types, property_fields, qualifier_fields
from api.graphql.nodes import Entity, Evidence, Report, Statement, on_loan
from api.graphql.query import make_query
from api.settings import Settings
from graph.ontology import Ontology


def make_schema(ontology: Ontology, settings: Settings | None = None) -> strawberry.Schema:
    """The schema of a graph with this ontology; ``settings`` carry the limits on a query."""
    limits = settings or Settings()
    found = make_entity_types(ontology)
    with ExitStack() as loans:
        loans.enter_context(on_loan(Statement, qualifier_fields(found)))
        loans.enter_context(on_loan(Entity, property_fields(found, "Entity")))
        return strawberry.Schema(
            make_query(found),
            types=[*found.types.values(), Statement, Evidence, Report],
            extensions=[
                lambda: QueryDepthLimiter(max_depth=limits.graphql_depth),
                lambda: MaxAliasesLimiter(max_alias_count=limits.graphql_aliases),
                lambda: MaxTokensLimiter(max_token_count=limits.graphql_tokens),
            ],
            config=StrawberryConfig(auto_camel_case=True),
        )


def print_schema(ontology: Ontology) -> str:
    """The schema in GraphQL's own language, as committed in ``schema.graphql``."""
    return make_schema(ontology).as_str().rstrip() + "\n"
