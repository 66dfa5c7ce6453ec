"""The GraphQL types that every graph has: nodes, statements, evidence, reports.

Resolvers get the records of :mod:`graph.model` as ``root``. The classes of things (District,
Agency …) and the fields of qualifiers aren't here: they come from the shapes, see
:mod:`api.graphql.entities`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import strawberry
from strawberry.types import get_object_definition

from api.graphql.context import Asked
from api.graphql.pages import Page, PageInfo, Slice, paged
from api.graphql.words import Direction, Language, described, words
from graph import model
from graph.store.rdf import holds


@strawberry.interface(description=words("任何有标识的东西。", "Anything with an id (Relay)."))
class Node:
    id: strawberry.ID = described(
        "标识，即 IRI。", "The id, which is the IRI.", lambda root: root.iri
    )

    @classmethod
    def resolve_type(cls, obj: Any, _info: Any, _abstract: Any) -> str:
        """The name of the GraphQL type of a record."""
        return str(obj.type) if isinstance(obj, model.Entity) else type(obj).__name__


def entity_label(root: model.Entity) -> str:
    return root.label or root.name


def type_label(root: model.Entity, info: Asked, lang: Language = Language.ZH) -> str:
    return label_of(info, root.type, lang)


def label_of(info: Asked, name: str, lang: Language) -> str:
    """The ontology's label of a term, or its name where the ontology has none."""
    term = info.context.reader.ontology.term(name)
    return term.label(str(lang.value)) if term else name


def entity_degree(root: model.Entity, info: Asked) -> int:
    return info.context.model.degree(root.iri)


def entity_statements(
    root: model.Entity,
    info: Asked,
    direction: Direction = Direction.BOTH,
    relation: str | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Any:
    found = statements_about(info, root.iri, direction, relation)
    return Slice(first, after, last, before).of(found, info.context)


def statements_about(
    info: Asked, iri: str, direction: Direction, relation: str | None
) -> list[model.Statement]:
    """The statements with this entity as subject, object or either."""
    statements = info.context.model.statements
    out = [] if direction is Direction.IN else statements(subject=iri, predicate=relation)
    in_ = [] if direction is Direction.OUT else statements(predicate=relation, object=iri)
    return [*out, *(found for found in in_ if found.subject != iri or direction is Direction.IN)]


@strawberry.interface(
    description=words("报告中提到的事物。", "A thing that reports speak of."),
)
class Entity(Node):
    iri: str = described("网上的标识。", "Its identifier on the web.")
    type: str = described("类的名称，如 District。", "The name of its class, as District.")
    type_label: str = described("类的标签。", "The label of its class.", type_label)
    name: str = described(
        "规范名称；区划为从省级起的路径。",
        "Canonical name; of a district the path from its province.",
    )
    label: str = described("人们怎样称呼它。", "What a person calls it.", entity_label)
    variants: list[str] = described("报告中的各种写法。", "Every way in which reports write it.")
    degree: int = described(
        "有多少条陈述涉及它。", "How many statements are about it.", entity_degree
    )
    statements: StatementConnection = described(
        "涉及它的陈述。", "The statements about it.", entity_statements
    )


def statement_end(root: model.Statement, info: Asked) -> Any:
    return info.context.model.entity(root.subject)


def statement_object(root: model.Statement, info: Asked) -> Any:
    return None if root.is_literal else info.context.model.entity(root.object)


def predicate_label(root: model.Statement, info: Asked, lang: Language = Language.ZH) -> str:
    return label_of(info, root.predicate, lang)


def statement_holds(root: model.Statement, info: Asked) -> bool:
    return holds(root, info.context.reader.ontology)


def statement_precision(root: model.Statement) -> str | None:
    """How precise the date is: ``year``, ``month``, ``day``, or None without a date."""
    date = next((found.value for found in root.qualifiers if found.name == "date"), None)
    return ("year", "month", "day")[min(date.count("-"), 2)] if date else None


@strawberry.type(
    description=words(
        "一条陈述：主语、谓词、宾语、限定和全部证据。",
        "A claim: subject, predicate, object, qualifiers and all the evidence for it.",
    )
)
class Statement(Node):
    iri: str = described("网上的标识。", "Its identifier on the web.")
    predicate: str = described("关系的名称，如 adopts。", "The relation's name, as adopts.")
    predicate_label: str = described("关系的标签。", "The relation's label.", predicate_label)
    subject: Entity = described("谁。", "Who or what it is about.", statement_end)
    holds: bool = described(
        "是否已成立；拟获、计划、草案等为否。",
        "Whether it is so by now: false for what is proposed, planned, drafted or past.",
        statement_holds,
    )
    object: Entity | None = described(
        "对什么；宾语是数字时为空。", "Its object; null when that is a figure.", statement_object
    )
    literal: str | None = described(
        "照原文写的数字；宾语是实体时为空。",
        "The figure as written; null when the object is an entity.",
        lambda root: root.object if root.is_literal else None,
    )
    precision: str | None = described(
        "日期的精度：year、month 或 day。",
        "How precise the date is: year, month or day.",
        statement_precision,
    )
    qualifiers: list[Qualifier] = described("全部限定。", "All its qualifiers.")
    evidence: list[Evidence] = described("全部证据。", "All its evidence.")

    @classmethod
    def is_type_of(cls, obj: Any, _info: Any) -> bool:
        """Whether the record is a statement."""
        return isinstance(obj, model.Statement)


def qualifier_label(root: model.Qualifier, info: Asked, lang: Language = Language.ZH) -> str:
    return label_of(info, root.name, lang)


def value_label(root: model.Qualifier, info: Asked, lang: Language = Language.ZH) -> str:
    concept = info.context.reader.ontology.concept(root.name, root.value)
    return concept.label(str(lang.value)) if concept else root.value


def qualifier_entity(root: model.Qualifier, info: Asked) -> Any:
    return info.context.model.entity(root.entity) if root.entity else None


@strawberry.type(description=words("陈述的限定。", "What narrows a statement."))
class Qualifier:
    name: str = described("限定的名称，如 status。", "The qualifier's name, as status.")
    label: str = described("限定的标签。", "The qualifier's label.", qualifier_label)
    value: str = described("值。", "Its value.")
    value_label: str = described(
        "值的标签，如“拟获”。", "The label of its value, as “proposed”.", value_label
    )
    entity: Entity | None = described(
        "值所指的实体。", "The entity that the value names.", qualifier_entity
    )


def evidence_before(root: model.Evidence, info: Asked, length: int = 60) -> str:
    return _text(root, info)[max(0, root.start - length) : root.start]


def evidence_after(root: model.Evidence, info: Asked, length: int = 60) -> str:
    return _text(root, info)[root.end : root.end + max(0, length)]


def _text(root: model.Evidence, info: Asked) -> str:
    found = info.context.model.report(root.report)
    return found[1].text if found else ""


def evidence_report(root: model.Evidence, info: Asked) -> Report | None:
    return Report.of(info.context.model.report(root.report))


@strawberry.type(
    description=words("证明陈述的报告原文。", "The exact words of a report that prove a statement.")
)
class Evidence(Node):
    iri: str = described("网上的标识。", "Its identifier on the web.")
    quote: str = described("原文。", "The exact words.")
    start: int = described(
        "在报告中的起点（码点）。", "Where it starts in the report (code points)."
    )
    end: int = described("在报告中的终点（码点）。", "Where it ends in the report (code points).")
    before: str = described("前文。", "The words before it.", evidence_before)
    after: str = described("后文。", "The words after it.", evidence_after)
    section: str | None = described(
        "所在章节的标题。", "The heading above it.", lambda root: root.section or None
    )
    rule: str = described("读出它的规则。", "The rule that read it.")
    reason: str | None = described(
        "原文没有写明的名称是怎样确定的。",
        "How a name that the words don't give was resolved.",
        lambda root: root.reason or None,
    )
    precision: float | None = described(
        "该规则在标注文本上的精确率；个案不足五例时为空。",
        "The share of the rule's claims on annotated texts that was right; null below five cases.",
        lambda root: float(root.precision) if root.precision else None,
    )
    cases: int = described(
        "测量该规则的个案数。", "How many claims of the rule were measured on annotated texts."
    )
    report: Report = described("出自哪份报告。", "The report it is from.", evidence_report)

    @classmethod
    def is_type_of(cls, obj: Any, _info: Any) -> bool:
        """Whether the record is evidence."""
        return isinstance(obj, model.Evidence)


@strawberry.type(description=words("报告的一节。", "A section of a report."))
class Section:
    number: str = described("序号，如“一、”。", "Its mark, as 一、.")
    title: str = described("标题。", "Its heading.")
    level: int = described("层次，从 1 起。", "Its level, from 1.")
    start: int = described("起点（码点）。", "Where it starts (code points).")
    end: int = described("终点（码点）。", "Where it ends (code points).")
    topic: str = described(
        "标题所说的主题；没有时为空。", "The topic that its heading names; empty without one."
    )


def report_reporter(root: Report, info: Asked) -> Any:
    return first_found(info, root.record.reporter, root.record.reporter_type)


def report_place(root: Report, info: Asked) -> Any:
    return first_found(info, root.record.place, "District")


def first_found(info: Asked, name: str, type: str | None) -> model.Entity | None:
    """The entity whose canonical name this is; None when nobody or somebody else bears it."""
    bearers = info.context.model.find(name, type) if name else []
    return next((found for found in bearers if found.name == name), None)


def proved_by(root: Report, info: Asked) -> Sequence[model.Statement]:
    return info.context.reader.proved_by(root.iri)


@strawberry.type(description=words("读入的一份文本。", "A text that was read."))
class Report(Node):
    record: strawberry.Private[model.Report]
    iri: str = described("网上的标识。", "Its identifier on the web.")
    name: str = described("文件名，不含后缀。", "Its file name.", lambda root: root.record.name)
    title: str = described("题名。", "Its title.", lambda root: root.record.title)
    reporter: Entity | None = described("谁作报告。", "Who reports.", report_reporter)
    reporter_name: str = described(
        "报告主体的规范名称。", "Canonical name of who reports.", lambda root: root.record.reporter
    )
    place: Entity | None = described("哪里的报告。", "The district it is about.", report_place)
    year: int | None = described("报告年度。", "The year it covers.", lambda root: root.record.year)
    published: str | None = described(
        "何时公布。", "When it was published.", lambda root: root.record.published or None
    )
    publisher: str = described(
        "由谁发布。", "Who published it.", lambda root: root.record.publisher
    )
    index_number: str = described(
        "信息公开目录中的索引号。",
        "Its number in the catalogue of disclosed information (索引号).",
        lambda root: root.record.index_number,
    )
    language: str = described("语言。", "Its language.", lambda root: root.record.language)
    source: str = described("来源。", "Where it comes from.", lambda root: root.record.source)
    text: str = described(
        "全文。", "The whole text; positions count its code points.", lambda root: root.record.text
    )
    length: int = described(
        "全文的码点数。", "Length in code points.", lambda root: len(root.record.text)
    )
    sections: list[Section] = described(
        "章节。", "Its sections.", lambda root: root.record.sections
    )
    statements: StatementConnection = described(
        "它证明的陈述。", "The statements that it proves.", paged(proved_by)
    )

    @classmethod
    def of(cls, found: tuple[str, model.Report] | None) -> Report | None:
        """The node for what the read model found."""
        return cls(iri=found[0], record=found[1]) if found else None


def page_nodes(root: Page[Any]) -> Any:
    return root.items


def page_edges(root: Page[Any]) -> Any:
    return [
        StatementEdge(cursor=root.cursor(index), node=item) for index, item in enumerate(root.items)
    ]


@strawberry.type(description=words("陈述与它的游标。", "A statement with its cursor."))
class StatementEdge:
    cursor: str = described("游标。", "Its cursor.")
    node: Statement = described("陈述。", "The statement.")


@strawberry.type(description=words("一页陈述。", "A page of statements."))
class StatementConnection:
    edges: list[StatementEdge] = described("带游标的陈述。", "With cursors.", page_edges)
    nodes: list[Statement] = described("陈述。", "The statements alone.", page_nodes)
    page_info: PageInfo = described("本页的位置。", "Where the page lies.", lambda root: root.info)
    total_count: int = described("共有多少。", "How many there are.", lambda root: root.total)


def fields_of(cls: type) -> list[Any]:
    """The Strawberry fields of a type, a list that generated fields may be added to."""
    return get_object_definition(cls, strict=True).fields


@contextmanager
def on_loan(cls: type, fields: Sequence[Any]) -> Iterator[None]:
    """Give a type of this module generated fields while a schema is built from it.

    The types here are shared by every schema; what one ontology adds must not stay for the next.
    """
    known = fields_of(cls)
    number = len(known)
    known.extend(fields)
    try:
        yield
    finally:
        del known[number:]
