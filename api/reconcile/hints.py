"""Whether an entity has what a client says of it: its place, its parent, a code, a year."""

from __future__ import annotations

from collections.abc import Sequence

from api.reconcile.asked import Hint
from api.reconcile.names import key
from api.reconcile.properties import Value, local_name, values
from api.reconcile.register import Register, code_of

Agreement = tuple[str, bool | None]


def agreements(register: Register, number: int, hints: Sequence[Hint]) -> list[Agreement]:
    """Each property of the hints, with whether the entity agrees; None when it can't be told."""
    grouped: dict[str, list[bool | None]] = {}
    for hint in hints:
        if hint.values:
            grouped.setdefault(hint.property, []).append(agreement(register, number, hint))
    return [(property, _verdict(told)) for property, told in grouped.items()]


def _verdict(told: Sequence[bool | None]) -> bool | None:
    """False when one of them differs, else None when one of them can't be told."""
    if False in told:
        return False
    return None if None in told else True


def agreement(register: Register, number: int, hint: Hint) -> bool | None:
    """Whether an entity has one of a hint's values; None when that can't be told."""
    entity = register.entities[number]
    if hint.property == "place":
        wanted = frozenset().union(*(register.places(text) for text in hint.values))
        above = register.above(number)
        return bool(wanted & set(above)) if wanted and above else None
    if hint.property == "type":
        return entity.type in map(local_name, hint.values)
    had = values(register.reader, entity, hint.property)
    if not had:
        return None
    return any(_equal(register, one, text) for one in had for text in hint.values)


def _equal(register: Register, value: Value, text: str) -> bool:
    """Whether ``text`` means this value: an IRI, a name, a code, a number, words."""
    if value.kind == "id":
        return value.text == text or value.text in register.meant(text)
    if value.kind in ("int", "float"):
        return _number(value.text) == _number(text) is not None
    code = code_of(value.text)
    if code and code == code_of(text):
        return True
    return key(text) in {key(word) for word in (value.text, *value.names)} or text in value.names


def _number(text: str) -> float | None:
    try:
        return float(text.removesuffix("年"))
    except ValueError:
        return None
