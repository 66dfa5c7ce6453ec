"""Named persons: after a post, before 同志, or known to all."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import is_free, mark, work_of
from graph.extract.rules import load_words


@Language.factory("people")
def make_people(nlp: Language, name: str) -> People:
    return People()


class People:
    """Marks persons; a surname of the list is needed, and a post or 同志 beside the name."""

    def __init__(self) -> None:
        surnames = "|".join(sorted(load_words("people.yaml", "SURNAMES"), key=len, reverse=True))
        posts = "|".join(sorted(load_words("people.yaml", "POSTS"), key=len, reverse=True))
        after = "|".join(load_words("people.yaml", "AFTER"))
        given = r"[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]?[ 　][\u4e00-\u9fff]{1,2}"
        dotted = r"[\u4e00-\u9fff]{1,6}[·•・][\u4e00-\u9fff]{1,6}?"  # 叶尔肯·阿合买提
        self.after_post = re.compile(
            rf"(?:{posts})(?P<name>(?:{surnames})(?:{given})?|{dotted})(?=同志|{after}|[，。、；（(]|$)"
        )
        self.is_post = re.compile(rf"(?:{posts})$")
        self.comrade = re.compile(
            rf"(?<![\u4e00-\u9fff])(?P<name>(?:{surnames})(?:{given}))(?=同志)"
        )
        self.leader = re.compile(r"习近平(?=总书记|主席|同志|在|：|:|出席|主持|强调|对|作|关于)")

    def __call__(self, doc: Doc) -> Doc:
        text = work_of(doc).text
        for pattern, rule in ((self.after_post, "after-post"), (self.comrade, "before-comrade")):
            for match in pattern.finditer(text):
                start, end = match.span("name")
                post = self.is_post.search(match["name"])  # 书记任组长: no name
                if end - start >= 2 and not post and is_free(doc, start, end):
                    mark(doc, "Person", start, end, re.sub(r"\s", "", match["name"]), rule)
        for match in self.leader.finditer(text):
            if is_free(doc, *match.span()):
                mark(doc, "Person", *match.span(), match[0], "leader")
        return doc
