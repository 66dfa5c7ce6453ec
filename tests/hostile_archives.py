"""Archives that unpack to too much, write where they shouldn't, or aren't whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import real_word
from hostile import EITHER, Hostile
from raw_zip import (
    ENCRYPTED,
    MEGABYTE,
    UTF8,
    Member,
    Packed,
    archive,
    archive_of,
    lying,
    overlapping,
    packed,
    repeated,
    stored,
)
from real_reports import report

ZIP = "archive"
PLACES = ("乐昌市", "于都县", "易县", "海伦市", "勉县")
LINK = 0o120777  # the mode of a symbolic link
TOO_MUCH = r"(?i)too (?:big|large|much|many)|large|bomb|limit|more than|unpack|overlap|MB|GB"


def text(number: int) -> bytes:
    """A text in the manner of a report, another one for each number up to 99."""
    return report(PLACES[number // 20], 2000 + number % 20, number).text.encode()


def archives(canary: Path) -> Iterator[Hostile]:
    """All hostile archives; those that would write outside aim at the folder ``canary``."""
    yield from _bombs()
    yield from _out_of_place(canary)
    yield from _broken()


def _bombs() -> Iterator[Hostile]:
    def bomb(name: str, why: str, data: bytes) -> Hostile:
        return Hostile(name, ZIP, why, says=TOO_MUCH, data=data)

    zeros = archive([Member("年度报告.txt".encode(), repeated(bytes(MEGABYTE), 5120))])
    yield bomb("zeros.zip", "one member unpacks to 5 GB", zeros)
    yield bomb("nested.zip", "archives in archives, 16 to the power of 5 times 100 MB", nested())
    shared = overlapping(250, repeated(b" " * MEGABYTE, 20))
    yield bomb("overlapping.zip", "250 members share their data and unpack to 5 GB", shared)
    many = archive(Member(b"%d.txt" % number, stored(b"x")) for number in range(100_000))
    yield bomb("many.zip", "100,000 members", many)
    modest = lying(Member(b"report.txt", repeated(b" " * MEGABYTE, 2048)), 1000)
    liar = archive([modest])
    yield Hostile("lying.zip", ZIP, "says 1,000 bytes and unpacks to 2 GB", EITHER, data=liar)
    inner = archive_of({"word/document.xml": b" " * MEGABYTE})
    deep = b"x"
    for level in range(200):
        deep = archive([Member(b"%d.zip" % level, stored(deep))])
    yield Hostile("deep.zip", ZIP, "200 archives, each within the other", data=deep)
    members = [Member(b"%d.docx" % n, stored(inner)) for n in range(50)]
    yield Hostile("docx_in_zip.zip", ZIP, "50 broken documents", data=archive(members))


def nested() -> bytes:
    """A bomb of five levels, 16 archives in each, with 100 MB of blanks at the bottom."""
    content, name = repeated(b" " * MEGABYTE, 100), b"%d.txt"
    for _ in range(5):
        data = archive(Member(name % number, content) for number in range(16))
        content, name = packed(data), b"%d.zip"
    return archive([Member(b"all.zip", content)])


def _out_of_place(canary: Path) -> Iterator[Hostile]:
    up = "../" * 12
    places = [
        "../escaped.txt",
        f"{up}{str(canary).lstrip('/')}/escaped.txt",
        f"{canary}/absolute.txt",
        "..\\..\\backslash.txt",
        "C:\\escaped.txt",
        "a/../../escaped.txt",
        "//server/share/escaped.txt",
    ]
    data = archive_of({place: text(n) for n, place in enumerate(places)})
    yield Hostile("traversal.zip", ZIP, "names that lead out of the folder", EITHER, data=data)
    targets = {b"passwd.txt": canary / "secret.txt", b"folder": canary}
    links = [Member(name, stored(str(to).encode()), mode=LINK) for name, to in targets.items()]
    data = archive([*links, Member(b"folder/escaped.txt", packed(text(7)))])
    yield Hostile("links.zip", ZIP, "symbolic links, and a member behind one", EITHER, data=data)
    names = [b"line\nleft out   other.txt", b"\x1b[2Jclear.txt", b"\xff\xfe.txt", b"null\0.txt"]
    names += [b"n" * 60_000 + b".txt", b".txt", b"", b"folder/", "\u202etxt.exe".encode()]
    members = [Member(name, packed(text(n + 8)), flags=0) for n, name in enumerate(names)]
    data = archive(members)
    yield Hostile("names.zip", ZIP, "names with line ends, escapes, zeros", EITHER, data=data)


def _broken() -> Iterator[Hostile]:
    good = archive_of({"a.txt": text(21), "b.txt": text(22)})
    twice = archive([Member(b"a.txt", packed(text(n))) for n in (24, 25, 26)])
    yield Hostile("twice.zip", ZIP, "one name three times", EITHER, data=twice)
    half = good[: len(good) * 2 // 3]
    yield Hostile("truncated.zip", ZIP, "the end with the directory is missing", data=half)
    secret = [Member(b"a.txt", stored(bytes(range(200))), flags=ENCRYPTED | UTF8)]
    said = r"(?i)password|encrypt|protect"
    locked = archive(secret)
    yield Hostile("encrypted.zip", ZIP, "needs a password", says=said, data=locked)
    one = packed(text(23))
    wrong = archive([Member(b"a.txt", Packed(one.data, one.crc ^ 1, one.size))])
    yield Hostile("wrong_crc.zip", ZIP, "the checksum is wrong", data=wrong)
    spoilt = archive([Member(b"a.txt", Packed(b"\xff" * 400, one.crc, one.size))])
    yield Hostile("spoilt.zip", ZIP, "the data can't be unpacked", data=spoilt)
    strange = archive([Member(b"a.txt", Packed(one.data, one.crc, one.size, method=99))])
    yield Hostile("strange_method.zip", ZIP, "packed in a way nobody knows", data=strange)
    nothing = archive([])
    yield Hostile("nothing.zip", ZIP, "an archive without members", data=nothing)
    junk = archive_of({"__MACOSX/._a.txt": b"\0\5\x16\7", "Thumbs.db": b"x", "a.jpg": b"x"})
    yield Hostile("only_junk.zip", ZIP, "an archive without any report", data=junk)


def good_document(year: int = 1999) -> dict[str, bytes]:
    """The parts of a well-formed Word document, for spoiling."""
    with zipfile.ZipFile(io.BytesIO(real_word.plain(report("名山区", year, 2)))) as source:
        return {name: source.read(name) for name in source.namelist()}
