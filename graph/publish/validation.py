"""Does a graph keep to the shapes? Asked before every publication, answered node by node.

SHACL says what it can; what it can't say fast (its queries: a quote equals its slice of the report,
a district isn't above itself) or at all (a word is a term of the ontology) is asked of the records
beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from graph import terms
from graph.model import Dataset, Entity, Evidence
from graph.ontology import Ontology, load_ontology, local_name, ontology_sources, read_ontology
from graph.publish.messages import MESSAGES
from graph.store.rdf import to_quads
from graph.store.values import is_well_formed

SHAPES = "https://w3id.org/zhengtu/shapes#"


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with a node. ``rule`` is ``Statement/evidence/minCount``: class, field, rule.

    ``value`` is what breaks the rule, "" when something is missing. A ``warning`` is worth a look
    and stops nothing.
    """

    node: str
    rule: str
    value: str
    zh: str
    en: str
    severity: str = "violation"

    def __str__(self) -> str:
        return f"{self.node} [{self.rule}]: {self.en} {self.zh}"


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The verdict, with everything found, sorted by rule and node; warnings come last."""

    conforms: bool
    violations: tuple[Violation, ...]
    warnings: tuple[Violation, ...] = ()

    def text(self, limit: int = 20) -> str:
        """One line for each of the first violations, for people."""
        lines = [str(violation) for violation in self.violations[:limit]]
        rest = len(self.violations) - limit
        return "\n".join(lines + [f"… and {rest} more"] * (rest > 0))


def validate(
    dataset: Dataset,
    sources: Iterable[str] | None = None,
    quads: Iterable[ox.Quad] | None = None,
) -> ValidationReport:
    """Check a whole graph; nothing is skipped and nothing is raised.

    ``sources`` are Turtle texts of ontology and shapes, those of the project when None. ``quads``
    are the graph as it was found, where ``dataset`` was read from it; else they are made.
    """
    texts = tuple(sources) if sources is not None else ontology_sources()
    ontology = load_ontology() if sources is None else read_ontology(texts)
    found = {
        *_broken_shapes(to_quads(dataset, ontology) if quads is None else quads, texts),
        *unknown_terms(dataset, ontology),
        *misplaced_arguments(dataset, ontology),
        *broken_quotes(dataset),
        *own_ancestors(dataset),
    }
    violations = tuple(sorted(found, key=lambda v: (v.rule, v.node, v.value)))
    warnings = tuple(
        sorted(set(unnamed_arguments(dataset)), key=lambda v: (v.rule, v.node, v.value))
    )
    return ValidationReport(not violations, violations, warnings)


def violation(node: str, rule: str, value: str = "", severity: str = "violation") -> Violation:
    """A violation with the messages of its rule."""
    zh, en = MESSAGES.get(rule.rsplit("/", 1)[-1], MESSAGES["other"])
    field = "/".join(rule.split("/")[:-1]) or rule
    said = {"field": field, "value": value}
    return Violation(node, rule, value, zh.format(**said), en.format(**said), severity)


# ------------------------------------------------------------------ SHACL


def _broken_shapes(quads: Iterable[ox.Quad], sources: Iterable[str]) -> Iterator[Violation]:
    vocabulary = Graph()
    for source in sources:
        vocabulary.parse(data=source, format="turtle")
    data = _in_memory(quads)
    for triple in vocabulary:
        data.add(triple)
    conforms, results, _ = pyshacl.validate(
        data, shacl_graph=_with_own_targets(vocabulary), inplace=True, do_owl_imports=False
    )
    if not conforms:
        for result in results.subjects(RDF.type, SH.ValidationResult):
            yield _result(results, result)


def _with_own_targets(shapes: Graph) -> Graph:
    """The same shapes, each property shape with an IRI and the targets of its node shape.

    Queries (``sh:sparql``) are left out: they say what ``broken_quotes`` and ``own_ancestors`` ask.
    pySHACL enters a nested property shape once for every node, and a shape with targets once for
    all of them: it finds the same violations seven times faster.
    """
    flat = Graph()
    for subject, predicate, value in shapes:
        if predicate not in (SH.property, SH.sparql):
            flat.add((subject, predicate, value))
    for shape, property_shape in shapes.subject_objects(SH.property):
        target = shapes.value(shape, SH.targetClass)
        path = shapes.value(property_shape, SH.path)
        name = next((n for n in shapes.objects(property_shape, SH.name)), None)
        field = str(name) if name is not None else local_name(str(path))
        iri = URIRef(f"{SHAPES}{local_name(str(target))}/{field}")
        flat.add((iri, SH.targetClass, target or SH.Shape))
        for predicate, value in shapes.predicate_objects(property_shape):
            flat.remove((property_shape, predicate, value))
            flat.add((iri, predicate, value))
    return flat


def _result(results: Graph, result: Node) -> Violation:
    shape = str(results.value(result, SH.sourceShape)).removeprefix(SHAPES)
    component = local_name(str(results.value(result, SH.sourceConstraintComponent)))
    constraint = component.removesuffix("ConstraintComponent")
    value = results.value(result, SH.value)
    return violation(
        str(results.value(result, SH.focusNode)),
        f"{shape.removesuffix('Shape')}/{constraint[0].lower()}{constraint[1:]}",
        "" if value is None else str(value),
    )


def _in_memory(quads: Iterable[ox.Quad]) -> Graph:
    """The triples in rdflib's memory store, without a detour through text."""
    data = Graph()
    known: dict[object, Node] = {}
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object):
            if term not in known:
                known[term] = _rdflib_node(term)
        data.store.add((known[quad.subject], known[quad.predicate], known[quad.object]), data)
    return data


def _rdflib_node(term: object) -> Node:
    """The term for rdflib. A literal that its datatype doesn't allow becomes a plain text, so that
    the shape for it fails without rdflib's log filling with conversion errors."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if not isinstance(term, ox.Literal):
        return BNode(str(term))
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype.endswith("#string") or not is_well_formed(term.value, datatype):
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(datatype), normalize=False)


# ------------------------------------------------------------------ records


def broken_quotes(dataset: Dataset) -> Iterator[Violation]:
    """Evidence whose quote isn't the report's text between its positions."""
    texts = {iri: report.text for iri, report in dataset.reports}
    for proof in _evidence(dataset):
        text = texts.get(proof.report, "")
        if proof.quote != text[proof.start : proof.end]:
            yield violation(proof.iri, "Evidence/quote/slice", proof.quote)


def own_ancestors(dataset: Dataset) -> Iterator[Violation]:
    """Districts that stand above themselves in the official list."""
    above = {
        entity.iri: [value for name, value in entity.properties if name == "parent"]
        for entity in dataset.entities
    }
    for iri in above:
        waiting, seen = list(above[iri]), set[str]()
        while waiting:
            parent = waiting.pop()
            if parent not in seen:
                seen.add(parent)
                waiting.extend(above.get(parent, ()))
        if iri in seen:
            yield violation(iri, "District/parent/ancestor", iri)


def unknown_terms(dataset: Dataset, ontology: Ontology) -> Iterator[Violation]:
    """Classes, relations, qualifiers and properties that the ontology or the shapes don't list."""
    classes = {found.name for found in ontology.classes()}
    relations = {found.name for found in ontology.relations()}
    qualifiers = {found.name for found in ontology.qualifiers()}
    fields = {name: {p.name for p in ontology.properties(name)} for name in classes}
    for entity in dataset.entities:
        if entity.type not in classes:
            yield violation(entity.iri, "Entity/type/term", entity.type)
        for name, _ in entity.properties:
            if name not in fields.get(entity.type, {name}):
                yield violation(entity.iri, f"{entity.type}/property/term", name)
    for statement in dataset.statements:
        if statement.predicate not in relations:
            yield violation(statement.iri, "Statement/predicate/term", statement.predicate)
        for name in {qualifier.name for qualifier in statement.qualifiers} - qualifiers:
            yield violation(statement.iri, "Statement/qualifier/term", name)


def misplaced_arguments(dataset: Dataset, ontology: Ontology) -> Iterator[Violation]:
    """Subjects and objects whose class isn't in the domain or range of the relation.

    Asked of the records, because a statement that isn't true yet has no plain triple to check.
    """
    types = {entity.iri: terms.NAMESPACE + entity.type for entity in dataset.entities}
    for statement in dataset.statements:
        relation = ontology.term(statement.predicate)
        if relation is None:
            continue
        subject = types.get(statement.subject, "")
        if relation.domain and subject not in relation.domain:
            yield violation(
                statement.iri, f"{statement.predicate}/subject/domain", statement.subject
            )
        object = "literal" if statement.is_literal else types.get(statement.object, "")
        if not _in_range(object, relation.range):
            yield violation(statement.iri, f"{statement.predicate}/object/range", statement.object)


def _in_range(object: str, range: tuple[str, ...]) -> bool:
    expects_entity = any(option.startswith(terms.NAMESPACE) for option in range)
    return object in range if expects_entity else object == "literal"


def unnamed_arguments(dataset: Dataset) -> Iterator[Violation]:
    """Statements that no evidence names in full: a warning.

    Each evidence should contain a name of subject and object, or give the reason why it needn't.
    """
    entities = {entity.iri: entity for entity in dataset.entities}
    for statement in dataset.statements:
        for proof in statement.evidence:
            if proof.reason:
                continue
            for argument in (statement.subject, statement.object):
                if not _is_named(argument, proof.quote, entities.get(argument)):
                    yield violation(proof.iri, "Evidence/quote/named", argument, "warning")


def _is_named(argument: str, quote: str, entity: Entity | None) -> bool:
    names = (argument,) if entity is None else (entity.label, entity.name, *entity.variants)
    return any(name in quote for name in names)


def _evidence(dataset: Dataset) -> Iterator[Evidence]:
    for statement in dataset.statements:
        yield from statement.evidence
