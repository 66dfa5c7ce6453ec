"""No query harms anyone but itself: real workers, really killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from api_client import from_address, serving
from small_dataset import small_dataset

from api.settings import MEGABYTE, Settings
from api.sparql.pool import BusyError, CrashedError, LateError, Pool, Question
from graph.errors import QueryError, StoreError
from graph.store.generation import write_generation

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_generation(small_dataset(), tmp_path_factory.mktemp("store")).store_folder


@pytest.fixture(scope="module")
def big_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("big")
    triples = ox.Store(str(folder))
    predicate = ox.NamedNode("https://example.org/p")
    triples.bulk_extend(
        ox.Quad(ox.NamedNode(f"https://example.org/{i}"), predicate, ox.Literal(f"{i:04}" * 25))
        for i in range(3000)
    )
    triples.flush()
    return folder


def run(client: httpx.Client, query: str) -> httpx.Response:
    return client.post(
        "/sparql", content=query, headers={"Content-Type": "application/sparql-query"}
    )


def in_pool(store: Path, do: Callable[[Pool], Awaitable[None]], **changes: object) -> None:
    """Run ``do`` with a started pool of one worker over ``store``."""
    settings = {"size": 1, "memory": 2048 * MEGABYTE, "deadline": 2.0, "queue": 4, **changes}

    async def session() -> None:
        pool = Pool(store, **settings)  # type: ignore[arg-type]
        await pool.start()
        try:
            await do(pool)
        finally:
            await pool.close()

    asyncio.run(session())


async def answer(pool: Pool, query: str) -> bytes:
    async with pool.ask(Question(query, "https://example.org/")) as (_, pieces):
        return b"".join([piece async for piece in pieces])


def test_an_endless_query_dies_at_the_deadline_and_a_bystander_is_answered(
    client: httpx.Client,
) -> None:
    with ThreadPoolExecutor() as threads, from_address("127.0.0.2", client) as bystander:
        begun = time.monotonic()
        endless = threads.submit(run, client, ENDLESS)
        while time.monotonic() - begun < 1.0:
            asked = time.monotonic()
            assert run(bystander, "ASK { ?s ?p ?o }").json()["boolean"] is True
            assert time.monotonic() - asked < 0.5
        refused = endless.result()
    assert refused.status_code == 504
    assert "LIMIT" in refused.json()["detail"]
    assert time.monotonic() - begun < 1.5 + 2
    assert run(client, "ASK { ?s ?p ?o }").status_code == 200


def test_a_client_may_ask_for_an_earlier_deadline(client: httpx.Client) -> None:
    begun = time.monotonic()
    assert client.get("/sparql", params={"query": ENDLESS, "timeout": "0.2"}).status_code == 504
    assert time.monotonic() - begun < 1.2
    assert client.get("/sparql", params={"query": "ASK {}", "timeout": "soon"}).status_code == 400


def test_more_queries_than_the_queue_holds_are_sent_away(tmp_path: Path) -> None:
    settings = Settings(sparql_deadline=1.5, sparql_workers=1, sparql_queue=1)
    with serving(tmp_path, settings=settings) as narrow, ThreadPoolExecutor(8) as threads:
        statuses = [found.status_code for found in threads.map(run, [narrow] * 8, [ENDLESS] * 8)]
        assert {503, 504} <= set(statuses) <= {429, 503, 504}
        busy = [run(narrow, "ASK {}") for _ in range(2)]
        assert busy[-1].status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 2000 + "}" * 2000,
        "SELECT * WHERE { FILTER(" + "(" * 2000 + "1" + ")" * 2000 + ") }",
        "ASK " + "{" * 4096,
        "ASK { ?s ?p " + "[ ?p " * 2000 + "] " * 2000 + "}",
    ],
)
def test_deep_nesting_is_refused_before_a_worker_sees_it(client: httpx.Client, query: str) -> None:
    killed = client.get("/healthz").json()["sparql"]["killed"]
    answered = run(client, query)
    assert answered.status_code == 400
    assert "nested" in answered.json()["detail"]
    assert client.get("/healthz").json()["sparql"]["killed"] == killed


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "!" * 50_000 + "true) }",
        "ASK { FILTER(" + "1+" * 30_000 + "1 > 0) }",
        "ASK { ?s " + "<e:p>/" * 10_000 + "<e:p> ?o }",
        "ASK { ?s ?p ?o " + "FILTER EXISTS { ?s ?p ?o " * 100 + "} " * 100 + "}",
        "SELECT * { VALUES ?x { " + "1 " * 40_000 + "} }",
        'ASK { BIND("' + "x" * 90_000 + '" AS ?x) FILTER(REGEX(?x, "(x+x+)+y")) }',
        "ASK { ?s (<e:a>*)* ?o . ?o (<e:b>|!<e:b>)* ?z . ?z (<e:c>|!<e:c>)+ ?s }",
        'SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . BIND("x" AS ?y) }',
    ],
    ids=["not", "sum", "path", "exists", "values", "regex", "stars", "concat"],
)
def test_hostile_queries_are_answered_in_time(client: httpx.Client, query: str) -> None:
    begun = time.monotonic()
    answered = run(client, query)
    assert answered.status_code in (200, 400, 503, 504)
    assert time.monotonic() - begun < 1.5 + 2
    assert run(client, "ASK { ?s ?p ?o }").json()["boolean"] is True


def test_a_worker_that_is_killed_from_outside_is_replaced(store: Path) -> None:
    async def session(pool: Pool) -> None:
        (worker,) = pool.workers
        os.kill(worker.process.pid, signal.SIGKILL)
        with pytest.raises(CrashedError):
            await answer(pool, "ASK { }")
        assert b"true" in await answer(pool, "ASK { }")
        assert worker not in pool.workers

    in_pool(store, session)


def test_a_query_that_needs_too_much_memory_ends_alone(store: Path) -> None:
    doubling = "".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1}) " for i in range(34))
    query = f'SELECT (STRLEN(?x34) AS ?n) {{ BIND("xxxxxxxx" AS ?x0) {doubling} }}'

    async def session(pool: Pool) -> None:
        with pytest.raises(QueryError):
            await answer(pool, query)
        assert b"true" in await answer(pool, "ASK { }")

    in_pool(store, session, memory=256 * MEGABYTE, deadline=5.0)


def test_the_kernel_refuses_sockets_to_a_worker(store: Path) -> None:
    """Even a SERVICE that slipped past the look at the text reaches nobody."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        port = listener.getsockname()[1]
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"

        async def session(pool: Pool) -> None:
            assert pool.unguarded == ""
            with pytest.raises(QueryError):
                await answer(pool, query)

        in_pool(store, session)
        with pytest.raises(TimeoutError):
            listener.accept()


def test_what_is_left_unread_costs_the_worker_its_life(big_store: Path) -> None:
    async def session(pool: Pool) -> None:
        everything = Question("SELECT * { ?s ?p ?o }", "https://example.org/")
        async with pool.ask(everything) as (_, pieces):
            await anext(pieces)
        assert pool.killed == 1
        assert b"true" in await answer(pool, "ASK { }")

    in_pool(big_store, session)


def test_a_pool_tells_busy_from_late(store: Path) -> None:
    async def session(pool: Pool) -> None:
        endless = [asyncio.create_task(answer(pool, ENDLESS)) for _ in range(3)]
        results = await asyncio.gather(*endless, return_exceptions=True)
        assert isinstance(results[0], LateError)
        assert all(isinstance(result, BusyError | LateError) for result in results)

    in_pool(store, session, deadline=0.5, queue=1)


def test_a_pool_over_no_store_says_so(tmp_path: Path) -> None:
    async def session(_: Pool) -> None:
        raise AssertionError("the pool must not start")

    with pytest.raises(StoreError, match="zhengtu build"):
        in_pool(tmp_path / "none", session)


def test_an_answer_beyond_the_buffer_streams_whole(tmp_path: Path) -> None:
    query = "SELECT ?a ?d ?g WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 30000"
    settings = Settings(sparql_buffer=200_000, sparql_deadline=20)
    with serving(tmp_path, settings=settings) as small_buffer:
        body = small_buffer.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
        assert body.status_code == 200
        assert body.text.count("\n") == 30001


def test_a_streamed_answer_that_fails_is_never_ended_cleanly(tmp_path: Path) -> None:
    query = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    settings = Settings(sparql_buffer=100_000, sparql_deadline=0.5, sparql_stream_seconds=1)
    with serving(tmp_path, settings=settings) as small_buffer:
        with pytest.raises(httpx.RemoteProtocolError):
            small_buffer.get("/sparql", params={"query": query})
        assert run(small_buffer, "ASK { }").status_code == 200


def test_a_client_that_leaves_frees_its_worker(tmp_path: Path) -> None:
    settings = Settings(sparql_workers=1, sparql_deadline=20)
    with serving(tmp_path, settings=settings) as patient:
        with pytest.raises(httpx.ReadTimeout):
            patient.get("/sparql", params={"query": ENDLESS}, timeout=0.3)
        begun = time.monotonic()
        assert run(patient, "ASK { }").status_code == 200
        assert time.monotonic() - begun < 3
