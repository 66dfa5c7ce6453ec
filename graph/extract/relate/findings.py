"""Relations: who did what, clause by clause, by the slot rules of seeds/rules/relations.yaml.

A rule looks at a mention (or a list of them that 、 or 和 joins) and at the words before and
after it in its sentence; what it says then is a relation between that mention and the one who
acts there. One line per distinct fact, with its first evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.clauses import Clauses
from graph.extract.marks import Found, marked, work_of
from graph.extract.prefixes import Prefix, find_prefixes
from graph.extract.rules import Rule
from graph.model import Relation
from graph.read.outline import Nest

RELATIONS = "relations"
REACH = 240  # characters of a sentence that a rule sees on either side of a mention
_JOIN = re.compile(r"(?:[、，,和及与]|以及|还有|等|新修订的|新|[\s　]|(?:[（(][^）)]{0,40}[）)]))*")


@dataclass(frozen=True, slots=True)
class Slot:
    """One mention in its sentence: ``left`` and ``right`` are the words around its list."""

    span: Found
    left: str
    right: str
    group: tuple[Found, ...]


@dataclass(slots=True)
class Findings:
    """The relations of one text as they are found; a fact that is there already isn't added."""

    doc: Doc
    clauses: Clauses
    text: str
    year: str  # that the report covers, or ""
    relations: dict[tuple[str, str, str], Relation] = field(default_factory=dict)
    title_prefixes: dict[str, list[Prefix]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    nest: Nest = field(default_factory=lambda: Nest.of(()))  # where the parts stand
    issued_here: set[str] = field(default_factory=set)  # titles that this report says were issued
    subjects: set[tuple[str, str]] = field(default_factory=set)  # (type, subject) of each
    objects: set[tuple[str, str]] = field(default_factory=set)  # (type, object) of each

    def prefixes(self, title: str) -> list[Prefix]:
        """Return what names or stands for a place in a title; each title is read once."""
        if title not in self.title_prefixes:
            setting = work_of(self.doc).setting
            found = find_prefixes(title, setting, setting.gazetteer.find(title))
            self.title_prefixes[title] = found
        return self.title_prefixes[title]

    def reporter(self) -> tuple[str, str]:
        """Return canonical name and type of who acts when nobody is named."""
        setting = work_of(self.doc).setting
        name, kind = setting.reporter
        return (name, kind) if name else (setting.own, "District")

    def actors(self, position: int, same_sentence: bool = False) -> list[tuple[str, str]]:
        """Return who acts at ``position`` (canonical name, type); the reporter when left out."""
        spans = self.clauses.subject(position, same_sentence)
        return [(span.canonical, span.label) for span in spans] or [self.reporter()]

    def knows(self, kind: str, subject: str, target: str) -> bool:
        """Return whether a fact has been found already."""
        return (kind, subject, target) in self.relations

    def add(
        self,
        kind: str,
        subject: tuple[str, str],
        target: tuple[str, str],
        where: tuple[int, int],
        rule: str,
        reason: str = "",
        **qualifiers: str,
    ) -> None:
        """Add a relation with its evidence at ``where``, unless the fact is known already."""
        key = (kind, subject[0], target[0])
        if key in self.relations or not subject[0] or not target[0] or subject[0] == target[0]:
            return
        self.subjects.add((kind, subject[0]))
        self.objects.add((kind, target[0]))
        start, end = where
        pairs = tuple(sorted((name, value) for name, value in qualifiers.items() if value))
        self.relations[key] = Relation(
            kind, *subject, *target, pairs, start, end, self.text[start:end], rule, reason
        )

    def evidence(self, span: Found | None, position: int, end: int = 0) -> tuple[int, int]:
        """Return the stretch that proves a fact: from its actor, if in the sentence, on."""
        start, stop = self.clauses.clause(position)
        begin, _ = self.clauses.sentence(position)
        if span is not None and begin <= span.start < start and start - span.start < 90:
            start = self.clauses.clause(span.start)[0]
        return start, max(stop, end)


def begin_findings(doc: Doc) -> Findings:
    """Return the empty findings of ``doc``, kept in its user data."""
    work = work_of(doc)
    findings = Findings(doc, Clauses(doc), work.text, str(work.setting.report.year or ""))
    parts = _parts(findings)
    findings.parts = [part for _, _, part in parts]
    findings.nest = Nest.of((start, end) for start, end, _ in parts)
    doc.user_data[RELATIONS] = findings
    return findings


def findings_of(doc: Doc) -> Findings:
    """Return what the relation components have found so far."""
    found = doc.user_data.get(RELATIONS)
    return found if isinstance(found, Findings) else begin_findings(doc)


def slots(findings: Findings, kind: str) -> Iterator[Slot]:
    """Yield the mentions of a type with the words around the list that each stands in."""
    spans = sorted(marked(findings.doc, kind), key=lambda s: (s.start, -s.end))
    outer = [
        s
        for i, s in enumerate(spans)
        if not any(o.end >= s.end for o in spans[max(0, i - 4) : i] if o.start < s.start)
    ]
    index = 0
    while index < len(outer):
        last = index
        while last + 1 < len(outer) and _joined(
            findings.text, outer[last].end, outer[last + 1].start
        ):
            last += 1
        group = tuple(outer[index : last + 1])
        start, _ = findings.clauses.sentence(group[0].start)
        _, end = findings.clauses.sentence(group[-1].end)
        left = findings.text[max(start, group[0].start - REACH) : group[0].start]
        right = findings.text[group[-1].end : min(end, group[-1].end + REACH)]
        for span in group:
            yield Slot(span, left, right, group)
        index = last + 1


def _joined(text: str, start: int, end: int) -> bool:
    return end - start <= 44 and _JOIN.fullmatch(text, start, end) is not None


def first_rule(rules: tuple[Rule, ...], slot: Slot) -> Rule | None:
    """Return the first rule that fits the words around a mention."""
    for rule in rules:
        unless = rule.settings.get("unless")
        side = slot.right if rule.where == "right" else slot.left
        if rule.pattern.search(side) and not (
            unless and re.search(unless, f"{slot.left}⟦{slot.span.text}⟧{slot.right}")
        ):
            return rule
    return None


_DATE = re.compile(
    r"(?=\d)(?:(?<![\d—－–-])(20\d\d)年(?!—)(?:(?:度|初|底)|(\d{1,2})月(?:(\d{1,2})日)?)?"
    r"|(?<![\d年])(\d{1,2})月(?:(\d{1,2})日)?(?!份?起))"
)


def date_before(findings: Findings, position: int) -> str:
    """Return the date that the sentence gives before ``position``: 2021, 2021-08, 2021-08-27.

    A month without a year is of the year that the report covers. "" when there is none.
    """
    start = max(findings.clauses.sentence(position)[0], position - REACH)
    found = ""
    for match in _DATE.finditer(findings.text, start, position):
        year = match[1] or findings.year
        found = _iso(year, match[2] or match[4], match[3] or match[5]) if year else found
    return found


def _iso(year: str, month: str | None, day: str | None) -> str:
    """Return the date as precise as it is possible: 2021-02-30 is no day, so 2021-02."""
    if not month or not 1 <= int(month) <= 12:
        return year
    try:
        return date(int(year), int(month), int(day or "x")).isoformat()
    except ValueError:
        return f"{year}-{int(month):02d}"


_PLAN_HEADING = re.compile(
    r"下一步|下步|工作打算|工作计划|工作思路|工作安排|今后|下一阶段|努力方向|工作重点|明年|展望"
)
_PROBLEM_HEADING = re.compile(r"问题|不足|短板|困难|差距|薄弱")
_LINE_AHEAD = re.compile(
    r"^[ \t　]*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]\s*)?"
    r"(?:(?P<year>20\d\d)年|下一步|下步|下阶段|下一阶段|今后)(?!以来)[^\n]*",
    re.M,
)
_BARE_HEADING = re.compile(  # a line by itself, without the mark that makes a section
    r"^[ \t　]*(?:(?P<year>20\d\d)年度?)?(?P<ahead>下一步|下步|下一阶段|下阶段|今后|明年)?"
    r"(?:全[省市县区]|我[省市县区]|法治政府建设|法治建设)?(?:主要)?(?:工作)?的?"
    r"(?P<what>打算|计划|思路|安排|重点|举措|努力方向|任务|展望)[：:]?[ \t　]*$",
    re.M,
)
_PLANNED = re.compile(
    r"(?:将(?!我|本|全)|拟|计划|下一步|准备|争取|力争|谋划|筹备)[^，。；]{0,12}$|(?:下一步|今后|明年)[^。；]*$"
    r"|将(?:推行|制定|出台|实施|开展|印发|启动|建立|持续|继续|进一步|全面|加快|争创|修订|深化|编制|完善|加强|健全|聚焦|坚持|重点|着力|大力|积极|努力|深入|认真|严格)[^。；]*$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a report speaks of: plans, problems, or what was done; and of which year."""

    kind: str
    year: str


def part_at(findings: Findings, position: int) -> Part:
    """Return which part of the report ``position`` stands in, by its sections' headings."""
    index = findings.nest.innermost(position)
    return findings.parts[index] if index >= 0 else Part("done", findings.year)


def _parts(findings: Findings) -> list[tuple[int, int, Part]]:
    """Return the stretches that speak of plans or problems, outer ones first."""
    parts = [
        (line.start(), line.end(), Part("plan", line["year"] or ""))
        for line in _LINE_AHEAD.finditer(findings.text)
        if not line["year"] or (findings.year and line["year"] > findings.year)
    ]
    parts += _below_bare_headings(findings)
    for section in work_of(findings.doc).setting.report.sections:
        coming = _coming_year(section.title, findings.year)
        if section.level <= 2 and (coming or _PLAN_HEADING.search(section.title)):
            opening = findings.text[section.start : section.start + 90]
            year = coming or _coming_year(opening, findings.year)
            parts.append((section.start, section.end, Part("plan", year)))
        elif section.level <= 3 and _PROBLEM_HEADING.search(section.title):
            parts.append((section.start, section.end, Part("problem", findings.year)))
    return sorted(parts, key=lambda part: (part[0], -part[1]))


def _below_bare_headings(findings: Findings) -> Iterator[tuple[int, int, Part]]:
    """Yield what stands below headings such as 下一步工作打算 that have no mark."""
    chapters = [s.start for s in work_of(findings.doc).setting.report.sections if s.level == 1]
    for line in _BARE_HEADING.finditer(findings.text):
        is_coming = findings.year and line["year"] and line["year"] > findings.year
        if is_coming or line["ahead"] or (line["what"] == "打算" and not line["year"]):
            end = next((start for start in chapters if start > line.end()), len(findings.text))
            year = line["year"] if is_coming else ""
            opening = findings.text[line.end() : line.end() + 90]
            yield line.start(), end, Part("plan", year or _coming_year(opening, findings.year))


def _coming_year(words: str, covered: str) -> str:
    """Return the first year in ``words`` after the one that the report covers, or ""."""
    years = re.findall(r"(?<!\d)(20\d\d)(?=年)", words)
    return next((year for year in years if covered and year > covered), "")


def is_planned(slot: Slot) -> bool:
    """Return whether the words before a mention put it in the future."""
    return _PLANNED.search(slot.left) is not None


@Language.factory("order_relations")
def make_order(nlp: Language, name: str) -> object:
    """Return the last component: relations in reading order."""
    return order_relations


def order_relations(doc: Doc) -> Doc:
    findings = findings_of(doc)
    ordered = sorted(findings.relations.items(), key=lambda item: (item[1].start, item[0]))
    findings.relations = dict(ordered)
    return doc
