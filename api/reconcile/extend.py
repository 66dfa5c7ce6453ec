"""Data extension: properties of entities that a client has matched, as cells of a table."""

from __future__ import annotations

from typing import Any

from api.reconcile.asked import Column, Extension, RefusalError
from api.reconcile.properties import Property, Value, local_name, properties_of, values
from api.reconcile.register import Register
from graph.model import Entity

MAX_CELL = 1000  # values in one cell
MAX_CELLS = 100_000  # values in one answer
SETTINGS = (
    {
        "name": "limit",
        "label": "上限 Limit",
        "type": "number",
        "default": 0,
        "help_text": f"每格最多几个值；0 为不限（至多 {MAX_CELL}）。 "
        f"How many values a cell may have; 0 for all of them, up to {MAX_CELL}.",
    },
    {
        "name": "planned",
        "label": "含未实现的 Include what doesn't hold",
        "type": "checkbox",
        "default": False,
        "help_text": "也取拟获、计划、曾任等陈述。 "
        "Take statements on what is proposed, planned or past as well.",
    },
    {
        "name": "language",
        "label": "语言 Language",
        "type": "select",
        "default": "zh",
        "help_text": "层级、主题等概念的语言。 The language of concepts such as levels and topics.",
        "choices": [{"value": "zh", "name": "中文"}, {"value": "en", "name": "English"}],
    },
)


def extend(register: Register, asked: Extension) -> dict[str, Any]:
    """The cells asked for; an entity or a property that we don't know has empty ones.

    Raises RefusalError when the answer would be too long.
    """
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
    size = 0
    for id in asked.ids:
        entity = register.reader.model.entity(id)
        rows[id] = {column.property: cells(register, entity, column) for column in asked.columns}
        size += sum(map(len, rows[id].values()))
        if size > MAX_CELLS:
            raise RefusalError(
                413, f"The answer has more than {MAX_CELLS:,} values; set limit or send fewer ids."
            )
    return {"meta": [_meta(register, column) for column in asked.columns], "rows": rows}


def cells(register: Register, entity: Entity | None, column: Column) -> list[dict[str, Any]]:
    """The values of a property in the protocol's form."""
    if entity is None:
        return []
    held = not column.settings.get("planned")
    found = values(register.reader, entity, local_name(column.property), held)
    english = column.settings.get("language") == "en"
    return [_cell(register, value, english) for value in found[: _limit(column)]]


def propose(register: Register, type: str, limit: str) -> dict[str, Any]:
    """The properties that can be fetched for things of a type; for all of them when it's empty."""
    name = local_name(type) or "Entity"
    found = [shown(one) for one in properties_of(register.reader.ontology, name)]
    if limit.isascii() and limit.isdigit() and int(limit):
        return {"type": type, "limit": int(limit), "properties": found[: int(limit)]}
    return {"type": type, "properties": found}


def shown(found: Property) -> dict[str, str]:
    """A property with its name in both languages."""
    return {"id": found.id, "name": f"{found.zh} {found.en}"}


def _meta(register: Register, column: Column) -> dict[str, Any]:
    found = register.properties.get(local_name(column.property))
    if found is None:
        return {"id": column.property, "name": column.property}
    type = register.reader.ontology.term(found.type)
    named = {"id": column.property, "name": shown(found)["name"]}
    if type is None:
        return named
    return {**named, "type": {"id": type.name, "name": f"{type.label_zh} {type.label_en}"}}


def _limit(column: Column) -> int:
    """How many values the client wants; OpenRefine sends numbers of forms as text."""
    given = column.settings.get("limit") or 0
    try:
        number = int(float(given))
    except (TypeError, ValueError, OverflowError) as error:
        raise RefusalError(400, f"The setting limit must be a number, not {given!r}.") from error
    return min(number, MAX_CELL) if number > 0 else MAX_CELL


def _cell(register: Register, value: Value, english: bool) -> dict[str, Any]:
    if value.kind == "id":
        entity = register.reader.model.entity(value.text)
        name = entity.label or entity.name if entity else value.text
        return {"id": value.text, "name": name}
    if value.kind == "date":
        return {"date": f"{value.text}T00:00:00Z"}
    if value.kind in ("int", "float"):
        return {value.kind: int(value.text) if value.kind == "int" else float(value.text)}
    return {"str": value.names[0] if english and value.names else value.text}
