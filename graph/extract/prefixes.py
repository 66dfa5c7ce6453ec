"""What an agency's name begins with: a place's name, or a word that stands for one (区, 我市)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from graph.extract.lexicon import find_all
from graph.extract.setting import Setting
from graph.names import Place, PlaceMatch

_WORDS = (
    "自治区|自治州|自治县|自治旗|新区|开发区|高新区|经开区|园区|城区|街道"
    "|省|市|县|区|州|旗|盟|镇|乡"
)
_OWN_ENDS = ("我", "们", "本")
_WORD = re.compile(_WORDS)
_ANAPHOR = re.compile(rf"(?:我们|我|本|全)?(?:{_WORDS})")
_NOT_BEFORE = {
    "区": "治社辖园小景山校灾地片街库牧林矿港湖战禁城郊营分功专片专厂疫展",
    "市": "治城都股门超上夜集楼",
    "省": "治节反俭各",
    "县": "治郡",
    "镇": "城村集",
    "乡": "城家老下返",
    "州": "治",
}
_NOT_AFTER = re.compile(
    r"市(?:场|监(?=局|所|分局)|民(?!政)|容|区|域|级|政(?!府|协|法委|务)|直|辖|县|面|值|价|外|内)|区(?:域|划|级|直|属|块|间|位|别|内|外)"
    r"|县(?:域|级|乡|直|区|内)|省(?:级|直|内|外|份|际)|州(?:级|直)|镇(?:级|村|街|域)|乡(?:镇|村|贤|土|音|亲|里)"
    r"|旗(?:帜|级|直)|盟(?:级|约)"
)
_GENERIC = re.compile(
    r"(?:各|各个|其他|其它|两|多个|每个|所有|有关|相关|辖区内|先进|兄弟|周边|\d+个?)$"
)
SHORT_FORM = re.compile(
    r"[（(](?:以下|下)?简称[为:：]?\s*[“\"]?(?P<short>[\u4e00-\u9fff]{2,10})[”\"]?[）)]"
)
_JUST_BEFORE = 14  # characters back to the place of the organ that is coordinated
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:镇|乡|街道|苏木)")


class Prefix(NamedTuple):
    """A stretch of text that stands for a place: its path, and why."""

    start: int
    end: int
    path: str
    reason: str
    joined: tuple[tuple[str, str], ...] = ()  # pairs (lower, upper) that the name itself shows


def find_prefixes(text: str, setting: Setting, matches: list[PlaceMatch]) -> list[Prefix]:
    """Return all places named or stood for in ``text``, in reading order, without overlap."""
    named, taken = _named(text, setting, matches)
    # a full name whose place is open still is no 区 of one's own
    common = setting.gazetteer.common_words
    full = (m for m in matches if not m.is_short and len(m.word) > 2)
    _cover(taken, (m for m in full if m.word not in common))
    stood = [p for p in _anaphors(text, setting, named) if taken.find(1, p.start, p.end) < 0]
    return sorted(named + stood, key=attrgetter("start"))


def first_place(text: str, setting: Setting) -> str:
    """Return the path of the place with whose name ``text`` begins, "" when it has none."""
    named, _ = _named(text, setting, setting.gazetteer.find(text))
    return next((prefix.path for prefix in named if prefix.start == 0), "")


def _named(
    text: str, setting: Setting, matches: list[PlaceMatch]
) -> tuple[list[Prefix], bytearray]:
    """Return the places that ``text`` names, and what they cover of it, one byte a character."""
    towns = list(_towns(text, setting))
    if towns:
        in_town = _cover(bytearray(len(text)), towns)
        matches = [m for m in matches if not (m.is_short and in_town[m.start])]
    named = list(_own_name(text, setting))
    taken = _cover(bytearray(len(text)), named)
    named += [p for p in chains(text, setting, matches) if not taken[p.start]]
    _cover(taken, named)
    named += _short_forms(text, named, taken)
    _cover(taken, named)
    towns = [p for p in towns if taken.find(1, p.start, p.end) < 0]
    _cover(taken, towns)
    return named + towns, taken


def _cover(taken: bytearray, stretches: Iterable[Prefix | PlaceMatch]) -> bytearray:
    """Set to 1 what lies in the stretches, one byte for each character."""
    for stretch in stretches:
        taken[stretch.start : stretch.end] = b"\1" * (stretch.end - stretch.start)
    return taken


def _short_forms(text: str, named: list[Prefix], taken: bytearray) -> Iterator[Prefix]:
    """Yield the places by the short names that a text gives them (以下简称航空港区)."""
    defined: dict[str, tuple[int, str]] = {}
    ends = {prefix.end: prefix for prefix in named}
    for match in SHORT_FORM.finditer(text):
        prefix = ends.get(match.start())
        if prefix is not None and not _ANAPHOR.fullmatch(match["short"]):
            defined.setdefault(match["short"], (match.start("short"), prefix.path))
    for short, start, end in find_all(text, defined):
        since, path = defined[short]
        if start >= since and taken.find(1, start, end) < 0:
            yield Prefix(start, end, path, f"{short}: 简称见前文")


def chains(text: str, setting: Setting, matches: list[PlaceMatch]) -> Iterator[Prefix]:
    """Yield joined place names (柳州市城中区, 广东佛山, 鹿寨县鹿寨镇) as one prefix each."""
    index = 0
    while index < len(matches):
        path, reason = resolve_place(matches[index], setting, "")
        start, end = matches[index].start, matches[index].end
        joined: list[tuple[str, str]] = []
        index += 1
        while path and index < len(matches) and matches[index].start == end:
            below, below_reason = resolve_place(matches[index], setting, path)
            if not below.startswith(path + "/") or _skips(below, path, matches[index], setting.own):
                break
            joined.append((below, path))
            path, reason, end = below, below_reason or reason, matches[index].end
            index += 1
        if path:
            above = path
            end, path = _with_town(text, end, path, setting)
            joined += [(path, above)] if path != above else []
            yield Prefix(start, end, path, reason, tuple(joined))


def _skips(below: str, path: str, match: PlaceMatch, own: str) -> bool:
    """Return whether the own place's short name leaves out a level: 壮美广西柳江 are two names."""
    return match.is_short and below.rpartition("/")[0] != path and below == own


def _own_name(text: str, setting: Setting) -> Iterator[Prefix]:
    """Yield the names of the report's own place where no list knows it (a new zone)."""
    own, gazetteer = setting.own, setting.gazetteer
    if not own or own in gazetteer.by_path or setting.own_level == "town":
        return
    name = own.rpartition("/")[2]
    above = setting.prefix(own.rpartition("/")[0]).rstrip("市县")
    for match in re.finditer(rf"(?:{re.escape(above)}市?)?{re.escape(name)}", text):
        yield Prefix(match.start(), match.end(), own, "")


def _with_town(text: str, end: int, path: str, setting: Setting) -> tuple[int, str]:
    town = _TOWN.match(text, end)
    if town and setting.gazetteer.town(town[0], path):
        found = setting.gazetteer.town(town[0], path)
        assert found is not None
        return town.end(), found.path
    return end, path


def resolve_place(match: PlaceMatch, setting: Setting, above: str) -> tuple[str, str]:
    """Return the path that a place name means here, and why; ("", "") when that is open.

    Candidates below the name just before it come first, then those nearest to the report's own
    place; a short name of a far county is too likely a common word to count.
    """
    known = setting.resolved.get((match.word, above))
    if known is None:
        known = setting.resolved[match.word, above] = _resolve(match, setting, above)
    return known


def _resolve(match: PlaceMatch, setting: Setting, above: str) -> tuple[str, str]:
    places = match.places
    if above:
        below = [place for place in places if place.path.startswith(above + "/")]
        if len(below) == 1:
            return below[0].path, f"{match.word}: 在{above}之下"
    near = sorted(places, key=lambda place: _distance(place, setting))
    far = bool(setting.chain) and not near[0].path.startswith(setting.chain[0])
    if len(match.word) == 2 and match.word[1] == "县" and far and not above:
        return "", ""  # 建|成县, 完|成县, 管|理县: hardly a far county
    common = match.word in setting.gazetteer.common_words
    if common and near[0].path not in setting.chain:
        return "", ""
    if match.is_short and not _short_counts(match, near[0], setting):
        return "", ""
    best = [p for p in near if _distance(p, setting) == _distance(near[0], setting)]
    if len(best) > 1:
        current = [place for place in best if not place.successor]
        best = current if len(current) == 1 else best
    if len(best) > 1:
        return "", ""
    return best[0].path, _why_near(match.word, best[0], near)


def _why_near(word: str, best: Place, near: list[Place]) -> str:
    """Return why a homonym is the nearest place, with the candidates after it in their order."""
    others = [place.path for place in near if place.path != best.path]
    if not others:
        return ""
    named = "、".join(others[:_MOST_OTHERS])
    more = f"等{len(others)}处" if len(others) > _MOST_OTHERS else ""
    return f"{word}: 有同名者，取近处的{best.path}；其次{named}{more}"


_MOST_OTHERS = 3  # candidates that a reason names
_ORDER = {"province": 0, "prefecture": 1, "zone": 2, "county": 2}


def _distance(place: Place, setting: Setting) -> tuple[int, int]:
    """Return how far a place is from the report's own: shared ancestors count most."""
    own = setting.own.split("/") if setting.own else []
    parts = place.path.split("/")
    shared = 0
    while shared < min(len(own), len(parts)) and own[shared] == parts[shared]:
        shared += 1
    if place.path == setting.own:
        return (-9, 0)
    return (-shared if shared > 1 or len(parts) > 2 else 0, _ORDER.get(place.level, 3))


def _short_counts(match: PlaceMatch, place: Place, setting: Setting) -> bool:
    if len(match.word) < 2 or match.word in setting.gazetteer.common_words:
        return place.path == setting.own and len(match.word) > 1
    if place.level == "province":
        return True
    if place.path == setting.own or setting.own.startswith(place.path + "/"):
        return True
    if place.level == "prefecture":
        return True
    parent = place.path.rsplit("/", 1)[0]
    return bool(setting.own) and setting.own.startswith(parent) and len(parent.split("/")) > 1


_TOWN_END = re.compile(r"镇|乡|街道|苏木")
_ETHNIC = re.compile(
    r"(?:(?<=[、，。；：,;\n\s由在对和与向])|^)[\u4e00-\u9fff]{1,4}?(?:回|满|苗|侗|瑶|壮|彝|白|畲|土家|朝鲜|蒙古|布依|哈萨克|维吾尔|藏|羌|黎|傣|傈僳|哈尼|佤|纳西|拉祜|水|仡佬|东乡|土|锡伯|柯尔克孜|达斡尔|鄂温克)族(?:[\u4e00-\u9fff]{1,3}族)*乡$"
)
_TOWN_NAME = 8  # characters at most


def _towns(text: str, setting: Setting) -> Iterator[Prefix]:
    """Yield the towns of the report's own county or city, which the list knows."""
    above = setting.above_towns
    if not above:
        return
    for match in _TOWN_END.finditer(text):
        for length in range(min(_TOWN_NAME, match.end()), 1, -1):
            start = match.end() - length
            town = setting.gazetteer.town(text[start : match.end()], above)
            if town:
                in_zone = setting.own_level == "zone"
                path = f"{setting.own}/{town.name}" if in_zone else town.path
                yield Prefix(start, match.end(), path, "")
                break
        else:
            unlisted = _unlisted_town(text, match.end(), setting)
            if unlisted:
                start = match.end() - len(unlisted)
                yield Prefix(start, match.end(), f"{setting.own}/{unlisted}", "")


def _unlisted_town(text: str, end: int, setting: Setting) -> str:
    """Return the name of a county's town that no list knows but that its shape gives away.

    The seat bears the county's own name (高阳镇); a 民族乡 says which people live there.
    """
    name = setting.own.rpartition("/")[2]
    if setting.own_level != "county":
        return ""
    seat = name.rstrip("县市区") + "镇"
    if len(seat) > 2 and text.endswith(seat, 0, end):
        return seat
    ethnic = _ETHNIC.search(text, max(0, end - _TOWN_NAME - 2), end)
    return ethnic[0] if ethnic else ""


def _anaphors(text: str, setting: Setting, named: list[Prefix]) -> Iterator[Prefix]:
    autonomous = setting.in_autonomous_region
    ends = {prefix.end: prefix.path for prefix in named}
    for match in _WORD.finditer(text):
        word, (begin, end) = match[0], match.span()
        path = setting.stands_for(word) or _just_named(word, begin, text, ends)
        if autonomous and word == "区" and text.startswith("党委", end):
            path = setting.region
        before = text[begin - 1 : begin]
        if not path or before == "全" or (before and before in _NOT_BEFORE.get(word, "")):
            continue
        start = _own_start(text, begin) if before in _OWN_ENDS else begin
        if _NOT_AFTER.match(text, end - 1) or _GENERIC.search(text, max(0, start - 4), start):
            continue
        yield Prefix(start, end, path, f"{text[start:end]} → {path}")


def _just_named(word: str, begin: int, text: str, ends: dict[int, str]) -> str:
    """Return the place below the reporter named just before (元谋县检察院、县市场监管局), or ""."""
    if text[begin - 1 : begin] not in ("、", "和", "与"):
        return ""
    for end in range(begin - 2, max(0, begin - _JUST_BEFORE), -1):
        if text[end] in "，。；,;":
            return ""
        if end in ends:
            return ends[end] if ends[end].endswith(word) else ""
    return ""


def _own_start(text: str, begin: int) -> int:
    """Return where the 我, 本 or 我们 before a word begins, or where the word itself does."""
    before = text[max(0, begin - 2) : begin]
    if before == "我们":
        return begin - 2
    return begin - 1 if before[-1:] in ("我", "本") else begin
