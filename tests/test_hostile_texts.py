"""No text costs out of proportion to its length: digits, open marks, one sentence of a megabyte."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product
from random import Random
from time import process_time

import pytest
from markup import CHENGZHONG, extract, gazetteer

from graph.link import link

# What costs a text of a size: 4 times the size may cost 6 times the time, and never this much.
AT_MOST_TIMES, AT_MOST_SECONDS = 6, 20
NOISE = 0.1  # seconds of the processor
MEGABYTE = 340_000  # characters, three bytes each
# fmt: off
CLAUSES = (
    "我区印发了《法治政府建设实施方案》", "区司法局开展“法治护航”专项行动", "同比增长12.5%",
    "柳州市城中区人民政府受理行政复议申请17件", "与广东省佛山市签订“跨省通办”合作协议",
    "鹿寨县鹿寨镇获评“全国民主法治示范村”", "区委书记秦元出席会议", "环江村、桂中社区",
    "落实中共中央、国务院《法治政府建设实施纲要（2021—2025年）》", "全区各部门配合",
    "依托广西数字政务一体化平台办理业务3,870万元", "率先推行“双随机、一公开”监管", "一是加强领导",
)
# fmt: on
NAMES = (
    "城中区",
    "柳州市",
    "鹿寨县",
    "区司法局",
    "广东省佛山市",
    "《民法典》",
    "环江村",
    "市公安局",
)


def repeated(*pieces: str) -> Callable[[int], str]:
    """Texts of any size that say the same again and again."""
    whole = "".join(pieces)
    return lambda size: (whole * (size // len(whole) + 1))[:size]


def numbered(piece: str) -> Callable[[int], str]:
    """Texts of any size that name something else each time, {} in ``piece``."""

    def text(size: int) -> str:
        pairs = product(map(chr, range(0x5000, 0x5200)), map(chr, range(0x6000, 0x6200)))
        names = (piece.format("".join(pair)) for pair in pairs)
        return "".join(islice(names, size // len(piece)))

    return text


def jumbled(signs: str) -> Callable[[int], str]:
    """Texts of any size of these characters in no order, the same at every run."""
    return lambda size: "".join(Random(1).choices(signs, k=size))


HOSTILE: dict[str, tuple[Callable[[int], str], int]] = {
    "digits": (repeated("1"), 40_000),
    "digits with commas": (repeated("1,"), 40_000),
    "open title marks": (repeated("《"), 10_000),
    "open title marks of two kinds": (repeated("《城〈"), 30_000),
    "closed at last": (lambda size: "《" * (size - 1) + "》", 10_000),
    "open quotes": (repeated("“"), 10_000),
    "straight quotes": (repeated('"区'), 20_000),
    "quotes": (repeated("“一窗通办”"), 60_000),
    "brackets": (repeated("（"), 10_000),
    "one sentence": (repeated(*(f"{clause}，" for clause in CLAUSES)), MEGABYTE),
    "one line of 区": (repeated("区"), MEGABYTE),
    "one line of 区, 市 and 局": (jumbled("区市局"), MEGABYTE),
    "names joined by 、": (repeated(*(f"{name}、" for name in NAMES)), MEGABYTE),
    "commas": (repeated("，"), 80_000),
    "line ends": (repeated("\n"), 160_000),
    "agencies line by line": (repeated("区司法局\n"), 80_000),
    "headings": (repeated("一、存在问题\n推行“一窗通办”\n"), 80_000),
    "improvements": (repeated("放管服改革"), 80_000),
    "villages": (numbered("，{}村"), 40_000),
    "figures": (numbered("{}受理3件、"), 40_000),
    "platforms": (numbered("{}政务服务平台，"), 40_000),
    "campaigns": (numbered("开展“{}护航”专项行动、"), 40_000),
    "documents": (numbered("印发《{}工作方案》，"), 40_000),
    "short names": (numbered("区司法局（以下简称{}局）"), 40_000),
    "short places": (numbered("柳州市（以下简称{}市）"), 40_000),
}


def seconds(text: str) -> float:
    """What reading and linking a text takes of the processor's time."""
    begun = process_time()
    link([extract(text, CHENGZHONG)], gazetteer())
    return process_time() - begun


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_costs_out_of_proportion(name: str) -> None:
    text, size = HOSTILE[name]
    quarter = min(seconds(text(size // 4)) for _ in range(2))
    limit = AT_MOST_TIMES * quarter + NOISE
    whole = seconds(text(size))
    whole = whole if whole < limit else min(whole, seconds(text(size)))
    assert whole < limit
    assert whole < AT_MOST_SECONDS
