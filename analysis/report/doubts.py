"""Names of assumptions, and the annex on how sure one can be."""

from __future__ import annotations

from functools import lru_cache

from analysis.report.voice import Voice

AREAS = {  # file of scenarios/parameters -> what it is about
    "adopt": "技术采用",
    "budgets": "财政预算",
    "demography": "企业进入退出",
    "designation": "认定",
    "expectations": "预期",
    "finance": "融资",
    "goods": "产品需求",
    "households": "居民",
    "invest": "投资",
    "knowledge": "知识积累",
    "labour": "劳动",
    "licences": "技术许可",
    "local": "本地经济",
    "observe": "统计口径",
    "patents": "专利",
    "produce": "生产",
    "programmes": "专项资金",
    "research": "研发",
    "search": "搜寻与模仿",
    "sell": "销售",
    "services": "平台服务",
    "settle": "结算",
    "spill": "辐射带动",
}


@lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    from scenarios.given_files import Files, read_parameters

    return {name: str(entry.get("meaning", "")) for name, entry in read_parameters(Files("guangdong")).items()}


def parameter_name(name: str, voice: Voice) -> str:
    """What a parameter is, in words; its id in Chinese, where only the area has a name."""
    if voice.zh:
        area = AREAS.get(name.split(".")[0], "")
        return voice.text("", "{area}参数 {name}", area=area, name=name)
    meaning = _meanings().get(name, "")
    return f"{meaning} ({name})" if meaning else name
