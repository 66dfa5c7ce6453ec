"""The text of a Markdown file without its marks."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from graph.read.document import Document

_TAG = re.compile("<[^<>]*>")
_FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]{0,500}\n){1,50}?---\n")
_TEXT = ("text", "code_inline", "html_inline")
_BREAKS = ("softbreak", "hardbreak")


def read_markdown(text: str) -> Document:
    """Return the paragraphs of a Markdown text, one a line; its first heading is its title.

    Marks of emphasis, links and lists go; numbers of lists stay, because headings cite them.
    """
    text = _FRONT_MATTER.sub("", text)
    lines: list[str] = []
    title, heading, mark = "", "", ""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "list_item_open":
            mark = token.info + token.markup if token.info else ""
        elif token.type in ("code_block", "fence"):
            lines += token.content.splitlines()
        elif token.type == "html_block":
            lines += _TAG.sub("\n", token.content).splitlines()
        elif token.type == "inline":
            written = _inline(token)
            title = title or (written if heading == "h1" else "")
            lines += (mark + written.replace("**", "")).split("\n")
            heading = mark = ""
    return Document("\n".join(filter(None, (line.strip() for line in lines))), title=title)


def _inline(token: Token) -> str:
    """Return the words of a paragraph; a line that only wraps goes on, as Chinese is written."""
    words = []
    for child in token.children or ():
        if child.type in _TEXT:
            words.append(child.content)
        elif child.type in _BREAKS:
            words.append("\n" if child.type == "hardbreak" else _BETWEEN_LINES)
        elif child.type == "image":
            words.append("")
    return "".join(words)


_BETWEEN_LINES = "\n"  # authors of Chinese texts mean a new line where they write one
