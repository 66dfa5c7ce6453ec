"""The numbers that Word writes before paragraphs by itself: 一、 （二） 3. and their like.

They stand nowhere in a paragraph's own text, and an outline can't be read without them. Source:
ECMA-376, part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    )
)
_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LEVELS = 9  # of a list, as the format has them
_LONGEST_PATTERN = 40  # characters before a paragraph; the longest real one has some 20
_DEEPEST_STYLE = 20  # styles that rest on each other in a circle are an error of the file


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is written: ``pattern`` is ``（%1）``, ``form`` a number format."""

    form: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has come."""

    lists: dict[str, str]  # numId: abstractNumId
    levels: dict[tuple[str, int], Level]  # (abstractNumId, level)
    starts: dict[tuple[str, int], int]  # (numId, level): where this list begins anew
    styles: dict[str, Any]  # styleId: element
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    begun: set[str] = field(default_factory=set)

    def mark(self, paragraph: Any) -> str:
        """Return what Word writes before this paragraph ("" for none), and count it."""
        number, level = self._place(paragraph.find(f"{W}pPr"), 0)
        if number not in self.lists or (self.lists[number], level) not in self.levels:
            return ""
        of = self.lists[number]
        if number not in self.begun:
            self.begun.add(number)
            for at in range(_LEVELS):
                if (number, at) in self.starts:
                    self.counts[of, at] = self.starts[number, at] - 1
        if not self.counts[of, level]:
            self.counts[of, level] = self.levels[of, level].start - 1
        self.counts[of, level] += 1
        for deeper in range(level + 1, _LEVELS):
            self.counts.pop((of, deeper), None)
        return self._written(of, level)

    def _place(self, properties: Any, depth: int) -> tuple[str, int]:
        """Return list and level of a paragraph, its own or those of its style."""
        if properties is None or depth > _DEEPEST_STYLE:
            return "", 0
        listed = properties.find(f"{W}numPr")
        if listed is not None and listed.find(f"{W}numId") is not None:
            return _value(listed.find(f"{W}numId")), int(_value(listed.find(f"{W}ilvl")) or 0)
        name = properties.find(f"{W}pStyle")
        style = self.styles.get(_value(name)) if name is not None else None
        if style is None:
            return "", 0
        own = style.find(f"{W}pPr")
        if own is not None and own.find(f"{W}numPr") is not None:
            number, level = self._place(own, depth + 1)
            at = None if listed is None else listed.find(f"{W}ilvl")  # its own level, their list
            return number, level if at is None else int(_value(at) or 0)
        above = style.find(f"{W}basedOn")
        parent = self.styles.get(_value(above)) if above is not None else None
        return self._place(None if parent is None else parent.find(f"{W}pPr"), depth + 1)

    def _written(self, of: str, level: int) -> str:
        def count(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            found = self.levels.get((of, at))
            if found is None:
                return ""
            return written(self.counts[of, at] or found.start, found.form)

        own = self.levels[of, level]
        return "" if own.form in ("bullet", "none") else re.sub(r"%(\d)", count, own.pattern)


def read_numbering(numbering: Any, styles: Any) -> Numbering:
    """Return the lists that numbering.xml and styles.xml define; either may be None."""
    lists: dict[str, str] = {}
    levels: dict[tuple[str, int], Level] = {}
    starts: dict[tuple[str, int], int] = {}
    for abstract in () if numbering is None else numbering.iter(f"{W}abstractNum"):
        for level in abstract.iter(f"{W}lvl"):
            key = (abstract.get(f"{W}abstractNumId"), int(level.get(f"{W}ilvl", "0")))
            levels[key] = _level(level)
    for num in () if numbering is None else numbering.iter(f"{W}num"):
        number = num.get(f"{W}numId")
        lists[number] = _value(num.find(f"{W}abstractNumId"))
        for override in num.iter(f"{W}lvlOverride"):
            begin = override.find(f"{W}startOverride")
            if begin is not None:
                starts[number, int(override.get(f"{W}ilvl", "0"))] = int(_value(begin) or 1)
    named = {} if styles is None else {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
    return Numbering(lists, levels, starts, named)


def _level(level: Any) -> Level:
    start = _value(level.find(f"{W}start"))
    return Level(
        _value(level.find(f"{W}numFmt")) or "decimal",
        _value(level.find(f"{W}lvlText"))[:_LONGEST_PATTERN],
        int(start) if start.isdigit() else 1,
    )


def _value(element: Any) -> str:
    found: str = "" if element is None else element.get(f"{W}val", "")
    return found


def written(number: int, form: str) -> str:
    """Return a number in a format of Word.

    >>> written(12, "chineseCountingThousand"), written(3, "decimalEnclosedCircle")
    ('十二', '③')
    """
    if form in _CHINESE:
        return chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("ideographTraditional", "ideographZodiac"):
        signs = _STEMS if form == "ideographTraditional" else _BRANCHES
        return signs[(number - 1) % len(signs)]
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return chinese(number).translate(_LEGAL)
    if form in ("upperRoman", "lowerRoman"):
        return roman(number) if form == "upperRoman" else roman(number).lower()
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form == "decimalZero":
        return f"{number:02}"
    return str(number)


def roman(number: int) -> str:
    """Return a number below 40 in Roman digits, a larger one in Arabic ones.

    >>> roman(4), roman(19)
    ('IV', 'XIX')
    """
    if not 0 < number < 40:
        return str(number)
    found = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        found += sign * count
    return found


def chinese(number: int) -> str:
    """Return a number below 100 in Chinese; a larger one digit by digit.

    >>> chinese(1), chinese(10), chinese(21)
    ('一', '十', '二十一')
    """
    if not 0 < number < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
