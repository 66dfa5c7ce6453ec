"""What every resolver may use: the graph that is served, its vocabulary, and a budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from strawberry import Info

from api.examples import Example
from graph.errors import QueryError
from graph.model import Entity, Statement
from graph.ontology import Ontology
from graph.store.read_model import ReadModel


@dataclass(frozen=True)
class Reader:
    """One generation with the ontology it was built with; shared by all requests."""

    model: ReadModel
    ontology: Ontology
    examples: tuple[Example, ...] = ()
    max_nodes: int = 20_000

    @cached_property
    def _pointing(self) -> dict[tuple[str, str], list[Entity]]:
        """Entities by a property of theirs and the entity that it names."""
        found: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        for entity in self.model.entities():
            if entity.place:
                found["place", entity.place].append(entity)
            for name, value in entity.properties:
                found[name, value].append(entity)
        return dict(found)

    def pointing_at(self, iri: str, name: str) -> Sequence[Entity]:
        """Entities whose property ``name`` is ``iri`` (``place``, ``parent``), by name."""
        return self._pointing.get((name, iri), ())

    @cached_property
    def _proved(self) -> dict[str, dict[str, Statement]]:
        """Statements by the report that proves them."""
        found: dict[str, dict[str, Statement]] = defaultdict(dict)
        for statement in self.model.statements():
            for evidence in statement.evidence:
                found[evidence.report][statement.iri] = statement
        return dict(found)

    def proved_by(self, report: str) -> Sequence[Statement]:
        """Statements with evidence in this report (IRI), by IRI."""
        return tuple(self._proved.get(report, {}).values())


@dataclass(slots=True)
class Context:
    """One request's view of the graph. ``spent`` counts the nodes that it has been given."""

    reader: Reader
    operation_name: str | None = None
    spent: int = field(default=0)

    @property
    def model(self) -> ReadModel:
        """The read model of the generation that is served."""
        return self.reader.model

    def spend(self, nodes: int) -> None:
        """Count ``nodes`` against the request's budget; raises QueryError when it is used up."""
        self.spent += nodes
        if self.spent > self.reader.max_nodes:
            raise QueryError(
                f"This request asks for more than {self.reader.max_nodes:,} nodes. Take smaller "
                "pages (first:), fewer nested connections, or a dump from /exports/."
            )


Asked: TypeAlias = Info[Context, None]
