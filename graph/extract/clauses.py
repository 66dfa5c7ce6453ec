"""Sentences, clauses, and who acts in each: the subject stands at a clause's start or carries over.

Within one line of a report a left-out subject is the one of the clause or sentence before; a new
line, or a clause about bodies in general (各部门), gives it back to the one who reports.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc

from graph.extract.marks import Found, marked, work_of

_STOP = r"(?<![\d.A-Za-z])\.(?=[\s\u4e00-\u9fff]|$)"  # a half-width full stop
_CLAUSE_END = re.compile(rf"[。！？!?；;\n，,：:]|{_STOP}")
_WITHIN_SENTENCE = "，,：:"  # what ends a clause and no sentence
_LONGEST_CLAUSE = 400  # characters of a clause on either side of a position
_MOST_SUBJECTS = 40  # bodies that act together; what a longer list names besides doesn't count
_NUMERAL = "[一二三四五六七八九十]"
_LIST_MARKS = (
    rf"{_NUMERAL}{{1,3}}[是、]",
    rf"其{_NUMERAL}|第{_NUMERAL}[，,]",
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]",
    r"\d{1,2}[.．、]",
)
_WHEN = (
    r"(?:截至|截止|自|从|于|在)?20\d\d年"
    r"(?:度|以来|年?底|年?初|末|起|间|上半年|下半年|第[一二三四]季度)?",
    r"(?:截至)?(?:目前|今年|全年|去年|当年|年内|年初|年底|年末|近年来|近期|期间|同期|同年)(?:以来)?",
    r"\d{1,2}月(?:份|底|初|末|中旬|上旬|下旬|起)?",
    r"\d{1,2}日?[至—-]?\d{0,2}日?(?=[^\d件个人次项份])",
)
_LINKS = r"同时|其中|此外|另外|并且|并|还|先后|据统计|为此|特别是|截至|以来|[，,、：:“‘ \t　]"
_SKIP = re.compile(rf"(?:{'|'.join((*_LIST_MARKS, *_WHEN, _LINKS))})*")
_LONGEST_SKIP = 80  # characters of time and list marks before a subject
_DRIVES = re.compile(r"推动|带动|促进|引导")  # a campaign that acts itself
_HANDED_DOWN = re.compile(r"(?:20\d\d年)?[^，,。；;]{0,8}(?:反馈|交办|转办|移交|下达)")
_COUNTED = re.compile(r"\s?\d")
_ITEM = re.compile(
    r"[ \t　]*(?:[一二三四五六七八九十]{1,2}是|其[一二三四五]|第[一二三四五六][，,])"
)
_HEADING = re.compile(
    r"[ \t　]*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．])"
)
_SHORT_LINE = 25  # characters; a shorter line is a heading or ends by itself
_GOES_ON = re.compile(
    rf"[\u4e00-\u9fff\d，、,]\n(?![ \t　\n]|{_NUMERAL}{{1,3}}[、是]|[（(]|\d{{1,2}}[.．、])"
)
_POST = re.compile(
    r"(?:党组|党委|常务)?副?(?:书记|主任|局长|区长|县长|市长|镇长|乡长|州长|旗长|省长|院长|检察长|厅长|主席|秘书长|部长|所长|队长|律师|民警)"
)
_LEADER = re.compile(r"(?:时任)?(?:常务)?副?(?:区|县|市|镇|乡|州|旗|省)长(?!制)")
_GENERIC = re.compile(
    r"(?:[\u4e00-\u9fff、]{2,24}等(?:多)?(?:个)?(?:部门|单位|机关|企业)|\d+\s?(?:个|名|家|位)(?:单位|部门|个人|同志|企业|集体|案例|案件|村|社区|镇|乡镇|街道|行政执法)|各|全体|有关|相关|所有|每个|辖区|县直|市直|区直|省直|州直|旗直|法治副校长|人民调解|行政执法|基层|群众|企业|全市各|全县各|全区各|全省各"
    r"|[\u4e00-\u9fff]{0,4}各(?:级|部门|单位|乡镇|镇|街道|行政|执法|地|县|区|市))"
)
_COORDINATE = re.compile(
    r"(?:常务)?(?:会议?)?(?:[、和与及同]|以及|会同|联合|[（(][\u4e00-\u9fff]{1,8}[）)])?\s*"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who acts from ``start`` on: mentions of agencies or districts; none for the reporter."""

    start: int
    spans: tuple[Found, ...]
    by_post: bool = False  # it is a person with a post there who acts


class Clauses:
    """The clauses of a text with their subjects, looked up by position."""

    def __init__(self, doc: Doc) -> None:
        self.text = work_of(doc).text
        self.own = work_of(doc).setting.own
        own = self.own + "/"
        self.above = {
            p.start for p in work_of(doc).prefixes if p.path and own.startswith(p.path + "/")
        } - {p.start for p in work_of(doc).prefixes if p.path == self.own}
        self.initiatives = {
            s.start for s in marked(doc, "Initiative") if _DRIVES.match(self.text, s.end)
        }
        self.at_start = {
            span.start: span
            for span in marked(doc)
            if span.label in ("Agency", "District") and span.rule != "region-wide"
        }
        marks = [(match.start(), match[0]) for match in _CLAUSE_END.finditer(self.text)]
        self.clause_ends = [end for end, _ in marks]
        self.sentence_ends = [end for end, mark in marks if mark not in _WITHIN_SENTENCE]
        self.clauses = _between(self.text, self.clause_ends)
        self.sentences = _between(self.text, self.sentence_ends)
        self.starts: list[int] = []
        self.subjects: list[Subject] = []
        self.lead: tuple[Found, ...] | None = None
        self._read(marks)

    def _read(self, marks: list[tuple[int, str]]) -> None:
        begin = 0
        for end, mark in marks:
            if end > begin or mark in _WITHIN_SENTENCE:
                self._clause(begin)
            if mark == "\n" and not self._wrapped(end):
                self.lead = None
                self._add(Subject(end + 1, ()))
            begin = end + 1
        self._clause(begin)

    def _wrapped(self, end: int) -> bool:
        """Return whether the line that ends here only wraps a sentence that goes on."""
        line = self.text.rfind("\n", 0, end) + 1
        return (
            end - line >= _SHORT_LINE
            and _GOES_ON.match(self.text, end - 1) is not None
            and not _HEADING.match(self.text, line)
        )

    def _clause(self, begin: int) -> None:
        skipped = _SKIP.match(self.text, begin, begin + _LONGEST_SKIP)
        start = skipped.end() if skipped else begin
        span = self.at_start.get(start)
        if _ITEM.match(self.text, begin):
            self._item(begin)
        elif _HEADING.match(self.text, begin) and begin:
            self.lead = None
            self._add(Subject(begin, ()))
        above = span is not None and self.own.startswith(span.canonical + "/")
        if span and above and _COUNTED.match(self.text, span.end):
            return  # 自治区3件: the figure is about it, not by it
        if span and start in self.above and _HANDED_DOWN.match(self.text, span.end):
            self._add(Subject(start, ()))  # what those above found is said of the reporter
        elif span and not _POST.match(self.text, span.end):
            self._add(Subject(span.start, self._coordinated(span)))
        elif span:
            self._add(Subject(span.start, (span,), by_post=True))
        elif self.text.startswith("由", start) and start + 1 in self.at_start:
            self._add(Subject(start, self._coordinated(self.at_start[start + 1])))
        elif (
            start in self.initiatives
            or _GENERIC.match(self.text, start)
            or _LEADER.match(self.text, start)
        ):
            self._add(Subject(start, ()))

    def _item(self, begin: int) -> None:
        """Give an item of a list (二是 …) the subject that stood before its first item."""
        if self.lead is None:
            self.lead = self.subjects[-1].spans if self.subjects else ()
        else:
            self._add(Subject(begin, self.lead))

    def _add(self, subject: Subject) -> None:
        self.starts.append(subject.start)
        self.subjects.append(subject)

    def _coordinated(self, span: Found) -> tuple[Found, ...]:
        spans = [span]
        while True:
            join = _COORDINATE.match(self.text, spans[-1].end)
            following = self.at_start.get(join.end() if join else spans[-1].end)
            last = following is None or following.start == spans[-1].start
            if following is None or last or len(spans) == _MOST_SUBJECTS:
                return self._narrowed(spans)
            spans.append(following)

    def _narrowed(self, spans: list[Found]) -> tuple[Found, ...]:
        """Return the agency alone where a place and its agency stand side by side (我区区委)."""
        if len(spans) > 1 and spans[0].label == "District" and spans[0].end == spans[1].start:
            spans = spans[1:]
        return tuple(spans)

    def subject(
        self, position: int, same_sentence: bool = False, posts: bool = False
    ) -> tuple[Found, ...]:
        """Return who acts at ``position``: mentions, or () for whoever reports.

        With ``posts``, the agency of a person who acts (区司法局局长某某) counts as acting.
        """
        index = bisect_right(self.starts, position) - 1
        if index < 0:
            return ()
        found = self.subjects[index]
        carried = found.start < self.sentence(position)[0]
        if carried and (same_sentence or len(found.spans) > 1 or self._below(found.spans)):
            return ()
        return () if found.by_post and not posts else found.spans

    def _below(self, spans: tuple[Found, ...]) -> bool:
        """Return whether a place below the reporter acts: it is an example, and not carried on."""
        return any(s.label == "District" and s.canonical.startswith(self.own + "/") for s in spans)

    def sentence(self, position: int) -> tuple[int, int]:
        """Return start and end of the sentence (up to 。 or ；) around ``position``."""
        return self.sentences[bisect_left(self.sentence_ends, position)]

    def clause(self, position: int) -> tuple[int, int]:
        """Return start and end of the clause around ``position``, the near part of a huge one."""
        start, end = self.clauses[bisect_left(self.clause_ends, position)]
        return max(start, position - _LONGEST_CLAUSE), min(end, position + _LONGEST_CLAUSE)


def _between(text: str, ends: list[int]) -> list[tuple[int, int]]:
    """Return the stretches that marks at ``ends`` part, without blanks at their starts."""
    found = []
    begin = 0
    for end in [*ends, len(text)]:
        start = begin
        while start < end and text[start].isspace():
            start += 1
        found.append((start, end))
        begin = end + 1
    return found
