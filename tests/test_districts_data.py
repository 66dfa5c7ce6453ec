"""The districts, towns and zones in seeds/names are what the rest may build on."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

NAMES = Path(__file__).resolve().parent.parent / "seeds" / "names"

Row = dict[str, str]


@cache
def rows(name: str) -> list[Row]:
    """Return the rows of one committed list."""
    content = (NAMES / name).read_bytes()
    plain = gzip.decompress(content) if name.endswith(".gz") else content
    return list(csv.DictReader(io.StringIO(plain.decode("utf-8"))))


@cache
def districts() -> dict[str, Row]:
    """Return the districts by code."""
    return {row["code"]: row for row in rows("districts.csv")}


def full_name(code: str) -> str:
    """Return the names from the province down: 广西壮族自治区柳州市城中区."""
    row = districts()[code]
    return (full_name(row["parent"]) if row["parent"] else "") + row["name"]


def short_names(row: Row) -> list[str]:
    """Return the short names of a row, empty for none."""
    return row["short_names"].split("|") if row["short_names"] else []


def towns_of(code: str) -> set[str]:
    """Return the names of the towns right below a district."""
    return {row["name"] for row in rows("towns.csv.gz") if row["parent"] == code}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("450202", "广西壮族自治区柳州市城中区"),
        ("450206", "广西壮族自治区柳州市柳江区"),
        ("450223", "广西壮族自治区柳州市鹿寨县"),
        ("630103", "青海省西宁市城中区"),
        ("110108", "北京市海淀区"),
        ("500233", "重庆市忠县"),
        ("429004", "湖北省仙桃市"),
        ("659001", "新疆维吾尔自治区石河子市"),
    ],
)
def test_a_code_leads_to_the_full_name(code: str, name: str) -> None:
    assert full_name(code) == name


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("450200", "柳州"),
        ("450223", "鹿寨"),
        ("450000", "广西"),
        ("150000", "内蒙古"),
        ("450202", "城中"),
        ("451226", "环江县|环江"),
        ("422800", "恩施州|恩施"),
        ("622926", "东乡县|东乡"),
        ("441803", "清新"),
        ("310115", "浦东"),
        ("510402", ""),
        ("220200", ""),
        ("430121", ""),
    ],
)
def test_a_district_has_the_short_names_that_people_say(code: str, short: str) -> None:
    assert districts()[code]["short_names"] == short


def test_abbreviations_stand_apart_from_short_names() -> None:
    said = {row["code"]: row["abbreviation"] for row in rows("districts.csv")}
    assert (said["450000"], said["440100"], said["310000"]) == ("桂", "穗", "沪|申")
    assert all(said[c] for c, row in districts().items() if row["level"] == "province")


@pytest.mark.parametrize("name", ["districts.csv", "towns.csv.gz"])
def test_codes_are_unique_and_sorted(name: str) -> None:
    codes = [row["code"] for row in rows(name)]
    assert codes == sorted(set(codes))
    assert {len(code) for code in codes} == {6 if name == "districts.csv" else 9}


def test_every_parent_exists_one_level_or_more_above() -> None:
    above = {"province": {""}, "prefecture": {"province"}, "county": {"prefecture", "province"}}
    for row in rows("districts.csv"):
        parent = districts()[row["parent"]]["level"] if row["parent"] else ""
        assert parent in above[row["level"]], row


@pytest.mark.parametrize("name", ["towns.csv.gz", "zones.csv"])
def test_towns_and_zones_hang_under_a_district(name: str) -> None:
    assert {row["parent"] for row in rows(name)} <= districts().keys()


def test_each_level_has_about_as_many_units_as_the_country() -> None:
    count = Counter(row["level"] for row in rows("districts.csv"))
    assert count["province"] == 34
    assert 330 <= count["prefecture"] <= 340
    assert 2_840 <= count["county"] <= 2_860
    assert 38_000 < len(rows("towns.csv.gz")) < 42_000


def test_one_name_can_belong_to_several_places() -> None:
    count = Counter(row["name"] for row in rows("districts.csv"))
    assert count["城中区"] == 2
    assert count["鼓楼区"] == 4


def test_siblings_never_share_a_full_name() -> None:
    count = Counter((row["parent"], row["name"]) for row in rows("districts.csv"))
    assert set(count.values()) == {1}


def test_placeholders_are_no_units() -> None:
    names = {row["name"] for row in rows("districts.csv")}
    assert not names & {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


@pytest.mark.parametrize(
    ("code", "town"),
    [("441900", "虎门镇"), ("442000", "小榄镇"), ("460400", "那大镇"), ("620200", "雄关街道")],
)
def test_a_prefecture_without_districts_has_towns(code: str, town: str) -> None:
    assert districts()[code]["level"] == "prefecture"
    assert town in towns_of(code)


def test_sansha_has_islands() -> None:
    islands = {c for c, row in districts().items() if row["parent"] == "460300"}
    assert "永兴" in set().union(*map(towns_of, islands))


def test_towns_have_short_names_too() -> None:
    luzhai = {row["name"]: row for row in rows("towns.csv.gz") if row["parent"] == "450223"}
    assert luzhai["鹿寨镇"]["short_names"] == "鹿寨"
    assert not [row for row in rows("towns.csv.gz") if row["name"].endswith("街道办事处")]


@pytest.mark.parametrize("name", ["districts.csv", "towns.csv.gz", "zones.csv"])
def test_short_names_are_two_characters_or_more_and_new(name: str) -> None:
    for row in rows(name):
        short = short_names(row)
        assert all(len(s) >= 2 for s in short), row
        assert len({row["name"], *short}) == 1 + len(short), row


def test_coordinates_lie_in_china() -> None:
    known = [row for row in rows("districts.csv") if row["latitude"]]
    assert len(known) > 3_000
    for row in known:
        assert 3 < float(row["latitude"]) < 54, row
        assert 73 < float(row["longitude"]) < 136, row


def test_a_former_district_leads_to_a_current_one() -> None:
    current = {(row["parent"], row["name"]) for row in rows("districts.csv")}
    for row in rows("former_districts.csv"):
        assert set(row["successor"].split("|")) <= districts().keys(), row
        assert row["parent_code"] in districts(), row
        assert (row["parent_code"], row["name"]) not in current, row
        assert 2009 <= int(row["until"]) <= 2025, row
        assert row["note"], row


@pytest.mark.parametrize(
    ("name", "successor", "until"),
    [("柳江县", "450206", "2016"), ("静海县", "120118", "2015"), ("江都市", "321012", "2011")],
)
def test_known_former_districts(name: str, successor: str, until: str) -> None:
    assert [
        (row["successor"], row["until"])
        for row in rows("former_districts.csv")
        if row["name"] == name
    ] == [(successor, until)]


def test_former_districts_are_listed_once() -> None:
    keys = [(row["code"], row["name"]) for row in rows("former_districts.csv")]
    assert len(keys) == len(set(keys))


def test_yanghe_is_the_first_zone_under_all_its_names() -> None:
    yanghe = rows("zones.csv")[0]
    assert (yanghe["full_name"], yanghe["parent"]) == ("柳州市阳和工业新区", "450200")
    assert {"阳和工业（北部生态）新区", "北部生态新区"} <= set(short_names(yanghe))


def test_zones_are_unique_and_none_is_a_district() -> None:
    zones = [row["full_name"] for row in rows("zones.csv")]
    assert len(zones) == len(set(zones))
    assert not set(zones) & {row["name"] for row in rows("districts.csv")}
    assert not {row["statistical_code"] for row in rows("zones.csv")} & districts().keys()
