"""Conditions on statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import strawberry

from api.graphql.context import Asked
from api.graphql.pages import Slice
from api.graphql.words import words
from graph.model import Statement


def condition(zh: str, en: str) -> Any:
    """An input field that may be left out."""
    return strawberry.field(default=None, description=words(zh, en))


@strawberry.input(
    description=words(
        "陈述须满足的条件，全部满足才算。", "What statements must be; every condition has to hold."
    )
)
class StatementFilter:
    subject: strawberry.ID | None = condition("主语。", "The subject's id.")
    relation: list[str] | None = condition("关系之一。", "One of these relations.")
    object: strawberry.ID | None = condition("宾语。", "The object's id.")
    status: list[str] | None = condition("状态之一。", "One of these statuses.")
    role: list[str] | None = condition("角色之一。", "One of these roles.")
    year: int | None = condition("年度。", "The year it is about.")
    report: strawberry.ID | None = condition("出自哪份报告。", "The report that proves it.")


def matching(statements: Sequence[Statement], wanted: StatementFilter | None) -> list[Statement]:
    """The statements that fulfil every condition that is set."""
    if wanted is None:
        return list(statements)
    return [statement for statement in statements if fulfils(statement, wanted)]


def fulfils(statement: Statement, wanted: StatementFilter) -> bool:
    """Whether a statement is what the filter asks for."""
    said = {qualifier.name: qualifier.value for qualifier in statement.qualifiers}
    reports = {evidence.report for evidence in statement.evidence}
    return (
        wanted.subject in (None, statement.subject)
        and wanted.object in (None, statement.object)
        and (wanted.relation is None or statement.predicate in wanted.relation)
        and (wanted.status is None or said.get("status") in wanted.status)
        and (wanted.role is None or said.get("role") in wanted.role)
        and (wanted.year is None or said.get("year") == str(wanted.year))
        and (wanted.report is None or wanted.report in reports)
    )


def filtered(find: Callable[[Any, Asked, StatementFilter | None], Sequence[Any]]) -> Any:
    """A resolver that gives one page of what ``find`` returns for the root and a filter."""

    def resolve(
        root: Any,
        info: Asked,
        filter: StatementFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Any:
        return Slice(first, after, last, before).of(find(root, info, filter), info.context)

    return resolve
