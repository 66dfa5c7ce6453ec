"""What an entity has: properties of its class, relations, and both the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import XSD

from api.graphql.context import Reader
from graph import terms
from graph.model import Entity, Statement
from graph.ontology import Ontology, OntologyTerm, ShapeProperty
from graph.store.rdf import holds

YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NAMES = {"label": ("名称", "label"), "variant": ("又称", "also written")}  # terms of others


@dataclass(frozen=True, slots=True)
class Property:
    """A property that can be asked for; ``type`` is the class of its values, "" for literals."""

    id: str
    zh: str
    en: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value: an entity, or a literal of a kind that the protocol knows, or a concept.

    ``kind`` is ``id``, ``str``, ``int``, ``float`` or ``date``. ``names`` are other words for it.
    """

    kind: str
    text: str
    names: tuple[str, ...] = ()


def properties_of(ontology: Ontology, type: str) -> tuple[Property, ...]:
    """Everything that things of a class can have, then what can point at them, then ``year``."""
    own = (_of_shape(ontology, found) for found in ontology.properties(type))
    term = ontology.term(type)
    inverse = (
        Property(t.inverse_name, t.inverse_label_zh, t.inverse_label_en, _one(ontology, t.domain))
        for t in _invertible(ontology)
        if term and {term.iri, terms.Entity} & set(t.range)
    )
    found = (*own, *inverse, Property("year", "陈述所及年份", "years that statements name"))
    return tuple({property.id: property for property in found}.values())


def all_properties(ontology: Ontology) -> tuple[Property, ...]:
    """The properties of all classes of entities, each once, by id."""
    found = {p.id: p for term in ontology.classes() for p in properties_of(ontology, term.name)}
    return tuple(found[id] for id in sorted(found))


def local_name(name_or_iri: str) -> str:
    """A term's local name, given by itself or as an IRI of the ontology."""
    return name_or_iri.removeprefix(terms.NAMESPACE)


def _of_shape(ontology: Ontology, found: ShapeProperty) -> Property:
    term = ontology.term(found.path[0])
    zh, en = NAMES.get(found.name, (term.label_zh, term.label_en) if term else (found.name,) * 2)
    return Property(found.name, zh, en, _one(ontology, found.node_class))


def _invertible(ontology: Ontology) -> Iterator[OntologyTerm]:
    """Relations and properties between entities that have a name the other way round."""
    classes = {term.iri for term in ontology.classes()} | {terms.Entity}
    for term in ontology.terms:
        if term.inverse_name and classes & set(term.domain) and classes & set(term.range):
            yield term


def _one(ontology: Ontology, classes: tuple[str, ...]) -> str:
    """The class of entities that all values have; "" for several or for concepts."""
    found = [term.name for term in ontology.classes() if term.iri in classes]
    return found[0] if len(found) == 1 == len(classes) else ""


def values(reader: Reader, entity: Entity, id: str, held: bool = True) -> list[Value]:
    """What ``entity`` has as this property; only statements that hold when ``held``."""
    if id in ("name", "label"):
        return [Value("str", entity.name if id == "name" else entity.label)]
    if id == "variant":
        return [Value("str", variant) for variant in entity.variants]
    if id == "place":
        return [Value("id", entity.place)] if entity.place else []
    if id == "year":
        return [Value("int", year) for year in years(reader, entity)]
    term = reader.ontology.term(id)
    if term and term.kind == "relation":
        return _claimed(reader, reader.model.statements(subject=entity.iri, predicate=id), held)
    if term:
        return [_literal(reader.ontology, term, v) for n, v in entity.properties if n == id]
    return _inverse(reader, entity, id, held)


def years(reader: Reader, entity: Entity) -> list[str]:
    """The years in an entity's name and in the statements about it, in order."""
    model = reader.model
    about = (*model.statements(subject=entity.iri), *model.statements(object=entity.iri))
    named = {q.value[:4] for s in about for q in s.qualifiers if q.name in ("year", "date")}
    found = named | set(YEAR.findall(entity.name))
    return sorted(year for year in found if year.isascii() and year.isdigit())


def _inverse(reader: Reader, entity: Entity, id: str, held: bool) -> list[Value]:
    for term in _invertible(reader.ontology):
        if term.inverse_name == id and term.kind == "relation":
            found = reader.model.statements(predicate=term.name, object=entity.iri)
            kept = (s.subject for s in found if not held or holds(s, reader.ontology))
            return [Value("id", iri) for iri in dict.fromkeys(kept)]
        if term.inverse_name == id:
            return [Value("id", e.iri) for e in reader.pointing_at(entity.iri, term.name)]
    return []


def _claimed(reader: Reader, statements: list[Statement], held: bool) -> list[Value]:
    kept = (s for s in statements if not held or holds(s, reader.ontology))
    return list(
        dict.fromkeys(Value("str" if s.is_literal else "id", s.object) for s in kept),
    )


def _literal(ontology: Ontology, term: OntologyTerm, value: str) -> Value:
    """A value of a class's own property in the kind of its range."""
    concept = ontology.concept(term.name, value)
    if concept:
        return Value("str", concept.label_zh, (concept.label_en, value, concept.iri))
    classes = {found.iri for found in ontology.classes()}
    if classes & set(term.range):
        return Value("id", value)
    return Value(_kind(term, value), value)


def _kind(term: OntologyTerm, value: str) -> str:
    if str(XSD.decimal) in term.range:
        return "float"
    if str(XSD.gYear) in term.range or str(XSD.integer) in term.range:
        return "int"
    return "date" if str(XSD.date) in term.range and DAY.fullmatch(value) else "str"
