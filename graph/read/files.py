"""Which files of the given paths are reports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graph.errors import ReadError

SUFFIXES = (".txt",)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the report files in ``paths`` (files, or folders searched to any depth), sorted.

    ReadError for a path that doesn't exist or a folder that holds no report.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [item for item in path.rglob("*") if item.suffix in SUFFIXES]
            if not inside:
                kinds = ", ".join(SUFFIXES)
                raise ReadError(f"{path}: no report in this folder (looked for {kinds})")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise ReadError(f"{path}: no such file or folder")
    return sorted(set(found))
