"""The words of the graph for legends and editors: types, relations, examples, the generation."""

from __future__ import annotations

from enum import Enum
from typing import Any

import strawberry

from api.examples import Example
from api.graphql.context import Asked
from api.graphql.words import Language, described, words
from graph.ontology import OntologyTerm, local_name


def term_label(root: OntologyTerm, lang: Language = Language.ZH) -> str:
    return root.label(str(lang.value))


def term_comment(root: OntologyTerm, lang: Language = Language.ZH) -> str:
    return root.comment_en if lang is Language.EN else root.comment_zh


def term_count(root: OntologyTerm, info: Asked) -> int:
    return info.context.model.info.counts.get(root.name, 0)


def inverse_label(root: OntologyTerm, lang: Language = Language.ZH) -> str:
    label = root.inverse_label_en if lang is Language.EN else root.inverse_label_zh
    return label or root.label(str(lang.value))


def is_literal(root: OntologyTerm, info: Asked) -> bool:
    ontology = info.context.reader.ontology
    return not any(ontology.term(iri) for iri in root.range)


def is_symmetric(root: OntologyTerm) -> bool:
    """Whether it reads the same from both ends."""
    return root.domain == root.range and root.label_zh == root.inverse_label_zh


def names(iris: tuple[str, ...]) -> list[str]:
    return [local_name(iri) for iri in iris]


@strawberry.type(description=words("一类实体。", "A class of entities."))
class EntityType:
    name: str = described("类的名称。", "Its name.")
    label: str = described("标签。", "Its label.", term_label)
    comment: str = described("解释。", "What it means.", term_comment)
    count: int = described("图中有多少。", "How many the graph holds.", term_count)


@strawberry.type(description=words("一种关系。", "A relation."))
class RelationType:
    name: str = described("关系的名称。", "Its name.")
    label: str = described("标签。", "Its label.", term_label)
    comment: str = described("解释。", "What it means.", term_comment)
    inverse: str | None = described(
        "反向字段的名称。", "Its name from the other end.", lambda root: root.inverse_name or None
    )
    inverse_label: str = described("反向标签。", "Its label from the other end.", inverse_label)
    domain: list[str] = described(
        "主语的类。", "Classes of subjects.", lambda root: names(root.domain)
    )
    range: list[str] = described(
        "宾语的类。", "Classes of objects.", lambda root: names(root.range)
    )
    symmetric: bool = described(
        "两端读法是否相同。", "Whether it reads the same from both ends.", is_symmetric
    )
    literal: bool = described("宾语是否为数字。", "Whether its object is a figure.", is_literal)
    count: int = described("图中有多少。", "How many statements the graph holds.", term_count)


def example_title(root: Example, lang: Language = Language.ZH) -> str:
    return root.title_en if lang is Language.EN else root.title_zh


@strawberry.enum(description=words("查询语言。", "A query language."))
class ExampleLanguage(Enum):
    GRAPHQL = "graphql"
    SPARQL = "sparql"


@strawberry.type(name="Example", description=words("示例查询。", "A query to start from."))
class ExampleQuery:
    name: str = described("名称。", "Its name.")
    language: ExampleLanguage = described(
        "查询语言。", "Its language.", lambda root: ExampleLanguage(root.language)
    )
    title: str = described("问题。", "The question that it answers.", example_title)
    text: str = described("查询文本。", "The query itself.")


def report_count(info: Asked) -> int:
    return len(info.context.model.reports())


def counted(name: str) -> Any:
    """A resolver that gives one of the generation's counts."""
    return lambda root: root.counts.get(name, 0)


@strawberry.type(description=words("正在提供的这一版图。", "The graph that is served."))
class Generation:
    id: str = described("由内容决定的标识。", "Its id, which follows from its content.")
    built: str = described("何时建成（UTC）。", "When it was built (UTC).")
    base: str = described("IRI 的开头。", "How its IRIs begin.")
    reports: int = described("报告数。", "Number of reports.", report_count)
    entities: int = described("实体数。", "Number of entities.", counted("entities"))
    statements: int = described("陈述数。", "Number of statements.", counted("statements"))
    evidence: int = described("证据数。", "Number of proving passages.", counted("evidence"))
