"""Official names of organs: from the short form after a place to the full form with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import ahocorasick

from graph.extract.setting import Setting
from graph.names import read_table

_LEVEL_WORD = {"province": "省", "prefecture": "市", "county": "县", "zone": "区", "town": "镇"}


@dataclass(frozen=True, slots=True)
class Form:
    """How an organ is written after its place, and its full form (``{place}`` may be in it)."""

    short: str
    full: str
    level: str


@dataclass(slots=False)
class Organs:
    """The forms of seeds/names/agency_forms.csv and the heads of agency_heads.csv."""

    forms: dict[str, list[Form]]
    heads: dict[str, str]

    @classmethod
    @cache
    def load(cls) -> Organs:
        """Return the organs that the lists know (read once per process)."""
        forms: dict[str, list[Form]] = {}
        for row in read_table("agency_forms.csv"):
            form = Form(row["short"], row["full"], row["level"] or "any")
            for short in _with_levels(form.short):
                forms.setdefault(short, []).append(form)
            if "{place}" not in form.full:
                forms.setdefault(form.full, []).append(Form(form.full, form.full, "any"))
        heads = {row["head"]: row["kind"] for row in read_table("agency_heads.csv")}
        return cls(forms, heads)

    @cached_property
    def automaton(self) -> Any:
        """Finds the heads at which an agency's name can end."""
        automaton = ahocorasick.Automaton()
        for head in self.heads:
            automaton.add_word(head, head)
        automaton.make_automaton()
        return automaton

    def has_head(self, words: str) -> bool:
        """Return whether a head stands anywhere in ``words``."""
        return next(self.automaton.iter(words), None) is not None

    @cached_property
    def by_first(self) -> dict[str, list[str]]:
        """Listed forms by their first character, the longest first."""
        found: dict[str, list[str]] = {}
        for form in sorted(self.forms, key=len, reverse=True):
            found.setdefault(form[0], []).append(form)
        return found

    def known_start(self, body: str) -> str:
        """Return the longest listed form with which ``body`` begins, or ""."""
        return next(filter(body.startswith, self.by_first.get(body[:1], ())), "")

    def official(self, body: str, path: str, setting: Setting) -> str:
        """Return the full official name of the organ ``body`` of the place at ``path``."""
        place, level = setting.prefix(path), setting.level(path)
        if body.startswith("公安分局") and "/" in path:
            return self._police_branch(body, path, setting)
        word = path[-1] if path[-1] in "省市县区州旗盟镇乡" else "区"
        known = self.known_start(body)
        if not known:
            return place + body
        full = self._form(known, level).full
        rest = body[len(known) :]
        full = re.sub(r"依法治[省市县区州旗盟X]", f"依法治{word}", full.replace("{level}", word))
        named = full.replace("{place}", place) if "{place}" in full else place + full
        return _join(named, self._expand(rest, full), place) if rest else named

    def _police_branch(self, body: str, path: str, setting: Setting) -> str:
        """区公安分局 is a branch of the city's bureau: 天水市公安局秦州分局."""
        above, _, name = path.rpartition("/")
        city = setting.prefix(above)
        place = setting.gazetteer.by_path.get(path)
        short = place.short_names[0] if place and place.short_names else name
        if place and place.level == "zone":
            short = name.removeprefix(city).removeprefix(city.rstrip("市"))
        return f"{city}公安局{short}分局{body.removeprefix('公安分局')}"

    def _form(self, short: str, level: str) -> Form:
        forms = self.forms[short]
        level = "county" if level == "zone" else level
        exact = [form for form in forms if form.level == level]
        return (exact or [form for form in forms if form.level == "any"] or forms)[0]

    def _expand(self, rest: str, outer: str) -> str:
        """Return a nested organ's part with its listed full form (应急局 → 应急管理局)."""
        known = self.known_start(rest)
        if known and "{place}" not in self.forms[known][0].full:
            return self.forms[known][0].full.removeprefix(outer) + rest[len(known) :]
        return rest


def _join(named: str, rest: str, place: str) -> str:
    """Join a nested part: the party group of an agency carries 中共 in front."""
    if rest.startswith(("党组", "党委", "党支部", "党工委")) and not named.startswith("中共"):
        return f"中共{named}{rest}"
    if named.startswith("中共") and named.endswith("委员会") and not rest.startswith("办公室"):
        committee = f"中共{place}委员会"
        return f"中共{place}委{rest}" if named == committee else named + rest
    if named == f"中共{place}委员会":
        return f"中共{place}委{rest}"
    return named + rest


def _with_levels(short: str) -> list[str]:
    """Return a short form for each word of level that it can carry (依法治区办, 依法治县办)."""
    match = re.search(r"依法治([省市县区州旗盟X])", short)
    if not match:
        return [short]
    at = match.start(1)
    return [short[:at] + word + short[at + 1 :] for word in ("省", *"市县区州旗盟")]
