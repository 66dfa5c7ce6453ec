"""Each client gets its share of the workers, and no more; one that leaves frees its worker."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from api_client import from_address, serving

from api.client import client_of, scheme_of
from api.settings import Settings
from api.sparql.failures import BusyError, GreedyError
from api.sparql.fair_queue import Budget, FairQueue

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
LONG = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def run(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    sent = {"Content-Type": "application/sparql-query", **headers}
    return client.post("/sparql", content=query, headers=sent)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server whose queries may take long, so that only their clients end them."""
    settings = Settings(sparql_deadline=60, sparql_buffer=100_000, sparql_client_seconds=1000)
    with serving(tmp_path_factory.mktemp("data"), settings=settings) as found:
        yield found


def test_clients_take_turns_however_many_queries_each_sends() -> None:
    async def session() -> list[str]:
        queue: FairQueue[int] = FairQueue(size=20, own=10, share=1)
        order: list[str] = []

        async def ask(client: str) -> None:
            worker = await queue.take(client, 5)
            order.append(client)
            await asyncio.sleep(0)
            queue.release(client, worker)

        asked = [asyncio.ensure_future(ask(client)) for client in "aaaabbc"]
        await asyncio.sleep(0)
        queue.add(1)
        await asyncio.gather(*asked)
        assert not queue.lines
        assert not queue.held
        assert list(queue.idle) == [1]
        return order

    assert asyncio.run(session()) == list("abcabaa")


def test_a_client_holds_its_share_of_workers_and_the_rest_stay_free_for_others() -> None:
    async def session() -> None:
        queue: FairQueue[int] = FairQueue(size=2, own=1, share=2)
        for worker in range(3):
            queue.add(worker)
        held = [await queue.take("a", 1) for _ in range(2)]
        with pytest.raises(GreedyError, match="at once"):
            await queue.take("a", 0.01)
        assert await queue.take("b", 1) == 2
        with pytest.raises(BusyError, match="in time"):
            await queue.take("c", 0.01)
        waits = asyncio.ensure_future(queue.take("a", 5))
        await asyncio.sleep(0)
        with pytest.raises(GreedyError, match="waiting already"):
            await queue.take("a", 1)
        queue.release("a", held[0])
        assert await waits == held[0]

    asyncio.run(session())


def test_a_worker_that_comes_as_its_asker_leaves_goes_to_the_next() -> None:
    async def session() -> None:
        queue: FairQueue[int] = FairQueue(size=5, own=5, share=1)
        leaver = asyncio.ensure_future(queue.take("a", 5))
        stayer = asyncio.ensure_future(queue.take("b", 5))
        await asyncio.sleep(0)
        queue.add(7)
        leaver.cancel()
        assert await stayer == 7
        assert queue.held == {"b": 1}
        assert not queue.waiting

    asyncio.run(session())


def test_a_budget_is_a_sliding_window_that_forgets() -> None:
    now = 1000.0
    budget = Budget(seconds=10, window=60, clock=lambda: now)
    for _ in range(3):
        budget.spend("a", 4)
        now += 5
    with pytest.raises(GreedyError, match="one client's share") as refused:
        budget.check("a")
    wait = refused.value.retry_after
    assert 44 <= wait <= 47
    budget.check("b")
    now += wait
    budget.check("a")
    now += 100
    budget.check("a")
    assert not budget._spent
    assert not budget._total


def test_slow_queries_of_one_client_never_keep_another_waiting(patient: httpx.Client) -> None:
    with ThreadPoolExecutor(4) as threads, from_address("127.0.0.2", patient) as other:
        slow = [
            threads.submit(patient.get, "/sparql", params={"query": ENDLESS, "timeout": "2"})
            for _ in range(2)
        ]
        time.sleep(0.3)
        for _ in range(10):
            begun = time.monotonic()
            assert run(other, "ASK { ?s ?p ?o }").json()["boolean"] is True
            assert time.monotonic() - begun < 1
        statuses = sorted(found.result().status_code for found in slow)
    assert statuses in ([429, 504], [504, 504])


def test_a_client_over_its_budget_is_told_when_to_ask_again(tmp_path: Path) -> None:
    settings = Settings(sparql_deadline=0.5, sparql_client_seconds=0.3, sparql_client_window=30)
    with serving(tmp_path, settings=settings) as client:
        assert run(client, ENDLESS).status_code == 504
        refused = run(client, "ASK { }")
        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/problem+json"
        assert 0 < int(refused.headers["retry-after"]) <= 32
        assert "Ask again in" in refused.json()["detail"]
        spoofed = run(client, "ASK { }", **{"X-Forwarded-For": "203.0.113.9"})
        assert spoofed.status_code == 429
        with from_address("127.0.0.2", client) as other:
            assert run(other, "ASK { }").status_code == 200


def test_a_full_queue_says_when_to_come_back(tmp_path: Path) -> None:
    settings = Settings(sparql_deadline=1, sparql_workers=1, sparql_queue=0)
    with serving(tmp_path, settings=settings) as narrow, ThreadPoolExecutor(1) as threads:
        slow = threads.submit(run, narrow, ENDLESS)
        time.sleep(0.3)
        refused = run(narrow, "ASK { }")
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        assert "waiting already" in refused.json()["detail"]
        assert slow.result().status_code == 504


@pytest.mark.parametrize(
    ("hops", "header", "client"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "evil, 198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (3, "203.0.113.9", "192.0.2.1"),
        (1, "[2001:db8:0:7:1::2]:4711", "2001:db8:0:7::/64"),
        (1, "203.0.113.9:80", "203.0.113.9"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "nonsense\x00", "unknown"),
    ],
)
def test_a_client_is_the_address_that_trusted_proxies_saw(
    hops: int, header: str, client: str
) -> None:
    scope = {
        "type": "http",
        "client": ("192.0.2.1", 1),
        "headers": [(b"x-forwarded-for", header.encode())],
    }
    assert client_of(scope, Settings(proxy_hops=hops)) == client


@pytest.mark.parametrize(("hops", "scheme"), [(0, "http"), (1, "https")])
def test_a_trusted_proxy_says_whether_the_client_came_by_https(hops: int, scheme: str) -> None:
    scope = {"type": "http", "scheme": "http", "headers": [(b"x-forwarded-proto", b"https")]}
    assert scheme_of(scope, Settings(proxy_hops=hops)) == scheme


def connect(client: httpx.Client, query: str, version: str = "1.1") -> socket.socket:
    """A plain connection over which ``query`` was sent, with small buffers."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
    found.connect((client.base_url.host, client.base_url.port))
    head = f"POST /sparql HTTP/{version}\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    found.sendall(f"{head}Content-Length: {len(query)}\r\n\r\n{query}".encode())
    return found


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    connection.settimeout(10)
    found = bytearray()
    with connection, suppress(ConnectionError):
        while piece := connection.recv(1 << 16):
            found += piece
    return bytes(found)


def busy(client: httpx.Client) -> int:
    """How many workers have a query."""
    return int(re.findall(r"^zhengtu_sparql_workers_busy (\d+)", metrics(client), re.M)[0])


def metrics(client: httpx.Client) -> str:
    return client.get("/metrics").text


def gone(client: httpx.Client) -> int:
    found = re.findall(r'queries_total\{outcome="client-gone"\} (\d+)', metrics(client))
    return int(found[0])


def wait_for(what: object, expected: object, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while what() != expected:  # type: ignore[operator]
        assert time.monotonic() < end, f"still {what()}, not {expected}"  # type: ignore[operator]
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("query", "read"), [(ENDLESS, 0), (LONG, 0), (LONG, 50_000)], ids=["buffered", "head", "stream"]
)
def test_a_closed_socket_kills_the_worker(patient: httpx.Client, query: str, read: int) -> None:
    before = gone(patient)
    connection = connect(patient, query)
    wait_for(lambda: busy(patient), 1)
    while read > 0:
        read -= len(connection.recv(4096))
    connection.close()
    wait_for(lambda: (busy(patient), gone(patient)), (0, before + 1))
    wait_for(lambda: patient.get("/healthz").json()["sparql"]["idle"], 2)


def test_a_browser_that_leaves_the_editor_kills_the_worker_too(patient: httpx.Client) -> None:
    before = gone(patient)
    with pytest.raises(httpx.ReadTimeout):
        patient.get(
            "/sparql", params={"query": ENDLESS}, headers={"Accept": "text/html"}, timeout=0.3
        )
    wait_for(lambda: (busy(patient), gone(patient)), (0, before + 1))


def test_a_client_that_stays_but_never_reads_loses_its_worker_in_the_end(tmp_path: Path) -> None:
    settings = Settings(sparql_buffer=100_000, sparql_stream_seconds=1, sparql_workers=1)
    with serving(tmp_path, settings=settings) as client:
        connection = connect(client, LONG)
        wait_for(lambda: busy(client), 1)
        wait_for(lambda: busy(client), 0)
        assert 'queries_total{outcome="cut"} 1' in metrics(client)
        assert run(client, "ASK { }").status_code == 200
        connection.close()


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_stream_over_the_cap_of_bytes_is_broken_off(tmp_path: Path, encoding: str) -> None:
    settings = Settings(sparql_buffer=100_000, sparql_stream_bytes=1_000_000)
    with serving(tmp_path, settings=settings) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            run(client, LONG, **{"Accept-Encoding": encoding})
        wait_for(lambda: 'queries_total{outcome="cut"} 1' in metrics(client), True)
        assert run(client, "ASK { }").status_code == 200


def test_who_fetches_no_answers_can_only_hold_a_few(tmp_path: Path) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 28000"
    settings = Settings(client_requests=3, requests=4, stall_seconds=1.5, sparql_deadline=20)
    with serving(tmp_path, settings=settings) as client:
        size = len(run(client, query).content)
        assert size > 6_000_000  # more than the buffers of a connection take
        held = [connect(client, query) for _ in range(3)]
        with from_address("127.0.0.2", client) as other:
            wait_for(lambda: run(client, "ASK { }").status_code, 429)
            assert run(other, "ASK { }").status_code == 200
            assert other.get("/healthz").status_code == 200
            wait_for(lambda: run(client, "ASK { }").status_code, 200)
        for connection in held:
            assert len(read_all(connection)) < size


def test_http_1_0_gets_no_answer_that_could_be_cut_unseen(patient: httpx.Client) -> None:
    answer = read_all(connect(patient, LONG, version="1.0"))
    assert answer.split(b"\r\n")[0].split()[1] == b"505"
    wait_for(lambda: patient.get("/healthz").json()["sparql"]["idle"], 2)


def test_how_an_answer_fails_is_known_also_after_its_first_rows(tmp_path: Path) -> None:
    settings = Settings(sparql_buffer=50_000_000, sparql_deadline=0.4)
    seldom = "FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l))) = 7)"
    query = f"SELECT * {{ {{ ?a ?b ?c . ?d ?e ?f }} UNION {{ {LONG[16:-2]} {seldom} }} }}"
    with serving(tmp_path, settings=settings) as client:
        assert run(client, query).status_code == 504
        assert 'queries_total{outcome="timeout"} 1' in metrics(client)


def test_what_fails_within_the_buffer_has_a_status_of_its_own(tmp_path: Path) -> None:
    settings = Settings(sparql_buffer=8_000_000, sparql_deadline=0.3)
    query = "SELECT (COUNT(*) AS ?n) ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } GROUP BY ?a"
    with serving(tmp_path, settings=settings) as client:
        assert run(client, query).status_code == 504
