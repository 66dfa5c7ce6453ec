"""A graph small enough to know by heart: one report of two sentences about 柳州's 城中区."""

from __future__ import annotations

from dataclasses import replace

from graph.model import (
    Dataset,
    Entity,
    Evidence,
    Qualifier,
    Report,
    Section,
    Sentence,
    Statement,
)

BASE = "https://example.org/id/"
TEXT = (
    "一、依法决策\n"
    "2021年，区司法局落实《重大行政决策程序暂行条例》，印发了《重大行政决策目录》。\n"
    "我区推行“一窗通办”，办件17件，拟获司法部“法治政府建设示范区”称号。\n"
)
FIRST = TEXT.index("2021年")
SECOND = TEXT.index("我区")
REPORT = BASE + "report/chengzhong-2021"
CHENGZHONG = BASE + "district/450202"
XINING_CHENGZHONG = BASE + "district/630103"
LIUZHOU = BASE + "district/450200"
JUSTICE = BASE + "agency/柳州市城中区司法局"
MINISTRY = BASE + "agency/中华人民共和国司法部"
REGULATION = BASE + "document/重大行政决策程序暂行条例"
LIST = BASE + "document/重大行政决策目录"
ONE_WINDOW = BASE + "initiative/一窗通办"
MODEL_DISTRICT = BASE + "award/法治政府建设示范区"


def district(code: str, path: str, level: str, parent: str = "") -> Entity:
    """A district with the properties that lists give it."""
    properties = {"code": code, "level": level, "latitude": "24.33", "longitude": "109.41"}
    if parent:
        properties["parent"] = BASE + "district/" + parent
    return Entity(
        iri=BASE + "district/" + code,
        type="District",
        name=path,
        label=path.rsplit("/", 1)[-1],
        properties=tuple(sorted(properties.items())),
    )


def evidence(number: int, start: int, quote: str, reason: str = "") -> Evidence:
    """The words of the report at ``start``, under its only heading."""
    return Evidence(
        iri=f"{BASE}evidence/{number}",
        report=REPORT,
        section="一、依法决策",
        start=start,
        end=start + len(quote),
        quote=quote,
        rule="by-hand",
        reason=reason,
    )


def statement(
    number: int,
    subject: str,
    predicate: str,
    object: str,
    proof: Evidence,
    *qualifiers: Qualifier,
) -> Statement:
    """A claim with one evidence; what isn't an IRI is a figure."""
    return Statement(
        iri=f"{BASE}statement/{number}",
        subject=subject,
        predicate=predicate,
        object=object,
        is_literal="://" not in object,
        qualifiers=qualifiers,
        evidence=(proof,),
    )


def entities() -> tuple[Entity, ...]:
    """Two 城中区, what is above them, and what the report speaks of; sorted by IRI."""
    found = (
        district("450000", "广西壮族自治区", "province"),
        district("450200", "广西壮族自治区/柳州市", "prefecture", "450000"),
        replace(
            district("450202", "广西壮族自治区/柳州市/城中区", "county", "450200"),
            variants=("我区",),
        ),
        district("630000", "青海省", "province"),
        district("630100", "青海省/西宁市", "prefecture", "630000"),
        district("630103", "青海省/西宁市/城中区", "county", "630100"),
        Entity(JUSTICE, "Agency", "柳州市城中区司法局", "城中区司法局", ("区司法局",), CHENGZHONG),
        Entity(MINISTRY, "Agency", "中华人民共和国司法部", "司法部", ("司法部",)),
        Entity(
            REGULATION,
            "Document",
            "重大行政决策程序暂行条例",
            "重大行政决策程序暂行条例",
            ("《重大行政决策程序暂行条例》",),
            properties=(("genre", "条例"),),
        ),
        Entity(LIST, "Document", "重大行政决策目录", "重大行政决策目录", place=CHENGZHONG),
        Entity(ONE_WINDOW, "Initiative", "一窗通办", "一窗通办", ("“一窗通办”",)),
        Entity(MODEL_DISTRICT, "Award", "法治政府建设示范区", "法治政府建设示范区"),
    )
    return tuple(sorted(found, key=lambda entity: entity.iri))


def statements() -> tuple[Statement, ...]:
    """Five claims of the report, one of them about an award that is only proposed."""
    issued = evidence(1, TEXT.index("印发了"), "印发了《重大行政决策目录》", "subject carried over")
    carried_out = evidence(2, FIRST, TEXT[FIRST : TEXT.index("。") + 1])
    adopted = evidence(3, SECOND, "我区推行“一窗通办”", "我区: who reports")
    figure = evidence(4, TEXT.index("办件17件"), "办件17件", "subject carried over")
    words = "拟获司法部“法治政府建设示范区”称号"
    award = evidence(5, TEXT.index("拟获"), words, "subject carried over")
    return (
        statement(
            1,
            LIST,
            "issuedBy",
            JUSTICE,
            issued,
            Qualifier("date", "2021-08"),
            Qualifier("number", "城中司〔2021〕7号"),
            Qualifier("status", "issued"),
        ),
        statement(2, LIST, "implements", REGULATION, carried_out),
        statement(
            3,
            CHENGZHONG,
            "adopts",
            ONE_WINDOW,
            adopted,
            Qualifier("role", "adopted"),
            Qualifier("year", "2021"),
        ),
        statement(
            4,
            CHENGZHONG,
            "reports",
            "17件",
            figure,
            Qualifier("indicator", "办件"),
            Qualifier("unit", "件"),
            Qualifier("value", "17"),
            Qualifier("year", "2021"),
        ),
        statement(
            5,
            CHENGZHONG,
            "receivedAward",
            MODEL_DISTRICT,
            award,
            Qualifier("conferredBy", "中华人民共和国司法部", MINISTRY),
            Qualifier("status", "proposed"),
        ),
    )


def small_dataset() -> Dataset:
    """The whole graph, sorted by IRI as the linker sorts it."""
    section = Section("一、", "依法决策", 1, 0, len(TEXT))
    ends = [i + 1 for i, character in enumerate(TEXT) if character in "。\n"]
    report = Report(
        name="chengzhong-2021",
        text=TEXT,
        title="城中区2021年度法治政府建设情况报告",
        reporter="广西壮族自治区/柳州市/城中区",
        reporter_type="District",
        place="广西壮族自治区/柳州市/城中区",
        year=2021,
        published="2022-01-15",
        source="chengzhong.txt",
        sections=(section,),
        sentences=tuple(
            Sentence(start, end, 0) for start, end in zip([0, *ends], ends, strict=False)
        ),
        digest="0" * 64,
    )
    return Dataset(
        base=BASE,
        reports=((REPORT, report),),
        entities=entities(),
        statements=statements(),
        undecided=((CHENGZHONG, XINING_CHENGZHONG, "same name, no place in the text"),),
    )
