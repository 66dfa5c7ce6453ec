"""How long a batch of 50 queries takes against 20,000 entities.

    python tests/benchmarks/reconcile.py [ENTITIES]

Prints the seconds for making the register, for each kind of query, and for a mixed batch.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import cycle, islice, product

from api.graphql.context import Reader
from api.reconcile.asked import Query, read_query
from api.reconcile.match import match
from api.reconcile.register import Register
from graph.model import Dataset, Entity
from graph.names import load_gazetteer
from graph.ontology import load_ontology
from graph.store.read_model import ReadModel

BASE = "https://example.org/id/"
BATCH = 50
AGENCIES = ("司法局", "教育局", "公安局", "财政局", "民政局", "人民政府办公室", "市场监督管理局")
HINTS = ("place", "parent", "code", "year", "name", "variant", "adopts", "issuedBy", "level", "x")


def dataset(size: int) -> Dataset:
    """Districts of the lists, then agencies of each until there are ``size`` entities."""
    places = [place for place in load_gazetteer().places if place.code][: size // 4]
    iris = {place.path: f"{BASE}district/{place.code}" for place in places}
    districts = (_district(place.path, place.code, iris.get(place.parent, "")) for place in places)
    agencies = (_agency(place.path, iris[place.path], n) for n, place in product(AGENCIES, places))
    return Dataset(BASE, entities=tuple(islice((*districts, *agencies), size)))


def _district(path: str, code: str, parent: str) -> Entity:
    properties = (("code", code), *((("parent", parent),) if parent else ()))
    name = path.rpartition("/")[2]
    return Entity(f"{BASE}district/{code}", "District", path, name, properties=properties)


def _agency(path: str, place: str, form: str) -> Entity:
    name = "".join(path.split("/")[-2:]) + form
    return Entity(f"{BASE}agency/{place}/{name}", "Agency", name, name, ("区" + form,), place)


def queries(register: Register) -> dict[str, list[Query]]:
    """A batch of each kind, taken from all over the register."""
    step = max(1, len(register.entities) // BATCH)
    picked = register.entities[::step][:BATCH]
    kinds: dict[str, Callable[[Entity], dict[str, object]]] = {
        "exact": lambda e: {"query": e.name},
        "label": lambda e: {"query": e.label},
        "near": lambda e: {"query": e.name[:-2] + "某" + e.name[-2:]},
        "common": lambda e: {"query": "市" + e.name[-3:]},
        "place": lambda e: {"query": e.label, "properties": [{"pid": "place", "v": e.name[:3]}]},
        "hints": lambda e: {
            "query": "市" + e.name[-3:],
            "properties": [{"pid": p, "v": [e.name] * 10} for p in HINTS],
        },
        "long": lambda e: {"query": (e.name * 200)[:1000]},
    }
    return {
        kind: [read_query(ask(entity), kind) for entity in islice(cycle(picked), BATCH)]
        for kind, ask in kinds.items()
    }


def seconds(register: Register, batch: list[Query]) -> float:
    """How long the batch takes."""
    begun = time.perf_counter()
    for query in batch:
        match(register, query)
    return time.perf_counter() - begun


def main(size: int) -> None:
    """Print one line for each measure."""
    register = Register(Reader(ReadModel.of(dataset(size)), load_ontology()))
    begun = time.perf_counter()
    match(register, read_query({"query": "柳州市司法局"}, "first"))
    print(f"{len(register.entities):,} entities, register {time.perf_counter() - begun:.2f} s")
    batches = queries(register)
    for kind, batch in batches.items():
        print(f"{kind:8} {BATCH} queries {seconds(register, batch):.3f} s")
    mixed = [batch[position] for batch in batches.values() for position in range(BATCH // 6)]
    print(f"{'mixed':8} {len(mixed)} queries {seconds(register, mixed):.3f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
