"""A new generation is served as soon as it is published, and no request notices the change."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from small_dataset import BASE, small_dataset

from graph.store.generation import Generation, write_generation

ROOT = Path(__file__).parent.parent
AWARD = BASE + "award/"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def publish(folder: Path, number: int) -> Generation:
    """A generation whose award carries its number, which every kind of answer shows."""
    dataset = small_dataset()
    entities = tuple(
        replace(found, label=f"mark-{number}") if found.iri.startswith(AWARD) else found
        for found in dataset.entities
    )
    return write_generation(replace(dataset, entities=entities), folder)


@contextmanager
def server_over(folder: Path, **settings: str) -> Iterator[tuple[httpx.Client, int, Path]]:
    """A real server process: a client of it, its process id, and the file of what it prints."""
    log = folder / "server.log"
    environment = {f"ZHENGTU_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-c", "import sys; from graph.cli import main; sys.exit(main())"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "serve", "--data", str(folder), "--port", "0"],
            stdout=out,
            stderr=out,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )
    try:
        address = wait_for(lambda: re.findall(r"ready at (\S+)/", log.read_text()), 30)[0]
        with httpx.Client(base_url=address, timeout=30) as client:
            yield client, process.pid, log
    finally:
        process.terminate()
        process.wait(20)


def wait_for(look: Callable[[], list[str]], seconds: float = 10) -> list[str]:
    """What ``look`` finds as soon as it finds something."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "it didn't happen in time"
        time.sleep(0.02)
    return found


def served_id(client: httpx.Client) -> str:
    return str(client.get("/healthz").json()["generation"]["id"])


def wait_until_served(client: httpx.Client, name: str) -> None:
    wait_for(lambda: [name] if served_id(client) == name else [])


def resident(pid: int) -> int:
    """Resident bytes of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


def children(pid: int) -> set[int]:
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


@dataclass
class Asking:
    """A client that asks the same all the time; what it saw, as (generation, mark in the body)."""

    client: httpx.Client
    request: httpx.Request
    stop: threading.Event
    seen: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Ask until told to stop."""
        while not self.stop.is_set():
            try:
                self._ask()
            except httpx.HTTPError as error:
                self.errors.append(repr(error))

    def _ask(self) -> None:
        answer = self.client.send(self.request)
        marks = set(re.findall(r"mark-(\d+)", answer.text))
        name = answer.headers["zhengtu-generation"]
        if answer.status_code != 200 or len(marks) != 1:
            self.errors.append(f"{answer.status_code} {answer.text[:300]}")
        elif '"generation":{' in answer.text and name not in answer.text:
            self.errors.append(f"GraphQL names another generation: {answer.text[:300]}")
        self.seen += [(name, mark) for mark in marks]


def questions(client: httpx.Client) -> list[httpx.Request]:
    """The same thing asked in SPARQL, GraphQL and by its IRI."""
    label = "SELECT ?x { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?x . "
    label += 'FILTER(STRSTARTS(STR(?x), "mark-")) }'
    thing = f"{AWARD}法治政府建设示范区"
    graphql = "query ($id: ID!) { generation { id } entity(iri: $id) { label } }"
    return [
        client.build_request("GET", "/sparql", params={"query": label}),
        client.build_request(
            "POST", "/graphql", json={"query": graphql, "variables": {"id": thing}}
        ),
        client.build_request("GET", "/id/" + thing.removeprefix(BASE)),
    ]


def test_ten_generations_pass_by_and_no_request_notices(tmp_path: Path) -> None:
    first = publish(tmp_path, 0)
    marks = {first.info.id: "0"}
    settings = {"reload_seconds": "0.1", "sparql_client_seconds": "1000", "log": "off"}
    settings["sparql_client_workers"] = "2"
    with server_over(tmp_path, **settings) as (client, pid, _):
        stop = threading.Event()
        askers = [Asking(client, found, stop) for found in questions(client)]
        threads = [threading.Thread(target=asker.run) for asker in askers]
        for thread in threads:
            thread.start()
        sizes = []
        for number in range(1, 11):
            generation = publish(tmp_path, number)
            marks[generation.info.id] = str(number)
            wait_until_served(client, generation.info.id)
            sizes.append(resident(pid))
        time.sleep(0.3)
        stop.set()
        for thread in threads:
            thread.join()
        wait_for(lambda: ["done"] if len(children(pid)) == 2 else [])
    for asker in askers:
        assert asker.errors == []
        assert {marks[name] for name, mark in asker.seen if marks[name] == mark} == {
            marks[name] for name, _ in asker.seen
        }
        assert all(marks[name] == mark for name, mark in asker.seen)
        assert len(set(asker.seen)) > 5
    assert sizes[-1] - sizes[1] < 30_000_000


def test_a_damaged_generation_is_refused_and_the_old_one_served_on(tmp_path: Path) -> None:
    first = publish(tmp_path, 1)
    with server_over(tmp_path, reload_seconds="0.1") as (client, pid, log):
        second = publish(tmp_path, 2)
        wait_until_served(client, second.info.id)
        pause = signal.SIGSTOP, signal.SIGCONT
        os.kill(pid, pause[0])
        third = publish(tmp_path, 3)
        data = bytearray(third.nquads.read_bytes())
        data[100] ^= 1
        third.nquads.write_bytes(data)
        os.kill(pid, pause[1])
        wait_for(lambda: re.findall(f"{third.info.id} is refused", log.read_text()))
        time.sleep(0.5)
        assert log.read_text().count("is refused") == 1
        assert served_id(client) == second.info.id
        answer = client.send(questions(client)[0])
        assert "mark-2" in answer.text
        assert "zhengtu_refused_generations_total 1" in client.get("/metrics").text
        publish(tmp_path, 3)  # finds the damage and writes it anew, under the same name
        wait_until_served(client, third.info.id)
    assert first.info.id != second.info.id


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs SIGHUP")
def test_a_hangup_signal_is_enough(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    with server_over(tmp_path, reload_seconds="0") as (client, pid, _):
        second = publish(tmp_path, 2)
        time.sleep(0.3)
        assert served_id(client) != second.info.id
        os.kill(pid, signal.SIGHUP)
        wait_until_served(client, second.info.id)


def test_a_query_that_began_on_the_old_generation_ends_on_it(tmp_path: Path) -> None:
    first = publish(tmp_path, 1)
    settings = {"reload_seconds": "0.1", "sparql_deadline": "4"}
    with server_over(tmp_path, **settings) as (client, pid, _):
        answers: list[httpx.Response] = []
        query = {"query": SLOW + " #", "timeout": "4"}
        slow = threading.Thread(
            target=lambda: answers.append(client.get("/sparql", params=query, timeout=30))
        )
        slow.start()
        wait_for(lambda: re.findall(r"^zhengtu_sparql_workers_busy 1$", _metrics(client), re.M))
        old_workers = children(pid)
        second = publish(tmp_path, 2)
        wait_until_served(client, second.info.id)
        assert old_workers <= children(pid)
        slow.join()
        assert answers[0].headers["zhengtu-generation"] == first.info.id
        assert answers[0].status_code in (200, 504)
        wait_for(lambda: ["gone"] if not old_workers & children(pid) else [])


def _metrics(client: httpx.Client) -> str:
    return client.get("/metrics").text
