"""When something happened is what the sentence says; that it began then has to be said too."""

from __future__ import annotations

import pytest
from markup import extract, gazetteer

from graph.link import link
from graph.model import Statement
from graph.store.read_model import ReadModel
from graph.study.adoption import adoptions
from graph.study.timing import Timing, timing

PLACE = "广西壮族自治区/柳州市/鹿寨县"


def told(text: str, relation: str = "adopts") -> tuple[ReadModel, Statement]:
    """The one statement of this relation in a text, which is a report for 2021."""
    model = ReadModel.of(link([extract(text, PLACE, 2021)], gazetteer()))
    (statement,) = model.statements(predicate=relation)
    return model, statement


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我县推行“一窗通办”。", Timing(2021, "", "report-year", "")),
        ("2021年4月，我县推行“一窗通办”。", Timing(2021, "2021-04", "month", "")),
        ("2021年，我县推行“一窗通办”。", Timing(2021, "2021", "year", "")),
        (
            "我县按照《2019年法治政府建设工作要点》推行“一窗通办”。",
            Timing(2021, "", "report-year", ""),
        ),
        ("我县持续推行“一窗通办”。", Timing(2021, "", "report-year", "continuing")),
        ("我县率先推行“一窗通办”。", Timing(2021, "", "report-year", "beginning")),
    ],
)
def test_a_date_is_read_from_the_sentence_and_not_from_titles(text: str, expected: Timing) -> None:
    assert timing(*told(text)) == expected


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("我县推行“一窗通办”。", False),
        ("2021年4月，我县推行“一窗通办”。", True),
        ("2021年4月，我县继续推行“一窗通办”。", False),
        ("我县启动“一窗通办”改革。", True),
    ],
)
def test_an_onset_is_told_by_a_date_or_by_a_word(text: str, tells: bool) -> None:
    assert timing(*told(text)).tells_onset is tells


def test_what_stands_under_the_next_steps_is_no_adoption() -> None:
    before = "一、工作情况\n我县加强学习。\n二、下一步工作打算\n"
    text = before + "（一）我县要全面贯彻落实《法治政府建设实施纲要》。\n"
    model, _ = told(text, "follows")
    (found,) = [a for a in adoptions(model) if a.relation == "follows"]
    assert not found.holds
