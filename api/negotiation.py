"""Which of the forms that we have a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Range = tuple[str, float]


def parse_accept(header: str) -> list[Range]:
    """The media ranges of an Accept header with their q-values; a broken part is left out.

    >>> parse_accept("text/turtle, application/json;q=0.5")
    [('text/turtle', 1.0), ('application/json', 0.5)]
    """
    ranges = []
    for part in header.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        if "/" in media:
            ranges.append((media.lower(), _quality(parameters)))
    return ranges


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def choose(header: str | None, offered: Sequence[str]) -> str | None:
    """The best of ``offered`` for this Accept header, or None when none will do.

    Where the client likes several equally, our own order decides; no header accepts everything.

    >>> choose("text/html, */*;q=0.1", ["text/turtle", "text/html"])
    'text/html'
    """
    if not header or not header.strip():
        return offered[0] if offered else None
    ranges = parse_accept(header)
    best = max(offered, key=lambda media: quality_of(media, ranges), default=None)
    return best if best is not None and quality_of(best, ranges) > 0 else None


def quality_of(media: str, ranges: Sequence[Range]) -> float:
    """How much a client that sent ``ranges`` likes ``media``; the most specific range counts."""
    kind = media.split("/")[0]
    wanted: Mapping[str, float] = dict(ranges)
    for name in (media, f"{kind}/*", "*/*"):
        if name in wanted:
            return wanted[name]
    return 0.0
