"""Where a report stands: its place and everything above, which fix what 我区 and 市委 mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from graph.model import Report
from graph.names import Gazetteer
from graph.read.reporter import zone_word


@dataclass(frozen=True, slots=False)
class Setting:
    """The report's own place, with the places above it, by level.

    What is asked again and again while one report is read is kept with it.
    """

    report: Report
    gazetteer: Gazetteer
    resolved: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict, init=False)
    first_places: dict[str, str] = field(default_factory=dict, init=False)
    _stand: dict[str, str] = field(default_factory=dict, init=False)
    _prefixes: dict[str, str] = field(default_factory=dict, init=False)

    @cached_property
    def chain(self) -> tuple[str, ...]:
        """The paths from the province down to the report's own place."""
        parts = self.report.place.split("/") if self.report.place else []
        return tuple("/".join(parts[: k + 1]) for k in range(len(parts)))

    @property
    def own(self) -> str:
        """The path of the report's own place, "" when unknown."""
        return self.report.place

    @cached_property
    def own_level(self) -> str:
        return self.level(self.own) if self.own else ""

    @property
    def reporter(self) -> tuple[str, str]:
        """Canonical name and type of who reports."""
        return self.report.reporter, self.report.reporter_type

    def level(self, path: str) -> str:
        """Return the level of a path: province, prefecture, county, zone, town or village."""
        place = self.gazetteer.by_path.get(path)
        if place:
            return place.level
        last = path.rsplit("/", 1)[-1]
        if last.endswith(("镇", "乡", "街道", "苏木")):
            return "town"
        return "zone" if last.endswith("区") and not last.endswith("社区") else "village"

    @cached_property
    def in_autonomous_region(self) -> bool:
        return bool(self.chain) and self.chain[0].endswith("自治区")

    @property
    def region(self) -> str:
        return self.chain[0] if self.chain else ""

    def named(self, word: str) -> str:
        """Return the path that ``word`` (市, 县, 区, 省 …) stands for in this report, or "".

        市 in a county-level city is the city itself; in a district of a municipality it is the
        municipality; in any other county it is the prefecture.
        """
        if word == "自治区" or (word == "区" and self.own_level == "province"):
            return self.region if self.in_autonomous_region else ""
        fitting = [path for path in self.chain if self._bears(path, word)]
        if word == "市" and len(fitting) > 1 and self.own_level == "county":
            return fitting[-1]
        return fitting[-1] if fitting else ""

    def _bears(self, path: str, word: str) -> bool:
        name = path.rsplit("/", 1)[-1]
        if word == "区":
            return name.endswith("区") and not name.endswith("自治区")
        if word == "城区":
            return name.endswith("区") and self.level(path) == "county"
        if word == "新区":
            return name.endswith("新区")
        if word in ("开发区", "高新区", "经开区", "园区"):
            return self.level(path) == "zone" and zone_word(word, name)
        return name.endswith(word)

    @property
    def above_towns(self) -> str:
        """The path below which a town's name is looked up: the own county, else the city."""
        if self.own_level == "town":
            return self.chain[-2] if len(self.chain) > 1 else ""
        if self.own_level == "zone":
            return self.chain[1] if len(self.chain) > 2 else ""
        return self.own if self.own_level in ("county", "prefecture") else ""

    def own_zone(self, word: str) -> str:
        """Return the functional zone on the chain that calls itself ``word`` (新区, 开发区)."""
        if word not in ("新区", "开发区", "高新区", "经开区", "园区", "区"):
            return ""
        zones = [path for path in self.chain if self.level(path) == "zone"]
        named = [path for path in zones if word in ("区", "园区") or zone_word(word, path)]
        return named[-1] if named else ""

    def stands_for(self, word: str) -> str:
        """Return the path that ``word`` stands for: a place of the chain, or the own zone."""
        if word not in self._stand:
            self._stand[word] = self.named(word) or self.own_zone(word)
        return self._stand[word]

    def prefix(self, path: str) -> str:
        """Return how official names of this place's agencies begin."""
        if path not in self._prefixes:
            self._prefixes[path] = self.gazetteer.official_prefix(path)
        return self._prefixes[path]
