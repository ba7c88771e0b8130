"""What a trial can look at in every firm, with unit and label; read at the end of a quarter, nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from model.programmes.research import public_part
from model.settlement.wages import wages_due


@dataclass(frozen=True)
class Outcome:
    """One column of a panel: of every firm, or of every town when `of_towns`. `change` makes it of what is read now and
    was read a quarter before, where it is a flow."""

    name: str
    label: tuple[str, str]
    unit: str
    read: Callable[[Any], np.ndarray]
    of_towns: bool = False
    change: Callable[[Any, np.ndarray, np.ndarray], np.ndarray] | None = None
    absent: float = float("nan")  # its value for a firm that has closed


def staff(province) -> np.ndarray:
    """Everyone employed (persons)."""
    f = province.firm
    return f.staff_production + f.staff_technician + f.staff_research


def payroll(province) -> np.ndarray:
    """Wages of the quarter (wan yuan)."""
    f, town = province.firm, province.town
    skills = ("production", "technician", "research")
    people = [getattr(f, f"staff_{skill}") for skill in skills]
    return wages_due(people, [getattr(town, f"wage_{skill}")[f.town] for skill in skills], f.wage_factor)


def column(name: str) -> Callable[[Any], np.ndarray]:
    """A column of firms as it stands."""
    return lambda province: getattr(province.firm, name).astype(float)


def debts(province) -> np.ndarray:
    """All that is owed to lenders (wan yuan)."""
    f = province.firm
    return f.debt_bank + f.debt_micro + f.debt_bond + f.debt_informal


def own_research(province) -> np.ndarray:
    """R&D that no award pays for (wan yuan)."""
    return province.firm.research * (1.0 - public_part(province))


def research_paid(province) -> np.ndarray:
    """R&D that awards pay for (wan yuan)."""
    return province.firm.research * public_part(province)


def bought(province, capital: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Machines bought since a quarter before (wan yuan, real): what wear does not leave of the old ones is new."""
    left = before * (1.0 - province.parameters.invest.depreciation / 4)
    return np.where(np.isfinite(before), np.maximum(capital - left, 0.0), np.nan)


def over(above: Callable, below: Callable, least: float = 1e-6) -> Callable[[Any], np.ndarray]:
    """One thing over another, nothing where the second is."""

    def read(province) -> np.ndarray:
        under = below(province)
        return np.where(under > least, above(province) / np.maximum(under, least), np.nan)

    return read


def log_efficiency(province) -> np.ndarray:
    """Output per unit of the capital-labour bundle (log)."""
    return np.log(province.firm.efficiency)


def town_column(name: str) -> Callable[[Any], np.ndarray]:
    """A column of towns as it stands."""
    return lambda province: getattr(province.town, name).astype(float)


def spread_of_productivity(province) -> np.ndarray:
    """Standard deviation of log productivity among the firms of each town."""
    value = log_efficiency(province)
    number, first, second = province.many_by_town(np.ones(len(value)), value, value * value)
    number = np.maximum(number, 1e-12)
    return np.sqrt(np.maximum(second / number - (first / number) ** 2, 0.0))


def filed(kind: str) -> Callable[[Any], np.ndarray]:
    """Patents of a kind filed and held (patents)."""
    held = "patents_invention" if kind == "invention" else "patents_other"
    return lambda province: (getattr(province.firm, f"pending_{kind}") + getattr(province.firm, held)).astype(float)


WAN, YEARLY = "wan yuan", "wan yuan a quarter"
OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        one.name: one
        for one in (
            Outcome("sales", ("sales", "销售收入"), YEARLY, column("sales")),
            Outcome("exports", ("sales abroad", "出口销售"), YEARLY, column("sales_outside")),
            Outcome("export_share", ("sales abroad over sales", "出口占销售比重"), "share",
                    over(column("sales_outside"), column("sales"))),
            Outcome("output", ("output", "产量"), "wan yuan, real", column("output")),
            Outcome("value_added", ("value added", "增加值"), YEARLY, column("value_added")),
            Outcome("profit", ("profit before tax", "税前利润"), YEARLY, column("profit")),
            Outcome("cash", ("cash", "现金"), WAN, column("cash")),
            Outcome("staff", ("staff", "职工人数"), "persons", staff),
            Outcome("payroll", ("wages", "工资总额"), YEARLY, payroll),
            Outcome("pay", ("pay a head", "人均工资"), "wan yuan a quarter and head", over(payroll, staff)),
            Outcome("labour_share", ("wages over value added", "劳动报酬占增加值比重"), "share",
                    over(payroll, column("value_added"))),
            Outcome("wage_cost", ("wages over output", "工资占产值比重"), "share",
                    over(payroll, lambda province: province.firm.output * province.firm.price)),
            Outcome("productivity", ("total factor productivity", "全要素生产率"), "log", log_efficiency),
            Outcome("labour_productivity", ("output a head", "人均产值"), "wan yuan, real, a quarter and head",
                    over(column("output"), staff)),
            Outcome("capital", ("machines", "设备"), "wan yuan, real", column("capital")),
            Outcome("investment", ("machines bought", "设备投资"), "wan yuan, real, a quarter",
                    column("capital"), change=bought),
            Outcome("automated", ("tasks of computer-controlled machines", "数控化程度"), "share",
                    column("automated")),
            Outcome("digital", ("processes run by software", "信息化程度"), "share", column("digital")),
            Outcome(
                "management_score",
                ("score of management practices", "管理得分"),
                "points of 100",
                lambda p: 100.0 * p.firm.practice / p.parameters.services.practice_ceiling,
            ),
            Outcome("practice", ("management practice", "管理水平"), "log", column("practice")),
            Outcome("knowledge", ("knowledge stock", "知识存量"), "stock", column("knowledge")),
            Outcome("certified", ("product tested and certified", "检测认证程度"), "share", column("certified")),
            Outcome("assistance", ("help with research", "研发协助"), "share", column("assistance")),
            Outcome("research", ("R&D", "研发支出"), YEARLY, column("research")),
            Outcome("own_research", ("R&D paid by the firm", "企业自付研发"), YEARLY, own_research),
            Outcome("research_paid", ("R&D paid by awards", "补贴的研发"), YEARLY, research_paid),
            Outcome("research_intensity", ("R&D over sales", "研发强度"), "share",
                    over(column("research"), column("sales"))),
            Outcome("user_cost_research", ("cost of a yuan of R&D after tax", "研发税后成本"), "ratio",
                    column("user_cost_research")),
            Outcome("inventions", ("inventions filed and held", "发明专利(申请与有效)"), "patents", filed("invention")),
            Outcome("designs", ("designs and utility models filed and held", "外观与实用新型"), "patents",
                    filed("design")),
            Outcome("bank_debt", ("bank loans", "银行贷款"), WAN, column("debt_bank")),
            Outcome("debt", ("all loans", "全部贷款"), WAN, debts),
            Outcome(
                "debt_in_wages",
                ("loans over a year's pay a head", "贷款相当于人年工资"),
                "annual wages",
                lambda p: debts(p) / np.maximum(4.0 * payroll(p) / np.maximum(staff(p), 1e-6), 1e-6),
            ),
            Outcome("has_loan", ("has a bank loan", "有银行贷款"), "0/1",
                    lambda province: (province.firm.debt_bank > 0).astype(float)),
            Outcome("rating", ("chance of default a year", "违约概率"), "share", column("rating")),
            Outcome("finance_gap", ("money wanted and not found", "融资缺口"), WAN, column("finance_gap")),
            Outcome("stock", ("finished goods in stock", "产成品库存"), "wan yuan, real", column("inventory")),
            Outcome("price", ("price", "价格"), "index", column("price")),
            Outcome("alive", ("still there", "存续"), "0/1", lambda p: np.ones(len(p.firm)), absent=0.0),
            Outcome("gone", ("closed", "退出"), "0/1", lambda p: np.zeros(len(p.firm)), absent=1.0),
            Outcome("size_class", ("size class", "规模等级"), "0-3", column("size_class")),
            Outcome("high_tech", ("high-tech status", "高新技术企业"), "0/1", column("high_tech")),
            Outcome("patents", ("patents in force", "有效专利"), "patents",
                    lambda p: (p.firm.patents_invention + p.firm.patents_other).astype(float)),
            Outcome("jury", ("score by a jury", "评审得分"), "log", lambda province: jury(province)),
            Outcome("export_mix", ("customers abroad", "境外客户比重"), "share",
                    lambda p: (p.firm.export_mix + p.firm.processing_mix).astype(float)),
            Outcome("town_gdp", ("GDP of the town", "镇 GDP"), YEARLY, town_column("gdp"), of_towns=True),
            Outcome("town_residents", ("residents", "常住人口"), "persons", town_column("residents"), of_towns=True),
            Outcome("town_firms", ("firms", "企业数"), "firms",
                    lambda p: p.by_town(np.ones(len(p.firm))), of_towns=True),
            Outcome("town_sales", ("sales of all firms", "全部企业销售"), YEARLY,
                    lambda p: p.by_town(p.firm.sales), of_towns=True),
            Outcome("town_inventions", ("inventions filed and held", "发明专利(申请与有效)"), "patents",
                    lambda p: p.by_town(filed("invention")(p)), of_towns=True),
            Outcome("town_designs", ("designs filed and others held", "外观与其他专利"), "patents",
                    lambda p: p.by_town(filed("design")(p)), of_towns=True),
            Outcome("town_spread", ("spread of productivity", "生产率离散度"), "log", spread_of_productivity,
                    of_towns=True),
        )
    }
)  # fmt: skip


def jury(province) -> np.ndarray:
    """What a jury makes of a project (log): knowledge of the firm, judged with its usual error."""
    f, error = province.firm, province.parameters.programmes.selection_error
    return np.log(f.knowledge) + error * province.draws.normal("judged trial", province.quarter, f.uid)
