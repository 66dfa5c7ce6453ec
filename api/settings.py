"""What a server is told from outside: read once, then passed on."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from graph.errors import ZhengtuError

PREFIX = "ZHENGTU_"
MEGABYTE = 1024 * 1024


class SettingsError(ZhengtuError):
    """An environment variable has a value that can't be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a server can be told; each field is the variable ``ZHENGTU_<FIELD>``.

    ``data`` is the folder with the generations, ``static`` the built page. Times are
    seconds, sizes bytes. ``cors`` lists origins separated by commas (``*``: all).
    ``sparql_memory`` is what one query may take beyond the worker's own needs. A client may hold
    ``sparql_client_workers`` workers at once (0: all but one), have ``sparql_client_queue``
    queries waiting, and use ``sparql_client_seconds`` worker-seconds in
    ``sparql_client_window`` seconds.

    At most ``requests`` requests are in progress at once, ``client_requests`` of one client; who
    takes nothing of an answer for ``stall_seconds`` is disconnected.

    A client is its address. ``proxy_hops`` is how many proxies stand before this server, each of
    which appends the address that it sees to ``proxy_header``; with 0 the header isn't believed.
    ``log`` is ``off``, ``text``, ``json`` or a file for JSON lines; ``log_clients`` is ``full``,
    ``masked`` (only the network of an address) or ``none``. Queries that take longer than
    ``slow_query`` are logged with their text. Every ``reload_seconds`` the server looks whether
    another generation is the current one (0: only at SIGHUP).
    """

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    cors: str = "*"
    static: Path = Path(__file__).parent / "static"
    sparql_workers: int = 2
    sparql_deadline: float = 10.0
    sparql_queue: int = 32
    sparql_memory: int = 1024 * MEGABYTE
    sparql_buffer: int = 8 * MEGABYTE
    sparql_text: int = 100 * 1024
    sparql_client_workers: int = 0
    sparql_client_queue: int = 8
    sparql_client_seconds: float = 120.0
    sparql_client_window: float = 300.0
    sparql_stream_bytes: int = 2048 * MEGABYTE
    sparql_stream_seconds: float = 60.0
    requests: int = 256
    client_requests: int = 16
    stall_seconds: float = 30.0
    proxy_hops: int = 0
    proxy_header: str = "x-forwarded-for"
    log: str = "json"
    log_clients: str = "masked"
    slow_query: float = 2.0
    reload_seconds: float = 3.0
    graphql_text: int = 100 * 1024
    graphql_depth: int = 16
    graphql_aliases: int = 100
    graphql_tokens: int = 4000
    graphql_nodes: int = 20_000


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that ``environment`` asks for.

    >>> read_settings({"ZHENGTU_PORT": "9000"}).port
    9000
    """
    values: dict[str, object] = {}
    for field in fields(Settings):
        text = environment.get(PREFIX + field.name.upper())
        if text:
            values[field.name] = _convert(field.name, text, _kind(field.default))
    return Settings(**values)  # type: ignore[arg-type]  # each value has its default's type


def _kind(default: object) -> Callable[[str], object]:
    """What makes a value of the default's type from text."""
    if isinstance(default, Path):
        return Path
    return next(kind for kind in (int, float, str) if isinstance(default, kind))


def _convert(name: str, text: str, kind: Callable[[str], object]) -> object:
    """``text`` as the type of the field's default."""
    try:
        return kind(text)
    except ValueError as error:
        expected = "a whole number" if kind is int else "a number of seconds"
        raise SettingsError(
            f"{PREFIX}{name.upper()}={text!r}: expected {expected}; change or unset it"
        ) from error
