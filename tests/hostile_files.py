"""A folder of hostile and broken files, one of each kind, made by code in a few seconds.

``write_hostile_files`` writes them and says what each is. The files of a kind are in
hostile_archives, hostile_word, hostile_pages and hostile_pdf; here are those that only a folder
can have: links, pipes, devices, and names that aren't words.
"""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from hostile import EITHER, LEFT_OUT, NO_REPORT, PASSED_OVER, READ, Hostile
from hostile_archives import archives, text
from hostile_pages import other_formats, pages, texts
from hostile_pdf import pdf_files
from hostile_word import documents

FOLDER = "folder"
ANY = frozenset({LEFT_OUT, PASSED_OVER, READ})
NOWHERE = "http://127.0.0.1:9"  # the port of discard, where nobody listens
SECRET = "canary 7f3a 密文不可外泄"


def write_hostile_files(
    folder: Path, canary: Path | None = None, address: str = NOWHERE
) -> list[Hostile]:
    """Write all hostile files into ``folder`` and return what they are, without their data.

    They aim at ``canary`` (a folder beside it, by default), to write there or to read its
    ``secret.txt``, and at ``address``.
    """
    canary = canary or folder.parent / "canary"
    for place in (folder, canary):
        place.mkdir(parents=True, exist_ok=True)
    (canary / "secret.txt").write_text(SECRET, encoding="utf-8")
    written = []
    for hostile in hostile_files(canary, address):
        (folder / hostile.name).write_bytes(hostile.data)
        written.append(replace(hostile, data=b""))
    return written + [make(folder) for make in OF_A_FOLDER]


def hostile_files(canary: Path, address: str = NOWHERE) -> Iterator[Hostile]:
    """Every hostile file that is only bytes."""
    secret = canary.absolute() / "secret.txt"
    yield from archives(canary.absolute())
    yield from documents(secret, address)
    yield from pages(secret, address)
    yield from texts()
    yield from pdf_files(address)
    yield from other_formats()


def pipe(folder: Path) -> Hostile:
    """Reading it waits for a writer that never comes."""
    os.mkfifo(folder / "pipe.txt")
    return Hostile("pipe.txt", FOLDER, "a pipe that nobody writes to", NO_REPORT)


def endpoint(folder: Path) -> Hostile:
    """A socket; it is bound where its path is short enough and moved then."""
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as bound:
        bound.bind(f"{short}/s")
        Path(short, "s").rename(folder / "socket.txt")
    return Hostile("socket.txt", FOLDER, "a socket", NO_REPORT)


def endless(folder: Path) -> Hostile:
    """A link to a device that never ends."""
    (folder / "endless.txt").symlink_to("/dev/zero")
    return Hostile("endless.txt", FOLDER, "a link to /dev/zero", NO_REPORT)


def process(folder: Path) -> Hostile:
    """A file of the kernel that says it has no bytes and has some."""
    (folder / "process.txt").symlink_to("/proc/self/status")
    return Hostile("process.txt", FOLDER, "a link to /proc/self/status", ANY)


def dangling(folder: Path) -> Hostile:
    """A link to nothing."""
    (folder / "dangling.txt").symlink_to("nothing.txt")
    return Hostile("dangling.txt", FOLDER, "a link to nothing", NO_REPORT)


def circular(folder: Path) -> Hostile:
    """A link to itself."""
    (folder / "circular.txt").symlink_to("circular.txt")
    return Hostile("circular.txt", FOLDER, "a link to itself", NO_REPORT)


def loop(folder: Path) -> Hostile:
    """A folder that holds the folder that holds it."""
    (folder / "loop").mkdir()
    (folder / "loop" / "again").symlink_to("../loop", target_is_directory=True)
    return Hostile("loop", FOLDER, "a folder within itself", NO_REPORT)


def named_like_a_file(folder: Path) -> Hostile:
    """A folder with the name of a report."""
    (folder / "folder.txt").mkdir()
    return Hostile("folder.txt", FOLDER, "a folder named as a report", NO_REPORT)


def closed(folder: Path) -> Hostile:
    """A file without permission to read; who is root reads it all the same."""
    path = folder / "closed.txt"
    path.write_bytes(text(61))
    path.chmod(0)
    return Hostile("closed.txt", FOLDER, "no permission to read", EITHER)


def sparse(folder: Path) -> Hostile:
    """A file of 5 GB that takes no place on the disk."""
    with (folder / "sparse.txt").open("wb") as target:
        target.truncate(5 << 30)
    return Hostile("sparse.txt", FOLDER, "5 GB of nothing", says=r"(?i)big|large|MB|GB|limit")


def name_of_two_lines(folder: Path) -> Hostile:
    """An empty file whose name looks like a line about another file."""
    name = "two\nleft out   first.txt: not readable.txt"
    (folder / name).write_bytes(b"")
    return Hostile(name, FOLDER, "a line end in its name")


def name_that_paints(folder: Path) -> Hostile:
    """An empty file whose name clears the screen of a terminal."""
    name = "\x1b[2J\x1b]0;title\x07\u202e.txt"
    (folder / name).write_bytes(b"")
    return Hostile(name, FOLDER, "escape sequences in its name")


def name_of_bytes(folder: Path) -> Hostile:
    """A good report whose name is GBK on a system of UTF-8."""
    name = os.fsdecode("法治报告.txt".encode("gbk"))
    (folder / name).write_bytes(text(62))
    return Hostile(name, FOLDER, "a name that isn't UTF-8", EITHER)


def empty_name_of_bytes(folder: Path) -> Hostile:
    """An empty file whose name is GBK, so that the name must be said."""
    name = os.fsdecode("空文件.txt".encode("gbk"))
    (folder / name).write_bytes(b"")
    return Hostile(name, FOLDER, "no bytes, and a name that isn't UTF-8")


def name_like_an_option(folder: Path) -> Hostile:
    """A good report whose name begins as an option does."""
    (folder / "--out.txt").write_bytes(text(63))
    return Hostile("--out.txt", FOLDER, "a name like an option", EITHER)


def longest_name(folder: Path) -> Hostile:
    """A good report with a name of 255 bytes."""
    name = "长" * 83 + "ab.txt"
    (folder / name).write_bytes(text(64))
    return Hostile(name, FOLDER, "the longest name there can be", EITHER)


OF_A_FOLDER: tuple[Callable[[Path], Hostile], ...] = (
    pipe,
    endpoint,
    endless,
    process,
    dangling,
    circular,
    loop,
    named_like_a_file,
    closed,
    sparse,
    name_of_two_lines,
    name_that_paints,
    name_of_bytes,
    empty_name_of_bytes,
    name_like_an_option,
    longest_name,
)
