"""Lines written as text are the very bytes that Oxigraph would write, in order and once each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup import five_reports
from small_dataset import BASE, CHENGZHONG, small_dataset

from graph import terms
from graph.errors import StoreError
from graph.model import Dataset, Entity
from graph.store.load import write_and_load
from graph.store.rdf import LABEL, to_blocks, to_lines, to_quads

NASTY = (
    '"\\\b\t\n\f\r\x00\x01\x0b\x1f\x7f\x80\x85\xa0\u2028\u3000\ud7ff\ue000\ufffe\uffff\U0001f600'
)


def lines_of_oxigraph(quads: Iterable[ox.Quad]) -> list[str]:
    """Each quad written by Oxigraph, distinct and sorted as bytes."""
    written = {ox.serialize([quad], format=ox.RdfFormat.N_QUADS) for quad in quads}
    return [line.decode() for line in sorted(written)]


def labelled(iri: str, label: str) -> Dataset:
    return Dataset(BASE, entities=(Entity(iri, "Initiative", "甲", label),))


def labels(dataset: Dataset) -> set[tuple[str, str]]:
    """The subject and the words of every label, as Oxigraph reads them."""
    return {
        (quad.subject.value, quad.object.value)
        for quad in to_quads(dataset)
        if quad.predicate.value == LABEL
    }


def test_the_lines_of_a_dataset_are_those_of_oxigraph() -> None:
    assert list(to_lines(small_dataset())) == lines_of_oxigraph(to_quads(small_dataset()))


def test_the_file_of_five_reports_is_that_of_oxigraph() -> None:
    _, generation = five_reports()
    expected = lines_of_oxigraph(generation.open_store())
    assert generation.nquads.read_text(encoding="utf-8").splitlines(keepends=True) == expected
    assert list(to_lines(generation.read_model().dataset())) == expected


@given(st.text(st.sampled_from(NASTY) | st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_is_written_as_oxigraph_writes_it_and_comes_back(label: str) -> None:
    dataset = labelled(CHENGZHONG, label)
    assert labels(dataset) == {(CHENGZHONG, label)}
    assert list(to_lines(dataset)) == lines_of_oxigraph(to_quads(dataset))


@given(st.sets(st.text("/-!>#?%a<一\U0001f600 ", max_size=4), min_size=2, max_size=5))
def test_nodes_stand_in_the_order_of_their_lines(ends: set[str]) -> None:
    """``<a/b>`` comes before ``<a>``, and ``<a!>`` before both."""
    iris = [CHENGZHONG + end for end in ends if is_iri(CHENGZHONG + end)]
    dataset = Dataset(BASE, entities=tuple(Entity(iri, "Initiative", "甲", "甲") for iri in iris))
    assert list(to_lines(dataset)) == lines_of_oxigraph(to_quads(dataset))
    assert {subject for subject, _ in labels(dataset)} == set(iris)


def is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


@given(st.text("ab :/<>\\^`{}|[]%0g#?\x00\x7f\x85\ud800\ufffe一", min_size=1, max_size=6))
def test_what_oxigraph_takes_for_no_iri_is_refused_by_name(iri: str) -> None:
    if is_iri(iri):
        assert labels(labelled(iri, "甲")) == {(iri, "甲")}
    else:
        with pytest.raises(StoreError, match="is not a valid IRI"):
            list(to_lines(labelled(iri, "甲")))


@pytest.mark.parametrize("field", ["iri", "place"])
def test_a_wrong_iri_is_found_wherever_it_stands(field: str) -> None:
    first, *others = small_dataset().entities
    entities = (replace(first, **{field: "https://example.org/a b"}), *others)
    with pytest.raises(StoreError, match="a b"):
        list(to_lines(replace(small_dataset(), entities=entities)))


def test_half_a_character_is_refused_with_the_place() -> None:
    with pytest.raises(StoreError, match=r"U\+D83D after '城中区' is half a character"):
        list(to_lines(labelled(CHENGZHONG, "城中区\ud83d")))


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh"), ("zh-Hant", "zh-hant")])
def test_the_language_of_a_title_is_written_as_oxigraph_keeps_it(language: str, tag: str) -> None:
    assert f'"城中区2021年度法治政府建设情况报告"@{tag} .' in written_in(language)


@pytest.mark.parametrize("language", ["z h", "中文", "zh-", "\ud800"])
def test_a_wrong_language_tag_is_refused(language: str) -> None:
    with pytest.raises(StoreError, match="is not a language tag"):
        written_in(language)


def written_in(language: str) -> str:
    ((iri, report),) = small_dataset().reports
    report = replace(report, language=language)
    return "".join(to_lines(replace(small_dataset(), reports=((iri, report),))))


def test_evidence_of_two_statements_is_written_once() -> None:
    first, second, *others = small_dataset().statements
    twice = replace(second, evidence=(*first.evidence, *second.evidence, *first.evidence))
    lines = list(to_lines(replace(small_dataset(), statements=(first, twice, *others))))
    assert lines == sorted(set(lines))
    assert sum(f"<{terms.Evidence}> ." in line for line in lines) == 5


def test_a_file_and_a_store_are_written_with_their_count_and_digest(tmp_path: Path) -> None:
    written = write_and_load(to_blocks(small_dataset()), tmp_path / "file", tmp_path / "store")
    content = (tmp_path / "file").read_bytes()
    assert content == "".join(to_lines(small_dataset())).encode()
    assert written.digest == hashlib.sha256(content).hexdigest()
    assert len(ox.Store.read_only(str(tmp_path / "store"))) == written.lines


def test_a_line_that_cannot_be_loaded_stops_the_loading(tmp_path: Path) -> None:
    blocks = [["<https://example.org/a> <https://example.org/b> nothing .\n"] * 100_000]
    with pytest.raises(SyntaxError):
        write_and_load(blocks, tmp_path / "file", tmp_path / "store")


def test_a_line_that_is_there_twice_is_missed_in_the_store(tmp_path: Path) -> None:
    line = "<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n"
    with pytest.raises(StoreError, match="2 quads were written but 1 are there"):
        write_and_load([[line, line]], tmp_path / "file", tmp_path / "store")


def test_a_record_that_cannot_be_written_stops_the_loading(tmp_path: Path) -> None:
    blocks = to_blocks(labelled(CHENGZHONG, "\ud83d"))
    with pytest.raises(StoreError, match="half a character"):
        write_and_load(blocks, tmp_path / "file", tmp_path / "store")
