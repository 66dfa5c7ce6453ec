"""A generation: one graph on disk, whole and never changed, published by switching a link.

``DIR/current`` is a link to ``DIR/generations/<id>``, which holds ``dataset.nq`` (canonical
N-Quads), ``store/`` (Oxigraph), ``model/`` (the read model) and ``manifest.json`` with the SHA-256
of every file. The id follows from the content, so the same graph is the same generation.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import orjson
import pyoxigraph as ox

from graph.errors import StoreError
from graph.model import Dataset
from graph.store.load import write_and_load
from graph.store.rdf import to_blocks
from graph.store.read_model import GenerationInfo, ReadModel, count, write_read_model

FORMAT = 1  # of the folder; a change makes other ids for the same graph
CURRENT, GENERATIONS, UNFINISHED = "current", "generations", ".building-"
_ID = re.compile("[0-9a-f]{16}")
MANIFEST, DATASET, STORE, MODEL = "manifest.json", "dataset.nq", "store", "model"


@dataclass(frozen=True, slots=True)
class Generation:
    """A published graph whose files were checked when it was opened."""

    folder: Path
    info: GenerationInfo
    digest: str  # SHA-256 of dataset.nq

    @property
    def store_folder(self) -> Path:
        """Where the Oxigraph store is, for processes that open it themselves (read-only)."""
        return self.folder / STORE

    @property
    def nquads(self) -> Path:
        """The canonical N-Quads of the graph."""
        return self.folder / DATASET

    def lease(self) -> IO[bytes]:
        """A hold on the generation: builds leave it on disk until this is closed.

        Raises StoreError when a build has taken it away already; open the current one then.
        """
        path = self.folder / MANIFEST
        try:
            manifest = path.open("rb")
            fcntl.flock(manifest, fcntl.LOCK_SH)
            if os.path.samestat(path.stat(), os.fstat(manifest.fileno())):
                return manifest
        except OSError as error:
            raise StoreError(f"{self.folder}: this generation is gone; open the new one") from error
        raise StoreError(f"{self.folder}: this generation is gone; open the new one")

    def open_store(self) -> ox.Store:
        """The RDF store, read-only."""
        try:
            return ox.Store.read_only(str(self.store_folder))
        except (OSError, RuntimeError) as error:
            raise _damaged(self.store_folder, f"it can't be opened ({error})") from error

    def read_model(self) -> ReadModel:
        """The read model, loaded into memory; load it once and keep it."""
        return ReadModel.open(self.folder / MODEL, self.info.id, self.info.built)


def write_generation(dataset: Dataset, folder: Path, built: str = "") -> Generation:
    """Write ``dataset`` as a generation in ``folder`` and make it the current one.

    Readers see the old or the new generation, never a mix; the previous one is kept, leftovers of
    builds that were cut off are swept. ``built`` is the time to record (now when empty); writing a
    graph that is there already leaves it as it is. Raises StoreError when nothing can be written,
    with the old generation still published.
    """
    if not dataset.reports and not dataset.entities:
        raise StoreError(f"{folder}: there is nothing to publish; give reports with text in them")
    try:
        with _only_writer(folder):
            _sweep(folder, keep=None)
            unfinished = folder / GENERATIONS / f"{UNFINISHED}{os.getpid()}"
            unfinished.mkdir()
            try:
                name = _fill(dataset, unfinished, built)
                _place(unfinished, folder / GENERATIONS / name)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
            _publish(folder, name)
            return open_generation(folder)
    except (OSError, RuntimeError) as error:  # Oxigraph says of files that vanish "corruption"
        raise StoreError(
            f"{folder}: the graph can't be written ({error}); what was published before is "
            "unchanged. Check that the disk has room and that the folder may be written"
        ) from error


def open_generation(folder: Path) -> Generation:
    """The current generation of ``folder``, every file checked against its manifest.

    Raises StoreError when there is none, when a file is missing or damaged, or when it is empty.
    """
    target = _current(folder)
    try:
        return check_generation(folder / target)
    except StoreError:
        if _current(folder) == target:
            raise
        return open_generation(folder)  # swept while we read it: newer ones have been published


def _current(folder: Path) -> Path:
    try:
        return (folder / CURRENT).readlink()
    except OSError as error:
        raise StoreError(
            f"{folder}: no graph is published here; run zhengtu build REPORTS --out {folder}"
        ) from error


def check_generation(folder: Path) -> Generation:
    """The generation in exactly this folder, checked as ``open_generation`` checks it."""
    manifest = _read_manifest(folder)
    for name, expected in manifest["files"].items():
        _check_file(folder / name, expected)
    counts = manifest["counts"]
    if not counts["reports"] and not counts["entities"]:
        raise _damaged(folder, "it is empty")
    info = GenerationInfo(manifest["id"], manifest["built"], counts, manifest["base"])
    return Generation(folder, info, manifest["digest"])


def find_generation(name: str, folder: Path) -> Generation:
    """The generation that a name means, checked: the folder of a graph, a generation's own folder,
    or the id of a generation in ``folder``. Raises StoreError when there is none of that name.
    """
    if (Path(name) / MANIFEST).is_file():
        return check_generation(Path(name))
    by_id = folder / GENERATIONS / name
    if Path(name).name == name and (by_id / MANIFEST).is_file():
        return check_generation(by_id)
    return open_generation(Path(name))


def previous_generation(folder: Path) -> Generation:
    """The generation before the current one. Raises StoreError when only one was ever built."""
    current = _current(folder).name
    others = [
        path
        for path in sorted((folder / GENERATIONS).iterdir())
        if path.name != current and (path / MANIFEST).is_file()
    ]
    if not others:
        raise StoreError(f"{folder}: there is no earlier generation; build again after a change")
    return max(map(check_generation, others), key=lambda found: found.info.built)


def _fill(dataset: Dataset, folder: Path, built: str) -> str:
    """Write everything of a generation into ``folder``; the name that it deserves."""
    written = write_and_load(to_blocks(dataset), folder / DATASET, folder / STORE)
    write_read_model(dataset, folder / MODEL)
    content = {DATASET: written.digest, **_digests(folder, folder / MODEL), "format": FORMAT}
    name = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
    manifest = {
        "format": FORMAT,
        "id": name,
        "built": built or datetime.now(UTC).isoformat(timespec="seconds"),
        "base": dataset.base,
        "counts": count(dataset),
        "digest": written.digest,
        "files": _digests(folder, folder),
    }
    manifest["seal"] = _seal(manifest)
    (folder / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    _make_durable(folder)
    return name


def _digests(root: Path, folder: Path) -> dict[str, str]:
    """SHA-256 of every file under ``folder``, by its path from ``root``, sorted."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): _file_digest(path) for path in paths}


def _file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seal(manifest: dict[str, Any]) -> str:
    """The digest of a manifest without its own seal."""
    body = {key: value for key, value in manifest.items() if key != "seal"}
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = orjson.loads(path.read_bytes())
        sound = isinstance(manifest, dict) and manifest.get("seal") == _seal(manifest)
    except (OSError, ValueError) as error:
        raise _damaged(path, f"it can't be read ({error})") from error
    if not sound:
        raise _damaged(path, "it isn't what the build wrote")
    if manifest["format"] != FORMAT:
        raise StoreError(
            f"{folder}: this graph has format {manifest['format']}, this version reads {FORMAT}; "
            "run zhengtu build again"
        )
    return dict(manifest)


def _check_file(path: Path, expected: str) -> None:
    try:
        found = _file_digest(path)
    except OSError as error:
        raise _damaged(path, f"it can't be read ({error})") from error
    if found != expected:
        raise _damaged(path, "it isn't what the build wrote")


def _damaged(path: Path, how: str) -> StoreError:
    return StoreError(f"{path}: the store is damaged: {how}. Run zhengtu build again")


def _place(unfinished: Path, target: Path) -> None:
    """Move a finished generation to its name, unless a sound one has that name already."""
    if target.exists():
        try:
            check_generation(target)
            return
        except StoreError:
            target.rename(target.with_name(f"{UNFINISHED}damaged-{target.name}"))
    unfinished.rename(target)
    _sync(target.parent)


def _publish(folder: Path, name: str) -> None:
    """Switch the link in one step and sweep what is neither the new nor the previous graph."""
    link, fresh = folder / CURRENT, folder / f"{UNFINISHED}link"
    previous = link.readlink().name if link.is_symlink() else name
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(GENERATIONS) / name)
    fresh.replace(link)
    _sync(folder)
    _sweep(folder, keep={name, previous} if name != previous else None)


def _sweep(folder: Path, keep: set[str] | None) -> None:
    """Remove unfinished builds, and generations that aren't in ``keep`` (all stay when None)."""
    for path in (folder / GENERATIONS).iterdir():
        is_old = keep is not None and _ID.fullmatch(path.name) and path.name not in keep
        if path.name.startswith(UNFINISHED):
            shutil.rmtree(path, ignore_errors=True)
        elif is_old:
            _retire(path)


def _retire(generation: Path) -> None:
    """Remove a generation, unless a process holds a lease on it.

    It gets another name while nobody can take a lease, so that none is given on half of it.
    """
    gone = generation.with_name(f"{UNFINISHED}old-{generation.name}")
    try:
        with (generation / MANIFEST).open("rb") as manifest:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
            generation.rename(gone)
    except BlockingIOError:
        return
    except FileNotFoundError:  # without a manifest nobody can have a lease
        generation.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system frees even when the process is killed."""
    (folder / GENERATIONS).mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(
                f"{folder}: another build is writing here; wait until it is done"
            ) from error
        yield


def _make_durable(folder: Path) -> None:
    """Put every file and folder onto the disk before anything points at them."""
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
