"""Sections by their marks, sentences by their ends, and who reports for which year."""

from __future__ import annotations

from pathlib import Path

import pytest
from markup import CHENGZHONG, LIUZHOU, gazetteer, report

from graph.read.outline import sections, sentences
from graph.read.reporter import identify
from graph.read.title import title_span, title_text
from graph.score import parse_markup

OUTLINE = (
    "一、主要做法\n"
    "我区推进。\n"
    "（一）依法决策。一是印发《方案》；二是落实责任。\n"
    "1.抓好普法！\n"
    "二、下一步打算\n"
    "继续推进。\n"
)


def test_sections_nest_by_their_marks() -> None:
    assert [(s.level, s.number, s.title) for s in sections(OUTLINE)] == [
        (1, "一、", "主要做法"),
        (2, "（一）", "依法决策"),
        (4, "一是", "印发《方案》"),
        (4, "二是", "落实责任"),
        (3, "1.", "抓好普法！"),
        (1, "二、", "下一步打算"),
    ]


def test_a_section_lasts_until_the_next_of_its_level() -> None:
    first, second, *_ = sections(OUTLINE)
    assert OUTLINE[first.start : first.end].endswith("1.抓好普法！\n")
    assert OUTLINE[second.start : second.end].startswith("（一）依法决策")
    assert first.end == second.end == OUTLINE.index("二、下一步")


def test_a_year_or_a_decimal_is_no_heading() -> None:
    assert sections("2021.5万元\n3.5%\n1.5倍\n") == ()


def test_whether_is_no_list_item() -> None:
    assert sections("审查；一是否合法。\n") == ()


def test_sentences_end_at_their_marks_and_know_their_section() -> None:
    found = sentences(OUTLINE, sections(OUTLINE))
    assert [OUTLINE[s.start : s.end] for s in found] == [
        "一、主要做法",
        "我区推进。",
        "（一）依法决策。",
        "一是印发《方案》；",
        "二是落实责任。",
        "1.抓好普法！",
        "二、下一步打算",
        "继续推进。",
    ]
    assert [s.section for s in found] == [0, 0, 1, 2, 3, 4, 5, 5]


def test_a_sentence_keeps_the_quotation_mark_that_closes_it() -> None:
    text = "他说：“依法行政。”我区落实。"
    assert [text[s.start : s.end] for s in sentences(text, ())] == [
        "他说：“依法行政。”",
        "我区落实。",
    ]


def test_a_title_over_a_line_break_is_one_title() -> None:
    text = "柳州市城中区2021年度法治政府建设\n情况报告\n\n我区推进。\n"
    span = title_span(text)
    assert span == (0, text.index("\n\n"))
    assert title_text(text, span) == "柳州市城中区2021年度法治政府建设情况报告"


def test_running_text_is_no_title() -> None:
    assert title_span("我区推进法治政府建设，认真听取报告。\n") is None


@pytest.mark.parametrize(
    ("title", "reporter", "year"),
    [
        ("柳州市城中区2021年度法治政府建设情况报告", CHENGZHONG, 2021),
        ("西宁市城中区2020年法治政府建设工作报告", "青海省/西宁市/城中区", 2020),
        ("浙江省2019年法治政府建设情况报告", "浙江省", 2019),
        ("关于滁州市公安局2022年度法治政府建设情况的报告", "滁州市公安局", 2022),
        ("柳州市行政审批局关于2021年度法治政府建设情况的报告", "柳州市行政审批局", 2021),
        ("柳州市城中区司法局2020年法治政府建设工作报告", "柳州市城中区司法局", 2020),
        (
            "2022年柳州市阳和工业新区(北部生态新区）法治政府建设工作报告",
            LIUZHOU + "/阳和工业新区",
            2022,
        ),
        ("本溪市住房和城乡建设局2021年法治政府建设工作报告", "本溪市住房和城乡建设局", 2021),
        (
            "泉州台商投资区2022年法治政府建设工作报告",
            "福建省/泉州市/泉州台商投资区",
            2022,
        ),
        ("上饶市婺源县江湾镇2023年法治政府建设工作总结", "江西省/上饶市/婺源县/江湾镇", 2023),
    ],
)
def test_a_title_says_who_reports_and_for_which_year(title: str, reporter: str, year: int) -> None:
    found = report(title + "\n认真落实各项任务。\n", year=None)
    assert (found.title, found.reporter, found.year) == (title, reporter, year)


def test_a_title_that_fits_two_places_leaves_the_reporter_open() -> None:
    found = report("城中区2020年法治政府建设工作报告\n我区推进。\n", year=None)
    assert (found.reporter, found.place, found.year) == ("", "", 2020)


def test_a_text_without_places_and_years_says_neither() -> None:
    found = report("今年以来，工作进展顺利。", year=None)
    assert (found.title, found.reporter, found.place, found.year) == ("", "", "", None)


@pytest.mark.parametrize(
    ("passage", "reporter", "year"),
    [
        ("02-jinchang-coordination", "甘肃省/金昌市", 2019),
        ("05-wuqing-municipality", "天津市/武清区", 2023),
        ("06-wanzhou-posts", "重庆市/万州区", 2018),
        ("09-yiwu-market", "浙江省/金华市/义乌市", 2022),
        ("30-jinpu-newarea", "辽宁省/大连市/金普新区", 2021),
        ("36-zhengzhou-airport", "河南省/郑州市/郑州航空港经济综合实验区", 2019),
        ("46-gannan-gansu", "甘肃省/甘南藏族自治州", 2022),
        ("61-sandaoyan-chengdu", "四川省/成都市/郫都区/三道堰镇", 2025),
        ("85-taishang-fujian", "福建省/泉州市/泉州台商投资区", 2022),
    ],
)
def test_an_excerpt_without_a_title_shows_who_reports(
    passage: str, reporter: str, year: int
) -> None:
    path = Path(__file__).parent / "passages" / f"{passage}.marked.txt"
    found = report(parse_markup(path.read_text(encoding="utf-8"))[0], year=None)
    assert (found.title, found.reporter, found.year) == ("", reporter, year)


@pytest.mark.parametrize("organ", ["", "人民政府", "住房和城乡建设局", "司法局", "卫生健康委员会"])
def test_the_title_of_every_city_and_county_says_who_reports(organ: str) -> None:
    kind = "Agency" if organ not in ("", "人民政府") else "District"
    wrong = []
    for place in gazetteer().places:
        if place.level not in ("prefecture", "county") or place.successor:
            continue
        above = place.parent.rpartition("/")[2] if place.level == "county" else ""
        title = f"{above}{place.name}{organ}2021年度法治政府建设情况报告"
        found = identify(f"{title}\n2021年，扎实推进依法行政。", gazetteer())
        if (found.place, found.reporter_type) != (place.path, kind):
            wrong.append((title, found.place))
    assert wrong == []
