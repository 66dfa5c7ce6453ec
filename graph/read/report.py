"""Read one file as a Report."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.errors import ReadError
from graph.model import Report
from graph.names import Gazetteer
from graph.read.catalogue import CatalogueEntry
from graph.read.encoding import decode
from graph.read.outline import sections, sentences
from graph.read.reporter import identify
from graph.read.topics import with_topics


def read_report(
    path: Path, gazetteer: Gazetteer, entry: CatalogueEntry | None = None, name: str = ""
) -> Report:
    """Return the report in ``path``; what its catalogue entry says wins over what it says itself.

    ``name`` is what it is called in the graph (the file's name by default). ReadError when the
    file can't be read as text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error
    text = decode(data, str(path))
    digest = hashlib.sha256(data).hexdigest()
    return report_of(text, name or path.stem, gazetteer, entry, digest)


def report_of(
    text: str,
    name: str,
    gazetteer: Gazetteer,
    entry: CatalogueEntry | None = None,
    digest: str = "",
) -> Report:
    """Return the report that ``text`` is, under the name ``name``."""
    entry = entry or CatalogueEntry(name)
    outline = with_topics(sections(text))
    identity = identify(text, gazetteer, entry.reporter)
    return Report(
        name=name,
        text=text,
        title=entry.title or identity.title,
        reporter=identity.reporter,
        reporter_type=identity.reporter_type,
        place=identity.place,
        year=int(entry.year) if entry.year.isdigit() else identity.year,
        published=entry.published,
        language=entry.language or "zh",
        source=entry.source,
        sections=outline,
        sentences=sentences(text, outline),
        digest=digest or hashlib.sha256(text.encode()).hexdigest(),
    )
