"""Places in the text: names, and the words that stand for one (我区, 全县, 自治区, 新区)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.lexicon import find_all
from graph.extract.marks import is_free, mark, marked, work_of
from graph.extract.prefixes import find_prefixes
from graph.extract.rules import Rule, load_rules
from graph.extract.setting import Setting

_VILLAGE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,5}(?:村|社区|嘎查))(?![庄民级镇委居口里落务史支干集风规])"
)
_VILLAGE_BELOW = re.compile(
    r"((?![镇乡]|[\u4e00-\u9fff]{0,3}农村|排查|开展|推进|建立)"
    r"[\u4e00-\u9fff]{1,5}?(?:村(?!村)|社区|嘎查))(?![庄民级镇委居口里落务])"
)
_NO_VILLAGE = re.compile(r"委|级|干部|民(?!法)")


@Language.factory("prefixes")
def make_prefixes(nlp: Language, name: str) -> object:
    return note_prefixes


def note_prefixes(doc: Doc) -> Doc:
    """Note all that names or stands for a place, for the components that come after."""
    work = work_of(doc)
    matches = work.setting.gazetteer.find(work.text)
    work.prefixes = find_prefixes(work.text, work.setting, matches)
    work.place_starts = frozenset(p.start for p in work.prefixes if "→" not in p.reason)
    return doc


@Language.factory("places")
def make_places(nlp: Language, name: str) -> Places:
    return Places(load_rules("places.yaml", "anaphora"), load_rules("places.yaml", "never"))


class Places:
    """Marks the places that no longer name has claimed."""

    def __init__(self, anaphora: tuple[Rule, ...], never: tuple[Rule, ...]) -> None:
        self.anaphora = anaphora
        self.never = never

    def __call__(self, doc: Doc) -> Doc:
        work = work_of(doc)
        for prefix in work.prefixes:
            if "→" not in prefix.reason and self._counts(doc, prefix.start, prefix.end):
                end, path = self._with_village(doc, prefix.end, prefix.path)
                mark(doc, "District", prefix.start, end, path, "place-name", prefix.reason)
        villages = {
            work.text[start:end]: path for start, end, path in _villages(work.text, work.setting)
        }
        for found in marked(doc, "District"):  # 兴隆镇龙凤村 once, 龙凤村 after that
            if found.canonical.endswith(("村", "社区", "嘎查")):
                villages[found.canonical.rpartition("/")[2]] = found.canonical
        for name, start, end in find_all(work.text, villages):
            if not _NO_VILLAGE.match(work.text, end) and self._counts(doc, start, end):
                mark(doc, "District", start, end, villages[name], "village")
        for rule in self.anaphora:
            self._stand_for(doc, rule)
        return doc

    def _with_village(self, doc: Doc, end: int, path: str) -> tuple[int, str]:
        text = work_of(doc).text
        village = _VILLAGE_BELOW.match(text, end)
        if village and is_free(doc, end, village.end()):
            return village.end(), f"{path}/{village[1]}"
        return end, path

    def _counts(self, doc: Doc, start: int, end: int) -> bool:
        text = work_of(doc).text
        if not is_free(doc, start, end):
            return False
        around = f"{text[max(0, start - 8) : start]}⟦{text[start:end]}⟧{text[end : end + 8]}"
        return not any(rule.pattern.search(around) for rule in self.never)

    def _stand_for(self, doc: Doc, rule: Rule) -> None:
        work = work_of(doc)
        for match in rule.pattern.finditer(work.text):
            start, end = match.span("name")
            word = match["word"] if "word" in match.re.groupindex else match["name"]
            path = self._meaning(rule, word, work.setting)
            if path and self._counts(doc, start, end):
                reason = f"{match['name']} → {path} ({rule.name})"
                mark(doc, "District", start, end, path, rule.name, reason)

    def _meaning(self, rule: Rule, word: str, setting: Setting) -> str:
        """Return what the word stands for by its rule: own place, the place of a level, region."""
        means = rule.settings.get("means", "level")
        if means == "region":
            return setting.region if setting.in_autonomous_region else ""
        if means == "own":
            return setting.own
        if means == "town":
            return setting.own if setting.own_level == "town" else ""
        if means == "abbreviation":
            return setting.gazetteer.abbreviated(word)
        return setting.stands_for(word)


def _villages(text: str, setting: Setting) -> Iterator[tuple[int, int, str]]:
    """Yield villages and communities that nothing but their position shows to be names."""
    for match in re.finditer(
        r"(?:(?<=[，。、；：,;:\s（(在对以向与和到辖])|(?<=持续完善)|(?<=组织)|^)"
        r"(?P<name>(?!全|各|每|本|该|新区|园区|省级|市级|国家级|县级|示范|行政|自然|贫困|民主|所有|多个|乡|镇|县|农|城|我|多|两|试点|相关|有关|其|\d|基层|辖区|建立|推进|一|形成|指导|平均|进|驻|包|深入|实现|达到|覆盖|打造|创建|评选|培育|走进|在|支持|指导|推荐|帮助|培树|推动)[\u4e00-\u9fff]{2,4}(?:村|社区|经济开发区|工业园区|工业集中区))"
        r"(?![庄民级镇委居口里落务史支干集风规两（(]|科技)",
        text,
    ):
        name = match["name"]
        if setting.own and not re.search(
            r"村村|农村$|[的在各等和与]|示范|法治|农村|乡村|建设|服务|治理", name
        ):
            yield match.start("name"), match.end("name"), f"{setting.own}/{name}"
