"""A run whose effect is out of proportion stops with an explanation; its files stay for whoever looks for the cause."""

from __future__ import annotations

from experiments.results import RunResult


class ImplausibleEffect(Exception):
    """The effect of a policy breaks a bound of analysis/plausibility.py. `result` is the run, kept in its folder."""

    def __init__(self, result: RunResult):
        self.result = result
        super().__init__(self.message("en"))

    def message(self, lang: str) -> str:
        """The explanation, and where the files are."""
        return explained(self.result, lang)


def findings(result: RunResult) -> tuple:
    """Bounds the run breaks. None are looked for where the pair does not show what measures do to the province.

    That is: a run alone, a shock against the calm (its effect may be large), and chosen towns, where a gain may be
    another town's loss and the luck of one firm moves a town by more than the bounds.
    """
    about = result.about
    if result.baseline is None or about.get("compared", "measures") != "measures" or about["towns"]:
        return ()
    from analysis.plausibility import implausible

    policy = {name: getattr(result, name).to_dict("list") for name in ("province", "spending")}
    return implausible(policy, {"province": result.baseline.province.to_dict("list")})


def explained(result: RunResult, lang: str) -> str:
    """What is said of a run that breaks a bound."""
    from analysis.plausibility import explanation
    from scenarios.errors import clean

    changed = {**result.about["scenario"]["parameters"], **result.about["parameters"]}
    where = clean(result.folder, 500)
    kept = f"文件保留在：{where}" if lang == "zh" else f"The files are kept: {where}"
    return f"{explanation(findings(result), lang, changed)}\n{kept}"
