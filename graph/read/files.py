"""Which files of the given paths are reports."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graph.errors import ReadError
from graph.read.archive import read_member
from graph.read.document import LARGEST_FILE, SUFFIXES, UNREADABLE

# control characters, signs that change the direction of writing, bytes that are no UTF-8
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file, or a member of an archive by its name there and its name for people."""

    path: Path
    member: str = ""
    member_shown: str = ""

    @property
    def shown(self) -> str:
        """The name in messages, on one line whatever the file is called."""
        whole = f"{self.path}/{self.member_shown}" if self.member else str(self.path)
        return printable(whole)

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.member_shown).stem if self.member else self.path.stem

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders above it, which tell two files of one name apart."""
        above = PurePosixPath(self.member_shown).parts[:-1]
        parts = (*self.path.parent.parts, *((self.path.stem, *above) if self.member else ()))
        return tuple(part for part in parts if part not in ("/", "..", "."))


def printable(text: str) -> str:
    """Return a name without what can't be printed on one line.

    >>> printable("a\\nb.txt")
    'a\\ufffdb.txt'
    """
    return _UNPRINTABLE.sub("\ufffd", text)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the report files in ``paths`` (files, or folders searched to any depth), sorted.

    Files of other programs that may hold a report (.doc, .wps) are among them, so that a build can
    say that it left them out. ReadError for a path that doesn't exist or a folder without any.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [item for item in path.rglob("*") if _may_be_report(item)]
            if not inside:
                kinds = ", ".join(SUFFIXES)
                raise ReadError(f"{path}: no report in this folder (looked for {kinds})")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise ReadError(f"{path}: no such file or folder")
    return sorted(set(found))


def _may_be_report(path: Path) -> bool:
    suffix = path.suffix.lower()
    is_known = suffix in SUFFIXES or suffix in UNREADABLE
    return is_known and not path.name.startswith((".", "~$")) and not path.is_dir()


def read_source(source: Source) -> bytes:
    """Return the bytes of a source. ReadError for what is no file, or a file that is too large."""
    if source.member:
        return read_member(source.path, source.member, source.shown)
    try:
        handle = os.open(source.path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ReadError(f"{source.shown}: not a file that can be read from start to end")
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ReadError(f"{source.shown}: {error.strerror or error}") from error
