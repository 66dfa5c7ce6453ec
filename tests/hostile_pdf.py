"""PDF files that cost too much, go round in circles, need a password, or aren't whole."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import real_pdf
from hostile import EITHER, Hostile
from raw_zip import MEGABYTE, repeated
from real_pdf import Line, Pdf
from real_reports import Report, report

KIND = "PDF"
ADLER = 65_521
PAGE = "/MediaBox[0 0 595 842]"


def pdf_files(address: str) -> Iterator[Hostile]:
    """All hostile PDF files; they try to fetch from ``address``."""
    about = report("泽州县", 2016, 5)
    yield from _broken(real_pdf.official(about))
    yield from _circles()
    yield from _bombs()
    yield from _crowded(about)
    yield _reaching_out(about, address)


def pdf(name: str, why: str, data: bytes, outcomes: frozenset[str] = EITHER) -> Hostile:
    """A hostile PDF."""
    return Hostile(name, KIND, why, outcomes, data=data)


def _broken(good: bytes) -> Iterator[Hostile]:
    yield pdf("truncated.pdf", "the second half is missing", good[: len(good) // 2])
    yield Hostile("header.pdf", KIND, "nothing but its first line", data=good[:9])
    yield pdf("spoilt.pdf", "every 97th byte is wrong", _spoilt(good))
    yield Hostile("scan.pdf", KIND, "pictures of pages", says="OCR", data=real_pdf.scanned())
    said = r"(?i)password|encrypt|protect"
    yield Hostile("encrypted.pdf", KIND, "needs a password", says=said, data=_encrypted())
    none = Pdf()
    none.add("<</Type/Pages/Count 0/Kids[]>>")
    data = none.written(none.add("<</Type/Catalog/Pages 1 0 R>>"))
    yield Hostile("no_pages.pdf", KIND, "no page at all", data=data)


def _spoilt(data: bytes) -> bytes:
    spoilt = bytearray(data)
    spoilt[200::97] = bytes(byte ^ 0x15 for byte in spoilt[200::97])
    return bytes(spoilt)


def _encrypted() -> bytes:
    file = Pdf()
    file.add(f"<</Type/Page/Parent 2 0 R{PAGE}>>")
    file.add("<</Type/Pages/Count 1/Kids[1 0 R]>>")
    root = file.add("<</Type/Catalog/Pages 2 0 R>>")
    keys = f"/O<{'5a' * 32}>/U<{'a5' * 32}>"
    locked = file.add(f"<</Filter/Standard/V 1/R 2/Length 40/P -44{keys}>>")
    return file.written(root, f"/Encrypt {locked} 0 R/ID[<{'00' * 16}><{'00' * 16}>]")


def _circles() -> Iterator[Hostile]:
    file = Pdf()
    file.add(f"<</Type/Page/Parent 2 0 R{PAGE}>>")
    file.add("<</Type/Pages/Count 9/Kids[1 0 R 3 0 R 2 0 R]>>")
    file.add("<</Type/Pages/Parent 2 0 R/Count 9/Kids[2 0 R 3 0 R]>>")
    data = file.written(file.add("<</Type/Catalog/Pages 2 0 R>>"))
    yield pdf("tree_cycle.pdf", "a tree of pages that holds itself", data)
    start = data.rindex(b"xref", 0, data.rindex(b"startxref"))
    data = data.replace(b"/Root", b"/Prev %d/Root" % start)
    yield pdf("table_cycle.pdf", "a table of objects that precedes itself", data)
    depth = 20_000
    file = Pdf()
    for number in range(1, depth):
        file.add(f"<</Type/Pages/Count 1/Kids[{number + 1} 0 R]>>")
    file.add(f"<</Type/Page/Parent {depth - 1} 0 R{PAGE}>>")
    data = file.written(file.add("<</Type/Catalog/Pages 1 0 R>>"))
    yield pdf("deep_tree.pdf", "20,000 levels of pages", data)
    nested = b"[" * 1_000_000 + b"]" * 1_000_000
    yield pdf("nested.pdf", "a million nested arrays", _one_page(b"q Q", nested))
    yield pdf("forms.pdf", "pictures of pictures, ten at each of nine levels", _forms())
    data = _one_page(b"/F0 Do", forms=["/F0 Do"])
    yield pdf("form_cycle.pdf", "a picture that holds itself", data)


def _one_page(content: bytes, extra: bytes = b"", forms: list[str] | None = None) -> bytes:
    """A file of one page; form n may show forms 0 and up."""
    file = Pdf()
    names = "".join(f"/F{n} {n + 1} 0 R" for n in range(len(forms or [])))
    resources = f"/Resources<</XObject<<{names}>>>>"
    for form in forms or []:
        file.stream(form.encode(), f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}")
    shown = file.stream(content)
    page = file.add(f"<</Type/Page/Parent {shown + 2} 0 R{PAGE}/Contents {shown} 0 R{resources}>>")
    file.add(f"<</Type/Pages/Count 1/Kids[{page} 0 R]>>")
    root = file.add(f"<</Type/Catalog/Pages {page + 1} 0 R>>")
    if extra:
        file.add(extra)
    return file.written(root)


def _forms() -> bytes:
    levels = 9
    return _one_page(b"/F0 Do", forms=[f"/F{n + 1} Do " * 10 for n in range(levels)] + ["q Q"])


def _bombs() -> Iterator[Hostile]:
    blanks = _zlib_stream(b" " * MEGABYTE, 2048)
    file = Pdf()
    file.add(b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(blanks), blanks))
    file.add(f"<</Type/Page/Parent 3 0 R{PAGE}/Contents 1 0 R>>")
    file.add("<</Type/Pages/Count 1/Kids[2 0 R]>>")
    data = file.written(file.add("<</Type/Catalog/Pages 3 0 R>>"))
    yield pdf("blanks.pdf", "the text of a page unpacks to 2 GB", data)
    twice = zlib.compress(blanks, 9)
    file.objects[0] = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%b\nendstream" % (
        len(twice),
        twice,
    )
    yield pdf("blanks_twice.pdf", "deflated twice: 2 GB from a few KB", file.written(4))
    yield pdf("object_stream.pdf", "a stream of objects unpacks to 1 GB", _object_stream())


def _zlib_stream(block: bytes, times: int) -> bytes:
    """A zlib stream of one byte value repeated; its Adler-32 is computed, not counted."""
    raw = repeated(block, times)
    byte, size = block[0], raw.size
    low = (1 + size * byte) % ADLER
    high = (size + byte * (size * (size + 1) // 2)) % ADLER
    return b"\x78\xda" + raw.data + struct.pack(">I", high << 16 | low)


def _object_stream() -> bytes:
    """The catalogue lies in a stream of objects (PDF 1.5), told of by a stream of references."""
    blanks = _zlib_stream(b" " * MEGABYTE, 1024)
    head = b"%PDF-1.5\n"
    objects = (
        b"1 0 obj\n<</Type/ObjStm/N 3/First 20/Filter/FlateDecode/Length %d>>stream\n%b\n"
        b"endstream\nendobj\n" % (len(blanks), blanks)
    )
    rows = [(0, 0, 255), (1, len(head), 0), (2, 1, 0), (2, 1, 1), (2, 1, 2)]
    at = len(head) + len(objects)
    rows.append((1, at, 0))
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    references = (
        b"5 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 2 0 R/Length %d>>stream\n%b\n"
        b"endstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(table), table, at)
    )
    return head + objects + references


def _crowded(about: Report) -> Iterator[Hostile]:
    words = about.paragraphs[0][:28]
    page = [Line(74, 700, about.paragraphs[1])]
    yield pdf("many_pages.pdf", "100,000 pages, with text on each", _many_pages(page, 100_000))
    spot = [Line(74, 700, words)] * 20_000
    yield pdf("one_spot.pdf", "half a million characters in one spot", real_pdf.write([spot]))
    dust = [Line(n * 7 % 595, n * 13 % 842, words[n % 27 :][:2]) for n in range(50_000)]
    yield pdf("dust.pdf", "100,000 characters strewn over a page", real_pdf.write([dust]))
    far = [Line(10.0**n, 10.0**n, about.paragraphs[4][:28]) for n in range(30)]
    yield pdf("far.pdf", "text light years beside the page", real_pdf.write([far]))
    huge = real_pdf.write([page]).replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]")
    yield pdf("huge.pdf", "a page of nine billion points", huge)


def _many_pages(page: list[Line], count: int) -> bytes:
    """Pages that share their content and font."""
    model = Pdf()
    (content,), font = real_pdf.add_contents(model, [page])
    first = len(model.objects) + 2
    tree = first - 1
    kids = " ".join(f"{n} 0 R" for n in range(first, first + count))
    shared = f"/Resources<</Font<</F1 {font} 0 R>>>>{PAGE}"
    model.add(f"<</Type/Pages/Count {count}/Kids[{kids}]{shared}>>")
    for _ in range(count):
        model.add(f"<</Type/Page/Parent {tree} 0 R/Contents {content} 0 R>>")
    return model.written(model.add(f"<</Type/Catalog/Pages {tree} 0 R>>"))


def _reaching_out(about: Report, address: str) -> Hostile:
    good = real_pdf.official(about)
    actions = (
        f"/OpenAction<</S/JavaScript/JS(app.launchURL\\('{address}/js'\\))>>"
        f"/AA<</WC<</S/URI/URI({address}/uri)>>>>/Type/Catalog"
    )
    data = good.replace(b"/Type/Catalog", actions.encode())
    return pdf("script.pdf", "a script that fetches", data)
