"""Districts: what belongs to what, where the text shows it, and which districts act together."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import Found, marked, marked_between, work_of
from graph.extract.relate.findings import Findings, findings_of

_TOGETHER = re.compile(
    r"签订|签署|协议|合作|共建|联盟|协作|结对|联合建立|联动机制|联合执法|互认|达成|携手|建立[^，。；]{0,20}机制|联席会议|跨省通办|跨市通办|跨域通办"
)
_LISTED = re.compile(r"[、，和及与]|以及")
_MOST_PARTNERS = 60  # districts that one list names
_WITH = re.compile(r"(?:与|同|和|联合|会同|携手)$")


@Language.factory("relate_districts")
def make_districts(nlp: Language, name: str) -> object:
    return relate_districts


def relate_districts(doc: Doc) -> Doc:
    """Find partOf and partnersWith."""
    findings = findings_of(doc)
    _joined_names(findings)
    _places_below(findings)
    _nested_in_agencies(findings)
    _partners(findings)
    return doc


def _part_of(findings: Findings, path: str, where: tuple[int, int], rule: str) -> None:
    parent = path.rpartition("/")[0]
    findings.add("partOf", (path, "District"), (parent, "District"), where, rule)


def _joined_names(findings: Findings) -> None:
    """柳州市城中区: each name of a chain lies in the one before."""
    work = work_of(findings.doc)
    for prefix in work.prefixes:
        for lower, upper in prefix.joined:
            findings.add(
                "partOf",
                (lower, "District"),
                (upper, "District"),
                (prefix.start, prefix.end),
                "joined-name",
            )
    for span in marked(findings.doc, "District"):
        village = re.search(r"(?:镇|乡|街道|苏木)[\u4e00-\u9fff]+(?:村|社区|嘎查)$", span.text)
        if village:
            _part_of(findings, span.canonical, (span.start, span.end), "joined-name")


def _places_below(findings: Findings) -> None:
    """A town or village that a report speaks of lies in the place that reports."""
    setting = work_of(findings.doc).setting
    for span in sorted(marked(findings.doc, "District"), key=lambda s: s.start):
        path = span.canonical
        below = setting.own and path.startswith(setting.own + "/")
        shown = ("partOf", path) in findings.subjects
        if below and not shown:
            findings.add(
                "partOf",
                (path, "District"),
                (path.rpartition("/")[0], "District"),
                findings.clauses.clause(span.start),
                "below-the-reporter",
            )


def _nested_in_agencies(findings: Findings) -> None:
    """柳州市鹿寨生态环境局 shows that 鹿寨县 lies in 柳州市."""
    work = work_of(findings.doc)
    find = cache(work.setting.gazetteer.find)
    uppers = {prefix.start: prefix.path for prefix in work.prefixes if not prefix.joined}
    for span in marked(findings.doc, "Agency"):
        matches = find(span.text)
        if len(matches) < 2 or matches[0].start != 0:
            continue
        upper = uppers.get(span.start, "")
        for match in matches[1:]:
            lower = [
                p.path for p in match.places if upper and p.parent == upper and not p.successor
            ]
            if len(lower) == 1 and re.match(
                r"分局|生态环境局|自然资源局|大队|支队|海关|税务局|区分局", span.text[match.end :]
            ):
                findings.add(
                    "partOf",
                    (lower[0], "District"),
                    (upper, "District"),
                    (span.start, span.end),
                    "named-in-agency",
                )


def _partners(findings: Findings) -> None:
    """我市与A、B签订“跨省通办”合作协议: each of the list is a partner of the one who acts."""
    spans = sorted(marked(findings.doc, "District"), key=lambda s: s.start)
    index = 0
    while index < len(spans):
        last = index
        while last + 1 < min(len(spans), index + _MOST_PARTNERS) and _LISTED.fullmatch(
            findings.text, spans[last].end, spans[last + 1].start
        ):
            last += 1
        group = spans[index : last + 1]
        index = last + 1
        _partner_group(findings, group)


def _partner_group(findings: Findings, group: list[Found]) -> None:
    text, setting = findings.text, work_of(findings.doc).setting
    start, end = findings.clauses.sentence(group[0].start)
    after = text[group[-1].end : min(end, group[-1].end + 40)]
    if not _TOGETHER.search(after):
        return
    introduced = [
        k for k, s in enumerate(group) if _WITH.search(text[max(start, s.start - 2) : s.start])
    ]
    if not introduced:
        return
    first = introduced[0]
    subjects = group[:first] or list(
        findings.clauses.subject(group[0].start - 1, same_sentence=True)
    )
    actor = subjects[-1].canonical if subjects and subjects[-1].label == "District" else setting.own
    initiative = next(
        (s.canonical for s in marked_between(findings.doc, "Initiative", start, end)), ""
    )
    for span in group[first:]:
        if actor and span.canonical != actor and not actor.startswith(span.canonical + "/"):
            findings.add(
                "partnersWith",
                (actor, "District"),
                (span.canonical, "District"),
                findings.evidence(None, group[0].start, group[-1].end),
                "signed-with",
                initiative=initiative,
            )
