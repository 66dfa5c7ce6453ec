"""A real server on a loopback port over a real store, for the tests of the web."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from small_dataset import small_dataset

from api.app import create_app
from api.rdf import create_rdf_app
from api.settings import Settings
from graph.model import Dataset
from graph.store.generation import write_generation

RESULTS = "application/sparql-results+json"


@contextmanager
def serving(
    folder: Path, dataset: Dataset | None = None, settings: Settings | None = None
) -> Iterator[httpx.Client]:
    """A client of a server over ``dataset`` (the small one), with a short deadline."""
    write_generation(dataset or small_dataset(), folder)
    chosen = settings or Settings(sparql_deadline=1.5, static=folder / "static")
    with running(create_app(replace(chosen, data=folder))) as client:
        yield client


@contextmanager
def serving_rdf(*files: Path, base: str = "") -> Iterator[httpx.Client]:
    """A client of a server over RDF files."""
    with running(create_rdf_app(Settings(sparql_deadline=5), files, base)) as client:
        yield client


@contextmanager
def running(app: FastAPI) -> Iterator[httpx.Client]:
    """A client of a server that runs ``app`` on a free port."""
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            port=0,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=5,
        )
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.02)
            assert thread.is_alive(), "the server did not start"
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


def from_address(address: str, client: httpx.Client) -> httpx.Client:
    """A client of the same server that comes from another address of the loopback network."""
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=client.base_url, timeout=30, transport=transport)


def ask(client: httpx.Client, query: str, **variables: object) -> dict[str, object]:
    """The data that a GraphQL query answers with; fails on errors."""
    answer = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return dict(answer["data"])
