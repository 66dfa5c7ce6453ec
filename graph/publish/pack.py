"""The research pack: one zip with the graph, panels for the study of diffusion, and their codebook.

Made from the content of a graph alone, so that a generation has one pack, byte for byte. The time
of building isn't content and isn't in it.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from string import Template
from typing import IO

import orjson
from rdflib import URIRef

from graph import __version__
from graph.ontology import FILES as ONTOLOGY_FILES
from graph.ontology import Ontology, load_ontology, ontology_sources
from graph.publish.codebook import CODEBOOKS, Column, codebook, columns, pack_file, pack_files
from graph.publish.dcat import (
    Distribution,
    add_distribution,
    count_predicates,
    describe_dataset,
)
from graph.publish.network import to_network, write_gexf
from graph.publish.panel_tables import (
    ADOPTION,
    COVERAGE,
    DYADS,
    REPORTS,
    RISK_SET,
    write_adoption,
    write_coverage,
    write_dyads,
    write_reports,
    write_risk_set,
)
from graph.publish.tables import entities, evidence, statements, write_csv
from graph.store.canonical import digest
from graph.store.rdf import to_lines
from graph.store.read_model import ReadModel
from graph.study.coverage import coverage_years, span
from graph.study.dyads import dyad_sizes, dyad_years
from graph.study.panels import MOST_ROWS, Panel, panel, risk_set, risk_set_sizes, within

DATASET, NETWORK, DESCRIPTION = "zhengtu.nq", "zhengtu.gexf", "void.ttl"
PACKAGE, CHECKSUMS = "datapackage.json", "checksums.sha256"
TEMPLATES = ("CITATION.cff", "README.md")
VERBATIM = ("LICENSE", "load.R", "load.py")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can hold
FRICTIONLESS = {"iri": "string", "flag": "integer"}

Writer = Callable[[IO[bytes]], object]


@dataclass(frozen=True)
class Pack:
    """What goes into a pack, worked out once: the graph, its panels and its canonical bytes."""

    model: ReadModel
    ontology: Ontology

    @cached_property
    def panel(self) -> Panel:
        """Units, coverage and the history of every policy."""
        return panel(self.model, self.ontology)

    @cached_property
    def nquads(self) -> bytes:
        """The canonical N-Quads of the graph."""
        return "".join(to_lines(self.model.dataset(), self.ontology)).encode()

    @cached_property
    def generation(self) -> str:
        """The id of the generation; of a graph that isn't on disk, what its N-Quads hash to."""
        return self.model.info.id or digest(self.nquads)[:16]

    @cached_property
    def in_risk_set(self) -> frozenset[str]:
        """The policies that the risk set holds."""
        return within(risk_set_sizes(self.panel))

    @cached_property
    def in_dyads(self) -> frozenset[str]:
        """The policies, with class and level, that the dyads hold."""
        return within(dyad_sizes(self.panel))

    @cached_property
    def columns(self) -> dict[str, tuple[Column, ...]]:
        """The columns of every table."""
        return columns(self.model, self.ontology)


def write_pack(model: ReadModel, out: IO[bytes]) -> None:
    """Write the pack as a zip.

    Files are made in a temporary folder first, so that no table has to fit into memory.
    """
    pack = Pack(model, load_ontology())
    with tempfile.TemporaryDirectory(prefix="zhengtu-pack-") as place:
        folder = Path(place, "pack")
        fill(pack, folder)
        archive = Path(place, "pack.zip")
        zip_folder(folder, archive)
        with archive.open("rb") as finished:
            shutil.copyfileobj(finished, out)


def fill(pack: Pack, folder: Path) -> None:
    """Write every file of the pack into ``folder``, which is made."""
    (folder / "ontology").mkdir(parents=True)
    for name, write in _writers(pack).items():
        with (folder / name).open("wb") as out:
            write(out)
    for name, text in _texts(pack).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    about = [_distribution(folder, file.name, file.media_type) for file in pack_files()]
    data = [one for one in about if one is not None]
    (folder / DESCRIPTION).write_text(_description(pack, data), encoding="utf-8", newline="\n")
    (folder / PACKAGE).write_bytes(_data_package(pack, data))
    (folder / CHECKSUMS).write_text(_checksums(folder), encoding="utf-8", newline="\n")


def _writers(pack: Pack) -> dict[str, Writer]:
    """What writes each file of data."""
    found = pack.panel
    return {
        DATASET: lambda out: out.write(pack.nquads),
        NETWORK: lambda out: write_gexf(to_network(pack.model, pack.ontology), out),
        "entities.csv": lambda out: write_csv(entities(pack.model, pack.ontology), out),
        "statements.csv": lambda out: write_csv(statements(pack.model, pack.ontology), out),
        "evidence.csv": lambda out: write_csv(evidence(pack.model), out),
        ADOPTION: lambda out: write_adoption(found.adoptions, out),
        REPORTS: lambda out: write_reports(pack.model.reports(), out),
        COVERAGE: lambda out: write_coverage(coverage_years(pack.model), out),
        RISK_SET: lambda out: write_risk_set(risk_set(found, pack.in_risk_set), out),
        DYADS: lambda out: write_dyads(dyad_years(found, pack.in_dyads), out),
    }


def _texts(pack: Pack) -> dict[str, str]:
    """The files that people read: codebooks, licence, scripts, ontology."""
    facts = _facts(pack)
    texts = {name: Template(pack_file(name)).substitute(facts) for name in TEMPLATES}
    texts |= {name: pack_file(name) for name in VERBATIM}
    texts |= {name: codebook(lang, pack.columns, facts) for lang, name in CODEBOOKS.items()}
    sources = zip(ONTOLOGY_FILES, ontology_sources(), strict=True)
    return texts | {f"ontology/{name}": text for name, text in sources}


def _facts(pack: Pack) -> Mapping[str, object]:
    counts, years = pack.model.info.counts, span(pack.panel.covered)
    return {
        "generation": pack.generation,
        "version": __version__,
        "digest": digest(pack.nquads),
        "reports": counts["reports"],
        "entities": counts["entities"],
        "statements": counts["statements"],
        "covered_units": len(pack.panel.covered),
        "first": years[0] if years else "–",
        "last": years[-1] if years else "–",
        "most_rows": f"{MOST_ROWS:,}",
        "risk_kept": len(pack.in_risk_set),
        "risk_all": len(pack.panel.histories),
        "dyad_kept": len(pack.in_dyads),
        "dyad_all": sum(1 for _ in dyad_sizes(pack.panel)),
        **_onsets(pack),
    }


def _onsets(pack: Pack) -> dict[str, int]:
    """How many events the risk set has, and how many of them tell when something began."""
    rows = risk_set(pack.panel, pack.in_risk_set)
    events = [row.left_censored for row in rows if row.event is not None and not row.gap]
    return {"events": len(events), "onsets": events.count(False)}


def _distribution(folder: Path, name: str, media_type: str) -> Distribution | None:
    """What is known of a file of data; None for a file that only explains or checks."""
    if not name.endswith((".csv", ".nq", ".gexf")):
        return None
    path, whole = folder / name, name == DATASET
    return Distribution(name, name, media_type, path.stat().st_size, _sha256(path), dump=whole)


def _description(pack: Pack, data: Iterable[Distribution]) -> str:
    """The data set in VoID and DCAT, its files by relative address."""
    predicates = count_predicates(pack.nquads.splitlines())
    info = replace(pack.model.info, id=pack.generation, built="")
    about = describe_dataset(pack.model, predicates, pack.ontology, info)
    for found in data:
        add_distribution(about, URIRef(info.base), found, found.address)
    return about.serialize(format="turtle")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _checksums(folder: Path) -> str:
    """One line for each file, as sha256sum writes them."""
    return "".join(f"{_sha256(folder / name)}  {name}\n" for name in _names(folder))


def _names(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def _data_package(pack: Pack, data: Iterable[Distribution]) -> bytes:
    """The descriptor of https://specs.frictionlessdata.io/data-package/ for the tables."""
    tables = [one for one in data if one.name in pack.columns]
    package = {
        "profile": "tabular-data-package",
        "name": "zhengtu-research-pack",
        "title": "Zhengtu 政图 research pack",
        "version": pack.generation,
        "licenses": [{"name": "Apache-2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0"}],
        "resources": [_resource(one, pack.columns[one.name]) for one in tables],
    }
    return orjson.dumps(package, option=orjson.OPT_INDENT_2) + b"\n"


def _resource(table: Distribution, own: Iterable[Column]) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name.removesuffix(".csv"),
        "path": table.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": table.size,
        "hash": f"sha256:{table.sha256}",
        "schema": {"fields": [_field(column) for column in own], "missingValues": [""]},
    }


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": FRICTIONLESS.get(column.type, column.type),
        "description": column.en,
    }
    constraints: dict[str, object] = {} if column.empty_en else {"required": True}
    if column.values and column.type != "boolean":
        own = column.values
        constraints["enum"] = [int(value) for value in own] if column.type == "flag" else list(own)
    return {**field, "constraints": constraints} if constraints else field


def zip_folder(folder: Path, archive: Path) -> None:
    """Zip a folder with sorted names and one fixed time, so that equal files give equal bytes."""
    with zipfile.ZipFile(archive, "w") as packed:
        for name in _names(folder):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # a plain file of Unix
            entry.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as source, packed.open(entry, "w") as target:
                shutil.copyfileobj(source, target)
