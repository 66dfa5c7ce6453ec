"""How good the extraction is on annotated texts, and that the yardstick itself is right."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from markup import CHENGZHONG, extract, gazetteer, mark_up, read

from graph.errors import ReadError
from graph.model import Extraction
from graph.read.report import report_of
from graph.reading import extractor
from graph.score import Gold, Tally, changes, compare, merge, parse_markup, read_gold, table

HERE = Path(__file__).parent
GOLD = HERE / "gold"
PASSAGES = HERE / "passages"
REPORTS = HERE / "reports"


@cache
def tallies(folder: Path) -> dict[str, Tally]:
    """Read every annotated text of a folder as a report and compare."""
    return merge(
        compare(gold, extractor().extract(report_of(gold.text, gold.name, gazetteer())))
        for gold in read_gold(folder)
    )


def printed(folder: Path) -> str:
    lines = [
        f"{m:<10} {k:<14} {n:>5} {p:6.3f} {r:6.3f} {f:6.3f}" for m, k, n, p, r, f in rows(folder)
    ]
    return "\n".join(["", "measure    type            gold      P      R     F1", *lines])


def rows(folder: Path) -> list[tuple[str, str, int, float, float, float]]:
    return table(tallies(folder))


@pytest.mark.parametrize(
    ("measure", "floor"),
    [("mentions", 0.95), ("entities", 0.93), ("relations", 0.85), ("figures", 0.88)],
)
def test_passages_from_other_provinces_are_read_well(measure: str, floor: float) -> None:
    assert tallies(PASSAGES)[measure].f1 >= floor, printed(PASSAGES)


@pytest.mark.parametrize(
    ("measure", "floor"),
    [("mentions", 0.95), ("entities", 0.93), ("relations", 0.80), ("figures", 0.96)],
)
def test_the_annotated_reports_are_read_as_careful_people_do(measure: str, floor: float) -> None:
    assert tallies(GOLD)[measure].f1 >= floor, printed(GOLD)


@pytest.mark.parametrize(
    ("measure", "floor"),
    [("mentions", 0.92), ("entities", 0.88), ("relations", 0.80), ("figures", 0.93)],
)
def test_reports_of_an_agency_and_a_zone_are_read_well(measure: str, floor: float) -> None:
    assert tallies(REPORTS)[measure].f1 >= floor, printed(REPORTS)


def test_no_type_of_mention_is_read_badly_in_the_annotated_reports() -> None:
    low = [row for row in rows(GOLD) if row[0] == "mentions" and row[5] < 0.90]
    assert low == [], printed(GOLD)


def test_no_type_of_relation_is_read_badly_in_the_annotated_reports() -> None:
    low = [row for row in rows(GOLD) if row[0] == "relations" and row[5] < 0.65]
    assert low == [], printed(GOLD)


@pytest.mark.parametrize("folder", [GOLD, REPORTS, PASSAGES], ids=["gold", "reports", "passages"])
def test_evidence_of_the_annotations_is_in_their_text(folder: Path) -> None:
    for gold in read_gold(folder):
        lines = (folder / f"{gold.name}.relations.jsonl").read_text(encoding="utf-8").splitlines()
        missing = [row for row in map(json.loads, lines) if row["evidence"] not in gold.text]
        assert missing == [], gold.name


def test_marks_are_taken_off_and_come_back() -> None:
    marked = "⟦Agency|区司法局|柳州市城中区司法局⟧印发了⟦Document|《实施方案》|实施方案⟧"
    text, marks = parse_markup(marked)
    assert text == "区司法局印发了《实施方案》"
    assert marks == {("Agency", 0, 4): "柳州市城中区司法局", ("Document", 7, 13): "实施方案"}
    assert mark_up(text, read(marked, CHENGZHONG).mentions) == marked


def test_marks_may_nest() -> None:
    _, marks = parse_markup("⟦Document|《落实⟦Document|〈纲要〉|纲要⟧方案》|落实〈纲要〉方案⟧")
    assert marks == {("Document", 3, 7): "纲要", ("Document", 0, 10): "落实〈纲要〉方案"}


def test_a_mark_that_never_closes_is_named() -> None:
    with pytest.raises(ReadError, match=r"x\.txt: ⟦Agency is never closed"):
        parse_markup("⟦Agency|区司法局", "x.txt")


def test_a_mark_without_a_type_is_named() -> None:
    with pytest.raises(ReadError, match="no type after ⟦ at character 2"):
        parse_markup("我区⟦区司法局⟧")


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no annotated report"):
        read_gold(tmp_path)


def gold(marked: str, *relations: tuple[str, str, str]) -> Gold:
    text, marks = parse_markup(marked)
    return Gold("example", text, frozenset(marks), marks, frozenset(relations))


def compared(marked: str, *relations: tuple[str, str, str]) -> dict[str, Tally]:
    wanted = gold(marked, *relations)
    return compare(wanted, extract(wanted.text, CHENGZHONG))


def test_what_was_missed_costs_recall_and_what_was_added_costs_precision() -> None:
    found = compared("⟦Agency|区司法局|柳州市城中区司法局⟧和⟦Agency|群众|群众⟧学习《民法典》。")[
        "mentions"
    ]
    assert [item[-1] for item in found.right] == ["区司法局"]
    assert [item[-1] for item in found.missed] == ["群众"]
    assert [item[-1] for item in found.added] == ["《民法典》"]
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)


def test_a_wrong_name_is_a_right_mention_and_a_wrong_entity() -> None:
    found = compared("⟦Agency|区司法局|西宁市城中区司法局⟧认真履职。")
    assert found["mentions"].f1 == 1
    assert found["entities"].f1 == 0


def test_figures_are_counted_on_their_own() -> None:
    found = compared("受理案件17件。", ("reports", CHENGZHONG, "17件"))
    assert (len(found["figures"].right), len(found["relations"].right)) == (1, 0)


def test_nothing_wanted_and_nothing_found_scores_nothing() -> None:
    empty = compare(gold("今年。"), Extraction(extract("今年。").report))
    assert {tally.f1 for tally in empty.values()} == {0.0}


def test_gains_and_losses_are_told_against_an_earlier_result() -> None:
    now = compared("⟦Agency|区司法局|柳州市城中区司法局⟧认真履职。")
    before = {"mentions": [("District", "example", "0", "1", "区")]}
    assert changes(before, now)["mentions"] == {"gained": 1, "lost": 1}
