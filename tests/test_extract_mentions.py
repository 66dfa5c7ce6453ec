"""What a careful reader marks, and what he leaves unmarked."""

from __future__ import annotations

import pytest
from markup import CHENGZHONG, JINGHAI, LIUZHOU, LUZHAI, XINING_CHENGZHONG, extract, read

from graph.model import Mention

YIWU = "浙江省/金华市/义乌市"
YANGHE = LIUZHOU + "/阳和工业新区"
LIUJIANG = LIUZHOU + "/柳江区"


def names(text: str, place: str) -> list[tuple[str, str]]:
    """Surface and canonical name of every mention."""
    return [(m.text, m.canonical) for m in extract(text, place).mentions]


def only(text: str, place: str) -> Mention:
    (mention,) = extract(text, place).mentions
    return mention


def test_an_agency_issues_a_document() -> None:
    read(
        "⟦Agency|区司法局|柳州市城中区司法局⟧印发了⟦Document|《实施方案》|实施方案⟧",
        place="广西壮族自治区/柳州市/城中区",
    )


def test_a_title_inside_a_title_is_marked_inside_it() -> None:
    read(
        "制定⟦Document|《柳江区贯彻落实⟦Document|〈法治政府建设实施纲要（2021—2025年）〉"
        "|法治政府建设实施纲要（2021—2025年）⟧工作方案》"
        "|柳江区贯彻落实〈法治政府建设实施纲要（2021—2025年）〉工作方案⟧。",
        LIUJIANG,
    )


def test_a_common_law_gets_its_full_title() -> None:
    read("宣传⟦Document|《民法典》|中华人民共和国民法典⟧。", CHENGZHONG)


def test_a_law_as_an_adjective_is_no_document() -> None:
    read("建设宪法广场，开展普法。", CHENGZHONG)


def test_a_title_that_never_closes_marks_nothing() -> None:
    assert not any(
        "《" in m.text for m in extract("印发《实施方案，我区落实。", CHENGZHONG).mentions
    )


def test_a_document_number_is_no_place() -> None:
    read(
        "⟦District|我区|广西壮族自治区/柳州市/城中区⟧印发了"
        "⟦Document|《重大行政决策目录》|重大行政决策目录⟧（城中政发〔2021〕7号）。",
        CHENGZHONG,
    )


def test_our_district_is_the_one_that_reports() -> None:
    read("⟦District|我区|广西壮族自治区/柳州市/城中区⟧认真落实。", CHENGZHONG)
    read("⟦District|我区|青海省/西宁市/城中区⟧认真落实。", XINING_CHENGZHONG)


def test_the_whole_district_is_the_one_that_orders_its_departments() -> None:
    read("要求⟦District|全区|广西壮族自治区/柳州市/城中区⟧各部门落实责任。", CHENGZHONG)


def test_first_in_the_whole_region_means_the_autonomous_region() -> None:
    read(
        "⟦District|我区|广西壮族自治区/柳州市/城中区⟧在⟦District|全区|广西壮族自治区⟧"
        "率先推行⟦Initiative|“一窗通办”|一窗通办⟧。",
        CHENGZHONG,
    )


def test_first_in_the_whole_district_is_the_district_where_there_is_no_region() -> None:
    assert ("全区", JINGHAI) in names("全区率先推行“一窗通办”。", JINGHAI)


@pytest.mark.parametrize(
    ("place", "party", "government"),
    [
        (JINGHAI, "中共天津市委员会", "天津市人民政府"),
        (LUZHAI, "中共柳州市委员会", "柳州市人民政府"),
        (CHENGZHONG, "中共柳州市委员会", "柳州市人民政府"),
        (YIWU, "中共义乌市委员会", "义乌市人民政府"),
        (LIUZHOU, "中共柳州市委员会", "柳州市人民政府"),
    ],
)
def test_the_city_committee_is_that_of_the_nearest_city(
    place: str, party: str, government: str
) -> None:
    read(f"⟦Agency|市委|{party}⟧、⟦Agency|市政府|{government}⟧高度重视。", place)


def test_the_reason_of_a_resolution_is_told() -> None:
    assert only("我区认真落实。", CHENGZHONG).reason == f"我区 → {CHENGZHONG} (own-place)"


def test_a_homonym_is_the_place_that_reports() -> None:
    read("⟦District|城中区|广西壮族自治区/柳州市/城中区⟧开展普法。", CHENGZHONG)
    read("⟦District|城中区|青海省/西宁市/城中区⟧开展普法。", XINING_CHENGZHONG)


def test_a_homonym_far_from_the_report_stays_undecided() -> None:
    read("城中区开展普法。", YIWU)
    read("鼓楼区开展普法。", CHENGZHONG)


def test_a_homonym_after_its_city_is_decided() -> None:
    read("⟦District|西宁市城中区|青海省/西宁市/城中区⟧来访。", CHENGZHONG)


@pytest.mark.parametrize("place", ["鼓楼", "朝阳", "和平"])
@pytest.mark.parametrize("organ", ["区司法局", "区人民政府", "区委"])
def test_an_agency_of_an_undecided_place_is_not_taken_for_ones_own(place: str, organ: str) -> None:
    found = dict(names(f"赴{place}{organ}交流学习。", CHENGZHONG))
    assert not found.get(organ, "").startswith(("柳州市城中区", "中共柳州市城中区"))


def test_a_new_area_speaks_of_itself() -> None:
    read(
        "⟦Agency|新区管委会|柳州市阳和工业新区管理委员会⟧印发了"
        "⟦Document|《新区矛盾纠纷多元化解工作方案》|新区矛盾纠纷多元化解工作方案⟧。",
        YANGHE,
    )


def test_our_bureau_is_the_agency_that_reports() -> None:
    read(
        "⟦Agency|我局|柳州市行政审批局⟧依法履职，⟦Agency|市行政审批局|柳州市行政审批局⟧首创"
        "⟦Initiative|“全城通办”|全城通办⟧。",
        "柳州市行政审批局",
    )


def test_party_and_government_are_two() -> None:
    read(
        "⟦Agency|区委|中共柳州市城中区委员会⟧、⟦Agency|区政府|柳州市城中区人民政府⟧高度重视。",
        CHENGZHONG,
    )


def test_generic_groups_are_nobody() -> None:
    read("各部门、各街道办事处、有关单位和执法部门认真落实。", CHENGZHONG)


def test_a_joined_place_is_the_lowest_of_its_names() -> None:
    read("与⟦District|广东佛山|广东省/佛山市⟧交流。", CHENGZHONG)


def test_cities_of_one_character_count_on_the_way_to_petition() -> None:
    read("进⟦District|京|北京市⟧赴⟦District|邕|广西壮族自治区/南宁市⟧上访为零。", CHENGZHONG)


def test_a_road_is_no_city() -> None:
    read("赴南京路调研，祝平安出行。", CHENGZHONG)


def test_a_police_station_stands_under_its_office() -> None:
    read("⟦Agency|柳东派出所|柳州市公安局城中分局柳东派出所⟧办理案件8件。", CHENGZHONG)


def test_a_post_stays_outside_a_name() -> None:
    read(
        "⟦Agency|区司法局|柳州市城中区司法局⟧局长⟦Person|秦元|秦元⟧主持会议，"
        "时任区长⟦Person|李 如玖|李如玖⟧讲话。",
        CHENGZHONG,
    )


def test_a_quoted_name_ends_where_the_generic_noun_begins() -> None:
    read(
        "深化⟦Initiative|“放管服”改革|放管服改革⟧，"
        "推行⟦Initiative|“双随机、一公开”|双随机、一公开⟧监管。",
        CHENGZHONG,
    )


def test_slogans_and_difficulties_are_not_adopted() -> None:
    read("解决“最后一公里”难题，树立“复议为民”的理念。", CHENGZHONG)


def test_a_place_in_a_drive_belongs_to_the_drive() -> None:
    read("推进⟦Initiative|法治城中建设|法治城中建设⟧。", CHENGZHONG)


def test_a_platform_is_known_by_its_name_not_its_kind() -> None:
    read(
        "依托⟦Platform|广西数字政务一体化平台|广西数字政务一体化平台⟧办理，在门户网站公开。",
        CHENGZHONG,
    )


def test_one_platform_has_one_name_however_it_is_written() -> None:
    found = {
        only(f"依托{name}办理事项。", CHENGZHONG).canonical
        for name in ("广西数字政务一体化平台", "广西数字一体化政务服务平台")
    }
    assert found == {"广西数字政务一体化平台"}


def test_an_award_is_known_by_who_confers_it() -> None:
    read(
        "⟦District|环江村|广西壮族自治区/柳州市/城中区/环江村⟧被"
        "⟦Agency|农业农村部|中华人民共和国农业农村部⟧、⟦Agency|司法部|中华人民共和国司法部⟧评为"
        "⟦Award|“2021年度全国乡村治理示范村”|2021年度全国乡村治理示范村⟧。",
        CHENGZHONG,
    )


def test_organs_share_the_place_of_the_one_before_them() -> None:
    read(
        "⟦Agency|区司法局|柳州市城中区司法局⟧、⟦Agency|教育局|柳州市城中区教育局⟧"
        "和⟦Agency|市场监管局|柳州市城中区市场监督管理局⟧联合检查。",
        CHENGZHONG,
    )


def test_a_branch_of_the_police_is_of_the_city() -> None:
    read("⟦Agency|公安城中分局|柳州市公安局城中分局⟧认真履职。", CHENGZHONG)


def test_a_text_gives_short_names() -> None:
    text = (
        "⟦District|郑州航空港经济综合实验区|河南省/郑州市/郑州航空港经济综合实验区⟧（以下简称"
        "⟦District|航空港区|河南省/郑州市/郑州航空港经济综合实验区⟧）认真履职。"
    )
    read(text, "河南省/郑州市/郑州航空港经济综合实验区")


def test_customs_bear_their_own_names() -> None:
    read("⟦Agency|郑州海关|郑州海关⟧认真履职。", "河南省/郑州市")


def test_the_big_picture_is_no_bureau() -> None:
    read("服务⟦District|海南|海南省⟧全面深化改革开放大局。", "海南省")


def test_a_listed_institution_may_have_a_longer_name() -> None:
    read(
        "推行⟦Initiative|涉企行政合规指导清单制度|涉企行政合规指导清单制度⟧。",
        CHENGZHONG,
    )


def test_a_report_keeps_its_own_words_for_a_listed_variant() -> None:
    read("召开⟦Initiative|府院联席会议|府院联席会议⟧。", CHENGZHONG)


def test_what_acts_or_is_the_first_is_named() -> None:
    read(
        "⟦District|我区|广西壮族自治区/柳州市/城中区⟧首个⟦Initiative|“法律顾问日”|法律顾问日⟧启动。",
        CHENGZHONG,
    )


def test_a_law_in_angle_marks_is_a_document() -> None:
    read(
        "学习⟦Document|<新疆维吾尔自治区规范性文件制定规定>|新疆维吾尔自治区规范性文件制定规定⟧。",
        "",
    )


def test_blanks_beside_digits_make_no_other_title() -> None:
    read(
        "落实⟦Document|《平安建设方案（2021—2025 年）》|平安建设方案（2021—2025年）⟧。", CHENGZHONG
    )


def test_the_city_bureau_of_its_kind_is_named_by_its_level() -> None:
    read(
        "⟦Agency|市局|大连市公安局⟧设立案管中心，⟦Agency|西岗分局|大连市公安局西岗分局⟧参加。",
        "大连市公安局",
    )


def test_a_post_is_no_name() -> None:
    read("成立由⟦Agency|区委|中共柳州市城中区委员会⟧书记任组长的专班。", CHENGZHONG)


def test_people_may_have_dotted_names() -> None:
    read("县长⟦Person|叶尔肯·阿合买提|叶尔肯·阿合买提⟧出席会议。", LUZHAI)


def test_who_is_honoured_for_work_has_an_award() -> None:
    read("安建军获评⟦Award|全区优秀人民调解员|全区优秀人民调解员⟧。", CHENGZHONG)


def test_a_date_in_quotes_is_no_initiative() -> None:
    read("利用“12.4”国家宪法日开展宣传。", CHENGZHONG)


def test_in_the_report_of_an_autonomous_region_the_region_is_we() -> None:
    region = "宁夏回族自治区"
    read(f"⟦District|全区|{region}⟧推进工作，⟦District|我区|{region}⟧将持续用力。", region)


def test_a_verb_before_a_county_makes_no_other_county() -> None:
    read("建成⟦Agency|县矛盾纠纷调处中心|鹿寨县矛盾纠纷调处中心⟧。", LUZHAI)


def test_a_village_once_placed_stays_where_it_is() -> None:
    village = LUZHAI + "/鹿寨镇/龙凤村"
    read(
        f"⟦District|鹿寨镇龙凤村|{village}⟧调解纠纷。支持⟦District|龙凤村|{village}⟧发展。",
        LUZHAI,
    )


def test_an_organ_in_a_list_is_of_the_county_before_it() -> None:
    read(
        "⟦Agency|元谋县检察院|元谋县人民检察院⟧、⟦Agency|县市场监管局|元谋县市场监督管理局⟧检查。",
        "云南省/楚雄彝族自治州",
    )


def test_a_genre_alone_is_the_one_text_of_its_kind() -> None:
    title = "法治社会建设实施纲要（2020—2025年）"
    read(
        f"落实⟦Document|《{title}》|{title}⟧。⟦Document|《纲要》|{title}⟧逐条分解。",
        CHENGZHONG,
    )


def test_a_noun_after_a_post_is_no_name() -> None:
    read("实现法律顾问全覆盖。", CHENGZHONG)


def test_a_homonym_keeps_the_other_candidates_in_its_reason() -> None:
    mention = only("城中区认真落实。", CHENGZHONG)
    assert mention.canonical == CHENGZHONG
    assert XINING_CHENGZHONG in mention.reason


def test_learning_together_is_no_school() -> None:
    read(
        "⟦Agency|局党组理论学习中心组|中共柳州市行政审批局党组理论学习中心组⟧集中学习文件。",
        "柳州市行政审批局",
    )


def test_a_branch_in_the_report_of_a_bureau_is_its_own() -> None:
    read("⟦Agency|安化分局|益阳市生态环境局安化分局⟧办理案件。", "益阳市生态环境局")
