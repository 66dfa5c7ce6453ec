"""The whole GraphQL schema, made from an ontology, with the limits that a request has to keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import strawberry
from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import (
    MaxAliasesLimiter,
    MaxTokensLimiter,
    QueryDepthLimiter,
    SchemaExtension,
)
from strawberry.types import ExecutionContext

from api.graphql.context import Context
from api.graphql.entities import make_entity_types, property_fields, qualifier_fields
from api.graphql.nodes import Entity, Evidence, Report, Statement, on_loan
from api.graphql.query import make_query
from api.settings import Settings
from graph.ontology import Ontology


class Schema(strawberry.Schema):
    """A schema that leaves logging to its caller, who knows mistakes of clients from our own."""

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,
    ) -> None:
        """Do nothing; see :func:`api.graphql.route.execute`."""


class OneOperation(SchemaExtension):
    """Refuses a document of several operations when the request doesn't say which one it means."""

    def on_validate(self) -> Iterator[None]:
        """Look at the document before it is validated."""
        context = self.execution_context
        definitions = context.graphql_document.definitions if context.graphql_document else ()
        operations = [found for found in definitions if isinstance(found, OperationDefinitionNode)]
        asked: Context | None = context.context
        if len(operations) > 1 and asked is not None and not asked.operation_name:
            names = ", ".join(found.name.value for found in operations if found.name)
            context.pre_execution_errors = [
                GraphQLError(f"Say with operationName which operation to run: {names}.")
            ]
        yield


def make_schema(ontology: Ontology, settings: Settings | None = None) -> strawberry.Schema:
    """The schema of a graph with this ontology; ``settings`` carry the limits on a query."""
    limits = settings or Settings()
    found = make_entity_types(ontology)
    with ExitStack() as loans:
        loans.enter_context(on_loan(Statement, qualifier_fields(found)))
        loans.enter_context(on_loan(Entity, property_fields(found, "Entity")))
        return Schema(
            make_query(found),
            types=[*found.types.values(), Statement, Evidence, Report],
            extensions=[
                OneOperation,
                lambda: QueryDepthLimiter(max_depth=limits.graphql_depth),
                lambda: MaxAliasesLimiter(max_alias_count=limits.graphql_aliases),
                lambda: MaxTokensLimiter(max_token_count=limits.graphql_tokens),
            ],
        )


def print_schema(ontology: Ontology) -> str:
    """The schema in GraphQL's own language, as committed in ``schema.graphql``."""
    return make_schema(ontology).as_str().rstrip() + "\n"
