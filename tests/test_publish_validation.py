"""A graph that breaks a promise is told so by node and rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_dataset import CHENGZHONG, JUSTICE, LIST, small_dataset

from graph.model import Dataset, Entity, Evidence, Qualifier, Statement
from graph.ontology import ontology_sources
from graph.publish.conformance import broken_shapes_of
from graph.publish.validation import ValidationReport, validate


def with_statement(number: int, **changes: object) -> Dataset:
    claims = list(small_dataset().statements)
    claims[number] = replace(claims[number], **changes)
    return replace(small_dataset(), statements=tuple(claims))


def with_evidence(**changes: object) -> Dataset:
    proof = replace(small_dataset().statements[0].evidence[0], **changes)
    return with_statement(0, evidence=(proof,))


def with_entity(iri: str, **changes: object) -> Dataset:
    dataset = small_dataset()
    return replace(
        dataset,
        entities=tuple(replace(e, **changes) if e.iri == iri else e for e in dataset.entities),
    )


def with_qualifier(name: str, value: str, entity: str = "") -> Dataset:
    return with_statement(0, qualifiers=(Qualifier(name, value, entity),))


def with_property(name: str, value: str, iri: str = CHENGZHONG) -> Dataset:
    (entity,) = (e for e in small_dataset().entities if e.iri == iri)
    return with_entity(iri, properties=(*entity.properties, (name, value)))


def rules(report: ValidationReport) -> set[tuple[str, str]]:
    return {(violation.node, violation.rule) for violation in report.violations}


def first_statement() -> Statement:
    return small_dataset().statements[0]


def first_evidence() -> Evidence:
    return first_statement().evidence[0]


def test_a_sound_graph_conforms() -> None:
    report = validate(small_dataset())
    assert report == ValidationReport(True, (), ())
    assert report.text() == ""


def test_a_statement_without_evidence_is_named() -> None:
    report = validate(with_statement(0, evidence=()))
    assert rules(report) == {(first_statement().iri, "Statement/evidence/minCount")}
    assert "缺少" in report.violations[0].zh
    assert first_statement().iri in report.text()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"quote": "印发了《重大行政决策名录》"}, "Evidence/quote/slice"),
        ({"start": 3}, "Evidence/quote/slice"),
        ({"rule": ""}, "Evidence/rule/minCount"),
        ({"report": "https://example.org/id/report/none"}, "Evidence/report/class"),
    ],
)
def test_broken_evidence_is_named(change: dict[str, object], rule: str) -> None:
    assert (first_evidence().iri, rule) in rules(validate(with_evidence(**change)))


@pytest.mark.parametrize(
    ("change", "path"),
    [({"precision": "1.2"}, "rulePrecision"), ({"cases": -1}, "ruleCases")],
)
def test_a_measurement_that_cannot_be_is_named(change: dict[str, object], path: str) -> None:
    found = rules(validate(with_evidence(**change)))
    assert any(node == first_evidence().iri and path in rule for node, rule in found), found


def test_evidence_with_a_measurement_and_with_only_its_cases_conforms() -> None:
    assert validate(with_evidence(precision="0.917", cases=529)).conforms
    assert validate(with_evidence(precision="", cases=3)).conforms


def test_evidence_that_ends_before_it_starts_is_named() -> None:
    report = validate(with_evidence(end=2))
    position = f"{first_evidence().iri}/position"
    assert (position, "TextPositionSelector/start/lessThan") in rules(report)


def test_a_district_with_two_parents_is_named() -> None:
    report = validate(with_property("parent", "https://example.org/id/district/630100"))
    assert rules(report) == {(CHENGZHONG, "District/parent/maxCount")}


@pytest.mark.parametrize("value", ["2021-02-30", "2021-13", "二〇二一年", "20210827", "0000"])
def test_an_impossible_date_is_named(value: str) -> None:
    report = validate(with_qualifier("date", value))
    assert rules(report) == {(first_statement().iri, "Statement/date/or")}
    assert value in report.text()


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("status", "rumoured", "Statement/status/class"),
        ("year", "21", "Statement/year/datatype"),
        ("value", "many", "Statement/value/datatype"),
        ("mood", "good", "Statement/qualifier/term"),
        ("conferredBy", "a name without an entity", "Statement/conferredBy/or"),
    ],
)
def test_a_qualifier_that_does_not_fit_is_named(name: str, value: str, rule: str) -> None:
    assert (first_statement().iri, rule) in rules(validate(with_qualifier(name, value)))


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("level", "galaxy", "District/level/class"),
        ("latitude", "north", "District/latitude/datatype"),
        ("mayor", "nobody", "District/property/term"),
    ],
)
def test_a_property_that_does_not_fit_is_named(name: str, value: str, rule: str) -> None:
    assert (CHENGZHONG, rule) in rules(validate(with_property(name, value)))


def test_a_code_of_the_wrong_length_is_named() -> None:
    report = validate(with_entity(CHENGZHONG, properties=(("code", "4502"),)))
    assert rules(report) == {(CHENGZHONG, "District/code/pattern")}


def test_an_entity_without_a_name_is_named() -> None:
    assert (LIST, "Entity/name/minCount") in rules(validate(with_entity(LIST, name="")))


def test_an_unknown_class_and_an_unknown_relation_are_named() -> None:
    dragon = Entity("https://example.org/id/dragon/1", "Dragon", "龙", "龙")
    dataset = with_statement(0, predicate="devours")
    report = validate(replace(dataset, entities=(*dataset.entities, dragon)))
    assert (dragon.iri, "Entity/type/term") in rules(report)
    assert (first_statement().iri, "Statement/predicate/term") in rules(report)


@pytest.mark.parametrize(
    ("number", "changes", "rule"),
    [
        (0, {"subject": CHENGZHONG}, "issuedBy/subject/domain"),
        (0, {"object": LIST}, "issuedBy/object/range"),
        (4, {"object": JUSTICE}, "receivedAward/object/range"),
        (0, {"object": "区司法局", "is_literal": True}, "issuedBy/object/range"),
    ],
)
def test_arguments_of_the_wrong_class_are_named(
    number: int, changes: dict[str, object], rule: str
) -> None:
    node = small_dataset().statements[number].iri
    assert (node, rule) in rules(validate(with_statement(number, **changes)))


def test_an_argument_that_the_quote_does_not_name_needs_a_reason() -> None:
    report = validate(with_evidence(reason=""))
    assert report.conforms
    assert [(w.node, w.rule) for w in report.warnings] == [
        (first_evidence().iri, "Evidence/quote/named")
    ]


def test_a_long_list_of_violations_is_cut_and_says_so() -> None:
    dataset = small_dataset()
    bare = tuple(replace(statement, evidence=()) for statement in dataset.statements)
    report = validate(replace(dataset, statements=bare))
    assert len(report.violations) == 5
    assert report.text(limit=2).endswith("… and 3 more")


def spoilt_everywhere() -> Dataset:
    """The small graph with something wrong in an entity, a report, a statement and a pair."""
    dataset = small_dataset()
    first, *others = dataset.statements
    (iri, report), *_ = dataset.reports
    nobody = "https://example.org/id/district/none"
    return replace(
        dataset,
        reports=((iri, replace(report, published="2021-02-30")),),
        entities=with_property("parent", nobody).entities,
        statements=(replace(first, evidence=()), *others),
        undecided=((CHENGZHONG, nobody, "one of them isn't there"),),
    )


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("records", [1, 3])
def test_a_graph_checked_in_parts_breaks_the_same_rules(workers: int, records: int) -> None:
    whole = broken_shapes_of(spoilt_everywhere(), ontology_sources())
    parts = broken_shapes_of(spoilt_everywhere(), ontology_sources(), workers, records)
    assert {violation.rule for violation in whole} == {
        "District/parent/class",
        "District/parent/maxCount",
        "Report/published/or",
        "Statement/evidence/minCount",
        "UndecidedPair/right/class",
    }
    assert parts == whole


@pytest.mark.parametrize("records", [1, 3])
def test_a_sound_graph_conforms_in_parts(records: int) -> None:
    assert broken_shapes_of(small_dataset(), ontology_sources(), records=records) == set()
