"""Unquoted names that grow leftwards from a head noun: 专项行动, 改革, 平台, 先进集体, 工作方案.

A rule of seeds/rules/mentions.yaml gives the head; the name reaches back over the characters of
a name until the last word that can't be part of it (a verb, 关于, 的 …), at most ``reach`` of them.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.lexicon import Lexicon, wide_brackets
from graph.extract.marks import Work, is_free, mark, work_of
from graph.extract.quotes import plain_name
from graph.extract.rules import Rule, any_of, load_rules, load_words

_QUOTED = ("”", "’", "＂")  # what follows a quoted name is a generic noun beside it
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+＋·—（）()－-]*$")
_RUN_WITH_QUOTES = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+＋·—（）()－“”-]*$")


@Language.factory("heads", default_config={"group": "initiatives"})
def make_heads(nlp: Language, name: str, group: str) -> Heads:
    return Heads(group, Lexicon.load())


class Heads:
    """Marks the names of one group of rules."""

    def __init__(self, group: str, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.rules = load_rules("mentions.yaml", group)
        self.stops: dict[str, re.Pattern[str]] = {}
        for rule in self.rules:
            name = rule.settings.get("stops", "STOPS")
            self.stops[name] = re.compile(any_of(load_words("mentions.yaml", name)))

    def __call__(self, doc: Doc) -> Doc:
        text = wide_brackets(work_of(doc).text)
        for rule in self.rules:
            for head in rule.pattern.finditer(text):
                self._from_head(doc, rule, head)
        return doc

    def _from_head(self, doc: Doc, rule: Rule, head: re.Match[str]) -> None:
        text = work_of(doc).text
        start, end = self._start(doc, rule, head.start()), head.end()
        batch = re.match(rule.settings.get("strip", "(?!)"), text[start:end])
        start += batch.end() if batch else 0
        name = text[start:end]
        placed = rule.settings.get("place_first") and start in work_of(doc).place_starts
        if not is_free(doc, start, end) or not self._counts(rule, name, text, start, bool(placed)):
            return
        known = self.lexicon.get(name, rule.type)
        form = rule.settings.get("canonical", "{}")
        plain = plain_name(name)
        canonical = known.named(plain) if known else form.format(plain)
        if rule.type == "Platform" and known is None:
            canonical = full_platform_name(doc, canonical)
        mark(doc, rule.type, start, end, canonical, rule.name)

    def _start(self, doc: Doc, rule: Rule, head: int) -> int:
        """Return where the name begins: after the last stop word, at most ``reach`` back."""
        work = work_of(doc)
        reach = int(rule.settings.get("reach", "0"))
        begin = max(0, head - reach)
        pattern = _RUN_WITH_QUOTES if rule.settings.get("quotes") else _RUN
        run = pattern.search(work.text, begin, head)
        start = run.start() if run else head
        covered = work.covered.rfind(1, start, head)
        start = covered + 1 if covered >= 0 else start
        stops = self.stops[rule.settings.get("stops", "STOPS")]
        last = start
        for match in stops.finditer(work.text, start, head):
            last = match.end()
        return last

    def _counts(self, rule: Rule, name: str, text: str, start: int, placed: bool) -> bool:
        needs, never = rule.settings.get("needs"), rule.settings.get("never")
        before = rule.settings.get("before")
        if name.count("“") != name.count("”") or text[start - 1 : start] in _QUOTED:
            return False
        return (
            (not needs or placed or re.search(needs, name) is not None)
            and (not never or re.search(never, name) is None)
            and (
                not before
                or re.search(f"(?:{before})$", text[max(0, start - 16) : start]) is not None
            )
        )


_SHORT_PLACE = re.compile(r"^(自治区|自治州|省|市|县|区|州|旗)(?!域|场|级|民)")


def full_platform_name(doc: Doc, name: str) -> str:
    """Return a platform's name with its short place written out (市政务服务大厅 → 柳州市…).

    A name without a place is that of a longer one before it that ends so.
    """
    setting = work_of(doc).setting
    short = _SHORT_PLACE.match(name)
    path = setting.named(short[1]) if short else ""
    if short and path:
        return setting.prefix(path) + name[short.end() :]
    return _by_ending(work_of(doc)).get(name, name)


def _by_ending(work: Work) -> dict[str, str]:
    """Return the endings of the platforms found so far, each with the last name that has it."""
    platforms = work.found.get("Platform", [])
    for found in platforms[work.ends_known :]:
        name = found.canonical
        work.ends.update((name[start:], name) for start in range(len(name)))
    work.ends_known = len(platforms)
    return work.ends
