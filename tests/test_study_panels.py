"""Who is at risk of which policy in which year, against tables worked out by hand.

Five counties and a prefecture, the years 2020 to 2023, one initiative. 有缺 has no report for 2021;
左删 has it already in its first report; 计划 only plans it; 无报 has no report, but another's says
that it began in 2020; 城 is the prefecture above all of them but 左删.
"""

from __future__ import annotations

import pytest

from graph.model import Dataset, Entity, Evidence, Qualifier, Report, Statement
from graph.store.read_model import ReadModel
from graph.study.adoption import Adoption, adoptions
from graph.study.coverage import coverage, coverage_years, span
from graph.study.dyads import distance, dyad_sizes, dyad_years
from graph.study.panels import (
    RiskYear,
    Size,
    panel,
    risk_set,
    risk_set_sizes,
    within,
)
from graph.study.timing import REPORT_YEAR
from graph.study.units import Unit

BASE = "https://example.org/id/"
CITY, OTHER_CITY = BASE + "district/城", BASE + "district/他城"
GAP, LEFT = BASE + "district/有缺", BASE + "district/左删"
PLAN, SILENT = BASE + "district/计划", BASE + "district/无报"
REFORM, LAW = BASE + "initiative/改革", BASE + "document/条例"
OWN, BUREAU = BASE + "document/办法", BASE + "agency/局"
YEARS = {GAP: (2020, 2022, 2023), LEFT: (2021, 2022, 2023), PLAN: (2020, 2021, 2022, 2023)}


def name(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def district(iri: str, level: str, parent: str = "") -> Entity:
    properties = (("level", level), ("parent", parent)) if parent else (("level", level),)
    return Entity(iri, "District", name(iri), name(iri), properties=properties)


def report(unit: str, year: int) -> tuple[str, Report]:
    title = f"{name(unit)}{year}"
    return BASE + f"report/{title}", Report(title, title, reporter=name(unit), year=year)


def claim(
    subject: str,
    relation: str,
    object: str,
    proofs: list[tuple[str, int]],
    quote: str = "推行改革",
    **qualifiers: str,
) -> Statement:
    """A statement that reports prove, given as (unit, year)."""
    key = f"{name(subject)}-{relation}-{name(object)}"
    evidence = tuple(
        Evidence(
            f"{BASE}evidence/{key}-{name(unit)}{year}", report(unit, year)[0], "", 0, 4, quote, "r"
        )
        for unit, year in proofs
    )
    said = tuple(Qualifier(word, value) for word, value in sorted(qualifiers.items()))
    return Statement(f"{BASE}statement/{key}", subject, relation, object, False, said, evidence)


def adopted(unit: str, year: int, by: str = "", quote: str = "推行改革") -> Statement:
    proofs = [(by or unit, year if not by else 2022)]
    return claim(unit, "adopts", REFORM, proofs, quote, role="adopted", year=str(year))


CLAIMS = (
    adopted(GAP, 2022),
    adopted(LEFT, 2021),
    claim(PLAN, "adopts", REFORM, [(PLAN, 2020)], role="planned", year="2021"),
    adopted(SILENT, 2020, by=GAP),
    adopted(CITY, 2021, by=PLAN, quote="2021年，城推行改革"),
)


def model(*claims: Statement) -> ReadModel:
    entities = (
        district(CITY, "prefecture"),
        district(OTHER_CITY, "prefecture"),
        district(GAP, "county", CITY),
        district(LEFT, "county", OTHER_CITY),
        district(PLAN, "county", CITY),
        district(SILENT, "county", CITY),
        Entity(REFORM, "Initiative", "改革", "改革"),
        Entity(LAW, "Document", "条例", "条例"),
        Entity(OWN, "Document", "办法", "办法", place=GAP),
        Entity(BUREAU, "Agency", "局", "局", place=LEFT),
    )
    reports = tuple(sorted(report(unit, year) for unit, years in YEARS.items() for year in years))
    return ReadModel.of(Dataset(BASE, reports, entities, claims or CLAIMS))


def rows(*claims: Statement) -> list[RiskYear]:
    return list(risk_set(panel(model(*claims))))


def flags(row: RiskYear) -> str:
    """``e`` event, ``l`` and ``r`` censored, ``g`` gap, ``a`` after a gap; ``-`` none of them."""
    listed = (row.event, row.left_censored, row.right_censored, row.gap, row.after_gap)
    return "".join(mark for mark, on in zip("elrga", listed, strict=True) if on) or "-"


# ------------------------------------------------------------------ risk set


def test_the_risk_set_is_what_one_works_out_by_hand() -> None:
    found = [(row.unit.iri, row.year, row.spell_year, flags(row)) for row in rows()]
    assert found == [
        (LEFT, 2021, 1, "el"),
        (GAP, 2020, 1, "-"),
        (GAP, 2021, 2, "g"),
        (GAP, 2022, 3, "ea"),
        (PLAN, 2020, 1, "-"),
        (PLAN, 2021, 2, "-"),
        (PLAN, 2022, 3, "-"),
        (PLAN, 2023, 4, "r"),
    ]


def test_earlier_adopters_are_counted_of_all_of_the_level_and_among_peers() -> None:
    found = {
        (row.unit.iri, row.year): (
            row.earlier_adopters,
            row.earlier_adopters_level,
            row.earlier_adopters_peers,
            row.parent_adopted,
        )
        for row in rows()
    }
    assert found[PLAN, 2020] == (0, 0, 0, None)  # no report tells of 城 yet
    assert found[PLAN, 2021] == (1, 1, 1, None)  # 无报
    assert found[PLAN, 2022] == (3, 2, 1, True)  # 无报, 左删, and 城 above
    assert found[PLAN, 2023] == (4, 3, 2, True)  # and 有缺
    assert found[LEFT, 2021] == (1, 1, 0, None)  # 无报 has another parent


def test_a_unit_that_never_reports_is_never_at_risk() -> None:
    assert SILENT not in {row.unit.iri for row in rows()}


def test_a_plan_is_no_event() -> None:
    assert not any(row.event for row in rows() if row.unit.iri == PLAN)
    assert {found.holds for found in adoptions(model()) if found.unit.iri == PLAN} == {False}


def test_an_adoption_dated_before_the_first_report_leaves_the_unit_out() -> None:
    before = claim(LEFT, "adopts", REFORM, [(LEFT, 2021)], role="adopted", year="2019")
    found = rows(*CLAIMS[:1], before)
    assert LEFT not in {row.unit.iri for row in found}
    (first,) = (row for row in found if (row.unit.iri, row.year) == (PLAN, 2020))
    assert first.earlier_adopters == 1


def test_an_adoption_dated_within_the_first_covered_year_is_not_censored() -> None:
    dated = adopted(LEFT, 2021, quote="2021年推行改革")
    assert [flags(row) for row in rows(dated) if row.unit.iri == LEFT] == ["e"]


def test_an_event_after_the_last_report_is_censored() -> None:
    late = claim(PLAN, "adopts", REFORM, [(PLAN, 2023)], role="adopted", year="2024")
    found = [flags(row) for row in rows(late) if row.unit.iri == PLAN]
    assert found == ["-", "-", "-", "r"]


def test_who_issued_a_document_is_not_at_risk_of_following_it() -> None:
    issued = claim(LAW, "issuedBy", GAP, [(GAP, 2020)], status="issued")
    follows = claim(LEFT, "follows", LAW, [(LEFT, 2021)], mode="applies")
    found = rows(issued, follows)
    assert {row.unit.iri for row in found} == {LEFT, PLAN}
    assert rows(issued) == []  # nobody took it up


def test_the_number_of_rows_is_known_before_they_are_made() -> None:
    whole = panel(model())
    assert list(risk_set_sizes(whole)) == [Size(REFORM, 4, len(rows()))]
    assert sum(size.rows for size in dyad_sizes(whole)) == len(list(dyad_years(whole)))


# ------------------------------------------------------------------ adoption


def only(*claims: Statement) -> Adoption:
    (found,) = adoptions(model(*claims))
    return found


@pytest.mark.parametrize(
    ("qualifiers", "quote", "expected"),
    [
        ({"date": "2021-03-05"}, "印发", (2021, "2021-03-05", "day")),
        ({"date": "2021-03"}, "印发", (2021, "2021-03", "month")),
        ({"date": "2021"}, "印发", (2021, "2021", "year")),
        ({"year": "2019"}, "印发", (2019, "2019", "year")),
        ({"year": "2022"}, "2022年印发", (2022, "2022", "year")),
        ({"year": "2022"}, "印发", (2022, "", REPORT_YEAR)),
        ({}, "印发", (2022, "", REPORT_YEAR)),
    ],
)
def test_a_date_is_as_precise_as_the_text(
    qualifiers: dict[str, str], quote: str, expected: tuple[int, str, str]
) -> None:
    found = only(claim(GAP, "adopts", REFORM, [(GAP, 2022), (GAP, 2023)], quote, **qualifiers))
    assert (found.year, found.date, found.date_precision) == expected


def test_the_first_evidence_is_from_the_earliest_report() -> None:
    found = only(claim(GAP, "follows", LAW, [(GAP, 2023), (GAP, 2020)]))
    assert (found.year, found.evidence, found.report) == (2020, 2, report(GAP, 2020)[0])
    assert found.first_evidence.endswith("有缺2020")


def test_the_issuer_of_a_document_implements_what_the_document_implements() -> None:
    implements = claim(OWN, "implements", LAW, [(GAP, 2022)])
    issued = claim(OWN, "issuedBy", BUREAU, [(GAP, 2022)], date="2021-05", status="issued")
    found = [one for one in adoptions(model(implements, issued)) if one.relation == "implements"]
    assert [(one.unit.iri, one.policy.iri, one.date) for one in found] == [(BUREAU, LAW, "2021-05")]


def test_a_document_without_issuer_is_that_of_its_place() -> None:
    found = only(claim(OWN, "implements", LAW, [(GAP, 2022)]))
    assert (found.unit.iri, found.year, found.date_precision) == (GAP, 2022, REPORT_YEAR)


def test_a_document_that_is_only_planned_implements_nothing_yet() -> None:
    implements = claim(OWN, "implements", LAW, [(GAP, 2022)])
    planned = claim(OWN, "issuedBy", GAP, [(GAP, 2022)], status="planned")
    assert not any(one.holds for one in adoptions(model(implements, planned)))


def test_an_initiative_has_no_issuer_and_gives_no_row() -> None:
    assert adoptions(model(claim(REFORM, "implements", LAW, [(GAP, 2022)]))) == []


def test_an_agency_has_level_and_parent_from_its_district() -> None:
    found = only(claim(BUREAU, "follows", LAW, [(GAP, 2022)]))
    assert (found.unit.level, found.unit.place, found.unit.parent) == ("county", LEFT, LEFT)


# ------------------------------------------------------------------ coverage


def test_coverage_says_for_every_place_and_year_whether_there_is_a_report() -> None:
    found = {(one.unit.iri, one.year): bool(one.reports) for one in coverage_years(model())}
    assert len(found) == 6 * 4  # the agency doesn't report
    assert {year for year in span(coverage(model())) if found[GAP, year]} == {2020, 2022, 2023}
    assert not any(found[SILENT, year] for year in range(2020, 2024))


# ------------------------------------------------------------------ dyads


def test_dyads_are_what_one_works_out_by_hand() -> None:
    found = {
        (row.i.iri, row.j.iri, row.year): (row.j_adopted_before, row.i_adopts, row.left_censored)
        for row in dyad_years(panel(model()))
    }
    no = (False, False, False)
    assert found == {
        (GAP, PLAN, 2020): no,
        (PLAN, GAP, 2020): no,
        (LEFT, PLAN, 2021): (False, True, True),
        (PLAN, LEFT, 2021): (None, False, False),  # 左删 has it since 2021 or before
        (GAP, PLAN, 2022): (False, True, False),
        (GAP, LEFT, 2022): (True, True, False),
        (PLAN, GAP, 2022): no,
        (PLAN, LEFT, 2022): (True, False, False),
        (PLAN, GAP, 2023): (True, False, False),
        (PLAN, LEFT, 2023): (True, False, False),
    }


def test_dyads_know_whether_both_have_the_same_parent() -> None:
    found = {(row.i.iri, row.j.iri): row.same_parent for row in dyad_years(panel(model()))}
    assert found[GAP, PLAN] is True
    assert found[GAP, LEFT] is False


def test_a_policy_that_nobody_of_the_level_took_up_has_no_dyads() -> None:
    assert list(dyad_years(panel(model(CLAIMS[4])))) == []


def test_the_distance_is_along_a_great_circle() -> None:
    beijing = Unit("a", "北京", "District", position=(39.9042, 116.4074))
    shanghai = Unit("b", "上海", "District", position=(31.2304, 121.4737))
    assert distance(beijing, shanghai) == pytest.approx(1067, abs=2)
    assert distance(beijing, Unit("c", "", "District")) is None


@pytest.mark.parametrize(
    ("most", "kept"),
    [(100, "abc"), (89, "bc"), (45, "bc"), (39, "c"), (9, "")],
)
def test_what_few_took_up_is_left_out_first(most: int, kept: str) -> None:
    sizes = [Size("a", 1, 50), Size("b", 2, 30), Size("c", 3, 10)]
    assert within(sizes, most) == set(kept)


def test_of_equals_as_many_are_kept_as_fit() -> None:
    assert within([Size("b", 3, 10), Size("a", 3, 10)], 15) == {"a"}


def test_what_does_not_fit_makes_room_for_less() -> None:
    assert within([Size("a", 9, 100), Size("b", 1, 10)], 50) == {"b"}


def test_nothing_is_known_of_a_parent_without_a_report() -> None:
    known = {(row.unit.iri, row.year): row.parent_adopted for row in rows()}
    assert known[LEFT, 2021] is None
    assert known[GAP, 2022] is True


def test_what_is_said_to_go_on_has_no_known_beginning_in_any_year() -> None:
    going_on = adopted(PLAN, 2022, quote="持续推行改革")
    (event,) = [row for row in rows(going_on) if row.event]
    assert (event.year, event.left_censored) == (2022, True)


def test_a_beginning_that_is_told_in_the_first_report_is_known() -> None:
    begun = adopted(LEFT, 2021, quote="率先推行改革")
    (event,) = [row for row in rows(begun) if row.event]
    assert not event.left_censored


def test_whether_j_was_first_is_open_where_its_beginning_is() -> None:
    claims = (adopted(LEFT, 2021), adopted(PLAN, 2022))
    found = {
        (d.j.iri, d.year): d.j_adopted_before
        for d in dyad_years(panel(model(*claims)))
        if d.i.iri == PLAN
    }
    assert found[LEFT, 2021] is None
    assert found[LEFT, 2022] is True


def test_a_draft_does_not_take_its_issuer_out_of_the_risk_set() -> None:
    drafted = claim(LAW, "issuedBy", GAP, [(GAP, 2020)], status="draft")
    followed = claim(LEFT, "follows", LAW, [(LEFT, 2022)])
    assert any(row.unit.iri == GAP for row in rows(drafted, followed))
