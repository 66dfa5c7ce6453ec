"""Where a report's own title line stands."""

from __future__ import annotations

import re

_TITLE = re.compile(
    r"^(?![一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.、])"
    r"(?=.*(?:法治|依法行政|依法治))[^。，,；;：:！>＞»〔|｜]{4,90}?"
    r"(?:报告|報告|总结|總結|汇报|匯報|情况|情況|要点|要點|年报|年報)(?:(?:及|暨|和)[^。，]{2,16}(?:打算|计划|安排|思路))?(?:[（(][^）)]{0,20}[）)])?$"
)
_SEARCHED_LINES = 12
_LONGEST_LINE = 70
_MOST_LINES = 3


def title_span(text: str) -> tuple[int, int] | None:
    """Return start and end of the title among the first lines, which may be broken; else None."""
    lines = _first_lines(text)
    for first in range(len(lines)):
        for last in range(first, min(first + _MOST_LINES, len(lines))):
            joined = "".join(text[start:end] for start, end in lines[first : last + 1])
            if _TITLE.match(joined):
                return lines[first][0], lines[last][1]
    return None


def title_text(text: str, span: tuple[int, int]) -> str:
    """Return the title without its line breaks and the blanks around them."""
    return re.sub(r"\s*\n\s*", "", text[slice(*span)])


def _first_lines(text: str) -> list[tuple[int, int]]:
    """Return the spans of the first short lines, up to the first that is running text."""
    spans: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]+", text):
        line = match[0].strip().strip("\ufeff")
        if not line:
            continue
        if len(line) > _LONGEST_LINE or "。" in line or len(spans) == _SEARCHED_LINES:
            break
        start = match.start() + match[0].index(line)
        spans.append((start, start + len(line)))
    return spans
