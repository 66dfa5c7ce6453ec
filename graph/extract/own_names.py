"""An agency's words for itself (我局, 局党组), and the short names that a text defines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.lexicon import find_all
from graph.extract.marks import Found, is_free, mark, marked, work_of
from graph.extract.prefixes import SHORT_FORM

_NEW_WORD = (
    r"(?:(?<![\u4e00-\u9fff](?<![是由经在对为以将和及与向日度]))"
    r"|(?<=召开)|(?<=修订)|(?<=提交)|(?<=纳入)|(?<=列入)|(?<=组织)|(?<=制定)|(?<=落实)|(?<=完善))"
)
_OWN = re.compile(
    r"(?:我|本)(?:局|委|厅|院|办|中心|支队|大队|公司|会)(?![内外的]?员)(党组理论学习中心组|党委理论学习中心组|党组|党委|[\u4e00-\u9fff]{2,6}?(?:科|处|室|大队|支队|中队)(?!长|员))?"
    rf"|{_NEW_WORD}(?:局|委|厅)(党组理论学习中心组|党委理论学习中心组|党组|党委|办公室"
    r"|(?:政策)?法规[\u4e00-\u9fff]{0,4}?(?:科|处)|法制(?:科|处))"
    r"|(党组理论学习中心组)"
    rf"|{_NEW_WORD}(?<![（(])(党组)(?!成员)"
)


def _own_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and what follows the agency's own name (党组, or nothing)."""
    for match in _OWN.finditer(text):
        yield match.start(), match.end(), next(filter(None, match.groups()), "")


@Language.factory("own_names")
def make_own_names(nlp: Language, name: str) -> object:
    return own_names


def own_names(doc: Doc) -> Doc:
    """Mark the reporting agency's words for itself, then short names defined in the text."""
    _own(doc)
    _short_forms(doc)
    return doc


def _own(doc: Doc) -> None:
    """Mark 我局 and 局党组 in the report of an agency."""
    setting = work_of(doc).setting
    reporter, kind = setting.reporter
    if kind != "Agency":
        return
    _by_level(doc)
    for start, end, suffix in _own_words(work_of(doc).text):
        if is_free(doc, start, end):
            surface = work_of(doc).text[start:end]
            suffix = "委员会" if suffix == "党委" else suffix
            party = suffix.startswith("党") or suffix == "委员会"
            full = f"中共{reporter}{suffix}" if party else reporter + suffix
            full = full if reporter else surface
            mark(doc, "Agency", start, end, full, "own-agency", f"{surface} → {reporter}")


_BY_LEVEL = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[和与及由被向在对从经]))"
    r"(?P<level>[省市县区州])(?P<head>局|厅|委)(?!员会|[长属办])"
)


def _by_level(doc: Doc) -> None:
    """Mark 市局 and 省厅: the bureau of the reporter's kind at that level."""
    work = work_of(doc)
    reporter, setting = work.setting.reporter[0], work.setting
    own = setting.prefix(setting.own)
    organ = reporter.removeprefix(own) if own and reporter.startswith(own) else ""
    for match in _BY_LEVEL.finditer(work.text):
        path = setting.named(match["level"])
        if (
            not organ.endswith(("局", "厅", "委员会"))
            or not path
            or not is_free(doc, *match.span())
        ):
            continue
        kind = re.sub(
            r"(?:局|厅|委员会)$", {"委": "委员会"}.get(match["head"], match["head"]), organ
        )
        canonical = setting.prefix(path) + kind
        mark(doc, "Agency", *match.span(), canonical, "own-kind", f"{match[0]} → {canonical}")


def _short_forms(doc: Doc) -> None:
    """Mark agencies by the short names that the text gives them (以下简称市局)."""
    work = work_of(doc)
    ends = {found.end: found for found in marked(doc, "Agency")}
    defined: dict[str, Found] = {}
    for match in SHORT_FORM.finditer(work.text):
        if match.start() in ends:
            defined.setdefault(match["short"], ends[match.start()])
    for short, start, end in find_all(work.text, defined):
        if start > defined[short].end and is_free(doc, start, end):
            name, reason = defined[short].canonical, f"{short}: 简称见前文"
            mark(doc, "Agency", start, end, name, "short-form", reason)
