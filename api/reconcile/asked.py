"""What a client asks: batches of queries and of extensions, read from a form and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request

from api.reconcile.properties import local_name
from graph.errors import QueryError

FORM = "application/x-www-form-urlencoded"
MAX_QUERIES = 100
MAX_TEXT = 1000  # characters of a query or a value
MAX_LIMIT = 100
DEFAULT_LIMIT = 10
MAX_HINTS, MAX_VALUES = 10, 10
MAX_IDS, MAX_PROPERTIES = 1000, 50
MAX_BODY = 4 * 1024 * 1024
STRICTNESS = ("any", "all", "should")


class RefusalError(QueryError):
    """A request that can't be answered; ``status`` is the HTTP status that says so."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(frozen=True, slots=True)
class Hint:
    """A property that the entity should have. ``values``: IRIs or words, any of which fits."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A name to look up; ``types`` are local names, and all else is as the protocol has it."""

    text: str
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = DEFAULT_LIMIT
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A property to fetch, with the settings that the client chose for it."""

    property: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extension:
    """Entities and what to fetch of each."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]


async def read_form(request: Request) -> dict[str, str]:
    """The parameters of the URL and of a POST's form; raises :class:`RefusalError`."""
    fields = dict(request.query_params)
    if request.method == "POST":
        fields |= await _read_body(request)
    return fields


async def _read_body(request: Request) -> dict[str, str]:
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media != FORM:
        raise RefusalError(415, f"Send the queries as {FORM} (queries=…), not {media!r}.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise RefusalError(413, f"The request is longer than {MAX_BODY:,} bytes; send less.")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100)
    except ValueError as error:
        raise RefusalError(400, f"The form can't be read: {error}.") from error
    return dict(pairs)


def read_json(text: str, field: str) -> Any:
    """The JSON in a field; raises :class:`RefusalError` with words on what is wrong."""
    try:
        return orjson.loads(text)
    except ValueError as error:
        raise RefusalError(400, f"{field} isn't JSON: {error}.") from error


def read_batch(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys; raises :class:`RefusalError`."""
    batch = read_json(text, "queries")
    if not isinstance(batch, dict):
        raise RefusalError(400, 'queries must be an object: {"q0": {"query": "柳州市"}}.')
    if len(batch) > MAX_QUERIES:
        raise RefusalError(
            413, f"The batch has {len(batch)} queries; send at most {MAX_QUERIES} at once."
        )
    return {name: read_query(query, f"queries.{name}") for name, query in batch.items()}


def read_single(text: str) -> Query:
    """The query of a client of version 0.1: words, or an object as in a batch."""
    is_object = text.lstrip().startswith("{")
    return read_query(read_json(text, "query") if is_object else {"query": text}, "query")


def read_query(query: Any, where: str) -> Query:
    """One query; ``where`` tells the client which. Raises :class:`RefusalError`."""
    if not isinstance(query, dict) or not {"query", "properties"} & query.keys():
        raise RefusalError(400, f"{where} must be an object with query or properties.")
    text = query.get("query", "")
    if not isinstance(text, str):
        raise RefusalError(400, f"{where}.query must be a string.")
    strict = query.get("type_strict") or "any"
    if strict not in STRICTNESS:
        raise RefusalError(400, f"{where}.type_strict must be one of {', '.join(STRICTNESS)}.")
    return Query(
        _short(text, f"{where}.query"),
        _types(query.get("type"), f"{where}.type"),
        strict,
        _limit(query.get("limit"), f"{where}.limit"),
        _hints(query.get("properties"), f"{where}.properties"),
    )


def _short(text: str, where: str) -> str:
    if len(text) > MAX_TEXT:
        raise RefusalError(
            400, f"{where} has {len(text):,} characters; a text may have {MAX_TEXT:,}."
        )
    return text


def _types(given: Any, where: str) -> tuple[str, ...]:
    """Local names of types, given as one, as several, or as objects with an id."""
    listed = given if isinstance(given, list) else [] if given in (None, "") else [given]
    names = [one.get("id") if isinstance(one, dict) else one for one in listed]
    if not all(isinstance(name, str) for name in names) or len(names) > MAX_VALUES:
        raise RefusalError(400, f"{where} must be a type's id or a list of at most {MAX_VALUES}.")
    return tuple(local_name(name) for name in names if name)


def _limit(given: Any, where: str) -> int:
    """How many candidates; a bool is no number here, and 3.0 is 3."""
    if given is None:
        return DEFAULT_LIMIT
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or given != given // 1 or given < 1:
        raise RefusalError(400, f"{where} must be a whole number above 0.")
    return int(min(given, MAX_LIMIT))


def _hints(given: Any, where: str) -> tuple[Hint, ...]:
    """Hints from a list of pid and v, or from the object that version 0.1 also describes."""
    listed = [{"pid": p, "v": v} for p, v in given.items()] if isinstance(given, dict) else given
    if listed is None:
        return ()
    if not isinstance(listed, list) or len(listed) > MAX_HINTS:
        raise RefusalError(400, f"{where} must be a list of at most {MAX_HINTS} of pid and v.")
    return tuple(_hint(one, f"{where}[{position}]") for position, one in enumerate(listed))


def _hint(given: Any, where: str) -> Hint:
    if not isinstance(given, dict) or not isinstance(given.get("pid"), str) or "v" not in given:
        raise RefusalError(400, f'{where} must have pid and v: {{"pid": "place", "v": "柳州市"}}.')
    found = given["v"] if isinstance(given["v"], list) else [given["v"]]
    if len(found) > MAX_VALUES:
        raise RefusalError(400, f"{where}.v has {len(found)} values; at most {MAX_VALUES}.")
    words = tuple(_word(value, f"{where}.v") for value in found)
    return Hint(local_name(given["pid"]), tuple(word for word in words if word.strip()))


def _word(value: Any, where: str) -> str:
    """A value in words: an entity's id, a string, a number or a boolean."""
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str | int | float):
        raise RefusalError(400, f"{where} must be a string, a number, a boolean, or have an id.")
    return _short(str(value), where)


def read_extension(text: str) -> Extension:
    """What ``extend`` asks; raises :class:`RefusalError`."""
    given = read_json(text, "extend")
    ids, listed = (
        (given.get("ids"), given.get("properties")) if isinstance(given, dict) else ("",) * 2
    )
    if not isinstance(ids, list) or not isinstance(listed, list) or not _are_strings(ids):
        raise RefusalError(400, 'extend must be {"ids": ["…"], "properties": [{"id": "code"}]}.')
    for name, found, most in (("ids", ids, MAX_IDS), ("properties", listed, MAX_PROPERTIES)):
        if len(found) > most:
            raise RefusalError(413, f"extend.{name} has {len(found)}; send at most {most} at once.")
    return Extension(tuple(dict.fromkeys(ids)), tuple(_column(one) for one in listed))


def _are_strings(found: Sequence[Any]) -> bool:
    return all(isinstance(one, str) for one in found)


def _column(given: Any) -> Column:
    settings = given.get("settings") or {} if isinstance(given, dict) else None
    if not isinstance(settings, dict) or not isinstance(given.get("id"), str):
        raise RefusalError(400, 'Each of extend.properties must be {"id": "…", "settings": {…}}.')
    return Column(given["id"], settings)
