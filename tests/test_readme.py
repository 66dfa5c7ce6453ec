"""What the READMEs show is what happens: commands, queries, answers, figures and links.

In a ``console`` block each ``$`` line is a command and what follows is its output; a line ``…``
stands for any number of lines. ``sh`` blocks may hold what needs a network or a server.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from api_client import ask, serving
from markup import REPORTS, five_extractions, five_reports, gazetteer

from graph.build import build
from graph.cli import build_parser, main
from graph.link import link, read_judgements
from graph.read.report import report_of
from graph.reading import extractor, plan
from graph.score import compare, merge, read_gold, table

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
DOCUMENTS = (
    ENGLISH,
    CHINESE,
    ROOT / "CHANGELOG.md",
    ROOT / "docs" / "decisions.md",
    ROOT / "seeds" / "README.md",
    ROOT / "ontology" / "README.md",
)
README = pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=["en", "zh"])
NOT_RUN = ("make", "zhengtu serve")  # they need the network, or don't end
LAST = "liuzhou-yanghe-2022"  # the report that came last in the example of diff
COUNTS = ("mentions ", "entities ", "statements ", "unresolved ")
NEAR = 0.1  # by how much the counts of a build may differ from those shown, as a share
TOLERANCE = 0.02  # by how much a figure of the READMEs may differ from the measured one


@cache
def blocks(readme: Path) -> tuple[tuple[str, str], ...]:
    """The code blocks, as language and text."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.M | re.S)
    return tuple(found)


def prose(readme: Path) -> str:
    """The text without its code blocks."""
    return re.sub(r"^```.*?^```$", "", readme.read_text(encoding="utf-8"), flags=re.M | re.S)


def of_language(language: str) -> list[str]:
    return [text for found, text in blocks(ENGLISH) if found == language]


def answered(language: str, answer: str) -> list[tuple[str, str]]:
    """The blocks in one language, each with the answer that stands right after it."""
    pairs = zip(blocks(ENGLISH), blocks(ENGLISH)[1:], strict=False)
    return [
        (left[1], right[1]) for left, right in pairs if (left[0], right[0]) == (language, answer)
    ]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a fresh checkout, with the graph built and a folder of own reports."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("api", "seeds", "tests"):
        (folder / name).symlink_to(ROOT / name)
    own = folder / "path" / "to" / "reports"
    own.mkdir(parents=True)
    report = REPORTS / "liuzhou-luzhai-2021.txt"
    (own / report.name).write_bytes(report.read_bytes())
    earlier = [found for found in five_extractions() if found.report.name != LAST]
    build(plan([REPORTS]), folder / "data", earlier)
    build(plan([REPORTS]), folder / "data", five_extractions())
    return folder


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    dataset = link(five_extractions(), gazetteer(), read_judgements())
    with serving(tmp_path_factory.mktemp("served"), dataset) as found:
        yield found


def sessions() -> list[tuple[str, str]]:
    """Every command of the console blocks with the output that is shown."""
    found = []
    for text in of_language("console"):
        for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def matches(shown: str, printed: str) -> bool:
    """Whether ``printed`` is what is shown: ``…`` is any lines, counts of a build may be near."""
    pattern, counts = "", []
    for line in shown.rstrip().splitlines():
        if line == "…":
            pattern += r"(?:.*\n)*?"
        elif line.startswith(COUNTS):
            counts += map(int, re.findall(r"\d+", line))
            pattern += re.sub(r"\d+", r"(\\d+)", re.escape(line)) + r"\n"
        else:
            pattern += re.escape(line) + r"\n"
    text = "".join(f"{line}\n" for line in printed.rstrip().splitlines())
    found = re.fullmatch(pattern, text)
    return found is not None and list(map(int, found.groups())) == pytest.approx(
        counts, rel=NEAR, abs=3
    )


def test_three_dots_stand_for_any_lines() -> None:
    assert matches("a\n…\nd\n", "a\nb\nc\nd\n")
    assert matches("", "")
    assert not matches("a\n", "a\nb\n")


def test_a_count_may_differ_a_little() -> None:
    assert matches("entities   390 (Award 16)", "entities   393 (Award 15)")
    assert not matches("entities   390 (Award 16)", "entities   393 (Award 26)")


@pytest.mark.parametrize(("command", "shown"), sessions(), ids=[c for c, _ in sessions()])
def test_a_command_prints_what_is_shown(
    command: str,
    shown: str,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(workspace)
    program, *arguments = shlex.split(command)
    assert program == "zhengtu"
    assert main(arguments) == (1 if arguments[0] == "diff" else 0)
    printed = capfd.readouterr().out
    assert matches(shown, printed), f"$ {command}\n{printed}"


def test_other_commands_run_or_at_least_exist(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in "".join(of_language("sh")).splitlines():
        program, *arguments = shlex.split(line)
        assert program in ("make", "zhengtu"), line
        if program == "make":
            assert re.search(rf"^{arguments[0]}:", makefile, re.M), line
            continue
        build_parser().parse_args(arguments)
        if not line.startswith(NOT_RUN):
            assert main(arguments) == 0, line


def test_the_python_snippets_run(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    (snippet,) = of_language("python")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(snippet, "README.md", "exec"), {})
    assert "鹿寨县 adopts" in printed.getvalue()


def test_the_graphql_examples_answer_as_shown(client: httpx.Client) -> None:
    examples = answered("graphql", "json")
    assert len(examples) == len(of_language("graphql")) > 0
    for query, answer in examples:
        assert ask(client, query) == json.loads(answer)


def test_the_sparql_examples_answer_as_shown(client: httpx.Client) -> None:
    examples = answered("sparql", "csv")
    assert len(examples) == len(of_language("sparql")) > 0
    for query, shown in examples:
        headers = {"Accept": "text/csv"}
        answer = client.get("/sparql", params={"query": query}, headers=headers)
        assert answer.text.splitlines() == shown.splitlines()


def test_both_readmes_have_the_same_headings() -> None:
    english, chinese = (re.findall(r"^(#+) ", prose(readme), re.M) for readme in (ENGLISH, CHINESE))
    assert english == chinese


def test_both_readmes_have_the_same_code() -> None:
    assert blocks(ENGLISH) == blocks(CHINESE)


def test_both_readmes_link_to_the_same_files() -> None:
    english, chinese = (
        sorted(
            found.replace(".zh.png", ".en.png")
            for found in links(readme)
            if found not in (ENGLISH.name, CHINESE.name)
        )
        for readme in (ENGLISH, CHINESE)
    )
    assert english == chinese


def links(document: Path) -> list[str]:
    """The relative links and pictures, in their order."""
    found = re.findall(r"\]\(([^)\s]+)\)", prose(document))
    return [target for target in found if not re.match(r"[a-z]+:|#", target)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    for target in links(document):
        assert (document.parent / target.partition("#")[0]).exists(), target


def test_the_seeds_are_all_described() -> None:
    described = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
    for folder in ("names", "reports", "rules"):
        for file in sorted((ROOT / "seeds" / folder).iterdir()):
            assert f"`{folder}/{file.name}`" in described, file


def test_the_undecided_pairs_are_listed_as_described() -> None:
    ((_, query),) = blocks(ROOT / "seeds" / "README.md")
    _, generation = five_reports()
    assert list(generation.open_store().query(query))


def test_the_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < 250 * 1024, picture


def answers(name: str) -> list[list[str]]:
    """The rows that a saved query answers with over the five reports."""
    _, generation = five_reports()
    text = (ROOT / "api" / "examples" / name).read_text(encoding="utf-8")
    solutions = generation.open_store().query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    return [["" if cell is None else cell.value for cell in row] for row in solutions]


def shown_tables(readme: Path) -> list[tuple[str, list[list[str]]]]:
    """The tables of answers, each with the saved query that its question names."""
    found = []
    for question in re.split(r"^(?=\*\*)", prose(readme), flags=re.M):
        names = re.findall(r"\(api/examples/(\w+\.rq)\)", question)
        tables = re.findall(r"(?:^\|.*\n)+", question, re.M)
        found += list(zip(names, map(rows_of, tables), strict=False))
    return found


def rows_of(markdown: str) -> list[list[str]]:
    """The cells of a Markdown table, without its head."""
    lines = markdown.strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@README
def test_the_answers_to_the_questions_are_real(readme: Path) -> None:
    tables = shown_tables(readme)
    assert len(tables) == 5
    for name, rows in tables:
        real = answers(name)
        for row in rows:
            assert any(set(filter(None, row)) <= set(found) for found in real), (name, row)


@cache
def measured(folder: str) -> dict[str, tuple[int, float, float, float]]:
    """What ``zhengtu score`` measures on a folder: by measure, over all types."""
    compared = [
        compare(gold, extractor().extract(report_of(gold.text, gold.name, gazetteer())))
        for gold in read_gold(ROOT / folder)
    ]
    return {
        measure: (count, precision, recall, f1)
        for measure, kind, count, precision, recall, f1 in table(merge(compared))
        if kind == "all"
    }


@README
def test_the_figures_of_trust_are_measured(readme: Path) -> None:
    rows = re.findall(
        r"^\| (tests/\w+) \| (\w+).*? \| (\d+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$",
        prose(readme),
        re.M | re.A,
    )
    assert len(rows) == 12
    for folder, measure, count, *shares in rows:
        real = measured(folder)[measure]
        assert int(count) == real[0], (folder, measure)
        assert [float(share) for share in shares] == pytest.approx(real[1:], abs=TOLERANCE), (
            f"{folder} {measure}: measured {real}; copy the new figures into both READMEs"
        )
