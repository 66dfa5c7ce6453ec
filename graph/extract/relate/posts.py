"""Posts: which person holds which post where, also stacked and former ones."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from graph.extract.marks import Found, marked, work_of
from graph.extract.relate.findings import Findings, findings_of
from graph.extract.rules import any_of, load_words
from graph.extract.setting import Setting

_OF_GOVERNMENT = re.compile(r"^(?:常务)?副?(?:[省市县区州旗镇乡]长|局长|厅长)$")
_HEAD_OF_PLACE = re.compile(r"[省市县区州旗镇乡]长")
_PARTY = re.compile(r"党组|党委")
_FORMER = re.compile(r"(?:时任|原任|原)$")


@Language.factory("relate_posts")
def make_posts(nlp: Language, name: str) -> Posts:
    return Posts(load_words("people.yaml", "POSTS"))


class Posts:
    """Finds holdsPost by reading leftwards from a name: post, agency, 、, post, agency …"""

    def __init__(self, posts: tuple[str, ...]) -> None:
        self.post = re.compile(rf"(?:(?:党组|党委|原)?(?:常务)?副?(?:{any_of(posts)}))$")

    def __call__(self, doc: Doc) -> Doc:
        findings = findings_of(doc)
        agencies = {span.end: span for span in marked(doc, "Agency")}
        for person in sorted(marked(doc, "Person"), key=lambda s: s.start):
            if person.canonical == "习近平":
                self._leader(findings, person)
            else:
                self._stack(findings, person, agencies)
        return doc

    def _leader(self, findings: Findings, person: Found) -> None:
        if findings.text.startswith("总书记", person.end):
            findings.add(
                "holdsPost",
                ("习近平", "Person"),
                ("中国共产党中央委员会", "Agency"),
                (person.start, person.end + 3),
                "general-secretary",
                post="总书记",
            )

    def _stack(self, findings: Findings, person: Found, agencies: dict[int, Found]) -> None:
        held: list[tuple[str, Found]] = []
        position = person.start
        pending: list[str] = []
        while True:
            post = self.post.search(findings.text, max(0, position - 10), position)
            if not post:
                break
            party = _PARTY.match(post[0])
            begin = post.start()
            if party and agencies.get(begin) is None and begin + party.end() in agencies:
                begin += party.end()  # 镇党委|书记: the committee is the agency
            pending.append(findings.text[begin : post.end()])
            agency = agencies.get(begin)
            if agency is not None:
                held += [(name, agency) for name in pending if self._fits(name, agency)]
                pending = [name for name in pending if not self._fits(name, agency)]
                position = agency.start
            else:
                position = begin
            if not findings.text.startswith(("、", "，", "兼"), position - 1):
                break
            position -= 1
        former = bool(held) and _FORMER.search(findings.text[max(0, position - 3) : position])
        start = held[-1][1].start if held else person.start
        for post_name, agency in reversed(held):
            findings.add(
                "holdsPost",
                (person.canonical, "Person"),
                (agency.canonical, "Agency"),
                (min(start, agency.start), person.end),
                "post-before-name",
                post=post_name,
                former="true" if former else "",
            )
        self._unplaced(findings, person, pending)

    def _fits(self, post: str, agency: Found) -> bool:
        """Return whether a party's body has such a post (区委副书记、区长: two bodies)."""
        party = agency.canonical.startswith("中共")
        return not (party and _OF_GOVERNMENT.search(post))

    def _unplaced(self, findings: Findings, person: Found, posts: list[str]) -> None:
        """A post without an agency (区长王某) is held where the report stands."""
        for post in posts:
            start = person.start - len(post)
            agency, rule, word = _whose(post, work_of(findings.doc).setting)
            if agency and findings.text[max(0, start - 1) : start] != "原":
                findings.add(
                    "holdsPost",
                    (person.canonical, "Person"),
                    (agency, "Agency"),
                    (start, person.end),
                    rule,
                    f"{word} → {agency}",
                    post=post,
                )


def _whose(post: str, setting: Setting) -> tuple[str, str, str]:
    """Return the agency that a bare post belongs to, by which rule, and the word that says so."""
    own, kind = setting.reporter
    if kind == "Agency" and own and post.endswith(("局长", "厅长")) and own.endswith(post[-2]):
        return own, "post-of-reporter", post
    level = post.removeprefix("常务").removeprefix("副")
    path = setting.named(level[0]) if _HEAD_OF_PLACE.fullmatch(level) else ""
    return (setting.prefix(path) + "人民政府" if path else ""), "post-of-place", level[:1]
