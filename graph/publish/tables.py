"""The graph as tables: entities, statements and evidence in CSV (RFC 4180, UTF-8, no byte mark)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO

from graph.model import Statement
from graph.ontology import Ontology, load_ontology
from graph.publish.network import joined_qualifiers
from graph.store.rdf import holds
from graph.store.read_model import ReadModel

Row = Iterable[object]


def write_entities(model: ReadModel, out: IO[bytes]) -> None:
    """One row per entity; variants are joined with ``|``, each property has its column."""
    named = sorted({name for entity in model.entities() for name, _ in entity.properties})
    columns = ["iri", "class", "name", "label", "variants", "place", "statements", *named]

    def rows() -> Iterator[Row]:
        for e in model.entities():
            own = dict(e.properties)
            known = [e.iri, e.type, e.name, e.label, "|".join(e.variants), e.place]
            yield [*known, model.degree(e.iri), *(own.get(name, "") for name in named)]

    _write(out, columns, rows())


def write_statements(model: ReadModel, out: IO[bytes], ontology: Ontology | None = None) -> None:
    """One row per statement, with the names at both ends and a column for every qualifier.

    ``holds`` is ``false`` for what is only planned, proposed or past.
    """
    known = ontology or load_ontology()
    named = [qualifier.name for qualifier in known.qualifiers()]
    columns = ["iri", "subject", "subject_name", "subject_class", "relation", "object"]
    columns += ["object_name", "object_class", "holds", *named, "evidence", "quote"]

    def rows() -> Iterator[Row]:
        for statement in model.statements():
            qualifiers = joined_qualifiers(statement)
            yield [
                statement.iri,
                *_end(model, statement.subject),
                statement.predicate,
                *_end(model, statement.object),
                str(holds(statement, known)).lower(),
                *(qualifiers.get(name, "") for name in named),
                len(statement.evidence),
                statement.evidence[0].quote if statement.evidence else "",
            ]

    _write(out, columns, rows())


def write_evidence(model: ReadModel, out: IO[bytes]) -> None:
    """One row per statement and evidence; positions are code points of the report's text."""
    columns = ["iri", "statement", "report", "report_name", "section", "start", "end", "quote"]
    columns += ["rule", "reason", "rule_precision", "rule_cases"]
    _write(out, columns, (row for s in model.statements() for row in _evidence_rows(model, s)))


def _evidence_rows(model: ReadModel, statement: Statement) -> Iterator[Row]:
    for e in statement.evidence:
        found = model.report(e.report)
        name = found[1].name if found else ""
        where = (e.report, name, e.section, e.start, e.end)
        yield [e.iri, statement.iri, *where, e.quote, e.rule, e.reason, e.precision, e.cases]


def _end(model: ReadModel, value: str) -> tuple[str, str, str]:
    """The value at one end of a statement, its name and class; a figure is its own name."""
    entity = model.entity(value)
    return (value, entity.name, entity.type) if entity else (value, value, "")


def _write(out: IO[bytes], columns: list[str], rows: Iterable[Row]) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    text.detach()
