"""Speed of publishing ready records, beside a bare bulk load of the same triples into Oxigraph.

    python tests/benchmarks/load.py [--triples 200000] [--tries 3]

Makes records of about ``--triples`` triples, writes them as canonical N-Quads and loads these into
a store as a build does, and lets Oxigraph load the same file by itself. Each try runs in a process
of its own, so that the greatest memory is its own. Times on a busy machine say little by
themselves: compare the figures of one run. A build writes and loads at the same time, so it needs
a second processor that is free; the ratio in processor time is what is left without one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import pyoxigraph as ox  # noqa: E402

from graph.model import Dataset, Entity, Evidence, Qualifier, Report, Section, Statement  # noqa: E402
from graph.store.load import write_and_load  # noqa: E402
from graph.store.rdf import to_blocks, to_lines  # noqa: E402

BASE = "https://example.org/id/"
STATEMENTS, ENTITIES, SECTIONS = 138, 80, 24  # of a report, as in the five of seeds/reports
SENTENCE = "（{n}）{who}印发《{document}》，全面推行“{reform}”，办件{n}件，较上年增长{n}%。\n"
REASONS = ("", "主语承前或为报告者", "广西壮族自治区/柳州市/鹿寨县: 据上文")
BAR = 0.6  # of the speed of a bare load
STEPS = ("write and load", "load", "settle", "count")
FILE = "dataset.nq"

Run: TypeAlias = dict[str, float]  # seconds of each step, triples, MB


def main() -> int:
    """Print the figures; 1 when publishing has less than 60 % of the speed of a bare load."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=200_000, help="how many, at the least")
    parser.add_argument("--tries", type=int, default=3, help="of which the best counts")
    parser.add_argument("--one", choices=["ours", "bare"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one == "ours":
        print(json.dumps(ours(records(options.triples), options.folder)))
        return 0
    if options.one == "bare":
        print(json.dumps(bare(options.folder)))
        return 0
    return compare(options.triples, options.tries)


def compare(triples: int, tries: int) -> int:
    """Run both ways ``tries`` times in turn and print the best of each."""
    runs: dict[str, list[Run]] = {"ours": [], "bare": []}
    for _ in range(tries):
        with tempfile.TemporaryDirectory(prefix="zhengtu-load-") as folder:
            for way, found in runs.items():
                command = [sys.executable, __file__, "--one", way, "--folder", folder]
                command += ["--triples", str(triples)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                found.append(json.loads(done.stdout))
    best = min(runs["ours"], key=seconds)
    rival = min(runs["bare"], key=seconds)
    print_run("records to file and store", best)
    print_run("bare bulk load", rival)
    against, whole = ratios(best, rival)
    print(f"ratio {against:.2f} of all that a build does against the bulk load alone,")
    print(f"      {whole:.2f} against bulk load, optimize, flush and count,")
    print(f"      {rival['cpu'] / best['cpu']:.2f} of the same in processor time")
    return int(against < BAR)


def ratios(best: Run, rival: Run) -> tuple[float, float]:
    """Return our speed against the bare load alone, and against load, optimize, flush and count."""
    return rival["load"] / seconds(best), seconds(rival) / seconds(best)


def seconds(run: Run) -> float:
    """Return the time of all steps."""
    return sum(run[step] for step in STEPS if step in run)


def print_run(name: str, run: Run) -> None:
    """Print triples per second, the seconds of each step and the greatest memory."""
    steps = ", ".join(f"{step} {run[step]:.2f}" for step in STEPS if step in run)
    held = f", {run['records']:,.0f} MB of them records" if "records" in run else ""
    rate = run["triples"] / seconds(run)
    print(f"{name:<26}{rate:>9,.0f} triples/s of {run['triples']:,.0f} in {steps} s")
    print(f"{'':<26}{run['peak']:>9,.0f} MB at most{held}")


def ours(dataset: Dataset, folder: Path) -> Run:
    """Publish records as a build does; return seconds of each step, triples, MB of the records."""
    held = peak()
    start, busy = time.perf_counter(), time.process_time()
    written = write_and_load(to_blocks(dataset), folder / FILE, folder / "ours")
    took = time.perf_counter() - start
    figures = {"write and load": took, "cpu": time.process_time() - busy}
    return figures | {"triples": float(written.lines), "records": held, "peak": peak()}


def bare(folder: Path) -> Run:
    """Load the file that ``ours`` wrote and nothing else; return the same figures."""
    times, busy = [time.perf_counter()], time.process_time()
    store = ox.Store(str(folder / "bare"))
    store.bulk_load(path=str(folder / FILE), format=ox.RdfFormat.N_QUADS)
    times.append(time.perf_counter())
    store.optimize()
    store.flush()
    del store
    times.append(time.perf_counter())
    triples = len(ox.Store.read_only(str(folder / "bare")))
    times.append(time.perf_counter())
    load, settle, count = (after - before for before, after in pairwise(times))
    figures = {"load": load, "settle": settle, "count": count, "cpu": time.process_time() - busy}
    return figures | {"triples": float(triples), "peak": peak()}


def peak() -> float:
    """Return the greatest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ------------------------------------------------------------------ records


def records(triples: int) -> Dataset:
    """Return a dataset of at least so many triples, always the same for the same number."""
    one, two = (sum(1 for _ in to_lines(of_reports(n))) for n in (1, 2))
    return of_reports(max(1, -(-(triples - one) // (two - one)) + 1))


def of_reports(number: int) -> Dataset:
    """Return what so many reports would give: a third of the reforms is shared by all of them."""
    order = Random(number)
    entities = {e.iri: e for n in range(number) for e in things(n)}
    reports, statements = [], []
    for n in range(number):
        report = report_of(n)
        reports.append((f"{BASE}report/r{n}", report))
        statements += [claim(n, k, report, order) for k in range(STATEMENTS)]
    return Dataset(
        BASE,
        tuple(sorted(reports, key=lambda pair: pair[0])),
        tuple(sorted(entities.values(), key=lambda e: e.iri)),
        tuple(sorted(statements, key=lambda s: s.iri)),
    )


def report_of(n: int) -> Report:
    """Return the report of place ``n``: sections, each with its sentences."""
    lines, starts, position = [], [], 0
    for section in range(SECTIONS):
        starts.append(position)
        said = SENTENCE.format(
            who=agency(n, 0), document=document(n, section), reform="一窗通办", n=n
        )
        text = f"{section + 1}、依法决策\n" + said * 5
        lines.append(text)
        position += len(text)
    ends = [*starts[1:], position]
    sections = (
        Section(f"{k + 1}、", "依法决策", 1, start, end)
        for k, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
    place = district(n)
    title = f"{place}2021年度法治政府建设情况报告"
    return Report(
        f"r{n}", "".join(lines), title, place, "District", place, 2021, "2022-01-15",
        source=f"r{n}.txt", sections=tuple(sections), digest=key("text", n) * 4,
    )  # fmt: skip


def things(n: int) -> list[Entity]:
    """Return the entities of one report, some of which other reports have too."""
    place = f"{BASE}district/{n:06d}"
    properties = (("code", f"{n:06d}"), ("latitude", "24.33"), ("level", "county"))
    found = [Entity(place, "District", district(n), f"区{n}", ("我区",), "", properties)]
    for k in range(ENTITIES // 4):
        title = document(n, k)
        found += [
            Entity(
                f"{BASE}agency/{agency(n, k)}", "Agency", agency(n, k), f"局{k}", ("本局",), place,
            ),
            Entity(
                f"{BASE}document/{title}", "Document", title, title, (f"《{title}》",), place,
                (("genre", "办法"),),
            ),
            Entity(f"{BASE}initiative/{reform(n, k)}", "Initiative", reform(n, k), reform(n, k)),
            Entity(f"{BASE}award/先进{n}-{k}", "Award", f"先进{n}-{k}", f"先进{n}-{k}"),
        ]  # fmt: skip
    return found


def claim(n: int, k: int, report: Report, order: Random) -> Statement:
    """Return the ``k``-th statement of a report, each kind as often as in real reports."""
    place, quarter = f"{BASE}district/{n:06d}", ENTITIES // 4
    who = f"{BASE}agency/{agency(n, k % quarter)}"
    title, name = document(n, k % quarter), reform(n, k % quarter)
    kinds: tuple[tuple[str, str, str, tuple[Qualifier, ...]], ...] = (
        (place, "reports", f"{k}件", (
            Qualifier("indicator", "办件"), Qualifier("unit", "件"), Qualifier("value", str(k)),
            Qualifier("year", "2021"),
        )),
        (who, "adopts", f"{BASE}initiative/{name}", (
            Qualifier("role", "adopted"), Qualifier("year", "2021"),
        )),
        (f"{BASE}document/{title}", "issuedBy", who, (
            Qualifier("date", "2021-08"), Qualifier("number", f"城司〔2021〕{k}号"),
            Qualifier("status", "issued"),
        )),
        (place, "receivedAward", f"{BASE}award/先进{n}-{k % quarter}", (
            Qualifier("status", "proposed"),
        )),
    )  # fmt: skip
    subject, predicate, object, qualifiers = kinds[(0, 0, 0, 1, 1, 2, 1, 2, 3)[k % 9]]
    literal = predicate == "reports"
    iri = f"{BASE}statement/{key('statement', n, k)}"
    return Statement(
        iri, subject, predicate, object, literal, qualifiers, (proof(n, k, report, order),)
    )


def proof(n: int, k: int, report: Report, order: Random) -> Evidence:
    """Return some words of a report."""
    start = order.randrange(len(report.text) - 60)
    end = start + order.randrange(15, 60)
    return Evidence(
        f"{BASE}evidence/{key('evidence', n, k)}", f"{BASE}report/r{n}", "1、依法决策", start, end,
        report.text[start:end], "carried-out", order.choice(REASONS), "0.917", 529,
    )  # fmt: skip


def district(n: int) -> str:
    """Return the path of a district."""
    return f"广西壮族自治区/柳州市/区{n}"


def agency(n: int, k: int) -> str:
    """Return the name of an agency of a district."""
    return f"柳州市区{n}第{k}司法局"


def document(n: int, k: int) -> str:
    """Return the title of a document."""
    return f"区{n}重大行政决策程序实施办法（{2000 + k}）"


def reform(n: int, k: int) -> str:
    """Return the name of a reform; every third is carried out everywhere."""
    return f"一窗通办{k}" if k % 3 == 0 else f"一窗通办{n}-{k}"


def key(*parts: object) -> str:
    """Return sixteen hexadecimal digits that follow from the parts."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
