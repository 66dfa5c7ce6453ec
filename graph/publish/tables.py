"""The graph as tables of entities, statements and evidence: what the columns are and hold.

As CSV (RFC 4180, UTF-8, no byte mark) every value is text; as Parquet it has the column's type.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Literal, TypeAlias

from graph.model import Statement
from graph.ontology import Ontology, load_ontology
from graph.publish.network import joined_qualifiers
from graph.store.rdf import holds
from graph.store.read_model import ReadModel
from graph.store.vocabulary import XSD

Kind: TypeAlias = Literal["text", "word", "list", "integer", "number", "flag"]
Value: TypeAlias = "str | int | tuple[str, ...]"
Row: TypeAlias = "list[Value]"
TRUE = ("true", "1")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; a ``word`` is a text that many rows share."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows with a value for each: text, a whole number, or texts in a list.

    Text stands also for numbers and truth values as they were written; "" is no value.
    """

    columns: tuple[Column, ...]
    rows: Iterator[Row]


TableOf: TypeAlias = Callable[[ReadModel], Table]


def entities(model: ReadModel, ontology: Ontology | None = None) -> Table:
    """One row per entity; each property has its column."""
    known = ontology or load_ontology()
    named = sorted({name for entity in model.entities() for name, _ in entity.properties})
    columns = (
        *(Column("iri"), Column("class", "word"), Column("name"), Column("label")),
        *(Column("variants", "list"), Column("place", "word"), Column("statements", "integer")),
        *(Column(name, _kind(name, known)) for name in named),
    )

    def rows() -> Iterator[Row]:
        for e in model.entities():
            own = dict(e.properties)
            fixed: Row = [e.iri, e.type, e.name, e.label, e.variants, e.place, model.degree(e.iri)]
            yield fixed + [own.get(name, "") for name in named]

    return Table(columns, rows())


def statements(model: ReadModel, ontology: Ontology | None = None) -> Table:
    """One row per statement, with the names at both ends and a column for every qualifier.

    ``holds`` is ``false`` for what is only planned, proposed or past.
    """
    known = ontology or load_ontology()
    named = [qualifier.name for qualifier in known.qualifiers()]
    columns = (
        *(Column("iri"), Column("subject", "word"), Column("subject_name", "word")),
        *(Column("subject_class", "word"), Column("relation", "word"), Column("object")),
        *(Column("object_name"), Column("object_class", "word"), Column("holds", "flag")),
        *(Column(name, _kind(name, known)) for name in named),
        *(Column("evidence", "integer"), Column("quote")),
    )

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

    return Table(columns, rows())


def evidence(model: ReadModel) -> Table:
    """One row per statement and evidence; positions are code points of the report's text."""
    columns = (
        *(Column("iri"), Column("statement"), Column("report", "word")),
        *(Column("report_name", "word"), Column("section", "word"), Column("start", "integer")),
        *(Column("end", "integer"), Column("quote"), Column("rule", "word")),
        *(Column("reason", "word"), Column("rule_precision", "number")),
        Column("rule_cases", "integer"),
    )
    return Table(columns, (row for s in model.statements() for row in _evidence_rows(model, s)))


def _evidence_rows(model: ReadModel, statement: Statement) -> Iterator[Row]:
    for e in statement.evidence:
        found = model.report(e.report)
        name = found[1].name if found else ""
        where: Row = [e.report, name, e.section, e.start, e.end]
        yield [e.iri, statement.iri, *where, e.quote, e.rule, e.reason, e.precision, e.cases]


def _end(model: ReadModel, value: str) -> tuple[str, str, str]:
    """The value at one end of a statement, its name and class; a figure is its own name."""
    entity = model.entity(value)
    return (value, entity.name, entity.type) if entity else (value, value, "")


def _kind(name: str, ontology: Ontology) -> Kind:
    """What a column for a property of this name holds, by the property's range."""
    term = ontology.term(name)
    options = term.range if term else ()
    if options == (XSD + "decimal",):
        return "number"
    if options in ((XSD + "gYear",), (XSD + "integer",)):
        return "integer"
    if options == (XSD + "boolean",):
        return "flag"
    return "word" if any(ontology.concepts(option) for option in options) else "text"


def write_csv(table: Table, out: IO[bytes]) -> None:
    """A header and a line for each row; texts of a list are joined with ``|``."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in table.columns)
    writer.writerows(_as_text(row) for row in table.rows)
    text.detach()


def _as_text(row: Row) -> Iterable[object]:
    return ("|".join(value) if isinstance(value, tuple) else value for value in row)
