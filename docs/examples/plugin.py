"""An example of a plugin: an outcome, a lever with its mechanism, a toy model and an intervention of one's own.

    zhenxing run docs/examples/with-plugin.yaml --plugin docs/examples/plugin.py --world small

The hash of this file is part of the key of every run made with it: change a byte and the runs are made anew.
"""

import numpy as np

from model.interventions.declared import pay_for
from zhenxing import intervention, mechanism, outcome, toy_model


@outcome(
    unit="share",
    en="sales of the largest tenth of firms",
    zh="最大一成企业的销售占比",
    better="none",
    over_year="mean",  # of the four quarters
)
def top_tenth_of_sales(view):
    """Share of the sales of all firms of the quarter that the tenth with the highest sales makes."""
    sales, weight = np.array(view.firm.sales), np.array(view.firm.weight)
    order = np.argsort(-sales, kind="stable")
    counted = np.cumsum(weight[order])
    top = counted <= 0.1 * counted[-1]
    made = sales[order] * weight[order]
    return made[top].sum() / max(made.sum(), 1e-9)


CARDS = """
- id: own_robot_vouchers
  label: {en: Vouchers for computer-controlled machines, zh: 数控设备抵用券}
  mechanism: robot_vouchers
  reaches: {who: firms, where: designated, if: small or medium, sizes: [small, medium]}
  unit: share of price
  unit_zh: 占设备价格的比例
  in_force_2011: 0.0
  neutral: 0.0
  announced: 2013Q1
  assumed: true
  bounds: {legal: [0.0, 0.5], studied: [0.0, 0.5]}
  paid_by: {省: 0.5, 镇: 0.5}
  proximal: {machines_supported: [0.0, 10.0]}
  proximal_source: an example, not a finding
  mediator: equipment_support
  could_go_wrong: {en: "Firms buy what they would have bought.", zh: "企业购买本来就会购买的设备。"}
  evidence:
    - {study: "none, an example", estimate: none, unit: "-", confidence: "-/X"}
"""


@mechanism(cards=CARDS)
def robot_vouchers(terms, lever, value, reach, target=""):
    """Share of the price of computer-controlled equipment: it adds to a term that the model's rules read and pay."""
    terms.add("equipment_support", lever, value * reach)


@intervention(
    en="a prize in cash",
    zh="现金奖励",
    after="settle",
    once=True,
    settings={"prize": ("wan yuan", 10.0, 0.0, 1000.0, "paid to every treated firm")},
)
def cash_prize(province, rows, treatment):
    """Every treated firm gets a prize once; who pays is said in the trial."""
    pay_for(province, treatment, "firms", rows, np.full(len(rows), treatment.number("prize")))


@toy_model(inputs={"x1": (-np.pi, np.pi), "x2": (-np.pi, np.pi), "x3": (-np.pi, np.pi)}, outcomes={"y": "-"})
def ishigami(x1, x2, x3):
    """Ishigami and Homma (1990): its Sobol indices are known by hand."""
    return {"y": np.sin(x1) + 7.0 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)}
