"""Does a graph keep to the shapes? Asked before every publication, answered node by node.

SHACL says what it can; what it can't say fast (its queries: a quote equals its slice of the report,
a district isn't above itself) or at all (a word is a term of the ontology) is asked of the records
beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph import terms
from graph.model import Dataset, Entity, Evidence
from graph.ontology import Ontology, load_ontology, ontology_sources, read_ontology
from graph.publish.conformance import broken_shapes, broken_shapes_of
from graph.publish.violations import ValidationReport, Violation, violation


def validate(
    dataset: Dataset,
    sources: Iterable[str] | None = None,
    quads: Iterable[ox.Quad] | None = None,
    workers: int = 1,
) -> ValidationReport:
    """Check a whole graph; nothing is skipped and nothing is raised.

    ``sources`` are Turtle texts of ontology and shapes, those of the project when None. ``quads``
    are the graph as it was found, where ``dataset`` was read from it; else they are made, and
    ``workers`` processes check them.
    """
    texts = tuple(sources) if sources is not None else ontology_sources()
    ontology = load_ontology() if sources is None else read_ontology(texts)
    found = {
        *(
            broken_shapes_of(dataset, texts, workers)
            if quads is None
            else broken_shapes(quads, texts)
        ),
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
