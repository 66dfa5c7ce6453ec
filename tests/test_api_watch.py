"""What an operator sees: metrics that Prometheus can read, a log without secrets, and health."""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from api_client import serving

from api.access import open_log, told
from api.client import masked
from api.settings import Settings, SettingsError
from api.sparql.failures import OUTCOMES
from api.sparql.pool import Account

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
SAMPLE = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)')
Sample = tuple[dict[str, str], float]


def parse(text: str) -> dict[str, tuple[str, list[tuple[str, dict[str, str], float]]]]:
    """Families by name, each with its kind and its samples, in Prometheus' text format.

    Fails where promtool would: on samples outside their family, a family that comes twice,
    missing HELP or TYPE, labels that aren't closed, or a sample that comes twice.
    """
    assert text.endswith("\n")
    families: dict[str, tuple[str, list[tuple[str, dict[str, str], float]]]] = {}
    helped, current, seen = "", "", set()
    for line in text.splitlines():
        if line.startswith("# HELP "):
            helped, words = line.split(" ", 3)[2:]
            assert words, "an empty HELP"
        elif line.startswith("# TYPE "):
            current, kind = line.split(" ")[2:]
            assert current == helped, "TYPE without its HELP"
            assert current not in families, f"{current} comes twice"
            assert kind in ("counter", "gauge", "histogram")
            assert (kind == "counter") == current.endswith("_total")
            families[current] = (kind, [])
        else:
            match = SAMPLE.fullmatch(line)
            assert match, f"no sample: {line!r}"
            name, inside, value = match.groups()
            suffixes = (
                ("_bucket", "_sum", "_count") if families[current][0] == "histogram" else ("",)
            )
            assert name in {current + suffix for suffix in suffixes}
            labels = dict(LABEL.findall(inside or ""))
            assert LABEL.sub("", inside or "") == ""
            key = name, tuple(sorted(labels.items()))
            assert key not in seen, f"{key} comes twice"
            seen.add(key)
            families[current][1].append((name, labels, float(value)))
    return families


def check_histogram(name: str, samples: list[tuple[str, dict[str, str], float]]) -> None:
    """Buckets rise to ``+Inf``, which is the count; a sum for each set of labels."""
    buckets: dict[tuple[tuple[str, str], ...], list[tuple[float, float]]] = defaultdict(list)
    others: dict[tuple[str, tuple[tuple[str, str], ...]], float] = {}
    for found, labels, value in samples:
        rest = tuple(sorted((key, text) for key, text in labels.items() if key != "le"))
        if found == f"{name}_bucket":
            buckets[rest].append((float(labels["le"]), value))
        else:
            others[found, rest] = value
    assert buckets
    for rest, found_buckets in buckets.items():
        assert found_buckets == sorted(found_buckets)
        assert [value for _, value in found_buckets] == sorted(v for _, v in found_buckets)
        assert found_buckets[-1] == (math.inf, others[f"{name}_count", rest])
        assert others[f"{name}_sum", rest] >= 0


def value(client: httpx.Client, name: str, **labels: str) -> float:
    samples = parse(client.get("/metrics").text)[name][1]
    return sum(found for _, given, found in samples if labels.items() <= given.items())


def sparql(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    sent = {"Content-Type": "application/sparql-query", **headers}
    return client.post("/sparql", content=query.encode(), headers=sent)


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "access.log"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, log_file: Path) -> object:
    settings = Settings(sparql_deadline=0.6, slow_query=0.5, log=str(log_file))
    with serving(tmp_path_factory.mktemp("data"), settings=settings) as found:
        yield found


def last_lines(log_file: Path, number: int = 1) -> list[dict[str, object]]:
    """The last lines of the log, which are written after their responses have been sent."""
    time.sleep(0.1)
    return [json.loads(line) for line in log_file.read_text("utf-8").split("\n")[:-1]][-number:]


def test_metrics_are_what_a_strict_reader_expects(client: httpx.Client) -> None:
    sparql(client, "ASK { }")
    client.post("/graphql", json={"query": "{ generation { id } }"})
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = parse(answer.text)
    histograms = [name for name, (kind, _) in families.items() if kind == "histogram"]
    assert len(histograms) == 2
    for name in histograms:
        check_histogram(name, families[name][1])
    (_, generation, one) = families["zhengtu_generation_info"][1][0]
    assert (generation["id"], one) == (answer.headers["zhengtu-generation"], 1)
    assert families["process_resident_memory_bytes"][1][0][2] > 1e6
    outcomes = families["zhengtu_sparql_queries_total"][1]
    assert {labels["outcome"] for _, labels, _ in outcomes} == set(OUTCOMES)


@pytest.mark.parametrize(
    ("query", "accept", "outcome"),
    [
        ("ASK { ?s ?p ?o }", "*/*", "ok"),
        ("ASK { ?s ?p", "*/*", "syntax"),
        ("ASK { }", "text/turtle", "form"),
        (ENDLESS, "*/*", "timeout"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "*/*", "refused"),
    ],
)
def test_a_query_is_counted_and_logged_by_its_outcome(
    client: httpx.Client, log_file: Path, query: str, accept: str, outcome: str
) -> None:
    name = "zhengtu_sparql_queries_total"
    before = value(client, name, outcome=outcome)
    answer = sparql(client, query, Accept=accept)
    assert value(client, name, outcome=outcome) == before + 1
    lines = [line for line in last_lines(log_file, 6) if line["route"] == "sparql"]
    line = next(line for line in reversed(lines) if "slow" not in line)
    assert (line["outcome"], line["status"]) == (outcome, answer.status_code)
    if outcome != "refused":
        assert line["query"] == hashlib.sha256(query.encode()).hexdigest()[:16]
    assert line["answer_bytes"] == (len(answer.content) if outcome == "ok" else 0)


def test_work_in_workers_is_counted_as_cpu_also_when_it_is_killed(client: httpx.Client) -> None:
    before = value(client, "zhengtu_sparql_cpu_seconds_total")
    restarts = value(client, "zhengtu_sparql_worker_restarts_total")
    sparql(client, ENDLESS)
    assert value(client, "zhengtu_sparql_cpu_seconds_total") > before + 0.1
    end = time.monotonic() + 5
    while value(client, "zhengtu_sparql_worker_restarts_total") <= restarts:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        ("{ generation { id } }", "ok"),
        ("{ nothing }", "invalid"),
        ('{ neighbourhood(id: "x", depth: 99) { truncated } }', "refused"),
        ("", "refused"),
    ],
)
def test_graphql_is_counted_by_outcome(client: httpx.Client, query: str, outcome: str) -> None:
    name = "zhengtu_graphql_operations_total"
    before = value(client, name, outcome=outcome)
    client.post("/graphql", json={"query": query})
    assert value(client, name, outcome=outcome) == before + 1


def test_a_log_line_says_what_was_asked_and_never_in_which_words(
    client: httpx.Client, log_file: Path
) -> None:
    client.get("/sparql", params={"query": "ASK { ?s ?p 'a secret' }"})
    (line,) = last_lines(log_file)
    assert set(line) == {
        *("time", "client", "method", "path", "status", "bytes", "ms", "route"),
        *("query", "outcome", "cpu_ms", "worker_ms", "answer_bytes"),
    }
    assert (line["client"], line["path"], line["status"]) == ("127.0.0.0", "/sparql", 200)
    assert "secret" not in log_file.read_text("utf-8")


def test_a_slow_query_is_logged_with_its_text_cut(client: httpx.Client, log_file: Path) -> None:
    sparql(client, ENDLESS + " # " + "x" * 5000)
    line, slow = last_lines(log_file, 2)
    assert "slow" not in line
    assert str(slow["slow"]).startswith(ENDLESS)
    assert len(str(slow["slow"])) == 2000
    assert slow["query"] == line["query"]


def test_nobody_can_write_lines_into_the_log(client: httpx.Client, log_file: Path) -> None:
    before = len(log_file.read_text("utf-8").split("\n"))
    for path in ("/id/a%0A%7B%22status%22:1%7D", "/x%E2%80%A8y%C2%85z%00%1B[31m"):
        assert client.get(path).status_code == 404
    assert client.get("/" + "x" * 5000).status_code == 404
    sparql(client, ENDLESS + "\n# \u2028 \x85 \x1b[31m\r\n# {}")
    time.sleep(0.2)
    text = log_file.read_text("utf-8")
    assert len(text.split("\n")) == before + 5
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]", text)


@pytest.mark.parametrize(
    ("clients", "expected"), [("full", '"client":"127.0.0.1"'), ("none", '"client":"-"')]
)
def test_clients_are_named_as_told(tmp_path: Path, clients: str, expected: str) -> None:
    log = tmp_path / "access.log"
    with serving(tmp_path, settings=Settings(log=str(log), log_clients=clients)) as found:
        found.get("/healthz")
    assert expected in log.read_text()


def test_a_log_may_be_text_or_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with serving(tmp_path, settings=Settings(log="text")) as found:
        found.get("/healthz")
    assert re.search(r'method="GET" path="/healthz" status=200', capfd.readouterr().err)
    with serving(tmp_path, settings=Settings(log="off")) as found:
        found.get("/healthz")
    assert "healthz" not in capfd.readouterr().err


def test_a_log_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ZHENGTU_LOG"):
        open_log(Settings(log=str(tmp_path / "none" / "access.log")))


def test_a_log_that_is_renamed_goes_on_in_a_new_file(client: httpx.Client, log_file: Path) -> None:
    client.get("/healthz")
    rotated = log_file.with_suffix(".1")
    last_lines(log_file)
    log_file.rename(rotated)
    client.get("/readyz")
    assert last_lines(log_file)[0]["path"] == "/readyz"
    rotated.unlink()


def test_lone_surrogates_in_a_query_break_no_log() -> None:
    assert len(str(told(Account("ASK \ud800"))["query"])) == 16
    assert masked("::1") == "::"


def test_a_server_whose_workers_are_taken_is_alive_but_not_ready(tmp_path: Path) -> None:
    settings = Settings(sparql_deadline=3, sparql_workers=1, log="off")
    with serving(tmp_path, settings=settings) as found, ThreadPoolExecutor(1) as threads:
        assert found.get("/readyz").status_code == 200
        slow = threads.submit(sparql, found, ENDLESS)
        time.sleep(0.3)
        begun = time.monotonic()
        assert found.get("/healthz").json()["status"] == "ok"
        assert time.monotonic() - begun < 0.5
        refused = found.get("/readyz")
        assert refused.status_code == 503
        assert "worker" in refused.json()["detail"]
        assert time.monotonic() - begun < 2.5
        slow.result()
        end = time.monotonic() + 5
        while found.get("/readyz").status_code != 200:
            assert time.monotonic() < end
            time.sleep(0.1)
