"""What every file and column of the research pack means, in Chinese and English.

The lists in ``pack_files`` are the one source: writers take their headers from them, codebooks and
the data package their words. Columns that the ontology defines take their words from there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from string import Template

from graph.errors import ZhengtuError
from graph.ontology import Ontology, OntologyTerm, local_name
from graph.store.read_model import ReadModel

FOLDER = "pack_files"
CODEBOOKS = {"zh": "codebook.md", "en": "codebook.en.md"}
PROPERTIES, QUALIFIERS = "*properties", "*qualifiers"
_TYPES = {"decimal": "number", "integer": "integer", "gYear": "year", "boolean": "boolean"}
_HEADS = {
    "zh": ("列", "类型", "单位", "取值", "说明", "缺失（空）"),
    "en": ("column", "type", "unit", "values", "meaning", "missing (empty)"),
}
_NEVER = {"zh": "无缺失", "en": "never"}


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of the pack and what it is for."""

    name: str
    media_type: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table.

    ``type`` is iri, string, integer, number, year, boolean (true, false) or flag (0, 1). ``unit``
    is of measurement. ``values`` are all that occur, none when open. ``empty_zh`` and ``empty_en``
    say what a missing value means, "" when none is ever missing.
    """

    file: str
    name: str
    type: str
    unit: str
    values: tuple[str, ...]
    zh: str
    en: str
    empty_zh: str = ""
    empty_en: str = ""

    def said(self, language: str) -> tuple[str, str]:
        """Its meaning and what a missing value means, in ``zh`` or ``en``."""
        return (self.en, self.empty_en) if language == "en" else (self.zh, self.empty_zh)


def pack_file(name: str) -> str:
    """The text of a template or script of the pack."""
    return files("graph.publish").joinpath(FOLDER, name).read_text(encoding="utf-8")


def pack_files() -> tuple[PackFile, ...]:
    """Every file of the pack, sorted by name."""
    return tuple(
        PackFile(row["file"], row["media_type"], row["zh"], row["en"]) for row in _rows("files.csv")
    )


def columns(model: ReadModel, ontology: Ontology) -> dict[str, tuple[Column, ...]]:
    """The columns of every table by file name, in order.

    Entities have a column for each property that occurs in the graph, statements one for each
    qualifier of the ontology.
    """
    found: dict[str, list[Column]] = {}
    for row in _rows("columns.csv"):
        own = found.setdefault(row["file"], [])
        if row["column"] == PROPERTIES:
            names = {name for entity in model.entities() for name, _ in entity.properties}
            own += [_defined(row["file"], name, ontology, "iri") for name in sorted(names)]
        elif row["column"] == QUALIFIERS:
            listed = ontology.qualifiers()
            own += [_defined(row["file"], q.name, ontology, "string") for q in listed]
        else:
            own.append(_column(row))
    return {file: tuple(own) for file, own in found.items()}


def header(file: str) -> list[str]:
    """The column names of a table whose columns depend on no graph and no ontology."""
    return [row["column"] for row in _rows("columns.csv") if row["file"] == file]


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(pack_file(name).splitlines())


def _column(row: dict[str, str]) -> Column:
    values = tuple(row["values"].split("|")) if row["values"] else ()
    empty = (row["empty_zh"], row["empty_en"])
    words = (row["zh"], row["en"])
    return Column(row["file"], row["column"], row["type"], row["unit"], values, *words, *empty)


def _defined(file: str, name: str, ontology: Ontology, refers: str) -> Column:
    """The column of a property or qualifier, as the ontology defines it.

    ``refers`` is the type under which other entities stand in the table: iri, or string for names.
    """
    term = ontology.term(name)
    if term is None:
        raise ZhengtuError(f"{file}: the ontology has no {name}; add it to ontology/policy.ttl")
    values = tuple(
        c.notation for c in ontology.terms if c.notation and set(c.parents) & set(term.range)
    )
    return Column(
        file,
        name,
        _type(term, ontology, refers),
        "",
        values,
        f"{term.label_zh}：{term.comment_zh}",
        f"{term.label_en}: {term.comment_en}",
        "没有说或不适用",
        "not said, or not for this kind",
    )


def _type(term: OntologyTerm, ontology: Ontology, refers: str) -> str:
    """The type of a column. Values that may be several are joined by ``|`` and so are text."""
    if set(term.range) & {found.iri for found in ontology.classes()}:
        return refers
    listed = [p for shape in ontology.shapes for p in shape.properties if p.name == term.name]
    if len(term.range) != 1 or not listed or any(p.max_count != 1 for p in listed):
        return "string"
    return _TYPES.get(local_name(term.range[0]), "string")


def codebook(
    language: str, tables: Mapping[str, Iterable[Column]], facts: Mapping[str, object]
) -> str:
    """The codebook in ``zh`` or ``en``. ``facts`` fill the blanks of its text ($generation …)."""
    listed = "\n".join(
        f"- `{file.name}`：{file.zh}" if language == "zh" else f"- `{file.name}`: {file.en}"
        for file in pack_files()
    )
    described = "\n\n".join(
        f"### {file}\n\n{_table(language, own)}" for file, own in sorted(tables.items())
    )
    text = Template(pack_file(CODEBOOKS[language]))
    return text.substitute({**facts, "files": listed, "columns": described})


def _table(language: str, own: Iterable[Column]) -> str:
    heads = _HEADS[language]
    rows = [heads, ("---",) * len(heads), *(_line(language, column) for column in own)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _line(language: str, column: Column) -> tuple[str, ...]:
    meaning, empty = column.said(language)
    values = ", ".join(column.values)
    cells = (f"`{column.name}`", column.type, column.unit, values, meaning)
    return tuple(cell.replace("|", "\\|") for cell in (*cells, empty or _NEVER[language]))
