"""What a person wrote down about reports: a ``reports.csv`` beside them. It may be missing."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ReadError
from graph.read.encoding import decode
from graph.read.metadata import day_of

_LARGEST = 20 * 1024 * 1024  # bytes
_FORMS = {
    "year": (re.compile("[12][0-9]{3}"), "2021"),
    "published": (re.compile("[12][0-9]{3}(-(0[1-9]|1[0-2]))?"), "2022-01-15"),
    "language": (re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"), "zh"),
}


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One row of reports.csv; an empty cell means unknown."""

    file: str
    title: str = ""
    reporter: str = ""
    code: str = ""
    year: str = ""
    published: str = ""
    language: str = ""
    source: str = ""
    licence: str = ""


def read_catalogue(folder: Path) -> dict[str, CatalogueEntry]:
    """Return the entries of ``folder/reports.csv`` by file name; empty when there is none.

    ReadError, naming the line, for a row without a file or an unknown column.
    """
    path = folder / "reports.csv"
    if not path.is_file():
        return {}
    if path.stat().st_size > _LARGEST:
        raise ReadError(
            f"{path}: larger than {_LARGEST >> 20} MB; a catalogue has a line per report"
        )
    text = decode(path.read_bytes(), str(path)).removeprefix("\ufeff")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        unknown = set(rows.fieldnames or ()) - set(CatalogueEntry.__dataclass_fields__)
        if unknown:
            raise ReadError(f"{path}:1: unknown column {sorted(unknown)[0]!r}; remove or rename it")
        return {entry.file: entry for entry in (_entry(row, path, rows.line_num) for row in rows)}
    except csv.Error as error:
        raise ReadError(f"{path}:{rows.line_num}: {error}; mend this line") from error


def _entry(row: dict[str, str | None], path: Path, line: int) -> CatalogueEntry:
    if None in row:
        raise ReadError(f"{path}:{line}: more cells than columns; quote cells that have commas")
    for name, (pattern, form) in _FORMS.items():
        value = (row.get(name) or "").strip()
        is_day = name == "published" and day_of(value)
        if value and not is_day and not pattern.fullmatch(value):
            raise ReadError(f"{path}:{line}: {name} {value[:40]!r}; write it as {form}")
    if not row.get("file"):
        raise ReadError(f"{path}:{line}: the row names no file; fill the column 'file'")
    cells = {name: (value or "").strip() for name, value in row.items()}
    return CatalogueEntry(**(cells | {"published": _iso(cells.get("published", ""))}))


def _iso(published: str) -> str:
    """Return a date as ISO 8601 writes it; one without a day stays as it is."""
    return day_of(published) or published
