"""The RDF form loses nothing that it should keep."""

from __future__ import annotations

import random
from dataclasses import replace

import pyoxigraph as ox
import pytest
from small_dataset import BASE, CHENGZHONG, MODEL_DISTRICT, ONE_WINDOW, REPORT, small_dataset

from graph import terms
from graph.errors import StoreError
from graph.model import Dataset, Qualifier
from graph.ontology import load_ontology
from graph.store.canonical import canonical_nquads
from graph.store.rdf import holds, to_dataset, to_quads


def without_sentences(dataset: Dataset) -> Dataset:
    reports = tuple((iri, replace(report, sentences=())) for iri, report in dataset.reports)
    return replace(dataset, reports=reports)


def shuffled(dataset: Dataset) -> Dataset:
    order = random.Random(7)
    return replace(
        dataset,
        entities=tuple(order.sample(dataset.entities, len(dataset.entities))),
        statements=tuple(order.sample(dataset.statements, len(dataset.statements))),
    )


def ask(dataset: Dataset, query: str) -> bool:
    store = ox.Store()
    store.bulk_extend(to_quads(dataset))
    return bool(store.query(query))


def test_a_dataset_comes_back_from_rdf_as_it_went() -> None:
    dataset = small_dataset()
    assert to_dataset(to_quads(dataset), BASE) == without_sentences(dataset)


@pytest.mark.parametrize(("precision", "cases"), [("0.917", 529), ("1", 8), ("0", 6), ("", 3)])
def test_what_was_measured_of_a_rule_comes_back(tmp_path, precision: str, cases: int) -> None:
    first, *others = small_dataset().statements
    proof = replace(first.evidence[0], precision=precision, cases=cases)
    dataset = replace(small_dataset(), statements=(replace(first, evidence=(proof,)), *others))
    store = ox.Store(str(tmp_path / "store"))
    store.bulk_extend(to_quads(dataset))
    assert to_dataset(store, BASE) == without_sentences(dataset)


def test_a_dataset_comes_back_from_a_store_on_disk(tmp_path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.bulk_extend(to_quads(small_dataset()))
    assert to_dataset(store, BASE) == without_sentences(small_dataset())


def test_two_datasets_in_different_order_give_the_same_bytes() -> None:
    there, here = small_dataset(), shuffled(small_dataset())
    assert here != there
    assert canonical_nquads(to_quads(here)) == canonical_nquads(to_quads(there))


def test_canonical_lines_are_sorted_and_distinct() -> None:
    lines = canonical_nquads(to_quads(small_dataset())).splitlines()
    assert lines == sorted(set(lines))


def test_a_blank_node_has_no_canonical_order() -> None:
    quad = ox.Quad(ox.BlankNode(), ox.NamedNode(terms.adopts), ox.Literal("x"))
    with pytest.raises(StoreError, match="blank nodes"):
        canonical_nquads([quad])


def test_an_adopted_initiative_is_a_plain_triple_to_walk() -> None:
    assert ask(small_dataset(), f"ASK {{ <{CHENGZHONG}> <{terms.adopts}> <{ONE_WINDOW}> }}")


def test_a_proposed_award_has_its_statement_and_no_plain_triple() -> None:
    plain = f"ASK {{ <{CHENGZHONG}> <{terms.receivedAward}> <{MODEL_DISTRICT}> }}"
    stated = f"""PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        ASK {{ ?statement rdf:subject <{CHENGZHONG}> ; rdf:object <{MODEL_DISTRICT}> ;
                          <{terms.status}> <{terms.statusProposed}> }}"""
    assert not ask(small_dataset(), plain)
    assert ask(small_dataset(), stated)


def test_every_statement_leads_to_its_quote_and_position() -> None:
    query = f"""PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        ASK {{ ?statement <{terms.status}> <{terms.statusProposed}> ;
                          prov:wasDerivedFrom ?evidence .
               ?evidence oa:hasSource <{REPORT}> ;
                         oa:hasSelector/oa:exact ?quote ; oa:hasSelector/oa:start ?start .
               FILTER(STRSTARTS(?quote, "拟获")) }}"""
    assert ask(small_dataset(), query)


def test_a_former_post_is_not_held() -> None:
    post = replace(small_dataset().statements[0], qualifiers=(Qualifier("former", "true"),))
    assert not holds(post, load_ontology())
    assert holds(replace(post, qualifiers=(Qualifier("former", "false"),)), load_ontology())


def test_an_iri_with_a_space_is_refused_by_name() -> None:
    entity = replace(small_dataset().entities[0], iri="https://example.org/a b")
    with pytest.raises(StoreError, match="a b"):
        list(to_quads(replace(small_dataset(), entities=(entity,))))
