"""A report is read whatever it is encoded in; what can't be read is named, with a way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from markup import CHENGZHONG, extract, gazetteer

from graph.errors import ReadError
from graph.read import find_files, read_catalogue, read_report
from graph.read.encoding import decode

TEXT = (
    "柳州市城中区2021年度法治政府建设情况报告\n\n2021年，我区推行“一窗通办”，政府工作有法可依。\n"
)
TRADITIONAL = "法治政府建設情況報告\n政府的工作在法治的路上，我是一年來的建設者。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_a_report_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode(encoding))
    found = read_report(path, gazetteer())
    assert found.text.lstrip("\ufeff") == TEXT
    assert (found.reporter, found.year) == (CHENGZHONG, 2021)
    assert found.title == "柳州市城中区2021年度法治政府建设情况报告"


def test_a_big_endian_utf_16_file_with_its_mark_is_read() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "report.txt") == TEXT


def test_a_report_in_big5_is_read() -> None:
    assert decode(TRADITIONAL.encode("big5"), "report.txt") == TRADITIONAL


def test_a_rare_character_of_gb18030_is_kept() -> None:
    text = TEXT + "主任李\U00020bb7\U0002a6d6。"
    assert decode(text.encode("gb18030"), "report.txt") == text


BAD = {
    "empty": b"",
    "blank": b" \r\n\t\n",
    "binary": bytes(range(256)) * 20,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "zeros": bytes(400),
    "cut-off": TEXT.encode()[:-2],
    "cut-off-utf-16": TEXT.encode("utf-16")[:-1],
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_text_is_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"{kind}.txt"
    path.write_bytes(BAD[kind])
    with pytest.raises(ReadError) as error:
        read_report(path, gazetteer())
    assert str(path) in str(error.value)
    assert ";" in str(error.value), "the message has to say how to mend it"


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("empty", "the file is empty"),
        ("cut-off", "cut off inside a character at byte"),
        ("zeros", "binary data, not text"),
    ],
)
def test_the_message_says_what_is_wrong(kind: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        decode(BAD[kind], "report.txt")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"nowhere\.txt: No such file"):
        read_report(tmp_path / "nowhere.txt", gazetteer())


def test_line_ends_of_windows_are_kept_and_offsets_are_right(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    text = read_report(path, gazetteer()).text
    assert text.count("\r\n") == 3
    found = extract(text, CHENGZHONG).mentions
    assert [m.text for m in found[-2:]] == ["我区", "“一窗通办”"]
    assert all(m.text == text[m.start : m.end] for m in found)


def test_offsets_count_code_points_behind_rare_characters() -> None:
    text = "𠮷𪚥😀。我区推行“一窗通办”。"
    assert [(m.start, m.text) for m in extract(text, CHENGZHONG).mentions] == [
        (4, "我区"),
        (8, "“一窗通办”"),
    ]


def test_reports_are_found_in_folders_of_any_depth(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("z.txt", "a/b/c.txt", "a/notes.csv"):
        (tmp_path / name).write_text(TEXT)
    assert find_files([tmp_path]) == [tmp_path / "a/b/c.txt", tmp_path / "z.txt"]


def test_a_folder_without_reports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no report in this folder"):
        find_files([tmp_path])


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file or folder"):
        find_files([tmp_path / "gone"])


def test_what_a_catalogue_says_wins_over_the_text(tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text(
        f"file,title,reporter,year,published\nr.txt,另一标题,{CHENGZHONG},2019,2020-03-01\n"
    )
    (tmp_path / "r.txt").write_text("鹿寨县2021年法治政府建设工作报告\n我县推进。\n")
    entry = read_catalogue(tmp_path)["r.txt"]
    found = read_report(tmp_path / "r.txt", gazetteer(), entry)
    assert (found.title, found.reporter, found.year) == ("另一标题", CHENGZHONG, 2019)
    assert found.published == "2020-03-01"


def test_a_catalogue_with_an_unknown_column_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text("file,colour\nr.txt,red\n")
    with pytest.raises(ReadError, match=r"reports\.csv:1: unknown column 'colour'"):
        read_catalogue(tmp_path)


def test_a_catalogue_row_without_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text("file,title\n,no file\n")
    with pytest.raises(ReadError, match=r"reports\.csv:2: the row names no file"):
        read_catalogue(tmp_path)
