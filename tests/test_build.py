"""A build is a function: the same files give the same bytes, and bad files cost only themselves."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from markup import REPORTS, extract, five_extractions, five_reports, gazetteer, quotes_hold

from graph.build import Summary, build, gather
from graph.errors import ReadError, ValidationError
from graph.link import link, read_judgements
from graph.link.iris import segment
from graph.model import Extraction, Statement
from graph.publish.validation import validate
from graph.reading import Failure, extract_all, plan, plan_files
from graph.store.generation import open_generation
from graph.store.kept import Kept
from graph.store.rdf import to_dataset

CHENGZHONG = "liuzhou-chengzhong-2021"


def test_one_worker_and_four_give_the_same_bytes(tmp_path: Path) -> None:
    tasks = plan([REPORTS])
    _, one = five_reports()
    _, four = build(tasks, tmp_path, extract_all(tasks, workers=4))
    assert one.digest == four.digest
    assert one.nquads.read_bytes() == four.nquads.read_bytes()
    assert one.info.id == four.info.id


def test_the_published_graph_conforms() -> None:
    _, generation = five_reports()
    verdict = validate(to_dataset(generation.open_store(), generation.info.base))
    assert verdict.conforms, verdict.text(5)


def test_what_was_stored_is_what_was_linked() -> None:
    _, generation = five_reports()
    stored = to_dataset(generation.open_store(), generation.info.base)
    fresh = link(five_extractions(), gazetteer(), read_judgements())
    assert stored.entities == fresh.entities
    assert list(map(claim, stored.statements)) == list(map(claim, fresh.statements))
    assert quotes_hold(stored)


def claim(statement: Statement) -> Statement:
    """A statement with its value as a number: 73.20 and 73.2 are one."""
    found = (
        replace(q, value=str(float(q.value))) if q.name == "value" else q
        for q in statement.qualifiers
    )
    return replace(statement, qualifiers=tuple(found))


def test_the_summary_counts_what_there_is(tmp_path: Path) -> None:
    summary, generation = build(plan([REPORTS]), tmp_path, five_extractions())
    assert (len(summary.reports), summary.failures, summary.conforms) == (5, [], True)
    assert set(summary.mentions) == {
        "Agency", "Award", "District", "Document", "Initiative", "Person", "Platform"
    }  # fmt: skip
    assert summary.mentions.total() == sum(len(one.mentions) for one in five_extractions())
    assert summary.statements["adopts"] > 50
    assert summary.generation == generation.info.id


def test_the_catalogue_beside_the_reports_is_used() -> None:
    tasks = plan([REPORTS])
    assert [task.entry.year for task in tasks if task.entry] == [
        "2021",
        "2023",
        "2021",
        "2021",
        "2022",
    ]
    assert [task.entry for task in plan_files([task.source.path for task in tasks])] == [None] * 5


def test_one_report_alone_says_the_same_without_its_catalogue() -> None:
    for task, known in zip(plan([REPORTS]), five_extractions(), strict=True):
        (alone,) = extract_all(plan_files([task.source.path]))
        assert isinstance(alone, Extraction)
        assert (alone.mentions, alone.relations) == (known.mentions, known.relations)
        assert (alone.report.reporter, alone.report.year) == (
            known.report.reporter,
            known.report.year,
        )


def spoilt_folder(folder: Path) -> Path:
    """A folder with one good report and three that can't be read."""
    good = (REPORTS / f"{CHENGZHONG}.txt").read_bytes()
    folder.mkdir()
    (folder / "good.txt").write_bytes(good)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 30)
    (folder / "truncated.txt").write_bytes(good[: good.index("我区".encode()) + 2])
    return folder


def test_bad_files_are_left_out_and_the_rest_is_built(tmp_path: Path) -> None:
    tasks = plan([spoilt_folder(tmp_path / "in")])
    summary, generation = build(tasks, tmp_path / "out", extract_all(tasks))
    assert len(summary.reports) == 1
    assert [Path(failure.path).name for failure in summary.failures] == [
        "binary.txt",
        "empty.txt",
        "truncated.txt",
    ]
    assert all(failure.path in failure.reason for failure in summary.failures)
    assert generation.info.counts["reports"] == 1


def test_a_build_without_any_readable_file_says_so(tmp_path: Path) -> None:
    folder = spoilt_folder(tmp_path / "in")
    (folder / "good.txt").unlink()
    tasks = plan([folder])
    with pytest.raises(ReadError, match=r"none of 3 files could be read; the first: .*binary\.txt"):
        build(tasks, tmp_path / "out", extract_all(tasks))
    assert not (tmp_path / "out").exists()


def test_the_same_text_twice_counts_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        shutil.copy(REPORTS / f"{CHENGZHONG}.txt", tmp_path / name)
    summary = Summary()
    (only,) = gather(extract_all(plan([tmp_path])), summary)
    assert only.report.name == "a"
    assert [f.reason for f in summary.failures] == ["b: the same text as a; counted once"]


def test_the_same_text_twice_under_one_name_counts_once(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        shutil.copy(REPORTS / f"{CHENGZHONG}.txt", tmp_path / folder)
    summary = Summary()
    assert len(gather(extract_all(plan([tmp_path])), summary)) == 1
    assert len(summary.failures) == 1


def test_two_reports_of_one_file_name_are_two_reports(tmp_path: Path) -> None:
    for folder, text in (
        ("x", "鹿寨县2021年法治政府建设报告"),
        ("y", "鹿寨县2022年法治政府建设报告"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(f"{text}\n我县推进。\n", encoding="utf-8")
    tasks = plan([tmp_path])
    summary, generation = build(tasks, tmp_path / "out", extract_all(tasks))
    assert len(summary.reports) == generation.info.counts["reports"] == 2


def broken(found: Extraction) -> Extraction:
    """An extraction with a date that no calendar knows."""
    first = replace(found.relations[0], qualifiers=(("date", "2021-13-45"),))
    return replace(found, relations=(first, *found.relations[1:]))


def test_a_graph_that_does_not_conform_is_not_published(tmp_path: Path) -> None:
    _, old = build((), tmp_path, [extract("我区推行“一窗通办”。", "青海省/西宁市/城中区")])
    with pytest.raises(
        ValidationError, match=r"(?s)breaks 1 rules and isn't published.*2021-13-45"
    ):
        build(plan([REPORTS]), tmp_path, [broken(five_extractions()[0])])
    assert open_generation(tmp_path).digest == old.digest


def test_an_unreadable_outcome_is_passed_on() -> None:
    summary = Summary()
    assert gather([Failure("x.txt", "x.txt: no text")], summary) == []
    assert summary.failures == [Failure("x.txt", "x.txt: no text")]


Row = dict[str, str | None]


def answers(name: str) -> list[Row]:
    """What a saved example query answers over the five real reports."""
    _, generation = five_reports()
    text = files("api.examples").joinpath(f"{name}.rq").read_text(encoding="utf-8")
    results = generation.open_store().query(text)
    names = [variable.value for variable in results.variables]
    return [{name: row[name].value if row[name] else None for name in names} for row in results]


def test_two_districts_follow_the_regulation_on_decisions() -> None:
    rows = answers("regulation")
    sentence = {row["who"]: row["quote"] for row in rows}
    assert set(sentence) == {"广西壮族自治区/柳州市/城中区", "广西壮族自治区/柳州市/柳江区"}
    for quote in sentence.values():
        assert "《重大行政决策程序暂行条例》" in str(quote)
    assert all(str(row["how"]).startswith("遵循") for row in rows)


def test_a_proposed_award_of_chengzhong_is_not_received() -> None:
    rows = answers("awards")
    assert len({(row["who"], row["recipient"], row["award"]) for row in rows}) >= 9
    proposed = [(row["who"], row["award"]) for row in rows if row["status"] == "拟获"]
    assert proposed == [
        ("中共柳州市城中区委全面依法治区委员会办公室", "2016-2020年全国普法工作先进单位")
    ]


def test_an_award_of_chengzhong_names_who_conferred_it() -> None:
    conferred = {
        row["conferredBy"]
        for row in answers("awards")
        if row["award"] == "2021年度全国乡村治理示范村"
    }
    assert conferred == {"中华人民共和国农业农村部", "中华人民共和国司法部"}


def test_a_title_that_is_striven_for_is_not_received() -> None:
    (status,) = {
        row["status"] for row in answers("awards") if row["award"] == "全国法治政府建设示范区"
    }
    assert status == "申报或争创"


def test_the_approval_bureau_was_first_with_service_all_over_the_city() -> None:
    first = {(row["who"], row["initiative"]): row["quote"] for row in answers("first")}
    assert first["柳州市行政审批局", "全城通办"] == "一是全区首创“全城通办”服务"
    assert ("柳州市行政审批局", "三时服务") in first


def test_liuzhou_signed_with_four_cities() -> None:
    rows = answers("partners")
    assert {row["partner"] for row in rows} == {
        "广东省/佛山市", "宁夏回族自治区/银川市", "广东省/湛江市", "福建省/厦门市"
    }  # fmt: skip
    assert all("“跨省通办”合作协议" in str(row["quote"]) for row in rows)


def test_plans_carry_out_the_outline_for_a_law_based_government() -> None:
    found = {(row["document"], row["under"]) for row in answers("outline")}
    outline = "法治政府建设实施纲要（2021—2025年）"
    assert {
        ("城中区法治政府建设实施方案（2022-2025年）", outline),
        ("法治城中建设规划（2022-2025年）", outline),
        ("法治社会建设实施方案（2022-2025年）", outline),
        ("鹿寨县法治政府建设方案", outline),
    } <= found


# ------------------------------------------------------------------ names, keys and catalogues

SHORT = "鹿寨县{year}年法治政府建设报告\n我县推行“一窗通办”，办件{year}件。\n"


def write(path: Path, year: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SHORT.format(year=year), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "names",
    [
        ("x/y-z.txt", "x-y/z.txt", "o/y-z.txt", "o/z.txt"),
        ("a\x01.txt", "a\x02.txt"),
        ("\u8c48.txt", "\uf900.txt"),  # one character in two ways
        ("r.txt", "r.md", "r.html"),
    ],
)
def test_every_file_gets_a_name_of_its_own(tmp_path: Path, names: tuple[str, ...]) -> None:
    for year, name in enumerate(names, start=2010):
        write(tmp_path / name, year)
    tasks = plan([tmp_path])
    assert len({segment(task.name) for task in tasks}) == len(names)


def test_a_file_with_another_ending_is_read_again(tmp_path: Path) -> None:
    path, kept = write(tmp_path / "in" / "x.txt", 2021), Kept.below(tmp_path / "out")
    path.write_text("# " + path.read_text(encoding="utf-8"), encoding="utf-8")
    (as_text,) = extract_all(plan([path]), kept=kept)
    moved = path.rename(path.with_suffix(".md"))
    (as_markdown,) = extract_all(plan([moved]), kept=kept)
    assert isinstance(as_text, Extraction)
    assert isinstance(as_markdown, Extraction)
    assert as_text.report.text.startswith("# ")
    assert not as_markdown.report.text.startswith("# ")


def test_what_was_read_of_other_bytes_is_not_used(tmp_path: Path) -> None:
    path, out = write(tmp_path / "in" / "x.txt", 2021), tmp_path / "out"
    (found,) = extract_all(plan([path]), kept=Kept.below(out))
    assert isinstance(found, Extraction)
    forged = replace(found, report=replace(found.report, digest="0" * 64))
    (entry,) = (out / "extractions").glob("*/*.z")
    Kept.below(out).keep(entry.name.removesuffix(".json.z"), forged)
    (again,) = extract_all(plan([path]), kept=Kept.below(out))
    assert isinstance(again, Extraction)
    assert again.report.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_build_removes_nothing_that_is_not_its_own(tmp_path: Path) -> None:
    mine = [tmp_path / "extractions" / "my" / "a.txt", tmp_path / "generations" / "old" / "b.txt"]
    for path in mine:
        write(path, 2021)
    reports = tmp_path / "in"
    for year in (2021, 2022, 2023):
        write(reports / f"{year}.txt", year)
        kept = Kept.below(tmp_path)
        tasks = plan([reports])
        build(tasks, tmp_path, extract_all(tasks, kept=kept))
        kept.sweep()
    assert all(path.is_file() for path in mine)


def test_a_generation_that_is_in_use_stays(tmp_path: Path) -> None:
    reports, out = tmp_path / "in", tmp_path / "out"
    write(reports / "2021.txt", 2021)
    _, first = build(plan([reports]), out, extract_all(plan([reports])))
    with first.lease():
        for year in (2022, 2023):
            write(reports / f"{year}.txt", year)
            build(plan([reports]), out, extract_all(plan([reports])))
        assert first.nquads.is_file()
    write(reports / "2024.txt", 2024)
    build(plan([reports]), out, extract_all(plan([reports])))
    assert not first.folder.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x.txt,99999,", "year '99999'; write it as 2021"),
        ("x.txt,2021,yesterday", "published 'yesterday'; write it as 2022-01-15"),
        ("x.txt,2021,2021-02-30", "published '2021-02-30'; write it as 2022-01-15"),
        ("x.txt,2021,2022-01-15,more", "more cells than columns"),
    ],
)
def test_a_wrong_cell_of_a_catalogue_is_named_with_its_line(
    tmp_path: Path, row: str, words: str
) -> None:
    write(tmp_path / "x.txt", 2021)
    (tmp_path / "reports.csv").write_text(f"file,year,published\n{row}\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"reports\.csv:2: ") as error:
        plan([tmp_path])
    assert words in str(error.value)


def test_a_catalogue_as_excel_saves_it_is_read(tmp_path: Path) -> None:
    write(tmp_path / "x.txt", 2021)
    row = "file,title,published\nx.txt,鹿寨县法治政府建设的报告,2022/1/5\n"
    (tmp_path / "reports.csv").write_bytes(row.encode("gb18030"))
    (task,) = plan([tmp_path])
    assert task.entry is not None
    assert (task.entry.title, task.entry.published) == ("鹿寨县法治政府建设的报告", "2022-01-05")


def test_what_is_in_an_archive_is_read_once_and_again_when_the_archive_changes(
    tmp_path: Path,
) -> None:
    kept, archive = Kept.below(tmp_path / "out"), tmp_path / "in.zip"
    for year in (2021, 2022):
        with zipfile.ZipFile(archive, "w") as packed:
            for name in ("a.txt", "b.txt"):
                text = SHORT.format(year=year) + name
                packed.writestr(name, text)
        first = list(extract_all(plan([archive]), kept=kept))
        written = {p.name: p.stat().st_mtime_ns for p in kept.folder.iterdir()}
        again = list(extract_all(plan([archive]), kept=kept))
        assert first == again
        assert [e.report.year for e in again if isinstance(e, Extraction)] == [year, year]
        assert {p.name: p.stat().st_mtime_ns for p in kept.folder.iterdir()} == written
    assert len(written) == 4
