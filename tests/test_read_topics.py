"""Each section gets the topic of its heading, and an initiative those of where it is stated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_dataset import BASE, ONE_WINDOW, REPORT, small_dataset

from graph import terms
from graph.link.dataset import link
from graph.model import Dataset, Section
from graph.publish.validation import validate
from graph.read.outline import sections
from graph.read.report import report_of
from graph.read.topics import topic_of, with_topics
from graph.reading import extractor
from graph.store.rdf import to_dataset, to_quads
from graph.store.read_model import ReadModel, write_read_model

TEXT = """柳州市城中区2021年度法治政府建设情况报告

一、主要举措和成效
我区推行“最多跑一次”改革。
（一）持续优化营商环境
1. 工作开展情况
我区推行“一窗通办”，办件17件。
（二）深化行政复议改革
一是深化“放管服”改革。
市司法局推行“一窗通办”。
二、存在的问题
"""


def test_a_heading_has_its_own_topic_and_inherits_none() -> None:
    assert [(s.number, s.topic) for s in with_topics(sections(TEXT))] == [
        ("一、", ""),
        ("（一）", "businessEnvironment"),
        ("1.", ""),
        ("（二）", "reconsideration"),
        ("一是", "approval"),
        ("二、", ""),
    ]


def test_only_the_topic_of_a_section_changes() -> None:
    before = sections(TEXT)
    assert tuple(replace(s, topic="") for s in with_topics(before)) == before


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("化解矛盾纠纷，深化行政复议改革", "disputes"),
        ("深化行政复议改革，化解矛盾纠纷", "reconsideration"),
        ("加强行政执法监督", "enforcementOversight"),
        ("加强行政执法", "enforcement"),
        ("依法抗疫，" + "各部门通力协作" * 6 + "，行政复议", "epidemicControl"),
        ("各部门通力协作，" + "各部门通力协作" * 6 + "行政复议", ""),
        ("各部门通力协作" * 6 + "行政复议", ""),
        ("", ""),
    ],
)
def test_the_first_topic_counts_then_the_longer_word(heading: str, topic: str) -> None:
    assert topic_of(heading) == topic


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    reader = extractor()
    report = report_of(TEXT, "chengzhong-2021", reader.gazetteer)
    return link([reader.extract(report)], reader.gazetteer)


def topics(dataset: Dataset, name: str) -> list[str]:
    (entity,) = (e for e in dataset.entities if (e.type, e.name) == ("Initiative", name))
    return [value for key, value in entity.properties if key == "topic"]


def test_an_initiative_has_the_topics_of_the_innermost_headings_that_have_one(
    dataset: Dataset,
) -> None:
    assert topics(dataset, "一窗通办") == ["businessEnvironment", "reconsideration"]


def test_an_initiative_outside_every_topic_has_none(dataset: Dataset) -> None:
    assert topics(dataset, "最多跑一次") == []


def with_a_topic() -> Dataset:
    """The small graph, its section about decisions and its initiative about services."""
    dataset = small_dataset()
    ((iri, report),) = dataset.reports
    section = replace(report.sections[0], topic="decisionMaking")
    entities = tuple(
        replace(e, properties=(("topic", "approval"), ("topic", "governmentServices")))
        if e.iri == ONE_WINDOW
        else e
        for e in dataset.entities
    )
    reports = ((iri, replace(report, sections=(section,))),)
    return replace(dataset, reports=reports, entities=entities)


def test_topics_are_concepts_in_rdf_and_come_back_as_words() -> None:
    dataset = with_a_topic()
    stated = {
        (q.subject.value, q.object.value)
        for q in to_quads(dataset)
        if q.predicate.value == terms.topic
    }
    assert stated == {
        (f"{REPORT}/section/0", terms.topicDecisionMaking),
        (ONE_WINDOW, terms.topicApproval),
        (ONE_WINDOW, terms.topicGovernmentServices),
    }
    again = to_dataset(to_quads(dataset), BASE)
    assert again.reports[0][1].sections == dataset.reports[0][1].sections
    assert again.entities == dataset.entities
    assert validate(dataset).conforms


def test_a_topic_that_is_no_concept_is_named() -> None:
    dataset = with_a_topic()
    ((iri, report),) = dataset.reports
    reports = ((iri, replace(report, sections=(replace(report.sections[0], topic="weather"),))),)
    violations = validate(replace(dataset, reports=reports)).violations
    assert [(v.node, v.rule) for v in violations] == [
        (f"{REPORT}/section/0", "Section/topic/class")
    ]


def test_the_read_model_keeps_the_topic_of_a_section(tmp_path) -> None:
    write_read_model(with_a_topic(), tmp_path)
    found = ReadModel.open(tmp_path).report(REPORT)
    assert found is not None
    (section,) = found[1].sections
    assert isinstance(section, Section)
    assert section.topic == "decisionMaking"
