"""Figures: who reports which number, of what, for which year."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.figures import Figure, figures_between, figures_of
from graph.extract.marks import Found, work_of
from graph.extract.relate.findings import REACH, Findings, findings_of, part_at
from graph.model import REPORTS

_YEAR = re.compile(r"(20\d\d)\s*年(?!以来|\d{1,2}月\d{0,2}日?前)")
_TOO_SHORT = 8  # characters before a number that don't say yet what is counted
_CHANGED = re.compile(
    r"提升|增加|上升|下降|压缩|减少|提高|增长|增至|降至|升至|至今|以来"
)  # 从2020年的A提升至B
_COMPARED = re.compile(r"同期|相比|同比|上年")
_TIME_WORDS = (
    r"截至[^，,]*[，,]",
    r"20\d\d年(?:度|来|以来|全年|底)?[，,]?",
    r"\d{1,2}月(?:份|底)?[，,]?",
    r"(?:今年以来|目前)[，,]?",
    r"与20\d\d年同期(?:的|相比)?[，,]?",
    r"其中[：:，,]?",
    r"全年|共计?|累计|[一二三四五六七八九]是|[\s　，,]",
)
_TIME = re.compile(rf"^(?:{'|'.join(_TIME_WORDS)})+")
_SHORT = 4  # characters of an indicator that doesn't say what it is about (审结, 办结率)
_COUNTED = re.compile(
    r"(?:共|累计|依法|全年|新)?(?:受理|收到|办理|清理|评查|立案|检查|审查|审核|调解|排查|化解|抽查|审理|承办|办结|制定|制发"
    r"|开展|查处|梳理|处理|登记|接收|接到|发放|组织|举办|解决)+(?:了|各类|各种|涉企)?(?P<what>[\u4e00-\u9fff]{2,12})$"
)
_SAYS = 3  # characters that can say what is counted
_FROM = re.compile(r"(?:由|从)(?:20\d\d年的?)?(?:原来的?|原)?$")
_VERB_ONLY = re.compile(r"^(?:提升|压缩|提高|增加|增长|下降|降|减少|缩短|增)(?:至|到|为)?$")
_TRAILING = re.compile(
    r"(?:提升|压缩|提高|增加|增长|下降|减少|缩短|共计|共有|总计|累计|达到|已达|约为|高达|分别为|分别达|分别|达|(?<!行)为|共|约|超|近|至|(?<![收受接])到|逾|各|仅|了)+$"
)


@Language.factory("relate_figures")
def make_figures(nlp: Language, name: str) -> object:
    return relate_figures


def relate_figures(doc: Doc) -> Doc:
    """Find reports: one for each figure that counts or measures something."""
    findings = findings_of(doc)
    figures = figures_of(doc)
    topic = (0, "")  # what the figures of a sentence are about, and where that sentence begins
    for index, figure in enumerate(figures):
        before = figures[index - 1].end if index else 0
        after = figures[index + 1].start if index + 1 < len(figures) else len(findings.text)
        subject, near = _subject(findings, figure)
        said = indicator(findings, figure, before, after)
        begin, _ = findings.clauses.sentence(figure.start)
        said = about(said, topic[1] if topic[0] == begin else "")
        counted = _COUNTED.match(said)
        topic = (begin, counted["what"]) if counted else topic
        where = findings.evidence(near, figure.start, figure.end)
        findings.add(
            REPORTS,
            subject,
            (figure.text.strip(), ""),
            where,
            "figure",
            "" if near is not None else "主语承前或为报告者",
            indicator=said,
            year=_year(findings, figure),
            value=figure.value,
            unit=figure.unit,
        )
    return doc


def _subject(findings: Findings, figure: Figure) -> tuple[tuple[str, str], Found | None]:
    """Return who reports the figure: the one agency that acts; several give it to the district."""
    spans = _acts(findings, figure) or _headed(findings, figure)
    reporter = findings.reporter()
    place = _whole_place(findings, figure, reporter)
    if place:
        return (place, "District"), None
    spans = _its_own(findings, figure, spans)
    begin, _ = findings.clauses.sentence(figure.start)
    if reporter[1] == "Agency" and any(s.label == "District" and s.start < begin for s in spans):
        return reporter, None  # a place that an agency speaks of doesn't act on
    if len(spans) == 1:
        return (spans[0].canonical, spans[0].label), spans[0]
    own = work_of(findings.doc).setting.own
    if len(spans) > 1:
        agencies = [s for s in spans if s.label == "Agency"]
        place = own if reporter[1] == "Agency" and not agencies else ""
        return ((place, "District") if place else reporter), spans[0]
    return reporter, None


_OF_ALL = re.compile(r"(?:全年|[^，。；\d]{0,4})?行政机关(?:负责人|出庭)")
_COMMITTEE = re.compile(r"中共[^委]+委")
_HEADED = re.compile(r"^(?!中共).*(?:法院|检察院|[^律]局|委员会)$")
_ALL_BELOW = re.compile(
    r"[市县区州旗省]本级|各[县市区旗州乡镇街道]{1,3}[、，（(]|[省市县区]、[市县区乡]"
)


def _whole_place(findings: Findings, figure: Figure, reporter: tuple[str, str]) -> str:
    """Return the own place where a clause of an agency's report speaks of all of it (市本级)."""
    start, _ = findings.clauses.clause(figure.start)
    speaks = _ALL_BELOW.match(findings.text, start)
    return work_of(findings.doc).setting.own if reporter[1] == "Agency" and speaks else ""


def _acts(findings: Findings, figure: Figure) -> tuple[Found, ...]:
    """Return who acts; a share of all organs of a government is no single agency's."""
    start, _ = findings.clauses.clause(figure.start)
    spans = findings.clauses.subject(figure.start)
    carried = all(span.start < start for span in spans)
    of_all = (
        carried and findings.reporter()[1] == "District" and _OF_ALL.match(findings.text, start)
    )
    return () if of_all else spans


def _headed(findings: Findings, figure: Figure) -> tuple[Found, ...]:
    """Return the court, office or village whose head acts (州法院院长某某带头办理案件11件)."""
    spans = findings.clauses.subject(figure.start, posts=True)
    return tuple(s for s in spans if _HEADED.search(s.canonical))


def _its_own(findings: Findings, figure: Figure, spans: tuple[Found, ...]) -> tuple[Found, ...]:
    """Return whose figure of a list it is: A、B分别…6场、4场 gives each the one in its place."""
    if len(spans) < 2:
        return spans
    committees = {_COMMITTEE.match(span.canonical) for span in spans}
    names = {found[0] for found in committees if found}
    if None not in committees and len(names) == 1:  # 县委常委会、县委理论学习中心组: one body
        return (replace(spans[0], canonical=f"{names.pop()}员会"),)
    start, end = findings.clauses.clause(figure.start)
    if "分别" not in findings.text[max(start, spans[-1].end) : figure.start]:
        return spans
    listed = list(figures_between(findings.doc, start, end))
    return (spans[listed.index(figure)],) if len(listed) == len(spans) else spans


def _year(findings: Findings, figure: Figure) -> str:
    """Return the year that the clause, then the sentence gives; else the one the report covers."""
    clause_start, clause_end = findings.clauses.clause(figure.start)
    start = max(findings.clauses.sentence(figure.start)[0], figure.start - REACH)
    clause_start = max(clause_start, start)
    text, covered = findings.text, findings.year
    near = list(_YEAR.finditer(text, clause_start, figure.start))
    if near:
        between = text[near[-1].end() : figure.start]
        return covered if _CHANGED.search(between) else str(near[-1][1])
    before = _YEAR.findall(text, start, clause_start)
    if before and _COMPARED.search(text[start:clause_end]):
        return covered if "相比" in text[start : figure.start] else str(before[0])
    part = part_at(findings, figure.start)
    if part.kind == "plan" and part.year:
        return part.year
    return str(before[-1]) if before and before[-1] <= (covered or "9999") else covered


def indicator(findings: Findings, figure: Figure, before: int, after: int) -> str:
    """Return what is counted: the words of the clause around the number, without who and when.

    ``before`` is where the figure before it ends, ``after`` where the next one begins.
    """
    start, end = findings.clauses.clause(figure.start)
    left = _counted_words(findings, max(start, before, figure.start - REACH), figure.start)
    if len(left) < _SAYS and before > start:
        first = next(figures_between(findings.doc, start, figure.start), figure)
        left = _counted_words(findings, max(start, first.start - REACH), first.start) or left
    right = findings.text[figure.end : min(end, after)]
    right = "" if right.startswith(("、", "和", "，")) else right.strip("，,、：:（）() 。；和")
    right = _VERB_ONLY.sub("", right)
    return f"{left}{right}" if left and right and len(left) < _TOO_SHORT else left or right


def about(said: str, topic: str) -> str:
    """Return a short indicator with what its sentence is about (审结 → 审结行政复议申请).

    >>> about("纠错率", "行政复议申请")
    '行政复议申请纠错率'
    """
    if not topic or not said or len(said) > _SHORT or said in topic:
        return said
    leads = said.endswith(("率", "额", "度", "比", "款", "没")) or said.startswith(
        ("同比", "环比", "较")
    )
    return f"{topic}{said}" if leads else f"{said}{topic}"


def _counted_words(findings: Findings, start: int, end: int) -> str:
    """Return the words of a stretch without time, actor and the verbs that lead to a number."""
    left = _TIME.sub("", findings.text[start:end])
    for span in findings.clauses.subject(end, same_sentence=True):
        left = left.removeprefix(span.text).lstrip("、和与及")
    left = _FROM.sub("", _TIME.sub("", left))
    return _TRAILING.sub("", left).strip("，,、：:（( 和")
