"""Walking from an entity: what lies around it, and what one relation reaches step by step."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import strawberry

from api.graphql.context import Asked
from api.graphql.nodes import Entity, Statement, statements_about
from api.graphql.words import Direction, described, words
from graph import model
from graph.errors import QueryError

MAX_DEPTH, MAX_LIMIT = 10, 2000


@strawberry.type(
    description=words("一条边：两个实体与陈述。", "An edge: two entities and a claim.")
)
class NetworkEdge:
    id: strawberry.ID = described("陈述的标识。", "The statement's id.", lambda root: root.iri)
    source: strawberry.ID = described("主语。", "The subject's id.", lambda root: root.subject)
    target: strawberry.ID = described("宾语。", "The object's id.", lambda root: root.object)
    relation: str = described("关系的名称。", "The relation's name.", lambda root: root.predicate)
    statement: Statement = described(
        "陈述与证据。", "The statement with its evidence.", lambda root: root
    )


@strawberry.type(description=words("一个实体的周围。", "What lies around an entity."))
class Neighbourhood:
    nodes: list[Entity] = described("实体，由近及远。", "The entities, the nearest first.")
    edges: list[NetworkEdge] = described("它们之间的陈述。", "The statements between them.")
    truncated: bool = described("是否因上限而截断。", "Whether the limit cut something off.")


@strawberry.type(
    description=words("沿一种关系到达的实体。", "An entity that a relation leads to, step by step.")
)
class Reached:
    entity: Entity = described("到达的实体。", "The entity reached.")
    distance: int = described("走了几步。", "The number of steps.")
    path: list[Statement] = described(
        "一条最短路上的陈述。", "The statements of one shortest way, from the start."
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What a Neighbourhood is made of."""

    nodes: list[model.Entity]
    edges: list[model.Statement]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What a Reached is made of."""

    entity: model.Entity
    distance: int
    path: tuple[model.Statement, ...]


@dataclass(slots=True)
class Walk:
    """Entities by IRI in the order of being reached, each with the statements that led there."""

    paths: dict[str, tuple[model.Statement, ...]] = field(default_factory=dict)
    truncated: bool = False


def walk_around(info: Asked, id: str, depth: int, limit: int) -> Around:
    """The neighbourhood of an entity; empty when there is no such entity."""
    check_size("depth", depth, MAX_DEPTH)
    check_size("limit", limit, MAX_LIMIT)
    if info.context.model.entity(id) is None:
        return Around([], [], truncated=False)
    walk = _walk(info, id, Direction.BOTH, None, depth, limit)
    edges = [
        statement
        for iri in walk.paths
        for statement in statements_about(info, iri, Direction.OUT, None)
        if statement.object in walk.paths and not statement.is_literal
    ]
    info.context.spend(len(walk.paths) + len(edges))
    return Around(_entities(info, walk), edges, walk.truncated)


def walk_along(info: Asked, id: str, relation: str, direction: Direction, depth: int) -> list[Step]:
    """What ``relation`` leads to from an entity, in one step or several, the nearest first."""
    check_size("depth", depth, MAX_DEPTH)
    walk = _walk(info, id, direction, relation, depth, MAX_LIMIT)
    info.context.spend(len(walk.paths))
    paths = ((entity, walk.paths[entity.iri]) for entity in _entities(info, walk))
    return [Step(entity, len(path), path) for entity, path in paths if path]


def _entities(info: Asked, walk: Walk) -> list[model.Entity]:
    found = (info.context.model.entity(iri) for iri in walk.paths)
    return [entity for entity in found if entity is not None]


def check_size(name: str, size: int, maximum: int) -> None:
    """Raise QueryError unless ``size`` lies between 0 and ``maximum``."""
    if not 0 <= size <= maximum:
        raise QueryError(f"{name}: {size} is out of range; ask for 0 to {maximum}")


def _walk(
    info: Asked, start: str, direction: Direction, relation: str | None, depth: int, limit: int
) -> Walk:
    """Breadth first from ``start`` over entities, at most ``limit`` of them."""
    walk = Walk({start: ()})
    waiting = deque([start])
    while waiting:
        iri = waiting.popleft()
        if len(walk.paths[iri]) >= depth:
            continue
        for statement in statements_about(info, iri, direction, relation):
            other = statement.object if statement.subject == iri else statement.subject
            if other in walk.paths or info.context.model.entity(other) is None:
                continue
            if len(walk.paths) >= limit:
                walk.truncated = True
                return walk
            walk.paths[other] = (*walk.paths[iri], statement)
            waiting.append(other)
    return walk
