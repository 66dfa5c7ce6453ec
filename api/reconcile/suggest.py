"""Suggestions while a person types: entities, types and properties, and a line about each."""

from __future__ import annotations

from typing import Any

from api.reconcile.asked import MAX_TEXT, RefusalError
from api.reconcile.extend import shown
from api.reconcile.manifest import types_of
from api.reconcile.names import key
from api.reconcile.properties import local_name
from api.reconcile.reasons import type_of, where
from api.reconcile.register import Register
from graph.store.index import fold

PAGE = 20
MAX_CURSOR = 10_000
KINDS = ("entity", "type", "property")


def suggest(register: Register, kind: str, fields: dict[str, str]) -> dict[str, Any]:
    """What begins with ``prefix``, then what contains it, from ``cursor`` on."""
    prefix = fields.get("prefix", "").strip()
    if len(prefix) > MAX_TEXT:
        raise RefusalError(400, f"prefix has {len(prefix):,} characters; it may have {MAX_TEXT:,}.")
    start, size = _number(fields, "cursor", 0, MAX_CURSOR), _number(fields, "limit", PAGE, 100)
    if kind == "entity":
        found = _entities(register, prefix, start + size, local_name(fields.get("type", "")))
    else:
        found = _beginning(prefix, _types(register) if kind == "type" else _properties(register))
    return {"result": found[start : start + size]}


def _number(fields: dict[str, str], name: str, default: int, most: int) -> int:
    given = fields.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise RefusalError(400, f"{name}={given!r} is no whole number from 0 on.")
    return min(int(given), most)


def _entities(register: Register, prefix: str, limit: int, type: str) -> list[dict[str, Any]]:
    """Who bears this name, code or IRI, then whose names begin so, then whose contain it."""
    model = register.reader.model
    types = () if type in ("", "Entity") else (type,)
    exact = [register.entities[found.number] for found in register.exact(prefix)]
    named = model.search(prefix, types, limit) or model.search(key(prefix), types, limit)
    fitting = (one for one in exact if not types or one.type in types)
    listed = {one.iri: one for one in (*fitting, *(hit.entity for hit in named))}
    return [
        {
            "id": one.iri,
            "name": one.label or one.name,
            "description": where(register, one),
            "notable": [type_of(register, one)],
        }
        for one in listed.values()
    ]


def _types(register: Register) -> list[dict[str, Any]]:
    return [{**one, "description": told(register, one["id"])} for one in types_of(register)]


def _properties(register: Register) -> list[dict[str, Any]]:
    listed = register.properties.values()
    return [{**shown(one), "description": told(register, one.id)} for one in listed]


def told(register: Register, name: str) -> str:
    """What the ontology says of a term in both languages; "" for none of its own."""
    term = register.reader.ontology.term(name)
    return f"{term.comment_zh} {term.comment_en}".strip() if term else ""


def _beginning(prefix: str, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those whose id or a word of whose name begins so, then those that contain it."""
    wanted = fold(local_name(prefix))

    def tier(one: dict[str, Any]) -> int:
        words = (one["id"], one["name"], *one["name"].split())
        if any(fold(word).startswith(wanted) for word in words):
            return 0
        return 1 if any(wanted in fold(word) for word in words) else 2

    return sorted((one for one in listed if tier(one) < 2), key=tier)
