"""Agencies: a place in front, an organ behind it, and whatever is nested below that.

The grammar reads from a place (城中区, 我区, 市) to the furthest head noun (局, 委, 办公室, 大队 …)
that it reaches without crossing a verb, a particle or another place. What stands between needs no
list; a list only gives the full official form.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import Work, is_free, mark, marked, work_of
from graph.extract.organs import Organs
from graph.extract.prefixes import Prefix
from graph.extract.rules import Rule, any_of, load_rules, load_words
from graph.extract.setting import Setting

_RUN = re.compile(r"(?:[\u4e00-\u9fff]+|[（(][\u4e00-\u9fff]{1,8}[）)](?=[\u4e00-\u9fff]))+")
_LEADING = re.compile(
    r"的|和|与|及|在|对|向|由|被|将|各|等|为|以|从|到|了|邀请|聘请|组织|联合|委托|依托|会同|走进|进入|参加|通过|赴|请|是|名|家|个|所有|推动|推进|助力|引进|支持|指导|处罚|查处|起诉|开展|举办"
)
_NO_OFFICE = frozenset("大格布结全当时棋僵破开变定终残危")  # 大局, 格局: no bureau
_NEAR = 40  # characters back to the organ that fixes what a bare one belongs to
_LONGEST = 30
_OTHER_PLACE = re.compile(
    r"(?<!^)[省市县区州旗镇乡](?=委(?!员)|人民政府|政府|司法局|公安局|人大|政协|纪委)"
)
_OWN_NAME = re.compile(r"^[^市县区]*(?:律师事务所|公司|大学|学院)$")
_STATIONS = {"司法所": "司法局", "派出所": "公安局"}
_SHARES = ("局", "委", "部", "院", "办", "委员会", "办公室", "大队", "支队", "政府")
_AS_WRITTEN = re.compile(r"海关|海事局|研究院|国际仲裁院|仲裁委员会|博物[馆院]|边检站|港务局|铁路")
_NOT_AFTER_PARTY = re.compile(
    r"办(?:理|好|结|案|件|证|事(?!处))|委(?:托|派|任(?!委)|屈|书(?!记)|婉|以|培)"
)


@Language.factory("agencies")
def make_agencies(nlp: Language, name: str) -> Agencies:
    return Agencies(Organs.load())


class Agencies:
    """Marks agencies that begin with a place, then those that the context alone places."""

    def __init__(self, organs: Organs) -> None:
        self.organs = organs
        stops = load_words("agencies.yaml", "STOPS")
        keep = any_of(load_words("agencies.yaml", "KEEP"))
        begins = "".join(sorted({stop[0] for stop in stops}))
        self.stop = re.compile(rf"(?=[{begins}])(?!{keep})(?:{any_of(stops)})")
        self.bare = load_rules("agencies.yaml", "bare")
        self.free = load_rules("agencies.yaml", "free")
        self.stations = load_rules("agencies.yaml", "stations")

    def __call__(self, doc: Doc) -> Doc:
        work = work_of(doc)
        for prefix in work.prefixes:
            self._from_prefix(doc, prefix)
        self._coordinated(doc)
        for rule in self.free:
            self._free_standing(doc, rule)
        for rule in self.bare:
            self._bare(doc, rule)
        for rule in self.stations:
            self._station(doc, rule)
        return doc

    def _from_prefix(self, doc: Doc, prefix: Prefix) -> None:
        work = work_of(doc)
        if not is_free(doc, prefix.start, prefix.end):
            return
        taken = work.covered.find(1, prefix.end, prefix.end + _LONGEST)
        body = self.body(work.text, prefix.end, taken) or self._of_new_area(work.text, prefix)
        start = prefix.start - 2 if body and _led(work.text, prefix, body) else prefix.start
        if not body or not is_free(doc, start, prefix.end + len(body)):
            return
        if body.startswith("纪委监委"):
            self._supervision(doc, prefix, start)
            return
        canonical = self._full_name(work, prefix, start, body)
        if canonical:
            end = prefix.end + len(body)
            mark(doc, "Agency", start, end, canonical, "place-organ", prefix.reason)

    def _of_new_area(self, text: str, prefix: Prefix) -> str:
        """Return the organ with the 区 that a new area writes twice (滨海新区区委), or ""."""
        twice = text.startswith(("区委", "区政"), prefix.end)
        if (
            not twice
            or not prefix.path.endswith("新区")
            or not text.endswith("新区", 0, prefix.end)
        ):
            return ""
        return "区" + self.body(text, prefix.end + 1)

    def _full_name(self, work: Work, prefix: Prefix, start: int, body: str) -> str:
        """Return the official name of the organ ``body`` of a place, "" for one of no one town."""
        organ = re.sub(r"[（(].*?[）)]", "", body).removeprefix("区")
        county, _, short = prefix.path.rpartition("/")
        if organ in _STATIONS and county and work.setting.level(prefix.path) == "town":
            return self._office(_STATIONS[organ], county, work.setting) + short + organ
        if organ == "司法所":
            return ""
        reporter, kind = work.setting.reporter
        if kind == "Agency" and organ == "分局":  # 安化分局 in the report of the city's bureau
            named = work.text[prefix.start : prefix.end]
            return f"{reporter}{named}{organ}"
        police = work.text.startswith("公安", start) or reporter.endswith("公安局")
        if police and organ.startswith("分局"):
            organ = f"公安{organ}"
        named = work.text[prefix.start : prefix.end]
        by_short = not prefix.path.endswith(named)
        as_written = _OWN_NAME.search(body) or (by_short and _AS_WRITTEN.match(body))
        if as_written and "→" not in prefix.reason:
            return work.text[start : prefix.end + len(body)]
        if prefix.joined and not prefix.path.endswith(named[-2:]):
            upper = work.setting.prefix(prefix.joined[-1][1])
            cut = next((k for k in range(len(named)) if short.startswith(named[k:])), len(named))
            return upper + named[cut:] + organ
        return self.organs.official(organ, prefix.path, work.setting)

    def _coordinated(self, doc: Doc) -> None:
        """Mark organs that share the place of the one before them (县司法局、教育局和财政局)."""
        work = work_of(doc)
        starts = {prefix.start: prefix for prefix in work.prefixes}
        last: tuple[int, Prefix] | None = None
        for found in sorted(marked(doc, "Agency"), key=lambda item: item.start):
            prefix = starts.get(found.start)
            if found.rule != "place-organ" or prefix is None:
                continue
            last = (found.end, prefix)
            while last is not None:
                last = self._next_organ(doc, *last)

    def _next_organ(self, doc: Doc, end: int, prefix: Prefix) -> tuple[int, Prefix] | None:
        text = work_of(doc).text
        start = end + 1
        if text[end : end + 1] not in ("、", "和", "与", "及"):
            return None
        known = self.organs.known_start(text[start : start + _LONGEST])
        body = self.body(text, start) if len(known) > 2 and known.endswith(_SHARES) else ""
        if not body.startswith(known) or not body or not is_free(doc, start, start + len(body)):
            return None
        canonical = self.organs.official(body, prefix.path, work_of(doc).setting)
        reason = f"{body} → {prefix.path}"
        mark(doc, "Agency", start, start + len(body), canonical, "organ-in-list", reason)
        return start + len(body), prefix

    def _supervision(self, doc: Doc, prefix: Prefix, start: int) -> None:
        """县纪委监委 names two bodies that work as one: mark each."""
        middle, setting = prefix.end + 2, work_of(doc).setting
        for begin, end, organ in ((start, middle, "纪委"), (middle, middle + 2, "监委")):
            mark(
                doc,
                "Agency",
                begin,
                end,
                self.organs.official(organ, prefix.path, setting),
                "place-organ",
            )

    def body(self, text: str, start: int, end: int = -1) -> str:
        """Return the organ's name that begins at ``start``, right after its place, or "".

        It ends at ``end`` at the latest, where another name begins.
        """
        run = _RUN.match(text, start, end if end >= start else start + _LONGEST)
        if not run:
            return ""
        if text.endswith("街道", 0, start) and re.match(r"办(?![理公事好案结件证了])", run[0]):
            return "办"
        body = run[0]
        known = self.organs.known_start(body)
        if not known and not self.organs.has_head(body):
            return ""
        other = _OTHER_PLACE.search(body, len(known))
        body = body[: other.start()] if other else body
        body = body[: self._stop(body, len(known))]
        return self._to_last_head(body, known, text[start + len(body) : start + len(body) + 4])

    def _stop(self, body: str, begin: int) -> int:
        """Return where the name has to end: at the first stop word, but not at 和 inside it."""
        for match in self.stop.finditer(body, begin):
            if match[0] == "和" and match.start() > 1 and self._one_organ(body, match.start()):
                continue
            return match.start()
        return len(body)

    def _one_organ(self, body: str, position: int) -> bool:
        """Return whether 和 joins two duties of one organ (政务服务和大数据管理局)."""
        before, after = body[:position], body[position + 1 :]
        if self.organs.has_head(before):
            return False
        return (
            re.match(
                r"[\u4e00-\u9fff]{2,8}?(?:管理局|建设局|保障局|监督局|服务局|局|委员会|厅)", after
            )
            is not None
        )

    def _to_last_head(self, body: str, known: str, after: str) -> str:
        ends = [
            last + 1
            for last, head in self.organs.automaton.iter(body)
            if self._ends_here(body, last + 1, head, after)
        ]
        if known and not _NOT_AFTER_PARTY.match(body[len(known) - 1 :] + after):
            ends.append(len(known))
        name = body[: max(ends)] if ends else ""
        opened = max(name.rfind("（"), name.rfind("("))
        return name[:opened] if opened > 0 and not re.search(r"[）)]", name[opened:]) else name

    def _ends_here(self, body: str, end: int, head: str, after: str) -> bool:
        """Return whether a head noun at ``end`` can be where the name ends."""
        if end == len(head) and head not in self.organs.forms and not _AS_WRITTEN.match(head):
            return False
        rest = body[end:] + after
        if head == "厅" and body.endswith(("服务厅", "大厅", "展厅", "接待厅"), 0, end):
            return False
        if head == "委":
            return end == 1 and not re.match(r"员|托|派|任|办(?!公室|理)", rest)
        return not (
            (
                rest.startswith(
                    ("长", "员", "级", "部的", "面", "势", "限", "所在", "牌", "址", "点")
                )
                and head
                in (
                    "局",
                    "厅",
                    "院",
                    "所",
                    "办",
                    "队",
                    "处",
                    "中心",
                    "站",
                    "支队",
                    "大队",
                    "中队",
                    "总队",
                )
            )
            or (head == "局" and body[end - 2 : end - 1] in _NO_OFFICE)
        )

    def _free_standing(self, doc: Doc, rule: Rule) -> None:
        """Mark organisations that need no place in front: law firms, universities, companies."""
        work = work_of(doc)
        for match in rule.pattern.finditer(work.text):
            start, end = match.span("name")
            start += self._leading_words(work.text[start:end])
            if end - start < 4 or not is_free(doc, start, end):
                continue
            surface = work.text[start:end]
            home = self._home_of(work.setting, rule.settings.get("home", ""))
            if home and "insert" in rule.settings:
                home += rule.settings["insert"]
                surface = surface.removeprefix(rule.settings.get("drop", ""))
            name = surface.replace("村委会", "村民委员会").replace("居委会", "居民委员会")
            mark(doc, "Agency", start, end, home + name, rule.name)

    def _home_of(self, setting: Setting, kind: str) -> str:
        """Return how a body of this place begins: a school's with the city of a district."""
        if kind != "city":
            return setting.prefix(setting.own) if kind and setting.own else ""
        above = setting.own.rpartition("/")[0]
        in_city = setting.own_level in ("county", "zone") and setting.own.endswith("区")
        in_city = in_city and bool(above)
        return setting.prefix(above if in_city else setting.own) if setting.own else ""

    def _leading_words(self, name: str) -> int:
        """Return how many characters before the name belong to the sentence, not to it."""
        cut = 0
        for match in _LEADING.finditer(name[:-2]):
            cut = match.end()
        return cut

    def _bare(self, doc: Doc, rule: Rule) -> None:
        """Mark organs without a place that the text before fixes (区委、政府; 县人大及其常委会)."""
        work = work_of(doc)
        needed = rule.settings.get("level")
        if needed and work.setting.own_level != needed:
            return
        for match in rule.pattern.finditer(work.text):
            start, end = match.span("name")
            if not is_free(doc, start, end):
                continue
            path = self._path_for(doc, rule.settings.get("after", ""), start)
            if path:
                organ = rule.settings.get("organ", work.text[start:end])
                organ = rule.settings.get("lead", "") + organ
                reporter, kind = work.setting.reporter
                within = kind == "Agency" and bool(rule.settings.get("within"))
                official = self.organs.official(organ, path, work.setting)
                canonical = reporter + organ if within else official
                reason = f"{work.text[start:end]} → {reporter if within else path}"
                mark(doc, "Agency", start, end, canonical, rule.name, reason)

    def _station(self, doc: Doc, rule: Rule) -> None:
        """Mark a station by its own name; it belongs to the office of the county."""
        work = work_of(doc)
        setting = work.setting
        levels = ("county", "zone") if len(setting.chain) > 2 else ("county", "prefecture")
        county = next((p for p in setting.chain[::-1] if setting.level(p) in levels), "")
        for match in rule.pattern.finditer(work.text):
            start, end = match.span("name")
            if not county or not is_free(doc, start, end):
                continue
            office = self._office(rule.settings["office"], county, setting)
            name = work.text[start:end]
            mark(doc, "Agency", start, end, office + name, rule.name, f"{name} → {office}")

    def _office(self, short: str, county: str, setting: Setting) -> str:
        """Return the office above a station; the police of a 区 are a branch of the city's."""
        branch = short == "公安局" and county.endswith("区")
        return self.organs.official("公安分局" if branch else short, county, setting)

    def _path_for(self, doc: Doc, after: str, start: int) -> str:
        work = work_of(doc)
        if not after:
            return work.setting.own
        pattern = re.compile(rf"(?:{after})$")
        if not pattern.search(work.text[max(0, start - _NEAR) : start]):
            return ""
        index = bisect_left(work.prefixes, start, key=lambda prefix: prefix.start) - 1
        near = index >= 0 and work.prefixes[index].start >= start - _NEAR
        return work.prefixes[index].path if near else ""


def _led(text: str, prefix: Prefix, body: str) -> bool:
    """Return whether two characters before the place belong to the name (中共…, 公安武清分局)."""
    before = text[max(0, prefix.start - 2) : prefix.start]
    return before == "中共" or (before == "公安" and body.startswith("分局"))
