"""Who reports, and for which year, from the text itself.

The title says it best. Where it is missing (an excerpt, a report that begins with 我区), the
place that the text names most is taken, at the level that its own 我区, 我县 or 我镇 speaks of.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from graph.names import Gazetteer, Place, PlaceMatch
from graph.read.title import title_span, title_text

_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)\s*年(?:度)?")
_LEADING = re.compile(r"^(?:关于|\d{4}\s*年度?|上半年|中共|[\s　·])+")
_TOPIC = re.compile(
    r"关于|\d{4}\s*年|法治|推进|依法|落实|贯彻|年度|全面|开展|深化|加强|上半年|工作|履行|[，,]"
)
_GOVERNMENT = re.compile(
    r"^(?:(?:区|县|市|州|旗|镇|乡)?党?委|人民政府|政府|党工委|管委会|管理委员会|办事处|[、和及（(].*)*$"
)
_OWN_AGENCY = re.compile(r"(?:我|本)(局|委|厅|院|办|队|中心|支队|大队|公司|单位)(?![员托屋内])")
_OWN_PLACE = re.compile(
    r"(?:我|全|本)(省|市|县|区|州|盟|旗|镇|乡|街道|自治区|新区|高新区|经开区|开发区)(?!域|面|社会)"
)
_OWN_ORGAN = re.compile(
    r"(?<![\u4e00-\u9fff])(省|市|县|区|州|盟|旗|镇|乡|街道)(?=委(?!员)|党委|政府|人民政府|党工委|[\u4e00-\u9fff]{2,8}局)"
)
_ORDER = ("街道", "乡", "镇", "旗", "区", "县", "盟", "州", "市", "省", "自治区")  # lowest first
_AGENCY_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,16}?(?:局|委员会|厅|办公室|法院|检察院|中心|支队|大队)(?![部面长])"
)
_AGENCY_END = ("局", "委", "办", "厅", "院", "所", "公司", "委员会", "支队", "大队", "中心")
_TOWN_ALONE = re.compile(
    r"((?!住房和城乡|城乡|乡)[\u4e00-\u9fff]{1,8}?(?:镇|乡|街道|苏木))(?![局建规村]|振兴)"
)
_ZONE_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:新区|高新区|经开区|开发区|园区|示范区|度假区|保税区|合作区|投资区|试验区|实验区|管理区|旅游区|集中区|产业园|新城)$"
)
_TOWN_NAME = re.compile(r"(?=([\u4e00-\u9fff]{1,7}(?:镇|乡|街道|苏木)))")
_TOWN_WORDS = ("镇", "乡", "街道")
_GOVERNED_ZONE = re.compile(
    r"([\u4e00-\u9fff]{0,8}?(?:新区|高新区|经开区|开发区|园区|度假区|保税区|合作区|投资区|试验区|实验区|管理区))"
    r"(?=党工委|管委会|管理委员会|党委|工委)"
)
_ZONE_WORDS = ("新区", "高新区", "经开区", "开发区", "园区")
_WEIGHT = {"full": 3, "short": 1, "subject": 3, "other": 1, "parent": 2, "town": 2, "below": 1}
_HEAD = 260  # characters in which a report introduces itself


@dataclass(frozen=True, slots=True)
class Identity:
    """Title, reporter (canonical name and type), the path of its place, and the year covered."""

    title: str
    reporter: str
    reporter_type: str
    place: str
    year: int | None


def identify(text: str, gazetteer: Gazetteer, known: str = "") -> Identity:
    """Return who reports; ``known`` is a canonical name that a catalogue gives, or ""."""
    span = title_span(text)
    title = title_text(text, span) if span else ""
    reporter, kind, place = _from_name(known, gazetteer) if known else ("", "", "")
    if not place and title:
        reporter, kind, place = _from_title(title, text, gazetteer)
    if not place:
        reporter, kind, place = _from_body(text, gazetteer)
    return Identity(title, reporter, kind or "District", place, _year(text, title))


def _year(text: str, title: str) -> int | None:
    for part in (title, text[:_HEAD]):
        match = _YEAR.search(part)
        if match:
            return int(match[1])
    years = Counter(_YEAR.findall(text))
    return int(max(years, key=lambda year: (years[year], year))) if years else None


def _from_name(known: str, gazetteer: Gazetteer) -> tuple[str, str, str]:
    if known in gazetteer.by_path:
        return known, "District", known
    place, _ = place_at_start(known, gazetteer)
    return known, "Agency", place


def _from_title(title: str, text: str, gazetteer: Gazetteer) -> tuple[str, str, str]:
    name = _LEADING.sub("", title)
    stop = _TOPIC.search(name)
    name = name[: stop.start()] if stop else name
    place, end = place_at_start(name, gazetteer)
    alone = _TOWN_ALONE.match(name)
    if alone and alone[1] in gazetteer.towns and end < alone.end(1):
        place, end = "", 0
    rest = re.sub(r"[\s　]", "", name[end:])
    zone = _ZONE_NAME.match(rest)
    if place and zone and "zone" not in {p.level for p in gazetteer.places if p.path == place}:
        named = name[:end].strip()
        whole = zone[0] if named.endswith(place.rpartition("/")[2]) else named + zone[0]
        return f"{place}/{whole}", "District", f"{place}/{whole}"
    town = _TOWN_ALONE.match(rest)
    if town:
        path = _town_path(town[1], place, text, gazetteer)
        place, rest = path or place, rest[town.end() :] if path else rest
    if not place:
        return "", "", ""
    if not rest or _GOVERNMENT.match(rest) or town:
        return place, "District", place
    if _AGENCY_NAME.fullmatch(rest) or rest.endswith(_AGENCY_END):
        return gazetteer.official_prefix(place) + rest, "Agency", place
    return place, "District", place


def _town_path(name: str, place: str, text: str, gazetteer: Gazetteer) -> str:
    """Return the path of a town by its name, below ``place`` or below a place the text names."""
    if place:
        known = gazetteer.town(name, place)
        return known.path if known else f"{place}/{name}"
    towns = gazetteer.towns.get(name, ())
    named = {p.path for match in gazetteer.find(text) for p in match.places}
    near = [town for town in towns if town.parent in named]
    within = [t for t in towns if any(t.path.startswith(path + "/") for path in named)]
    for likely in (near, within, list(towns)):
        if len(likely) == 1:
            return likely[0].path
    return ""


def place_at_start(name: str, gazetteer: Gazetteer) -> tuple[str, int]:
    """Return the path of the lowest place that a chain of names at the start of ``name`` gives.

    And where the chain ends. Two places that fit equally well give the empty path.
    """
    path, end = "", 0
    for match in gazetteer.find(name):
        if match.start != end:
            break
        fitting = [p for p in match.places if not path or p.path.startswith(path + "/")]
        if not path:
            fitting = _top(fitting)
        if len(fitting) != 1:
            break
        path, end = fitting[0].path, match.end
    return path, end


def _top(places: list[Place]) -> list[Place]:
    """Return the places of the highest level among ``places``; a former one only if alone."""
    order = ("province", "prefecture", "county", "zone")
    current = [place for place in places if not place.successor] or places
    best = min((order.index(place.level) for place in current), default=0)
    return [place for place in current if order.index(place.level) == best]


def _from_body(text: str, gazetteer: Gazetteer) -> tuple[str, str, str]:
    matches = gazetteer.find(text)
    place = _likeliest_place(text, matches, gazetteer) or _unlisted_zone(text, matches)
    own = Counter(_OWN_AGENCY.findall(text))
    if own and sum(own.values()) >= sum(1 for _ in _OWN_PLACE.finditer(text)) / 2:
        head = own.most_common(1)[0][0]
        return (_own_agency(text, place, gazetteer, head) if place else ""), "Agency", place
    return place, "District" if place else "", place


def _unlisted_zone(text: str, matches: list[PlaceMatch]) -> str:
    """Return the path of a zone that no list knows but that its own bodies name, or "".

    泉州台商投资区党工委、管委会: a place, what kind of zone it is, and who governs it.
    """
    for match in matches:
        zone = _GOVERNED_ZONE.match(text, match.end)
        above = _top(list(match.places))
        if zone and len(above) == 1 and above[0].level != "zone":
            return f"{above[0].path}/{match.word if match.is_short else ''}{zone[1]}"
    return ""


def _likeliest_place(text: str, matches: list[PlaceMatch], gazetteer: Gazetteer) -> str:
    """Return the path of the place that the text speaks of as its own, or "" if none leads."""
    said = _own_word(text)
    towns = _named_towns(text, gazetteer)
    scores = _place_scores(text, matches, towns)
    if said in _TOWN_WORDS:
        return _likeliest_town(towns, said, scores)
    best = sorted(
        (
            (_fit(path, scores, said), -path.count("/"), path)
            for path in scores
            if _suits(path, said)
        ),
        reverse=True,
    )
    if not best or (len(best) > 1 and best[0][:2] == best[1][:2]):
        return ""
    if said in _ZONE_WORDS and not best[0][2].endswith(said):
        return _zone_of([path for _, _, path in best], said, gazetteer)
    return best[0][2]


def _own_word(text: str) -> str:
    """Return the word by which the text speaks of its own place (区, 县, 镇 …), or ""."""
    own: Counter[str] = Counter()
    for match in _OWN_PLACE.finditer(text):
        own[match[1]] += 1 if match[0].startswith("全") else 3
    for match in _OWN_ORGAN.finditer(text):
        own[match[1]] += 2
    for word in _ZONE_WORDS:
        own[word] += len(re.findall(rf"(?<![\u4e00-\u9fff]){word}[\u4e00-\u9fff]", text))
    if not own or not max(own.values()):
        return ""
    for word in _ORDER:
        if own[word] * 2.5 >= max(own.values()):
            return word
    return own.most_common(1)[0][0]


def _place_scores(text: str, matches: list[PlaceMatch], towns: Counter[Place]) -> Counter[str]:
    """Return how much speaks for each place: a name that acts or heads a title counts most."""
    scores: Counter[str] = Counter()
    for match in matches:
        before = text[max(0, match.start - 1) : match.start]
        weight = _WEIGHT["short" if match.is_short else "full"]
        if before in "与同和、及到赴在向":
            weight = _WEIGHT["other"] if before else weight
        if not match.is_short and (not before or before in "\n。，,；;　 《〈（("):
            weight += _WEIGHT["subject"] + (before == "《")
        for place in match.places:
            scores[place.path] += weight
            if len(match.places) == 1 and "/" in place.parent:
                scores[place.parent] += _WEIGHT["below"]
    for town, count in towns.items():
        scores[town.parent] += _WEIGHT["town"] * min(count, 3)
    return scores


def _named_towns(text: str, gazetteer: Gazetteer) -> Counter[Place]:
    """Return the towns that the text names, where one place in the country bears the name."""
    found: Counter[Place] = Counter()
    for match in _TOWN_NAME.finditer(text):
        towns = gazetteer.towns.get(match[1], ())
        if len(towns) == 1:
            found[towns[0]] += 1
    return found


def _likeliest_town(towns: Counter[Place], said: str, scores: Counter[str]) -> str:
    ranked = sorted(
        (
            (count + scores[town.parent], town.path)
            for town, count in towns.items()
            if town.name.endswith(said)
        ),
        reverse=True,
    )
    return ranked[0][1] if ranked else ""


def _zone_of(paths: list[str], said: str, gazetteer: Gazetteer) -> str:
    """Return the one zone that calls itself ``said`` at or beside the likeliest of ``paths``."""
    for path in paths:
        above = {path, path.rpartition("/")[0]} - {""}
        zones = [
            place.path
            for place in gazetteer.places
            if place.level == "zone"
            and place.parent in above
            and "/" in place.parent
            and any(zone_word(said, name) for name in (place.name, *place.short_names))
        ]
        if len(zones) == 1:
            return zones[0]
    return paths[0]


def zone_word(word: str, name: str) -> bool:
    """Return whether a zone of this name calls itself ``word`` (经开区, 高新区, 开发区)."""
    full = {"经开区": "经济技术开发区", "高新区": "高新技术产业开发区"}.get(word, word)
    return name.endswith((word, full))


def _suits(path: str, said: str) -> bool:
    """Return whether a place can be what its report calls 我区, 我县 …"""
    if not said or said in _ZONE_WORDS:
        return True
    if said == "区":
        return path.endswith("区") and not path.endswith("自治区")
    return path.endswith(said)


def _fit(path: str, scores: Counter[str], said: str) -> float:
    parts = path.split("/")
    uppers = ["/".join(parts[:k]) for k in range(1, len(parts))]
    above = sum(min(scores[path], 6) for path in uppers if not said or not _suits(path, said))
    own = scores[path] if said else scores[path] * (1 + 0.2 * len(parts))
    return own + _WEIGHT["parent"] * above / 6 if scores[path] else 0


def _own_agency(text: str, place: str, gazetteer: Gazetteer, head: str) -> str:
    """Return the full name of the agency that writes 我局, or "" when the text doesn't name it."""
    found: Counter[str] = Counter()
    for match in re.finditer(rf"(?:市|县|区|省|州|旗)([\u4e00-\u9fff]{{2,10}}?{head})", text):
        if not re.search(r"[我本各和与的、在由]", match[1]):
            found[match[1]] += 1 + (match.start() < _HEAD)
    if not found:
        return ""
    name, count = found.most_common(1)[0]
    return gazetteer.official_prefix(place) + name if count > 1 else ""
