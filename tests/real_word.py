"""Word documents, written part by part: python-docx makes the frame, the rest is its own XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from real_reports import Report

LONG_AGO = (1980, 1, 1, 0, 0, 0)
W = nsdecls("w")
LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
FOOTNOTE = "数据统计截至年末，不含开发区。"
HEADER, FOOTER = "内部资料 注意保存", "第 1 页 共 6 页"
FOOTNOTE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FOOTNOTE_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def plain(report: Report) -> bytes:
    """Title and paragraphs, and what Word notes about the document."""
    document = _document(report)
    document.add_heading(report.title, 0)
    for paragraph in report.paragraphs:
        document.add_paragraph(paragraph)
    return _saved(document)


def numbered(report: Report) -> bytes:
    """Headings whose numbers Word counts, given to the paragraph or to its style."""
    document = _document(report)
    _define_numbering(document)
    _number(document.styles["Heading 2"].element.get_or_add_pPr(), 1)
    document.add_paragraph(report.title, style="Title")
    for paragraph in report.paragraphs:
        chapter = re.match(r"[一二三]、(.*)", paragraph)
        section = re.match(r"（[一二三]）(.*)", paragraph)
        if chapter:
            heading = document.add_paragraph(chapter[1])
            _number(heading._p.get_or_add_pPr(), 0)
        elif section:
            document.add_heading(section[1], 2)
        else:
            document.add_paragraph(paragraph)
    for item in NUMBERED_ITEMS:
        _number(document.add_paragraph(item)._p.get_or_add_pPr(), 2)
    return _saved(document)


NUMBERED_ITEMS = ("行政执法案例汇编", "法治宣传资料目录", "行政复议案件统计表")


def boxed(report: Report, figures: Sequence[Sequence[str]]) -> bytes:
    """Paragraphs in the cell of a frame, figures in a table, and the last lines in a text box,
    which Word writes twice: for itself, and for its older versions."""
    document = _document(report)
    document.add_paragraph(report.title)
    frame = document.add_table(rows=1, cols=1).rows[0].cells[0]
    frame.paragraphs[0].text = report.paragraphs[0]
    for paragraph in report.paragraphs[1:-2]:
        frame.add_paragraph(paragraph)
    table = document.add_table(rows=0, cols=len(figures[0]))
    for row in figures:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    _text_box(document.add_paragraph(), report.paragraphs[-2:])
    return _saved(document)


def revised(report: Report) -> bytes:
    """Tracked changes, a moved passage, a footnote, a field, a line break within a paragraph,
    a header and a footer. ``report`` is what should be read when all changes are accepted."""
    document = _document(report)
    _head_and_foot(document)
    title = document.add_paragraph(report.place)
    title.runs[0].add_break()
    title.add_run(report.title.removeprefix(report.place))
    for number, words in enumerate(report.paragraphs):
        paragraph = document.add_paragraph()
        if number == 0:
            _with_field(paragraph, words)
        elif number == 4:
            _with_changes(paragraph, words)
        elif number == 6:
            _moved(paragraph, words)
        else:
            paragraph.add_run(words)
        if number == 7:
            paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    deleted = document.add_paragraph()
    deleted._p.append(_change("del", "此段已经删去，不应读出。"))
    return _with_footnotes(_saved(document))


def _document(report: Report) -> Document:
    document = docx.Document()
    document.core_properties.title = report.title
    document.core_properties.author = report.publisher
    created = datetime.fromisoformat(report.published)
    document.core_properties.created = created
    document.core_properties.modified = created
    return document


def _saved(document: Document) -> bytes:
    """The document's bytes, the same at every run."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source:
        return _zipped({name: source.read(name) for name in source.namelist()})


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(zipfile.ZipInfo(name, LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _define_numbering(document: Document) -> None:
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for n, (kind, text) in enumerate(LEVELS)
    )
    abstract = f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    link = f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(parse_xml(link))


def _number(properties: OxmlElement, level: int) -> None:
    words = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
    properties._insert_numPr(parse_xml(words))


def _text_box(paragraph: Paragraph, lines: Sequence[str]) -> None:
    content = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    content = f"<w:txbxContent>{content}</w:txbxContent>"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w", "wp", "a")} xmlns:wps="{shape}"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"'
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
            '<wp:extent cx="2000000" cy="900000"/><wp:docPr id="1" name="文本框"/>'
            f'<a:graphic><a:graphicData uri="{shape}"><wps:wsp><wps:txbx>{content}</wps:txbx>'
            "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def _head_and_foot(document: Document) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = HEADER
    section.footer.paragraphs[0].text = FOOTER


def _with_field(paragraph: Paragraph, words: str) -> None:
    """The first four characters are the result of a field, whose instruction isn't text."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            code = f"<w:r {W}><w:instrText> DATE \\@ yyyy </w:instrText></w:r>"
            paragraph._p.append(parse_xml(code))
        mark = f'<w:r {W}><w:fldChar w:fldCharType="{kind}"/></w:r>'
        paragraph._p.append(parse_xml(mark))
        if kind == "separate":
            paragraph.add_run(words[:4])
    paragraph.add_run(words[4:])


def _with_changes(paragraph: Paragraph, words: str) -> None:
    """Five characters were inserted after the tenth, and others deleted there."""
    paragraph.add_run(words[:10])
    paragraph._p.append(_change("del", "旧的说法"))
    paragraph._p.append(_change("ins", words[10:15]))
    paragraph.add_run(words[15:])


def _moved(paragraph: Paragraph, words: str) -> None:
    """The end of the paragraph stood at its beginning once."""
    paragraph._p.append(_change("moveFrom", words[-9:]))
    paragraph.add_run(words[:-9])
    paragraph._p.append(_change("moveTo", words[-9:]))


def _change(kind: str, words: str) -> OxmlElement:
    tag = "delText" if kind == "del" else "t"
    return parse_xml(
        f'<w:{kind} {W} w:id="9" w:author="李" w:date="2024-01-01T00:00:00Z">'
        f"<w:r><w:{tag}>{words}</w:{tag}></w:r></w:{kind}>"
    )


def _with_footnotes(data: bytes) -> bytes:
    """Add the part that holds the footnote, which python-docx can't write."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["word/footnotes.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {W}><w:footnote w:id="2"><w:p>'
        f"<w:r><w:footnoteRef/></w:r><w:r><w:t>{FOOTNOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    ).encode()
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{FOOTNOTE_TYPE}"/></Types>'
    link = f'<Relationship Id="rId99" Type="{FOOTNOTE_REL}" Target="footnotes.xml"/>'
    _append(parts, "[Content_Types].xml", "</Types>", override)
    _append(parts, "word/_rels/document.xml.rels", "</Relationships>", f"{link}</Relationships>")
    return _zipped(parts)


def _append(parts: dict[str, bytes], name: str, end: str, addition: str) -> None:
    parts[name] = parts[name].replace(end.encode(), addition.encode())


def texts(data: bytes) -> list[str]:
    """What python-docx sees of the paragraphs outside tables: to check the makers."""
    document = docx.Document(io.BytesIO(data))
    return [paragraph.text for paragraph in document.paragraphs]


def has_tag(data: bytes, tag: str) -> bool:
    """Whether the document's XML has an element ``w:tag``."""
    body = docx.Document(io.BytesIO(data)).element.body
    return next(body.iter(qn(f"w:{tag}")), None) is not None
