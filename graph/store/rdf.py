"""The RDF form of a dataset. This is the one file that writes it; ``records`` reads it.

A statement is a plain triple to walk, and an ``rdf:Statement`` node with its qualifiers and
``prov:wasDerivedFrom`` its evidence. A statement that isn't true yet (a proposed award, a planned
document) has the node and no plain triple. Everything has an IRI; there are no blank nodes.

The form is described once, as lines of canonical N-Quads: a file takes them as they are, and who
wants quads gets them parsed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain, groupby, islice
from operator import eq
from typing import Any, TypeAlias

import pyoxigraph as ox

from graph import terms
from graph.model import Dataset, Entity, Evidence, Report, Section, Statement
from graph.ontology import Ontology, OntologyTerm, load_ontology
from graph.store.records import to_dataset
from graph.store.values import Remembered, check_iri, integer, literal, node, remembered, value_node
from graph.store.vocabulary import (
    END,
    EVIDENCE,
    LABEL,
    LANGUAGE,
    LANGUAGE_OF_NAMES,
    NAME,
    OA,
    OBJECT,
    PART_OF,
    PREDICATE,
    PREFIXES,
    QUOTE,
    REPORT,
    SELECTOR,
    SKOS,
    START,
    STATEMENT,
    SUBJECT,
    TITLE,
    TYPE,
    VARIANT,
    XSD,
)

__all__ = [
    "EVIDENCE",
    "LABEL",
    "OBJECT",
    "PREFIXES",
    "SELECTOR",
    "STATEMENT",
    "SUBJECT",
    "TYPE",
    "holds",
    "to_dataset",
    "to_lines",
    "to_quads",
]

Quads: TypeAlias = Callable[[Any], Iterable[str]]  # from a record to lines
Node: TypeAlias = tuple[str, Quads, Any]  # how its lines begin, how they are made, of what


def to_quads(dataset: Dataset, ontology: Ontology | None = None) -> Iterator[ox.Quad]:
    """Every quad of a dataset once, all in the default graph, in the order of ``to_lines``."""
    lines = to_lines(dataset, ontology)
    while some := "".join(islice(lines, 1000)):
        yield from ox.parse(some, format=ox.RdfFormat.N_QUADS)


def to_lines(dataset: Dataset, ontology: Ontology | None = None) -> Iterator[str]:
    """Every quad of a dataset as a line of canonical N-Quads: distinct, sorted by code point."""
    return chain.from_iterable(to_blocks(dataset, ontology))


def to_blocks(dataset: Dataset, ontology: Ontology | None = None) -> Iterator[list[str]]:
    """The lines of ``to_lines``, a list for each node, so that they are never in memory at once.

    A line begins with its node and ``>``, which stands in no IRI. So it is enough to put the nodes
    in order and the few lines of each. With the quads come the concepts that values stand for.
    Sentences aren't written: they are a reading aid and follow from the text. Raises StoreError
    for an IRI or a text that isn't valid.
    """
    starts: list[str] = []
    makers: list[Quads] = []
    records: list[Any] = []  # beside each other: a list of tuples would keep the collector busy
    for start, quads, record in _nodes(dataset, ontology or load_ontology()):
        starts.append(start)
        makers.append(quads)
        records.append(record)
    order = sorted(range(len(starts)), key=starts.__getitem__)
    for start, numbers in groupby(order, starts.__getitem__):
        check_iri(start[:-1])
        lines: list[str] = []
        for number in numbers:
            lines += makers[number](records[number])
        lines.sort()
        repeated = any(map(eq, lines, islice(lines, 1, None)))
        yield list(dict.fromkeys(lines)) if repeated else lines


def holds(statement: Statement, ontology: Ontology) -> bool:
    """Whether a statement is true by its own words: an award proposed or a plan isn't yet."""
    return all(_qualifier_holds(q.name, q.value, ontology) for q in statement.qualifiers)


def _qualifier_holds(name: str, value: str, ontology: Ontology) -> bool:
    concept = ontology.concept(name, value)
    if concept is not None:
        return concept.holds
    flag = ontology.term(name)
    return flag is None or flag.holds or value.lower() == "false"


# ------------------------------------------------------------------ nodes in order


def _nodes(dataset: Dataset, ontology: Ontology) -> Iterator[Node]:
    """Every node, once for each record that speaks of it."""
    for concept in ontology.terms:
        if concept.kind == "concept":
            yield f"{concept.iri}>", _concept_quads, concept
    value_of = remembered(value_node, ontology)
    of_section = partial(_section_quads, value_of=value_of)
    of_report = partial(_report_quads, names=_names(dataset), ontology=ontology)
    for iri, report in dataset.reports:
        yield f"{iri}>", of_report, (iri, report)
        for section in _numbered_sections(iri, report):
            yield f"{section[0]}>", of_section, section
    of_entity = partial(_entity_quads, value_of=value_of)
    for entity in dataset.entities:
        yield f"{entity.iri}>", of_entity, entity
    yield from _claims(dataset, value_of, remembered(_qualifier_holds, ontology))
    for pair in dataset.undecided:
        yield f"{_pair_iri(dataset.base, *pair)}>", _undecided_quads, (dataset.base, *pair)


def _claims(dataset: Dataset, value_of: Remembered[str], true: Remembered[bool]) -> Iterator[Node]:
    """The nodes of statements and of their evidence, and the plain triples of those that hold."""
    of_statement = partial(_statement_quads, value_of=value_of)
    for statement in dataset.statements:
        yield f"{statement.iri}>", of_statement, statement
        if all(true(q.name, q.value) for q in statement.qualifiers):
            yield f"{statement.subject}>", _fact_quads, statement
        for evidence in statement.evidence:
            iri = evidence.iri
            yield f"{iri}>", _evidence_quads, evidence
            yield f"{iri}/quote>", _quote_quads, evidence
            yield f"{iri}/position>", _position_quads, evidence


def _names(dataset: Dataset) -> dict[tuple[str, str], str]:
    """The IRIs of who reports and where, by class and name."""
    wanted = {(report.reporter_type, report.reporter) for _, report in dataset.reports}
    wanted |= {("District", report.place) for _, report in dataset.reports}
    return {(e.type, e.name): e.iri for e in dataset.entities if (e.type, e.name) in wanted}


# ------------------------------------------------------------------ what is said of a node


def _quad(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> <{predicate}> {value} .\n"


def _words(subject: str, predicate: str, value: str, language: str = "") -> tuple[str, ...]:
    """The quad of a text, none for an empty one."""
    return (_quad(subject, predicate, literal(value, language)),) if value else ()


@lru_cache(maxsize=1024)
def _own(name: str) -> str:
    """The IRI of a term of this project by its name."""
    return node(terms.NAMESPACE + name)[1:-1]


def _concept_quads(concept: OntologyTerm) -> Iterator[str]:
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
    found: tuple[str, Report], names: dict[tuple[str, str], str], ontology: Ontology
) -> Iterator[str]:
    iri, report = found
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
        (terms.publisher, report.publisher),
        (terms.indexNumber, report.index_number),
    )


def _numbered_sections(iri: str, report: Report) -> Iterator[tuple[str, str, str, Section]]:
    """Every section with its IRI, and the IRI and language of the report."""
    for number, section in enumerate(report.sections):
        yield f"{iri}/section/{number}", iri, report.language, section


def _section_quads(
    found: tuple[str, str, str, Section], value_of: Remembered[str]
) -> Iterator[str]:
    iri, report_iri, language, section = found
    yield _quad(iri, TYPE, node(terms.Section))
    yield _quad(iri, PART_OF, node(report_iri))
    yield _quad(iri, terms.mark, literal(section.number))
    yield _quad(iri, TITLE, literal(section.title, language))
    yield _quad(iri, terms.depth, integer(section.level))
    yield _quad(iri, terms.start, integer(section.start))
    yield _quad(iri, terms.end, integer(section.end))
    if section.topic:
        yield _quad(iri, terms.topic, value_of("topic", section.topic))


def _entity_quads(entity: Entity, value_of: Remembered[str]) -> Iterator[str]:
    yield _quad(entity.iri, TYPE, node(_own(entity.type)))
    yield from _words(entity.iri, terms.name, entity.name)
    yield from _words(entity.iri, LABEL, entity.label, LANGUAGE_OF_NAMES)
    for variant in entity.variants:
        yield from _words(entity.iri, VARIANT, variant, LANGUAGE_OF_NAMES)
    if entity.place:
        yield _quad(entity.iri, terms.place, node(entity.place))
    for name, value in entity.properties:
        yield _quad(entity.iri, _own(name), value_of(name, value))


def _object(statement: Statement) -> str:
    return literal(statement.object) if statement.is_literal else node(statement.object)


def _fact_quads(statement: Statement) -> Iterator[str]:
    """The plain triple of a statement that holds."""
    yield _quad(statement.subject, _own(statement.predicate), _object(statement))


def _statement_quads(statement: Statement, value_of: Remembered[str]) -> Iterator[str]:
    iri = statement.iri
    yield _quad(iri, TYPE, node(STATEMENT))
    yield _quad(iri, SUBJECT, node(statement.subject))
    yield _quad(iri, PREDICATE, node(_own(statement.predicate)))
    yield _quad(iri, OBJECT, _object(statement))
    for q in statement.qualifiers:
        yield _quad(iri, _own(q.name), node(q.entity) if q.entity else value_of(q.name, q.value))
    for evidence in statement.evidence:
        yield _quad(iri, EVIDENCE, f"<{evidence.iri}>")  # checked where it is a node itself


def _evidence_quads(evidence: Evidence) -> Iterator[str]:
    iri = evidence.iri
    yield _quad(iri, TYPE, node(terms.Evidence))
    yield _quad(iri, REPORT, node(evidence.report))
    yield _quad(iri, SELECTOR, f"<{iri}/quote>")
    yield _quad(iri, SELECTOR, f"<{iri}/position>")
    yield from _words(iri, terms.section, evidence.section)
    yield from _words(iri, terms.rule, evidence.rule)
    yield from _words(iri, terms.reason, evidence.reason)
    if evidence.cases:
        yield _quad(iri, terms.ruleCases, integer(evidence.cases))
    if evidence.precision:
        share = literal(evidence.precision, datatype=XSD + "decimal")
        yield _quad(iri, terms.rulePrecision, share)


def _quote_quads(evidence: Evidence) -> Iterator[str]:
    iri = f"{evidence.iri}/quote"
    yield _quad(iri, TYPE, node(OA + "TextQuoteSelector"))
    yield from _words(iri, QUOTE, evidence.quote)


def _position_quads(evidence: Evidence) -> Iterator[str]:
    iri = f"{evidence.iri}/position"
    yield _quad(iri, TYPE, node(OA + "TextPositionSelector"))
    yield _quad(iri, START, integer(evidence.start))
    yield _quad(iri, END, integer(evidence.end))


def _pair_iri(base: str, left: str, right: str, reason: str) -> str:
    said = "\n".join((left, right, reason)).encode(errors="surrogatepass")
    key = hashlib.sha256(said).hexdigest()[:16]
    return f"{base}undecided/{key}"


def _undecided_quads(pair: tuple[str, str, str, str]) -> Iterator[str]:
    iri, (_, left, right, reason) = _pair_iri(*pair), pair
    yield _quad(iri, TYPE, node(terms.UndecidedPair))
    yield _quad(iri, terms.left, node(left))
    yield _quad(iri, terms.right, node(right))
    yield from _words(iri, terms.reason, reason)
