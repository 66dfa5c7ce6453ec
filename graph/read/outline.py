"""The outline of a report: sections by their marks, sentences by their ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import Section, Sentence

_NUMBER = "[一二三四五六七八九十]"
_MARKS = (
    re.compile(rf"^[ \t　]*((?:第{_NUMBER}+部分[ 、]?)|(?:{_NUMBER}{{1,3}}[、.．]))", re.MULTILINE),
    re.compile(rf"^[ \t　]*([（(]{_NUMBER}{{1,3}}[）)])", re.MULTILINE),
    re.compile(r"^[ \t　]*(\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])", re.MULTILINE),
    re.compile(rf"(?:(?<=[。；：:;！\n])|(?<=^))[ \t　]*({_NUMBER}{{1,2}}是)(?!否)", re.MULTILINE),
)
_SENTENCE = re.compile("[^。！？；;!?\n]*(?:[。！？；;!?]+[”’」』）)]*|\n|$)")
_HEADING_END = re.compile("[。；;\n]")
_LONGEST_TITLE = 80


def sections(text: str) -> tuple[Section, ...]:
    """Return the sections in reading order; each lasts until the next one of its level or above.

    A section of level 4 (一是 …) also ends with its line.
    """
    marks = sorted(
        (match.start(1), level, match[1].strip())
        for level, pattern in enumerate(_MARKS, start=1)
        for match in pattern.finditer(text)
    )
    return tuple(
        Section(number, _title(text, start + len(number)), level, start, _end(text, marks, index))
        for index, (start, level, number) in enumerate(marks)
    )


def _title(text: str, start: int) -> str:
    stop = _HEADING_END.search(text, start, start + _LONGEST_TITLE)
    return text[start : stop.start() if stop else start + _LONGEST_TITLE].strip()


def _end(text: str, marks: list[tuple[int, int, str]], index: int) -> int:
    start, level, _ = marks[index]
    later = (marks[k][0] for k in range(index + 1, len(marks)) if marks[k][1] <= level)
    limit = next(later, len(text))
    line_end = text.find("\n", start, limit) if level == len(_MARKS) else -1
    return line_end if line_end >= 0 else limit


@dataclass(frozen=True, slots=True)
class Nest:
    """Stretches in the order of their starts, later ones inside earlier ones or after them.

    ``above`` is the index of the one around the start of each, -1 when there is none.
    """

    starts: list[int]
    ends: list[int]
    above: list[int]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Nest:
        """Return the nest of stretches given as start and end."""
        nest = cls([], [], [])
        for start, end in spans:
            nest.above.append(nest._reaching(len(nest.starts) - 1, start))
            nest.starts.append(start)
            nest.ends.append(end)
        return nest

    def innermost(self, position: int) -> int:
        """Return the index of the last stretch around ``position``, -1 when there is none."""
        return self._reaching(bisect_right(self.starts, position) - 1, position)

    def _reaching(self, index: int, position: int) -> int:
        while index >= 0 and self.ends[index] <= position:
            index = self.above[index]
        return index


def sentences(text: str, outline: tuple[Section, ...]) -> tuple[Sentence, ...]:
    """Return the sentences, without surrounding blanks; each knows its innermost section."""
    nest = Nest.of((section.start, section.end) for section in outline)
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = _trim(text, match.start(), match.end())
        if start < end:
            found.append(Sentence(start, end, nest.innermost(start)))
    return tuple(found)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
