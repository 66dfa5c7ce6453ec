"""Connection types made for a class: a page of its things, or of what a relation leads to."""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation

from api.graphql.nodes import Statement, fields_of
from api.graphql.pages import Page, PageInfo
from api.graphql.words import words
from graph import model


@dataclass(frozen=True, slots=True)
class Link:
    """What a relation leads to: an entity and the statement that says so."""

    node: model.Entity
    statement: model.Statement


@dataclass(frozen=True, slots=True)
class Connections:
    """The two connection types of a class: ``plain`` of its things, ``related`` with statements."""

    plain: type
    related: type


def make_field(name: str, type: Any, resolver: Any, description: str) -> Any:
    """A Strawberry field whose type is known only at run time."""
    field = strawberry.field(resolver=resolver, name=name, description=description)
    field.type_annotation = StrawberryAnnotation(type)
    field.python_name = name
    return field


def make_type(name: str, description: str, fields: Sequence[Any] = (), **namespace: Any) -> type:
    """A Strawberry object type of these fields."""
    cls = strawberry.type(
        types.new_class(name, (), {}, lambda body: body.update(namespace)), description=description
    )
    fields_of(cls).extend(fields)
    return cls


def make_connections(name: str, node: type) -> Connections:
    """The connection types over ``node``, named after ``name``."""
    return Connections(
        _connection(name, node, []),
        _connection(
            f"Related{name}",
            node,
            [
                make_field(
                    "statement",
                    Statement,
                    lambda root: root[1].statement,
                    words("说明这一联系的陈述。", "The statement that says so, with its evidence."),
                )
            ],
            lambda item: item.node,
        ),
    )


def _connection(
    name: str, node: type, extra: Sequence[Any], node_of: Callable[[Any], Any] = lambda item: item
) -> type:
    """A connection type with its edge type; ``node_of`` takes the node from an item of the page."""

    def nodes(root: Page[Any]) -> Any:
        return [node_of(item) for item in root.items]

    def edges(root: Page[Any]) -> Any:
        return [(root.cursor(index), item) for index, item in enumerate(root.items)]

    edge = make_type(
        f"{name}Edge",
        words("一项与它的游标。", "An item with its cursor."),
        [
            make_field("cursor", str, lambda root: root[0], words("游标。", "Its cursor.")),
            make_field("node", node, lambda root: node_of(root[1]), words("实体。", "The entity.")),
            *extra,
        ],
    )
    return make_type(
        f"{name}Connection",
        words("一页。", "A page."),
        [
            make_field("edges", list[edge], edges, words("带游标的各项。", "With cursors.")),  # type: ignore[valid-type]
            make_field("nodes", list[node], nodes, words("各实体。", "The entities alone.")),  # type: ignore[valid-type]
            make_field(
                "pageInfo", PageInfo, lambda root: root.info, words("位置。", "Where it lies.")
            ),
            make_field(
                "totalCount", int, lambda root: root.total, words("总数。", "How many there are.")
            ),
        ],
    )
