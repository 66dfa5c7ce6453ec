"""Linked data: every IRI that we mint answers here, as a page or as RDF."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.linked import describe
from api.negotiation import choose
from api.problem import problem
from api.served import Served, served
from api.vocabulary import page_of_terms
from graph import terms
from graph.model import Entity, Statement
from graph.store.rdf import PREFIXES

HTML = "text/html"
FORMS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "html": HTML,
}
SOURCES = {  # /policy tells of every term whose IRI begins with it, so the topics too
    "/policy": ("policy.ttl", "topics.ttl"),
    "/topics": ("topics.ttl",),
    "/shapes": ("shapes.ttl",),
}


def resource(request: Request) -> Response:
    """What the graph knows about the thing at this path, in the form that the client prefers."""
    here = served(request)
    iri = here.root + request.path_params["path"]
    triples = describe(here.store, iri) if _is_iri(iri) else []
    media = wanted_form(request)
    if not triples:
        return _missing(here, iri, media)
    if media == HTML:
        return Response(page_of(here, iri, triples), headers=_headers(request, HTML))
    return respond(request, triples, media)


def vocabulary(request: Request) -> Response:
    """The ontology, its topics or the shapes: a page of the terms, or RDF."""
    here, media, path = served(request), wanted_form(request), request.url.path
    if media == HTML:
        template = "topics.html" if path == "/topics" else "policy.html"
        page = here.pages.get_template(template).render(page_of_terms(here.reader.ontology))
        return Response(page, headers=_headers(request, HTML))
    texts = (files("ontology").joinpath(name).read_bytes() for name in SOURCES[path])
    source = b"\n".join(texts)
    if media == FORMS["ttl"]:
        return Response(source, headers=_headers(request, media))
    quads = ox.parse(source, format=ox.RdfFormat.TURTLE)
    return respond(request, [quad.triple for quad in quads], media)


def vocabulary_version(request: Request) -> Response:
    """A version of the vocabulary by its IRI: 303 to the present one, 410 for another."""
    version, present = request.path_params["version"], served(request).reader.ontology.version
    if version == present:
        return RedirectResponse(request.url.path.rpartition("/")[0], status_code=303)
    detail = f"Version {version} isn't served any more; the present one is {present}."
    return problem(410, detail)


def wanted_form(request: Request) -> str | None:
    """The media type that ``?format=`` or the Accept header asks for; None when we have neither."""
    named = request.query_params.get("format")
    if named is not None:
        return FORMS.get(named)
    return choose(request.headers.get("accept"), list(FORMS.values()))


def respond(request: Request, triples: Sequence[ox.Triple], media: str | None) -> Response:
    """The triples in the form ``media``; 406 when that is none of ours."""
    form = ox.RdfFormat.from_media_type(media) if media else None
    if media is None or form is None:
        return problem(406, f"This comes as {', '.join(FORMS.values())}.", {"Vary": "Accept"})
    prefixes = PREFIXES if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML) else None
    body = ox.serialize(triples, format=form, prefixes=prefixes)
    return Response(body, headers=_headers(request, media))


def _headers(request: Request, media: str) -> dict[str, str]:
    """Content type, what the answer depends on, and where the other forms are."""
    path = quote(request.url.path, safe="/:@%")
    links = [
        f'<{path}?format={name}>; rel="alternate"; type="{other}"'
        for name, other in FORMS.items()
        if other != media
    ]
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return {"Content-Type": media + charset, "Vary": "Accept", "Link": ", ".join(links)}


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _missing(here: Served, iri: str, media: str | None) -> Response:
    """404 with a body, as a page for browsers."""
    if media == HTML:
        page = here.pages.get_template("missing.html").render(iri=iri)
        return Response(page, 404, {"Vary": "Accept"}, HTML)
    detail = f"This graph has nothing at {iri}. Search by name in /graphql or on the page."
    return problem(404, detail, {"Vary": "Accept"})


def page_of(here: Served, iri: str, triples: Sequence[ox.Triple]) -> str:
    """The HTML page about an IRI: facts with their sentences for an entity, else its triples."""
    entity = here.reader.model.entity(iri)
    if entity is not None:
        facts = [_fact(here, found, entity) for found in _about(here, iri)]
        template = here.pages.get_template("entity.html")
        return template.render(
            entity=entity,
            term=here.reader.ontology.term,
            facts=facts,
            address="/entity" + local_link(here, iri).removeprefix("/id"),
        )
    own = [_row(here, found) for found in triples if found.subject == ox.NamedNode(iri)]
    return here.pages.get_template("thing.html").render(iri=iri, rows=own)


def _about(here: Served, iri: str) -> list[Statement]:
    model = here.reader.model
    return [*model.statements(subject=iri), *model.statements(object=iri)]


def _fact(here: Served, statement: Statement, entity: Entity) -> dict[str, Any]:
    """A statement as one reads it from the entity's side."""
    term = here.reader.ontology.term(statement.predicate)
    outward = statement.subject == entity.iri
    other = here.reader.model.entity(statement.object if outward else statement.subject)
    zh, en = statement.predicate, statement.predicate
    if term:
        zh = term.label_zh if outward else term.inverse_label_zh or term.label_zh
        en = term.label_en if outward else term.inverse_label_en or term.label_en
    return {
        "zh": zh,
        "en": en,
        "other": other,
        "href": local_link(here, other.iri) if other else "",
        "literal": statement.object if statement.is_literal else "",
        "qualifiers": [_qualifier(here, q.name, q.value) for q in statement.qualifiers],
        "evidence": statement.evidence,
        "report": lambda evidence: here.reader.model.report(evidence.report),
    }


def _qualifier(here: Served, name: str, value: str) -> dict[str, str]:
    ontology = here.reader.ontology
    term, concept = ontology.term(name), ontology.concept(name, value)
    return {
        "zh": term.label_zh if term else name,
        "en": term.label_en if term else name,
        "value": f"{concept.label_zh} {concept.label_en}" if concept else value,
    }


def _row(here: Served, triple: ox.Triple) -> dict[str, str]:
    term = here.reader.ontology.term(triple.predicate.value)
    value = triple.object
    is_link = isinstance(value, ox.NamedNode)
    text = value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)
    return {
        "zh": term.label_zh if term else triple.predicate.value,
        "en": term.label_en if term else "",
        "value": text,
        "href": local_link(here, text) if is_link else "",
    }


def local_link(here: Served, iri: str) -> str:
    """Where this server answers for an IRI; the IRI itself when it isn't ours."""
    if iri.startswith(here.root):
        return "/id/" + quote(iri[len(here.root) :])
    if iri.startswith(terms.NAMESPACE):
        return "/policy#" + iri[len(terms.NAMESPACE) :]
    return iri
