"""What a person does on the page, in a real browser over a real graph."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

ONE_WINDOW = f"/entity/initiative/{quote('一窗通办')}"
CHENGZHONG = "/entity/district/450202"
VIEWS = {
    "home": "/",
    "search": f"/search?q={quote('城中')}",
    "nothing found": "/search?q=zzzz",
    "entity": CHENGZHONG,
    "network": "/network/district/450202",
    "report": "/report/chengzhong-2021?start=7&end=40",
    "query": "/query",
    "graphiql": "/graphql",
    "no such entity": "/entity/district/999999",
    "no such view": "/nowhere",
}
# GraphiQL's editors and tabs are CodeMirror's and its own; their markup isn't ours to mend.
BARRIERS = """async () => (
    await axe.run({exclude: ['.graphiql-container .CodeMirror', '.graphiql-tabs']})
).violations.map(found =>
    `${found.id}: ${found.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')}`)"""


def test_a_search_leads_to_an_entity_and_on_to_the_highlighted_sentence(visitor: Visitor) -> None:
    page = visitor().open("/")
    page.get_by_role("searchbox").fill("一窗通办")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".hit mark").first).to_have_text("一窗通办")
    page.locator(".hit-name").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("一窗通办")
    page.get_by_role("link", name="我区推行“一窗通办”").click()
    expect(page).to_have_url(re.compile(r"/report/chengzhong-2021\?start=\d+&end=\d+$"))
    mark = page.locator(".report-text mark")
    expect(mark).to_have_text("我区推行“一窗通办”")
    expect(mark).to_be_in_viewport()
    expect(mark).to_be_focused()


def test_facts_say_their_relation_their_date_and_that_an_award_is_only_proposed(
    visitor: Visitor,
) -> None:
    page = visitor("en-GB").open(CHENGZHONG)
    award = page.locator("#receivedAward .fact")
    expect(award).to_contain_text("法治政府建设示范区")
    expect(award.locator(".qualifier-status")).to_have_text("proposed")
    expect(page.locator("#adopts time")).to_have_text("2021")
    expect(page.locator("#reports .figure")).to_contain_text("17件")


def test_the_other_end_of_a_relation_shows_the_same_fact(visitor: Visitor) -> None:
    page = visitor("en-GB").open(ONE_WINDOW)
    expect(page.locator("#adopts-in h2")).to_contain_text("adopted by")
    page.locator("#adopts-in").get_by_role("link", name="城中区", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("城中区")


def test_the_language_is_switched_in_place_and_remembered(visitor: Visitor) -> None:
    page = visitor("zh-CN").open(CHENGZHONG)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("button", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#adopts h2")).to_contain_text("adopts")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_an_address_can_ask_for_a_language(visitor: Visitor) -> None:
    page = visitor("zh-CN").open("/?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("What governments do"))


def test_the_theme_is_switched_and_remembered(visitor: Visitor) -> None:
    page = visitor("en-GB", "light").open("/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_back_button_returns_to_the_results(visitor: Visitor) -> None:
    page = visitor().open(f"/search?q={quote('城中')}")
    page.locator(".hit-name").first.click()
    expect(page.locator(".entity-head")).to_be_visible()
    page.go_back()
    expect(page.locator(".hit").first).to_be_visible()


def test_results_can_be_narrowed_to_one_type(visitor: Visitor) -> None:
    page = visitor("en-GB").open(f"/search?q={quote('城中')}")
    everything = page.locator(".hit").count()
    page.locator(".chips .chip", has_text="Agency").click()
    expect(page).to_have_url(re.compile("type=Agency"))
    expect(page.locator(".chips .chip[aria-current]")).to_contain_text("Agency")
    assert 0 < page.locator(".hit").count() < everything


def test_the_network_grows_where_it_is_expanded_and_the_list_says_the_same(
    visitor: Visitor,
) -> None:
    page = visitor("en-GB").open("/network/award/" + quote("法治政府建设示范区"))
    expect(page.locator(".canvas canvas").first).to_be_visible()
    lines = page.locator(".network-list li")
    expect(lines).to_have_count(1)
    page.get_by_role("button", name="Expand 城中区").click()
    expect(lines).to_have_count(2)
    expect(page.locator(".network-list")).to_contain_text("一窗通办")
    page.get_by_role("button", name="adopts", exact=True).click()
    expect(lines).to_have_count(1)


def test_a_sparql_example_runs_and_its_rows_lead_to_entities(visitor: Visitor) -> None:
    page = visitor("en-GB").open("/query")
    page.get_by_label("SPARQL query").fill(
        "SELECT ?thing WHERE { ?thing ?p <https://example.org/id/initiative/一窗通办> "
        "FILTER(STRENDS(STR(?thing), '450202')) } LIMIT 1"
    )
    page.get_by_role("button", name="Run").click()
    page.locator("td").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("城中区")


def test_a_refused_query_says_why(visitor: Visitor) -> None:
    visit = visitor("en-GB")
    page = visit.open("/query")
    page.get_by_label("SPARQL query").fill("SELECT")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".refusal")).not_to_be_empty()
    visit.troubles.clear()  # the browser reports the answer 400 as an error of its own


def test_graphiql_runs_a_saved_example(visitor: Visitor) -> None:
    page = visitor("en-GB").open("/graphql?example=first")
    expect(page.locator(".graphiql-query-editor")).to_contain_text("query")
    page.locator(".graphiql-execute-button").click()
    expect(page.locator(".result-window")).to_contain_text('"data"')


def test_without_webgl_the_list_stands_for_the_picture(visitor: Visitor) -> None:
    visit = visitor("en-GB")
    visit.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = visit.open("/network/district/450202")
    expect(page.locator(".no-picture")).to_be_visible()
    expect(page.locator(".network-list li").first).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_no_barrier(
    visitor: Visitor, axe: str, view: str, language: str, theme: str
) -> None:
    page = visitor(language, theme).open(VIEWS[view])
    assert barriers(page, axe) == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_never_scrolls_sideways(visitor: Visitor, view: str) -> None:
    page = visitor(width=390).open(VIEWS[view])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def barriers(page: Page, axe: str) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(axe)
    found: list[str] = page.evaluate(BARRIERS)
    return found
