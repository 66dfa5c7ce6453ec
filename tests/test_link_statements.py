"""One entity per thing and one statement per claim, whatever the order of the reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from markup import (
    CHENGZHONG,
    LIUZHOU,
    XINING_CHENGZHONG,
    extract,
    five_extractions,
    gazetteer,
    quotes_hold,
)

from graph.errors import RuleError
from graph.extract.measured import ENOUGH, load_measured
from graph.link import DEFAULT_BASE, link, read_judgements
from graph.model import Dataset, Entity, Judgement, Statement
from graph.publish.validation import validate


def linked(*texts: tuple[str, str], judgements: tuple[Judgement, ...] = ()) -> Dataset:
    """The dataset of texts, each with the place that reports it."""
    found = [extract(text, place, name=f"r{n}") for n, (text, place) in enumerate(texts)]
    return link(found, gazetteer(), judgements)


def entities(dataset: Dataset, kind: str) -> dict[str, Entity]:
    return {entity.name: entity for entity in dataset.entities if entity.type == kind}


def statements(dataset: Dataset, predicate: str) -> list[Statement]:
    return [one for one in dataset.statements if one.predicate == predicate]


def qualifiers(statement: Statement) -> dict[str, str]:
    return {qualifier.name: qualifier.value for qualifier in statement.qualifiers}


def test_the_order_of_the_reports_does_not_matter() -> None:
    found = five_extractions()
    assert link(found, gazetteer()) == link(reversed(found), gazetteer())


def test_every_quote_of_the_five_reports_is_in_its_report() -> None:
    assert quotes_hold(link(five_extractions(), gazetteer()))


def test_a_district_is_known_by_its_code() -> None:
    found = entities(linked(("我区落实。", CHENGZHONG)), "District")
    assert found[CHENGZHONG].iri == DEFAULT_BASE + "district/450202"
    assert found[CHENGZHONG].label == "城中区"
    assert dict(found[CHENGZHONG].properties)["parent"] == DEFAULT_BASE + "district/450200"


def test_a_village_without_a_code_stands_below_the_code_above_it() -> None:
    dataset = linked(("环江村被评为“全国民主法治示范村”。", CHENGZHONG))
    village = entities(dataset, "District")[CHENGZHONG + "/环江村"]
    assert village.iri == DEFAULT_BASE + "district/450202/环江村"
    assert "code" not in dict(village.properties)


def test_agencies_of_two_districts_of_one_name_stay_apart() -> None:
    text = "区司法局印发了《实施方案》。"
    dataset = linked((text, CHENGZHONG), (text, XINING_CHENGZHONG))
    assert {e.iri.removeprefix(DEFAULT_BASE) for e in entities(dataset, "Agency").values()} == {
        "agency/450202/柳州市城中区司法局",
        "agency/630103/西宁市城中区司法局",
    }


def test_plans_of_one_title_by_two_districts_stay_apart() -> None:
    text = "区司法局印发了《实施方案》。"
    dataset = linked((text, CHENGZHONG), (text, XINING_CHENGZHONG))
    plans = [e.iri.removeprefix(DEFAULT_BASE) for e in dataset.entities if e.type == "Document"]
    assert plans == ["document/450202/实施方案", "document/630103/实施方案"]


def test_a_national_law_is_one_wherever_it_is_followed() -> None:
    text = "严格遵照《重大行政决策程序暂行条例》。"
    dataset = linked((text, CHENGZHONG), (text, XINING_CHENGZHONG))
    assert len(entities(dataset, "Document")) == 1
    assert len(statements(dataset, "follows")) == 2


def test_dashes_and_widths_make_no_other_document() -> None:
    dataset = linked(
        ("学习《法治政府建设实施纲要（2021—2025年）》。", CHENGZHONG),
        ("学习《法治政府建设实施纲要(2021-2025年)》。", XINING_CHENGZHONG),
    )
    assert len([e for e in dataset.entities if e.type == "Document"]) == 1


def test_one_claim_in_two_reports_is_one_statement_with_two_proofs() -> None:
    text = "2021年8月，柳州市人民政府印发了《柳州市要点》。"
    dataset = linked((text, CHENGZHONG), (text, LIUZHOU))
    (only,) = statements(dataset, "issuedBy")
    assert len(only.evidence) == 2
    assert {proof.report for proof in only.evidence} == {
        DEFAULT_BASE + "report/r0",
        DEFAULT_BASE + "report/r1",
    }


def test_counted_recipients_belong_to_whoever_reports() -> None:
    dataset = linked(("4名个人荣获“全国普法工作先进个人”荣誉称号。", CHENGZHONG))
    (award,) = statements(dataset, "receivedAward")
    assert award.subject == DEFAULT_BASE + "district/450202"
    assert qualifiers(award)["recipient"] == "4名个人"


def test_who_confers_an_award_is_an_entity() -> None:
    text = "环江村被农业农村部、司法部评为“2021年度全国乡村治理示范村”。"
    dataset = linked((text, CHENGZHONG))
    (award,) = statements(dataset, "receivedAward")
    found = [(q.value, q.entity) for q in award.qualifiers if q.name == "conferredBy"]
    agencies = entities(dataset, "Agency")
    assert found == [(name, agencies[name].iri) for name, _ in found]
    assert len(found) == 2


def test_a_figure_has_its_value_and_unit() -> None:
    dataset = linked(("为群众挽回损失3,870万元。", CHENGZHONG))
    (figure,) = statements(dataset, "reports")
    assert (figure.object, figure.is_literal) == ("3,870万元", True)
    assert qualifiers(figure) == {
        "indicator": "为群众挽回损失",
        "unit": "元",
        "value": "38700000",
        "year": "2022",
    }


def test_the_evidence_says_who_was_meant() -> None:
    dataset = linked(("我区推行“一窗通办”。", CHENGZHONG))
    (adopts,) = statements(dataset, "adopts")
    (proof,) = adopts.evidence
    assert proof.quote == "我区推行“一窗通办”"
    assert proof.reason == f"我区 → {CHENGZHONG} (own-place)"


def test_the_evidence_names_the_section_it_stands_in() -> None:
    text = "一、主要做法\n（一）依法决策\n我区推行“一窗通办”。\n"
    (adopts,) = statements(linked((text, CHENGZHONG)), "adopts")
    assert [proof.section for proof in adopts.evidence] == ["（一）依法决策"]


def test_a_date_that_no_calendar_knows_still_gives_a_graph_that_conforms() -> None:
    dataset = linked(("2021年2月30日，我区印发了《要点》。", CHENGZHONG))
    assert validate(dataset).conforms, validate(dataset).text(3)


ALIKE = (
    ("我区推行“村民说事议事会”工作法，区司法局推行“村民说事议事”工作法。", CHENGZHONG),
)  # fmt: skip


def alike(dataset: Dataset) -> list[tuple[str, str]]:
    names = {entity.iri: entity.name for entity in dataset.entities}
    return [(names[left], names[right]) for left, right, _ in dataset.undecided]


def test_names_that_look_alike_are_listed_and_not_merged() -> None:
    dataset = linked(*ALIKE)
    ((left, right),) = alike(dataset)
    assert {left, right} <= set(entities(dataset, "Initiative"))


def test_two_names_judged_the_same_become_one_thing() -> None:
    ((left, right),) = alike(linked(*ALIKE))
    same = Judgement(f"Initiative:{left}", f"Initiative:{right}", "same", "一种做法")
    dataset = linked(*ALIKE, judgements=(same,))
    assert list(entities(dataset, "Initiative")) == [right]
    assert {s.object for s in statements(dataset, "adopts")} == {
        entities(dataset, "Initiative")[right].iri
    }
    assert dataset.undecided == ()


def test_two_names_judged_different_stay_apart_and_leave_the_list() -> None:
    ((left, right),) = alike(linked(*ALIKE))
    different = Judgement(f"Initiative:{left}", f"Initiative:{right}", "different", "两种做法")
    dataset = linked(*ALIKE, judgements=(different,))
    assert set(entities(dataset, "Initiative")) == {left, right}
    assert dataset.undecided == ()


def test_the_later_judgement_wins() -> None:
    ((left, right),) = alike(linked(*ALIKE))
    names = (f"Initiative:{left}", f"Initiative:{right}")
    both = (Judgement(*names, "same", ""), Judgement(*names, "different", ""))
    assert len(entities(linked(*ALIKE, judgements=both), "Initiative")) == 2
    assert len(entities(linked(*ALIKE, judgements=both[::-1]), "Initiative")) == 1


def test_the_project_knows_its_own_judgements() -> None:
    assert all(judgement.why for judgement in read_judgements())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Initiative:a,Initiative:b,maybe,", r"j\.csv:2: verdict 'maybe'; write same or different"),
        ("Initiative:a,,same,", r"j\.csv:2: a name is missing"),
    ],
)
def test_a_judgement_that_says_nothing_is_refused(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "j.csv"
    path.write_text(f"left,right,verdict,why\n{row}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=message):
        read_judgements(path)


JOINED = (("我区召开府院联席会议3次。", CHENGZHONG), ("落实府院联席会议制度。", LIUZHOU))


def test_a_list_joins_what_two_reports_call_differently() -> None:
    found = entities(linked(*JOINED), "Initiative")
    assert list(found) == ["府院联席会议制度"]
    assert found["府院联席会议制度"].variants == ("府院联席会议",)


def test_a_judgement_keeps_apart_what_a_list_joins() -> None:
    different = Judgement(
        "Initiative:府院联席会议", "Initiative:府院联席会议制度", "different", "a meeting"
    )
    found = entities(linked(*JOINED, judgements=(different,)), "Initiative")
    assert set(found) == {"府院联席会议", "府院联席会议制度"}


def test_evidence_says_how_often_its_rule_was_right() -> None:
    (statement,) = statements(linked(("推行“一窗通办”。", CHENGZHONG)), "adopts")
    (proof,) = statement.evidence
    measured = load_measured()[proof.rule]
    assert (proof.precision, proof.cases) == (measured.precision, measured.cases)
    assert 0 < float(proof.precision) <= 1


def test_a_rule_with_few_cases_has_no_precision() -> None:
    few = {rule: m for rule, m in load_measured().items() if m.cases < ENOUGH}
    assert few
    assert {measured.precision for measured in few.values()} == {""}
