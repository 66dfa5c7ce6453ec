"""One log line for each request, which says what was asked and never in which words.

The words of a query are logged only when it was slow, since they are what an operator then needs.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.client import client_of, masked, scheme_of
from api.metrics import Metrics, room_of
from api.settings import Settings, SettingsError
from api.sparql.pool import Account

SHOWN_TEXT, HASH = 2000, 16
OFF, TEXT, JSON = "off", "text", "json"
Line = dict[str, object]


def open_log(settings: Settings) -> logging.Logger:
    """Where lines go: stderr, or a file that may be renamed and is then opened anew.

    Raises SettingsError when the file can't be written.
    """
    logger = logging.Logger("zhengtu.access")
    if settings.log in (TEXT, JSON):
        logger.addHandler(logging.StreamHandler())
    elif settings.log != OFF:
        try:
            logger.addHandler(WatchedFileHandler(settings.log, encoding="utf-8"))
        except OSError as error:
            raise SettingsError(
                f"ZHENGTU_LOG={settings.log!r}: this file can't be written ({error.strerror}); "
                "give off, text, json, or a path whose folder is there"
            ) from error
    return logger


@dataclass(frozen=True, slots=True)
class Watched:
    """ASGI middleware that names the client of each request, and counts and logs the request."""

    app: ASGIApp
    settings: Settings
    metrics: Metrics
    log: logging.Logger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 500, 0
        scope.setdefault("state", {})["client"] = client_of(scope, self.settings)
        scope["scheme"] = scheme_of(scope, self.settings)

        async def watch(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            self._record(scope, status, size, time.perf_counter() - begun)

    def _record(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        state, route = scope["state"], room_of(scope["path"])
        self.metrics.count(route, status, seconds, size)
        line: Line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": self._shown(state["client"]),
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 1),
            "route": route,
        }
        if "graphql" in state:
            self.metrics.graphql[state["graphql"]] += 1
            line["outcome"] = state["graphql"]
        account: Account | None = state.get("account")
        if account is None:
            self._write(line)
            return
        account.outcome = account.outcome or "refused"  # before it came to the pool
        self.metrics.count_query(account)
        line |= told(account)
        self._write(line)
        if account.seconds >= self.settings.slow_query:
            self._write({"slow": account.query[:SHOWN_TEXT], **line})

    def _shown(self, client: str) -> str:
        """The client as the log may name it."""
        if self.settings.log_clients == "full":
            return client
        return masked(client) if self.settings.log_clients == "masked" else "-"

    def _write(self, line: Line) -> None:
        if self.log.handlers:
            self.log.info("%s", _as_text(line) if self.settings.log == TEXT else _as_json(line))


def told(account: Account) -> Line:
    """What a line says about a query: a prefix of its text's SHA-256, how it ended, its cost."""
    digest = hashlib.sha256(account.query.encode(errors="surrogatepass")).hexdigest()[:HASH]
    return {
        "query": digest if account.query else "",
        "outcome": account.outcome,
        "cpu_ms": round(account.cpu * 1000, 1),
        "worker_ms": round(account.seconds * 1000, 1),
        "answer_bytes": account.bytes,
    }


def _as_json(line: Line) -> str:
    """One line of JSON; control characters and lone surrogates are escaped or replaced."""
    clean = {key: _whole(value) if isinstance(value, str) else value for key, value in line.items()}
    return orjson.dumps(clean).decode()


def _as_text(line: Line) -> str:
    """``key=value`` with strings in JSON's quotes, so that a value can't end its line."""
    return " ".join(
        f"{key}={orjson.dumps(_whole(value) if isinstance(value, str) else value).decode()}"
        for key, value in line.items()
    )


def _whole(text: str) -> str:
    """The text as valid UTF-8, without the characters that some readers take for a line's end."""
    broken = dict.fromkeys(map(ord, "\x7f\x85\u2028\u2029"), "\ufffd")
    return text.encode(errors="replace").decode().translate(broken)
