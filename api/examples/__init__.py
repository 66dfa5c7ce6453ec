"""Example queries: GraphQL and SPARQL files with their titles in a comment at the top."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

LANGUAGES = {".graphql": "graphql", ".rq": "sparql"}


@dataclass(frozen=True, slots=True)
class Example:
    """A query that runs as it stands; ``language`` is ``graphql`` or ``sparql``."""

    name: str
    language: str
    title_zh: str
    title_en: str
    text: str


def load_examples() -> tuple[Example, ...]:
    """The example queries that come with the project, by language and name."""
    found = sorted(files(__name__).iterdir(), key=lambda file: file.name)
    read = [
        read_example(file.name, file.read_text(encoding="utf-8"))
        for file in found
        if file.name.endswith(tuple(LANGUAGES))
    ]
    return tuple(sorted(read, key=lambda example: (example.language, example.name)))


def read_example(file_name: str, text: str) -> Example:
    """The example in a file whose first comment lines are ``# zh: …`` and ``# en: …``.

    >>> read_example("all.rq", "# zh: 全部\\n# en: everything\\nASK {}\\n").title_zh
    '全部'
    """
    stem, dot, suffix = file_name.rpartition(".")
    titles = {}
    for line in text.splitlines():
        if line.startswith(("# zh: ", "# en: ")):
            titles[line[2:4]] = line[6:].strip()
    if set(titles) != {"zh", "en"}:
        raise ValueError(f"api/examples/{file_name}: begin with # zh: … and # en: … lines")
    return Example(stem, LANGUAGES[dot + suffix], titles["zh"], titles["en"], text)
