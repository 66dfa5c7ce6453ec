"""IRIs that follow from what a thing is, so that the same thing gets the same one everywhere.

A district is its GB/T 2260 code, with the names below it that have none; an agency its full name
under its place; a document its title, under the place that issued it where the title names none.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from graph.extract.prefixes import first_place
from graph.extract.setting import Setting
from graph.extract.titles import title_key
from graph.names import Gazetteer

# What RFC 3987 doesn't allow in a segment as it is, and signs that change the direction of writing.
_NO_CHARACTERS = "".join(chr(plane << 16 | low) for plane in range(15) for low in (0xFFFE, 0xFFFF))
_UNSAFE = re.compile(
    r'[\x00-\x20<>"{}|\\^`%#?\[\]/\x7f-\xa0'
    "\u200e\u200f\u202a-\u202e\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U0010ffff"
    f"{_NO_CHARACTERS}]"
)


def segment(name: str) -> str:
    """Return a name as a segment of an IRI: Chinese as it is, unsafe characters encoded."""
    return _UNSAFE.sub(_encoded, unicodedata.normalize("NFC", name))


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def fingerprint(*parts: str) -> str:
    """Return 20 hexadecimal digits that stand for ``parts``."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=False)
class Minter:
    """Makes the IRIs of a dataset below ``base``."""

    base: str
    gazetteer: Gazetteer

    def district(self, path: str) -> str:
        """Return the IRI of the district at ``path``: its code, then the names below it."""
        return f"{self.base}district/{self.place_key(path)}"

    def place_key(self, path: str) -> str:
        """Return the code of a place, or that of the nearest one above it and the names below."""
        below: list[str] = []
        while path:
            code = self.code(path)
            if code:
                return "/".join([code, *below])
            path, _, name = path.rpartition("/")
            below.insert(0, segment(name))
        return "/".join(below)

    def code(self, path: str) -> str:
        """Return the code of the place at ``path`` (nine digits for a town), or ""."""
        place = self.gazetteer.by_path.get(path)
        if place:
            return place.code
        above, _, name = path.rpartition("/")
        town = self.gazetteer.town(name, above) if above else None
        return town.code if town and town.path == path else ""

    def named(self, kind: str, name: str, place: str = "") -> str:
        """Return the IRI of a thing by its name, under its place where it has one."""
        under = f"{self.place_key(place)}/" if place else ""
        return f"{self.base}{kind.lower()}/{under}{segment(name)}"

    def document(self, title: str, place: str = "") -> str:
        """Return the IRI of a document; dashes, blanks and widths make no other one."""
        return self.named("Document", title_key(title), place)

    def report(self, name: str) -> str:
        return f"{self.base}report/{segment(name)}"

    def statement(self, *parts: str) -> str:
        return f"{self.base}statement/{fingerprint(*parts)}"

    def evidence(self, report: str, start: int, end: int, rule: str, reason: str) -> str:
        return f"{self.base}evidence/{fingerprint(report, str(start), str(end), rule, reason)}"


def place_in_name(name: str, setting: Setting) -> str:
    """Return the path of the place with which an official name begins, "" when it has none."""
    known = setting.first_places.get(name)
    if known is None:
        start = 2 if name.startswith("中共") else 0
        known = setting.first_places[name] = first_place(name[start:], setting)
    return known


@cache
def genre(title: str) -> str:
    """Return the genre that a title ends with (条例, 办法, 方案 …), or ""."""
    match = _GENRE.search(title)
    return match[1] if match else ""


_GENRE = re.compile(
    r"(条例|办法|规定|细则|意见|方案|要点|通知|清单|纲要|规划|计划|报告|决定|规则|制度|指引|指南"
    r"|预案|法典|法|目录|公告|通报|标准|措施|合同|协议|手册|章程|宪法|解释|批复|函|指导意见|工作表)"
    r"(?:[（(][^）)]*[）)])?$"
)
