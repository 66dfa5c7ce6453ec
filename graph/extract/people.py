"""Named persons: after a post, before 同志, or known to all."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import is_free, mark, work_of
from graph.extract.rules import any_of, load_words

_LONGEST = 8  # characters of a name with a blank in it


@Language.factory("people")
def make_people(nlp: Language, name: str) -> People:
    return People()


class People:
    """Marks persons; a surname of the list is needed, and a post or 同志 beside the name."""

    def __init__(self) -> None:
        surnames = any_of(load_words("people.yaml", "SURNAMES"))
        posts = any_of(load_words("people.yaml", "POSTS"))
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
        for match in self.after_post.finditer(text):
            self._mark(doc, match, "after-post")
        for word in re.finditer("同志", text):
            for match in self.comrade.finditer(text, max(0, word.start() - _LONGEST), word.end()):
                self._mark(doc, match, "before-comrade")
        for match in self.leader.finditer(text):
            if is_free(doc, *match.span()):
                mark(doc, "Person", *match.span(), match[0], "leader")
        return doc

    def _mark(self, doc: Doc, match: re.Match[str], rule: str) -> None:
        start, end = match.span("name")
        post = self.is_post.search(match["name"])  # 书记任组长: no name
        if end - start >= 2 and not post and is_free(doc, start, end):
            mark(doc, "Person", start, end, re.sub(r"\s", "", match["name"]), rule)
