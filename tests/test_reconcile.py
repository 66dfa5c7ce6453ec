"""``/reconcile`` keeps to the Reconciliation Service API and never picks one of two equals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from api_client import serving
from small_dataset import (
    BASE,
    CHENGZHONG,
    JUSTICE,
    LIST,
    LIUZHOU,
    MODEL_DISTRICT,
    ONE_WINDOW,
    REGULATION,
    XINING_CHENGZHONG,
    district,
    small_dataset,
)

from api.settings import Settings
from graph.model import Dataset, Entity

XINING_JUSTICE = BASE + "agency/西宁市城中区司法局"
LUZHAI, LUZHAI_TOWN = BASE + "district/450223", BASE + "district/450223100"
HOSTILE = BASE + "initiative/hostile"


def homonyms() -> Dataset:
    """The small dataset with homonyms on every level, and a name that is no friend of HTML."""
    small = small_dataset()
    lingui = district("450312", "广西壮族自治区/桂林市/临桂区", "county")
    former = (*lingui.properties, ("formerCode", "450322"), ("formerName", "临桂县"))
    more = (
        Entity(
            XINING_JUSTICE, "Agency", "西宁市城中区司法局", "城中区司法局", (), XINING_CHENGZHONG
        ),
        replace(
            district("450223", "广西壮族自治区/柳州市/鹿寨县", "county", "450200"),
            variants=("鹿寨",),
        ),
        district("450223100", "广西壮族自治区/柳州市/鹿寨县/鹿寨镇", "town", "450223"),
        replace(lingui, properties=tuple(sorted(former))),
        Entity(HOSTILE, "Initiative", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        Entity(BASE + "platform/一窗通办", "Platform", "一窗通办", "一窗通办"),
    )
    entities = tuple(sorted((*small.entities, *more), key=lambda entity: entity.iri))
    return replace(small, entities=entities)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("reconcile"), homonyms()) as found:
        yield found


def ask(client: httpx.Client, text: str = "", **fields: Any) -> list[dict[str, Any]]:
    """The candidates for one query of a batch, sent as OpenRefine sends it."""
    query = ({"query": text} if text else {}) | fields
    answer = client.post("/reconcile", data={"queries": json.dumps({"q0": query})})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["q0"]["result"]
    return found


def having(**values: Any) -> list[dict[str, Any]]:
    return [{"pid": pid, "v": value} for pid, value in values.items()]


def features(candidate: dict[str, Any]) -> dict[str, Any]:
    return {one["id"]: one["value"] for one in candidate["features"]}


def test_the_manifest_has_what_the_schema_of_0_2_requires(client: httpx.Client) -> None:
    manifest = client.get("/reconcile").json()
    for name in ("name", "identifierSpace", "schemaSpace", "documentation", "serviceVersion"):
        assert isinstance(manifest[name], str)
        assert manifest[name]
    assert manifest["versions"] == ["0.1", "0.2"]
    assert manifest["identifierSpace"] == BASE
    for template in (manifest["view"], manifest["feature_view"], manifest["preview"]):
        assert "{{id}}" in template["url"]
    assert all(isinstance(manifest["preview"][side], int) for side in ("width", "height"))
    for service in manifest["suggest"].values():
        assert service["service_url"].startswith("http://127.0.0.1")
        assert "${id}" in service["flyout_service_path"]
    for setting in manifest["extend"]["property_settings"]:
        assert setting["type"] in ("number", "text", "checkbox", "select")
        assert setting["name"]
        assert setting["label"]
        assert ("choices" in setting) == (setting["type"] == "select")
    types = [one["id"] for one in manifest["defaultTypes"]]
    assert len(set(types)) == len(types)
    assert {"District", "Agency", "Document"} <= set(types)


def test_two_districts_of_one_name_both_come_and_none_is_a_match(client: httpx.Client) -> None:
    found = ask(client, "城中区", type="District")
    assert {one["id"] for one in found[:2]} == {CHENGZHONG, XINING_CHENGZHONG}
    assert found[0]["score"] == found[1]["score"]
    assert not any(one["match"] for one in found)
    assert "同样确切的有 2 个" in found[0]["description"]
    assert "2 are equally exact" in found[1]["description"]


@pytest.mark.parametrize(
    "hints",
    [
        having(place="柳州市"),
        having(place="柳州"),
        having(place="广西壮族自治区/柳州市"),
        having(place={"id": LIUZHOU, "name": "柳州市"}),
        having(place=["没有这个地方", "柳州市"]),
        having(place="广西壮族自治区"),
        having(place="450200"),
        having(parent="柳州市"),
        having(parent=LIUZHOU),
        having(code=450202),
        having(code="450202000000"),
        having(code=450202.0),
        having(place="柳州市", level="county"),
        having(adopts="一窗通办"),
    ],
)
def test_a_property_decides_between_homonyms(
    client: httpx.Client, hints: list[dict[str, Any]]
) -> None:
    found = ask(client, "城中区", type="District", properties=hints)
    assert [one["id"] for one in found if one["match"]] == [CHENGZHONG]
    assert found[0]["id"] == CHENGZHONG
    assert all(features(found[0])[hint["pid"] + "-agrees"] for hint in hints)
    assert found[0]["score"] > found[1]["score"]


def test_the_words_of_a_candidate_say_which_hints_agree(client: httpx.Client) -> None:
    first, second = ask(client, "城中区", type="District", properties=having(place="柳州市"))[:2]
    assert "所在区划相符" in first["description"]
    assert "place agrees" in first["description"]
    assert "所在区划不符" in second["description"]
    assert "place differs" in second["description"]
    assert features(second)["place-agrees"] is False


@pytest.mark.parametrize("hints", [having(place="没有这个地方"), having(colour="red")])
def test_a_hint_that_cannot_be_told_keeps_a_name_from_matching(
    client: httpx.Client, hints: list[dict[str, Any]]
) -> None:
    found = ask(client, "柳州市", properties=hints)
    assert found[0]["id"] == LIUZHOU
    assert not found[0]["match"]


@pytest.mark.parametrize(
    ("text", "iri", "ground"),
    [
        ("450202", CHENGZHONG, "code-exact"),
        (CHENGZHONG, CHENGZHONG, "id-exact"),
        ("广西壮族自治区/柳州市/城中区", CHENGZHONG, "name-exact"),
        ("广西壮族自治区柳州市城中区", CHENGZHONG, "name-normalised"),
        ("柳州市", LIUZHOU, "label-exact"),
        ("柳州城中区", CHENGZHONG, "name-part"),
        ("柳州市 城中区", CHENGZHONG, "name-part"),
        ("柳州市/城中区", CHENGZHONG, "name-part"),
        ("广西壮族自治区城中区", CHENGZHONG, "name-part"),
        ("西宁城中区司法局", XINING_JUSTICE, "name-part"),
        ("广西壮族自治区柳州市城中区司法局", JUSTICE, "name-part"),
        ("《重大行政决策程序暂行条例》", REGULATION, "name-normalised"),
        ("“重大行政决策程序暂行条例”", REGULATION, "name-normalised"),
        ("重大行政决策目录", LIST, "name-exact"),
    ],
)
def test_a_certain_name_matches_on_its_ground(
    client: httpx.Client, text: str, iri: str, ground: str
) -> None:
    found = ask(client, text)
    assert [one["id"] for one in found if one["match"]] == [iri]
    assert found[0]["id"] == iri
    assert features(found[0])[ground] is True


@pytest.mark.parametrize(
    ("text", "first", "ground"),
    [
        ("我区", CHENGZHONG, "name-variant"),
        ("区司法局", JUSTICE, "name-variant"),
        ("西宁", BASE + "district/630100", "name-short"),
        ("柳州城中", CHENGZHONG, "name-short"),
        ("鹿寨", LUZHAI, "name-variant"),
        ("临桂县", BASE + "district/450312", "name-former"),
        ("450322", BASE + "district/450312", "code-former"),
        ("重大行政决策程序条例", REGULATION, "similarity"),
        ("法治建设示范区", MODEL_DISTRICT, "similarity"),
    ],
)
def test_what_may_be_another_is_listed_and_not_matched(
    client: httpx.Client, text: str, first: str, ground: str
) -> None:
    found = ask(client, text)
    assert found[0]["id"] == first
    assert ground in features(found[0])
    assert not any(one["match"] for one in found)


def test_a_short_name_says_that_it_may_be_the_town(client: httpx.Client) -> None:
    found = ask(client, "鹿寨")
    assert [one["id"] for one in found[:2]] == [LUZHAI, LUZHAI_TOWN]
    assert "同样确切的有 2 个" in found[0]["description"]


def test_a_type_decides_between_things_of_one_name(client: httpx.Client) -> None:
    assert not any(one["match"] for one in ask(client, "一窗通办"))
    found = ask(client, "一窗通办", type=["Initiative"])
    assert [one["id"] for one in found if one["match"]] == [ONE_WINDOW]
    assert {one["type"][0]["id"] for one in found} == {"Initiative"}
    both = ask(client, "一窗通办", type="Initiative", type_strict="should")
    assert [features(one)["type-agrees"] for one in both[:2]] == [True, False]
    assert ask(client, "一窗通办", type="https://w3id.org/zhengtu/policy#Initiative") == found


def test_names_of_another_code_do_not_match_and_its_owner_is_named(client: httpx.Client) -> None:
    found = ask(client, "柳州市", properties=having(code="630100"))
    assert not any(one["match"] for one in found)
    assert {LIUZHOU, BASE + "district/630100"} <= {one["id"] for one in found}


def test_properties_alone_find_what_has_them(client: httpx.Client) -> None:
    listed = ask(client, properties=having(place=CHENGZHONG))
    assert {one["id"] for one in listed} == {JUSTICE, LIST}
    alone = ask(client, properties=having(code="450202"))
    assert [one["id"] for one in alone if one["match"]] == [CHENGZHONG]


def test_scores_fall_from_100_and_equal_queries_get_equal_answers(client: httpx.Client) -> None:
    found = ask(client, "柳州市城中区司法局", limit=50)
    scores = [one["score"] for one in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 100
    assert scores[-1] > 0
    assert all(re.search(r"[一-鿿].* / .*[a-z]", one["description"]) for one in found)
    assert ask(client, "柳州市城中区司法局", limit=50) == found
    assert ask(client, "柳州市城中区司法局", limit=2) == found[:2]


def test_a_place_alone_does_not_make_a_candidate_of_a_name_that_nobody_bears(
    client: httpx.Client,
) -> None:
    assert ask(client, "zzzz", properties=having(place="柳州市")) == []


@pytest.mark.parametrize("text", ["   ", "，。", "zzzz", "鿿", "x" * 1000])
def test_a_text_that_names_nothing_has_no_candidates(client: httpx.Client, text: str) -> None:
    assert ask(client, text) == []


def test_a_client_of_0_1_asks_one_query_and_may_want_a_script(client: httpx.Client) -> None:
    plain = client.get("/reconcile", params={"query": "柳州市"}).json()
    written = json.dumps({"query": "柳州市"})
    assert client.get("/reconcile", params={"query": written}).json() == plain
    script = client.get("/reconcile", params={"query": written, "callback": "jQuery1.on_2"})
    assert script.headers["content-type"].startswith("text/javascript")
    body = re.fullmatch(r"/\*\*/jQuery1\.on_2\((.*)\);", script.text)
    assert body
    assert json.loads(body[1]) == plain
    assert client.get("/reconcile?callback=f").text.startswith('/**/f({"versions"')


@pytest.mark.parametrize("name", ["alert(1)", "a;b", "<x>", "a..b", "é", "a\n", "1a"])
def test_a_callback_that_is_no_name_is_refused(client: httpx.Client, name: str) -> None:
    answer = client.get("/reconcile", params={"callback": name})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"queries": "{"}, 400, "isn't JSON"),
        ({"queries": "[]"}, 400, "must be an object"),
        ({"queries": '{"q": {}}'}, 400, "queries.q"),
        ({"queries": '{"q": 7}'}, 400, "queries.q"),
        ({"queries": '{"q": {"query": 7}}'}, 400, "must be a string"),
        ({"queries": '{"q": {"query": "a", "limit": 0}}'}, 400, "limit"),
        ({"queries": '{"q": {"query": "a", "limit": true}}'}, 400, "limit"),
        ({"queries": '{"q": {"query": "a", "type": 3}}'}, 400, "type"),
        ({"queries": '{"q": {"query": "a", "type_strict": "x"}}'}, 400, "type_strict"),
        ({"queries": '{"q": {"query": "a", "properties": [{}]}}'}, 400, "properties[0]"),
        ({"queries": json.dumps({"q": {"query": "长" * 1001}})}, 400, "1,001 characters"),
        ({"queries": json.dumps({str(i): {"query": "a"} for i in range(101)})}, 413, "101"),
        ({"extend": "{}"}, 400, "extend must be"),
        ({"extend": '{"ids": [1], "properties": []}'}, 400, "extend must be"),
        ({"extend": '{"ids": [], "properties": [{}]}'}, 400, "properties"),
        ({"extend": json.dumps({"ids": ["a"] * 1001, "properties": []})}, 413, "1001"),
        ({"nothing": "a"}, 400, "neither"),
    ],
)
def test_a_request_that_cannot_be_answered_is_told_why(
    client: httpx.Client, fields: dict[str, str], status: int, words: str
) -> None:
    answer = client.post("/reconcile", data=fields)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_a_body_that_is_no_form_or_too_long_is_refused(client: httpx.Client) -> None:
    assert client.post("/reconcile", json={"queries": {}}).status_code == 415
    assert client.post("/reconcile", data={"queries": "x" * 5_000_000}).status_code == 413


def test_pages_of_other_origins_may_ask(client: httpx.Client) -> None:
    answer = client.get("/reconcile", headers={"Origin": "http://127.0.0.1:3333"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_server_for_some_origins_gives_no_scripts(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    settings = Settings(cors="https://example.org", sparql_workers=1)
    with serving(tmp_path_factory.mktemp("origins"), settings=settings) as closed:
        assert closed.get("/reconcile?callback=f").status_code == 403
        assert closed.get("/reconcile").status_code == 200


@pytest.mark.parametrize(
    ("kind", "prefix", "first"),
    [
        ("entity", "柳州", LIUZHOU),
        ("entity", "450202", CHENGZHONG),
        ("entity", CHENGZHONG, CHENGZHONG),
        ("entity", "《重大行政决策程序", REGULATION),
        ("type", "区", "District"),
        ("type", "dist", "District"),
        ("property", "所在", "place"),
        ("property", "adopted", "adoptedBy"),
        ("property", "https://w3id.org/zhengtu/policy#code", "code"),
    ],
)
def test_typing_suggests(client: httpx.Client, kind: str, prefix: str, first: str) -> None:
    found = client.get(f"/reconcile/suggest/{kind}", params={"prefix": prefix}).json()["result"]
    assert found[0]["id"] == first
    assert found[0]["name"]
    beside = client.get(f"/reconcile/flyout/{kind}", params={"id": first}).json()
    assert beside["id"] == first
    assert found[0]["name"] in beside["html"]


def test_a_cursor_goes_on_where_the_last_page_ended(client: httpx.Client) -> None:
    def page(**more: int) -> list[str]:
        answer = client.get("/reconcile/suggest/entity", params={"prefix": "区", **more})
        return [one["id"] for one in answer.json()["result"]]

    whole = page()
    assert len(whole) > 4
    assert page(limit=2) + page(cursor=2) == whole
    bad = client.get("/reconcile/suggest/entity", params={"prefix": "区", "cursor": "-1"})
    assert bad.status_code == 400


def test_a_suggestion_keeps_to_its_type_and_every_type_has_its_own_properties(
    client: httpx.Client,
) -> None:
    params = {"prefix": "城中区", "type": "Agency"}
    found = client.get("/reconcile/suggest/entity", params=params).json()["result"]
    assert {one["notable"][0]["id"] for one in found} == {"Agency"}
    proposed = client.get("/reconcile/properties?type=District").json()
    ids = [one["id"] for one in proposed["properties"]]
    assert {"code", "level", "parent", "latitude", "adopts", "issued", "children"} <= set(ids)
    assert "genre" not in ids
    few = client.get("/reconcile/properties?type=District&limit=3").json()
    assert [one["id"] for one in few["properties"]] == ids[:3]
    assert few["limit"] == 3
    assert client.get("/reconcile/suggest/colour?prefix=a").status_code == 404


def extend(client: httpx.Client, ids: list[str], *properties: Any) -> dict[str, Any]:
    listed = [one if isinstance(one, dict) else {"id": one} for one in properties]
    asked = json.dumps({"ids": ids, "properties": listed})
    answer = client.post("/reconcile", data={"extend": asked})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_cells_are_entities_numbers_and_words(client: httpx.Client) -> None:
    names = ("code", "level", "parent", "latitude", "adopts", "reports", "year", "place")
    found = extend(client, [CHENGZHONG], *names)["rows"][CHENGZHONG]
    assert found == {
        "code": [{"str": "450202"}],
        "level": [{"str": "县级"}],
        "parent": [{"id": LIUZHOU, "name": "柳州市"}],
        "latitude": [{"float": 24.33}],
        "adopts": [{"id": ONE_WINDOW, "name": "一窗通办"}],
        "reports": [{"str": "17件"}],
        "year": [{"int": 2021}],
        "place": [],
    }


def test_relations_are_read_the_other_way_round_too(client: httpx.Client) -> None:
    ids = [ONE_WINDOW, JUSTICE, LIUZHOU, REGULATION]
    found = extend(client, ids, "adoptedBy", "issued", "children", "implementedBy")["rows"]
    assert found[ONE_WINDOW]["adoptedBy"] == [{"id": CHENGZHONG, "name": "城中区"}]
    assert found[JUSTICE]["issued"] == [{"id": LIST, "name": "重大行政决策目录"}]
    assert [one["name"] for one in found[LIUZHOU]["children"]] == ["城中区", "鹿寨县"]
    assert found[REGULATION]["implementedBy"] == [{"id": LIST, "name": "重大行政决策目录"}]


def test_what_does_not_hold_yet_comes_only_when_asked_for(client: httpx.Client) -> None:
    award = {"id": "receivedAward", "settings": {"planned": True}}
    assert extend(client, [CHENGZHONG], "receivedAward")["rows"][CHENGZHONG]["receivedAward"] == []
    found = extend(client, [CHENGZHONG], award)["rows"][CHENGZHONG]["receivedAward"]
    assert [one["id"] for one in found] == [MODEL_DISTRICT]


def test_settings_bound_a_cell_and_choose_a_language(client: httpx.Client) -> None:
    one = {"id": "children", "settings": {"limit": "1"}}
    level = {"id": "level", "settings": {"language": "en"}}
    rows = extend(client, [LIUZHOU], one, level)["rows"]
    assert len(rows[LIUZHOU]["children"]) == 1
    assert rows[LIUZHOU]["level"][0]["str"].isascii()


def test_what_is_unknown_has_empty_cells(client: httpx.Client) -> None:
    found = extend(client, ["https://example.org/nobody", LIUZHOU], "code", "colour")
    assert found["rows"]["https://example.org/nobody"] == {"code": [], "colour": []}
    assert found["rows"][LIUZHOU]["colour"] == []
    assert found["meta"][1] == {"id": "colour", "name": "colour"}


def test_only_the_preview_may_be_framed_and_its_text_is_escaped(client: httpx.Client) -> None:
    page = client.get("/reconcile/preview", params={"id": HOSTILE})
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers
    beside = client.get("/reconcile/flyout/entity", params={"id": HOSTILE}).json()
    assert "<script>" not in beside["html"]
    for path in ("/reconcile", "/reconcile/about", "/reconcile/preview?id=x"):
        other = client.get(path)
        assert "frame-ancestors 'none'" in other.headers["content-security-policy"]
        assert other.headers["x-frame-options"] == "DENY"


def test_a_preview_tells_the_place_and_facts_with_sentences(client: httpx.Client) -> None:
    page = client.get("/reconcile/preview", params={"id": CHENGZHONG}).text
    for words in ("城中区", "区划 District", "广西壮族自治区/柳州市", "我区推行“一窗通办”", "拟获"):
        assert words in page
    assert client.get("/reconcile/preview", params={"id": "x"}).status_code == 404


def test_the_page_about_the_service_tells_of_every_feature(client: httpx.Client) -> None:
    page = client.get("/reconcile/about").text
    assert f"{client.base_url}/reconcile".replace("//reconcile", "/reconcile") in page
    ids = [one["id"] for one in ask(client, "柳州市")[0]["features"]]
    assert all(f'id="{id}"' in page for id in ids)


def test_a_table_goes_through_as_openrefine_takes_it(client: httpx.Client) -> None:
    manifest = client.get("/reconcile").json()
    rows = {"q0": ("城中区", "柳州市"), "q1": ("城中区", "西宁市"), "q2": ("鹿寨县", "柳州市")}
    batch = {
        name: {"query": text, "type": "District", "limit": 5, "properties": having(place=place)}
        for name, (text, place) in rows.items()
    }
    answer = client.post("/reconcile", data={"queries": json.dumps(batch)}).json()
    matched = {name: found["result"][0] for name, found in answer.items()}
    assert [matched[name]["match"] for name in rows] == [True] * 3
    ids = [matched[name]["id"] for name in rows]
    assert ids == [CHENGZHONG, XINING_CHENGZHONG, LUZHAI]
    proposal = manifest["extend"]["propose_properties"]
    proposed = client.get(
        proposal["service_url"] + proposal["service_path"], params={"type": "District"}
    ).json()
    cells = extend(client, ids, *proposed["properties"])
    assert [one["id"] for one in cells["meta"]] == [one["id"] for one in proposed["properties"]]
    assert [cells["rows"][id]["code"][0]["str"] for id in ids] == ["450202", "630103", "450223"]
    for template in (manifest["preview"]["url"], manifest["view"]["url"]):
        for id in ids:
            url = template.replace("{{id}}", str(httpx.QueryParams({"id": id}))[3:])
            page = client.get(url, follow_redirects=True, headers={"Accept": "text/html"})
            assert page.status_code == 200
            assert "text/html" in page.headers["content-type"]
