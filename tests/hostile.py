"""The record of a hostile or broken file, for its makers and its tests."""

from __future__ import annotations

from dataclasses import dataclass, field

LEFT_OUT, READ, PASSED_OVER = "left out", "read", "passed over"
REFUSED = frozenset({LEFT_OUT})
EITHER = frozenset({LEFT_OUT, READ})
NO_REPORT = frozenset({LEFT_OUT, PASSED_OVER})  # not of a kind that a folder is searched for


@dataclass(frozen=True)
class Hostile:
    """A file that harms a careless reader, and ``why``.

    ``outcomes`` are those that are right: READ means harmlessly, with whatever text there is.
    The reason why it was left out matches the regular expression ``says``.
    """

    name: str
    kind: str
    why: str
    outcomes: frozenset[str] = REFUSED
    says: str = ""
    data: bytes = field(default=b"", repr=False)
