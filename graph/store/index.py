"""Names found by any part of them, one character upwards: postings of characters and bigrams.

Word indexes fail on Chinese names, and SQLite's and tantivy's trigrams find nothing for two
characters; pairs of neighbouring characters answer every query after one check of the candidates.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

EXACT, PREFIX, SUBSTRING = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Match:
    """A name that contains the query at ``text[start:end]``; ``owner`` is who bears it.

    ``tier`` is EXACT, PREFIX or SUBSTRING.
    """

    owner: int
    text: str
    start: int
    end: int
    tier: int


def fold(text: str) -> str:
    """Lower case, half-width form of the same length, so that offsets stay those of ``text``.

    >>> fold("Ａ４纸“ＡＢＣ”")
    'a4纸“abc”'
    """
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:
        character = chr(code - 0xFEE0)
    lower = character.lower()
    return lower if len(lower) == 1 else character


class BigramIndex:
    """Finds names by any substring. Built once from (owner, name) pairs, then only read."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._names: list[tuple[int, str, str]] = []
        self._postings: dict[str, array[int]] = {}
        for owner, text in dict.fromkeys(names):
            self._add(owner, text)

    def _add(self, owner: int, text: str) -> None:
        folded = fold(text)
        number = len(self._names)
        self._names.append((owner, text, folded))
        for gram in {*folded, *_bigrams(folded)}:
            self._postings.setdefault(gram, array("I")).append(number)

    def search(self, query: str) -> Iterator[Match]:
        """Every name that contains ``query``, in the order of adding; none for an empty query."""
        wanted = fold(query.strip())
        for number in self._candidates(wanted):
            owner, text, folded = self._names[number]
            start = folded.find(wanted)
            if start >= 0:
                yield Match(owner, text, start, start + len(wanted), _tier(wanted, folded, start))

    def _candidates(self, wanted: str) -> Iterable[int]:
        """Numbers of the names that hold every gram of ``wanted``, from the rarest gram on."""
        grams = list(_bigrams(wanted)) or list(wanted)
        postings = sorted((self._postings.get(gram, array("I")) for gram in set(grams)), key=len)
        if not postings:
            return ()
        found: set[int] = set(postings[0])
        for posting in postings[1:3]:  # the check of the text is cheaper than further cuts
            found.intersection_update(posting)
        return sorted(found)


def _bigrams(text: str) -> Iterator[str]:
    return (text[i : i + 2] for i in range(len(text) - 1))


def _tier(wanted: str, folded: str, start: int) -> int:
    if len(wanted) == len(folded):
        return EXACT
    return PREFIX if start == 0 else SUBSTRING
