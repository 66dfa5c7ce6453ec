"""Known places: by name, by path, in running text, and as agencies' names begin."""

from __future__ import annotations

import pytest
from markup import CHENGZHONG, LIUZHOU, LUZHAI, XINING_CHENGZHONG, gazetteer

from graph.errors import RuleError
from graph.names import read_table, split_names


def test_two_districts_bear_one_name() -> None:
    paths = {place.path for place in gazetteer().by_name["城中区"]}
    assert {CHENGZHONG, XINING_CHENGZHONG} <= paths


def test_a_place_is_found_by_its_code() -> None:
    assert gazetteer().by_code["450202"].path == CHENGZHONG
    assert gazetteer().by_code["630103"].path == XINING_CHENGZHONG


def test_the_longest_name_in_a_text_wins() -> None:
    found = [m.word for m in gazetteer().find("柳州市城中区与鹿寨县")]
    assert found == ["柳州市", "城中区", "鹿寨县"]


def test_a_short_name_is_told_from_a_full_one() -> None:
    found = [(m.word, m.is_short) for m in gazetteer().find("广东佛山和柳州市")]
    assert found == [("广东", True), ("佛山", True), ("柳州市", False)]


def test_a_full_name_wins_over_a_short_one_across_it() -> None:
    assert [m.word for m in gazetteer().find("南京市")] == ["南京市"]


@pytest.mark.parametrize(
    ("path", "prefix"),
    [
        (CHENGZHONG, "柳州市城中区"),
        (LUZHAI, "鹿寨县"),
        (LIUZHOU, "柳州市"),
        ("广西壮族自治区", "广西壮族自治区"),
        ("浙江省/金华市/义乌市", "义乌市"),
        ("天津市/静海区", "天津市静海区"),
        (LIUZHOU + "/阳和工业新区", "柳州市阳和工业新区"),
        (LUZHAI + "/鹿寨镇", "鹿寨县鹿寨镇"),
    ],
)
def test_official_names_begin_with_their_place(path: str, prefix: str) -> None:
    assert gazetteer().official_prefix(path) == prefix


def test_a_one_character_name_stands_for_one_place() -> None:
    assert gazetteer().abbreviated("邕") == "广西壮族自治区/南宁市"
    assert gazetteer().abbreviated("京") == "北京市"
    assert gazetteer().abbreviated("某") == ""


def test_a_town_is_found_below_its_county_only() -> None:
    town = gazetteer().town("鹿寨镇", LUZHAI)
    assert town is not None
    assert (town.path, town.level) == (LUZHAI + "/鹿寨镇", "town")
    assert gazetteer().town("鹿寨镇", CHENGZHONG) is None


def test_a_functional_zone_has_no_code() -> None:
    zone = gazetteer().by_path[LIUZHOU + "/阳和工业新区"]
    assert (zone.code, zone.level) == ("", "zone")


def test_a_former_district_names_its_successor() -> None:
    former = gazetteer().by_path["山东省/济南市/章丘市"]
    assert former.successor == "山东省/济南市/章丘区"


def test_a_missing_list_is_named() -> None:
    with pytest.raises(RuleError, match=r"seeds/names/none\.csv is missing"):
        read_table("none.csv")


def test_names_in_a_cell_are_parted_by_bars() -> None:
    assert split_names("柳州|龙城") == ("柳州", "龙城")
    assert split_names(None) == split_names("") == ()
