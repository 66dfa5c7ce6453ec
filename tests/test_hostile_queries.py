"""No query keeps the server longer than its deadline, disturbs others, or calls out."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from api_client import from_address, serving
from hostile_queries import hostile_queries

from api.settings import MEGABYTE, Settings

DEADLINE, GRACE = 2.0, 2.0
NAMES = sorted(hostile_queries("http://127.0.0.1:1/"))


@dataclass
class Bystander:
    """Another client that asks something small all the time; the seconds each answer took."""

    client: httpx.Client
    stop: threading.Event = field(default_factory=threading.Event)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Ask until told to stop."""
        while not self.stop.is_set():
            begun = time.monotonic()
            try:
                answer = self.client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
                if answer.status_code != 200 or not answer.json()["boolean"]:
                    self.wrong.append(answer.text)
            except httpx.HTTPError as error:
                self.wrong.append(repr(error))
            self.seconds.append(time.monotonic() - begun)
            time.sleep(0.05)


@contextmanager
def standing_by(client: httpx.Client) -> Iterator[Bystander]:
    with from_address("127.0.0.2", client) as other:
        bystander = Bystander(other)
        thread = threading.Thread(target=bystander.run)
        thread.start()
        try:
            yield bystander
        finally:
            bystander.stop.set()
            thread.join()


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Somebody who waits for the server to call."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        found.setblocking(False)
        yield found


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    settings = Settings(
        sparql_deadline=DEADLINE,
        sparql_stream_seconds=DEADLINE,
        sparql_memory=512 * MEGABYTE,
        sparql_client_seconds=1000,
        log="off",
    )
    with serving(tmp_path_factory.mktemp("data"), settings=settings) as found:
        yield found


def send(client: httpx.Client, query: str) -> int:
    """The status of the answer, which is read to its end; 0 for one that was broken off."""
    try:
        with client.stream(
            "POST",
            "/sparql",
            content=query.encode(errors="surrogatepass"),
            headers={"Content-Type": "application/sparql-query", "Accept-Encoding": "identity"},
        ) as answer:
            for _ in answer.iter_raw():
                pass
            return answer.status_code
    except httpx.RemoteProtocolError:
        return 0


def test_there_are_at_least_forty_ways_to_be_hostile() -> None:
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_query_is_answered_in_time_and_alone(
    client: httpx.Client, listener: socket.socket, name: str
) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    query = hostile_queries(address)[name]
    with standing_by(client) as bystander:
        begun = time.monotonic()
        status = send(client, query)
        seconds = time.monotonic() - begun
    assert status in (0, 200, 400, 413, 503, 504)
    assert seconds < DEADLINE + GRACE
    assert bystander.wrong == []
    assert max(bystander.seconds) < GRACE
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("name", ["service", "service-after-comment", "service-bound", "load"])
def test_what_calls_out_is_refused_in_words(client: httpx.Client, name: str) -> None:
    query = hostile_queries("http://127.0.0.1:1/")[name]
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "endpoint" in answer.json()["detail"]


def test_two_hostile_queries_at_once_leave_a_bystander_in_peace(client: httpx.Client) -> None:
    queries = hostile_queries("http://127.0.0.1:1/")
    names = ("product-order", "path-any", "concat", "group-concat")
    with standing_by(client) as bystander:
        threads = [threading.Thread(target=send, args=(client, queries[name])) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert bystander.wrong == []
    assert max(bystander.seconds) < GRACE


def test_afterwards_the_server_is_as_before(client: httpx.Client) -> None:
    end = time.monotonic() + 5
    while client.get("/healthz").json()["sparql"]["idle"] < 2:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert client.get("/readyz").status_code == 200
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    assert resident < 1500 * MEGABYTE
