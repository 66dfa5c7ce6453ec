"""GraphQL types from the ontology's shapes: a class or property added there appears here.

Each concrete class becomes a type that implements Entity. A literal property becomes a scalar, a
relation a connection whose edges carry the statement, and what has an inverse name in the ontology
becomes a connection on the other end as well. Nothing here knows a class or property by name,
except those that every entity has as fields of its record.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import strawberry

from api.graphql.connections import Connections, Link, make_connections, make_field
from api.graphql.context import Asked
from api.graphql.filters import StatementFilter, filtered, matching
from api.graphql.nodes import Entity, StatementConnection, fields_of
from api.graphql.pages import paged
from api.graphql.words import words
from graph import model
from graph.ontology import Ontology, OntologyTerm, ShapeProperty, local_name

Wanted: TypeAlias = StatementFilter | None
RECORD_FIELDS = {"name", "label", "variant"}  # fields of Entity that are written by hand
SCALARS = {"decimal": float, "double": float, "integer": int, "gYear": int, "boolean": bool}


@dataclass(frozen=True)
class EntityTypes:
    """The generated types by class name, and the connection types, "Entity" among them."""

    ontology: Ontology
    types: dict[str, type]
    connections: dict[str, Connections]

    def of(self, iris: Sequence[str]) -> str:
        """The name of the type for these classes: the class if it is one, else Entity."""
        names = [name for name in map(local_name, iris) if name in self.types]
        return names[0] if len(names) == 1 and len(iris) == 1 else "Entity"

    def node(self, name: str) -> type:
        """The type of this name."""
        return self.types.get(name, Entity)


def make_entity_types(ontology: Ontology) -> EntityTypes:
    """All types that the ontology's shapes describe, with their fields."""
    made = {term.name: _entity_type(term) for term in ontology.classes()}
    connections = {name: make_connections(name, cls) for name, cls in made.items()}
    connections["Entity"] = make_connections("Entity", Entity)
    found = EntityTypes(ontology, made, connections)
    for name, cls in made.items():
        fields_of(cls).extend(property_fields(found, name))
        fields_of(cls).extend(_inverse_fields(found, name))
    return found


def _entity_type(term: OntologyTerm) -> type:
    """The GraphQL type of a class, so far with the fields of every entity only."""

    def is_type_of(cls: type, obj: Any, _info: Any) -> bool:
        return isinstance(obj, model.Entity) and obj.type == cls.__name__

    namespace: dict[str, Any] = {"is_type_of": classmethod(is_type_of)}
    cls = types.new_class(term.name, (Entity,), {}, lambda body: body.update(namespace))
    return strawberry.type(cls, description=words(term.comment_zh, term.comment_en))


def property_fields(found: EntityTypes, name: str) -> list[Any]:
    """A field for everything that a thing of this class can have."""
    properties = found.ontology.properties(name)
    return [_field(found, p) for p in properties if p.name not in RECORD_FIELDS]


def _field(found: EntityTypes, property: ShapeProperty) -> Any:
    term = found.ontology.term(property.path[-1])
    description = words(term.comment_zh, term.comment_en) if term else property.name
    if term and term.kind == "relation":
        return _relation_field(found, property, description)
    return _plain_field(found, property, description)


def _relation_field(found: EntityTypes, property: ShapeProperty, description: str) -> Any:
    relation = local_name(property.path[-1])

    def stated(root: model.Entity, info: Asked, wanted: Wanted) -> Sequence[model.Statement]:
        return matching(info.context.model.statements(root.iri, relation), wanted)

    def linked(root: model.Entity, info: Asked, wanted: Wanted) -> Sequence[Link]:
        return _links(info, stated(root, info, wanted), lambda statement: statement.object)

    if property.datatype:
        return make_field(property.name, StatementConnection, filtered(stated), description)
    connection = found.connections[found.of(property.node_class)].related
    return make_field(property.name, connection, filtered(linked), description)


def _links(info: Asked, statements: Sequence[model.Statement], end: Any) -> list[Link]:
    """The entities at one end of ``statements``; figures have none."""
    ends = ((info.context.model.entity(end(statement)), statement) for statement in statements)
    return [Link(entity, statement) for entity, statement in ends if entity is not None]


def _plain_field(found: EntityTypes, property: ShapeProperty, description: str) -> Any:
    """A field for a property whose values are in the record itself."""
    classes = [iri for iri in property.node_class if local_name(iri) in found.types]
    value_type = found.node(found.of(classes)) if classes else scalar_of(property)

    def values(root: model.Entity, info: Asked) -> list[Any]:
        texts = [value for key, value in _record(root) if key == property.name]
        if classes:
            entities = map(info.context.model.entity, texts)
            return [entity for entity in entities if entity is not None]
        return [convert(text, value_type) for text in texts]

    def one(root: model.Entity, info: Asked) -> Any:
        return next(iter(values(root, info)), None)

    if property.max_count == 1:
        return make_field(property.name, value_type | None, one, description)
    return make_field(property.name, list[value_type], values, description)  # type: ignore[valid-type]


def _record(entity: model.Entity) -> list[tuple[str, str]]:
    """The properties of a record, ``place`` among them."""
    return [("place", entity.place), *entity.properties] if entity.place else [*entity.properties]


def scalar_of(property: ShapeProperty) -> type:
    """The Python type for a property's literals; concepts and mixed datatypes are text."""
    if len(property.datatype) != 1:
        return str
    return SCALARS.get(local_name(property.datatype[0]), str)


def convert(text: str, to: type) -> Any:
    """``text`` as a value of a scalar type; None when it isn't one.

    >>> convert("99.7", float), convert("true", bool)
    (99.7, True)
    """
    try:
        return text == "true" if to is bool else to(text)
    except ValueError:
        return None


def _inverse_fields(found: EntityTypes, name: str) -> list[Any]:
    """A connection for everything in the ontology that can point at a thing of this class."""
    cls = found.ontology.term(name)
    assert cls is not None
    known = {term.iri for term in found.ontology.classes()} | set(cls.parents)
    pointing = [t for t in found.ontology.terms if t.inverse_name and known & set(t.domain)]
    reached = [t for t in pointing if {cls.iri, *cls.parents} & set(t.range)]
    return [_inverse_field(found, term) for term in reached]


def _inverse_field(found: EntityTypes, term: OntologyTerm) -> Any:
    zh, en = term.inverse_label_zh or term.label_zh, term.inverse_label_en or term.label_en
    connections = found.connections[found.of(term.domain)]

    def stated(root: model.Entity, info: Asked, wanted: Wanted) -> Sequence[Link]:
        statements = info.context.model.statements(predicate=term.name, object=root.iri)
        return _links(info, matching(statements, wanted), lambda statement: statement.subject)

    def pointing(root: model.Entity, info: Asked) -> Sequence[model.Entity]:
        return info.context.reader.pointing_at(root.iri, term.name)

    if term.kind == "relation":
        return make_field(term.inverse_name, connections.related, filtered(stated), words(zh, en))
    return make_field(term.inverse_name, connections.plain, paged(pointing), words(zh, en))


def qualifier_fields(found: EntityTypes) -> list[Any]:
    """A field of Statement for each qualifier that the ontology's shape of statements lists."""
    return [_qualifier_field(found, property) for property in found.ontology.qualifiers()]


def _qualifier_field(found: EntityTypes, property: ShapeProperty) -> Any:
    term = found.ontology.term(property.path[-1])
    description = words(term.comment_zh, term.comment_en) if term else property.name
    classes = [iri for iri in property.node_class if local_name(iri) in found.types]
    if classes:
        name = found.of(classes)

        def entities(root: model.Statement, info: Asked) -> list[Any]:
            named = [q.entity for q in root.qualifiers if q.name == property.name and q.entity]
            return [e for e in map(info.context.model.entity, named) if e is not None]

        return make_field(property.name, list[found.node(name)], entities, description)  # type: ignore[misc]
    scalar = scalar_of(property)

    def literal(root: model.Statement) -> Any:
        texts = (q.value for q in root.qualifiers if q.name == property.name)
        return next((convert(text, scalar) for text in texts), None)

    return make_field(property.name, scalar | None, literal, description)
