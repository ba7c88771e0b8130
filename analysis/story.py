"""A firm's life in sentences: what changed, quarter by quarter. Every firm is synthetic and is called so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from analysis.numbers import digits

Row = Mapping[str, object]

PLATFORMS = {  # what a platform's service leaves in the firm -> how people call it
    "practice": ("a productivity centre", "生产力促进"),
    "visibility": ("a finance platform", "融资服务"),
    "assistance": ("an innovation platform", "技术创新"),
    "scan": ("an information platform", "信息服务"),
    "certified": ("a testing centre", "检测检验"),
    "standard": ("a standards platform", "标准服务"),
    "filing": ("a property platform", "知识产权"),
    "teaching": ("a training base", "人才培训"),
    "delivery": ("a logistics platform", "现代物流"),
}
GROWTH = 0.15  # a change of sales on the quarter before that is worth a word


def value(row: Row, name: str) -> float:
    """A number of the row, 0 when it was not kept."""
    found = row.get(name)
    return 0.0 if found is None else float(found)  # type: ignore[arg-type]


def staff(row: Row) -> float:
    """Persons."""
    return sum(value(row, f"staff_{skill}") for skill in ("production", "technician", "research"))


def sentences(uid: int, rows: Sequence[Row], names: Mapping[str, str], lang: str) -> list[str]:
    """A heading, one line a quarter, and how it ended."""
    zh = lang == "zh"
    first, last = rows[0], rows[-1]
    place = f"{names['town_zh']}·{names['industry_zh']}" if zh else f"{names['town_en']}, {names['industry_en']}"
    people, sales = f"{staff(first):,.0f}", digits(value(first, "sales"))
    if zh:
        lines = [f"虚拟企业 {uid:04d}({place}),算;金额万元,现价"]
        lines.append(f"{first['quarter']} 时有 {people} 人,当季销售 {sales} 万元。")
    else:
        lines = [f"Synthetic firm {uid:04d} ({place}), simulated; wan yuan, current prices"]
        lines.append(f"In {first['quarter']} it has {people} staff and sells for {sales} in the quarter.")
    for before, now in pairwise(rows):
        told = [text for rule in RULES if (text := rule(before, now, zh))]
        if told:
            lines.append(f"{now['quarter']}: " + ((";" if zh else "; ").join(told)) + ("。" if zh else "."))
    lines.append(_end(last, zh))
    return lines


def _end(last: Row, zh: bool) -> str:
    people, sales = f"{staff(last):,.0f}", digits(value(last, "sales"))
    if zh:
        return f"最后一次出现在 {last['quarter']}:{people} 人,当季销售 {sales} 万元。"
    return f"Last seen in {last['quarter']}: {people} staff, sales of {sales} in the quarter."


def told_sales(before: Row, now: Row, zh: bool) -> str | None:
    was, is_now = value(before, "sales"), value(now, "sales")
    if was <= 0 or abs(is_now / was - 1) < GROWTH:
        return None
    change = is_now / was - 1
    if zh:
        return f"销售比上季{'增' if change > 0 else '减'} {abs(change):.0%}"
    return f"sales {'up' if change > 0 else 'down'} {abs(change):.0%} on the quarter before"


def told_staff(before: Row, now: Row, zh: bool) -> str | None:
    change = staff(now) - staff(before)
    if abs(change) < max(1.0, 0.1 * staff(before)):
        return None
    verb = ("增加" if change > 0 else "减少") if zh else ("hires" if change > 0 else "lets go")
    return f"用工{verb} {abs(change):,.0f} 人" if zh else f"{verb} {abs(change):,.0f}"


def told_support(before: Row, now: Row, zh: bool) -> str | None:
    amount = value(now, "support_received")
    if amount <= 0:
        return None
    return f"收到公共补助 {digits(amount)} 万元" if zh else f"receives {digits(amount)} of public support"


def told_loan(before: Row, now: Row, zh: bool) -> str | None:
    change = value(now, "debt_bank") - value(before, "debt_bank")
    if change <= 0.02 * max(value(now, "sales"), 1.0):
        return None
    if value(now, "debt_guaranteed") > value(before, "debt_guaranteed"):
        return f"经担保获贷 {digits(change)} 万元" if zh else f"borrows {digits(change)} with a guarantee"
    return f"获银行贷款 {digits(change)} 万元" if zh else f"borrows {digits(change)} from its bank"


def told_service(before: Row, now: Row, zh: bool) -> str | None:
    served = [texts[zh] for name, texts in PLATFORMS.items() if value(now, name) > value(before, name) + 1e-6]
    if not served:
        return None
    return f"使用平台服务:{'、'.join(served)}" if zh else f"is served by {', '.join(served)}"


def told_patents(before: Row, now: Row, zh: bool) -> str | None:
    count = value(now, "grants_invention") + value(now, "grants_other")
    if count < 0.5:
        return None
    return f"专利授权 {count:,.0f} 件" if zh else f"is granted {count:,.0f} patent{'s' if count >= 1.5 else ''}"


def told_cash(before: Row, now: Row, zh: bool) -> str | None:
    if not (value(before, "cash") >= 0 > value(now, "cash")):
        return None
    return "账上现金转为透支" if zh else "its account goes into overdraft"


RULES: tuple[Callable[[Row, Row, bool], str | None], ...] = (
    told_support,
    told_service,
    told_loan,
    told_staff,
    told_sales,
    told_patents,
    told_cash,
)


def three_sentences(
    uid: int,
    left: Sequence[Row],
    right: Sequence[Row],
    names: Mapping[str, str],
    halves: tuple[str, str],
    lang: str,
) -> list[str]:
    """One firm in both halves of a pair (called `halves`): who it is, when and by what its two lives part, how each
    ends."""
    zh = lang == "zh"
    if not (left or right):
        return []
    first = (left or right)[0]
    place = f"{names['town_zh']}·{names['industry_zh']}" if zh else f"{names['town_en']}, {names['industry_en']}"
    people, sales = f"{staff(first):,.0f}", digits(value(first, "sales"))
    if zh:
        told = [f"虚拟企业 {uid:04d}({place})在 {_when(first['quarter'], zh)}有 {people} 人,当季销售 {sales} 万元。"]
    else:
        when = _when(first["quarter"], zh)
        told = [f"Synthetic firm {uid:04d} ({place}) has {people} staff in {when} and sells for {sales} wan yuan."]
    return [*told, _parting(left, right, halves, zh), _two_ends(left, right, halves, zh)]


def _parting(left: Sequence[Row], right: Sequence[Row], halves: tuple[str, str], zh: bool) -> str:
    """The first event of one life that is not in the other, else the first quarter in which numbers differ."""
    events = [_events(rows, zh) for rows in (left, right)]
    for quarter in sorted({*events[0], *events[1]}):
        before, policy = events[0].get(quarter, ()), events[1].get(quarter, ())
        if before != policy:
            joint, nothing = (";", "没有大事") if zh else ("; ", "nothing of note")
            said = [joint.join(one) or nothing for one in (policy, before)]
            if zh:
                return f"{_when(quarter, zh)},两种经历分开。{halves[1]}:{said[0]};{halves[0]}:{said[1]}。"
            return f"Its two lives part in {_when(quarter, zh)}. {halves[1]}: {said[0]}; {halves[0]}: {said[1]}."
    if len(left) == len(right):
        return "两种经历没有可见的差别。" if zh else "Its two lives show no difference."
    return "此前两种经历没有可见的差别。" if zh else "Before one of them ends, its two lives show no difference."


def _events(rows: Sequence[Row], zh: bool) -> dict[str, tuple[str, ...]]:
    found = {}
    for before, now in pairwise(rows):
        if told := tuple(text for rule in RULES if (text := rule(before, now, zh))):
            found[str(now["quarter"])] = told
    return found


def _two_ends(left: Sequence[Row], right: Sequence[Row], halves: tuple[str, str], zh: bool) -> str:
    last = max(str(rows[-1]["quarter"]) for rows in (left, right) if rows)
    ends = []
    for rows in (right, left):
        if not rows:
            ends.append("它没有出现" if zh else "it never appears")
        elif str(rows[-1]["quarter"]) < last:
            ends.append(
                f"它在 {_when(rows[-1]['quarter'], zh)}之后退出" if zh else f"it is gone after {rows[-1]['quarter']}"
            )
        else:
            people, sales = f"{staff(rows[-1]):,.0f}", digits(value(rows[-1], "sales"))
            ends.append(f"{people} 人、当季销售 {sales} 万元" if zh else f"{people} staff and sales of {sales}")
    if zh:
        return f"到 {_when(last, zh)},{halves[1]}:{ends[0]};{halves[0]}:{ends[1]}。"
    return f"In {_when(last, zh)}, {halves[1]}: {ends[0]}; {halves[0]}: {ends[1]}."


def _when(quarter: object, zh: bool) -> str:
    """2013Q2, or 2013 年二季度."""
    text = str(quarter)
    return f"{text[:4]} 年{'一二三四'[int(text[-1]) - 1]}季度" if zh else text
