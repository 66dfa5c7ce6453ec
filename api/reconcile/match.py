"""Matching a query to entities: candidates with a score from 0 to 100 and the reasons for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import Any

from api.reconcile.asked import Query
from api.reconcile.grounds import GROUNDS
from api.reconcile.hints import Agreement, Wanted, agreements, look_up
from api.reconcile.names import SHORTEST, dice, is_relative, key
from api.reconcile.reasons import Candidate, shown
from api.reconcile.register import DISTRICT, MAX_CANDIDATES, Found, Register
from graph.model import Entity

AGREES, UNKNOWN, DIFFERS = 0.3, 0.9, 0.6  # of the way to 100, and of the score
WRONG_TYPE = 0.5
WEAK = ("similarity", "properties")  # grounds that compare no whole name


def match(register: Register, query: Query) -> list[dict[str, Any]]:
    """The candidates for a query, the best first; one of them has ``match`` at most."""
    ranked = rank(register, query)
    equals = equally_exact(ranked)
    is_match = len(equals) == 1 and equals[0].is_certain
    return [
        shown(register, one, is_match and one is equals[0], len(equals) if one in equals else 1)
        for one in ranked[: query.limit]
    ]


def rank(register: Register, query: Query) -> list[Candidate]:
    """All candidates by score, then by how much is said about them, then by name."""
    hints = look_up(register, query.hints)
    scored = [
        _score(register, query, hints, found)
        for found in _candidates(register, query, hints)
        if _fits(register.entities[found.number], query)
    ]
    degree = register.reader.model.degree
    scored.sort(key=lambda c: (-c.score, -degree(c.entity.iri), c.entity.name, c.entity.iri))
    return scored


def equally_exact(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Candidates among which only a person can decide; one alone is the match.

    A variant is less than a name: 鹿寨 stands for the county, and yet may be 鹿寨镇 cut short.
    """
    certain = [one for one in ranked if one.is_certain]
    if certain and all(one.found.ground == "name-variant" for one in certain):
        return [
            one
            for one in ranked
            if one.found.ground not in WEAK and all(told for _, told in one.agrees)
        ]
    return certain


def _candidates(register: Register, query: Query, hints: Sequence[Wanted]) -> list[Found]:
    """What the text may mean, and who has a code that is given; without a text, by properties."""
    text = query.text.strip()
    found = register.find(text) if text else []
    known = {one.number for one in found}
    having = (
        one
        for hint in hints
        if not text or hint.property == "code"
        for one in _having(register, hint)
    )
    for one in islice(having, MAX_CANDIDATES):
        if one.number not in known:
            known.add(one.number)
            found.append(replace(one, ground="properties") if text else one)
    return found


def _having(register: Register, hint: Wanted) -> Iterator[Found]:
    """Entities that have a property, whatever their names."""
    names = ("place", "parent") if hint.property == "place" else (hint.property,)
    if hint.property == "code":
        for text in hint.values:
            for number, ground in register.owners(text):
                yield Found(number, "properties" if ground == "code-former" else ground, text)
    for value, name in product(sorted(hint.iris), names):
        for entity in register.reader.pointing_at(value, name):
            yield Found(register.number(entity.iri), "properties", entity.name)


def _fits(entity: Entity, query: Query) -> bool:
    """Whether the type isn't ruled out; ``should`` rules nothing out."""
    return not query.types or query.strict == "should" or _is_of(entity, query)


def _is_of(entity: Entity, query: Query) -> bool:
    """Whether an entity has one of the types, or each of them where the client says all."""
    own = {entity.type, "Entity"}
    wanted = set(query.types)
    return wanted <= own if query.strict == "all" else bool(wanted & own)


def _score(register: Register, query: Query, hints: Sequence[Wanted], found: Found) -> Candidate:
    """The candidate that ``found`` makes, its hints weighed one after the other."""
    entity = register.entities[found.number]
    likeness = found.likeness
    if found.ground != "similarity":
        likeness = dice(key(query.text), key(found.name))
    agrees: list[Agreement] = list(agreements(register, found.number, hints))
    score = found.worth
    for _, told in agrees:
        score = _weighed(score, told)
    if query.types:
        agrees.insert(0, ("type", _is_of(entity, query)))
        score *= 1 if agrees[0][1] else WRONG_TYPE
    certain = GROUNDS[found.ground].is_certain and all(told for _, told in agrees)
    certain = certain and _stands(register, found, agrees)
    return Candidate(entity, found, round(score, 1), tuple(agrees), round(likeness, 3), certain)


def _weighed(score: float, told: bool | None) -> float:
    if told is None:
        return score * UNKNOWN
    return score + AGREES * (100 - score) if told else score * DIFFERS


def _stands(register: Register, found: Found, agrees: Sequence[Agreement]) -> bool:
    """Whether a variant says by itself what it means, or its place is agreed on.

    我区 is found as a variant of the one district that wrote so; elsewhere it is another.
    """
    entity = register.entities[found.number]
    if found.ground != "name-variant":
        return True
    if any(told and property == "place" for property, told in agrees):
        return entity.type != DISTRICT or not is_relative(found.name)
    if is_relative(found.name) or len(found.name) < SHORTEST:
        return False
    place = register.above(found.number)[:1] if entity.type != DISTRICT else ()
    return all(any(form in key(found.name) for form in register.forms(n)) for n in place)
