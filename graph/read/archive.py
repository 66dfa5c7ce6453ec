"""The reports in a .zip, read one by one in memory: nothing is ever unpacked onto the disk."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graph.errors import ReadError
from graph.read.document import LARGEST_FILE, SUFFIXES, UNREADABLE

_LARGEST_ARCHIVE = 2 * 1024**3  # bytes
_MOST_MEMBERS = 20_000
_LARGEST_WHOLE = 500 * 1024 * 1024  # bytes that a small archive may unpack to
_DENSEST = 20  # times its own size; real archives of reports stay below five
_UTF8_NAME, _LOCKED = 0x800, 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there, its name for people, and why it can't be read."""

    name: str
    shown: str
    reason: str = ""


def list_members(path: Path) -> list[Member]:
    """Return the reports in an archive, sorted. ReadError when it is damaged or a bomb."""
    if path.stat().st_size > _LARGEST_ARCHIVE:
        raise ReadError(f"{path}: larger than {_LARGEST_ARCHIVE >> 30} GB; split it")
    with _open(path) as archive:
        infos = archive.infolist()
        if len(infos) > _MOST_MEMBERS:
            raise ReadError(f"{path}: {len(infos)} files, more than {_MOST_MEMBERS}; split it")
        whole = sum(info.file_size for info in infos)
        if whole > _LARGEST_WHOLE and whole > _DENSEST * path.stat().st_size:
            raise ReadError(
                f"{path}: it unpacks to {whole >> 20} MB from {path.stat().st_size >> 10} KB, "
                "which no archive of reports does; not read"
            )
        found = {member.name: member for member in _members(infos)}
    if not found:
        raise ReadError(f"{path}: no report in this archive (looked for {', '.join(SUFFIXES)})")
    return sorted(found.values(), key=lambda member: member.shown)


def _members(infos: list[zipfile.ZipInfo]) -> Iterator[Member]:
    for info in filter(lambda found: found.filename, infos):
        shown = _shown(info)
        base = PurePosixPath(shown).name
        suffix = PurePosixPath(shown).suffix.lower()
        if info.is_dir() or shown.startswith("__MACOSX/") or base.startswith((".", "~$")):
            continue
        if suffix in SUFFIXES or suffix in UNREADABLE:
            yield Member(info.filename, shown, _reason(info, shown))


def _reason(info: zipfile.ZipInfo, shown: str) -> str:
    parts = PurePosixPath(shown.replace("\\", "/")).parts
    if ".." in parts or shown.startswith(("/", "\\")) or shown[1:2] == ":":
        return "its name leads out of the archive; not read"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link to another file; not read"
    if info.flag_bits & _LOCKED:
        return "locked with a password; unpack the archive first"
    if info.file_size > LARGEST_FILE:
        return f"larger than {LARGEST_FILE >> 20} MB; split it or save its text"
    return ""


def _shown(info: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese programs write it in GBK and don't say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def read_member(path: Path, name: str, shown: str) -> bytes:
    """Return the bytes of one file in an archive. ReadError when it is damaged or too large."""
    with _open(path) as archive:
        try:
            with archive.open(name) as member:
                return member.read(LARGEST_FILE + 1)
        except zlib.error as error:
            raise ReadError(f"{shown}: damaged in its archive; get a whole copy") from error
        except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
            raise ReadError(f"{shown}: damaged in its archive ({error})") from error
        except (EOFError, KeyError) as error:
            raise ReadError(f"{shown}: packed in a way that can't be read ({error})") from error


def _open(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadError(f"{path}: the archive is damaged ({error}); get a whole copy") from error
