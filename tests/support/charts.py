"""Charts of every type, with the tables that they are drawn of."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from pressroom.galley.charts import Chart, ChartType, Series
from pressroom.galley.charts.drawing import Drawing
from pressroom.galley.charts.lettering import FIGURES, SANS
from tests.support.paths import ROOT


def series(name: str, *texts: str) -> Series:
    found = [re.search(r"[-−]?\d[\d,]*(?:\.\d+)?", text) for text in texts]
    values = tuple(float(f[0].replace(",", "").replace("−", "-")) if f else None for f in found)
    return Series(name, values, texts)


def chart(kind: ChartType, labels: str, *columns: Series, unit: str = "家") -> Chart:
    return Chart(kind, "一张图", unit, tuple(labels.split("|")), columns)


CHARTS = {
    "columns": chart("bar", "2016|2017|2018|2019|2020", series("投资", "120", "156", "203.5", "188", "240")),
    "two-columns": chart(
        "bar", "一季度|二季度|三季度", series("计划", "120", "1,560", "203"), series("完成", "98", "160", "—")
    ),
    "lying": chart(
        "bar",
        "生物医药与健康服务业（含医疗器械制造）|新一代信息技术|高端装备|New materials & energy",
        series("企业", "1,286", "857", "约 320（含在建项目）", "46"),
    ),
    "lying-two": chart(
        "bar",
        "生物医药与健康服务业及其上下游|新一代信息技术产业和软件服务业|高端装备与智能制造业以及新材料|其他各类尚未归入以上的行业",
        series("二〇一九年", "86", "157", "32", "5"),
        series("二〇二〇年", "100", "257", "46", "8"),
    ),
    "falls": chart("bar", "一月|二月|三月|四月", series("同比", "-12.5", "-30.1", "4.2", "0"), unit="%"),
    "falls-lying": chart(
        "bar", "限额以上批发零售住宿餐饮业|规模以上工业增加值|一般公共预算收入与支出|居民消费|进出口|投资|就业|税收",
        series("同比", "-12.5", "6.3", "-0.8", "1", "2", "-3.25（初步核算）", "4", "5"), unit="%",
    ),
    "line": chart("line", "2010|2012|2014|2016|2018|2020", series("", "31.2", "33.5", "36", "41.8", "40.9", "52.7")),
    "lines": chart(
        "line",
        "2015年|2016年|2017年|2018年|2019年|2020年",
        series("第一产业", "12", "11", "9.5", "8", "7.2", "7"),
        series("第二产业", "58", "55", "52", "50", "47", "45.5"),
        series("第三产业增加值", "30", "34", "38.5", "42", "45.8", "47.5"),
    ),
    "gap": chart(
        "line", "一|二|三|四|五", series("甲", "-3", "5", "—", "12", "7"), series("乙", "2", "4", "6", "", "")
    ),
    "months": chart(
        "line", "|".join(f"2020年{month}月" for month in range(1, 25)), series("", *map(str, range(50, 74)))
    ),
    "donut": chart("donut", "工业|服务业|农业", series("", "45.5", "47.5", "7")),
    "donut-many": chart(
        "donut", "生物医药与健康|新一代信息技术|高端装备与智能制造|新材料|文化创意|金融服务|其他",
        series("", "412", "305", "120", "66", "40", "12", "5"),
    ),
    "timeline": chart(
        "timeline", "2014年|2016年3月|2020年底",
        series("", "新城动工，第一批十二个项目同时落地，江边的老厂房搬迁", "", "地铁七号线开通；换乘缩短到十五分钟"),
    ),
}  # fmt: skip

FACES = {SANS: ROOT / "fonts/sans/PressroomSans.ttf", FIGURES: ROOT / "fonts/figures/PressroomFigures.ttf"}
SVG = "{http://www.w3.org/2000/svg}"
WIDTH = 81 * 72 / 25.4


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def shapes(drawing: Drawing, kind: type[Any]) -> list[Any]:
    return [shape for shape in drawing.shapes if isinstance(shape, kind)]
