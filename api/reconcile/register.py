"""The register of names: what a text may mean, by code, name, parts of a path, or likeness."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from math import ceil

from api.graphql.context import Reader
from api.reconcile.grounds import GROUNDS
from api.reconcile.names import SHORTEST, bigrams, is_relative, key, overlap, stem
from api.reconcile.properties import Property, all_properties
from graph.model import Entity
from graph.store.index import fold

MAX_CANDIDATES = 500  # scored for one query
MAX_POSTINGS = 40_000  # read for one query
LIKENESS = 0.4  # Dice below which a name isn't near
LONGEST_PATH = 100  # characters of a text that is taken apart
DISTRICT = "District"


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that a text may mean: on what ground (a key of ``GROUNDS``), by which name."""

    number: int
    ground: str
    name: str
    likeness: float = 1.0

    @property
    def worth(self) -> float:
        """The score before hints are looked at."""
        score = GROUNDS[self.ground].score
        return score * self.likeness if self.ground == "similarity" else score


class Register:
    """All names and codes of one read model. Each part is made when it is first asked for."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.entities: Sequence[Entity] = reader.model.entities()

    def find(self, text: str) -> list[Found]:
        """Everything that ``text`` may mean, each entity once, on its best ground."""
        found: dict[int, Found] = {}
        for one in (*self.exact(text), *self.by_parts(key(text)), *self.near(key(text))):
            known = found.get(one.number)
            if known is None or one.worth > known.worth:
                found[one.number] = one
        best = sorted(found.values(), key=lambda one: (-one.worth, one.number))
        return best[:MAX_CANDIDATES]

    def exact(self, text: str) -> Iterator[Found]:
        """Who bears this IRI, code or name; the strongest ground first."""
        text = text.strip()
        number = self._by_iri.get(text)
        if number is not None:
            yield Found(number, "id-exact", text)
        for owner, ground in self.owners(text):
            yield Found(owner, ground, text)
        for owner, ground, name in self._by_key.get(key(text), ()):
            is_marked = ground in ("name-exact", "label-exact") and fold(text) != fold(name)
            yield Found(owner, "name-normalised" if is_marked else ground, name)

    def owners(self, code: str) -> Sequence[tuple[int, str]]:
        """Who has a code now and who had it before, with the ground that this is."""
        return self._by_code.get(code_of(code), ())

    def places(self, text: str) -> frozenset[int]:
        """The districts that a text names: by IRI, code, any name, or the parts of a path."""
        borne = (found.number for found in self.exact(text))
        named = {number for number in borne if self.entities[number].type == DISTRICT}
        return frozenset(named or self._districts(key(text)))

    def above(self, number: int) -> tuple[int, ...]:
        """The districts that an entity lies in, the nearest first, without itself."""
        chain: list[int] = []
        upper = self._next_above(self.entities[number])
        while upper is not None and upper not in chain and upper != number:
            chain.append(upper)
            upper = self._next_above(self.entities[upper])
        return tuple(chain)

    def _next_above(self, entity: Entity) -> int | None:
        parent = next((v for n, v in entity.properties if n == "parent"), entity.place)
        if parent:
            return self._by_iri.get(parent)
        upper = entity.name.rpartition("/")[0] if entity.type == DISTRICT else ""
        return self._by_path.get(upper)

    def by_parts(self, wanted: str) -> Iterator[Found]:
        """Entities whose place and own name follow each other in ``wanted`` (柳州城中区)."""
        if len(wanted) > LONGEST_PATH:
            return
        for cut in range(SHORTEST, len(wanted) - SHORTEST + 1):
            rest, tail = wanted[:cut], wanted[cut:]
            for number, is_full in self._district_tails.get(tail, ()):
                if self._leads(rest, self.above(number)):
                    yield Found(number, "name-part" if is_full else "name-short", tail)
            hosted = self._other_tails.get(tail)
            if hosted:
                places = sorted(self._named(rest) & hosted.keys())
                for number, is_full in (one for place in places for one in hosted[place]):
                    yield Found(number, "name-part" if is_full else "name-variant", tail)

    def _named(self, wanted: str) -> set[int]:
        """Districts of this name, or whose path it tells in parts."""
        return {n for n, _ in self._district_tails.get(wanted, ())} | self._districts(wanted)

    def _districts(self, wanted: str) -> set[int]:
        """Districts whose path ``wanted`` tells in two parts or more."""
        if len(wanted) > LONGEST_PATH:
            return set()
        return {
            number
            for cut in range(SHORTEST, len(wanted) - SHORTEST + 1)
            for number, _ in self._district_tails.get(wanted[cut:], ())
            if self._leads(wanted[:cut], self.above(number))
        }

    def _leads(self, rest: str, above: Sequence[int]) -> bool:
        """Whether ``rest`` is made of names of districts in ``above`` from the top down."""
        return not rest or any(
            self._leads(rest[: -len(form)], above[position + 1 :])
            for position, number in enumerate(above)
            for form in self.forms(number)
            if rest.endswith(form)
        )

    def forms(self, number: int) -> tuple[str, ...]:
        """What a district is called inside a longer name, the longest first."""
        return self._all_forms[number]

    def number(self, iri: str) -> int:
        """The number of an entity of this model."""
        return self._by_iri[iri]

    def meant(self, text: str) -> frozenset[str]:
        """IRIs of all that bear this name exactly, and of the districts that it tells in parts."""
        numbers = {found.number for found in self.exact(text)} | self.places(text)
        return frozenset(self.entities[number].iri for number in numbers)

    def near(self, wanted: str) -> Iterator[Found]:
        """Names that share bigrams with ``wanted`` or contain it.

        A name as like as LIKENESS has at least ``needed`` of the bigrams, so it has one of the
        rarest that remain when ``needed`` - 1 are left out (prefix filtering, Chaudhuri et al.
        2006), and the common ones need not be read.
        """
        ours = bigrams(wanted)
        grams = sorted(ours, key=lambda gram: (len(self._postings.get(gram, ())), gram))
        needed = ceil(LIKENESS * len(grams) / (2 - LIKENESS))
        for number in self._sharing(grams[: len(grams) - needed + 1]):
            owner, own, name = self._names[number]
            likeness = overlap(ours, bigrams(own))
            if likeness >= LIKENESS or wanted in own:
                yield Found(owner, "similarity", name, likeness)

    def _sharing(self, grams: Sequence[str]) -> list[int]:
        """Numbers of at most MAX_CANDIDATES names, those with most of ``grams`` first."""
        shared: Counter[int] = Counter()
        read = 0
        for gram in grams:
            posting = self._postings.get(gram, array("I"))
            read += len(posting)
            if shared and read > MAX_POSTINGS:
                break
            shared.update(posting[:MAX_POSTINGS])
        best = nsmallest(MAX_CANDIDATES, shared.items(), key=lambda item: (-item[1], item[0]))
        return [number for number, _ in best]

    @cached_property
    def properties(self) -> dict[str, Property]:
        """Every property that can be asked for, by id."""
        return {found.id: found for found in all_properties(self.reader.ontology)}

    @cached_property
    def _by_iri(self) -> dict[str, int]:
        return {entity.iri: number for number, entity in enumerate(self.entities)}

    @cached_property
    def _by_path(self) -> dict[str, int]:
        return {e.name: number for number, e in enumerate(self.entities) if e.type == DISTRICT}

    @cached_property
    def _by_code(self) -> dict[str, list[tuple[int, str]]]:
        """Who has a code now, then who had it before."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for property, ground in (("code", "code-exact"), ("formerCode", "code-former")):
            for number, entity in enumerate(self.entities):
                for name, value in entity.properties:
                    if name == property:
                        found[code_of(value)].append((number, ground))
        found.pop("", None)
        return dict(found)

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[int, str, str]]]:
        """Entity, ground and name by key; the strongest grounds first, each name once."""
        found: dict[str, dict[tuple[int, str, str], None]] = defaultdict(dict)
        for ground in ("name-exact", "label-exact", "name-variant", "name-short", "name-former"):
            for number, entity in enumerate(self.entities):
                for name in names_on(entity, ground):
                    found[key(name)][number, ground, name] = None
        found.pop("", None)
        return {folded: list(bearers) for folded, bearers in found.items()}

    @cached_property
    def _all_forms(self) -> dict[int, tuple[str, ...]]:
        """Names of each district inside longer names: its own, its short ones, its stem."""
        return {
            number: tuple(sorted(_forms(entity), key=lambda form: (-len(form), form)))
            for number, entity in enumerate(self.entities)
            if entity.type == DISTRICT
        }

    @cached_property
    def _district_tails(self) -> dict[str, list[tuple[int, bool]]]:
        """Districts by the forms of their own name, with whether it is the whole name."""
        found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        for number, forms in self._all_forms.items():
            for form in forms:
                found[form].append((number, form == key(self.entities[number].label)))
        return dict(found)

    @cached_property
    def _other_tails(self) -> dict[str, dict[int, list[tuple[int, bool]]]]:
        """What lies in a place, by what remains of its names without the place, and by place."""
        found: dict[str, dict[int, list[tuple[int, bool]]]] = defaultdict(dict)
        for number, entity in enumerate(self.entities):
            above = self.above(number)
            if entity.type == DISTRICT or not above:
                continue
            variants = (variant for variant in entity.variants if not is_relative(variant))
            for name in dict.fromkeys((entity.name, entity.label, *variants)):
                tail = self._without_place(key(name), above)
                is_full = name in (entity.name, entity.label)
                bearers = found[tail].setdefault(above[0], [])
                if all(bearer != number for bearer, _ in bearers):
                    bearers.append((number, is_full))
        return dict(found)

    def _without_place(self, name: str, above: Sequence[int]) -> str:
        """``name`` without the districts that it begins with."""
        for number in reversed(above):
            form = next((f for f in self.forms(number) if name.startswith(f)), "")
            if len(name) >= len(form) + SHORTEST:
                name = name[len(form) :]
        return name

    @cached_property
    def _names(self) -> list[tuple[int, str, str]]:
        """Every name once: who bears it, its key, and as it is written."""
        pairs: dict[tuple[int, str], str] = {}
        for number, entity in enumerate(self.entities):
            for name in (entity.label, entity.name, *entity.variants):
                pairs.setdefault((number, key(name)), name)
        return [(number, folded, name) for (number, folded), name in pairs.items()]

    @cached_property
    def _postings(self) -> dict[str, array[int]]:
        found: dict[str, array[int]] = {}
        for position, (_, folded, _) in enumerate(self._names):
            for gram in bigrams(folded):
                found.setdefault(gram, array("I")).append(position)
        return found


def code_of(text: str) -> str:
    """A code of GB/T 2260 in six, nine or twelve digits, as short as it is written there.

    >>> code_of("450202000000"), code_of("450202.0"), code_of("45-02")
    ('450202', '450202', '')
    """
    digits = fold(text).strip().removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (6, 9, 12)):
        return ""
    while len(digits) > 6 and digits.endswith("000"):
        digits = digits[:-3]
    return digits


def names_on(entity: Entity, ground: str) -> tuple[str, ...]:
    """The names under which an entity is found on a ground."""
    if ground == "name-exact":
        return (entity.name,)
    if ground == "label-exact":
        return (entity.label,)
    if ground == "name-variant":
        return entity.variants
    if ground == "name-former":
        return tuple(value for name, value in entity.properties if name == "formerName")
    return (stem(entity.label),) if entity.type == DISTRICT else ()


def _forms(entity: Entity) -> set[str]:
    variants = (v for v in entity.variants if len(v) >= SHORTEST and not is_relative(v))
    return {key(n) for n in (entity.label, stem(entity.label), *variants)} - {""}
