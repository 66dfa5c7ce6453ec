"""Names that are known beforehand: districts of every level, and the lists in seeds/names.

Known names are data; what to do with a name that no list knows is the extractor's work.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from operator import attrgetter, itemgetter

from graph.errors import RuleError

LEVELS = ("province", "prefecture", "county", "town", "village")


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative division or functional zone.

    ``path`` joins the names from the province down with ``/``; ``code`` is GB/T 2260 (six digits,
    nine for a town) or "" for a zone; ``level`` is province, prefecture, county, town or zone.
    """

    code: str
    name: str
    path: str
    level: str
    parent: str  # path
    short_names: tuple[str, ...] = ()
    abbreviation: str = ""
    latitude: str = ""
    longitude: str = ""
    successor: str = ""  # path of the division that took over from a former one
    former_code: str = ""  # that a former division had
    until: str = ""  # the year in which a former division ended


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place name in a text; ``places`` are all that bear it, ``is_short`` when cut short."""

    start: int
    end: int
    word: str
    places: tuple[Place, ...]
    is_short: bool


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV (or .csv.gz) in seeds/names; RuleError if it is missing."""
    source = files("seeds").joinpath("names", name)
    try:
        data = source.read_bytes()
    except FileNotFoundError as error:
        raise RuleError(f"seeds/names/{name} is missing; restore it from the repository") from error
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"))))


def split_names(cell: str | None) -> tuple[str, ...]:
    """Return the names of a cell that joins them with ``|``."""
    return tuple(part for part in (cell or "").split("|") if part)


@dataclass(slots=False)
class Gazetteer:
    """All places, found by code, by path, by name, and in running text."""

    places: list[Place]
    towns: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    _towns_below: dict[tuple[str, str], Place | None] = field(default_factory=dict, repr=False)

    @cached_property
    def by_path(self) -> dict[str, Place]:
        return {place.path: place for place in self.places}

    @cached_property
    def by_code(self) -> dict[str, Place]:
        return {place.code: place for place in self.places if place.code}

    @cached_property
    def predecessors(self) -> dict[str, tuple[Place, ...]]:
        """The former divisions that each place took over from, by its path."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            if place.successor:
                found.setdefault(place.successor, []).append(place)
        return {path: tuple(places) for path, places in found.items()}

    @cached_property
    def by_name(self) -> dict[str, tuple[Place, ...]]:
        """Full and short names of everything above the town, to all that bear the name."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            for name in dict.fromkeys((place.name, *place.short_names)):
                found.setdefault(name, []).append(place)
        return {name: tuple(places) for name, places in found.items()}

    @cached_property
    def _by_start(self) -> dict[str, list[tuple[bool, str, tuple[Place, ...]]]]:
        """What ``by_name`` knows by the first two characters: is the name cut short, name, places.

        Few characters begin a name and fewer pairs do, so a text is read faster this way than by
        an automaton, whose root has to look for each character among a thousand.
        """
        found: dict[str, list[tuple[bool, str, tuple[Place, ...]]]] = {}
        for name, places in self.by_name.items():
            is_short = all(place.name != name for place in places)
            found.setdefault(name[:2], []).append((is_short, name, places))
        return found

    @cached_property
    def _start(self) -> re.Pattern[str]:
        """Finds characters with which a name can begin."""
        first, second = (
            "".join(sorted({re.escape(pair[k]) for pair in self._by_start if len(pair) == 2}))
            for k in (0, 1)
        )
        return re.compile(f"[{first}](?=[{second}])" if first else "(?!)")

    def find(self, text: str) -> list[PlaceMatch]:
        """Return the longest place names in ``text``, left to right, without overlap.

        Full names win over short ones that overlap them.
        """
        found = [
            (is_short, -len(word), match.start(), word, places)
            for match in self._start.finditer(text)
            for is_short, word, places in self._by_start.get(
                text[match.start() : match.start() + 2], ()
            )
            if text.startswith(word, match.start())
        ]
        if len(found) > 1:
            found.sort(key=itemgetter(0, 1, 2))
        taken = bytearray(len(text))
        chosen = []
        for is_short, _, start, word, places in found:
            end = start + len(word)
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * len(word)
                chosen.append(PlaceMatch(start, end, word, places, is_short))
        chosen.sort(key=attrgetter("start"))
        return chosen

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Short names that are also common words of these reports (平安, 长治)."""
        return frozenset(row["word"] for row in read_table("common_words.csv"))

    def abbreviated(self, sign: str) -> str:
        """Return the path of the place with this one-character name (京, 邕), "" when not one."""
        found = [place.path for place in self.places if sign in place.abbreviation.split("|")]
        return found[0] if len(found) == 1 else ""

    def official_prefix(self, path: str) -> str:
        """Return how the official name of an agency of this place begins.

        A district of a city carries its city in front (柳州市城中区), a county or a city doesn't
        carry what is above it (鹿寨县); a town or zone carries its county or city.
        """
        parts = path.split("/")
        place = self.by_path.get(path)
        level = place.level if place else "town"
        if len(parts) == 1 or level == "prefecture":
            return parts[-1]
        if level == "county" and not parts[-1].endswith("区"):
            return parts[-1]
        if place and level == "zone" and len(parts) == 2:
            return parts[-1]
        if place and level == "zone" and place.short_names:
            return place.short_names[0]
        above = self.official_prefix("/".join(parts[:-1]))
        short = above.rstrip("市区县州")
        is_zone = level == "zone" or (place is None and parts[-1].endswith("区"))
        carries = parts[-1].startswith((above, short)) and is_zone
        return parts[-1] if carries else above + parts[-1]

    def town(self, name: str, under: str) -> Place | None:
        """Return the one town ``name`` below the place with path ``under``; None if not unique."""
        towns = self.towns.get(name)
        if towns is None:
            return None
        if (name, under) not in self._towns_below:
            inside = [t for t in towns if t.path.startswith(under + "/")]
            self._towns_below[name, under] = inside[0] if len(inside) == 1 else None
        return self._towns_below[name, under]


def load_gazetteer() -> Gazetteer:
    """Return the gazetteer compiled from seeds/names (a fresh one at each call)."""
    places: list[Place] = []
    by_code: dict[str, Place] = {}
    rows = {row["code"]: row for row in read_table("districts.csv")}
    for code in sorted(rows, key=lambda code: LEVELS.index(rows[code]["level"])):
        place = _district(rows[code], by_code)
        by_code[code] = place
        places.append(place)
    places += _former(by_code) + _zones(by_code)
    return Gazetteer(places, _towns(by_code))


def _district(row: dict[str, str], by_code: dict[str, Place]) -> Place:
    parent = by_code[row["parent"]].path if row["parent"] else ""
    path = f"{parent}/{row['name']}" if parent else row["name"]
    return Place(
        row["code"],
        row["name"],
        path,
        row["level"],
        parent,
        split_names(row["short_names"]),
        row.get("abbreviation", ""),
        row["latitude"],
        row["longitude"],
    )


def _former(by_code: dict[str, Place]) -> list[Place]:
    current = {place.path for place in by_code.values()}
    former = []
    for row in read_table("former_districts.csv"):
        parent = by_code[row["parent_code"]].path
        path = f"{parent}/{row['name']}"
        successor = by_code.get(row["successor"])
        if path not in current:
            took_over = successor.path if successor else ""
            former.append(
                Place(
                    "",
                    row["name"],
                    path,
                    "county",
                    parent,
                    successor=took_over,
                    former_code=row["code"],
                    until=row["until"],
                )
            )
    return former


def _zones(by_code: dict[str, Place]) -> list[Place]:
    return [
        Place(
            "",
            row["name"],
            f"{by_code[row['parent']].path}/{row['name']}",
            "zone",
            by_code[row["parent"]].path,
            tuple(dict.fromkeys((row["full_name"], *split_names(row["short_names"])))),
        )
        for row in read_table("zones.csv")
    ]


def _towns(by_code: dict[str, Place]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for row in read_table("towns.csv.gz"):
        parent = by_code.get(row["parent"])
        if parent is None:
            continue
        path = f"{parent.path}/{row['name']}"
        town = Place(row["code"], row["name"], path, "town", parent.path)
        found.setdefault(row["name"], []).append(town)
    return {name: tuple(towns) for name, towns in found.items()}
