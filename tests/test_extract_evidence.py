"""Every arrow opens the words that prove it: offsets and quotes hold for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markup import (
    CHENGZHONG,
    JINGHAI,
    LIUZHOU,
    LUZHAI,
    extract,
    five_extractions,
    gazetteer,
    quotes_hold,
)

from graph.link import link
from graph.model import Extraction
from graph.publish.validation import validate

# fmt: off
SNIPPETS = (
    "我区", "全区", "全县", "自治区", "市委、市政府", "区司法局", "中共中央、国务院", "我局",
    "柳州市城中区", "广东佛山", "鼓楼区", "环江村", "区委区政府", "城中区人民政府办公室",
    "《实施方案》", "《柳江区贯彻落实〈法治政府建设实施纲要（2021—2025年）〉工作方案》",
    "《民法典》", "新《安全生产法》", "<行政处罚法>", "〈纲要〉", "《〈", "》", "〉", "《",
    "（试行）",
    "“放管服”改革", "“一窗通办”", "“双随机、一公开”监管", "“", "”", "‘三零’服务", '"一件事"',
    "“全国民主法治示范村”", "2016-2020年全国普法工作先进单位", "拟获", "荣获", "被评为", "争创",
    "印发了", "根据", "落实", "制定", "将推行", "率先推行", "首创", "签订", "未", "依托", "学习",
    "广西数字政务一体化平台", "“北部之窗”微信公众号", "局长秦元", "时任区长李 如玖", "4名个人",
    "17件", "99.7%", "3,870万元", "从37.89%提升至52.76%", "２０件", "9.6 万件",
    "约46亿元", "12345热线",
    "2021年", "2021年8月27日", "2020年12月", "（江政办〔2023〕16号）", "柳法办发（2021）1号",
    "一、主要做法", "（一）", "1.", "一是", "二是", "下一步打算", "存在问题", "\n", "\r\n",
    "\n\n", "　　",
    "。", "，", "；", "、", "：", "！", "……", "——", ".", ",", ";", "(", ")", "⟦", "⟧",
    "|", "\ufeff",
    "😀", "𠮷", "\u200b", "abc", "的", "和", "与", "开展普法宣传", "受理行政复议申请",
)
# fmt: on
TEXTS = st.lists(
    st.one_of(st.sampled_from(SNIPPETS), st.text(st.characters(codec="utf-8"), max_size=3)),
    max_size=40,
).map("".join)
PLACES = st.sampled_from([CHENGZHONG, LUZHAI, LIUZHOU, JINGHAI, "柳州市行政审批局", ""])
# The same examples at every run, so that a failure is never a matter of luck.
FIXED: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": [HealthCheck.too_slow],
}


def assert_offsets_hold(found: Extraction) -> None:
    text = found.report.text
    for mention in found.mentions:
        assert mention.text == text[mention.start : mention.end] != ""
    for relation in found.relations:
        assert relation.evidence == text[relation.start : relation.end] != ""


def test_offsets_hold_in_the_five_reports() -> None:
    for found in five_extractions():
        assert found.mentions
        assert found.relations
        assert_offsets_hold(found)


def test_every_evidence_of_the_five_reports_names_its_arguments_or_says_why() -> None:
    """A quote holds the names, or the reason tells the step that resolved them."""
    dataset = link(five_extractions(), gazetteer())
    names = {entity.iri: (entity.name, entity.label) for entity in dataset.entities}
    silent = [
        (statement.predicate, proof.quote)
        for statement in dataset.statements
        for proof in statement.evidence
        for side in (statement.subject, *(() if statement.is_literal else (statement.object,)))
        if not proof.reason and not any(name in proof.quote for name in names[side])
    ]
    assert silent == []


@settings(max_examples=150, **FIXED)
@given(TEXTS, PLACES)
def test_offsets_hold_in_any_text(text: str, place: str) -> None:
    found = extract(text, place)
    assert_offsets_hold(found)
    assert extract(text, place) == found


@settings(max_examples=8, **FIXED)
@given(st.lists(st.tuples(TEXTS, PLACES), min_size=4, max_size=12))
def test_any_reports_link_into_a_graph_that_conforms(reports: list[tuple[str, str]]) -> None:
    found = [
        extract(text, place, name=f"report-{number}")
        for number, (text, place) in enumerate(reports)
        if text.strip()
    ]
    dataset = link(found, gazetteer())
    assert quotes_hold(dataset)
    verdict = validate(dataset)
    assert verdict.conforms, verdict.text(5)
    assert link(found, gazetteer()) == dataset


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "《" * 2000,
        "“" * 2000,
        "《〈" * 500 + "》",
        "1" * 4000,
        "区" * 2000,
        "我区" * 1000,
        "一、" * 1000,
        "中共" * 1000 + "委员会",
        "。" * 3000,
        "\u0000\u0001",
    ],
    ids=lambda text: f"{len(text)}-{text[:2]!r}",
)
def test_odd_texts_are_read_without_complaint(text: str) -> None:
    assert_offsets_hold(extract(text, CHENGZHONG))
