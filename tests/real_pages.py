"""Web pages in the manner of the systems that Chinese government sites are made with.

Each function returns a page around a report and says in its docstring what is peculiar about it.
What surrounds the report (menus, footers, related news) is on purpose longer than some reports.
"""
# ruff: noqa: E501 (the lines of a page are as long as its makers left them)

from __future__ import annotations

import re
from itertools import cycle, islice

from real_reports import Report

TOPICS = [
    "首页",
    "政务要闻",
    "部门动态",
    "乡镇动态",
    "通知公告",
    "政策解读",
    "领导之窗",
    "机构职能",
    "政府会议",
    "政府工作报告",
    "人事信息",
    "财政信息",
    "规划计划",
    "统计信息",
    "应急管理",
    "重大项目",
    "公共资源交易",
    "行政许可",
    "行政处罚",
    "权责清单",
    "政府信息公开指南",
    "政府信息公开制度",
    "政府信息公开年报",
    "依申请公开",
    "法定主动公开内容",
    "个人办事",
    "法人办事",
    "便民服务",
    "在线咨询",
    "县长信箱",
    "民意征集",
    "网上调查",
    "在线访谈",
    "新闻发布会",
    "走进我们",
    "历史沿革",
    "自然地理",
    "行政区划",
    "风景名胜",
    "招商引资",
]
NEWS = (
    "召开2024年度法治政府建设工作推进会",
    "关于公布行政规范性文件清理结果的通告",
    "2022年法治政府建设年度报告",
    "开展“宪法宣传周”系列活动，全年受理咨询1200余人次",
    "我县“一件事一次办”改革获评全省优秀案例，办理事项3000余件",
    "市场监督管理局开展“双随机、一公开”联合检查",
    "政府常务会议审议《国民经济和社会发展第十四个五年规划》",
    "行政复议典型案例（第三批）发布",
)


def menu(pattern: str, count: int = 60) -> str:
    """Navigation of ``count`` links, each written in the way of ``pattern``."""
    topics = islice(cycle(TOPICS), count)
    return "\n".join(pattern.format(n=n, topic=topic) for n, topic in enumerate(topics))


def news(pattern: str) -> str:
    """A list of other articles, whose titles sound like the report's."""
    return "\n".join(pattern.format(n=n, topic=topic) for n, topic in enumerate(NEWS))


def site(report: Report) -> str:
    """The host of the page."""
    return f"www.site{sum(map(ord, report.place)) % 900}.gov.cn"


def trs_editor(r: Report) -> str:
    """TRS WCM: a style sheet and scripts inside the text, 来源 and 发布时间 in one line."""
    body = "\n".join(f"<p>　　{paragraph}</p>" for paragraph in r.paragraphs)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{r.title}_法治政府建设_{r.place}人民政府门户网站</title>
<link href="../../images/style.css" rel="stylesheet" type="text/css" /><script src="/images/jquery.min.js"></script></head>
<body><div class="top"><span>今天是：2024年5月20日 星期一</span><a href="#" onclick="this.style.behavior='url(#default#homepage)'">设为首页</a> | <a href="#">加入收藏</a> | <a href="/wza">无障碍浏览</a></div>
<div class="nav"><ul>{menu('<li><a href="../../c{n}/">{topic}</a></li>')}</ul></div>
<div class="position">您现在的位置：<a href="../../../">首页</a> &gt; <a href="../../">政务公开</a> &gt; <a href="../">法治政府建设</a></div>
<div class="xl_box"><h1 class="xl_title">{r.title}</h1>
<div class="xl_info"><span>来源：{r.publisher}</span>　<span>发布时间：{r.published} 16:42</span>　<span>浏览次数：<script src="/count.js"></script>1083次</span>
<span>字体：【<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a> <a href="javascript:doZoom(14)">小</a>】</span><span><a href="javascript:window.print()">打印本页</a></span></div>
<div class="xl_con"><div class="TRS_Editor"><style type="text/css">
.TRS_Editor P{{line-height:2;font-family:宋体;font-size:12pt;}}.TRS_Editor DIV{{line-height:2;}}</style>
{body}
</div></div>
<div class="xl_fj"><strong>相关附件：</strong><ul><li><a href="./P020240304.docx">{r.title}.docx</a></li></ul></div>
<div class="bdsharebuttonbox">分享到：<a>微信</a><a>新浪微博</a><a>QQ空间</a></div><div class="xl_gb"><a href="javascript:window.close()">【关闭窗口】</a></div></div>
<script type="text/javascript">var docId="10234"; var chnlId="552"; document.write("<p>加载中……请稍候</p>");</script>
<div class="footer"><p>主办：{r.place}人民政府办公室　承办：{r.place}大数据中心　联系电话：0736-6625000</p>
<p>网站标识码：4307250001　湘ICP备05008338号-1　湘公网安备 43072502000101号</p><p>版权所有 未经许可不得转载</p></div></body></html>"""


def ucap_content(r: Report) -> str:
    """The template of the national guideline: meta names, a table of 索引号, 发文机关 and so on."""
    body = "".join(
        f'<p style="text-indent: 2em; text-align: justify;">{paragraph}</p>'
        for paragraph in r.paragraphs
    )
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="UTF-8">
<meta name="SiteName" content="{r.place}人民政府"><meta name="SiteDomain" content="{site(r)}"><meta name="SiteIDCode" content="3301100001">
<meta name="ColumnName" content="法治政府建设年度报告"><meta name="ColumnType" content="政府信息公开">
<meta name="ArticleTitle" content="{r.title}"><meta name="PubDate" content="{r.published} 09:30:12"><meta name="ContentSource" content="{r.publisher}">
<meta name="Keywords" content="法治政府;年度报告"><meta name="Url" content="https://{site(r)}/art/2024/3/6/art_122_38.html">
<title>{r.title}</title></head><body>
<div class="header"><div class="nav_pc">{menu('<a class="n{n}" href="/col/col{n}/index.html">{topic}</a>')}</div></div>
<div class="BreadcrumbNav">当前位置：<a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/zwgk">政府信息公开</a>&nbsp;&gt;&nbsp;正文</div>
<table class="bd1" width="100%" border="0" cellspacing="0" cellpadding="0"><tbody>
<tr><td><b>索 引 号：</b></td><td>{r.index_number}</td><td><b>主题分类：</b></td><td>综合政务\\法治政府</td></tr>
<tr><td><b>发文机关：</b></td><td>{r.publisher}</td><td><b>成文日期：</b></td><td>2024年01月02日</td></tr>
<tr><td><b>标　　题：</b></td><td colspan="3">{r.title}</td></tr>
<tr><td><b>发文字号：</b></td><td></td><td><b>发布日期：</b></td><td>{_spoken(r.published)}</td></tr></tbody></table>
<div class="pages-title">{r.title}</div>
<div class="pages_print"><span>字号：<a>默认</a> <a>大</a> <a>超大</a></span>|<a>打印</a>|<a>收藏</a>|<a>留言</a></div>
<div class="pages_content" id="UCAP-CONTENT">{body}</div>
<div class="related"><h3>相关稿件</h3><ul>{news('<li><a href="/art/{n}.html">{topic}</a><span>2024-02-0{n}</span></li>')}</ul></div>
<div class="editor">责任编辑：王敏</div><div class="qr"><p>扫一扫在手机打开当前页</p></div>
<footer><p>版权所有：{r.place}人民政府 主办单位：{r.place}人民政府办公室</p><p>浙ICP备05015387号 浙公网安备33011002011819号 网站标识码3301100001</p></footer>
<script>window._config={{"title":"{r.title}","content":"<p>正文请见页面</p>","list":[1,2,3]}}</script></body></html>"""


def jcms_comments(r: Report) -> str:
    """Hanweb jcms: comments mark where title and text begin and end; UTF-8 told by the BOM only."""
    body = "\n".join(
        f'<p style="margin:0;line-height:2em;text-indent:2em"><span style="font-size:16px;font-family:仿宋_GB2312">{paragraph}</span></p>'
        for paragraph in r.paragraphs
    )
    return f"""<html><head><title>{r.place}人民政府 法治政府建设 {r.title}</title>
<meta name="Maketime" content="{r.published} 11:08:00"><meta name="ArticleTitle" content="{r.title}"><meta name="PubDate" content="{r.published}"></head><body>
<table id="barrierfree_container" width="1200" align="center"><tr><td><script language="javascript">initNav({{"id":"1","name":"导航"}})</script>
{menu('<a href="/col/col{n}/index.html" class="bt_link">{topic}</a> |')}</td></tr></table>
<table width="100%" border="0" align="center"><tr><td class="dqwz">当前位置 : <a href="/">首页</a> >> <a href="/col/col1/">法治政府</a></td></tr></table>
<table id="article" width="100%" border="0" cellpadding="0" align="center"><tr><td class="title"><!--<$[标题名称(html)]>begin--><p>{r.title}</p><!--<$[标题名称(html)]>end--></td></tr>
<tr><td align="center"><table width="100%"><tr><td>发布日期：<!--<$[发布时间]>begin-->{r.published}<!--<$[发布时间]>end--></td><td>浏览次数：<script src="/module/visitcount/articlehits.jsp?colid=1"></script></td><td>信息来源：<!--<$[信息来源]>begin-->{r.publisher}<!--<$[信息来源]>end--></td><td>字号：[ <a>大</a> <a>中</a> <a>小</a> ]</td></tr></table></td></tr>
<tr><td class="bt_content"><div id="zoom"><!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin--><meta name="ContentStart">{body}<meta name="ContentEnd"><!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></div></td></tr>
<tr><td><table><tr><td>【<a href="javascript:window.print()">打印本页</a>】【<a href="javascript:window.close()">关闭窗口</a>】</td></tr></table></td></tr></table>
<table width="100%" class="foot"><tr><td>主办单位：{r.place}人民政府 技术支持：信息中心 苏ICP备05071346号 版权所有</td></tr></table></body></html>"""


def tables_and_fonts(r: Report) -> str:
    """The years around 2005: nested tables, FONT, upper case, attributes without quotes, P and TD
    never closed; paragraphs are line breaks and hard blanks; gb2312 in a META."""
    body = "<BR>\r\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{p}<BR>" for p in r.paragraphs)
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312"><TITLE>{r.place}政府网</TITLE></HEAD>
<BODY bgColor=#ffffff leftMargin=0 topMargin=0><TABLE width=778 border=0 cellSpacing=0 cellPadding=0 align=center><TR><TD colSpan=2><IMG src="images/top.jpg" width=778 height=120>
<TR><TD colSpan=2 bgColor=#cc0000><MARQUEE>欢迎访问{r.place}人民政府网站！</MARQUEE>
<TR><TD width=170 vAlign=top><TABLE width="100%" border=0>{menu("<TR><TD><FONT color=#003399>·<A href=list.asp?id={n}>{topic}</A></FONT>", 40)}</TABLE>
<TD vAlign=top><TABLE width="100%" border=0 cellPadding=4><TR><TD><FONT size=2>当前位置：<A href=index.asp>首页</A> → 政务公开</FONT>
<TR><TD align=middle><FONT face=黑体 color=#ff0000 size=5><B>{r.title}</B></FONT>
<TR><TD align=middle><FONT color=#808080 size=2>信息来源：{r.publisher}&nbsp;&nbsp;发布日期：{_loose(r.published)}&nbsp;&nbsp;点击数：356</FONT><HR SIZE=1>
<TR><TD class=bt_content><FONT face=宋体 size=3>{body}</FONT>
<TR><TD align=right><FONT size=2>【<A href="javascript:history.back()">返回</A>】【<A href="javascript:window.close()">关闭</A>】</FONT></TABLE></TABLE>
<TABLE width=778 align=center><TR><TD align=middle><FONT size=2>版权所有：{r.place}人民政府 建议使用1024×768分辨率、IE6.0以上浏览器<BR>新ICP备06001234号</FONT></TABLE></BODY></HTML>"""


def pasted_from_word(r: Report) -> str:
    """Pasted from Word: a SPAN for every few characters, o:p, comments for old browsers, XML
    islands; gbk in a META."""
    paragraphs = "\n".join(
        f'<p class=MsoNormal style="text-indent:32.0pt;mso-char-indent-count:2.0">{_spans(p)}<span lang=EN-US><o:p></o:p></span></p>'
        for p in r.paragraphs
    )
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta http-equiv=Content-Type content="text/html; charset=gbk"><title>{r.title}-{r.place}人民政府</title>
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>微软用户</o:Author><o:Created>2008-01-01T00:00:00Z</o:Created></o:DocumentProperties></xml><![endif]-->
<!--[if lt IE 9]><script src="/js/html5shiv.js"></script><![endif]--><style><!-- p.MsoNormal {{margin:0cm;font-size:10.5pt;font-family:"Times New Roman";}} --></style></head><body lang=ZH-CN>
<div id="menu">{menu('<span class="m{n}"><a href="/{n}.htm">{topic}</a></span>', 50)}</div><div class="path">您当前的位置：首页 &gt;&gt; 信息公开 &gt;&gt; 法治建设</div>
<div class="content"><h2 align="center">{r.title}</h2><div class="laiyuan">发布机构：{r.publisher} &nbsp; 发布时间：{r.published.replace("-", "/")} 08:05:31 &nbsp; 阅读：<span id="hits">221</span> 次</div>
<div class="article-body"><![if !supportEmptyParas]>&nbsp;<![endif]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom><w:PunctuationKerning/></w:WordDocument></xml>
<p class=MsoNormal align=center><span lang=EN-US>&nbsp;<o:p></o:p></span></p>
{paragraphs}
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></div>
<div class="tools"><a href="#" onclick="print()">打印</a><a href="#" onclick="close()">关闭</a></div></div>
<div class="bottom">Copyright &copy; 2006-2024 {r.place}人民政府 All Rights Reserved　闽ICP备06012345号</div></body></html>"""


def blocks_and_wide_blanks(r: Report) -> str:
    """DIV for every paragraph, &emsp; indents, and characters that only GB18030 has."""
    body = "\n".join(f"<div>&emsp;&emsp;{paragraph}</div>" for paragraph in r.paragraphs)
    return f"""<!doctype html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb18030"/><title>{r.title}</title></head><body>
<div id="top"><div class="weather">多云 12～19℃</div><div id="nav"><dl>{menu('<dd><a href="/n{n}/">{topic}</a></dd>')}</dl></div></div>
<div id="main"><div class="crumb">首页 &raquo; 政府信息公开 &raquo; 年度报告</div><div class="tit">{r.title}</div>
<div class="subtit"><em>日期：{r.published}</em><em>来源：{r.publisher}</em><em>编辑：李娜</em><em>点击：<b>87</b></em></div>
<div id="Zoom">{body}</div>
<div class="pn"><p>上一篇：<a href="1.html">{NEWS[0]}</a></p><p>下一篇：<a href="2.html">{NEWS[3]}</a></p></div></div>
<div id="side"><h4>热点新闻</h4><ul>{news('<li>[{n}] <a href="{n}.html">{topic}</a></li>')}</ul></div>
<div id="foot"><p>地址：迎宾路1号 邮编：410100 传真：0731-84011000</p><p>湘ICP备11000000号</p></div></body></html>"""


def list_of_properties(r: Report) -> str:
    """索引号 and the others are items of a list, their labels stretched by blanks."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in r.paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{r.title} - 政府信息公开平台</title><base href="https://{site(r)}/"></head><body class="xxgk">
<header><h2>{r.place}政府信息公开</h2><nav><ul>{menu('<li class="lv{n}"><a href="zwgk/{n}">{topic}</a></li>')}</ul></nav></header>
<section class="wrap"><aside><h3>法定主动公开内容</h3><ul class="tree">{menu("<li><i></i>{topic}（{n}）</li>", 38)}</ul></aside>
<article><ul class="xxgk-info"><li><label>索　引　号</label><span>{r.index_number}</span></li><li><label>信息分类</label><span>法治政府建设 / 报告</span></li>
<li><label>发 布 机 构</label><span>{r.publisher}</span></li><li><label>发 文 日 期</label><span>{r.published}</span></li><li><label>文　　号</label><span>无</span></li>
<li><label>关 键 词</label><span>法治；报告</span></li><li><label>有 效 性</label><span>有效</span></li></ul>
<h1>{r.title}</h1><div class="arc-tools">字体大小：<button>大</button><button>中</button><button>小</button></div>
<div class="article">{body}</div><div class="share" data-sites="wechat,weibo">分享</div></article></section>
<footer><ul class="links"><li>中国政府网</li><li>国家信访局</li></ul><p>主办单位：{r.place}人民政府 | 网站地图 | 联系我们 | 鲁ICP备05012345号-2</p></footer></body></html>"""


def definitions_and_server_includes(r: Report) -> str:
    """索引号 and the others are a DL; a page of server includes, whose comments remain."""
    body = "".join(f"<p>　　{paragraph}</p>\r\n" for paragraph in r.paragraphs)
    return f"""<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html;charset=GBK"><title>{r.title}</title><!--#include virtual="/ssi/head.shtml"--></head><body>
<!--#include virtual="/ssi/top.shtml"--><div class="dh"><a href="/index.shtml">首页</a>{menu('<a href="/c{n}/list.shtml">{topic}</a>', 30)}</div>
<div class="weizhi">您的位置：<a href="/">首页</a> - <a href="/zwgk.shtml">政务公开</a> - 正文</div>
<dl class="wjxx"><dt>索引号</dt><dd>{r.index_number}</dd><dt>公开方式</dt><dd>主动公开</dd><dt>发布单位</dt><dd>{r.publisher}</dd><dt>发布日期</dt><dd>{_spoken(r.published)}</dd><dt>公开范围</dt><dd>面向社会</dd></dl>
<div class="wz"><div class="wz_title">{r.title}</div><div class="wz_zw" id="content">
{body}</div><div class="wz_bj">（责任编辑：赵强　审核：孙丽）</div>
<div class="wz_page"><span>【<a>我要纠错</a>】</span><span>【打印】</span><span>【关闭】</span></div></div>
<div class="tuijian"><div class="bt">推荐阅读</div>{news('<p>·<a href="/{n}.shtml">{topic}</a></p>')}</div>
<!--#include virtual="/ssi/foot.shtml"--><div class="di">豫ICP备05003456号 {r.place}人民政府主办</div></body></html>"""


def property_blocks_wrong_charset(r: Report) -> str:
    """索引号 and the others in DIVs; UTF-8 that is declared to be gb2312; data for scripts that
    repeats the text; other reports of the same kind in a list."""
    body = "".join(f'<p class="p{n}">{p}</p>' for n, p in enumerate(r.paragraphs))
    again = "\\n".join(r.paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title>{r.title}</title>
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{r.title}","articleBody":"{again}"}}</script>
<script>window.__NUXT__={{data:[{{title:"{r.title}",html:"<div><p>{again}</p></div>"}}]}};</script></head><body><div id="__layout">
<div class="g-nav">{menu('<div class="g-nav-item"><a href="#/c/{n}">{topic}</a></div>')}</div>
<div class="g-crumbs"><span>首页</span><i>/</i><span>公开</span><i>/</i><span>详情</span></div>
<div class="meta"><div class="meta-row"><div class="meta-k">索引号：</div><div class="meta-v">{r.index_number}</div></div><div class="meta-row"><div class="meta-k">发布机构：</div><div class="meta-v">{r.publisher}</div></div>
<div class="meta-row"><div class="meta-k">发布日期：</div><div class="meta-v">{r.published}</div></div><div class="meta-row"><div class="meta-k">主题词：</div><div class="meta-v">法治</div></div></div>
<div class="detail"><div class="detail-title">{r.title}</div><div class="detail-content">{body}</div></div>
<div class="more"><div class="more-h">历年报告</div>{news('<div class="more-i"><a href="#/d/{n}">{topic}</a></div>')}</div></div>
<noscript>请启用 JavaScript 以浏览本网站</noscript><div class="cookie">本网站使用 Cookie 改善体验 <button>同意</button></div></body></html>"""


def headings_cut_by_tags(r: Report) -> str:
    """Headings fall apart into B, FONT, A and SPAN; 来源 is 本站, so the publisher stands above."""
    body = "\n".join(
        f"<h4>{_cut(p)}</h4>" if re.match("[一二三]、|（[一二三]）", p) else f"<p>{_linked(p)}</p>"
        for p in r.paragraphs
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{r.title}-{r.place}</title><link rel="canonical" href="http://{site(r)}/zwgk/fzzf/202403/t20240306_1.html"></head><body>
<div class="navbar">{menu('<a href="/{n}/">{topic}</a>&nbsp;|&nbsp;')}</div>
<div class="info"><p>索引号：<span>{r.index_number}</span></p><p>发布机构：<span>{r.publisher}</span></p></div>
<h3 class="title">{r.place}<br>{r.title.removeprefix(r.place)}</h3><p class="source">来源：本站原创　　时间：{_spoken(r.published)}　　作者：佚名</p>
<div class="view TRS_UEDITOR trs_paper_default">{body}</div><div class="back"><a href="#top">返回顶部</a></div>
<div class="footer"><p>黔ICP备19001234号-1</p><p>{r.place}人民政府办公室主办</p></div></body></html>"""


def figures_in_a_table(r: Report) -> str:
    """A table of figures stands inside the text, and belongs to it."""
    rows = "".join(
        "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in FIGURES
    )
    table = f'<table border="1" class="MsoTableGrid"><tbody>{rows}</tbody></table>'
    half = FIGURES_AFTER
    first = "".join(f"<p>{paragraph}</p>" for paragraph in r.paragraphs[:half])
    rest = "".join(f"<p>{paragraph}</p>" for paragraph in r.paragraphs[half:])
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{r.title}</title></head><body><div class="menu"><ul>{menu("<li><a>{topic}</a></li>")}</ul></div>
<div class="con"><h1>{r.title}</h1><div class="date">{r.published}　浏览量：<i>45</i></div>
<div class="news_content">{first}{table}{rest}</div></div><div class="bottom">滇ICP备05001234号　网站标识码5329230001</div></body></html>"""


FIGURES = (
    ("项目", "2022年", "2023年", "同比"),
    ("行政复议申请（件）", "48", "63", "增长31.25%"),
    ("行政处罚案件（件）", "1,204", "987", "下降18.02%"),
    ("行政许可（件）", "35,610", "41,872", "增长17.58%"),
)
FIGURES_AFTER = 9


def saved_by_a_browser(r: Report) -> str:
    """Saved by a browser, which notes the address; the text is one P with pairs of BR."""
    body = "<br><br>\n".join(
        f"&nbsp; &nbsp; &nbsp; &nbsp; {paragraph}" for paragraph in r.paragraphs
    )
    address = f"http://{site(r)}/xxgk/show-1024.html"
    return f"""<!DOCTYPE html>
<!-- saved from url=({len(address):04})http://{site(r)}/xxgk/show-1024.html -->
<html class="js flexbox"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>{r.title} | {r.place}人民政府</title><link rel="stylesheet" href="./saved_files/style.css"></head>
<body cz-shortcut-listen="true"><div id="nav">{menu('<a href="http://x.gov.cn/{n}">{topic}</a>')}</div>
<div class="show"><h1>{r.title}</h1><div class="show_info">来源：<a href="/s">{r.publisher}</a> 发布时间：{r.published} 10:00 点击：<span>0</span>次 <a>【字体：大 中 小】</a></div>
<div class="show_text"><p>{body}</p></div><div class="bdshare"><a>一键分享</a></div></div>
<div class="copyright">版权所有 {r.place}人民政府 甘ICP备05001234号</div><script>(function(){{var s="<p>统计代码</p>";}})()</script></body></html>"""


def short_text_long_menu(r: Report) -> str:
    """Cells without any class, and a menu and lists of news that are longer than the report."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in r.paragraphs)
    lists = "".join(
        f"<td><ul>{news('<li><a>{topic}，点击查看详细内容。</a></li>')}</ul></td>" for _ in range(6)
    )
    return f"""<html><head><meta charset="gb2312"><title>{r.place}司法局</title></head><body><table><tr><td><ul>{menu("<li><a href=/{n}>{topic}</a></li>", 120)}</ul></td>
<td><table><tr><td><b>{r.title}</b></td></tr><tr><td>{_spoken(r.published)} 来源：{r.publisher}</td></tr><tr><td>{body}</td></tr></table></td></tr></table>
<table><tr>{lists}</tr></table><table><tr><td>友情链接：中国政府网 司法部 省司法厅 市司法局</td></tr><tr><td>备案号：陕ICP备12003456号 主办：{r.publisher}</td></tr></table></body></html>"""


def traditional(r: Report) -> str:
    """The traditional version of a site, in Big5."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in r.paragraphs)
    topics = [
        "首頁",
        "政務公開",
        "新聞中心",
        "便民服務",
        "投資指南",
        "領導信箱",
        "機構設置",
        "法律法規",
    ]
    links = "".join(f"<li><a href=/{n}>{topic}</a></li>" for n, topic in enumerate(topics * 6))
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>{r.title}</title></head><body>
<div class="lang"><a>簡體版</a> <a>English</a></div><ul>{links}</ul>
<div class="pos">您現在的位置：首頁 &gt; 政務公開</div><h2>{r.title}</h2><div>來源：{r.publisher}　發布時間：{r.published}　瀏覽次數：12</div>
<div class="text">{body}</div><div>列印　關閉</div><div class="footer">主辦單位：{r.place}人民政府　版權所有</div></body></html>"""


def _spoken(date: str) -> str:
    year, month, day = date.split("-")
    return f"{year}年{month}月{day}日"


def _loose(date: str) -> str:
    year, month, day = date.split("-")
    return f"{year}-{int(month)}-{int(day)}"


def _spans(paragraph: str) -> str:
    """A SPAN around every three to five characters, the digits in a language of their own."""
    pieces = re.findall(r"[0-9.%]+|[^0-9.%]{1,4}", paragraph)
    return "".join(
        f'<span lang=EN-US style="font-family:仿宋_GB2312">{piece}</span>\n'
        if piece[0].isdigit()
        else f'<span style="font-size:16.0pt;mso-hansi-font-family:仿宋_GB2312">{piece}</span>'
        for piece in pieces
    )


def _cut(heading: str) -> str:
    number, rest = heading[:2], heading[2:]
    return (
        f'<b>{number[0]}</b><strong>{number[1]}</strong><font face="黑体">{rest[:3]}<a name="s"></a>'
        f"<span>{rest[3:5]}<em>{rest[5:]}</em></span></font>"
    )


def _linked(paragraph: str) -> str:
    """Titles of documents lead to them, and stay words of the sentence."""
    return re.sub("《[^》]+》", lambda match: f'<a href="/law.html">{match[0]}</a>', paragraph)
