"""The command, run as a user runs it."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
from markup import REPORTS, five_reports

from graph.cli import main
from graph.publish.exports import FORMATS

ENTRY = "from graph.cli import main; raise SystemExit(main())"
COMMANDS = ("extract", "build", "validate", "export", "diff", "query", "explain", "score", "serve")
GOLD = Path(__file__).parent / "gold"


@dataclass(frozen=True)
class Outcome:
    """What a run of the command ended with."""

    returncode: int
    stdout: str
    stderr: str


def process(*arguments: object, given: str = "") -> Outcome:
    """Run the command in a process of its own, with ``given`` on standard input."""
    found = subprocess.run(
        [sys.executable, "-c", ENTRY, *map(str, arguments)],
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Outcome(found.returncode, found.stdout, found.stderr)


def zhengtu(*arguments: object) -> Outcome:
    """Run the command in this process, which has read its lists already."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        out.flush()
        err.flush()
    return Outcome(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]


def data() -> Path:
    folder, _ = five_reports()
    return folder


def spoilt(folder: Path) -> Path:
    """A short report that can be read beside an empty, a binary and a cut-off one."""
    folder.mkdir()
    text = "鹿寨县2021年度法治政府建设工作情况报告\n我县推行“一窗通办”。\n".encode()
    (folder / "good.txt").write_bytes(text)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 30)
    (folder / "truncated.txt").write_bytes(text[: text.index("我县".encode()) + 2])
    return folder


def test_every_command_says_what_it_does() -> None:
    overview = zhengtu("--help")
    assert overview.returncode == 0
    for command in COMMANDS:
        assert command in overview.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_explains_its_options(command: str) -> None:
    found = zhengtu(command, "--help")
    assert found.returncode == 0
    assert f"zhengtu {command}" in found.stdout or "usage: " in found.stdout


def test_an_unknown_command_is_refused() -> None:
    found = zhengtu("guess")
    assert found.returncode == 2
    assert "guess" in found.stderr


def test_extract_prints_mentions_and_relations_in_reading_order(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("𠮷😀\r\n柳州市城中区司法局印发了《实施方案》。\r\n".encode())
    found = process("extract", path)
    assert (found.returncode, found.stderr) == (0, "")
    text = path.read_bytes().decode()
    records = [json.loads(line) for line in found.stdout.splitlines()]
    assert records == [
        {
            "kind": "mention",
            "report": str(path),
            "type": "Agency",
            "start": 4,
            "end": 13,
            "text": "柳州市城中区司法局",
            "canonical": "柳州市城中区司法局",
        },
        {
            "kind": "relation",
            "report": str(path),
            "type": "issuedBy",
            "subject": "实施方案",
            "object": "柳州市城中区司法局",
            "qualifiers": {"status": "issued"},
            "evidence": "柳州市城中区司法局印发了《实施方案》",
        },
        *[record for record in records if record["type"] == "partOf"],
        {
            "kind": "mention",
            "report": str(path),
            "type": "Document",
            "start": 16,
            "end": 22,
            "text": "《实施方案》",
            "canonical": "实施方案",
        },
    ]
    mentions = [record for record in records if record["kind"] == "mention"]
    assert all(text[m["start"] : m["end"]] == m["text"] for m in mentions)


def test_extract_leaves_out_what_it_cannot_read(tmp_path: Path) -> None:
    folder = spoilt(tmp_path / "in")
    found = zhengtu("extract", folder / "good.txt", folder / "empty.txt")
    assert found.returncode == 1
    assert "一窗通办" in found.stdout
    assert found.stderr.count("\n") == 1
    assert "empty.txt: the file is empty" in found.stderr


def test_extract_of_nothing_readable_fails(tmp_path: Path) -> None:
    found = zhengtu("extract", spoilt(tmp_path / "in") / "binary.txt")
    assert (found.returncode, found.stdout) == (2, "")


def test_build_names_each_bad_file_and_builds_the_rest(tmp_path: Path) -> None:
    folder = spoilt(tmp_path / "in")
    found = process("build", folder, "--out", tmp_path / "out", "--workers", 1)
    assert found.returncode == 1, found.stderr
    for name in ("empty.txt", "binary.txt", "truncated.txt"):
        assert found.stderr.count(f"left out   {folder / name}: ") == 1
    assert "reports    1" in found.stdout
    assert "SHACL      conforms" in found.stdout
    assert (tmp_path / "out" / "current").is_symlink()


def test_build_without_reports_fails_with_a_clear_message(tmp_path: Path) -> None:
    found = zhengtu("build", tmp_path, "--out", tmp_path / "out")
    assert found.returncode == 2
    assert f"zhengtu: {tmp_path}: no report in this folder" in found.stderr


def test_build_of_bad_files_only_fails_with_a_clear_message(tmp_path: Path) -> None:
    folder = spoilt(tmp_path / "in")
    (folder / "good.txt").unlink()
    found = zhengtu("build", folder, "--out", tmp_path / "out", "--workers", 1)
    assert found.returncode == 2
    assert "zhengtu: none of 3 files could be read" in found.stderr
    assert "Traceback" not in found.stderr


def test_validate_says_that_the_graph_conforms() -> None:
    found = zhengtu("validate", "--data", data())
    assert (found.returncode, found.stdout.strip()) == (0, "conforms")


@pytest.mark.parametrize(
    "command", [["validate"], ["export", "--format", "turtle"], ["explain", "x"]]
)
def test_a_folder_without_a_graph_is_named(tmp_path: Path, command: list[str]) -> None:
    found = zhengtu(*command, "--data", tmp_path)
    assert found.returncode == 2
    assert f"zhengtu: {tmp_path}: no graph is published here" in found.stderr


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data(), folder, symlinks=True)
    nquads = folder / "current" / "dataset.nq"
    nquads.write_bytes(nquads.read_bytes()[:-100])
    found = zhengtu("validate", "--data", folder)
    assert found.returncode == 2
    assert "dataset.nq" in found.stderr
    assert "Traceback" not in found.stderr


def test_every_format_is_exported(tmp_path: Path) -> None:
    for format in FORMATS:
        target = tmp_path / format
        assert main(["export", "--format", format, "-o", str(target), "--data", str(data())]) == 0
        found = target.read_bytes()
        assert "一窗通办".encode() in found or found[:4] in (b"PAR1", b"PK\x03\x04")


@pytest.mark.parametrize(("name", "options"), [("x.ttl.gz", ()), ("x", ("--gzip",))])
def test_an_export_is_compressed_by_its_name_or_on_demand(
    tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    command = ["--format", "turtle", "--data", str(data())]
    assert main(["export", "-o", str(tmp_path / "plain"), *command]) == 0
    assert main(["export", "-o", str(tmp_path / name), *command, *options]) == 0
    assert gzip.decompress((tmp_path / name).read_bytes()) == (tmp_path / "plain").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["plain", name])


STATEMENT = "https://w3id.org/zhengtu/id/statement/"
DISTRICT = "https://w3id.org/zhengtu/id/district/"
PARENT = "https://w3id.org/zhengtu/policy#parent"


def without_one_evidence(lines: list[str]) -> tuple[list[str], str]:
    proof = next(line for line in lines if "prov#wasDerivedFrom" in line)
    return [line for line in lines if line != proof], proof.split("> ")[0].strip("<")


def with_a_broken_quote(lines: list[str]) -> tuple[list[str], str]:
    quote = next(line for line in lines if "oa#exact" in line)
    node = quote.split("> ")[0].strip("<").removesuffix("/quote")
    return [line.replace(' "', ' "某', 1) if line == quote else line for line in lines], node


def with_two_parents(lines: list[str]) -> tuple[list[str], str]:
    node = f"{DISTRICT}450202"
    return [*lines, f"<{node}> <{PARENT}> <{DISTRICT}450000> .\n"], node


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (without_one_evidence, "Statement/evidence/minCount"),
        (with_a_broken_quote, "Evidence/quote/slice"),
        (with_two_parents, "District/parent/maxCount"),
    ],
)
def test_a_dump_that_breaks_a_rule_fails_with_node_and_rule(
    tmp_path: Path, spoil: Callable[[list[str]], tuple[list[str], str]], rule: str
) -> None:
    whole = tmp_path / "whole.nq"
    assert zhengtu("export", "--format", "nquads", "-o", whole, "--data", data()).returncode == 0
    assert zhengtu("validate", whole).stdout == "conforms\n"
    lines, node = spoil(whole.read_text(encoding="utf-8").splitlines(keepends=True))
    broken = tmp_path / "broken.nq"
    broken.write_text("".join(lines), encoding="utf-8")
    found = zhengtu("validate", broken)
    assert found.returncode == 1
    assert f"{node} [{rule}]" in found.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.csv", b"a,b", "no RDF format ends so"),
        ("x.ttl", b"<a> <b>", "not valid Turtle"),
        ("x.nq.gz", b"no gzip", "not valid N-Quads"),
    ],
)
def test_a_dump_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = zhengtu("validate", path)
    assert found.returncode == 2
    assert str(path) in found.stderr
    assert words in found.stderr


def test_an_export_into_a_folder_that_is_not_there_is_an_error_in_words(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "x.ttl"
    found = zhengtu("export", "--format", "turtle", "-o", target, "--data", data())
    assert found.returncode == 2
    assert f"{target}: it can't be written" in found.stderr


def test_export_writes_to_standard_output() -> None:
    found = zhengtu("export", "--format", "nquads", "--data", data())
    _, generation = five_reports()
    assert found.returncode == 0
    assert sorted(found.stdout.splitlines()) == sorted(
        generation.nquads.read_text(encoding="utf-8").splitlines()
    )


def test_an_unknown_format_is_refused() -> None:
    found = zhengtu("export", "--format", "papyrus")
    assert found.returncode == 2
    assert "turtle" in found.stderr


def test_a_saved_query_is_answered_from_its_file() -> None:
    query = files("api.examples").joinpath("partners.rq")
    found = zhengtu("query", query, "--data", data())
    assert found.returncode == 0
    assert found.stdout.splitlines()[0] == "partner,quote,report"
    assert "广东省/佛山市" in found.stdout


def ask(query: str, *options: object) -> Outcome:
    """The answer to a query that comes from a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "query.rq"
        path.write_text(query, encoding="utf-8")
        return zhengtu("query", path, "--data", data(), *options)


NAMED = 'PREFIX zt: <https://w3id.org/zhengtu/policy#> {} {{ ?x zt:name "一窗通办" }}'


def test_a_table_is_answered_from_standard_input() -> None:
    query = NAMED.format("SELECT ?x")
    found = process("query", "-", "--data", data(), "--format", "json", given=query)
    (binding,) = json.loads(found.stdout)["results"]["bindings"]
    assert binding["x"]["value"].endswith("/initiative/一窗通办")


def test_a_yes_or_no_is_answered() -> None:
    assert ask(NAMED.format("ASK")).stdout == "true\n"


def test_triples_are_answered() -> None:
    found = ask(NAMED.format("CONSTRUCT { ?x a <https://example.org/Found> } WHERE"))
    assert found.stdout.count("\n") == 1
    assert found.stdout.endswith("<https://example.org/Found> .\n")


def test_a_query_with_a_slip_is_told_where() -> None:
    found = ask("SELECT ?x WHERE { ?x ?y }")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("zhengtu: /")
    assert "mend the query" in found.stderr


def test_a_query_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = zhengtu("query", tmp_path / "no.rq", "--data", data())
    assert found.returncode == 2
    assert "no.rq: No such file" in found.stderr


def test_an_update_is_refused() -> None:
    assert ask("DELETE WHERE { ?s ?p ?o }").returncode == 2


def test_explain_prints_every_statement_with_its_words() -> None:
    found = process("explain", "一窗通办", "--data", data())
    assert found.returncode == 0
    lines = found.stdout.splitlines()
    assert lines[0].startswith("一窗通办  [Initiative]  https://")
    _, generation = five_reports()
    model = generation.read_model()
    (entity,) = model.find("一窗通办")
    about = model.statements(object=entity.iri)
    assert len(about) >= 2
    assert sum(" → 一窗通办" in line for line in lines) == len(about)
    for statement in about:
        assert any("一窗通办" in proof.quote for proof in statement.evidence)
        for proof in statement.evidence:
            assert f"    “{proof.quote}”" in found.stdout


def test_explain_suggests_names_for_one_that_it_does_not_know() -> None:
    found = zhengtu("explain", "一窗通", "--data", data())
    assert (found.returncode, found.stdout) == (1, "")
    assert "zhengtu: nothing is called 一窗通; did you mean " in found.stderr
    assert "一窗通办" in found.stderr


def test_explain_admits_when_nothing_is_near() -> None:
    found = zhengtu("explain", "qqqqqq", "--data", data())
    assert (found.returncode, found.stderr) == (1, "zhengtu: nothing is called qqqqqq\n")


def test_score_prints_a_table_and_saves_a_result(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    found = zhengtu("score", GOLD, "--by-rule", "--save", result)
    assert (found.returncode, found.stderr) == (0, "")
    for measure in ("mentions", "entities", "relations", "figures"):
        assert f"\n{measure:<10} all" in found.stdout
    assert "precision" in found.stdout
    assert set(json.loads(result.read_text(encoding="utf-8"))) == {
        "mentions", "entities", "relations", "figures"
    }  # fmt: skip
    again = zhengtu("score", GOLD, "--against", result, "--errors")
    assert "mentions: 0 gained, 0 lost" in again.stdout


def test_score_without_annotations_is_refused() -> None:
    found = zhengtu("score", REPORTS)
    assert found.returncode == 2
    assert "no annotated report" in found.stderr


def test_why_says_that_a_person_judged_two_names_apart() -> None:
    outcome = zhengtu("why", "一件事", "一件事一次办", "--data", data())
    assert outcome.returncode == 0
    assert "judged different" in outcome.stdout


def test_why_says_that_a_list_joins_two_names() -> None:
    names = ["广西数字一体化政务服务平台", "广西数字政务一体化平台"]
    assert "one thing" in zhengtu("why", *names, "--data", data()).stdout


def test_why_fails_for_a_name_that_nothing_bears() -> None:
    outcome = zhengtu("why", "一件事", "没有这个名字", "--data", data())
    assert outcome.returncode == 1
    assert "没有这个名字" in outcome.stdout
