"""Invented annual reports in the manner of real ones, for files of every kind.

The places are real, everything else is made up. A report is put together from the paragraphs
below, other ones and other figures for each place, and the same at every run.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# fmt: off
OPENING = (
    "{year}年，{place}坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实《法治政府建设实施纲要（2021—2025年）》，扎实推进依法行政，法治政府建设取得新成效。现将有关情况报告如下。",
    "{year}年以来，在上级党委、政府的坚强领导下，{we}紧紧围绕中心工作，把法治政府建设摆在全局工作的突出位置，各项任务总体完成较好。根据《法治政府建设与责任落实督察工作规定》要求，现将{year}年度工作报告如下：",
    "过去一年，{place}人民政府认真学习贯彻习近平法治思想，对标对表《{name}法治政府建设实施方案（2021—2025年）》，有效提升政府治理效能。现将{year}年法治政府建设情况公告如下。",
)
LEADING = (
    "一是强化理论武装。将习近平法治思想列入{unit}政府常务会议学习内容，全年组织会前学法{a}次，举办领导干部法治专题讲座{b}期，参训{c}人次。二是压实第一责任人职责。{unit}长主持召开专题会议{b}次，研究解决行政争议多发、执法力量不足等问题{a}个。",
    "召开全面依法治{unit}委员会会议{b}次，印发《{name}{year}年法治政府建设工作要点》，分解任务{c}项，逐项明确牵头单位和完成时限。开展法治督察{b}轮，发现并督促整改问题{a}个，整改完成率100%。",
    "健全党政主要负责人述法制度，{a}个乡镇（街道）和{c}个部门主要负责人完成书面述法，{b}名单位负责人现场述法并接受评议。将法治建设成效纳入年度绩效考核，分值权重提高到{b}%。",
)
SERVING = (
    "深化“放管服”改革，推进“高效办成一件事”，在政务服务大厅设立“一件事一次办”专窗{b}个，{c}个事项实现“跨省通办”，网上可办率达98.{b}%。{unit}行政审批服务局在全省率先推行“拿地即开工”审批模式，项目开工时间平均提前{a}天。",
    "持续优化营商环境。落实公平竞争审查制度，审查增量文件{a}件，清理存量文件{c}件，废止{b}件。推行“双随机、一公开”监管，开展跨部门联合抽查{b}次，检查市场主体{c}户；{unit}市场监督管理局建立“企业宁静日”制度，每月1日至20日不开展现场检查。",
    "推行证明事项告知承诺制，公布清单{c}项，减少证明材料{a}份。组建“法治体检”服务队{b}支，走访企业{c}家，提出法律意见{a}条，帮助挽回损失{c}.{b}万元。",
)
DECIDING = (
    "严格执行《重大行政决策程序暂行条例》，公布{year}年度重大行政决策事项目录{b}项，全部履行公众参与、专家论证、风险评估、合法性审查和集体讨论决定程序。制定《{name}行政规范性文件管理办法》，审查规范性文件{a}件、政府合同{c}份，提出修改意见{c}条。",
    "发挥政府法律顾问作用，{unit}政府法律顾问团参与论证重大事项{a}件次，出具法律意见书{c}份。落实行政规范性文件备案审查制度，向上级政府和{unit}人大常委会报备{b}件，报备率、报备及时率、规范率均为100%。",
    "",
)
ENFORCING = (
    "全面落实行政执法公示、执法全过程记录、重大执法决定法制审核“三项制度”，办理行政处罚案件{c}件，行政许可{c}00件。组织案卷评查{b}次，抽查案卷{c}卷，优秀率9{b}%。推进乡镇综合行政执法改革，向{a}个乡镇赋权{c}项，选派法制审核员{a}名驻点指导。",
    "完善行政执法与刑事司法衔接机制，移送涉嫌犯罪案件{b}件。推行包容审慎监管，编制轻微违法不予处罚事项清单{c}项，全年不予处罚、减轻处罚{a}件，减免金额{c}.{b}万元。{unit}综合行政执法局首创“执法说理十步法”，被省司法厅评为全省行政执法创新案例。",
    "开展道路交通安全、食品药品、生态环境等重点领域执法{b}个专项行动，排查隐患{c}处，整改率9{b}.{b}%。举办执法人员培训班{b}期，{c}人取得行政执法证，持证上岗率100%。",
)
SETTLING = (
    "坚持和发展新时代“枫桥经验”，打造“一站式”矛盾纠纷多元化解中心，全年调解纠纷{c}5件，调解成功率9{b}.{a}%。{unit}司法局会同{unit}人民法院建立“府院联席会议”制度，召开会议{b}次，推动化解行政争议{a}件。",
    "深化行政复议体制改革，收到行政复议申请{c}件，受理{c}件，审结{a}件，直接纠错{b}件，调解和解{a}件，调解和解率{c}.{b}%。行政机关负责人出庭应诉{a}件，出庭应诉率100%，行政诉讼败诉率降至{b}.{a}%。",
    "落实“谁执法谁普法”普法责任制，开展“法律进乡村”“法律进企业”等活动{c}场次，发放资料{c}00份。培育“法律明白人”{c}3名，{b}个村获评“全省民主法治示范村”，公共法律服务实体平台实现{a}个乡镇全覆盖。",
)
WATCHING = (
    "自觉接受人大监督、民主监督、监察监督和社会监督，办理人大代表建议{c}件、政协提案{c}件，办结率、满意率均为100%。深化政务公开，主动公开信息{c}00条，办理依申请公开{a}件，按期答复率100%。",
    "强化审计监督和财会监督，完成审计项目{a}个，查出问题{c}个，促进增收节支{c}.{b}万元。12345政务服务便民热线受理诉求{c}00件，办结率99.{b}%，群众满意率9{b}.{a}%。",
    "",
)
LACKING = (
    "{year}年，{we}法治政府建设虽然取得一定成绩，但仍存在一些不足：一是少数单位对法治建设重视不够，运用法治思维解决问题的能力有待提高；二是基层执法力量薄弱，{a}个乡镇法制审核人员不足；三是普法宣传的针对性和实效性还需增强。",
    "对照新形势新要求，{we}法治政府建设还存在差距和短板，主要表现在：法治督察的刚性约束有待加强，个别行政执法行为不够规范，行政复议纠错案件占比为{b}.{a}%，专业法治人才仍显紧缺。",
)
PLANNING = (
    "{next}年，{place}将深入学习宣传贯彻习近平法治思想，重点做好以下工作：压紧压实第一责任人职责，健全行政执法协调监督体系，争创全省法治政府建设示范{unit}，为经济社会高质量发展提供坚实法治保障。",
    "下一步，{we}将以《提升行政执法质量三年行动计划（2023—2025年）》为抓手，持续规范执法行为，加强{unit}、乡两级行政复议应诉能力建设，计划于{next}年底前实现乡镇（街道）合法性审查全覆盖。",
)
# fmt: on


@dataclass(frozen=True)
class Report:
    """What a file should give back: its text by paragraphs, and who published it when."""

    place: str  # as the title names it
    year: int
    title: str
    paragraphs: tuple[str, ...]
    publisher: str
    published: str
    index_number: str

    @property
    def text(self) -> str:
        """Title and paragraphs, one a line."""
        return "\n".join((self.title, *self.paragraphs))


def report(place: str, year: int, number: int, *, signed: bool = True) -> Report:
    """The report of ``place`` (ending in 县, 区, 市 or 旗) for ``year``; ``number`` chooses words.

    ``signed`` ends it with government and date, each in a line of its own.
    """
    random = Random(f"{place}{year}")
    unit, government = place[-1], f"{place}人民政府"
    words = {"place": place, "name": place, "unit": unit, "we": f"我{unit}", "year": year}
    words["next"] = year + 1
    month, day = random.randint(1, 3), random.randint(1, 28)
    ending = (government, f"{year + 1}年{month}月{day}日") if signed else ()
    return Report(
        place=place,
        year=year,
        title=_title(place, year, number),
        paragraphs=(*_body(random, number, words), *ending),
        publisher=government if number % 2 else f"{place}司法局",
        published=f"{year + 1}-{month:02}-{day:02}",
        index_number=f"{random.randint(10**8, 10**9 - 1)}/{year + 1}-{random.randint(1, 99999):05}",
    )


def _title(place: str, year: int, number: int) -> str:
    forms = (
        "{place}{year}年法治政府建设年度报告",
        "{place}人民政府关于{year}年度法治政府建设情况的报告",
        "{place}{year}年度法治政府建设工作情况报告",
    )
    return forms[number % len(forms)].format(place=place, year=year)


def _body(random: Random, number: int, words: dict[str, object]) -> list[str]:
    """Opening, three chapters with headings, and what is in each."""

    def say(choices: tuple[str, ...], turn: int) -> list[str]:
        figures = {"a": random.randint(11, 29), "b": random.randint(2, 9)}
        figures["c"] = random.randint(31, 98)
        pattern = choices[turn % len(choices)]
        return [pattern.format(**words, **figures)] if pattern else []

    return [
        *say(OPENING, number),
        "一、主要举措和成效",
        "（一）加强党的领导，推动责任落实",
        *say(LEADING, number),
        "（二）深化改革，依法全面履行政府职能",
        *say(SERVING, number + 1),
        *say(DECIDING, number),
        "（三）规范行政执法，维护公平正义",
        *say(ENFORCING, number + number // 3),
        *say(SETTLING, number + 2),
        *say(WATCHING, number + 1),
        "二、存在的问题和原因",
        *say(LACKING, number),
        f"三、{words['next']}年工作安排",
        *say(PLANNING, number // 2),
    ]
