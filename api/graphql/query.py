"""The root of the GraphQL schema: what one can ask first."""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Any

import strawberry

from api.graphql.connections import make_field
from api.graphql.context import Asked
from api.graphql.entities import EntityTypes
from api.graphql.filters import StatementFilter, filtered, matching
from api.graphql.nodes import (
    Entity,
    Node,
    Report,
    StatementConnection,
    first_found,
)
from api.graphql.pages import MAXIMUM, Slice
from api.graphql.vocabulary import EntityType, ExampleQuery, Generation, RelationType
from api.graphql.walks import Neighbourhood, Reached, check_size, walk_along, walk_around
from api.graphql.words import Direction, described, words
from graph import model
from graph.errors import QueryError


@strawberry.type(description=words("文本中的一段（码点）。", "A stretch of a text (code points)."))
class Range:
    start: int = described("起点。", "Where it starts.", lambda root: root[0])
    end: int = described("终点。", "Where it ends.", lambda root: root[1])


@strawberry.type(description=words("按名称找到的实体。", "An entity found by name."))
class SearchHit:
    entity: Entity = described("实体。", "The entity.")
    matched: str = described("匹配的名称。", "The name that matched.")
    highlight: list[Range] = described(
        "匹配的部分。", "The parts that matched.", lambda root: [root.highlight]
    )
    score: float = described(
        "3 起为全名，2 起为开头，1 起为部分。",
        "From 3: whole name; from 2: its start; from 1: a part.",
    )


def find_node(info: Asked, id: strawberry.ID) -> Any:
    info.context.spend(1)
    store = info.context.model
    found = store.entity(id) or store.statement(id) or store.evidence(id)
    return found or find_report(info, id)


def find_nodes(info: Asked, ids: list[strawberry.ID]) -> Any:
    check_size("ids", len(ids), MAXIMUM)
    return [find_node(info, id) for id in ids]


def find_entity(
    info: Asked, iri: strawberry.ID | None = None, name: str | None = None, type: str | None = None
) -> Any:
    if (iri is None) == (name is None):
        raise QueryError("entity: say either iri or name")
    if iri is not None:
        return info.context.model.entity(iri)
    return _only(info, str(name), type)


def _only(info: Asked, name: str, type: str | None) -> model.Entity | None:
    """The one entity of this name; homonyms are refused, not guessed."""
    canonical = first_found(info, name, type)
    bearers = [canonical] if canonical else info.context.model.find(name, type)
    if len(bearers) > 1:
        known = "; ".join(f"{bearer.type} {bearer.name} ({bearer.iri})" for bearer in bearers[:5])
        raise QueryError(f"entity: {len(bearers)} are called {name}: {known}. Ask by iri or type.")
    return bearers[0] if bearers else None


def find_hits(info: Asked, text: str, types: list[str] | None = None, first: int = 20) -> Any:
    check_size("first", first, MAXIMUM)
    hits = info.context.model.search(text, types or (), first)
    info.context.spend(len(hits))
    return hits


def find_statements(
    _root: Any, info: Asked, filter: StatementFilter | None
) -> Sequence[model.Statement]:
    wanted = filter or StatementFilter()
    narrowed = info.context.model.statements(subject=wanted.subject, object=wanted.object)
    return matching(narrowed, filter)


def find_report(info: Asked, id: strawberry.ID) -> Report | None:
    return Report.of(info.context.model.report(id))


def find_reports(info: Asked) -> Any:
    reports = info.context.model.reports()
    info.context.spend(len(reports))
    return [Report.of(found) for found in reports]


def find_around(info: Asked, id: strawberry.ID, depth: int = 1, limit: int = 100) -> Any:
    return walk_around(info, id, depth, limit)


def find_reachable(
    info: Asked,
    id: strawberry.ID,
    relation: str,
    direction: Direction = Direction.IN,
    depth: int = 10,
) -> Any:
    return walk_along(info, id, relation, direction, depth)


def find_types(info: Asked) -> Any:
    return info.context.reader.ontology.classes()


def find_relations(info: Asked) -> Any:
    return info.context.reader.ontology.relations()


def find_examples(info: Asked) -> Any:
    return info.context.reader.examples


def find_generation(info: Asked) -> Any:
    return info.context.model.info


@strawberry.type
class FixedQuery:
    """What one can ask of every graph, whatever its classes are."""

    node: Node | None = described("按标识取。", "What has this id.", find_node)
    nodes: list[Node | None] = described("按标识取多个。", "What has these ids.", find_nodes)
    entity: Entity | None = described(
        "按 IRI 或名称取一个实体；重名时报错。",
        "One entity by its IRI or its name; an error when several bear the name.",
        find_entity,
    )
    search: list[SearchHit] = described(
        "按名称的任一部分查找。", "Entities by any part of their names.", find_hits
    )
    statements: StatementConnection = described(
        "满足条件的陈述。", "Statements that match.", filtered(find_statements)
    )
    report: Report | None = described(
        "按 IRI 或名称取报告。", "A report by IRI or name.", find_report
    )
    reports: list[Report] = described("全部报告。", "All reports.", find_reports)
    neighbourhood: Neighbourhood = described(
        "实体的周围，用于画图。", "What lies around an entity, for pictures.", find_around
    )
    reachable: list[Reached] = described(
        "沿一种关系逐步到达的实体。",
        "What a relation leads to, directly or through others.",
        find_reachable,
    )
    types: list[EntityType] = described("实体的类。", "The classes of entities.", find_types)
    relations: list[RelationType] = described("关系。", "The relations.", find_relations)
    examples: list[ExampleQuery] = described("示例查询。", "Queries to start from.", find_examples)
    generation: Generation = described(
        "正在提供的这一版图。", "The graph that is served.", find_generation
    )


def make_query(found: EntityTypes) -> type:
    """The Query type: what is fixed, and a connection for each class of entity."""
    namespace = {plural(name): _all_field(found, name) for name in found.types}
    cls = types.new_class("Query", (FixedQuery,), {}, lambda body: body.update(namespace))
    return strawberry.type(cls, description=words("可以问什么。", "What one can ask."))


def _all_field(found: EntityTypes, name: str) -> Any:
    def every(
        info: Asked,
        contains: str | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Any:
        store = info.context.model
        items = store.entities(name)
        if contains:
            items = [hit.entity for hit in store.search(contains, (name,), len(items))]
        return Slice(first, after, last, before).of(items, info.context)

    term = found.ontology.term(name)
    assert term is not None
    description = words(f"全部{term.label_zh}。", f"Everything of the class {term.label_en}.")
    return make_field(plural(name), found.connections[name].plain, every, description)


def plural(name: str) -> str:
    """The field that lists a class.

    >>> plural("Agency"), plural("Award")
    ('agencies', 'awards')
    """
    stem = name[0].lower() + name[1:]
    return f"{stem[:-1]}ies" if stem.endswith("y") else f"{stem}s"
