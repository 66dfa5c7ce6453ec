"""How a query can fail, each way with the word that metrics and logs use for it."""

from __future__ import annotations

import asyncio

from graph.errors import QueryError

OUTCOMES = (
    "ok",
    "syntax",
    "failed",
    "form",
    "timeout",
    "memory",
    "killed",
    "refused",
    "cut",
    "client-gone",
)


class BadQueryError(QueryError):
    """The query isn't SPARQL 1.1 (``syntax``), or asks for what can't be evaluated."""

    def __init__(self, detail: str, outcome: str = "syntax") -> None:
        super().__init__(detail)
        self.outcome = outcome


class NoFormError(QueryError):
    """The client accepts no form that the answer of this query can have."""

    outcome = "form"


class LateError(QueryError):
    """The query was still running at its deadline and was killed."""

    outcome = "timeout"


class BusyError(QueryError):
    """No worker is free, and the queue is full or none became free in time."""

    outcome = "refused"

    def __init__(self, detail: str, retry_after: int = 1) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class GreedyError(BusyError):
    """This client has used up its share; others are still answered."""


class CrashedError(QueryError):
    """The worker died, or gave up: out of memory (``memory``), or something broke it."""

    def __init__(self, detail: str, outcome: str = "killed") -> None:
        super().__init__(detail)
        self.outcome = outcome


class CutError(QueryError):
    """The answer was longer, or took longer to fetch, than a streamed answer may."""

    outcome = "cut"


class GoneError(QueryError):
    """The client left before the answer was whole."""

    outcome = "client-gone"


def outcome_of(error: BaseException | None) -> str:
    """One of :data:`OUTCOMES` for what ended a query; ``ok`` for None."""
    if error is None:
        return "ok"
    if isinstance(error, asyncio.CancelledError | GeneratorExit):
        return "client-gone"
    return str(getattr(error, "outcome", "refused" if isinstance(error, QueryError) else "failed"))
