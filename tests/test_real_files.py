"""What government sites hand out is read whole: the text by paragraphs, and what a page says of it.

Blanks within a paragraph don't count, nor does whether the title is repeated above the text.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
import real_pdf
import real_word
from real_files import (
    CHROMIUM,
    LINE,
    RealFile,
    one_report_in_three_kinds,
    real_files,
    zip_of_reports,
    zip_with_gbk_names,
)
from real_reports import report

from graph.errors import ReadError
from graph.read.document import Document, read_document

PAGES = [
    "trs_editor.html", "ucap_content.html", "jcms_comments.html", "tables_and_fonts.htm",
    "pasted_from_word.html", "blocks_and_wide_blanks.html", "list_of_properties.html",
    "definitions_and_server_includes.shtml", "property_blocks_wrong_charset.html",
    "headings_cut_by_tags.html", "figures_in_a_table.html", "saved_by_a_browser.html",
    "short_text_long_menu.html", "traditional.html",
]  # fmt: skip
WORD = ["plain.docx", "numbered.docx", "boxed.docx", "revised.docx"]
PDF = ["official.pdf", "running_heads.pdf", "printed.pdf"]
TEXTS = [
    "0-utf-8.txt", "1-utf-8-sig.txt", "2-gb18030.txt", "3-utf-16.txt", "4-utf-16-le.txt",
    "5-utf-16-be.txt", "6-big5.txt", "7-utf-8.txt",
]  # fmt: skip
NAMES = [*PAGES, *WORD, *PDF, *TEXTS, "markdown.md"]
BULLET = re.compile("^[-*•·]")


@cache
def files() -> dict[str, RealFile]:
    return {file.name: file for file in real_files()}


def file_named(name: str) -> RealFile:
    if name == "printed.pdf" and not CHROMIUM:
        pytest.skip("Chromium isn't installed")
    return files()[name]


@cache
def document_of(name: str) -> Document:
    file = file_named(name)
    return read_document(file.data, file.name)


def plain(paragraph: str) -> str:
    """The paragraph without blanks, and without what may stand between the cells of a table."""
    return BULLET.sub("", re.sub(r"[\s|\ufeff\u200b]+", "", paragraph))


def lines_of(text: str, file: RealFile) -> list[str]:
    """The paragraphs of a text, without the title above them."""
    lines = [line for line in map(plain, re.split(r"[\r\n]+", text)) if line]
    title = plain(file.title)
    for count in (1, 2):
        while "".join(lines[:count]) == title:
            lines = lines[count:]
    optional = set(map(plain, file.optional))
    return [line for line in lines if line not in optional]


def gathered(lines: list[str], expected: tuple[str, ...]) -> list[str]:
    """Join lines where the file leaves it open whether a new one begins."""
    rest, found = list(lines), []
    for paragraph in expected:
        line = rest.pop(0) if rest else ""
        while LINE in paragraph and rest and plain(paragraph).startswith(line + rest[0]):
            line += rest.pop(0)
        found.append(line)
    return found + rest


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_text_is_lost_and_nothing_of_the_page_is_in_it(name: str) -> None:
    file = file_named(name)
    found = gathered(lines_of(document_of(name).text, file), file.paragraphs)
    assert found == list(map(plain, file.paragraphs))


@pytest.mark.parametrize("name", [*PAGES, "plain.docx"])
def test_the_title_is_the_report_s_own(name: str) -> None:
    assert plain(document_of(name).title) == plain(file_named(name).title)


@pytest.mark.parametrize("name", NAMES)
def test_publisher_number_and_address_are_what_the_file_says(name: str) -> None:
    file, document = file_named(name), document_of(name)
    found = (document.publisher, document.index_number, document.source)
    assert found == (file.publisher, file.index_number, file.source)


@pytest.mark.parametrize("name", PAGES)
def test_the_date_is_the_one_of_publication(name: str) -> None:
    assert document_of(name).published == file_named(name).published


@pytest.mark.parametrize("name", TEXTS)
def test_a_plain_text_is_kept_as_it_was_decoded(name: str) -> None:
    """Offsets are those of the file as decoded, whatever its line ends are."""
    encoding = name.split("-", 1)[1].removesuffix(".txt")
    decoded = file_named(name).data.decode(encoding)
    assert document_of(name).text.lstrip("\ufeff") == decoded.lstrip("\ufeff")


def test_the_text_of_a_page_ends_its_paragraphs_with_one_line_end() -> None:
    text = document_of("trs_editor.html").text
    assert "\r" not in text
    assert not re.search(r"[ \u3000\xa0]\n|\n[ \u3000\xa0]", text)


def test_pages_of_pictures_are_named_with_the_way_out() -> None:
    with pytest.raises(ReadError, match=r"scan\.pdf.*OCR"):
        read_document(real_pdf.scanned(), "scan.pdf")


def test_header_and_footer_are_no_part_of_the_text() -> None:
    text = document_of("revised.docx").text
    assert real_word.HEADER not in text
    assert "共 6 页" not in text


# ------------------------------------------------------------------ through the command


def run_build(out: Path, *paths: Path) -> tuple[int, str, dict[str, list[dict[str, str]]]]:
    """Status, messages and build.json of ``zhengtu build``."""
    command = "import sys; from graph.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", command, "build", *map(str, paths), "--out", str(out)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    account = out / "build.json"
    return done.returncode, done.stderr, json.loads(account.read_text()) if account.exists() else {}


def test_a_folder_of_all_kinds_is_read_without_exception(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for file in files().values():
        (folder / file.name).write_bytes(file.data)
    status, messages, account = run_build(tmp_path / "out", folder)
    assert (status, account["failures"]) == (0, []), messages
    found = {Path(one["file"]).name: one for one in account["reports"]}
    assert found.keys() == files().keys()
    for name, file in files().items():
        assert plain(found[name]["title"]) == plain(file.title), name
        assert (found[name]["publisher"], found[name]["source"]) == (file.publisher, file.source)


def test_the_place_and_the_year_are_read_from_each(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("trs_editor.html", "numbered.docx", "official.pdf", "markdown.md"):
        (folder / name).write_bytes(files()[name].data)
    _, _, account = run_build(tmp_path / "out", folder)
    found = {Path(one["file"]).name: (one["reporter"], one["year"]) for one in account["reports"]}
    assert found == {
        "trs_editor.html": ("湖南省/常德市/桃源县", 2023),
        "numbered.docx": ("江西省/赣州市/于都县", 2021),
        "official.pdf": ("内蒙古自治区/赤峰市/敖汉旗", 2023),
        "markdown.md": ("青海省/海东市/互助土族自治县", 2023),
    }


def test_an_archive_from_windows_is_read_with_its_names_and_without_its_junk(
    tmp_path: Path,
) -> None:
    data, titles = zip_of_reports()
    (tmp_path / "报告.zip").write_bytes(data)
    status, messages, account = run_build(tmp_path / "out", tmp_path / "报告.zip")
    assert (status, account["failures"]) == (0, []), messages
    assert sorted(one["title"] for one in account["reports"]) == sorted(titles)
    shown = " ".join(one["file"] for one in account["reports"])
    assert all(name in shown for name in ("法治报告", "互助县.txt", "崇明区.html", "易县.docx"))


def test_one_report_in_three_kinds_of_files_counts_once(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in one_report_in_three_kinds().items():
        (folder / name).write_bytes(data)
    _, _, account = run_build(tmp_path / "out", folder)
    (only,) = account["reports"]
    files = [only["file"], *(failure["file"] for failure in account["failures"])]
    assert sorted(files) == sorted(map(str, folder.iterdir()))
    about = report("青铜峡市", 2023, 11)
    assert (only["title"], only["publisher"]) == (about.title, about.publisher)
    assert (only["index_number"], only["published"]) == (about.index_number, about.published)


# ------------------------------------------------------------------ the makers themselves


def test_the_names_above_are_those_of_the_files_that_are_made() -> None:
    assert set(NAMES) - files().keys() <= {"printed.pdf"}
    assert files().keys() <= set(NAMES)


def test_the_same_bytes_are_made_every_time() -> None:
    again = {file.name: file for file in real_files()}
    stable = [name for name in files() if name != "printed.pdf"]  # Chromium notes the time
    assert [again[name] for name in stable] == [files()[name] for name in stable]


@pytest.mark.parametrize("name", WORD)
def test_the_documents_are_such_as_word_opens(name: str) -> None:
    file = file_named(name)
    assert "".join(real_word.texts(file.data)).replace("\n", "").startswith(file.title)
    with zipfile.ZipFile(real_word.io.BytesIO(file.data)) as parts:
        assert parts.testzip() is None


@pytest.mark.parametrize("name", PDF[:2])
def test_the_pdf_files_have_lines_that_end_within_paragraphs(name: str) -> None:
    file = file_named(name)
    with pypdfium2.PdfDocument(file.data) as pdf:
        texts = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    assert len(texts) > 1
    assert all(f"— {number} —" in text for number, text in enumerate(texts, 1))
    assert max(map(len, file.paragraphs)) > 80 > max(map(len, "\n".join(texts).splitlines()))


def test_the_names_in_the_archive_are_gbk_and_not_said_to_be_utf_8() -> None:
    data = zip_with_gbk_names({"县.txt": b"a"})
    with zipfile.ZipFile(real_word.io.BytesIO(data), metadata_encoding="gbk") as archive:
        (info,) = archive.infolist()
    assert (info.filename, info.flag_bits & 0x800) == ("县.txt", 0)
