"""What a page says of its text: in ``<meta>``, and in words such as 索引号 before a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from graph.read.document import Document

_APART = "\x1f"  # between two pieces of text that stand in different elements
_DAY = re.compile(r"((?:19|20)\d\d)\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})(?!\d)")
_LONGEST_VALUE = 60
_NOTHING = re.compile(r"[\s：:\-—－_/\\\[\]【】（）()无暂]*")

Sources = Mapping[str, Sequence[str]]  # meta: names of <meta>; labels, last: words on the page


def describe(
    metas: Mapping[str, str], texts: Iterable[str], wanted: Mapping[str, Sources]
) -> Document:
    """Return title, publisher, date, 索引号 and address as a document without text.

    ``metas`` are the page's ``<meta>`` by their names in lower case, ``texts`` its pieces of text
    in order, ``wanted`` the sources of each field in the order in which they are believed.
    """
    page = _APART.join(re.sub(r"[\s\u00a0]+", " ", text).strip() for text in texts)
    every = tuple(
        label
        for found in wanted.values()
        for kind in ("labels", "last")
        for label in found.get(kind, ())
    )
    found = {field: _values(metas, page, sources, every) for field, sources in wanted.items()}
    days = (day_of(value) for value in found.get("published", ()))
    addresses = (value for value in found.get("source", ()) if is_address(value))
    numbers = (value for value in found.get("index_number", ()) if re.search(r"\d", value))
    return Document(
        text="",
        title=next(iter(found.get("title", ())), ""),
        publisher=next((v for v in found.get("publisher", ()) if not day_of(v)), ""),
        published=next(filter(None, days), ""),
        index_number=next(numbers, ""),
        source=next(addresses, ""),
    )


def _values(
    metas: Mapping[str, str], page: str, sources: Sources, every: tuple[str, ...]
) -> list[str]:
    """Return what each source of a field says, the most trusted first."""
    found: list[str] = []
    for kind, names in sources.items():
        for name in names:
            if kind == "meta":
                found.append(metas.get(name.lower(), "").strip())
            else:
                found += _labelled(page, name, every)
    return [value for value in found if not _NOTHING.fullmatch(value)]


def _labelled(page: str, label: str, every: tuple[str, ...]) -> list[str]:
    """Return what stands after a label on the page, up to the next label or element."""
    found = []
    for match in _pattern(label).finditer(page):
        rest = page[match.end() : match.end() + 2 * _LONGEST_VALUE]
        value = _next_label(every).split(rest.split(_APART)[0], 1)[0].strip(" ：:]】)")
        if len(value) <= _LONGEST_VALUE:
            found.append(value)
    return found


@cache
def _pattern(label: str) -> re.Pattern[str]:
    """A label: before a colon wherever it begins a piece or a word, else as a piece of its own."""
    spaced = r"[ \u3000]*".join(label)
    begins = rf"(?:(?<=[{_APART} \[【(（|])|^)"
    ends = rf"(?: ?[：:] ?{_APART}*|{_APART}+[：:]?{_APART}*)"
    return re.compile(rf"{begins}{spaced} ?[】\]]?{ends}")


@cache
def _next_label(every: tuple[str, ...]) -> re.Pattern[str]:
    labels = "|".join(sorted(every, key=len, reverse=True))
    return re.compile(rf"(?:^|[ \u3000\[【|])(?:{labels})\s?[】\]]?[：:]|\s{{2,}}|[|｜]")


def day_of(text: str) -> str:
    """Return the first day that a text names, as 2022-01-15; "" when there is none.

    >>> day_of("发布时间：2022年1月5日 10:30"), day_of("2021-02-30")
    ('2022-01-05', '')
    """
    for match in _DAY.finditer(text):
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            continue
    return ""


def is_address(text: str) -> bool:
    """Return whether a text is a whole address of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc and not re.search(r"\s", text)
