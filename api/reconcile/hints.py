"""Whether an entity has what a client says of it: its place, its parent, a code, a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.reconcile.asked import Hint
from api.reconcile.names import key
from api.reconcile.properties import Value, local_name, values
from api.reconcile.register import Register, code_of

CODES = ("code", "formerCode")
Agreement = tuple[str, bool | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A hint looked up once for all candidates: the districts and the IRIs that its words mean."""

    property: str
    values: tuple[str, ...]
    keys: frozenset[str]
    places: frozenset[int]
    iris: frozenset[str]


def look_up(register: Register, hints: Sequence[Hint]) -> tuple[Wanted, ...]:
    """The hints that have a value, with what their words mean."""
    return tuple(_look_up(register, hint) for hint in hints if hint.values)


def _look_up(register: Register, hint: Hint) -> Wanted:
    return Wanted(
        hint.property,
        hint.values,
        frozenset(map(key, hint.values)) - {""},
        frozenset[int]().union(*map(register.places, hint.values)),
        frozenset(hint.values).union(*map(register.meant, hint.values)),
    )


def agreements(register: Register, number: int, hints: Sequence[Wanted]) -> list[Agreement]:
    """Each property of the hints, with whether the entity agrees; None when it can't be told."""
    grouped: dict[str, list[bool | None]] = {}
    for hint in hints:
        grouped.setdefault(hint.property, []).append(agreement(register, number, hint))
    return [(property, _verdict(told)) for property, told in grouped.items()]


def _verdict(told: Sequence[bool | None]) -> bool | None:
    """False when one of them differs, else None when one of them can't be told."""
    if False in told:
        return False
    return None if None in told else True


def agreement(register: Register, number: int, hint: Wanted) -> bool | None:
    """Whether an entity has one of a hint's values; None when that can't be told."""
    entity = register.entities[number]
    if hint.property == "place":
        above = register.above(number)
        return not hint.places.isdisjoint(above) if hint.places and above else None
    if hint.property == "type":
        return entity.type in map(local_name, hint.values)
    had = values(register.reader, entity, hint.property)
    return any(_equal(value, hint) for value in had) if had else None


def _equal(value: Value, hint: Wanted) -> bool:
    """Whether one of the words means this value: an IRI, a name, a code, a number."""
    if value.kind == "id":
        return value.text in hint.iris
    if value.kind in ("int", "float"):
        number = _number(value.text)
        return number is not None and number in map(_number, hint.values)
    if hint.property in CODES:
        return code_of(value.text) in map(code_of, hint.values)
    words = (value.text, *value.names)
    return not hint.keys.isdisjoint(map(key, words))


def _number(text: str) -> float | None:
    try:
        return float(text.removesuffix("年"))
    except ValueError:
        return None
