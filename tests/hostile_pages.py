"""Web pages, Markdown and plain texts that cost too much, or aren't what their names say."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random

import real_pages
from hostile import EITHER, NO_REPORT, REFUSED, Hostile
from hostile_archives import text
from raw_zip import archive_of
from real_reports import report

PAGE, PLAIN, MARKDOWN, OTHER = "web page", "plain text", "Markdown", "other format"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "法治"}">' for n in range(10))
SAVE_AS = r"\.docx"


def pages(secret: Path, address: str) -> Iterator[Hostile]:
    """All hostile pages; they try to read ``secret`` and to fetch from ``address``."""
    number = count()

    def page(name: str, why: str, inside: str, before: str = "<!DOCTYPE html>") -> Hostile:
        about = report("勉县", 1990 + next(number), 3)
        body = "".join(f"<p>{paragraph}</p>" for paragraph in about.paragraphs)
        head = f'<head><meta charset="utf-8"><title>{about.title}</title></head>'
        whole = f"{before}<html>{head}<body><h1>{about.title}</h1>{body}{inside}</body></html>"
        return Hostile(name, PAGE, why, EITHER, data=whole.encode())

    yield from _shapes(page)
    yield from _ways_out(page, secret, address)
    yield from _traps_for_patterns(page)
    yield from _charsets()


Page = Callable[..., Hostile]


def _shapes(page: Page) -> Iterator[Hostile]:
    attributes = " ".join(f'a{n}="x"' for n in range(40_000))
    yield page("attributes.html", "40,000 attributes", f"<div {attributes}>法治</div>")
    yield page("nested.html", "100,000 nested DIVs", f"{'<div>' * 100_000}法治")
    yield page("nested_tables.html", "nested tables", f"{'<table><tr><td>' * 20_000}法治")
    yield page("nested_inline.html", "B and I by turns", f"{'<b><i>法' * 30_000}")
    yield page("lists.html", "lists in lists", f"{'<ul><li>' * 30_000}法治")
    yield page(
        "one_line.html", "5 MB, no tag that ends", "<p>" + "我区推进法治政府建设，" * 160_000
    )
    yield page("comment.html", "a comment without end", "<!--" + "<p>法治</p>" * 50_000)
    yield page("script.html", "a script without end", "<script>" + "var a='法';" * 50_000)
    yield page("nulls.html", "zeros between the letters", "<p>法\0治\0</p>\0" * 20_000)
    yield page("entities.html", "1 MB of &amp;amp;", "&amp;amp;" * 120_000)
    yield page("numbers.html", "characters that don't exist", "&#xFFFFFFFF;&#0;&#xD800;" * 5_000)
    yield page("empty_paragraphs.html", "200,000 empty paragraphs", "<p></p>" * 200_000)
    yield page("table.html", "a table of 100,000 cells", f"<table>{'<tr><td>1<td>2' * 50_000}")
    spans = '<td colspan="1000000" rowspan="1000000">法治</td>'
    yield page("spans.html", "cells over a million columns", f"<table><tr>{spans * 100}</table>")
    yield page("links.html", "100,000 links", '<a href="x">法治报告</a>' * 100_000)
    yield page("breaks.html", "half a million line breaks", "<br>" * 500_000)


def _ways_out(page: Page, secret: Path, address: str) -> Iterator[Hostile]:
    picture = f'<img src="data:image/png;base64,{"A" * 3_000_000}">'
    yield page("data_uri.html", "a picture of 3 MB in an address", picture)
    fetched = (
        f'<meta http-equiv="refresh" content="0;url={address}/refresh"><base href="{address}/">'
        f'<iframe src="{address}/frame"></iframe><iframe src="{secret.as_uri()}"></iframe>'
        f'<link rel="stylesheet" href="{address}/a.css"><img src="{address}/a.png" onerror="x()">'
        f'<object data="{secret.as_uri()}"></object><script src="{address}/a.js"></script>'
        f'<script>fetch("{address}/fetch")</script><!--#include file="{secret}"-->'
    )
    yield page("fetching.html", "frames and scripts from elsewhere", fetched)
    laughs = f"<!DOCTYPE html [{LAUGHS}]>"
    yield page("laughs.html", "entities that grow to 6 GB", "<p>&l9;</p>", laughs)
    outside = (
        f'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        f'"{address}/xhtml.dtd" [<!ENTITY x SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY y SYSTEM "{address}/entity">]>'
    )
    yield page("outside.html", "entities from a file and the web", "<p>法治&x;&y;</p>", outside)
    include = (
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>'
    )
    yield page("include.html", "XInclude of a file", include)
    xml = f"<?xml version='1.0'?><!DOCTYPE a [{LAUGHS}]><a>&l9;</a>".encode()
    yield Hostile("laughs.xml", PAGE, "entities that grow to 6 GB", NO_REPORT, data=xml)


def _traps_for_patterns(page: Page) -> Iterator[Hostile]:
    """What regular expressions over labels, dates, tags and blanks like least."""
    traps = {
        "blanks_after_label.html": "来源：" + " " * 500_000 + "<br>索引号：" + "&nbsp;" * 200_000,
        "dates.html": "发布时间：" + "2024-" * 200_000 + "<br>" + "1" * 300_000 + "年",
        "labels.html": "索 引 号：发布机构：发布日期：来源：" * 30_000,
        "half_tags.html": "<" * 300_000 + "<a <a <a " * 50_000,
        "half_comments.html": "<!--<$[信息内容]>begin-->" * 30_000,
        "half_meta.html": '<meta name="PubDate" content="' * 20_000,
        "numbers_of_headings.html": "（一）一、1.（1）" * 60_000,
    }
    for name, inside in traps.items():
        yield page(name, "begins again and again and never ends", inside)
    long = f'<meta name="ArticleTitle" content="{"法治报告" * 200_000}">'
    yield page("long_title.html", "a title of 800,000 characters", long)
    date = '<meta name="PubDate" content="9999999999-99-99"><p>发布日期：2024年13月45日</p>'
    yield page("impossible_date.html", "dates that don't exist", date)


def _charsets() -> Iterator[Hostile]:
    """Names of charsets that are something else in Python: compression, escapes, or nothing."""
    charsets = ("zlib_codec", "unicode_escape", "utf-7", "undefined", "x" * 100_000)
    for number, charset in enumerate(charsets):
        about = report("昌吉市", 2010 + number, 3)
        whole = f'<meta charset="{charset}">{real_pages.short_text_long_menu(about)}'
        name = f"charset_{charset[:14]}.html"
        data = (whole + "\\x41+AGEAYg-").encode()
        yield Hostile(name, PAGE, f"says its charset is {charset[:14]}", EITHER, data=data)


def texts() -> Iterator[Hostile]:
    """Plain texts and Markdown."""

    def plain(name: str, why: str, data: bytes, outcomes: frozenset[str] = EITHER) -> Hostile:
        return Hostile(name, PLAIN, why, outcomes, data=data)

    yield plain("one_character.txt", "50 MB of one character", "区".encode() * 17_500_000)
    yield plain("brackets.txt", "one line of 3 million opening marks", "《".encode() * 3_000_000)
    yield plain("line_ends.txt", "2 million line ends", b"\xe5\x8c\xba\n" + b"\r\n" * 2_000_000)
    yield plain("compressed.txt", "gzip by another name", gzip.compress(text(41), mtime=0), REFUSED)
    pairs = "\ud83d\ude00\ud842\udfb7".encode("utf-8", "surrogatepass")
    yield plain("surrogates.txt", "lone surrogates in UTF-8 (CESU-8)", text(42) + pairs)
    lone = text(43).decode().encode("utf-16") + b"\x00\xd8\x41\x00"
    yield plain("lone.txt", "a lone surrogate in UTF-16", lone)
    yield plain("random.txt", "random bytes", Random(1).randbytes(200_000), REFUSED)
    yield plain("zeros.txt", "zeros", bytes(100_000), REFUSED)
    controls = "".join(map(chr, [*range(1, 9), 0x1B, 0x200B, 0x202E, 0xFEFF, 0xFFFE, 0x10FFFF]))
    yield plain("controls.txt", "control characters", text(44) + controls.encode() * 20)
    yield plain("mixed.txt", "half UTF-8, half GB18030", text(45) + text(46).decode().encode("gbk"))
    for suffix in ("txt", "html", "docx", "pdf", "zip", "md"):
        yield Hostile(f"empty.{suffix}", OTHER, "no bytes", says=r"(?i)empty|no text|not ")
    yield plain("blank.txt", "nothing but blanks", "　 \r\n\t".encode() * 500, REFUSED)
    yield plain("blank.html", "a page without words", b"<html><body><p>&nbsp;", REFUSED)
    for name, source in MARKDOWN_TRAPS.items():
        yield Hostile(f"{name}.md", MARKDOWN, "costs careless parsers much", EITHER, data=source)


MARKDOWN_TRAPS = {
    "open_links": b"[" * 200_000 + text(47),
    "open_pictures": b"![a](" * 50_000,
    "quotes_in_quotes": b"> " * 30_000 + b"a",
    "emphasis": b"*a **a " * 60_000,
    "lists_in_lists": b"".join(b" " * (2 * n) + b"- a\n" for n in range(1_500)),
    "tags": b"<a" * 100_000 + b"<!--" * 50_000,
    "references": b"".join(b"[%d]: http://x/ 'a\n" % n for n in range(30_000)),
    "ticks": b"".join(b"`" * n + b" " for n in range(1, 900)),
    "table": b"|a" * 5_000 + b"\n" + b"|-" * 5_000 + b"\n" + b"|\n" * 5_000,
}


def other_formats() -> Iterator[Hostile]:
    """Formats that aren't read; a person should learn what to do with them."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(24) + b">\0\3\0\xfe\xff\x09\0" + bytes(4_000)
    rich = b"{\\rtf1\\ansi\\ansicpg936 \\'b7\\'a8\\'d6\\'ce\\par}"
    fixed = archive_of({"OFD.xml": b"<ofd:OFD xmlns:ofd='x'/>", "Doc_0/Document.xml": b"<a/>"})
    for name, data in (
        ("old.doc", ole),
        ("old.wps", ole),
        ("layout.ofd", fixed),
        ("rich.rtf", rich),
    ):
        why = "a format that isn't read"
        yield Hostile(name, OTHER, why, says=SAVE_AS, data=data)
    renamed = "an old Word file by another name"
    yield Hostile("old_renamed.docx", OTHER, renamed, says=SAVE_AS, data=ole)
    yield Hostile("rich_renamed.docx", OTHER, "RTF by another name", data=rich)
    program = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + Random(2).randbytes(3_000)
    yield Hostile("program.pdf", OTHER, "a program by another name", data=program)
    yield Hostile("page.docx", OTHER, "a web page by another name", EITHER, data=b"<p>" + text(48))
    yield Hostile("text.pdf", OTHER, "a text by another name", EITHER, data=text(49))
    yield Hostile("layout.docx", OTHER, "OFD by another name", data=fixed)
    yield Hostile("document.zip", OTHER, "OFD by another name", data=fixed)
