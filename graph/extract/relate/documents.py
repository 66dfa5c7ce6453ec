"""Documents: who issued one, who follows one without issuing anything, what carries out what."""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.agencies import Agencies
from graph.extract.lexicon import Lexicon
from graph.extract.marks import Found, marked, marked_between, work_of
from graph.extract.organs import Organs
from graph.extract.relate.findings import (
    REACH,
    Findings,
    Slot,
    date_before,
    findings_of,
    first_rule,
    is_planned,
    part_at,
    slots,
)
from graph.extract.relate.implements import find_implements, leads_on
from graph.extract.rules import Rule, load_rules

_ADJACENT = re.compile(r"(?:[、和 ]|制定的|印发的|出台的|发布的|下发的|的)*$")
_MOST_ISSUERS = 40  # agencies right before a title; what a longer list names doesn't count
_DRAFT = re.compile(r"草案|征求意见|送审稿|讨论稿")
_REVISED = re.compile(r"修订|修改|修编")
_DECREE = re.compile(r"令\s?第?\s?\d+\s?号[^，。；《]{0,8}$")
_ALONE = re.compile(
    r"(?:[一二三四五六七八九十]是|\d{1,2}[.．、]\s*|[（(][一二三四五六七八九十\d]+[）)])(?:与|同|和)"
)
_OF_OURS = ("我局", "我委", "我厅", "我院", "我区", "我县", "我市", "我镇", "我街道")
_SIGNED = re.compile(r"(?:签订|签署|签定|缔结|会签)[^，。；《]{0,6}$")


_REPEALED = re.compile(r"(?:废止|宣布失效)(?:了)?$")
_BY_CONGRESS = re.compile(r"条例(?:[（(][^（）()]*[）)])?$")
_OWN_WORK = re.compile(
    r"(?:印发|制定|出台|修订|编制|起草|下发|制发|拟定|修改|完善|编印|汇编|发布|草拟|制订)[^，。；《]{0,12}(?:《[^》]*》[、和]?)*$"
)


def _draws_up(slot: Slot) -> bool:
    """Return whether the words before a title say that the one who reports drew it up."""
    return _OWN_WORK.search(slot.left) is not None


_STUDIES = re.compile(
    r"(?:会|会议|先后|多次|及时|带头|集中|集体|专题|深入|认真|组织)*(?:传达|学习|研学|领学|专题学法)"
)


def _who_studies(findings: Findings, slot: Slot) -> tuple[Found, ...]:
    """Return the body that stands right before the word for studying (党组理论学习中心组学习)."""
    start, _ = findings.clauses.clause(slot.group[0].start)
    named = list(marked_between(findings.doc, "Agency", start, slot.group[0].start))
    return tuple(s for s in named[-1:] if _STUDIES.match(findings.text, s.end))


@Language.factory("relate_documents")
def make_documents(nlp: Language, name: str) -> DocumentRelations:
    return DocumentRelations(Agencies(Organs.load()), Lexicon.load())


class DocumentRelations:
    """Finds issuedBy and follows, and lets implements be found between the documents."""

    def __init__(self, agencies: Agencies, lexicon: Lexicon) -> None:
        self.agencies = agencies
        self.lexicon = lexicon
        self.issue = load_rules("relations.yaml", "issued")
        self.follow = load_rules("relations.yaml", "follows")

    def __call__(self, doc: Doc) -> Doc:
        findings = findings_of(doc)
        self._report_itself(findings)
        found = list(slots(findings, "Document"))
        issued = {slot.span.start for slot in found if self._issued(findings, slot)}
        drawn_up = sorted(issued)
        for slot in found:
            if slot.span.start not in issued:
                self._followed(findings, slot, drawn_up)
        find_implements(findings, found, issued)
        return doc

    def _report_itself(self, findings: Findings) -> None:
        title = work_of(findings.doc).title
        if title:
            for span in marked(findings.doc, "Document"):
                if (span.start, span.end) == title:
                    target = (span.canonical, "Document")
                    issuers = self._title_issuers(findings, span) or [findings.reporter()]
                    for issuer in issuers:
                        findings.add(
                            "issuedBy", target, issuer, title, "report-title", status="issued"
                        )

    def _issued(self, findings: Findings, slot: Slot) -> bool:
        """Add who issued the document, if the sentence or the title says it; return whether."""
        span = slot.span
        if work_of(findings.doc).title == (span.start, span.end):
            return True
        rule = self._issue_rule(findings, slot)
        number = work_of(findings.doc).numbers.get(span.start)
        before = self._agencies_before(findings, slot.group[0])
        before = self._in_number(findings, number) or self._by_decree(findings, slot) or before
        if rule is None and not before and not number:
            return False
        issuers = before or self._issuers(findings, slot, rule is not None)
        status = self._status(findings, slot, rule)
        where = findings.evidence(None, span.start, number[1] + 1 if number else span.end)
        for issuer in issuers:
            findings.add(
                "issuedBy",
                (span.canonical, "Document"),
                issuer,
                where,
                rule.name if rule else "named-issuer",
                date=date_before(findings, span.start) if rule else "",
                number=number[2] if number else "",
                status=status,
            )
        if rule:
            findings.issued_here.add(span.canonical)
        return rule is not None

    def _in_number(
        self, findings: Findings, number: tuple[int, int, str] | None
    ) -> list[tuple[str, str]]:
        """Return the agency that a document number writes out (广西壮族自治区人民政府令第127号)."""
        if number is None:
            return []
        inside = marked_between(findings.doc, "Agency", number[0], number[1])
        return [(s.canonical, "Agency") for s in inside]

    def _by_decree(self, findings: Findings, slot: Slot) -> list[tuple[str, str]]:
        """Return the agency whose decree brings the document out (以…人民政府令第162号公布)."""
        decree = _DECREE.search(slot.left)
        if decree is None:
            return []
        at = slot.group[0].start - len(decree[0])
        inside = marked_between(findings.doc, "Agency", at - 40, at)
        return [(s.canonical, "Agency") for s in inside if s.end == at]

    def _issue_rule(self, findings: Findings, slot: Slot) -> Rule | None:
        rule = first_rule(self.issue, slot)
        if rule is None or self.lexicon.document(slot.span.canonical):
            return None  # a law of the centre that is compiled or printed is not issued thereby
        needs_right = rule.settings.get("needs_right")
        if needs_right and not re.search(needs_right, slot.right):
            return None
        if rule.settings.get("needs_plan") and part_at(findings, slot.span.start).kind != "plan":
            return None
        return rule

    def _agencies_before(self, findings: Findings, span: Found) -> list[tuple[str, str]]:
        """Return the agencies that stand right before a title (中共中央国务院《…》)."""
        found: list[tuple[str, str]] = []
        position = span.start
        while len(found) < _MOST_ISSUERS:
            join = _ADJACENT.search(findings.text, max(0, position - 4), position)
            at = join.start() if join else position
            named = next(
                (
                    s
                    for s in marked_between(findings.doc, "Agency", at - 60, position)
                    if s.end in (at, position)
                ),
                None,
            )
            if named is None:
                break
            found.insert(0, (named.canonical, "Agency"))
            position = named.start
        return found

    def _issuers(self, findings: Findings, slot: Slot, acts: bool) -> list[tuple[str, str]]:
        """Return the body that the sentence names, else the title's, else the reporter's own."""
        own = self._title_issuers(findings, slot.span)
        setting = work_of(findings.doc).setting
        if acts and _SIGNED.search(slot.left):
            return self._parties(findings, slot)
        spans = (
            findings.clauses.subject(slot.span.start, same_sentence=True, posts=True)
            if acts
            else ()
        )
        agencies = [(s.canonical, s.label) for s in spans if s.label == "Agency"]
        joint = self._joined_in(findings, slot) if acts else []
        if joint and re.search(r"(?:配合|协助)[^，。；]*$", slot.left):
            return joint
        if agencies:
            return list(dict.fromkeys(agencies + joint))
        reporter = findings.reporter()
        its_work = reporter[1] == "Agency" and not _BY_CONGRESS.search(slot.span.canonical)
        if acts and its_work and not spans and _draws_up(slot):
            return list(dict.fromkeys([reporter, *joint]))
        if own:
            return own
        if spans:
            return [(s.canonical, s.label) for s in spans]
        place = self._title_place(findings, slot.span)
        if place and _REPEALED.search(slot.left) and not slot.span.canonical.endswith("条例"):
            return [(setting.prefix(place) + "人民政府", "Agency")]
        above = setting.own.startswith(place + "/") and not _DRAFT.search(slot.span.canonical)
        if place and place != setting.own and not above:
            return [(place, "District")]
        if reporter[1] == "Agency" and place and place == setting.own:
            return [(place, "District")]
        if not acts and place and place != setting.own:
            return [(place, "District")]
        return [reporter]

    def _joined_in(self, findings: Findings, slot: Slot) -> list[tuple[str, str]]:
        """Return the agencies that the one who acts draws a document up with (会同省公安厅制定)."""
        start, _ = findings.clauses.clause(slot.group[0].start)
        named = marked_between(findings.doc, "Agency", start, slot.group[0].start)
        return [
            (s.canonical, "Agency")
            for s in named
            if findings.text.endswith(("会同", "联合", "配合", "协助"), start, s.start)
        ]

    def _parties(self, findings: Findings, slot: Slot) -> list[tuple[str, str]]:
        """Return all who sign an agreement: the one who acts, and those named before the verb."""
        end = slot.group[0].start
        start = max(findings.clauses.sentence(slot.span.start)[0], end - REACH)
        named = [
            (s.canonical, s.label)
            for kind in ("Agency", "District")
            for s in marked_between(findings.doc, kind, start, end)
        ]
        actors = findings.actors(slot.span.start, same_sentence=True)
        alone = findings.text[start : start + 1] in ("与", "同", "和") or (
            _ALONE.match(findings.text, start) is not None
        )  # 与区检察院签署《…》: the one left out signs too
        return list(dict.fromkeys([*([findings.reporter()] if alone else []), *named] or actors))

    def _title_issuers(self, findings: Findings, span: Found) -> list[tuple[str, str]]:
        """Return the agencies with which a title begins (鹿寨县司法局关于…的通知)."""
        setting = work_of(findings.doc).setting
        title = span.canonical
        found: list[tuple[str, str]] = []
        start = 2 if title.startswith("中共") else 0
        prefixes = findings.prefixes(title)
        for prefix in prefixes:
            if prefix.start not in (start, 0) or "全" in title[prefix.start : prefix.end]:
                break
            body = self.agencies.body(title, prefix.end)
            if body.startswith("人民政府") and not body.startswith(
                ("人民政府办公", "人民政府信访")
            ):
                body = "人民政府"
            rest = title[prefix.end + len(body) :]
            if not body or rest == "" or body.endswith("副中心"):
                break
            name = self.agencies.organs.official(body, prefix.path, setting)
            found.append((name, "Agency"))
            if not rest.startswith(("、", "和", " ")):
                break
            start = prefix.end + len(body) + 1
            start += 2 if title[start:].startswith("中共") else 0
        return found

    def _title_place(self, findings: Findings, span: Found) -> str:
        """Return the path of the place that a title names first, "" when none."""
        title = re.sub(r"^(?:\d{4}年度?|关于[^\u4e00-\u9fff]*)", "", span.canonical)
        for prefix in findings.prefixes(title):
            return prefix.path if prefix.start == 0 else ""
        return ""

    def _status(self, findings: Findings, slot: Slot, rule: Rule | None) -> str:
        span = slot.span
        if _DRAFT.search(span.canonical) or _DRAFT.match(slot.right.lstrip("（(")):
            return "draft"
        if rule and rule.settings.get("status"):
            return rule.settings["status"]
        if rule and (part_at(findings, span.start).kind == "plan" or is_planned(slot)):
            return "planned"
        tail = slot.left[-14:]
        if rule and re.search(r"起草|草拟", tail):
            return "draft"
        if rule and (
            _REVISED.search(tail) or re.search(r"[（(].{0,8}修订.{0,2}[）)]$", span.canonical)
        ):
            return "revised"
        return "issued"

    def _only_basis(self, findings: Findings, slot: Slot, drawn_up: list[int]) -> bool:
        """Return whether the document is just what another is drawn up under (根据A，制定B)."""
        if not re.search(r"(?:根据|依据|依照|按照)[^，。；]*$", slot.left):
            return False
        if not leads_on(slot.right):
            return False
        _, end = findings.clauses.sentence(slot.span.end)
        following = bisect_right(drawn_up, slot.span.end)
        return following < len(drawn_up) and drawn_up[following] < end

    def _followed(self, findings: Findings, slot: Slot, drawn_up: list[int]) -> None:
        rule = first_rule(self.follow, slot)
        span = slot.span
        acts = findings.clauses.subject(span.start, same_sentence=True)
        of_congress = _BY_CONGRESS.search(span.canonical) and any(s.label == "Agency" for s in acts)
        if rule is None or (self._is_own(findings, span) and not of_congress):
            return
        if rule.name == "applied" and self._only_basis(findings, slot, drawn_up):
            return
        if span.canonical in findings.issued_here:
            return
        if findings.text.endswith(_OF_OURS, 0, span.start):  # 落实我局…办法: a text of one's own
            where = findings.evidence(None, span.start, span.end)
            target = (span.canonical, "Document")
            findings.add(
                "issuedBy", target, findings.reporter(), where, "own-text", status="issued"
            )
            return
        subjects = _who_studies(findings, slot) or findings.clauses.subject(span.start)
        for name, kind in [(s.canonical, s.label) for s in subjects] or [findings.reporter()]:
            where = findings.evidence(subjects[0] if subjects else None, span.start, span.end)
            findings.add(
                "follows",
                (name, kind),
                (span.canonical, "Document"),
                where,
                rule.name,
                mode=rule.settings["mode"],
            )

    def _is_own(self, findings: Findings, span: Found) -> bool:
        """Return whether the title names the one who reports, or an agency of that place."""
        setting = work_of(findings.doc).setting
        reporter, kind = setting.reporter
        if kind == "Agency":
            return bool(reporter) and span.canonical.startswith(reporter)
        place = self._title_place(findings, span)
        return bool(place) and place == setting.own
