"""What readers ask is answered from records."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_dataset import (
    CHENGZHONG,
    JUSTICE,
    LIST,
    MINISTRY,
    MODEL_DISTRICT,
    REGULATION,
    REPORT,
    TEXT,
    XINING_CHENGZHONG,
    small_dataset,
)

from graph.errors import StoreError
from graph.store.read_model import ReadModel, write_read_model


@pytest.fixture(params=["in memory", "on disk"])
def model(request: pytest.FixtureRequest, tmp_path: Path) -> ReadModel:
    if request.param == "in memory":
        return ReadModel.of(small_dataset())
    write_read_model(small_dataset(), tmp_path / "model")
    return ReadModel.open(tmp_path / "model")


def test_counts_name_classes_and_relations(model: ReadModel) -> None:
    counts = model.info.counts
    assert (counts["reports"], counts["entities"], counts["statements"]) == (1, 12, 5)
    assert (counts["District"], counts["adopts"], counts["evidence"]) == (6, 1, 5)


def test_figures_are_not_counted_as_reports() -> None:
    figure = small_dataset().statements[3]
    more = tuple(replace(figure, iri=f"{figure.iri}{n}") for n in range(3))
    counts = ReadModel.of(replace(small_dataset(), statements=more)).info.counts
    assert (counts["reports"], counts["figures"]) == (1, 3)


def test_an_entity_is_found_by_iri_name_label_and_variant(model: ReadModel) -> None:
    justice = model.entity(JUSTICE)
    for name in (JUSTICE, "柳州市城中区司法局", "城中区司法局", "区司法局"):
        assert model.find(name) == [justice]


def test_homonyms_are_all_returned(model: ReadModel) -> None:
    assert {entity.iri for entity in model.find("城中区")} == {CHENGZHONG, XINING_CHENGZHONG}
    assert model.find("城中区", type="Agency") == []


def test_entities_of_a_class_are_sorted_by_name(model: ReadModel) -> None:
    names = [entity.name for entity in model.entities("District")]
    assert names == sorted(names)
    assert len(names) == 6
    assert model.entities("Dragon") == ()
    assert len(model.entities()) == 12


@pytest.mark.parametrize("query", ["城中", "区", "行政", "重大行政决策程序暂行条例", "窗"])
def test_search_finds_any_part_and_shows_where(model: ReadModel, query: str) -> None:
    hits = model.search(query)
    assert hits
    for hit in hits:
        assert hit.matched[slice(*hit.highlight)] == query


def test_search_puts_exact_names_first_then_the_better_known(model: ReadModel) -> None:
    found = [hit.entity.iri for hit in model.search("城中区")]
    assert found[:3] == [CHENGZHONG, XINING_CHENGZHONG, JUSTICE]


def test_search_keeps_to_classes_and_limit(model: ReadModel) -> None:
    assert {hit.entity.type for hit in model.search("城中", types=["Agency"])} == {"Agency"}
    assert len(model.search("区", limit=2)) == 2


@pytest.mark.parametrize("query", ["", "  ", "不存在的名字", "龙"])
def test_search_for_nothing_finds_nothing(model: ReadModel, query: str) -> None:
    assert model.search(query) == []


def test_statements_are_found_from_every_side(model: ReadModel) -> None:
    assert [s.predicate for s in model.statements(subject=LIST)] == ["issuedBy", "implements"]
    assert [s.subject for s in model.statements(object=REGULATION)] == [LIST]
    assert len(model.statements(predicate="reports", object="17件")) == 1
    assert model.statements(subject=LIST, predicate="adopts") == []
    assert len(model.statements()) == 5
    assert [s.object for s in model.qualified_by(MINISTRY)] == [MODEL_DISTRICT]


def test_statement_and_evidence_lead_to_each_other(model: ReadModel) -> None:
    for statement in model.statements():
        assert model.statement(statement.iri) == statement
        for proof in statement.evidence:
            assert model.evidence(proof.iri) == proof
            assert model.statements_proved_by(proof.iri) == [statement]
            assert TEXT[proof.start : proof.end] == proof.quote


def test_a_report_is_found_by_iri_and_by_name(model: ReadModel) -> None:
    assert model.report(REPORT) == model.report("chengzhong-2021") == model.reports()[0]
    assert model.reports() == list(small_dataset().reports)
    assert model.report("elsewhere") is None


def test_equal_datasets_give_equal_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_read_model(small_dataset(), tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_a_broken_file_is_an_error_in_words(tmp_path: Path) -> None:
    write_read_model(small_dataset(), tmp_path)
    (tmp_path / "statements.jsonl").write_text("{half a line", encoding="utf-8")
    with pytest.raises(StoreError, match="run zhengtu build again"):
        ReadModel.open(tmp_path)
