"""Awards: who received, was proposed for, or strives for one, from whom and when."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import Found, marked, marked_between, work_of
from graph.extract.relate.findings import (
    REACH,
    Findings,
    Slot,
    date_before,
    findings_of,
    is_planned,
    part_at,
    slots,
)

_STATUS = (
    (
        "renewed",
        re.compile(r"通过(?:[^，。；]{0,10})复核|保留[^，。；]{0,8}称号|复审|蝉联|复评"),
        "both",
    ),
    ("proposed", re.compile(r"拟获|拟授予|拟命名|拟表彰|推荐为?[^，。；]{0,20}$|公示"), "near"),
    ("candidate", re.compile(r"备选|候选|入围|提名|推荐对象|培育对象"), "near"),
    (
        "applied",
        re.compile(r"争创|申报|创建(?!成功|成为|为|成)|申请|争取|力争|冲刺|助力|创评|参评|争当"),
        "left",
    ),
    ("applied", re.compile(r"^(?:的)?(?:创建|争创|申报|评选)|^为(?:目标|抓手|契机|载体)"), "right"),
)
_WON = re.compile(
    r"荣获|获得|获评|获批|获|被评为|评为|被授予|授予|命名|入选|荣膺|斩获|认定|确立|确定|表彰|表扬|评定|列为|被评|通报表扬|创成|成功创建|上榜|摘得|评选为"
)
_STRIVES = re.compile(r"力争|争取|争创|确保|努力|推动|将")
_NOT_WON = re.compile(r"(?:未|没有|未能|尚未|无缘)(?:荣获|获得|获评|获|入选|被)[^，。；]{0,10}$")
_TITLES_OF_PLACES = ("示范市", "示范县", "示范区", "示范旗", "示范州", "示范镇", "示范乡")
_HANDS_OUT = re.compile(
    r"(?:将|把)[^。；]{0,60}?(?:列为|列入|评为|命名为|确定为|认定为|评选为|授予)"
)
_COUNT = re.compile(
    r"(\d+\s?(?:个|名|家|位|人|件|项|所|支|篇|起|部)(?:(?!荣获|获|被|入选|入围|受到|分别|先后|和|、)[\u4e00-\u9fff（）()])*)"
    r"(?:、|和|\d+\s?(?:个|名|家)[\u4e00-\u9fff]{1,6})*(?:分别|先后|均|共同)?(?:荣获|获得|获评|获|被评为|被授予|入选|入围|受到|被)"
)


@Language.factory("relate_awards")
def make_awards(nlp: Language, name: str) -> object:
    return relate_awards


def relate_awards(doc: Doc) -> Doc:
    """Find receivedAward for every award that the text says somebody won or strives for."""
    findings = findings_of(doc)
    for slot in slots(findings, "Award"):
        _award(findings, slot)
    _title_awards(findings)
    return doc


def _award(findings: Findings, slot: Slot) -> None:
    span = slot.span
    if _NOT_WON.search(slot.left):
        return
    status = _status(findings, slot)
    conferred, agents = _conferrers(findings, slot)
    date = date_before(findings, span.start) if status == "awarded" else ""
    for subject, near in _recipients(findings, slot, agents):
        where = findings.evidence(near, span.start, span.end)
        findings.add(
            "receivedAward",
            subject,
            (span.canonical, "Award"),
            where,
            "award-" + status,
            "" if near is not None else "主语承前或为报告者",
            status=status,
            date=date,
            conferredBy=conferred,
        )


def _status(findings: Findings, slot: Slot) -> str:
    start, _ = findings.clauses.clause(slot.span.start)
    _, stop = findings.clauses.sentence(slot.span.end)
    left = findings.text[start : slot.group[0].start]
    near_right = findings.text[slot.group[-1].end : min(stop, slot.group[-1].end + 24)]
    for status, pattern, side in _STATUS:
        text = {
            "left": left[-24:],
            "right": near_right,
            "near": left[-20:] + near_right,
            "both": left + near_right,
        }[side]
        if pattern.search(text) and not (status == "applied" and _WON.search(left[-8:])):
            return status
    ahead = part_at(findings, slot.span.start).kind == "plan" or is_planned(slot)
    if ahead and _STRIVES.search(left):
        return "applied"
    if _WON.search(left) or _WON.search(findings.text[max(start - 30, 0) : slot.span.start]):
        return "awarded"
    return "applied" if part_at(findings, slot.span.start).kind == "plan" else "awarded"


def _conferrers(findings: Findings, slot: Slot) -> tuple[str, set[int]]:
    """Return who conferred the award, joined with 、, and where they start (被A、B评为)."""
    start = max(findings.clauses.sentence(slot.span.start)[0], slot.span.start - REACH)
    agencies = sorted(
        marked_between(findings.doc, "Agency", start, slot.span.start),
        key=lambda s: s.start,
    )
    agents: list[Found] = []
    for span in agencies:
        before = findings.text[max(0, span.start - 1) : span.start]
        after_last = agents and findings.text[agents[-1].end : span.start] in ("、", "和", "与", "")
        hands_out = _HANDS_OUT.match(findings.text, span.end, slot.span.start)
        if before in ("被", "获", "受") or after_last or hands_out:
            agents.append(span)
    if not agents:
        agents = [
            s
            for s in agencies
            if re.match(
                r"[^，。；]{0,30}(?:召开|举行|举办|授予|表彰|命名|通报)",
                findings.text[s.end : s.end + 34],
            )
            and s.start < slot.span.start - 6
            and findings.clauses.clause(s.start)[0] != findings.clauses.clause(slot.span.start)[0]
        ]
    return "、".join(dict.fromkeys(s.canonical for s in agents)), {s.start for s in agents}


def _recipients(
    findings: Findings, slot: Slot, agents: set[int]
) -> list[tuple[tuple[str, str], Found | None]]:
    """Return who gets it: a count of people or bodies, those named before the verb, the actor."""
    span = slot.span
    start, _ = findings.clauses.clause(slot.group[0].start)
    left = findings.text[start : slot.group[0].start]
    counts = _counts(left, slot)
    if counts:
        return [((count, ""), None) for count in counts]
    inside = [
        s
        for kind in ("District", "Agency", "Person")
        for s in marked_between(findings.doc, kind, start, slot.group[0].start)
        if s.start not in agents
    ]
    verb = next((m for m in _WON.finditer(findings.text, start, slot.group[0].start)), None)
    before = sorted(
        (s for s in inside if verb is None or s.end <= verb.start()), key=lambda s: s.start
    )
    people = [s for s in before if s.label == "Person"]
    if people:
        return [((s.canonical, s.label), s) for s in people]
    if before and verb is not None:
        return [((s.canonical, s.label), s) for s in _last_list(findings, before)]
    strives = span.canonical.endswith(_TITLES_OF_PLACES) and not verb
    spans = findings.clauses.subject(span.start, same_sentence=strives)
    spans = tuple(s for s in spans if s.start not in agents)
    if spans:
        return [((s.canonical, s.label), s) for s in spans]
    return [(findings.reporter(), None)]


def _last_list(findings: Findings, spans: list[Found]) -> list[Found]:
    """Return the last run of mentions that only 、 or 和 parts (环江村、桂中社区)."""
    run = [spans[-1]]
    for span in reversed(spans[:-1]):
        if re.fullmatch(r"[、和及与]|以及|等", findings.text[span.end : run[0].start]):
            run.insert(0, span)
        else:
            break
    return run


def _counts(left: str, slot: Slot) -> list[str]:
    """Return the counted recipients: one for each award of a list where the numbers agree."""
    found = [m[1] for m in _COUNT.finditer(left)]
    if not found:
        return []
    several = re.findall(r"\d+(?:个|名|家|位|人|件|项)(?:集体|个人|企业|单位|案例|项目)?", left)
    if len(several) == len(slot.group) > 1:
        return [several[slot.group.index(slot.span)]]
    return several if len(several) > 1 else [found[-1]]


_STRIVING = re.compile(
    r"争创(?P<award>(?:全国|全省|全区|自治区级?|省级)?[\u4e00-\u9fff]{2,20}示范[市县区镇村州旗])"
)


def _title_awards(findings: Findings) -> None:
    """A title can say what a place strives for: 《鹿寨县争创全国法治政府建设示范县工作方案》."""
    for span in marked(findings.doc, "Document"):
        match = _STRIVING.search(span.canonical)
        own = work_of(findings.doc).setting.own
        striving = ("receivedAward", own) in findings.subjects
        if match and own and not striving:
            findings.add(
                "receivedAward",
                (own, "District"),
                (match["award"], "Award"),
                (span.start, span.end),
                "title-strives",
                status="applied",
            )
