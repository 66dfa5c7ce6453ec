"""Relay connections: one page of a sequence, with cursors both ways."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import strawberry

from api.graphql.context import Asked, Context
from graph.errors import QueryError

T = TypeVar("T")
Find = Callable[[Any, Asked], Sequence[Any]]
DEFAULT, MAXIMUM = 20, 1000


@strawberry.type(
    description="本页在整个序列中的位置。 / Where this page lies in the whole sequence."
)
class PageInfo:
    has_next_page: bool = strawberry.field(
        description="后面还有。 / Whether there is more after this page."
    )
    has_previous_page: bool = strawberry.field(
        description="前面还有。 / Whether there is more before this page."
    )
    start_cursor: str | None = strawberry.field(
        description="本页第一项的游标。 / Cursor of the first item of this page."
    )
    end_cursor: str | None = strawberry.field(
        description="本页最后一项的游标。 / Cursor of the last item of this page."
    )


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Items ``start`` to ``start + len(items)`` of a sequence of ``total``."""

    items: Sequence[T]
    start: int
    total: int

    def cursor(self, index: int) -> str:
        """The cursor of the item at ``index`` of this page."""
        return urlsafe_b64encode(str(self.start + index).encode()).decode()

    @property
    def info(self) -> PageInfo:
        """The page's Relay PageInfo."""
        end = self.start + len(self.items)
        return PageInfo(
            has_next_page=end < self.total,
            has_previous_page=self.start > 0,
            start_cursor=self.cursor(0) if self.items else None,
            end_cursor=self.cursor(len(self.items) - 1) if self.items else None,
        )


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a sequence a client wants (Relay's four arguments)."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def of(self, items: Sequence[T], context: Context) -> Page[T]:
        """The page of ``items``; raises QueryError for a bad cursor or size."""
        start = _position(self.after) + 1 if self.after else 0
        end = min(_position(self.before), len(items)) if self.before else len(items)
        if self.last is not None and self.first is None:
            start = max(start, end - _size(self.last, "last"))
        else:
            end = min(end, start + _size(self.first, "first"))
        if self.last is not None and self.first is not None:
            start = max(start, end - _size(self.last, "last"))
        page = items[start : max(start, end)]
        context.spend(len(page))
        return Page(page, start, len(items))


def _position(cursor: str) -> int:
    try:
        return int(urlsafe_b64decode(cursor.encode()))
    except ValueError as error:
        raise QueryError(
            f"{cursor!r} is no cursor; use endCursor or startCursor of a page, unchanged"
        ) from error


def _size(wanted: int | None, name: str) -> int:
    size = DEFAULT if wanted is None else wanted
    if not 0 <= size <= MAXIMUM:
        raise QueryError(f"{name}: {size} is out of range; ask for 0 to {MAXIMUM} and page on")
    return size


def paged(find: Find) -> Any:
    """A resolver that gives one page of what ``find`` returns for the root."""

    def resolve(
        root: Any,
        info: Asked,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Any:
        return Slice(first, after, last, before).of(find(root, info), info.context)

    return resolve
