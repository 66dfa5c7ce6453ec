"""A small page about an entity that other pages may frame, and its shorter form as a flyout."""

from __future__ import annotations

from typing import Any

from api.entities import local_link
from api.headers import POLICY
from api.reconcile.extend import shown
from api.reconcile.manifest import types_of
from api.reconcile.properties import local_name
from api.reconcile.reasons import type_of
from api.reconcile.register import Register
from api.reconcile.suggest import told
from api.served import Served
from graph.model import Entity, Statement

FACTS = 5
FRAMED = "; ".join(
    f"{name} {'*' if name == 'frame-ancestors' else value}" for name, value in POLICY.items()
)


def preview(here: Served, register: Register, entity: Entity, server: str) -> str:
    """HTML with the entity's names, type, place, and its first facts with their sentences."""
    place = register.reader.model.entity(entity.place) if entity.place else None
    above = [register.entities[number] for number in register.above(register.number(entity.iri))]
    return here.pages.get_template("preview.html").render(
        entity=entity,
        type=type_of(register, entity)["name"],
        place=place or (above[0] if above else None),
        code=next((value for name, value in entity.properties if name == "code"), ""),
        facts=[_fact(register, statement, entity) for statement in _first(register, entity)],
        address=server + local_link(here, entity.iri),
    )


def flyout(here: Served, register: Register, kind: str, id: str) -> dict[str, str]:
    """What stands beside a suggestion: escaped HTML of one or two lines; "" when unknown."""
    title, text = _entity_lines(register, id) if kind == "entity" else _term_lines(register, id)
    template = here.pages.from_string("<p><b>{{ title }}</b></p><p>{{ text }}</p>")
    return {"id": id, "html": template.render(title=title, text=text) if title else ""}


def _entity_lines(register: Register, iri: str) -> tuple[str, str]:
    entity = register.reader.model.entity(iri)
    if entity is None:
        return "", ""
    return entity.label or entity.name, f"{type_of(register, entity)['name']} · {entity.name}"


def _term_lines(register: Register, id: str) -> tuple[str, str]:
    name = local_name(id)
    listed = (*types_of(register), *map(shown, register.properties.values()))
    title = next((one["name"] for one in listed if one["id"] == name), "")
    return title, told(register, name)


def _first(register: Register, entity: Entity) -> list[Statement]:
    """The first statements about an entity, those that it is the subject of before the others."""
    model = register.reader.model
    found = (*model.statements(subject=entity.iri), *model.statements(object=entity.iri))
    return list({statement.iri: statement for statement in found}.values())[:FACTS]


def _fact(register: Register, statement: Statement, entity: Entity) -> dict[str, Any]:
    """A statement from the entity's side with the sentence that proves it."""
    reader = register.reader
    term = reader.ontology.term(statement.predicate)
    outward = statement.subject == entity.iri
    other = reader.model.entity(statement.object if outward else statement.subject)
    zh = en = statement.predicate
    if term:
        zh = term.label_zh if outward else term.inverse_label_zh or term.label_zh
        en = term.label_en if outward else term.inverse_label_en or term.label_en
    return {
        "zh": zh,
        "en": en,
        "other": (other.label or other.name) if other else statement.object,
        "status": _status(register, statement),
        "quote": statement.evidence[0].quote if statement.evidence else "",
    }


def _status(register: Register, statement: Statement) -> str:
    """What a qualifier says that keeps the statement from holding (拟获 proposed); else ""."""
    ontology = register.reader.ontology
    for qualifier in statement.qualifiers:
        concept = ontology.concept(qualifier.name, qualifier.value)
        if concept and not concept.holds:
            return f"{concept.label_zh} {concept.label_en}"
    return ""
