"""Ask a server mixed questions at a steady rate for minutes, with one poison query per second.

    python scripts/soak.py --data data --seconds 600 --rate 40

Every answer is compared with the first one of its generation. Latency counts from the moment at
which a request was due, so that a server that stalls can't hide it (coordinated omission). Prints
a line for each kind of request; exit status 1 when an answer was wrong or missing.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
POISON = (
    f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}",
    f"SELECT * {{ {PRODUCT} }} ORDER BY ?l ?i",
    "SELECT (COUNT(*) AS ?n) { ?a (!<e:x>)* ?b . ?b (!<e:y>)* ?c . ?c (!<e:z>)* ?d }",
    f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("xxxxxxxx" AS ?x0) {DOUBLED} }}',
    f"CONSTRUCT {{ ?a ?e ?i . ?d ?h ?c }} {{ {PRODUCT} }}",
)
LABELS = "SELECT ?s ?x { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?x } ORDER BY ?s LIMIT 50"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CLIENTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
POISONER = "127.0.0.66"
PATIENCE = 60.0


@dataclass(slots=True)
class Tally:
    """Seconds of each kind's answers, what went wrong, and how poison ended."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    samples: list[str] = field(default_factory=list)
    poison: Counter[str] = field(default_factory=Counter)
    bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def check(self, kind: str, answer: httpx.Response) -> None:
        """Compare an answer with the first one to the same question about the same generation."""
        generation = answer.headers.get("zhengtu-generation", "")
        first = self.bodies.setdefault((kind, generation), answer.content)
        if answer.status_code != 200 or answer.content != first:
            self.fail(kind, f"{answer.status_code} {answer.text[:200]}")

    def fail(self, kind: str, what: str) -> None:
        """Count an error, and keep the words of the first few."""
        self.errors[kind] += 1
        if len(self.samples) < 10:
            self.samples.append(f"{kind}: {what}")


def questions(client: httpx.Client) -> dict[str, httpx.Request]:
    """What is asked, by kind; each has one right answer as long as the graph stays the same."""
    rows = client.get("/sparql", params={"query": LABELS}).json()["results"]["bindings"]
    thing = next(row["s"]["value"] for row in rows if "/id/" in row["s"]["value"])
    path = "/id/" + thing.partition("/id/")[2]
    ids = {"query": "query ($n: ID!) { generation { id } node(id: $n) { id } }"}
    return {
        "sparql ask": client.build_request("GET", "/sparql", params={"query": "ASK { ?s ?p ?o }"}),
        "sparql count": client.build_request("GET", "/sparql", params={"query": COUNT}),
        "sparql rows": client.build_request("GET", "/sparql", params={"query": LABELS}),
        "graphql": client.build_request(
            "POST", "/graphql", json={**ids, "variables": {"n": thing}}
        ),
        "thing": client.build_request("GET", path),
        "page": client.build_request("GET", path, headers={"Accept": "text/html"}),
        "vocabulary": client.build_request("GET", "/policy"),
    }


async def soak(address: str, seconds: float, rate: float) -> Tally:
    """Ask for so long at so many requests per second."""
    tally = Tally()
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        kinds = questions(client)
    clients = [from_address(address, found) for found in CLIENTS]
    poisoner = from_address(address, POISONER)
    begun, tasks = time.monotonic(), []
    turns = zip(itertools.count(), itertools.cycle(kinds), itertools.cycle(clients))
    for number, kind, client in turns:
        due = begun + number / rate
        if due > begun + seconds:
            break
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        tasks.append(asyncio.create_task(_ask(client, kind, kinds[kind], due, tally)))
        if number % max(1, round(rate)) == 0:
            query = POISON[len(tasks) % len(POISON)]
            tasks.append(asyncio.create_task(_poison(poisoner, query, tally)))
        tasks = [task for task in tasks if not task.done()]
    await asyncio.gather(*tasks)
    await asyncio.gather(*(client.aclose() for client in (*clients, poisoner)))
    return tally


def from_address(address: str, local: str) -> httpx.AsyncClient:
    """A client of the server at ``address``; on loopback it comes from the address ``local``."""
    loopback = "//127." in address
    transport = httpx.AsyncHTTPTransport(local_address=local if loopback else None)
    return httpx.AsyncClient(base_url=address, transport=transport, timeout=PATIENCE)


async def _ask(
    client: httpx.AsyncClient, kind: str, request: httpx.Request, due: float, tally: Tally
) -> None:
    try:
        copy = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.read()
        )
        tally.check(kind, await client.send(copy))
    except httpx.HTTPError as error:
        tally.fail(kind, repr(error))
    tally.seconds[kind].append(time.monotonic() - due)


async def _poison(client: httpx.AsyncClient, query: str, tally: Tally) -> None:
    """Ask what can't be answered; the bytes of a stream are thrown away as they come."""
    try:
        async with client.stream("POST", "/sparql", data={"query": query}) as answer:
            async for _ in answer.aiter_raw():
                pass
            tally.poison[str(answer.status_code)] += 1
    except httpx.RemoteProtocolError:
        tally.poison["broken off"] += 1
    except httpx.HTTPError as error:
        tally.fail("poison", repr(error))


@contextmanager
def server_over(data: Path, deadline: float) -> Iterator[tuple[str, int]]:
    """A server of its own over ``data``: its address and process id."""
    changes = {
        "PYTHONPATH": str(ROOT),
        "ZHENGTU_SPARQL_DEADLINE": str(deadline),
        "ZHENGTU_SPARQL_CLIENT_SECONDS": "1000000",  # poison goes on to the end
        "ZHENGTU_LOG": "off",
    }
    command = [sys.executable, "-c", "import sys; from graph.cli import main; sys.exit(main())"]
    with tempfile.TemporaryFile("w+b") as out:
        process = subprocess.Popen(
            [*command, "serve", "--data", str(data), "--port", "0"],
            stdout=out,
            stderr=out,
            env={**os.environ, **changes},
        )
        try:
            yield _address(process, out.fileno()), process.pid
        finally:
            process.terminate()
            process.wait(20)


def _address(process: subprocess.Popen[bytes], log: int) -> str:
    """Where the server says it listens."""
    while process.poll() is None:
        text = os.pread(log, 100_000, 0).decode(errors="replace")
        if found := re.search(r"ready at (\S+)/\n", text):
            return found[1]
        time.sleep(0.05)
    raise SystemExit(os.pread(log, 100_000, 0).decode(errors="replace"))


def report(tally: Tally) -> None:
    """Print what happened, a line for each kind."""
    print(f"{'kind':14} {'n':>7} {'errors':>7} {'p50 ms':>9} {'p99 ms':>9} {'max ms':>9}")
    for kind, seconds in tally.seconds.items():
        ranked = sorted(seconds)
        shown = [ranked[int(share * (len(ranked) - 1))] * 1000 for share in (0.5, 0.99, 1)]
        times = " ".join(f"{ms:9.1f}" for ms in shown)
        print(f"{kind:14} {len(ranked):7} {tally.errors[kind]:7} {times}")
    print("poison        ", ", ".join(f"{how}: {n}" for how, n in sorted(tally.poison.items())))
    for sample in tally.samples:
        print(f"error in {sample}")


def resident(pid: int) -> float:
    """Resident megabytes of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak as the command line says; 0 when every answer was right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the graph")
    parser.add_argument("--url", help="a server that runs already, instead of one of its own")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=float, default=40, help="requests per second")
    parser.add_argument("--deadline", type=float, default=2, help="seconds for one SPARQL query")
    options = parser.parse_args(arguments)
    if options.url:
        tally = asyncio.run(soak(options.url.rstrip("/"), options.seconds, options.rate))
    else:
        with server_over(options.data, options.deadline) as (address, pid):
            before = resident(pid)
            tally = asyncio.run(soak(address, options.seconds, options.rate))
            print(f"memory         {before:.0f} MB at the start, {resident(pid):.0f} MB at the end")
    report(tally)
    return 1 if tally.errors.total() else 0


if __name__ == "__main__":
    sys.exit(main())
