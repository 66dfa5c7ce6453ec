"""What changed between two graphs is told as a person would tell it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_dataset import BASE, CHENGZHONG, evidence, small_dataset, statement

from graph.cli import main
from graph.model import Dataset, Entity, Qualifier, Statement
from graph.publish.changes import Changes, compare
from graph.store.generation import write_generation
from graph.store.read_model import ReadModel


def changes(before: Dataset, now: Dataset) -> Changes:
    return compare(ReadModel.of(before), ReadModel.of(now))


def initiative(name: str, *variants: str) -> Entity:
    return Entity(f"{BASE}initiative/{name}", "Initiative", name, name, variants)


def with_initiatives(*initiatives: Entity) -> Dataset:
    """The small graph with these initiatives, each adopted by 城中区."""
    dataset = small_dataset()
    others = [e for e in dataset.entities if e.type != "Initiative"]
    claims = [s for s in dataset.statements if s.predicate != "adopts"]
    for number, found in enumerate(initiatives):
        proof = evidence(90 + number, 0, "一")
        claims.append(statement(90 + number, CHENGZHONG, "adopts", found.iri, proof))
        claims[-1] = replace(claims[-1], iri=f"{BASE}statement/{found.name}")
    return replace(dataset, entities=(*others, *initiatives), statements=tuple(claims))


def names(entities: tuple[Entity, ...]) -> list[str]:
    return [entity.name for entity in entities]


def test_a_graph_is_the_same_as_itself() -> None:
    assert not changes(small_dataset(), small_dataset())


def test_statements_are_gained_and_lost() -> None:
    whole = small_dataset()
    fewer = replace(whole, statements=whole.statements[1:])
    assert changes(fewer, whole).statements_gained == whole.statements[:1]
    assert changes(whole, fewer).statements_lost == whole.statements[:1]


def test_a_report_that_comes_is_gained() -> None:
    whole = small_dataset()
    found = changes(replace(whole, reports=()), whole)
    assert [report.name for report in found.reports_gained] == ["chengzhong-2021"]
    assert found.reports_lost == ()


def test_a_report_with_another_date_is_changed_and_neither_gained_nor_lost() -> None:
    whole = small_dataset()
    ((iri, report),) = whole.reports
    later = replace(whole, reports=((iri, replace(report, published="2022-02-01")),))
    found = changes(whole, later)
    assert [changed.published for changed in found.reports_changed] == ["2022-02-01"]
    assert (found.reports_gained, found.reports_lost) == ((), ())


def test_two_things_that_became_one_are_merged_and_their_statements_follow() -> None:
    before = with_initiatives(initiative("一窗通办"), initiative("一窗受理"))
    now = with_initiatives(initiative("一窗通办", "一窗受理"))
    (merged,) = changes(before, now).merged
    assert (names(merged.before), merged.now.name) == (["一窗受理", "一窗通办"], "一窗通办")
    found = changes(before, now)
    assert (found.entities_lost, found.renamed, found.split) == ((), (), ())
    assert (found.statements_lost, found.moved) == ((), 1)


def test_one_thing_that_became_two_is_split() -> None:
    before = with_initiatives(initiative("一窗通办", "一窗受理"))
    now = with_initiatives(initiative("一窗通办"), initiative("一窗受理"))
    found = changes(before, now)
    (split,) = found.split
    assert (split.before.name, names(split.now)) == ("一窗通办", ["一窗受理", "一窗通办"])
    assert found.entities_gained == ()


def test_a_thing_with_another_name_is_renamed_and_its_statements_only_move() -> None:
    before = with_initiatives(initiative("一窗受理"))
    now = with_initiatives(initiative("一窗通办", "一窗受理"))
    found = changes(before, now)
    assert [(old.name, new.name) for old, new in found.renamed] == [("一窗受理", "一窗通办")]
    assert (found.statements_gained, found.statements_lost, found.moved) == ((), (), 1)


def with_award_status(status: str) -> Dataset:
    dataset = small_dataset()
    claims = [requalified(s, status) for s in dataset.statements]
    return replace(dataset, statements=tuple(claims))


def requalified(claim: Statement, status: str) -> Statement:
    if claim.predicate != "receivedAward":
        return claim
    kept = tuple(q for q in claim.qualifiers if q.name != "status")
    qualifiers = (*kept, Qualifier("status", status))
    return replace(claim, iri=f"{BASE}statement/{status}", qualifiers=qualifiers)


def test_a_proposed_award_that_is_awarded_now_has_other_qualifiers() -> None:
    found = changes(with_award_status("proposed"), with_award_status("awarded"))
    ((before, now),) = found.requalified
    assert {q.value for q in before.qualifiers} ^ {q.value for q in now.qualifiers} == {
        "proposed",
        "awarded",
    }
    assert (found.statements_gained, found.statements_lost) == ((), ())


def test_other_evidence_is_told() -> None:
    dataset = small_dataset()
    first, *rest = dataset.statements
    moved = replace(first, evidence=(replace(first.evidence[0], start=1, end=2),))
    assert changes(dataset, replace(dataset, statements=(moved, *rest))).reproved == 1


def test_diff_prints_the_changes_of_the_last_build_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_generation(with_initiatives(initiative("一窗受理")), tmp_path)
    write_generation(with_initiatives(initiative("一窗通办", "一窗受理")), tmp_path)
    assert main(["diff", "--data", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "renamed: 1\n  一窗受理 [Initiative] → 一窗通办 [Initiative]" in printed
    assert "statements that only follow a merged or renamed thing: 1" in printed


def test_diff_of_a_graph_with_itself_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = write_generation(small_dataset(), tmp_path)
    for name in (str(tmp_path), str(made.folder), made.info.id):
        assert main(["diff", name, str(tmp_path), "--data", str(tmp_path)]) == 0
    assert "both say the same" in capsys.readouterr().out


def test_diff_without_an_earlier_build_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_generation(small_dataset(), tmp_path)
    assert main(["diff", "--data", str(tmp_path)]) == 2
    assert "there is no earlier generation" in capsys.readouterr().err


def test_a_long_list_is_cut_and_says_how_much_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = replace(small_dataset(), statements=())
    write_generation(few, tmp_path)
    write_generation(small_dataset(), tmp_path)
    assert main(["diff", "--data", str(tmp_path), "--limit", "2"]) == 1
    assert "statements gained: 5" in (printed := capsys.readouterr().out)
    assert "… and 3 more" in printed
