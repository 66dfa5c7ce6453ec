"""Which document carries out which: by its title, or by what it was drawn up under."""

from __future__ import annotations

import re
from bisect import bisect_left

from graph.extract.marks import Found, marked, work_of
from graph.extract.relate.findings import REACH, Findings, Slot
from graph.extract.titles import title_key

_CARRIES_OUT = re.compile(r"(?:贯彻落实|落实|贯彻|实施|执行|推进|转发)(?:[〈《<＜]|$)")
_BASIS = re.compile(
    r"(?:根据|按照|依据|依照|贯彻落实|落实|贯彻|围绕|对照|遵照|执行|转发|结合)[^，。；]*$"
)
_DRAWN_UP = re.compile(
    r"(?:印发|制定|出台|修订|编制|做好|起草|下发|发布|制发|拟定|研究制定)[^，。；《]{0,10}$"
)
_LEADS_ON = re.compile(
    r"(?:等[^，,。；]{0,10})?[）)]?(?:的)?(?:有关|相关)?(?:要求|规定|精神|部署|安排|文件)*(?:[，,、]|和|及|以及|$)"
    r"|[^，,。；]{0,12}(?:制定|印发|出台|编制|修订|起草|下发)"
)


def leads_on(right: str) -> bool:
    """Return whether a clause that names a basis does nothing else: 根据《A》，制定《B》."""
    return _LEADS_ON.match(re.sub(r"^[（(][^（）()]*[）)]", "", right)) is not None


def find_implements(findings: Findings, found: list[Slot], issued: set[int]) -> None:
    """Add implements between documents; ``issued`` are the starts of those drawn up here."""
    _titles(findings)
    _basis(findings, found, issued)


def _titles(findings: Findings) -> None:
    """A title that names its parent document carries it out: 《柳江区落实〈…〉工作方案》."""
    spans = {(s.start, s.end): s for s in marked(findings.doc, "Document")}
    for (start, end), inner in work_of(findings.doc).inner.items():
        for nested in inner:
            outer, parent = spans.get((start, end)), spans.get(nested)
            if outer is None or parent is None:
                continue
            if _CARRIES_OUT.search(findings.text, start, nested[0] + 1) and _CARRIES_OUT.search(
                findings.text[start : nested[0] + 1]
            ):
                findings.add(
                    "implements",
                    (outer.canonical, "Document"),
                    (parent.canonical, "Document"),
                    findings.evidence(None, start, end),
                    "title-names-parent",
                )


def _basis(findings: Findings, found: list[Slot], issued: set[int]) -> None:
    """根据《A》，制定《B》: B carries out A."""
    starts = [slot.span.start for slot in found]
    for slot in found:
        if slot.span.start not in issued or not _DRAWN_UP.search(slot.left[-24:]):
            continue
        begin = max(findings.clauses.sentence(slot.span.start)[0], slot.span.start - REACH)
        first, last = bisect_left(starts, begin), bisect_left(starts, slot.group[0].start)
        for other in found[first:last]:
            based = _BASIS.search(other.left) and leads_on(other.right)
            if other.span.start not in issued and based:
                _carries_out(findings, slot.span, other.span)


def _carries_out(findings: Findings, span: Found, basis: Found) -> None:
    if title_key(basis.canonical) != title_key(span.canonical):
        findings.add(
            "implements",
            (span.canonical, "Document"),
            (basis.canonical, "Document"),
            (findings.clauses.clause(basis.start)[0], span.end),
            "on-the-basis-of",
        )
