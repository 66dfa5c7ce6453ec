"""How names are compared: without marks, without the suffix of a district, by shared bigrams."""

from __future__ import annotations

import re
from collections.abc import Set

from graph.store.index import fold

SUFFIX = re.compile(
    "(特别行政区|自治[区州县旗]|地区|林区|矿区|街道办事处|街道|[省市县区州盟旗镇乡])$"
)
RELATIVE = re.compile("我|本|该|各|全(?!国)|省|市(?!场)|区(?!块)|县|州|旗|镇|乡")
SHORTEST = 2  # characters; shorter names are borne by too many


def key(text: str) -> str:
    """Letters and digits of ``text`` in half width and lower case; marks and spaces are left out.

    >>> key("《重大行政决策程序暂行条例》") == key("重大行政决策程序 暂行条例")
    True
    >>> key("广西壮族自治区/柳州市")
    '广西壮族自治区柳州市'
    """
    return "".join(character for character in fold(text) if character.isalnum())


def stem(name: str) -> str:
    """A district's name without 市, 县, 区 …; "" when too little would be left.

    >>> stem("柳州市"), stem("恭城瑶族自治县"), stem("沙市")
    ('柳州', '恭城瑶族', '')
    """
    short = SUFFIX.sub("", name)
    return short if SHORTEST <= len(short) < len(name) else ""


def is_relative(name: str) -> bool:
    """Whether a name says what it means only from where it is said.

    >>> is_relative("我区"), is_relative("区司法局"), is_relative("柳州市司法局")
    (True, True, False)
    """
    return RELATIVE.match(name) is not None


def bigrams(text: str) -> set[str]:
    """Pairs of neighbouring characters; the text itself when it has only one."""
    return {text[i : i + 2] for i in range(max(1, len(text) - 1))} if text else set()


def dice(left: str, right: str) -> float:
    """Similarity of two keys from 0 to 1: twice the shared bigrams by all (Dice 1945).

    >>> round(dice("柳州市司法局", "柳州市城中区司法局"), 2)
    0.62
    """
    return overlap(bigrams(left), bigrams(right))


def overlap(ours: Set[str], theirs: Set[str]) -> float:
    """The same of two sets of bigrams."""
    total = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / total if total else 0.0
