"""Why an entity is a candidate: the grounds of a match, as numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.graphql.words import words
from api.reconcile.grounds import GROUNDS
from api.reconcile.hints import Agreement
from api.reconcile.register import Found, Register
from graph.model import Entity


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity with what speaks for and against it. ``agrees`` is by hint; None: can't tell."""

    entity: Entity
    found: Found
    score: float
    agrees: tuple[Agreement, ...]
    likeness: float
    is_certain: bool


def shown(register: Register, candidate: Candidate, is_match: bool, equals: int) -> dict[str, Any]:
    """The candidate as the protocol has it; ``equals`` is how many are as exact as this one."""
    entity = candidate.entity
    return {
        "id": entity.iri,
        "name": entity.label or entity.name,
        "description": describe(register, candidate, equals),
        "type": [type_of(register, entity)],
        "score": candidate.score,
        "features": _features(candidate),
        "match": is_match,
    }


def type_of(register: Register, entity: Entity) -> dict[str, str]:
    """An entity's type with its name in both languages."""
    term = register.reader.ontology.term(entity.type)
    name = f"{term.label_zh} {term.label_en}" if term else entity.type
    return {"id": entity.type, "name": name}


def _features(candidate: Candidate) -> list[dict[str, Any]]:
    """The ground, the likeness of the names, and which hints agree."""
    named = [] if candidate.found.ground == "similarity" else [(candidate.found.ground, True)]
    told = [
        (f"{name}-agrees", verdict) for name, verdict in candidate.agrees if verdict is not None
    ]
    listed: list[tuple[str, bool | float]] = [*named, ("similarity", candidate.likeness), *told]
    return [{"id": id, "value": value} for id, value in listed]


def describe(register: Register, candidate: Candidate, equals: int) -> str:
    """Where the candidate is and why it is one, in both languages."""
    entity, ground = candidate.entity, GROUNDS[candidate.found.ground]
    zh, en = [ground.zh], [ground.en]
    if candidate.found.ground in ("similarity", "name-variant", "name-former"):
        zh[0], en[0] = f"{zh[0]}“{candidate.found.name}”", f"{en[0]} “{candidate.found.name}”"
    for name, verdict in candidate.agrees:
        label_zh, label_en = _labels(register, name)
        outcome = {True: ("相符", "agrees"), False: ("不符", "differs"), None: ("未知", "unknown")}
        zh.append(label_zh + outcome[verdict][0])
        en.append(f"{label_en} {outcome[verdict][1]}")
    if equals > 1:
        zh.append(f"同样确切的有 {equals} 个")
        en.append(f"{equals} are equally exact")
    return f"{where(register, entity)} · {words('，'.join(zh), ', '.join(en))}"


def where(register: Register, entity: Entity) -> str:
    """The canonical name, and the place of what isn't a district."""
    place = register.reader.model.entity(entity.place) if entity.place else None
    return f"{entity.name}（{place.name}）" if place else entity.name


def _labels(register: Register, property: str) -> tuple[str, str]:
    if property == "type":
        return "类型", "type"
    found = register.properties.get(property)
    return (found.zh, found.en) if found else (property, property)
