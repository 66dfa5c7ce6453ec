"""What a person wrote down about reports: a ``reports.csv`` beside them. It may be missing."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ReadError


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
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.DictReader(source)
        unknown = set(rows.fieldnames or ()) - set(CatalogueEntry.__dataclass_fields__)
        if unknown:
            raise ReadError(f"{path}:1: unknown column {sorted(unknown)[0]!r}; remove or rename it")
        return {entry.file: entry for entry in (_entry(row, path, rows.line_num) for row in rows)}


def _entry(row: dict[str, str | None], path: Path, line: int) -> CatalogueEntry:
    if not row.get("file"):
        raise ReadError(f"{path}:{line}: the row names no file; fill the column 'file'")
    return CatalogueEntry(**{name: (value or "").strip() for name, value in row.items()})
