"""Extractions of earlier builds, so that a report is read once and not at every build.

What was found in a report depends on its bytes, on what its catalogue says, on the rules and lists,
and on the code that reads and extracts; the key holds all of them. Each extraction is one file,
written beside its place and renamed, so that a build that was killed goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import orjson

from graph.errors import StoreError
from graph.model import Extraction, Mention, Relation
from graph.store.read_model import report_of_record

FOLDER = "extractions"
_FINGERPRINT = re.compile("[0-9a-f]{16}")
_CODE = ("read", "extract", "names.py", "model.py")  # of the package graph
_DATA = ("names", "pages.yaml", "rules")  # of the package seeds
_LIBRARIES = (
    "charset-normalizer",
    "lxml",
    "markdown-it-py",
    "pyahocorasick",
    "pypdfium2",
    "pyyaml",
    "spacy",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of extractions by one state of rules and code."""

    folder: Path

    @classmethod
    def below(cls, out: Path) -> Kept:
        """Return what is kept in a build's folder for the rules and code of today."""
        folder = out / FOLDER
        if folder.is_symlink():
            raise StoreError(f"{folder}: a link; the extractions of a graph stay in its folder")
        return cls(folder / rules_fingerprint())

    def has(self, key: str) -> bool:
        """Whether there is an extraction under this key."""
        path = self._path(key)
        return path.is_file() and path.stat().st_size > 0

    def load(self, key: str) -> Extraction | None:
        """Return the extraction under this key; None when there is none or it is damaged."""
        try:
            record = orjson.loads(zlib.decompress(self._path(key).read_bytes()))
            return _extraction(record)
        except (OSError, zlib.error, ValueError, KeyError, TypeError):
            return None

    def keep(self, key: str, extraction: Extraction) -> None:
        """Write an extraction, whole or not at all. OSError when the disk doesn't take it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f".{key}-{os.getpid()}"
        unfinished.write_bytes(zlib.compress(orjson.dumps(extraction), level=1))
        unfinished.replace(self._path(key))

    def sweep(self) -> None:
        """Remove what older rules and code left, and files of builds that were cut off."""
        for other in self.folder.parent.glob("*"):
            is_ours = _FINGERPRINT.fullmatch(other.name) and not other.is_symlink()
            if is_ours and other != self.folder:
                shutil.rmtree(other, ignore_errors=True)
        for unfinished in self.folder.glob(".*-*"):
            unfinished.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json.z"


@cache
def rules_fingerprint() -> str:
    """Return 16 hexadecimal digits for the rules, the lists, the code and the libraries in use."""
    found = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    for package, names in (("graph", _CODE), ("seeds", _DATA)):
        for name in names:
            for path, content in _contents(files(package).joinpath(name), name):
                found.update(f"{path} {len(content)}\n".encode())
                found.update(content)
    return found.hexdigest()[:16]


def _contents(place: Traversable, name: str) -> Iterable[tuple[str, bytes]]:
    """Yield every file in a place with its path, in a fixed order."""
    if place.is_file():
        yield name, place.read_bytes()
        return
    for inner in sorted(place.iterdir(), key=lambda found: found.name):
        if inner.name != "__pycache__":
            yield from _contents(inner, f"{name}/{inner.name}")


def _extraction(record: dict[str, Any]) -> Extraction:
    for relation in record["relations"]:
        relation["qualifiers"] = tuple((name, value) for name, value in relation["qualifiers"])
    return Extraction(
        report_of_record(record["report"]),
        tuple(Mention(**mention) for mention in record["mentions"]),
        tuple(Relation(**relation) for relation in record["relations"]),
    )
