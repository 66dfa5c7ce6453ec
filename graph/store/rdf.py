"""The RDF form of a dataset, there and back. This is the one file that knows it.

A statement is a plain triple to walk, and an ``rdf:Statement`` node with its qualifiers and
``prov:wasDerivedFrom`` its evidence. A statement that isn't true yet (a proposed award, a planned
document) has the node and no plain triple. Everything has an IRI; there are no blank nodes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

from graph import terms
from graph.model import Dataset, Entity, Evidence, Qualifier, Report, Section, Statement
from graph.ontology import Ontology, load_ontology, local_name
from graph.store.values import node, value_node, value_word

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"

PREFIXES = {
    "zt": terms.NAMESPACE,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "oa": OA,
}

TYPE = RDF + "type"
LABEL = RDFS + "label"
VARIANT = SKOS + "altLabel"
STATEMENT = RDF + "Statement"
SUBJECT, PREDICATE, OBJECT = RDF + "subject", RDF + "predicate", RDF + "object"
EVIDENCE = PROV + "wasDerivedFrom"
REPORT, SELECTOR = OA + "hasSource", OA + "hasSelector"
QUOTE, START, END = OA + "exact", OA + "start", OA + "end"
NAME, TITLE, LANGUAGE = DCTERMS + "identifier", DCTERMS + "title", DCTERMS + "language"
PART_OF = DCTERMS + "isPartOf"
LANGUAGE_OF_NAMES = "zh"

Values: TypeAlias = dict[str, list[ox.NamedNode | ox.Literal]]
Nodes: TypeAlias = dict[str, Values]


def to_quads(dataset: Dataset, ontology: Ontology | None = None) -> Iterator[ox.Quad]:
    """Every quad of a dataset, all in the default graph, with the concepts that values stand for.

    Sentences aren't written: they are a reading aid and follow from the text.
    """
    known = ontology or load_ontology()
    names = {(entity.type, entity.name): entity.iri for entity in dataset.entities}
    yield from _concept_quads(known)
    for iri, report in dataset.reports:
        yield from _report_quads(iri, report, names, known)
    for entity in dataset.entities:
        yield from _entity_quads(entity, known)
    for statement in dataset.statements:
        yield from _statement_quads(statement, known)
    for left, right, reason in dataset.undecided:
        yield from _undecided_quads(dataset.base, left, right, reason)


def holds(statement: Statement, ontology: Ontology) -> bool:
    """Whether a statement is true by its own words: an award proposed or a plan isn't yet."""
    return all(_qualifier_holds(q.name, q.value, ontology) for q in statement.qualifiers)


def _qualifier_holds(name: str, value: str, ontology: Ontology) -> bool:
    concept = ontology.concept(name, value)
    if concept is not None:
        return concept.holds
    flag = ontology.term(name)
    return flag is None or flag.holds or value.lower() == "false"


def _quad(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(node(subject), node(predicate), value)


def _words(subject: str, predicate: str, value: str, language: str = "") -> Iterator[ox.Quad]:
    """The quad of a text, none for an empty one."""
    if value:
        literal = ox.Literal(value, language=language) if language else ox.Literal(value)
        yield _quad(subject, predicate, literal)


def _concept_quads(ontology: Ontology) -> Iterator[ox.Quad]:
    for concept in ontology.terms:
        if concept.kind == "concept":
            for parent in concept.parents:
                yield _quad(concept.iri, TYPE, node(parent))
            yield from _words(concept.iri, SKOS + "notation", concept.notation)
            yield from _words(concept.iri, SKOS + "prefLabel", concept.label_zh, "zh")
            yield from _words(concept.iri, SKOS + "prefLabel", concept.label_en, "en")
            yield from _words(concept.iri, SKOS + "definition", concept.comment_zh, "zh")
            yield from _words(concept.iri, SKOS + "definition", concept.comment_en, "en")
            yield _quad(concept.iri, SKOS + "inScheme", node(concept.scheme))
            for broader in concept.broader:
                yield _quad(concept.iri, SKOS + "broader", node(broader))


def _report_quads(
    iri: str, report: Report, names: dict[tuple[str, str], str], ontology: Ontology
) -> Iterator[ox.Quad]:
    yield _quad(iri, TYPE, node(terms.Report))
    yield from _words(iri, NAME, report.name)
    yield from _words(iri, TITLE, report.title, report.language)
    yield from _words(iri, LANGUAGE, report.language)
    for term, value in _report_values(report):
        if value:
            yield _quad(iri, term, value_node(term, value, ontology))
    for term, key in (
        (terms.reporter, (report.reporter_type, report.reporter)),
        (terms.place, ("District", report.place)),
    ):
        if key in names:
            yield _quad(iri, term, node(names[key]))
    yield from _section_quads(iri, report, ontology)


def _report_values(report: Report) -> tuple[tuple[terms.Term, str], ...]:
    return (
        (terms.text, report.text),
        (terms.reporterName, report.reporter),
        (terms.reporterType, report.reporter_type),
        (terms.placeName, report.place),
        (terms.coversYear, "" if report.year is None else str(report.year)),
        (terms.published, report.published),
        (terms.source, report.source),
        (terms.digest, report.digest),
    )


def _section_quads(report_iri: str, report: Report, ontology: Ontology) -> Iterator[ox.Quad]:
    for number, section in enumerate(report.sections):
        iri = f"{report_iri}/section/{number}"
        yield _quad(iri, TYPE, node(terms.Section))
        yield _quad(iri, PART_OF, node(report_iri))
        yield _quad(iri, terms.mark, ox.Literal(section.number))
        yield _quad(iri, TITLE, ox.Literal(section.title, language=report.language))
        yield _quad(iri, terms.depth, ox.Literal(section.level))
        yield _quad(iri, terms.start, ox.Literal(section.start))
        yield _quad(iri, terms.end, ox.Literal(section.end))
        if section.topic:
            yield _quad(iri, terms.topic, value_node(terms.topic, section.topic, ontology))


def _entity_quads(entity: Entity, ontology: Ontology) -> Iterator[ox.Quad]:
    yield _quad(entity.iri, TYPE, node(terms.NAMESPACE + entity.type))
    yield from _words(entity.iri, terms.name, entity.name)
    yield from _words(entity.iri, LABEL, entity.label, LANGUAGE_OF_NAMES)
    for variant in entity.variants:
        yield from _words(entity.iri, VARIANT, variant, LANGUAGE_OF_NAMES)
    if entity.place:
        yield _quad(entity.iri, terms.place, node(entity.place))
    for name, value in entity.properties:
        yield _quad(entity.iri, terms.NAMESPACE + name, value_node(name, value, ontology))


def _statement_quads(statement: Statement, ontology: Ontology) -> Iterator[ox.Quad]:
    iri, predicate = statement.iri, terms.NAMESPACE + statement.predicate
    value = ox.Literal(statement.object) if statement.is_literal else node(statement.object)
    if holds(statement, ontology):
        yield _quad(statement.subject, predicate, value)
    yield _quad(iri, TYPE, node(STATEMENT))
    yield _quad(iri, SUBJECT, node(statement.subject))
    yield _quad(iri, PREDICATE, node(predicate))
    yield _quad(iri, OBJECT, value)
    for q in statement.qualifiers:
        stated = node(q.entity) if q.entity else value_node(q.name, q.value, ontology)
        yield _quad(iri, terms.NAMESPACE + q.name, stated)
    for evidence in statement.evidence:
        yield _quad(iri, EVIDENCE, node(evidence.iri))
        yield from _evidence_quads(evidence)


def _evidence_quads(evidence: Evidence) -> Iterator[ox.Quad]:
    iri, quote, position = evidence.iri, f"{evidence.iri}/quote", f"{evidence.iri}/position"
    yield _quad(iri, TYPE, node(terms.Evidence))
    yield _quad(iri, REPORT, node(evidence.report))
    yield _quad(iri, SELECTOR, node(quote))
    yield _quad(iri, SELECTOR, node(position))
    yield from _words(iri, terms.section, evidence.section)
    yield from _words(iri, terms.rule, evidence.rule)
    yield from _words(iri, terms.reason, evidence.reason)
    if evidence.cases:
        cases = ox.Literal(str(evidence.cases), datatype=ox.NamedNode(XSD + "integer"))
        yield _quad(iri, terms.ruleCases, cases)
    if evidence.precision:
        share = ox.Literal(evidence.precision, datatype=ox.NamedNode(XSD + "decimal"))
        yield _quad(iri, terms.rulePrecision, share)
    yield _quad(quote, TYPE, node(OA + "TextQuoteSelector"))
    yield from _words(quote, QUOTE, evidence.quote)
    yield _quad(position, TYPE, node(OA + "TextPositionSelector"))
    yield _quad(position, START, ox.Literal(evidence.start))
    yield _quad(position, END, ox.Literal(evidence.end))


def _undecided_quads(base: str, left: str, right: str, reason: str) -> Iterator[ox.Quad]:
    key = hashlib.sha256("\n".join((left, right, reason)).encode()).hexdigest()[:16]
    iri = f"{base}undecided/{key}"
    yield _quad(iri, TYPE, node(terms.UndecidedPair))
    yield _quad(iri, terms.left, node(left))
    yield _quad(iri, terms.right, node(right))
    yield from _words(iri, terms.reason, reason)


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
