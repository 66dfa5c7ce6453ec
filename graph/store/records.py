"""From RDF back to records: the dataset whose quads these are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

from graph import terms
from graph.model import Dataset, Entity, Evidence, Qualifier, Report, Section, Statement
from graph.ontology import Ontology, load_ontology, local_name
from graph.store.values import value_word
from graph.store.vocabulary import (
    END,
    EVIDENCE,
    LABEL,
    LANGUAGE,
    NAME,
    OBJECT,
    PART_OF,
    PREDICATE,
    QUOTE,
    REPORT,
    START,
    STATEMENT,
    SUBJECT,
    TITLE,
    TYPE,
    VARIANT,
)

Values: TypeAlias = dict[str, list[ox.NamedNode | ox.Literal]]
Nodes: TypeAlias = dict[str, Values]


def to_dataset(quads: Iterable[ox.Quad], base: str, ontology: Ontology | None = None) -> Dataset:
    """The dataset whose ``to_quads`` these are, sorted by IRI, its reports without sentences.

    Qualifiers are sorted by name and value, evidence by IRI. A qualifier that names an entity
    has the entity's canonical name as its value.
    """
    known = ontology or load_ontology()
    nodes = _by_subject(quads)
    classes = {found.iri for found in known.classes()}
    kinds = {iri: _one(found, TYPE) for iri, found in nodes.items()}
    entities = {
        iri: _entity(iri, found, known) for iri, found in nodes.items() if kinds[iri] in classes
    }
    sections = _sections(nodes, kinds, known)
    return Dataset(
        base,
        tuple(
            (iri, _report(nodes[iri], sections.get(iri, [])))
            for iri in sorted(nodes)
            if kinds[iri] == terms.Report
        ),
        tuple(entities[iri] for iri in sorted(entities)),
        tuple(
            _statement(iri, nodes, entities, known)
            for iri in sorted(nodes)
            if kinds[iri] == STATEMENT
        ),
        tuple(
            sorted(
                (_one(found, terms.left), _one(found, terms.right), _one(found, terms.reason))
                for iri, found in nodes.items()
                if kinds[iri] == terms.UndecidedPair
            )
        ),
    )


def _by_subject(quads: Iterable[ox.Quad]) -> Nodes:
    nodes: Nodes = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(
            quad.object, ox.BlankNode | ox.Triple
        ):
            found = nodes.setdefault(quad.subject.value, {})
            found.setdefault(quad.predicate.value, []).append(quad.object)
    return nodes


def _all(found: Values, predicate: str) -> list[str]:
    return sorted(value.value for value in found.get(predicate, ()))


def _one(found: Values, predicate: str) -> str:
    values = _all(found, predicate)
    return values[0] if values else ""


def _entity(iri: str, found: Values, ontology: Ontology) -> Entity:
    type = local_name(_one(found, TYPE))
    own = {step for listed in ontology.properties(type) for step in listed.path}
    relations = {relation.iri for relation in ontology.relations()}
    known = {terms.name, terms.place, LABEL, VARIANT, TYPE} | relations
    return Entity(
        iri=iri,
        type=type,
        name=_one(found, terms.name),
        label=_one(found, LABEL),
        variants=tuple(_all(found, VARIANT)),
        place=_one(found, terms.place),
        properties=tuple(
            sorted(
                (local_name(predicate), value_word(value, ontology))
                for predicate in (own | set(found)) - known
                for value in found.get(predicate, ())
            )
        ),
    )


def _sections(nodes: Nodes, kinds: dict[str, str], ontology: Ontology) -> dict[str, list[Section]]:
    sections: dict[str, list[Section]] = {}
    for iri, found in nodes.items():
        if kinds[iri] == terms.Section:
            section = Section(
                _one(found, terms.mark),
                _one(found, TITLE),
                int(_one(found, terms.depth)),
                int(_one(found, terms.start)),
                int(_one(found, terms.end)),
                next((value_word(v, ontology) for v in found.get(terms.topic, ())), ""),
            )
            sections.setdefault(_one(found, PART_OF), []).append(section)
    return sections


def _report(found: Values, sections: list[Section]) -> Report:
    year = _one(found, terms.coversYear)
    return Report(
        name=_one(found, NAME),
        text=_one(found, terms.text),
        title=_one(found, TITLE),
        reporter=_one(found, terms.reporterName),
        reporter_type=_one(found, terms.reporterType),
        place=_one(found, terms.placeName),
        year=int(year) if year else None,
        published=_one(found, terms.published),
        language=_one(found, LANGUAGE),
        source=_one(found, terms.source),
        sections=tuple(sorted(sections, key=lambda s: (s.start, s.level))),
        digest=_one(found, terms.digest),
        publisher=_one(found, terms.publisher),
        index_number=_one(found, terms.indexNumber),
    )


def _statement(
    iri: str, nodes: Nodes, entities: dict[str, Entity], ontology: Ontology
) -> Statement:
    found = nodes[iri]
    proofs = [_evidence(proof, nodes) for proof in _all(found, EVIDENCE)]
    return Statement(
        iri=iri,
        subject=_one(found, SUBJECT),
        predicate=local_name(_one(found, PREDICATE)),
        object=_one(found, OBJECT),
        is_literal=any(isinstance(value, ox.Literal) for value in found.get(OBJECT, ())),
        qualifiers=tuple(sorted(_qualifiers(found, entities, ontology), key=_qualifier_order)),
        evidence=tuple(proofs),
    )


def _qualifiers(
    found: Values,
    entities: dict[str, Entity],
    ontology: Ontology,
) -> Iterator[Qualifier]:
    for predicate, values in found.items():
        if not predicate.startswith(terms.NAMESPACE):
            continue
        for value in values:
            entity = entities.get(value.value) if isinstance(value, ox.NamedNode) else None
            word = entity.name if entity else value_word(value, ontology)
            yield Qualifier(local_name(predicate), word, entity.iri if entity else "")


def _qualifier_order(qualifier: Qualifier) -> tuple[str, str, str]:
    return qualifier.name, qualifier.value, qualifier.entity


def _evidence(iri: str, nodes: Nodes) -> Evidence:
    found = nodes.get(iri, {})
    quote, position = nodes.get(f"{iri}/quote", {}), nodes.get(f"{iri}/position", {})
    return Evidence(
        iri=iri,
        report=_one(found, REPORT),
        section=_one(found, terms.section),
        start=int(_one(position, START) or 0),
        end=int(_one(position, END) or 0),
        quote=_one(quote, QUOTE),
        rule=_one(found, terms.rule),
        reason=_one(found, terms.reason),
        precision=_one(found, terms.rulePrecision),
        cases=int(_one(found, terms.ruleCases) or 0),
    )
