"""Entities: each thing once, with every name under which it was found and what lists say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.extract.setting import Setting
from graph.link.iris import Minter, genre, place_in_name
from graph.link.resolve import Resolution
from graph.model import Entity, Extraction, Mention
from graph.names import Place

_MARKS = re.compile(r"^[《“‘\"「〈]|[》”’\"」〉]$")
_STANDS_FOR = re.compile(r"^(?:我|本|全|该)|^(?:自治区|新区|城区|省|市|县|区|州|旗|镇|乡)$")
_PERIOD = re.compile(r"[（(](20\d\d)[—\-－–]+(20\d\d)年?[）)]")


@dataclass(slots=True)
class _Draft:
    type: str
    name: str
    label: str
    place: str
    variants: set[str] = field(default_factory=set)
    properties: dict[str, str] = field(default_factory=dict)
    several: set[tuple[str, str]] = field(default_factory=set)  # properties with many values


class EntityTable:
    """Collects entities report by report; ``iri(type, name, setting)`` finds one again."""

    def __init__(self, minter: Minter, resolution: Resolution) -> None:
        self.minter = minter
        self.resolution = resolution
        self.drafts: dict[str, _Draft] = {}
        self.issuers: dict[tuple[str, str], str] = {}
        self.homes: dict[tuple[str, str], str] = {}
        self.iris: dict[tuple[str, str], str] = {}  # in the report that is being read

    def read(self, extraction: Extraction, setting: Setting) -> None:
        """Take in the mentions of a report and what its relations name besides."""
        self.iris = {}
        self._note_homes(extraction, setting)
        for mention in extraction.mentions:
            draft = self.draft(mention.type, mention.canonical, setting)
            surface = _plain_surface(mention)
            if surface and surface != draft.label:
                draft.variants.add(surface)
        for relation in extraction.relations:
            for kind, name in (
                (relation.subject_type, relation.subject),
                (relation.object_type, relation.object),
            ):
                if kind:
                    self.draft(kind, name, setting)
        if setting.report.reporter:
            self.draft(setting.report.reporter_type, setting.report.reporter, setting)

    def _note_homes(self, extraction: Extraction, setting: Setting) -> None:
        """Remember under which place a document was issued and a person holds a post."""
        report = extraction.report.name
        for relation in extraction.relations:
            if relation.type == "issuedBy":
                home = relation.object
                if relation.object_type != "District":
                    home = place_in_name(relation.object, setting)
                self.homes.setdefault((report, f"Document:{relation.subject}"), home)
            elif relation.type == "holdsPost":
                home = place_in_name(relation.object, setting)
                self.homes.setdefault((report, f"Person:{relation.subject}"), home)

    def iri(self, kind: str, name: str, setting: Setting) -> str:
        """Return the IRI of the thing of this type and canonical name in this report."""
        if (kind, name) not in self.iris:
            self.iris[kind, name] = self._iri(kind, name, setting)
        return self.iris[kind, name]

    def _iri(self, kind: str, name: str, setting: Setting) -> str:
        name = self.resolution.canonical(kind, name)
        if kind == "District":
            return self.minter.district(name)
        if kind == "Document":
            return self.minter.document(name, self._document_home(name, setting))
        return self.minter.named(kind, name, self._home(kind, name, setting))

    def _home(self, kind: str, name: str, setting: Setting) -> str:
        if kind == "Agency":
            return place_in_name(name, setting)
        if kind == "Person":
            known = self.homes.get((setting.report.name, f"Person:{name}"))
            return setting.own if known is None else known
        return ""

    def _document_home(self, title: str, setting: Setting) -> str:
        """Return the issuing place of a title that names no place itself; "" otherwise."""
        if place_in_name(re.sub(r"^\d{4}年度?", "", title), setting):
            return ""
        return self.homes.get((setting.report.name, f"Document:{title}"), "")

    def draft(self, kind: str, name: str, setting: Setting) -> _Draft:
        """Return the draft of a thing, begun if it is new."""
        iri = self.iri(kind, name, setting)
        if iri not in self.drafts:
            name = self.resolution.canonical(kind, name)
            self.drafts[iri] = self._begin(kind, name, setting)
        return self.drafts[iri]

    def _begin(self, kind: str, name: str, setting: Setting) -> _Draft:
        if kind == "District":
            return self._begin_district(name, setting)
        home = self._home(kind, name, setting)
        if kind == "Document":
            home = self._document_home(name, setting) or place_in_name(name, setting)
        place = self.minter.district(home) if home else ""
        if home:
            self.draft("District", home, setting)
        draft = _Draft(kind, name, name, place)
        if kind == "Document":
            draft.properties = _document_properties(name)
        return draft

    def _begin_district(self, path: str, setting: Setting) -> _Draft:
        above, _, label = path.rpartition("/")
        draft = _Draft("District", path, label, "")
        draft.properties["level"] = setting.level(path)
        code = self.minter.code(path)
        if code:
            draft.properties["code"] = code
        if above:
            self.draft("District", above, setting)
            draft.properties["parent"] = self.minter.district(above)
        place = self.minter.gazetteer.by_path.get(path)
        if place:
            draft.variants.update(place.short_names)
            if place.latitude and place.longitude:
                draft.properties["latitude"] = place.latitude
                draft.properties["longitude"] = place.longitude
            self._note_history(place, draft, setting)
        return draft

    def _note_history(self, place: Place, draft: _Draft, setting: Setting) -> None:
        """Note what a district was called before, or what took its place.

        A district that another was merged into keeps its own name and code. Only one of the same
        name (密云县, 密云区), or the one and only that had its code, was this district before.
        """
        before = self.minter.gazetteer.predecessors.get(place.path, ())
        for former in before:
            is_namesake = former.name[:-1] == place.name[:-1]
            if is_namesake or (former.former_code == place.code and len(before) == 1):
                draft.several.add(("formerName", former.name))
            if is_namesake and former.former_code != place.code:
                draft.several.add(("formerCode", former.former_code))
        if place.successor:
            self.draft("District", place.successor, setting)
            draft.several.add(("replacedBy", self.minter.district(place.successor)))
        for name, value in (("formerCode", place.former_code), ("until", place.until)):
            if value:
                draft.several.add((name, value))

    def entities(self) -> tuple[Entity, ...]:
        """Return all entities, sorted by IRI."""
        return tuple(
            Entity(
                iri,
                draft.type,
                draft.name,
                draft.label,
                tuple(sorted(draft.variants - {draft.label, draft.name})),
                draft.place,
                tuple(sorted([*draft.properties.items(), *draft.several])),
            )
            for iri, draft in sorted(self.drafts.items())
        )


def _plain_surface(mention: Mention) -> str:
    """Return a mention as a name: without marks and blanks; "" for a word that stands for one."""
    surface = re.sub(r"\s+", "", mention.text)
    while _MARKS.search(surface) and mention.type != "Initiative":
        surface = _MARKS.sub("", surface)
    if mention.type in ("Initiative", "Award", "Platform"):
        surface = re.sub(r"[“”‘’\"]", "", surface)
    if mention.type in ("District", "Agency") and _STANDS_FOR.search(surface):
        return ""
    return surface


def _document_properties(title: str) -> dict[str, str]:
    properties = {"genre": genre(title)} if genre(title) else {}
    period = _PERIOD.search(title)
    if period:
        properties["period"] = f"{period[1]}/{period[2]}"
    return properties
