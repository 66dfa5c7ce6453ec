"""Which names are one thing: what a person judged, what a list joins, and what is open.

Names that mean the same thing by a list of seeds/names are joined, unless a person keeps them
apart. What is left and looks alike is never merged silently: the pair is listed with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.model import Entity, Judgement

_JUDGED_TYPES = ("Initiative", "Platform", "Award")
_ALIKE = 0.72  # share of common bigrams (Dice) from which two names are worth a look
_COMMON = 60  # names that share a bigram; a more common one tells nothing


@dataclass(frozen=True, slots=True)
class Resolution:
    """Names (``Type:canonical``): what is the same as what by a person or a list, what is not."""

    same: dict[str, str] = field(default_factory=dict)
    different: frozenset[frozenset[str]] = frozenset()
    listed: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, judgements: Iterable[Judgement], listed: dict[tuple[str, str], str] | None = None
    ) -> Resolution:
        """Return the resolution that ``judgements`` ask for; a later one wins.

        ``listed`` are the names that lists join, (type, name) to the name of the thing.
        """
        same: dict[str, str] = {}
        different: set[frozenset[str]] = set()
        for judgement in judgements:
            pair = frozenset((judgement.left, judgement.right))
            if judgement.verdict == "same":
                same[judgement.left] = judgement.right
                different.discard(pair)
            else:
                different.add(pair)
                same = {k: v for k, v in same.items() if frozenset((k, v)) != pair}
        return cls(same, frozenset(different), listed or {})

    def canonical(self, kind: str, name: str) -> str:
        """Return the name under which a person or a list wants ``name`` of this type."""
        key, seen = f"{kind}:{name}", set()
        joined = f"{kind}:{self.listed.get((kind, name), name)}"
        if key not in self.same and frozenset((key, joined)) not in self.different:
            key = joined
        while key in self.same and key not in seen:
            seen.add(key)
            key = self.same[key]
        return key.partition(":")[2]


def undecided_pairs(
    entities: tuple[Entity, ...], resolution: Resolution
) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of IRIs that may be one thing, with the reason, sorted; each once."""
    for kind in _JUDGED_TYPES:
        same_type = [entity for entity in entities if entity.type == kind]
        for left, right in _neighbours(same_type):
            reason = _why_alike(left.name, right.name)
            judged = frozenset((f"{kind}:{left.name}", f"{kind}:{right.name}"))
            if reason and judged not in resolution.different:
                yield left.iri, right.iri, reason


def _neighbours(entities: list[Entity]) -> list[tuple[Entity, Entity]]:
    """Return the pairs of entities that share an uncommon bigram, in the order of their IRIs."""
    by_bigram: dict[str, list[int]] = defaultdict(list)
    for index, entity in enumerate(entities):
        for bigram in _bigrams(entity.name):
            by_bigram[bigram].append(index)
    pairs = {
        (left, right)
        for indexes in by_bigram.values()
        if len(indexes) <= _COMMON
        for position, left in enumerate(indexes)
        for right in indexes[position + 1 :]
    }
    return [(entities[left], entities[right]) for left, right in sorted(pairs)]


def _bigrams(name: str) -> set[str]:
    return {name[k : k + 2] for k in range(len(name) - 1)}


def _why_alike(left: str, right: str) -> str:
    ours, theirs = _bigrams(left), _bigrams(right)
    dice = 2 * len(ours & theirs) / max(1, len(ours) + len(theirs))
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) >= 4 and shorter in longer and len(longer) - len(shorter) <= 4:
        return f"{longer}包含{shorter}"
    if dice >= _ALIKE:
        return f"二元组相同{dice:.0%}"
    return ""
