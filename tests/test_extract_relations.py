"""Who did what, when, under what: one line per fact, with the words that say it."""

from __future__ import annotations

import pytest
from markup import CHENGZHONG, LIUZHOU, LUZHAI, claim, claims, extract, qualifiers

JUSTICE = "柳州市城中区司法局"
LIUJIANG = LIUZHOU + "/柳江区"


def test_the_named_agency_issues_the_document() -> None:
    found = extract("区司法局印发了《实施方案》。", CHENGZHONG)
    assert claims(found, "issuedBy") == [("实施方案", JUSTICE)]
    assert claim(found, "issuedBy").evidence == "区司法局印发了《实施方案》"


def test_a_document_carries_date_and_number() -> None:
    text = "2021年8月27日，我区印发了《重大行政决策目录》（城中政发〔2021〕7号）。"
    assert qualifiers(extract(text, CHENGZHONG), "issuedBy") == {
        "date": "2021-08-27",
        "number": "城中政发〔2021〕7号",
        "status": "issued",
    }


def test_a_day_that_no_calendar_knows_is_no_date() -> None:
    found = extract("2021年2月30日，我区印发了《要点》。", CHENGZHONG)
    assert qualifiers(found, "issuedBy").get("date") in (None, "2021", "2021-02")


def test_two_bodies_issue_one_document_together() -> None:
    found = extract("市委、市政府印发了《实施意见》。", CHENGZHONG)
    assert [issuer for _, issuer in claims(found, "issuedBy")] == [
        "中共柳州市委员会",
        "柳州市人民政府",
    ]


def test_a_document_that_was_not_drawn_up_was_not_issued() -> None:
    assert claims(extract("我区未制定《实施方案》。", CHENGZHONG), "issuedBy") == []


def test_what_will_be_drawn_up_is_planned() -> None:
    found = extract("下一步，我区将制定《实施方案》。", CHENGZHONG)
    assert qualifiers(found, "issuedBy")["status"] == "planned"


def test_a_plan_holds_for_the_whole_sentence() -> None:
    found = extract("下一步，我区将推行“一窗通办”，制定《实施方案》。", CHENGZHONG)
    assert qualifiers(found, "adopts")["role"] == "planned"
    assert qualifiers(found, "issuedBy")["status"] == "planned"


def test_a_title_that_names_its_parent_carries_it_out() -> None:
    text = "制定《柳江区贯彻落实〈法治政府建设实施纲要（2021—2025年）〉工作方案》。"
    assert claims(extract(text, LIUJIANG), "implements") == [
        (
            "柳江区贯彻落实〈法治政府建设实施纲要（2021—2025年）〉工作方案",
            "法治政府建设实施纲要（2021—2025年）",
        )
    ]


def test_a_document_drawn_up_on_the_basis_of_another_carries_it_out() -> None:
    text = "根据《重大行政决策程序暂行条例》，制定《城中区重大行政决策目录》。"
    found = extract(text, CHENGZHONG)
    assert claims(found, "implements") == [("城中区重大行政决策目录", "重大行政决策程序暂行条例")]
    assert claims(found, "follows") == []


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("我区严格遵照《重大行政决策程序暂行条例》。", "applies"),
        ("区司法局集中学习《重大行政决策程序暂行条例》。", "studies"),
        ("广泛宣传《重大行政决策程序暂行条例》。", "publicises"),
    ],
)
def test_a_document_of_others_is_followed(text: str, mode: str) -> None:
    found = extract(text, CHENGZHONG)
    assert qualifiers(found, "follows") == {"mode": mode}
    assert claims(found, "issuedBy") == []


def test_who_is_left_out_is_the_one_who_reports() -> None:
    found = extract("推行“一窗通办”。", CHENGZHONG)
    assert claims(found, "adopts") == [(CHENGZHONG, "一窗通办")]
    assert claim(found, "adopts").reason == "主语承前或为报告者"


def test_who_is_left_out_is_carried_over_from_the_sentence_before() -> None:
    found = extract("区司法局认真履职。推行“一窗通办”。", CHENGZHONG)
    assert claims(found, "adopts") == [(JUSTICE, "一窗通办")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("我区推行“一窗通办”。", "adopted"),
        ("我区在全区率先推行“一窗通办”。", "first"),
        ("我区开展“一窗通办”试点。", "pilot"),
        ("下一步，我区将推行“一窗通办”。", "planned"),
    ],
)
def test_an_initiative_is_adopted_in_a_role(text: str, role: str) -> None:
    assert qualifiers(extract(text, CHENGZHONG), "adopts")["role"] == role


def test_a_plan_has_no_year_of_adoption() -> None:
    found = extract("下一步，我区将推行“一窗通办”。", CHENGZHONG)
    assert "year" not in qualifiers(found, "adopts")


def test_an_initiative_was_adopted_when_the_sentence_says() -> None:
    found = extract("2020年9月，我区推行“一窗通办”。", CHENGZHONG, 2022)
    assert qualifiers(found, "adopts")["year"] == "2020"


@pytest.mark.parametrize("text", ["我区尚未推行“一窗通办”。", "没有推行“一窗通办”。"])
def test_what_was_not_carried_out_was_not_adopted(text: str) -> None:
    assert claims(extract(text, CHENGZHONG), "adopts") == []


def test_an_award_that_was_not_won_was_not_received() -> None:
    found = extract("区司法局未获“全国普法工作先进单位”称号。", CHENGZHONG)
    assert claims(found, "receivedAward") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("区司法局荣获“全国普法工作先进单位”荣誉称号。", "awarded"),
        ("区司法局拟获“全国普法工作先进单位”。", "proposed"),
        ("区司法局积极争创“全国普法工作先进单位”。", "applied"),
        ("区司法局通过“全国普法工作先进单位”复核。", "renewed"),
    ],
)
def test_an_award_proposed_is_not_an_award_received(text: str, status: str) -> None:
    found = extract(text, CHENGZHONG)
    assert claims(found, "receivedAward") == [(JUSTICE, "全国普法工作先进单位")]
    assert qualifiers(found, "receivedAward")["status"] == status


def test_several_bodies_confer_one_award() -> None:
    text = "环江村被农业农村部、司法部评为“2021年度全国乡村治理示范村”。"
    found = extract(text, CHENGZHONG)
    assert claim(found, "receivedAward").subject == CHENGZHONG + "/环江村"
    assert qualifiers(found, "receivedAward")["conferredBy"] == (
        "中华人民共和国农业农村部、中华人民共和国司法部"
    )


def test_people_who_are_only_counted_are_recipients_too() -> None:
    found = extract("我区4名个人荣获“全国普法工作先进个人”荣誉称号。", CHENGZHONG)
    assert claims(found, "receivedAward") == [("4名个人", "全国普法工作先进个人")]


def test_cities_sign_an_agreement_on_an_initiative() -> None:
    text = "柳州市与广东佛山、宁夏银川签订“跨省通办”合作协议。"
    found = extract(text, LIUZHOU)
    assert claims(found, "partnersWith") == [
        (LIUZHOU, "宁夏回族自治区/银川市"),
        (LIUZHOU, "广东省/佛山市"),
    ]
    assert all(
        dict(r.qualifiers) == {"initiative": "跨省通办"}
        for r in found.relations
        if r.type == "partnersWith"
    )
    assert ("广东省/佛山市", "广东省") in claims(found, "partOf")


def test_a_village_is_part_of_the_district_that_reports() -> None:
    found = extract("环江村被评为“全国民主法治示范村”。", CHENGZHONG)
    assert claims(found, "partOf") == [(CHENGZHONG + "/环江村", CHENGZHONG)]


def test_a_person_holds_a_post() -> None:
    found = extract("区司法局局长秦元主持召开会议。", CHENGZHONG)
    assert claims(found, "holdsPost") == [("秦元", JUSTICE)]
    assert qualifiers(found, "holdsPost") == {"post": "局长"}


def test_a_former_post_is_told_so() -> None:
    found = extract("时任区司法局局长秦元主持召开会议。", CHENGZHONG)
    assert qualifiers(found, "holdsPost") == {"former": "true", "post": "局长"}


def test_a_platform_is_used() -> None:
    found = extract("依托广西数字政务一体化平台办理事项。", CHENGZHONG)
    assert claims(found, "uses") == [(CHENGZHONG, "广西数字政务一体化平台")]


@pytest.mark.parametrize(
    ("text", "figure", "value", "unit"),
    [
        ("受理行政复议申请17件。", "17件", "17", "件"),
        ("办结率99.7%。", "99.7%", "99.7", "%"),
        ("为群众挽回损失3,870万元。", "3,870万元", "38700000", "元"),
        ("办理事项9.6万件。", "9.6万件", "96000", "件"),
        ("罚没款18.5万元。", "18.5万元", "185000", "元"),
    ],
)
def test_a_figure_has_a_value_and_a_unit(text: str, figure: str, value: str, unit: str) -> None:
    found = extract(text, CHENGZHONG)
    assert claims(found, "reports") == [(CHENGZHONG, figure)]
    assert qualifiers(found, "reports")["value"] == value
    assert qualifiers(found, "reports")["unit"] == unit
    assert qualifiers(found, "reports")["year"] == "2022"


def test_a_change_is_two_figures() -> None:
    found = extract("综合纠错率由2021年的18.4%下降至11.2%。", CHENGZHONG)
    years = {r.object: dict(r.qualifiers)["year"] for r in found.relations if r.type == "reports"}
    assert years == {"18.4%": "2021", "11.2%": "2022"}


def test_numbers_in_titles_years_and_ordinals_are_no_figures() -> None:
    text = "2021年，根据《法治政府建设实施纲要（2021—2025年）》第12条和柳政发〔2021〕7号落实。"
    assert claims(extract(text, CHENGZHONG), "reports") == []


def test_the_body_that_studies_follows_the_document() -> None:
    text = "局党组带头学习《民法典》。"
    assert claims(extract(text, "柳州市行政审批局"), "follows") == [
        ("中共柳州市行政审批局党组", "中华人民共和国民法典")
    ]


def test_an_initiative_is_tried_out_where_the_text_says() -> None:
    found = extract("市司法局支持柳江区、城中区试点“流动调解室”。", LIUZHOU)
    assert set(claims(found, "adopts")) == {
        (LIUJIANG, "流动调解室"),
        (CHENGZHONG, "流动调解室"),
    }


def test_who_hands_an_award_out_does_not_receive_it() -> None:
    text = "市委依法治市办将“法律顾问日”列为“全市十佳案例”。"
    found = extract(text, CHENGZHONG)
    assert claims(found, "receivedAward") == [(CHENGZHONG, "全市十佳案例")]
    assert qualifiers(found, "receivedAward")["conferredBy"] == (
        "中共柳州市委全面依法治市委员会办公室"
    )


def test_a_decree_names_who_issues() -> None:
    text = "以柳州市人民政府令第16号公布《柳州市停车场管理办法》。"
    assert claims(extract(text, LIUZHOU), "issuedBy") == [
        ("柳州市停车场管理办法", "柳州市人民政府")
    ]


def test_a_draft_of_others_that_one_comments_on_is_theirs() -> None:
    text = "对《柳州市养犬管理条例（草案）》提出修改意见12条。"
    found = extract(text, CHENGZHONG)
    assert claims(found, "issuedBy") == [("柳州市养犬管理条例（草案）", LIUZHOU)]
    assert qualifiers(found, "issuedBy")["status"] == "draft"


def test_an_agency_draws_up_what_its_report_says_was_drawn_up() -> None:
    text = "修订《柳州市依申请公开政府信息工作制度》。"
    assert claims(extract(text, "柳州市行政审批局"), "issuedBy") == [
        ("柳州市依申请公开政府信息工作制度", "柳州市行政审批局")
    ]


def test_a_heading_in_the_line_gives_the_word_back_to_the_reporter() -> None:
    text = "区司法局办理案件12件。（二）推行“一窗通办”。"
    assert claims(extract(text, CHENGZHONG), "adopts") == [(CHENGZHONG, "一窗通办")]


def test_a_line_that_only_wraps_keeps_who_acts() -> None:
    line = (
        "区司法局聚焦企业和群众急难愁盼问题优化公共法律服务供给质量，开展法治体检\n服务企业36家。"
    )
    assert ("柳州市城中区司法局", "36家") in claims(extract(line, CHENGZHONG), "reports")


def test_figures_of_a_list_belong_to_each_in_its_place() -> None:
    text = "柳江区、城中区分别开展演练6场、4场。"
    found = extract(text, LIUZHOU)
    assert set(claims(found, "reports")) == {(LIUJIANG, "6场"), (CHENGZHONG, "4场")}


def test_the_court_whose_president_acts_reports_the_figure() -> None:
    text = "区法院院长李明带头办理案件11件。"
    assert claims(extract(text, CHENGZHONG), "reports") == [("柳州市城中区人民法院", "11件")]


def test_what_an_agency_says_of_all_districts_is_of_the_city() -> None:
    text = "市本级开通网上办理1677项。"
    assert claims(extract(text, "柳州市行政审批局"), "reports") == [(LIUZHOU, "1677项")]


def test_what_those_above_hand_down_is_said_of_the_reporter() -> None:
    text = "市委依法治市办2023年督察反馈问题14个，整改13个。"
    assert set(claims(extract(text, CHENGZHONG), "reports")) == {
        (CHENGZHONG, "14个"),
        (CHENGZHONG, "13个"),
    }


def test_several_meetings_of_one_body_are_one_body() -> None:
    text = "县委常委会会议、县委理论学习中心组专题学习8次。"
    assert claims(extract(text, LUZHAI), "reports") == [("中共鹿寨县委员会", "8次")]


def test_a_basis_that_leads_to_something_else_is_followed() -> None:
    text = "市司法局依据《山西省行政执法条例》对6个县开展专项监督，发布《行政应诉工作白皮书》。"
    found = extract(text, "山西省/晋城市")
    assert claims(found, "implements") == []
    assert claims(found, "follows") == [("晋城市司法局", "山西省行政执法条例")]


def test_a_quoted_system_is_used_and_not_adopted() -> None:
    found = extract("依托“互联网+监管”系统，归集数据。", CHENGZHONG)
    assert claims(found, "uses") == [(CHENGZHONG, "互联网+监管系统")]
    assert claims(found, "adopts") == []


def test_what_is_to_be_won_is_applied_for() -> None:
    found = extract("下一步，力争创成省级法治政府建设示范县。", LUZHAI)
    assert qualifiers(found, "receivedAward")["status"] == "applied"


def test_a_line_about_the_coming_year_is_a_plan() -> None:
    text = "推行“一窗通办”。\n2023年重点工作：一是推进综合行政执法体制改革。"
    found = extract(text, CHENGZHONG, year=2022)
    roles = {r.object: dict(r.qualifiers)["role"] for r in found.relations if r.type == "adopts"}
    assert roles == {"一窗通办": "adopted", "综合行政执法体制改革": "planned"}


def test_a_title_that_is_the_aim_is_applied_for() -> None:
    found = extract("以“省级法治政府建设示范县”为目标，扎实推进。", LUZHAI)
    assert qualifiers(found, "receivedAward")["status"] == "applied"


def test_the_one_left_out_signs_too() -> None:
    found = extract("与区检察院签署《共建协议》。", CHENGZHONG)
    assert {issuer for _, issuer in claims(found, "issuedBy")} == {
        CHENGZHONG,
        "柳州市城中区人民检察院",
    }


def test_a_text_of_ones_own_is_issued_and_not_followed() -> None:
    found = extract("落实我局法律顾问遴选办法及工作规范，聘请律师。", "柳州市行政审批局")
    assert claims(found, "issuedBy") == [("法律顾问遴选办法及工作规范", "柳州市行政审批局")]
    assert claims(found, "follows") == []


def test_what_stands_below_a_plan_heading_without_a_mark_is_planned() -> None:
    found = extract(
        "一、主要举措\n（一）推进改革。我县推行“一窗通办”改革。\n"
        "下一步打算：\n（二）我县推行“企业合规一站式”改革。\n"
        "二、保障\n我县推行“跨省通办”改革。\n",
        "广西壮族自治区/柳州市/鹿寨县",
    )
    roles = {r.object: dict(r.qualifiers)["role"] for r in found.relations if r.type == "adopts"}
    assert roles == {"一窗通办": "adopted", "企业合规一站式": "planned", "跨省通办": "adopted"}
