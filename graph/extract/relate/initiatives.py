"""Initiatives: which place or agency carries one out, in which role, and under which document."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import Found, marked_between
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

_FIRST = re.compile(
    r"首创|首推|率先|首批|首个|首家|首次|第一个|第一家|研发推出|开创|最早|先行先试探索出|首发|率全"
)
_PILOT = re.compile(r"试点|先行先试|试行")
_NEGATED = re.compile(r"(?:未|尚未|没有|未能|不再|取消|缺乏|不够|还不|暂未)[^，。；]{0,10}$")
_BACKGROUND = re.compile(r"(?:随着|由于|因)[^，。；]*$")
_UNDER = re.compile(r"(?:根据|按照|依据|依照|转发)[^。；]*$")
_NAMING = 3  # characters of a name that say enough in a title
_WAY = re.compile(r"(?:等)?(?:做法|经验)")  # 我区“扫码迎检”做法
_TRIED = re.compile(r"(?:先行|率先|开展)?试点(?:推行|开展)?$")
_STARTED = re.compile(r"^在[^，。；]{2,20}?(?P<verb>启动|试点|落地|先行先试)")
_TOGETHER = re.compile(
    r"(?:共同|联合|携手)?(?:开展|共建|推行|建立|落实|实施|推进|探索|打造)[^，。；]{0,10}$"
)
_BEGINS = re.compile(r"(?:启动|积极参加)[^，。；]{0,8}$")
_SPREAD = re.compile(
    r"(?P<place>(?:全|我)(?:区|省|市|县|州|旗|盟)|自治区)(?:范围内?)?(?:内)?(?:复制)?推广"
)
_CARRY = re.compile(
    r"(?:开展|推行|落实|实施|推进|推动|全面|启动|深化|继续|实行|组织)[^，。；]{0,20}$"
)


@Language.factory("relate_initiatives")
def make_initiatives(nlp: Language, name: str) -> object:
    return relate_initiatives


def relate_initiatives(doc: Doc) -> Doc:
    """Find adopts, and implements from an initiative to the document it is carried out under."""
    findings = findings_of(doc)
    found = list(slots(findings, "Initiative"))
    for planned in (False, True):
        for slot in found:
            if _is_plan(findings, slot) == planned:
                _adopted(findings, slot, planned)
    for slot in found:
        _spread(findings, slot)
        _under_document(findings, slot)
    return doc


def _is_plan(findings: Findings, slot: Slot) -> bool:
    part = part_at(findings, slot.span.start)
    starts = part.kind == "problem" and _BEGINS.search(slot.left) is not None
    return part.kind == "plan" or is_planned(slot) or starts


def _adopted(findings: Findings, slot: Slot, planned: bool) -> None:
    span = slot.span
    part = part_at(findings, span.start)
    if (
        (part.kind == "problem" and not planned)
        or _NEGATED.search(slot.left)
        or _BACKGROUND.search(slot.left)
    ):
        return
    spans = _tried_in(findings, slot) or findings.clauses.subject(span.start)
    actors = [(s.canonical, s.label) for s in spans] or [findings.reporter()]
    actors = list(dict.fromkeys([*actors, *_joined_in(findings, slot)]))
    if all(findings.knows("adopts", name, span.canonical) for name, _ in actors):
        return
    year = (part.year if part.kind == "plan" else "") if planned else findings.year
    said = date_before(findings, span.start)[:4]
    year = said if said and (not planned or said > findings.year) else year
    where = findings.evidence(spans[0] if spans else None, span.start, span.end)
    for actor in actors:
        if planned and ("adopts", span.canonical) in findings.objects:
            return
        findings.add(
            "adopts",
            actor,
            (span.canonical, "Initiative"),
            where,
            "planned" if planned else "carried-out",
            "" if spans else "主语承前或为报告者",
            role="planned" if planned else _role(findings, slot),
            year=year,
        )


def _joined_in(findings: Findings, slot: Slot) -> list[tuple[str, str]]:
    """Return who carries it out besides: 与旌德县、绩溪县开展“X”, 联合区检察院落实“X”."""
    start, _ = findings.clauses.clause(slot.group[0].start)
    verb = _TOGETHER.search(findings.text[start : slot.group[0].start])
    if not verb:
        return []
    run: list[Found] = []
    end = start + verb.start()
    named = [
        s for kind in ("District", "Agency") for s in marked_between(findings.doc, kind, start, end)
    ]
    for one in sorted(named, key=lambda s: -s.start):
        if re.fullmatch(
            "[、和]" if run else "", findings.text[one.end : run[0].start if run else end]
        ):
            run.insert(0, one)
    led = run and re.search(r"(?:与|同|和|会同|联合)$", findings.text[start : run[0].start])
    return [(s.canonical, s.label) for s in run] if led else []


def _tried_in(findings: Findings, slot: Slot) -> tuple[Found, ...]:
    """Return the places where it is tried out: 在A、B试点“X”, 支持我市试点“X”, “X”在我区启动."""
    near = list(
        marked_between(findings.doc, "District", slot.group[0].start - 24, slot.group[0].start)
    )
    if near and near[-1].end == slot.group[0].start and _WAY.match(slot.right):
        return (near[-1],)
    start = max(findings.clauses.sentence(slot.span.start)[0], slot.group[0].start - REACH)
    verb = _TRIED.search(slot.left)
    if verb:
        return _places_before(findings, start, slot.group[0].start - len(verb[0]))
    _, stop = findings.clauses.clause(slot.span.end)
    after = _STARTED.search(findings.text[slot.group[-1].end : stop])
    if after:
        end = slot.group[-1].end + after.start("verb")
        return _places_before(findings, slot.group[-1].end, end)
    return ()


def _places_before(findings: Findings, start: int, end: int) -> tuple[Found, ...]:
    """Return the list of places that ends at ``end`` and that 在, 支持 or 选取 leads."""
    run: list[Found] = []
    for place in reversed(list(marked_between(findings.doc, "District", start, end))):
        between = findings.text[place.end : run[0].start if run else end]
        if not re.fullmatch(r"[、和与及]" if run else r"", between):
            break
        run.insert(0, place)
    led = run and re.search(r"(?:在|支持|指导|选取|选择)$", findings.text[start : run[0].start])
    return tuple(run) if led else ()


def _spread(findings: Findings, slot: Slot) -> None:
    """“X”在全区推广: the place in which it is spread adopts it too."""
    match = _SPREAD.search(slot.right)
    if not match:
        return
    at = slot.group[-1].end + match.start("place")
    place = next(marked_between(findings.doc, "District", at, at + 1), None)
    if place is not None:
        where = findings.evidence(None, slot.span.start, at + len(match["place"]) + 2)
        findings.add(
            "adopts",
            (place.canonical, "District"),
            (slot.span.canonical, "Initiative"),
            where,
            "spread-in",
            role="adopted",
            year=findings.year,
        )


def _role(findings: Findings, slot: Slot) -> str:
    span = slot.span
    _, end = findings.clauses.sentence(span.start)
    clause_start, clause_end = findings.clauses.clause(span.start)
    clause_start, clause_end = (
        max(clause_start, span.start - REACH),
        min(clause_end, span.end + REACH),
    )
    near = findings.text[clause_start : min(end, clause_end + 30)]
    if _FIRST.search(near) and not re.search(r"率先垂范|首次上门", near):
        return "first"
    around = findings.text[clause_start:clause_end]
    return "pilot" if _PILOT.search(around.replace(span.text, "")) else "adopted"


def _under_document(findings: Findings, slot: Slot) -> None:
    """根据《A》…开展“X”; 印发《X方案》，全面推行“X”: the initiative carries out the document."""
    span = slot.span
    _named_in_title(findings, slot)
    if not _CARRY.search(slot.left):
        return
    start = max(findings.clauses.sentence(span.start)[0], span.start - REACH)
    for document in marked_between(findings.doc, "Document", start, span.start):
        if document.end > span.start:
            continue
        left = findings.text[start : document.start]
        issued = ("issuedBy", document.canonical) in findings.subjects
        based = _UNDER.search(left) is not None
        shares = _shares_words(document.canonical, span.canonical)
        if based or (issued and shares and _is_plan_text(document, left)):
            findings.add(
                "implements",
                (span.canonical, "Initiative"),
                (document.canonical, "Document"),
                (findings.clauses.clause(document.start)[0], span.end),
                "carried-out-under",
            )


def _shares_words(title: str, name: str) -> bool:
    """Return whether a title speaks of what an initiative's name speaks of (化解, 三项制度)."""
    return any(name[k : k + 2] in title for k in range(len(name) - 1))


def _named_in_title(findings: Findings, slot: Slot) -> None:
    """推进“容缺受理”改革，印发《…容缺受理工作方案》: the title names what it is the plan of."""
    core = re.sub(r"(?:改革|建设|制度)$", "", slot.span.canonical)
    end = slot.span.end
    line_end = findings.text.find("\n", end, end + 160)
    limit = line_end if line_end >= 0 else end + 160
    if len(core) < _NAMING:
        return
    for document in marked_between(findings.doc, "Document", end, limit):
        issued = ("issuedBy", document.canonical) in findings.subjects
        left = findings.text[max(0, document.start - 90) : document.start]
        if issued and core in document.canonical and _is_plan_text(document, left):
            findings.add(
                "implements",
                (slot.span.canonical, "Initiative"),
                (document.canonical, "Document"),
                (findings.clauses.clause(slot.span.start)[0], document.end),
                "named-in-title",
            )


def _is_plan_text(document: Found, left: str) -> bool:
    """Return whether a document issued in the sentence can be the initiative's plan."""
    if not re.search(r"(?:印发|制定|制发|出台|下发)[^，。；]{0,8}(?:《[^》]*》[、和]?)*$", left):
        return False
    return re.search(r"方案|计划|意见|通知|办法|要点|细则", document.canonical) is not None
