"""What a broken rule means, in Chinese and English; ``{field}`` and ``{value}`` are filled in."""

from __future__ import annotations

MESSAGES = {
    "minCount": ("缺少 {field}。", "{field} is missing."),
    "maxCount": ("{field} 只能有一个值。", "{field} may have one value only."),
    "class": (
        "{field} 的值 {value} 不在图中，或不是所要求的类。",
        "{field}: {value} isn't in the graph or isn't of the class that is asked for.",
    ),
    "datatype": (
        "{field} 的值“{value}”不是所要求的形式。",
        "{field}: '{value}' isn't of the form that is asked for.",
    ),
    "or": (
        "{field} 的值“{value}”不合任何允许的形式（日期须存在）。",
        "{field}: '{value}' fits none of the allowed forms (a date has to exist).",
    ),
    "pattern": (
        "{field} 的值“{value}”写法不对。",
        "{field}: '{value}' isn't written as it has to be.",
    ),
    "in": (
        "{field} 的值“{value}”不在允许的值之中。",
        "{field}: '{value}' isn't one of the allowed values.",
    ),
    "lessThan": (
        "{field} 的值 {value} 应小于终点。",
        "{field}: {value} has to come before the end.",
    ),
    "minLength": ("{field} 不能为空。", "{field} may not be empty."),
    "minInclusive": ("{field} 的值 {value} 太小。", "{field}: {value} is too small."),
    "maxInclusive": ("{field} 的值 {value} 太大。", "{field}: {value} is too big."),
    "uniqueLang": (
        "{field} 每种语言只能有一个值。",
        "{field} may have one value for each language.",
    ),
    "nodeKind": ("{field} 须有 IRI。", "{field} has to have an IRI."),
    "slice": (
        "引文“{value}”与报告在该位置的原文不同。",
        "the quote '{value}' isn't what the report says at that place.",
    ),
    "ancestor": (
        "{field}：{value} 不能是自己的上级。",
        "{field}: {value} may not be above itself.",
    ),
    "named": (
        "引文没有提到 {value}，也没有说明理由。",
        "the quote doesn't name {value} and gives no reason.",
    ),
    "term": (
        "{field}：本体和形状里没有“{value}”。",
        "{field}: '{value}' isn't in the ontology and its shapes.",
    ),
    "domain": (
        "{field}：{value} 的类不能作这条关系的主语。",
        "{field}: {value} is of a class that the relation doesn't start from.",
    ),
    "range": (
        "{field}：{value} 的类不能作这条关系的宾语。",
        "{field}: {value} is of a class that the relation doesn't lead to.",
    ),
    "other": ("{field} 不合形状：{value}。", "{field} doesn't conform: {value}."),
}
