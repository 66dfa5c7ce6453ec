"""Read one file as a Report."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph.model import Report
from graph.names import Gazetteer
from graph.read.catalogue import CatalogueEntry
from graph.read.document import Document, read_document
from graph.read.files import Source, read_source
from graph.read.outline import sections, sentences
from graph.read.reporter import identify
from graph.read.topics import with_topics


def read_report(
    source: Source | Path,
    gazetteer: Gazetteer,
    entry: CatalogueEntry | None = None,
    name: str = "",
) -> Report:
    """Return the report in a file; what its catalogue entry says wins over what it says itself.

    ``name`` is what it is called in the graph (the file's name by default). ReadError when the
    file can't be read as text.
    """
    source = Source(source) if isinstance(source, Path) else source
    data = read_source(source)
    document = read_document(data, source.shown)
    digest = hashlib.sha256(data).hexdigest()
    return report_of(document, name or source.stem, gazetteer, entry, digest)


def report_of(
    document: Document | str,
    name: str,
    gazetteer: Gazetteer,
    entry: CatalogueEntry | None = None,
    digest: str = "",
) -> Report:
    """Return the report that a document or a plain text is, under the name ``name``."""
    document = Document(document) if isinstance(document, str) else document
    entry = entry or CatalogueEntry(name)
    text = document.text
    outline = with_topics(sections(text))
    identity = identify(text, gazetteer, entry.reporter)
    return Report(
        name=name,
        text=text,
        title=entry.title or identity.title or document.title,
        reporter=identity.reporter,
        reporter_type=identity.reporter_type,
        place=identity.place,
        year=int(entry.year) if entry.year.isdigit() else identity.year,
        published=entry.published or document.published,
        language=entry.language or "zh",
        source=entry.source or document.source,
        sections=outline,
        sentences=sentences(text, outline),
        digest=digest or hashlib.sha256(text.encode()).hexdigest(),
        publisher=document.publisher,
        index_number=document.index_number,
    )
