"""What the page of the vocabulary shows: its terms with links to each other, from the records.

Every term has an anchor under its local name, so that its IRI leads to the place that explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import RDF

from graph import terms
from graph.ontology import Ontology, OntologyTerm, Shape, ShapeProperty, local_name
from graph.store.rdf import PREFIXES

NAMESPACES = dict(PREFIXES) | {
    "zts": "https://w3id.org/zhengtu/shapes#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "qb": "http://purl.org/linked-data/cube#",
    "schema": "https://schema.org/",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sh": "http://www.w3.org/ns/shacl#",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A term as one reads it (``zt:adopts``, its labels if we have them) and where it is told."""

    text: str
    href: str
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a thing of a class can have: the path, the field's name, its values and how many."""

    path: tuple[Link, ...]
    name: str
    zh: str
    en: str
    range: tuple[Link, ...]
    cardinality: str
    inherited: Link | None


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """A class with what is above and below it, what it has, and what leads to it.

    ``zh`` and ``en`` are its comment, or what its shape says where the class isn't ours.
    """

    term: OntologyTerm
    curie: str
    zh: str
    en: str
    above: tuple[Link, ...]
    below: tuple[Link, ...]
    alignments: tuple[tuple[str, Link], ...]
    rows: tuple[Row, ...]
    pointing: tuple[Link, ...]
    constraints: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PropertyEntry:
    """A property with the classes at both ends."""

    term: OntologyTerm
    curie: str
    domain: tuple[Link, ...]
    range: tuple[Link, ...]
    alignments: tuple[tuple[str, Link], ...]


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """A concept with the concepts below it."""

    term: OntologyTerm
    curie: str
    below: tuple[ConceptEntry, ...]


@dataclass(frozen=True, slots=True)
class SchemeEntry:
    """A scheme with its top concepts."""

    term: OntologyTerm
    curie: str
    concepts: tuple[ConceptEntry, ...]


def page_of_terms(ontology: Ontology) -> dict[str, object]:
    """Everything that the templates of the vocabulary show."""
    metadata = {local_name(m.iri): m for m in ontology.metadata}
    return {
        "metadata": metadata,
        "classes": class_groups(ontology),
        "properties": property_groups(ontology),
        "schemes": schemes(ontology),
        "namespaces": NAMESPACES,
    }


def class_groups(ontology: Ontology) -> tuple[tuple[str, str, tuple[ClassEntry, ...]], ...]:
    """The classes in groups, each with its heading in zh and en."""
    own = [t for t in ontology.terms if t.kind == "class"]
    used = [t for t in ontology.terms if t.kind == "external" and ontology.shape(t.iri)]
    concept = str(NAMESPACES["skos"] + "Concept")
    things = [t for t in own if t.iri == terms.Entity or terms.Entity in t.parents]
    concepts = [t for t in own if concept in t.parents]
    others = [t for t in own if t not in things and t not in concepts]
    entity = [t for t in things if t.iri == terms.Entity]
    things = entity + [t for t in things if t not in entity]
    return (
        ("实体", "Entities", _classes(ontology, things)),
        ("文本与证明", "Texts and proof", _classes(ontology, others)),
        ("概念", "Concepts", _classes(ontology, concepts)),
        ("沿用的类", "Classes of other vocabularies", _classes(ontology, used)),
    )


def property_groups(ontology: Ontology) -> tuple[tuple[str, str, tuple[PropertyEntry, ...]], ...]:
    """The properties in groups, each with its heading in zh and en."""
    plain = [t for t in ontology.terms if t.kind == "property"]
    qualifiers = [t for t in plain if str(RDF.Statement) in t.domain]
    rest = [t for t in plain if t not in qualifiers]
    notes = [t for t in ontology.terms if t.kind == "annotation"]
    return (
        ("关系", "Relations", _properties(ontology, ontology.relations())),
        ("陈述的限定", "Qualifiers of a statement", _properties(ontology, qualifiers)),
        ("属性", "Properties", _properties(ontology, rest)),
        ("术语的注解", "Notes on terms", _properties(ontology, notes)),
    )


def schemes(ontology: Ontology) -> tuple[SchemeEntry, ...]:
    """The concept schemes, each concept below its broader one."""
    return tuple(
        SchemeEntry(
            scheme,
            curie(scheme.iri),
            tuple(_concept(ontology, iri) for iri in _below(ontology, scheme.iri, "")),
        )
        for scheme in ontology.schemes
    )


def curie(iri: str) -> str:
    """An IRI in short: ``zt:adopts``; the IRI itself when we have no prefix for it."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def link_to(ontology: Ontology, iri: str) -> Link:
    """A link to the entry of a term, or to the vocabulary that it comes from."""
    term = ontology.term(iri)
    explained = iri.startswith(terms.NAMESPACE) or ontology.shape(iri) is not None
    href = f"#{local_name(iri)}" if explained else iri
    return Link(curie(iri), href, term.label_zh if term else "", term.label_en if term else "")


def _links(ontology: Ontology, iris: Iterable[str]) -> tuple[Link, ...]:
    return tuple(link_to(ontology, iri) for iri in iris)


def _alignments(ontology: Ontology, term: OntologyTerm) -> tuple[tuple[str, Link], ...]:
    return tuple((relation, link_to(ontology, iri)) for relation, iri in term.alignments)


def _classes(ontology: Ontology, found: Sequence[OntologyTerm]) -> tuple[ClassEntry, ...]:
    return tuple(_class(ontology, term) for term in found)


def _class(ontology: Ontology, term: OntologyTerm) -> ClassEntry:
    own = [iri for iri in term.parents if iri.startswith(terms.NAMESPACE)]
    below = [t.iri for t in ontology.terms if t.kind == "class" and term.iri in t.parents]
    pointing = [t.iri for t in ontology.terms if t.kind != "annotation" and term.iri in t.range]
    shape = ontology.shape(term.iri)
    return ClassEntry(
        term,
        curie(term.iri),
        term.comment_zh or (shape.description_zh if shape else ""),
        term.comment_en or (shape.description_en if shape else ""),
        _links(ontology, own),
        _links(ontology, below),
        _alignments(ontology, term),
        tuple(_row(ontology, term, property) for property in ontology.properties(term.iri)),
        _links(ontology, pointing),
        tuple((_without_value(zh), _without_value(en)) for zh, en in _constraints(shape)),
    )


def _constraints(shape: Shape | None) -> tuple[tuple[str, str], ...]:
    return shape.constraints if shape else ()


def _without_value(message: str) -> str:
    """A message for any value: ``{?value}`` after a colon goes, between quotes it becomes …"""
    return re.sub(r"[：:] ?\{\?value\}", "", message).replace("{?value}", "…")


def _row(ontology: Ontology, owner: OntologyTerm, property: ShapeProperty) -> Row:
    term = ontology.term(property.path[-1])
    shape = ontology.shape(owner.iri)
    is_own = shape is not None and property in shape.properties
    above = next((iri for iri in owner.parents if ontology.shape(iri)), "")
    values = property.node_class + property.datatype or (term.range if term else ())
    return Row(
        _links(ontology, property.path),
        property.name,
        term.label_zh if term else "",
        term.label_en if term else "",
        _links(ontology, values),
        cardinality(property),
        None if is_own else link_to(ontology, above),
    )


def cardinality(property: ShapeProperty) -> str:
    """How many values a property has: ``1``, ``0–1``, ``1–n``."""
    most = "n" if property.max_count is None else str(property.max_count)
    least = str(property.min_count)
    return least if least == most else f"{least}–{most}"


def _properties(ontology: Ontology, found: Sequence[OntologyTerm]) -> tuple[PropertyEntry, ...]:
    return tuple(
        PropertyEntry(
            term,
            curie(term.iri),
            _links(ontology, term.domain),
            _links(ontology, term.range),
            _alignments(ontology, term),
        )
        for term in found
    )


def _below(ontology: Ontology, scheme: str, broader: str) -> tuple[str, ...]:
    found = [
        t
        for t in ontology.terms
        if t.kind == "concept"
        and t.scheme == scheme
        and (broader in t.broader if broader else not t.broader)
    ]
    return tuple(t.iri for t in sorted(found, key=lambda t: (t.position, t.iri)))


def _concept(ontology: Ontology, iri: str) -> ConceptEntry:
    term = ontology.term(iri)
    assert term is not None
    below = _below(ontology, term.scheme, iri)
    return ConceptEntry(term, curie(iri), tuple(_concept(ontology, each) for each in below))
