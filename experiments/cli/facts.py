"""`zhenxing facts`: stylised facts of industry, measured on runs of the baseline and held against their bands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import options
from experiments.cli.talk import Talk, table

ORIGINS = {
    "imposed": ("imposed", "起点给定"),
    "fitted": ("fitted", "参数设定"),
    "emergent": ("emergent", "内生"),
    "not_computable": ("not computable", "无法计算"),
}
MOST_SEEDS = 1000


def facts(
    talk: Talk,
    seeds: Annotated[str, typer.Option("--seeds", metavar="1-10", help="Seeds / 随机种子")] = "1-10",
    sample: options.Sample = 0.05,
    ensemble: Annotated[
        int, typer.Option("--ensemble", min=0, help="Cases over the ranges of all parameters / 参数先验抽样数")
    ] = 0,
    equal_start: Annotated[
        bool, typer.Option("--equal-start", help="Also 80 quarters from equal firms / 另算同质起点 80 季")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for facts.json / facts.json 所在文件夹")] = None,
    world: options.World = "guangdong",
) -> int:
    from experiments.measuring.facts import study, summary
    from experiments.specification import share, world_named

    with talk.progress() as report:
        result = study(
            seed_list(seeds),
            sample=share("--sample", sample),
            world=world_named(world),
            ensemble=ensemble,
            equal_start=equal_start,
            progress=report,
        )
    written(talk, "facts", result, out)
    if talk.as_json:
        talk.data(result | {"summary": summary(result)})
    else:
        show(talk, result, summary(result))
    return 0


def written(talk: Talk, name: str, result: dict, out: Path | None) -> None:
    """Keep a study's figures in a folder, where one is named."""
    from experiments.folders import cannot_write
    from experiments.measuring.measured import keep

    if out is None:
        return
    try:
        talk.note(f"Written: {keep(name, result, out)}", f"已写入:{out / name}.json")
    except OSError as error:
        raise cannot_write(out, error) from error


def seed_list(text: str) -> tuple[int, ...]:
    """`1-10`, `3` or `1,2,5-8` as seeds, each once."""
    from scenarios.errors import InputError

    found: list[int] = []
    for part in text.replace(",", ",").split(","):
        first, dash, last = part.strip().partition("-")
        numbers = (first, last) if dash else (first, first)
        if not all(number.strip().isascii() and number.strip().isdigit() for number in numbers):
            raise InputError(
                "seeds are numbers or spans", zh="随机种子应为数字或区间", field="--seeds", found=text,
                allowed="such as 1-10 or 1,2,5-8",
            )  # fmt: skip
        low, high = (int(number) for number in numbers)
        if high < low or high - low >= MOST_SEEDS:
            raise InputError(
                "no such span of seeds", zh="没有这样的区间", field="--seeds", found=part,
                allowed=f"the lower first, at most {MOST_SEEDS}",
            )  # fmt: skip
        found += range(low, high + 1)
    return tuple(dict.fromkeys(found))


def show(talk: Talk, result: dict, counts: dict[str, int]) -> None:
    """The facts as a table: value, band, how it comes about, inside or not."""
    from scenarios.facts import facts as known

    zh = talk.lang == "zh"
    heads: list = [("编号", "id"), "典型事实", ("数值", "right"), ("范围", "right"), "来由", "在范围内"] if zh else [
        ("id", "id"), "Fact", ("Value", "right"), ("Band", "right"), "Label", "Pass"
    ]  # fmt: skip
    if result["equal_start"]:
        heads.append((talk.say("Equal start", "同质起点"), "right"))
    if result["ensemble"]:
        heads.append((talk.say("Cases inside", "先验命中"), "right"))
    rows = []
    for fact in known().values():
        found = result["facts"][fact.id]
        cells = [
            f"{fact.id}{'*' if fact.must else ''}",
            fact.label.get(talk.lang),
            number(found.get("mean")),
            band(fact.band, talk.lang),
            talk.say(*ORIGINS[found["origin"]]),
            {True: talk.say("yes", "是"), False: talk.say("NO", "否")}.get(found.get("inside"), "-"),
        ]
        if result["equal_start"]:
            cells.append(number(found.get("equal_value")))
        if result["ensemble"]:
            share = found.get("ensemble_share")
            cells.append("-" if share is None else f"{share:.0%}{' ~' if found['uninformative'] else ''}")
        rows.append(cells)
    title = talk.say("Stylised facts of industry (* must)", "典型事实(* 必须)")
    talk.answer(table(title, heads, rows))
    inside = {kind: (counts[f"{kind}_inside"], counts[f"{kind}_outside"]) for kind in ("must", "should")}
    silent = counts["no_band"], counts["not_computable"]
    talk.answer(
        talk.say(
            "must: {} inside, {} outside; should: {} inside, {} outside; without a band: {}; not computable: {}",
            "必须:{} 项在范围内,{} 项不在;应当:{} 项在,{} 项不在;无范围 {} 项;无法计算 {} 项",
        ).format(*inside["must"], *inside["should"], *silent)
    )
    if result["ensemble"]:
        failed, cases = result["ensemble_failed"], result["ensemble"]
        talk.answer(
            talk.say(
                f"{failed} of {cases} cases ended in a fault and are left out",
                f"{cases} 次抽样中 {failed} 次中止,不计入",
            ),
            talk.say(
                "~ more than 80 % of all cases are inside: being inside says little",
                "~ 超过 80% 的抽样都在范围内:在范围内说明不了什么",
            ),
        )


def number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def band(ends: tuple[float | None, float | None], lang: str = "en") -> str:
    """A band in signs: `0.9 to 1.3`, `> 0`, `< 0.1`, `-`."""
    low, high = ends
    if low is None and high is None:
        return "-"
    if low is None:
        return f"< {high:g}"
    joint = "至" if lang == "zh" else "to"
    return f"> {low:g}" if high is None else f"{low:g} {joint} {high:g}"
