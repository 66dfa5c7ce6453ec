"""From lines to an RDF file and a store, at the same time.

Lines are made in Python and loaded in Oxigraph's own code, which leaves Python free. So the file
is passed on to the loader through a pipe while it grows, and the whole takes little longer than
the loading alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pyoxigraph as ox

from graph.errors import StoreError

LINES = 2000  # that are encoded, hashed and written at once
BYTES = 1 << 22  # that are passed on at once
PAUSE = 0.02  # seconds, until a file that has nothing new is looked at again


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many lines, and their SHA-256 in hexadecimal."""

    lines: int
    digest: str


def write_and_load(blocks: Iterable[list[str]], path: Path, folder: Path) -> Written:
    """Write canonical lines (``rdf.to_blocks``) to a file and into a new Oxigraph store.

    Raises StoreError unless the store has as many quads as there are lines, and OSError when the
    disk is full.
    """
    path.touch()
    reading, writing = os.pipe()
    whole = Event()
    with ThreadPoolExecutor(2) as beside:
        loading = beside.submit(_load, reading, folder)
        passing = beside.submit(_pass_on, path, whole, writing)
        try:
            written = _write(blocks, path)
        finally:
            whole.set()
        passing.result()
        loading.result()
    stored = len(ox.Store.read_only(str(folder)))
    if stored != written.lines:
        raise StoreError(
            f"{folder}: {written.lines} quads were written but {stored} are there; try again"
        )
    return written


def _write(blocks: Iterable[list[str]], path: Path) -> Written:
    count, running = 0, hashlib.sha256()
    with path.open("wb") as out:
        for lines in _chunks(blocks):
            content = "".join(lines).encode()
            out.write(content)
            running.update(content)
            count += len(lines)
    return Written(count, running.hexdigest())


def _chunks(blocks: Iterable[list[str]]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for block in blocks:
        chunk += block
        if len(chunk) >= LINES:
            yield chunk
            chunk = []
    yield chunk


def _pass_on(path: Path, whole: Event, pipe: int) -> None:
    """Copy a growing file into a pipe until it is whole; a loader that has failed says why."""
    with suppress(BrokenPipeError), os.fdopen(pipe, "wb") as out, path.open("rb") as source:
        while True:
            last = whole.is_set()
            content = source.read(BYTES)
            out.write(content)
            if not content:
                if last:
                    return
                whole.wait(PAUSE)


def _load(pipe: int, folder: Path) -> None:
    """Load what comes through a pipe, and close its reading end."""
    try:
        store = ox.Store(str(folder))
        source = f"/dev/fd/{pipe}"  # lenient: every IRI was checked when its line was made
        store.bulk_load(path=source, format=ox.RdfFormat.N_QUADS, lenient=True)
        store.optimize()
        store.flush()
    finally:
        os.close(pipe)
