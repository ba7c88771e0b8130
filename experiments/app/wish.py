"""What a visitor asks the page to run, as it stands in a link: checked as a scenario file is, and turned into one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ConfigDict, Field

from experiments.keys import sha256
from experiments.pairs import baseline_of
from experiments.specification import LARGEST_SEED, Specification, specify
from model.quarter import format_quarter
from scenarios.checked import checked
from scenarios.errors import InputError
from scenarios.yaml_files import Located

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario

SMALL = "small"  # the small world; `small:2` one town of it, anything else a town of Guangdong by name
AROUND = 0.02  # sample of the firms around a town of Guangdong: its surroundings are held fixed anyway
LONGEST = 4000  # characters of a link's state
TITLE = {"en": "From the laboratory", "zh": "实验室方案"}

Text = Annotated[str, Field(strict=True, min_length=1, max_length=40)]
LeverId = Annotated[str, Field(strict=True, max_length=60)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Wish(BaseModel):
    """A scenario to start from, levers laid over it (one value, or values by quarter), a place and a luck."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: Text = "baseline"
    levers: Annotated[dict[LeverId, Number | dict[Text, Number]], Field(max_length=200)] = {}
    place: Text = SMALL
    seed: Annotated[int, Field(strict=True, ge=0, le=LARGEST_SEED)] = 1

    kind: ClassVar[str] = "picture"  # the worker's function that answers it
    story: ClassVar[str] = "life"

    @property
    def slow(self) -> bool:
        """Does it need more than the worlds that are always at hand?"""
        return self.world != SMALL

    @property
    def key(self) -> str:
        """One key for all who ask for the same."""
        return sha256(self.model_dump())

    def halves(self, lang: str) -> tuple[str, str]:
        """What the halves are called."""
        return ("不实施", "实施") if lang == "zh" else ("as before", "with the policy")

    def policy(self) -> PolicyScenario:
        """The scenario, read by the reader of scenario files. Raises InputError."""
        from scenarios.policy import load
        from scenarios.scenario_files import shipped

        if self.scenario not in shipped():
            load(self.scenario if self.scenario.isalnum() else "?")  # says which there are; never a path
        return load(self.scenario, levers=dict(self.levers)) if self.levers else load(self.scenario)

    def town(self) -> int | None:
        """Row of the one town that is run, None for all of the small world. Raises InputError."""
        from scenarios.given import find_town, load_given

        world, _, row = self.place.partition(":")
        if world == SMALL:
            if not row:
                return None
            towns = len(load_given(SMALL).towns["id"])
            if not row.isascii() or not row.isdigit() or int(row) >= towns:
                allowed = f"{SMALL}:0 to {SMALL}:{towns - 1}"
                raise InputError(
                    "there is no such town", zh="没有这个镇", field="place", found=self.place, allowed=allowed
                )
            return int(row)
        return find_town(load_given("guangdong"), self.place)

    @property
    def world(self) -> str:
        return SMALL if self.place.partition(":")[0] == SMALL else "guangdong"

    def arms(self) -> tuple[Specification, Specification]:
        """Specifications of as-before and of the policy. Raises InputError."""
        policy, town = self.policy(), self.town()
        spec = specify(
            policy,
            seed=self.seed,
            sample=1.0 if self.world == SMALL else AROUND,
            towns=None if town is None else (town,),
            world=self.world,
        )
        return spec.of(baseline_of(policy)), spec

    def scenario_text(self) -> str:
        """A scenario file that `zhenxing run` reads: what the visitor has set, nothing inherited."""
        import yaml

        policy = self.policy()
        levers = {lever: {format_quarter(q): v for q, v in path} for lever, path in policy.levers.items()}
        title = dict(TITLE) if self.levers else dict(policy.title)
        content: dict[str, Any] = {"title": title, "levers": levers}
        if policy.shocks:
            content["shocks"] = {
                n: {format_quarter(q): f for q, f in steps.items()} for n, steps in policy.shocks.items()
            }
        head = f"# zhenxing app; place {self.place}, seed {self.seed}\n"
        return head + yaml.safe_dump(content, allow_unicode=True, sort_keys=False)

    def query(self) -> str:
        """The wish as the query of a link."""
        said = self.model_dump(exclude_defaults=True)
        if "levers" in said:
            said["levers"] = json.dumps(said["levers"], separators=(",", ":"))
        return urlencode(said)

    def with_(self, **changes: object) -> Wish:
        """The wish with parts replaced, checked again."""
        return read(self.model_dump() | changes)


def read(data: object) -> Wish:
    """A wish from data of a visitor, with every lever within its bounds. Raises InputError."""
    wish = checked(Wish, data, nowhere(data))
    wish.policy()
    wish.town()
    return wish


def read_query(query: str) -> Wish:
    """A wish from the query of a link; parts that are not the wish's are left to others. Raises InputError."""
    said = said_in(query)
    data: dict[str, object] = {name: said[name] for name in Wish.model_fields if name in said}
    if "seed" in data:
        data["seed"] = number_in(str(data["seed"]))
    if "levers" in data:
        data["levers"] = read_json(str(data["levers"]), "levers")
    return read(data)


def said_in(query: str) -> dict[str, str]:
    """Names and texts of a link's query. Raises InputError when it is too long."""
    if len(query) > LONGEST:
        raise InputError("this link is too long", zh="链接过长", field="link", allowed=f"{LONGEST} characters")
    return dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True))


def number_in(text: str) -> object:
    """A whole number, or the text itself for the check to refuse."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else text


def read_json(text: str, field: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("this part of the link is not JSON", zh="链接的这一部分不是 JSON", field=field) from None


def nowhere(data: object) -> Located:
    """Data that came from no file."""
    return Located("link", data, {})
