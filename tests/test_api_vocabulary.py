"""The pages of the vocabulary explain every term, and lead to it and to its data."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote

import httpx
import pyoxigraph as ox
import pytest
from api_client import serving

from api.vocabulary import cardinality, curie
from graph import terms
from graph.ontology import ShapeProperty, load_ontology, ontology_sources

BROWSER = {"Accept": "text/html"}
ONTOLOGY = load_ontology()
PAGES = ("/policy", "/topics", "/shapes")


class Page(HTMLParser):
    """The anchors and links of a page, and everything a strict policy would refuse."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.refused: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name == "style" or name.startswith("on"):
                self.refused.append(f"{tag} {name}")
        if tag in ("script", "style"):
            self.refused.append(tag)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture(scope="module")
def texts(client: httpx.Client) -> dict[str, str]:
    return {path: client.get(path, headers=BROWSER).text for path in PAGES}


@pytest.mark.parametrize("path", PAGES)
def test_every_anchor_is_there_once_and_every_link_leads_somewhere(
    texts: dict[str, str], path: str
) -> None:
    page = Page(texts[path])
    assert len(page.ids) == len(set(page.ids))
    inner = {unquote(link[1:]) for link in page.links if link.startswith("#")}
    assert inner
    assert inner <= set(page.ids)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_the_page_needs_a_looser_policy(texts: dict[str, str], path: str) -> None:
    assert Page(texts[path]).refused == []


def test_the_iri_of_every_term_leads_to_its_place(texts: dict[str, str]) -> None:
    own = [t for t in (*ONTOLOGY.terms, *ONTOLOGY.schemes) if t.iri.startswith(terms.NAMESPACE)]
    assert {t.name for t in own} <= set(Page(texts["/policy"]).ids)
    topics = {t.name for t in ONTOLOGY.concepts(terms.Topic)}
    assert topics <= set(Page(texts["/topics"]).ids)


@pytest.mark.parametrize(
    "words",
    [
        "https://w3id.org/zhengtu/policy/0.2.0",
        "https://w3id.org/zhengtu/policy/0.1.0",
        "https://www.apache.org/licenses/LICENSE-2.0",
        "adoptedBy",
        "sdmx-measure:obsValue",
        "A district may not be above itself.",
    ],
)
def test_the_page_tells_version_licence_inverses_alignments_and_constraints(
    texts: dict[str, str], words: str
) -> None:
    assert words in texts["/policy"]


def test_a_class_shows_what_it_inherits_and_how_many_values_it_has(texts: dict[str, str]) -> None:
    start = texts["/policy"].index('<h3 id="District">')
    entry = texts["/policy"][start : texts["/policy"].index("</article>", start)]
    name, parent = (
        next(row for row in entry.split("<tr") if f'href="#{field}"' in row and "<td>" in row)
        for field in ("name", "parent")
    )
    assert "#Entity" in name
    assert "<td>1</td>" in name
    assert "#Entity" not in parent
    assert "<td>0–1</td>" in parent


@pytest.mark.parametrize(
    ("least", "most", "written"),
    [(1, 1, "1"), (0, 1, "0–1"), (1, None, "1–n"), (0, None, "0–n"), (2, 2, "2")],
)
def test_a_cardinality_is_written_short(least: int, most: int | None, written: str) -> None:
    assert cardinality(ShapeProperty(("p",), "p", least, most, (), (), 0)) == written


def test_a_name_of_an_unknown_vocabulary_stays_whole() -> None:
    assert curie(terms.adopts) == "zt:adopts"
    assert curie("https://example.org/x#y") == "https://example.org/x#y"


def triples(client: httpx.Client, path: str, media: str, form: ox.RdfFormat) -> list[ox.Triple]:
    answer = client.get(path, headers={"Accept": media})
    assert answer.headers["content-type"].startswith(media)
    return [quad.triple for quad in ox.parse(answer.content, format=form)]


@pytest.mark.parametrize(
    ("path", "sources"),
    [("/policy", (0, 1)), ("/topics", (1,)), ("/shapes", (2,))],
)
def test_each_document_has_its_triples_in_every_form(
    client: httpx.Client, path: str, sources: tuple[int, ...]
) -> None:
    expected = sum(
        len(list(ox.parse(ontology_sources()[number], format=ox.RdfFormat.TURTLE)))
        for number in sources
    )
    for media, form in (
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ):
        assert len(triples(client, path, media, form)) == expected


def test_the_document_of_the_namespace_tells_of_every_term(client: httpx.Client) -> None:
    found = triples(client, "/policy", "text/turtle", ox.RdfFormat.TURTLE)
    subjects = {t.subject.value for t in found if isinstance(t.subject, ox.NamedNode)}
    own = {t.iri for t in ONTOLOGY.terms if t.iri.startswith(terms.NAMESPACE)}
    assert own <= subjects


def test_the_iri_of_a_version_leads_to_it_and_an_old_one_is_gone(client: httpx.Client) -> None:
    present = client.get("/policy/0.2.0", follow_redirects=False)
    assert (present.status_code, present.headers["location"]) == (303, "/policy")
    gone = client.get("/policy/0.1.0")
    assert gone.status_code == 410
    assert "0.2.0" in gone.json()["detail"]
