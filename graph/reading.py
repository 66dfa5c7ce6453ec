"""From paths to extractions: each file is read in a process that may be killed, and only once.

The order of the outcomes is the order of the files, with one worker or eight.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import Path

from graph.errors import ReadError
from graph.extract.pipeline import Extractor
from graph.model import Extraction
from graph.names import load_gazetteer
from graph.read import CatalogueEntry, Source, find_files, read_catalogue, read_report
from graph.read.archive import Member, list_members
from graph.read.document import LARGEST_FILE
from graph.read.files import printable
from graph.store.kept import Kept
from graph.workers import Killed, Limits, Work

LIMITS = Limits()
MOST_MENTIONS, MOST_RELATIONS = 20_000, 5_000  # of one text; real reports have some 300 and 200
MOST_KILLED = 2  # files of one archive that may break the limits before the rest is left out


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was left out, with the reason in words for the user."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read, what its catalogue says of it, and what it is called in the graph.

    ``reason`` says why it can't be read, where that is known without opening it.
    """

    source: Source
    entry: CatalogueEntry | None
    name: str
    reason: str = ""


def plan(paths: Iterable[Path]) -> list[Task]:
    """Return the files to read in ``paths``, with their catalogue entries, in a fixed order.

    Archives are opened for their list of members. ReadError for a path that doesn't exist, a
    folder without a report, or a catalogue that can't be used.
    """
    found = find_files(paths)
    archives = [path for path in found if path.suffix.lower() == ".zip"]
    inside = dict(zip(archives, _listing().over(archives, workers=1), strict=True))
    tasks = [task for path in found for task in _tasks(path, inside.get(path))]
    catalogues = {folder: read_catalogue(folder) for folder in {path.parent for path in found}}
    return [
        task
        if task.source.member
        else replace(task, entry=catalogues[task.source.path.parent].get(task.source.path.name))
        for task in _named(tasks)
    ]


def plan_files(paths: Sequence[Path]) -> list[Task]:
    """Return one task for each path as given, without catalogue: the text speaks for itself."""
    return [Task(Source(path), None, printable(path.stem)) for path in paths]


def _tasks(path: Path, members: list[Member] | Failure | Killed | None) -> list[Task]:
    """Return the tasks of a file: one, or one for each member of an archive."""
    if isinstance(members, list):
        return [
            Task(Source(path, member.name, member.shown), None, "", member.reason)
            for member in members
        ]
    reason = "" if members is None else members.reason
    return [Task(Source(path), None, "", reason)]


def _named(tasks: Sequence[Task]) -> list[Task]:
    """Return the tasks with names: the file's, with folders and ending only where it needs them."""
    shared = _shared([task.source.folders for task in tasks])
    options = [list(_names(task.source, shared)) for task in tasks]
    bearers = Counter(key for names in options for key in dict.fromkeys(map(_same, names)))
    return [
        replace(task, name=next((n for n in names if bearers[_same(n)] == 1), names[-1]))
        for task, names in zip(tasks, options, strict=True)
    ]


def _same(name: str) -> str:
    """Return what names have in common that are one name in an IRI."""
    return unicodedata.normalize("NFC", name)


def _shared(folders: Sequence[Sequence[str]]) -> int:
    """Return with how many folders all of the paths begin."""
    levels = zip(*folders, strict=False)
    return sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))


def _names(source: Source, shared: int) -> Iterator[str]:
    """Yield what a file can be called, the shortest name first."""
    folders, ending = source.folders[shared:], Path(source.member_shown or source.path.name).suffix
    yield printable(source.stem)
    yield printable("-".join((*folders, source.stem)))
    last = printable("-".join((*folders, source.stem, ending.strip("."))))
    yield last
    whole = f"{source.path}\x1f{source.member}".encode("utf-8", "surrogateescape")
    yield f"{last}-{hashlib.sha256(whole).hexdigest()[:12]}"  # two names that look the same


# ------------------------------------------------------------------ in a worker


@cache
def extractor() -> Extractor:
    """Return this process's extractor; a worker builds it once."""
    return Extractor(load_gazetteer())


def extract_file(task: Task) -> Extraction | Failure:
    """Return what one file says, or why it couldn't be read."""
    reader = extractor()
    shown = task.source.shown
    try:
        report = read_report(task.source, reader.gazetteer, task.entry, task.name)
        found = reader.extract(report)
        if len(found.mentions) > MOST_MENTIONS or len(found.relations) > MOST_RELATIONS:
            raise ReadError(
                f"{shown}: {len(found.mentions)} names and {len(found.relations)} statements, "
                "which no report has; split the text"
            )
        return found
    except ReadError as error:
        return Failure(shown, str(error))
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours in one report must not stop the others
        return _fault(shown, error)


def _list(path: Path) -> list[Member] | Failure:
    shown = printable(str(path))
    try:
        return list_members(path)
    except (ReadError, OSError) as error:
        return Failure(shown, str(error))
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours in one archive must not stop the others
        return _fault(shown, error)


def _fault(shown: str, error: Exception) -> Failure:
    return Failure(shown, f"{shown}: {type(error).__name__}: {error}; please report this file")


def _nothing() -> None:
    """What a worker needs for listing an archive."""


def _listing() -> Work[Path, list[Member] | Failure]:
    return Work(_list, _nothing, LIMITS)


# ------------------------------------------------------------------ around the workers


def extract_all(
    tasks: Sequence[Task], workers: int = 1, kept: Kept | None = None
) -> Iterator[Extraction | Failure]:
    """Yield the outcome of each task in order; what ``kept`` has from earlier isn't read again."""
    paths = dict.fromkeys(task.source.path for task in tasks)
    readable = {task.source.path for task in tasks if not task.reason}
    states = {path: _state(path) for path in paths}
    digests = {p: _file_digest(p) for p in paths if p in readable} if kept else {}
    keys = [_key(task, digests.get(task.source.path, "")) for task in tasks]
    unread = [t for t, key in zip(tasks, keys, strict=True) if _is_unread(t, key, kept)]
    killed: Counter[Path] = Counter()
    fresh = _extracting().over(unread, max(1, workers), lambda task: _refused(task, killed))
    left = set(map(id, unread))
    for task, key in zip(tasks, keys, strict=True):
        path = task.source.path
        digest, state = digests.get(path, ""), states[path]
        if task.reason:
            yield _failure(task, task.reason)
        elif id(task) in left:
            outcome = next(fresh)
            killed[path] += isinstance(outcome, Killed)
            is_same = _state(path) == state
            yield _keep(_outcome(task, outcome), task, key, digest, kept if is_same else None)
        else:
            known = kept.load(key) if kept else None
            if known is None or not _is_of(known, task, digest):
                yield _keep(_outcome(task, _again(task)), task, key, digest, kept)
            else:
                yield known


def _refused(task: Task, killed: Counter[Path]) -> Failure | None:
    """Return why a file isn't tried: others of its archive have broken the limits."""
    if not task.source.member or killed[task.source.path] < MOST_KILLED:
        return None
    return _failure(task, f"not read, as {MOST_KILLED} others of its archive broke the limits")


def _is_unread(task: Task, key: str, kept: Kept | None) -> bool:
    return not task.reason and not (kept and key and kept.has(key))


def _extracting() -> Work[Task, Extraction | Failure]:
    return Work(extract_file, extractor, LIMITS)


def _again(task: Task) -> Extraction | Failure | Killed:
    """Read a file whose kept extraction turned out to be damaged."""
    return next(_extracting().over([task], 1))


def _outcome(task: Task, outcome: Extraction | Failure | Killed) -> Extraction | Failure:
    return _failure(task, outcome.reason) if isinstance(outcome, Killed) else outcome


def _keep(
    outcome: Extraction | Failure, task: Task, key: str, digest: str, kept: Kept | None
) -> Extraction | Failure:
    """Keep an extraction, unless its file was changed since its key was made."""
    if kept and key and isinstance(outcome, Extraction) and _is_of(outcome, task, digest):
        kept.keep(key, outcome)
    return outcome


def _is_of(extraction: Extraction, task: Task, digest: str) -> bool:
    """Return whether an extraction is from the file with this digest.

    A member's own digest is another than its archive's; there the state of the archive tells.
    """
    return bool(task.source.member) or extraction.report.digest == digest


def _failure(task: Task, reason: str) -> Failure:
    """Return a failure whose reason begins with the name of its file."""
    shown = task.source.shown
    return Failure(shown, reason if reason.startswith(shown) else f"{shown}: {reason}")


def _key(task: Task, digest: str) -> str:
    """Return the key of a task: its bytes, its name and its catalogue; "" when unreadable."""
    entry = "" if task.entry is None else "\x1f".join(map(str, astuple(task.entry)))
    ending = Path(task.source.member_shown or task.source.path.name).suffix.lower()
    said = "\x1e".join((digest, task.source.member, ending, task.name, entry))
    whole = hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()
    return whole[:32] if digest else ""


def _state(path: Path) -> tuple[int, int]:
    """Return size and time of the last change of a file; zeros for one that isn't there."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, "" for one that can't be read or is too large to be read."""
    is_archive = path.suffix.lower() == ".zip"
    try:
        if not path.is_file() or (path.stat().st_size > LARGEST_FILE and not is_archive):
            return ""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
