"""Files as they come from government sites, with what a reader should find in each.

``real_files()`` makes them anew at every call, the same each time. Texts are in real_reports,
web pages in real_pages, Word documents in real_word, PDF in real_pdf.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import real_pages
import real_pdf
import real_word
from real_reports import Report, report

LINE = "\v"  # where a reader may begin a new line or not: between cells, at a soft line break
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@dataclass(frozen=True)
class RealFile:
    """A file, and what it says: ``paragraphs`` are the main text without its title.

    ``optional`` are paragraphs that may be read besides. Fields are "" where the file is silent.
    """

    name: str
    data: bytes
    title: str
    paragraphs: tuple[str, ...]
    publisher: str = ""
    published: str = ""
    index_number: str = ""
    source: str = ""
    optional: tuple[str, ...] = ()


Layout = Callable[[Report], str]

# layout, place, encoding, what the page says of: publisher, index number
PAGES: tuple[tuple[Layout, str, str, str], ...] = (
    (real_pages.trs_editor, "桃源县", "utf-8", "publisher"),
    (real_pages.ucap_content, "余杭区", "utf-8", "publisher index"),
    (real_pages.jcms_comments, "海门区", "utf-8-sig", "publisher"),
    (real_pages.tables_and_fonts, "昌吉市", "gb18030", "publisher"),
    (real_pages.pasted_from_word, "长汀县", "gbk", "publisher"),
    (real_pages.blocks_and_wide_blanks, "长沙县", "gb18030", "publisher"),
    (real_pages.list_of_properties, "阳信县", "utf-8", "publisher index"),
    (real_pages.definitions_and_server_includes, "光山县", "gbk", "publisher index"),
    (real_pages.property_blocks_wrong_charset, "秭归县", "utf-8", "publisher index"),
    (real_pages.headings_cut_by_tags, "湄潭县", "utf-8", "publisher index"),
    (real_pages.figures_in_a_table, "祥云县", "utf-8", ""),
    (real_pages.saved_by_a_browser, "陇西县", "utf-8", "publisher"),
    (real_pages.short_text_long_menu, "勉县", "gb18030", "publisher"),
)
SUFFIXES = {"definitions_and_server_includes": ".shtml", "tables_and_fonts": ".htm"}
WITH_SOURCE = {
    "ucap_content": "https://{site}/art/2024/3/6/art_122_38.html",
    "headings_cut_by_tags": "http://{site}/zwgk/fzzf/202403/t20240306_1.html",
    "saved_by_a_browser": "http://{site}/xxgk/show-1024.html",
}
ONLY_IN_GB18030 = "㮾梨街道、𬇙江社区"  # the second of these signs lies beyond the basic plane


def real_files() -> list[RealFile]:
    """Every well-formed file, each about another place."""
    return [*web_pages(), *word_documents(), *pdf_files(), *plain_texts(), markdown()]


def web_pages() -> Iterator[RealFile]:
    """A page of each layout, and one in traditional characters."""
    for number, (layout, place, encoding, said) in enumerate(PAGES):
        about = report(place, 2008 if layout is real_pages.tables_and_fonts else 2023, number)
        about = _with_oddities(layout, about)
        name, data = layout.__name__, layout(about).encode(encoding)
        with_rows = layout is real_pages.figures_in_a_table
        yield replace(
            _expected(about, f"{name}{SUFFIXES.get(name, '.html')}", data),
            paragraphs=_with_rows(about) if with_rows else about.paragraphs,
            publisher=about.publisher if "publisher" in said else "",
            index_number=about.index_number if "index" in said else "",
            source=WITH_SOURCE.get(name, "").format(site=real_pages.site(about)),
        )
    page = real_pages.traditional(TRADITIONAL).encode("big5")
    yield replace(_expected(TRADITIONAL, "traditional.html", page), publisher=TRADITIONAL.publisher)


def _with_oddities(layout: Layout, about: Report) -> Report:
    """Put in what the layout is to show: here characters of GB18030 alone."""
    if layout is not real_pages.blocks_and_wide_blanks:
        return about
    first, *rest = about.paragraphs
    return replace(about, paragraphs=(first, f"{ONLY_IN_GB18030}开展法治宣传8场次。", *rest))


def _with_rows(about: Report) -> tuple[str, ...]:
    rows = [LINE.join(row) for row in real_pages.FIGURES]
    at = real_pages.FIGURES_AFTER
    return (*about.paragraphs[:at], *rows, *about.paragraphs[at:])


def _expected(about: Report, name: str, data: bytes) -> RealFile:
    return RealFile(name, data, about.title, about.paragraphs, published=about.published)


def word_documents() -> Iterator[RealFile]:
    """Documents of Word: plain, with counted headings, in cells and boxes, with changes."""
    about = report("乐昌市", 2022, 3)
    yield _expected(about, "plain.docx", real_word.plain(about))
    about = report("于都县", 2021, 4)
    items = tuple(f"{n}.{item}" for n, item in enumerate(real_word.NUMBERED_ITEMS, 1))
    file = _expected(about, "numbered.docx", real_word.numbered(about))
    yield replace(file, paragraphs=about.paragraphs + items)
    about = report("泽州县", 2023, 5)
    rows = tuple(LINE.join(row) for row in real_pages.FIGURES)
    file = _expected(about, "boxed.docx", real_word.boxed(about, real_pages.FIGURES))
    yield replace(file, paragraphs=(*about.paragraphs[:-2], *rows, *about.paragraphs[-2:]))
    about = report("易县", 2020, 6)
    file = _expected(about, "revised.docx", real_word.revised(about))
    yield replace(file, optional=(real_word.FOOTNOTE,))


def pdf_files() -> Iterator[RealFile]:
    """PDF with a text layer: as set by an office, the same with running heads, and printed by
    Chromium where there is one."""
    about = report("敖汉旗", 2023, 7)
    yield _expected(about, "official.pdf", real_pdf.official(about))
    about = report("涪陵区", 2022, 8)
    head = f"{about.place}法治政府建设报告"
    yield _expected(about, "running_heads.pdf", real_pdf.official(about, head))
    if CHROMIUM:
        about = report("青铜峡市", 2021, 9)
        yield replace(_expected(about, "printed.pdf", printed(about)), published="")


def printed(about: Report) -> bytes:
    """The report as Chromium prints a page of it."""
    body = "".join(f"<p style='text-indent:2em;margin:0'>{p}</p>" for p in about.paragraphs)
    style = "body{font:16pt/1.8 'Noto Serif CJK SC',serif}h1{font-size:22pt;text-align:center}"
    page = f"<meta charset=utf-8><title>x</title><style>{style}</style><h1>{about.title}</h1>{body}"
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri(),
            ],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        return target.read_bytes()


ENCODINGS = (
    ("utf-8", "梅河口市", "\n"),
    ("utf-8-sig", "海伦市", "\r\n"),
    ("gb18030", "大石桥市", "\r\n"),
    ("utf-16", "琼海市", "\n"),  # little-endian with BOM, as Python writes it on such a machine
    ("utf-16-le", "名山区", "\r\n"),
    ("utf-16-be", "埇桥区", "\n"),
    ("big5", "", "\r\n"),
    ("utf-8", "敦煌市", "\r"),
)


def plain_texts() -> Iterator[RealFile]:
    """A text in each encoding, with the line ends of each system."""
    for number, (encoding, place, end) in enumerate(ENCODINGS):
        about = report(place, 2022, number) if place else TRADITIONAL_TEXT
        marked = "\ufeff" if encoding == "utf-16-be" else ""
        data = (marked + about.text.replace("\n", end) + end).encode(encoding)
        yield replace(
            _expected(about, f"{number}-{encoding}.txt", data), published="", publisher=""
        )


def markdown() -> RealFile:
    """Headings, emphasis, links and a list in Markdown."""
    about = report("互助土族自治县", 2023, 10)
    lines = [f"# {about.title}", ""]
    for paragraph in about.paragraphs:
        if paragraph[1] == "、":
            lines += [f"## {paragraph}", ""]
        elif paragraph[0] == "（":
            lines += [f"### **{paragraph}**", ""]
        else:
            words = paragraph.replace("法治政府建设", "**法治政府建设**", 1)
            words = words.replace("《", "[《", 1).replace("》", "》](http://law.gov.cn/1)", 1)
            lines += [words, ""]
    lines += ["- 行政复议案件63件", "- 行政诉讼案件21件", ""]
    data = "\n".join(lines).encode()
    items = ("行政复议案件63件", "行政诉讼案件21件")
    return RealFile("markdown.md", data, about.title, about.paragraphs + items)


def zip_of_reports() -> tuple[bytes, list[str]]:
    """An archive as Windows packs it, its names in GBK, with junk; and the titles in it."""
    abouts = [report("互助土族自治县", 2019, 1), report("崇明区", 2019, 2), report("易县", 2019, 3)]
    members = {
        "法治报告/互助县.txt": abouts[0].text.encode("gb18030"),
        "法治报告/二〇一九年/崇明区.html": real_pages.trs_editor(abouts[1]).encode(),
        "法治报告/二〇一九年/易县.docx": real_word.plain(abouts[2]),
        "法治报告/Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        "__MACOSX/法治报告/._互助县.txt": b"\x00\x05\x16\x07" + bytes(78),
        "法治报告/.DS_Store": b"\x00\x00\x00\x01Bud1" + bytes(120),
        "法治报告/~$易县.docx": b"\x02\xe6\x9d\x8e" + bytes(158),
    }
    return zip_with_gbk_names(members), [about.title for about in abouts]


def zip_with_gbk_names(members: dict[str, bytes]) -> bytes:
    """An archive whose names are GBK and not said to be UTF-8.

    It is written with ASCII names of the same lengths first, which are then replaced.
    """
    buffer, names = io.BytesIO(), {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for number, (name, data) in enumerate(members.items()):
            raw = name.encode("gbk")
            dummy = f"@{number:02}".ljust(len(raw), "@")
            names[dummy.encode()] = raw
            target.writestr(zipfile.ZipInfo(dummy, real_word.LONG_AGO), data)
    written = buffer.getvalue()
    for dummy, raw in names.items():
        assert written.count(dummy) == 2
        written = written.replace(dummy, raw)
    return written


def one_report_in_three_kinds() -> dict[str, bytes]:
    """The same report as a web page, a Word document and a plain text."""
    about = report("青铜峡市", 2023, 11)
    return {
        "web.html": real_pages.list_of_properties(about).encode(),
        "word.docx": real_word.plain(about),
        "text.txt": about.text.encode(),
    }


# fmt: off
TRADITIONAL = Report(
    place="天河區", year=2006, title="天河區2006年依法行政工作情況報告",
    publisher="天河區法制辦公室", published="2007-02-09", index_number="",
    paragraphs=(
        "2006年，天河區人民政府認真貫徹落實國務院《全面推進依法行政實施綱要》，緊緊圍繞全區中心工作，積極轉變政府職能，規範行政行為，依法行政工作取得了新的進展。現將有關情況報告如下。",
        "一、加強領導，健全依法行政工作機制",
        "區政府成立了以區長為組長的依法行政工作領導小組，下設辦公室於區法制辦公室。全年召開專題會議4次，印發《天河區2006年依法行政工作要點》，將32項任務分解到26個部門，並納入年度目標管理考核。",
        "二、規範行政決策和規範性文件管理",
        "堅持公眾參與、專家論證和政府決定相結合的決策機制，舉行價格、規劃等聽證會5次。全年審查規範性文件18件，清理以往文件213件，其中廢止41件、修改12件，清理結果已在政府網站公佈。",
        "三、深化行政審批制度改革",
        "區行政服務中心進駐部門24個，可辦理事項186項，實行「一個窗口受理、一次告知、一條龍服務」，辦結率達99.6%，群眾滿意率為98.2%。",
        "四、加強行政執法監督和行政復議",
        "推行行政執法責任制，梳理執法依據1,250條，舉辦執法人員培訓班6期，培訓1,120人次。收到行政復議申請37件，受理34件，審結33件，依法維護了公民、法人和其他組織的合法權益。",
        "五、存在的問題和下一步工作",
        "部分執法人員的法律素質仍待提高，行政執法與刑事司法的銜接還不夠順暢。2007年，我區將繼續推進綜合執法試點，完善行政過錯責任追究制度，努力建設法治政府。",
        "天河區人民政府",
        "2007年2月9日",
    ),
)
# fmt: on
TRADITIONAL_TEXT = replace(
    TRADITIONAL,
    title="天河區2005年依法行政工作情況報告",
    paragraphs=tuple(
        paragraph.replace("2006", "2005").replace("2007", "2006")
        for paragraph in TRADITIONAL.paragraphs
    ),
)
