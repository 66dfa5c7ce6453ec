"""PDF files with a text layer, set as official documents are: 28 characters a line, 22 lines a
page, even margins, the first line of a paragraph indented by two, the page's number below."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from real_reports import Report

PAGE = (595, 842)  # A4 in points
SIZE, LEADING, LEFT, TOP = 16, 28, 74, 740
PER_LINE, PER_PAGE = 28, 22
NEVER_FIRST = "，。；：、？！）》”"
NUMERIC = "0123456789.%"


@dataclass
class Pdf:
    """The objects of a file, numbered from 1 in the order they are added."""

    objects: list[bytes] = field(default_factory=list)

    def add(self, body: bytes | str) -> int:
        """Add an object and return its number."""
        self.objects.append(body if isinstance(body, bytes) else body.encode())
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "", *, packed: bool = True) -> int:
        """Add a stream, deflated unless it shouldn't be, and return its number."""
        data = zlib.compress(data, 9) if packed else data
        kind = "/Filter/FlateDecode" if packed else ""
        head = f"<<{entries}{kind}/Length {len(data)}>>stream\n".encode()
        return self.add(head + data + b"\nendstream")

    def written(self, root: int, trailer: str = "") -> bytes:
        """The file, its catalogue being object ``root``."""
        parts, offsets, at = [b"%PDF-1.7\n%\xe4\xb8\xad\n"], [], 0
        at = len(parts[0])
        for number, body in enumerate(self.objects, 1):
            offsets.append(at)
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
            at += len(parts[-1])
        table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        count = len(offsets) + 1
        end = f"trailer<</Size {count}/Root {root} 0 R{trailer}>>\nstartxref\n{at}\n%%EOF\n"
        head = b"xref\n0 %d\n0000000000 65535 f \n" % count
        return b"".join((*parts, head, table, end.encode()))


@dataclass(frozen=True)
class Line:
    """A line of text on a page: its left end, and the space between characters, in points."""

    x: float
    y: float
    words: str
    spread: float = 0.0


def official(report: Report, running_head: str = "") -> bytes:
    """The report, set in pages with "— 2 —" below and perhaps a running head above."""
    lines = set_lines(report)
    pages = [lines[at : at + PER_PAGE] for at in range(0, len(lines), PER_PAGE)]
    return write([_page(page, n, running_head) for n, page in enumerate(pages, 1)], report)


def set_lines(report: Report) -> list[tuple[float, str]]:
    """Each line with its indent in characters: the title in the middle, the signature right."""
    half = len(report.title) // 2 if len(report.title) > PER_LINE - 6 else len(report.title)
    titles = [part for part in (report.title[:half], report.title[half:]) if part]
    lines = [((PER_LINE - len(part)) / 2, part) for part in titles]
    for paragraph in report.paragraphs[:-2]:
        lines += _wrapped(paragraph)
    lines += [(PER_LINE - 4.0 - len(part), part) for part in report.paragraphs[-2:]]
    return lines


def _wrapped(paragraph: str) -> list[tuple[float, str]]:
    """Lines that are full by the width of their characters; no number is cut, and no mark that
    closes something begins a line."""
    lines, indent, rest = [], 2.0, paragraph
    while rest:
        count = 1
        while count < len(rest) and width(rest[: count + 1]) <= PER_LINE - indent:
            count += 1
        while 1 < count < len(rest) and _inside_number(rest, count):
            count -= 1
        while count < len(rest) and rest[count] in NEVER_FIRST:
            count += 1
        lines.append((indent, rest[:count]))
        indent, rest = 0.0, rest[count:]
    return lines


def width(words: str) -> float:
    """How wide words are, in characters of Chinese."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in words)


def _inside_number(words: str, at: int) -> bool:
    return words[at - 1] in NUMERIC and words[at] in NUMERIC


def _page(lines: Sequence[tuple[float, str]], number: int, running_head: str) -> list[Line]:
    """One page; every line that is nearly full is set to end at the margin, as offices do."""
    placed = []
    for n, (indent, words) in enumerate(lines):
        missing = PER_LINE - indent - width(words)
        spread = missing * SIZE / (len(words) - 1) if -2 < missing < 3 else 0.0
        spread = 0.0 if words.endswith("。") else spread
        placed.append(Line(LEFT + indent * SIZE, TOP - n * LEADING, words, spread))
    head = [Line(LEFT, TOP + 50, running_head)] if running_head else []
    return [*head, *placed, Line(270, 60, f"— {number} —")]


def write(pages: Sequence[Sequence[Line]], report: Report | None = None) -> bytes:
    """A file of these pages, its one font not embedded and its characters told by ToUnicode."""
    pdf = Pdf()
    contents, font = add_contents(pdf, pages)
    tree = len(pdf.objects) + len(pages) + 1
    kids = [pdf.add(_page_object(tree, content, font)) for content in contents]
    references = " ".join(f"{kid} 0 R" for kid in kids)
    pdf.add(f"<</Type/Pages/Count {len(kids)}/Kids[{references}]>>")
    root = pdf.add(f"<</Type/Catalog/Pages {tree} 0 R>>")
    return pdf.written(root, f"/Info {_info(pdf, report)} 0 R" if report else "")


def add_contents(pdf: Pdf, pages: Sequence[Sequence[Line]]) -> tuple[list[int], int]:
    """Add what is shown on each page; return the numbers of these objects and of their font."""
    glyphs = sorted({sign for page in pages for line in page for sign in line.words})
    codes = {sign: number for number, sign in enumerate(glyphs, 1)}
    font = _font(pdf, codes)
    texts = ("".join(_shown(line, codes) for line in page) for page in pages)
    return [pdf.stream(f"BT /F1 {SIZE} Tf {text}ET".encode()) for text in texts], font


def _page_object(tree: int, content: int, font: int) -> str:
    return (
        f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {PAGE[0]} {PAGE[1]}]"
        f"/Contents {content} 0 R/Resources<</Font<</F1 {font} 0 R>>>>>>"
    )


def _shown(line: Line, codes: dict[str, int]) -> str:
    signs = "".join(f"{codes[sign]:04x}" for sign in line.words)
    return f"{line.spread:.3f} Tc 1 0 0 1 {line.x:.2f} {line.y:.2f} Tm <{signs}> Tj\n"


def _font(pdf: Pdf, codes: dict[str, int]) -> int:
    """Add a font of numbered glyphs, 1000 units wide (500 for ASCII), and its map to Unicode."""
    narrow = " ".join(f"{code}[500]" for sign, code in codes.items() if sign.isascii())
    described = pdf.add(
        "<</Type/FontDescriptor/FontName/FangSong/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        "/Ascent 859/Descent -141/CapHeight 700/StemV 80>>"
    )
    inner = pdf.add(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/FangSong/DW 1000/CIDToGIDMap/Identity"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {described} 0 R/W[{narrow}]>>"
    )
    mapped = pdf.stream(_to_unicode(codes).encode())
    return pdf.add(
        "<</Type/Font/Subtype/Type0/BaseFont/FangSong/Encoding/Identity-H"
        f"/DescendantFonts[{inner} 0 R]/ToUnicode {mapped} 0 R>>"
    )


def _to_unicode(codes: dict[str, int]) -> str:
    pairs = [f"<{code:04x}> <{ord(sign):04x}>" for sign, code in codes.items()]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    listed = "\n".join(
        f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{listed}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _info(pdf: Pdf, report: Report) -> int:
    title = ("\ufeff" + report.title).encode("utf-16-be").hex()
    date = report.published.replace("-", "")
    return pdf.add(f"<</Title<{title}>/CreationDate(D:{date}093000+08'00')>>")


def scanned(pages: int = 2) -> bytes:
    """Pages that are pictures, without any text."""
    pdf = Pdf()
    entries = "/Type/XObject/Subtype/Image/Width 64/Height 90/ColorSpace/DeviceGray"
    stripes = bytes(255 if row % 6 else 40 for row in range(90) for _ in range(64))
    picture = pdf.stream(stripes, f"{entries}/BitsPerComponent 8")
    content = pdf.stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    tree = len(pdf.objects) + pages + 1
    kids = [
        pdf.add(
            f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R"
            f"/Resources<</XObject<</Im0 {picture} 0 R>>>>>>"
        )
        for _ in range(pages)
    ]
    references = " ".join(f"{kid} 0 R" for kid in kids)
    pdf.add(f"<</Type/Pages/Count {pages}/Kids[{references}]>>")
    return pdf.written(pdf.add(f"<</Type/Catalog/Pages {tree} 0 R>>"))
