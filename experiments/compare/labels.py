"""Names of the groups that win and lose, in Chinese and English."""

from __future__ import annotations

Names = dict[str, tuple[str, str]]  # by id of the group

SIZES: Names = {
    "micro": ("微型", "micro"),
    "small": ("小型", "small"),
    "medium": ("中型", "medium"),
    "large": ("大型", "large"),
}
AGES: Names = {  # years
    "under_3": ("不足3年", "under 3 years"),
    "3_to_5": ("3-5年", "3 to 5 years"),
    "6_to_9": ("6-9年", "6 to 9 years"),
    "10_and_more": ("10年及以上", "10 years and more"),
}


def labels_of(world: str) -> dict[str, Names]:
    """(Chinese, English) by kind of group and id. Towns that are not real are called so in their names."""
    from scenarios.given import load_given

    given = load_given(world)
    towns, cities, industries = given.towns, given.cities, given.industries
    return {
        "town": _numbered(towns["name_zh"], towns["name_en"], 4),
        "city": _numbered(cities["zh"], cities["id"], 2),
        "industry": _numbered(industries["zh"], industries["en"], 2),
        "size": SIZES,
        "age": AGES,
    }


def _numbered(chinese, english, digits: int) -> Names:
    return {f"{row:0{digits}d}": (str(zh), str(en)) for row, (zh, en) in enumerate(zip(chinese, english, strict=True))}
