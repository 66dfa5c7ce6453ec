"""What the ontology and the shapes say, as plain records, so that nobody else needs to know RDF.

>>> adopts = load_ontology().term("adopts")
>>> adopts.label_zh, adopts.inverse_label_en
('采纳', 'adopted by')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph import terms
from graph.errors import OntologyError

FILES = ("policy.ttl", "topics.ttl", "shapes.ttl")
_ALIGNMENTS = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
_KINDS = (
    (terms.Relation, "relation"),
    (OWL.Class, "class"),
    (OWL.ObjectProperty, "property"),
    (OWL.DatatypeProperty, "property"),
    (OWL.AnnotationProperty, "annotation"),
    (SKOS.ConceptScheme, "scheme"),
)


@dataclass(frozen=True, slots=True)
class OntologyTerm:
    """A class, relation, property, annotation, concept or scheme; ``name`` is its local name.

    ``kind`` is one of those six words, or ``external`` for a term of another vocabulary.
    ``domain``, ``range`` and ``parents`` are IRIs; several mean any of them. A concept has its
    class as parent and a ``notation``, the word that records use for it (``awarded``).
    ``holds`` is False for a concept or a true flag under which a statement isn't true yet. What a
    concept's definition says stands in ``comment_zh`` and ``comment_en``; ``scheme`` and
    ``broader`` are IRIs, ``position`` counts from 1 among concepts side by side. ``alignments``
    are (relation, IRI) pairs with terms of other vocabularies: ``subClassOf``, ``subPropertyOf``
    or ``closeMatch``.
    """

    iri: str
    name: str
    kind: str
    label_zh: str
    label_en: str
    comment_zh: str = ""
    comment_en: str = ""
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    inverse_name: str = ""
    inverse_label_zh: str = ""
    inverse_label_en: str = ""
    notation: str = ""
    holds: bool = True
    note_zh: str = ""
    note_en: str = ""
    scheme: str = ""
    broader: tuple[str, ...] = ()
    position: int = 0
    alternatives_zh: tuple[str, ...] = ()
    alternatives_en: tuple[str, ...] = ()
    alignments: tuple[tuple[str, str], ...] = ()

    def label(self, language: str = "zh") -> str:
        """The label in ``zh`` or ``en``."""
        return self.label_en if language == "en" else self.label_zh


@dataclass(frozen=True, slots=True)
class ShapeProperty:
    """What things of a class can have. ``path`` is one property IRI, or several in sequence.

    ``max_count`` is None without a bound. ``datatype`` and ``node_class`` are IRIs, any of which
    fits; both are empty when the shape leaves it open.
    """

    path: tuple[str, ...]
    name: str
    min_count: int
    max_count: int | None
    datatype: tuple[str, ...]
    node_class: tuple[str, ...]
    order: int


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a class, its own properties in order, without those of the classes above.

    ``constraints`` are the messages (zh, en) of the rules that it states as queries.
    """

    target: str
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    properties: tuple[ShapeProperty, ...]
    constraints: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a vocabulary says of itself. Dates are as written; what it doesn't say is ""."""

    iri: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    creator: str
    created: str
    modified: str
    licence: str
    version: str
    version_iri: str
    prior_version: str


@dataclass(frozen=True)
class Ontology:
    """All terms and shapes. Terms of this project come first, in the order of their IRIs."""

    version: str
    terms: tuple[OntologyTerm, ...]
    shapes: tuple[Shape, ...]
    schemes: tuple[OntologyTerm, ...] = ()
    metadata: tuple[Metadata, ...] = ()

    def term(self, name_or_iri: str) -> OntologyTerm | None:
        """The term with this local name or IRI; a name means a term of this project."""
        return self._by_key.get(name_or_iri)

    def classes(self) -> tuple[OntologyTerm, ...]:
        """The concrete classes of entities (District, Agency …)."""
        return tuple(t for t in self.terms if t.kind == "class" and terms.Entity in t.parents)

    def relations(self) -> tuple[OntologyTerm, ...]:
        """The predicates that statements claim (adopts, issuedBy …)."""
        return tuple(t for t in self.terms if t.kind == "relation")

    def qualifiers(self) -> tuple[ShapeProperty, ...]:
        """What can narrow a statement (date, status, conferredBy …), in the order of its shape."""
        listed = self.properties(str(RDF.Statement))
        return tuple(p for p in listed if p.path[0].startswith(terms.NAMESPACE))

    def concepts(self, class_iri: str) -> tuple[OntologyTerm, ...]:
        """The concepts of a class (all statuses), none when it isn't a class of concepts."""
        return tuple(t for t in self.terms if t.kind == "concept" and class_iri in t.parents)

    def concept(self, property_name: str, notation: str) -> OntologyTerm | None:
        """The concept that ``notation`` stands for as a value of a property.

        >>> load_ontology().concept("status", "proposed").label_zh
        '拟获'
        """
        return self._concepts.get((property_name, notation))

    def properties(self, class_name_or_iri: str) -> tuple[ShapeProperty, ...]:
        """Everything that a thing of this class can have: inherited properties, then its own."""
        term = self.term(class_name_or_iri)
        iri = term.iri if term else class_name_or_iri
        above = term.parents if term else ()
        inherited = (self.properties(parent) for parent in above if parent in self._shapes)
        own = self._shapes[iri].properties if iri in self._shapes else ()
        return (*(found for group in inherited for found in group), *own)

    def shape(self, class_name_or_iri: str) -> Shape | None:
        """The shape of a class."""
        term = self.term(class_name_or_iri)
        return self._shapes.get(term.iri if term else class_name_or_iri)

    @cached_property
    def _by_key(self) -> dict[str, OntologyTerm]:
        named = {t.name: t for t in self.terms if t.iri.startswith(terms.NAMESPACE)}
        return named | {t.iri: t for t in self.terms}

    @cached_property
    def _shapes(self) -> dict[str, Shape]:
        return {shape.target: shape for shape in self.shapes}

    @cached_property
    def _concepts(self) -> dict[tuple[str, str], OntologyTerm]:
        return {
            (term.name, concept.notation): concept
            for term in self.terms
            for range_class in term.range
            for concept in self.concepts(range_class)
        }


@cache
def load_ontology() -> Ontology:
    """The ontology and shapes that come with the project."""
    return read_ontology(ontology_sources())


def ontology_sources() -> tuple[str, ...]:
    """The Turtle texts of the project's ontology and shapes."""
    folder = files("ontology")
    return tuple(folder.joinpath(name).read_text(encoding="utf-8") for name in FILES)


def read_ontology(sources: Iterable[str]) -> Ontology:
    """Read Turtle texts as one ontology. Raises OntologyError where they don't say enough."""
    triples = Graph()
    for source in sources:
        triples.parse(data=source, format="turtle")
    version = next(triples.objects(URIRef(terms.NAMESPACE.rstrip("#")), OWL.versionInfo), "")
    labelled = {s for s in triples.subjects(RDFS.label) if isinstance(s, URIRef)}
    found = [_term(triples, s) for s in sorted(labelled) if not _is_heading(triples, s)]
    found.sort(key=lambda t: (not t.iri.startswith(terms.NAMESPACE), t.iri))
    shapes = tuple(
        _shape(triples, node, target)
        for node, target in sorted(triples.subject_objects(SH.targetClass), key=str)
    )
    return Ontology(
        str(version),
        tuple(found),
        shapes,
        tuple(_term(triples, s) for s in _headings(triples, SKOS.ConceptScheme)),
        tuple(_metadata(triples, s) for s in _headings(triples, OWL.Ontology)),
    )


def _is_heading(triples: Graph, subject: URIRef) -> bool:
    return any((subject, RDF.type, kind) in triples for kind in (OWL.Ontology, SKOS.ConceptScheme))


def _headings(triples: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(s for s in triples.subjects(RDF.type, kind) if isinstance(s, URIRef))


def _metadata(triples: Graph, subject: URIRef) -> Metadata:
    def one(property: URIRef) -> str:
        return next(iter(sorted(map(str, triples.objects(subject, property)))), "")

    return Metadata(
        iri=str(subject),
        title_zh=_said(triples, subject, RDFS.label, "zh"),
        title_en=_said(triples, subject, RDFS.label, "en"),
        description_zh=_said(triples, subject, DCTERMS.description, "zh"),
        description_en=_said(triples, subject, DCTERMS.description, "en"),
        creator=one(DCTERMS.creator),
        created=one(DCTERMS.created),
        modified=one(DCTERMS.modified),
        licence=one(DCTERMS.license),
        version=one(OWL.versionInfo),
        version_iri=one(OWL.versionIRI),
        prior_version=one(OWL.priorVersion),
    )


def _term(triples: Graph, subject: URIRef) -> OntologyTerm:
    return OntologyTerm(
        iri=str(subject),
        name=local_name(subject),
        kind=_kind(triples, subject),
        label_zh=_said(triples, subject, RDFS.label, "zh", required=True),
        label_en=_said(triples, subject, RDFS.label, "en", required=True),
        comment_zh=_explained(triples, subject, "zh"),
        comment_en=_explained(triples, subject, "en"),
        domain=_alternatives(triples, subject, RDFS.domain),
        range=_alternatives(triples, subject, RDFS.range),
        parents=_parents(triples, subject),
        inverse_name=_said(triples, subject, URIRef(terms.inverseName), None),
        inverse_label_zh=_said(triples, subject, URIRef(terms.inverseLabel), "zh"),
        inverse_label_en=_said(triples, subject, URIRef(terms.inverseLabel), "en"),
        notation=_said(triples, subject, SKOS.notation, None),
        holds=(subject, URIRef(terms.holds), Literal(False)) not in triples,
        note_zh=_said(triples, subject, SKOS.scopeNote, "zh"),
        note_en=_said(triples, subject, SKOS.scopeNote, "en"),
        scheme=str(triples.value(subject, SKOS.inScheme) or ""),
        broader=tuple(sorted(map(str, triples.objects(subject, SKOS.broader)))),
        position=int(str(triples.value(subject, SDO.position) or 0)),
        alternatives_zh=_all_said(triples, subject, SKOS.altLabel, "zh"),
        alternatives_en=_all_said(triples, subject, SKOS.altLabel, "en"),
        alignments=_alignments(triples, subject),
    )


def _explained(triples: Graph, subject: URIRef, language: str) -> str:
    """The definition of a concept, the comment of any other term."""
    return _said(triples, subject, SKOS.definition, language) or _said(
        triples, subject, RDFS.comment, language
    )


def _alignments(triples: Graph, subject: URIRef) -> tuple[tuple[str, str], ...]:
    return tuple(
        (local_name(relation), found)
        for relation in _ALIGNMENTS
        for found in sorted(map(str, triples.objects(subject, relation)))
        if not found.startswith(terms.NAMESPACE)
    )


def _kind(triples: Graph, subject: URIRef) -> str:
    types = set(triples.objects(subject, RDF.type))
    if (subject, SKOS.inScheme, None) in triples:
        return "concept"
    return next((kind for iri, kind in _KINDS if URIRef(iri) in types), "external")


def _parents(triples: Graph, subject: URIRef) -> tuple[str, ...]:
    above = RDF.type if _kind(triples, subject) == "concept" else RDFS.subClassOf
    return tuple(sorted(str(o) for o in triples.objects(subject, above)))


def _said(
    triples: Graph, subject: Node, property: URIRef, language: str | None, required: bool = False
) -> str:
    values = _all_said(triples, subject, property, language)
    if required and not values:
        raise OntologyError(f"ontology: {subject} has no {local_name(property)}@{language}; add it")
    return values[0] if values else ""


def _all_said(
    triples: Graph, subject: Node, property: URIRef, language: str | None
) -> tuple[str, ...]:
    return tuple(
        sorted(
            str(o)
            for o in triples.objects(subject, property)
            if isinstance(o, Literal) and o.language == language
        )
    )


def _alternatives(triples: Graph, subject: Node, property: URIRef) -> tuple[str, ...]:
    """The IRIs that a domain or range names, in the order in which a union lists them."""
    found: list[str] = []
    for value in sorted(triples.objects(subject, property), key=str):
        union = triples.value(value, OWL.unionOf) if isinstance(value, BNode) else None
        members = Collection(triples, union) if union is not None else [value]
        found.extend(str(member) for member in members)
    return tuple(found)


def _shape(triples: Graph, node: Node, target: Node) -> Shape:
    properties = [_shape_property(triples, p) for p in triples.objects(node, SH.property)]
    return Shape(
        target=str(target),
        name_zh=_said(triples, node, SH.name, "zh"),
        name_en=_said(triples, node, SH.name, "en"),
        description_zh=_said(triples, node, SH.description, "zh"),
        description_en=_said(triples, node, SH.description, "en"),
        properties=tuple(sorted(properties, key=lambda p: (p.order, p.name))),
        constraints=tuple(
            sorted(
                (_said(triples, c, SH.message, "zh"), _said(triples, c, SH.message, "en"))
                for c in triples.objects(node, SH.sparql)
            )
        ),
    )


def _shape_property(triples: Graph, node: Node) -> ShapeProperty:
    path = triples.value(node, SH.path)
    if path is None:
        raise OntologyError("ontology/shapes.ttl: a property shape has no sh:path; add it")
    steps = tuple(map(str, Collection(triples, path))) if isinstance(path, BNode) else (str(path),)
    most = triples.value(node, SH.maxCount)
    return ShapeProperty(
        path=steps,
        name=_said(triples, node, SH.name, None) or local_name(steps[-1]),
        min_count=int(str(triples.value(node, SH.minCount, default=Literal(0)))),
        max_count=None if most is None else int(str(most)),
        datatype=_allowed(triples, node, SH.datatype),
        node_class=_allowed(triples, node, SH["class"]),
        order=int(str(triples.value(node, SH.order, default=Literal(0)))),
    )


def _allowed(triples: Graph, node: Node, constraint: URIRef) -> tuple[str, ...]:
    """What ``sh:datatype`` or ``sh:class`` allows, on the shape itself or in its ``sh:or``."""
    options: list[Node] = [node]
    for choice in triples.objects(node, SH["or"]):
        options.extend(Collection(triples, choice))
    return tuple(str(o) for option in options for o in triples.objects(option, constraint))


def local_name(iri: str) -> str:
    """What follows the last ``#`` or ``/``: ``adopts`` of ``https://…/policy#adopts``."""
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def named(properties: Sequence[ShapeProperty]) -> dict[str, ShapeProperty]:
    """Shape properties by field name."""
    return {found.name: found for found in properties}
