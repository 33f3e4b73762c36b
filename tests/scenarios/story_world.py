"""场景世界 · who and what a story knows by name, and how it comes to be.

Parties are opened through the very operations that a counter uses; what a story leaves out
is filled from `scenarios/world.yaml`.  Identity numbers, credit codes and cards are made up
with right check digits (order code 000 is never given to a person).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from stdnum import luhn
from stdnum.cn import ric, uscc
from story_file import REFERENCE, StoryError, plain

from provident.kernel.context import By
from provident.kernel.identifiers import organisation_check
from provident.kernel.operation import Done, perform
from provident.kernel.places import project_dir
from provident.policy.strict_yaml import read_yaml


def read_world() -> dict[str, Any]:
    """`scenarios/world.yaml`, everything as it is written."""
    return plain(read_yaml(project_dir("scenarios") / "world.yaml"))


@dataclass(slots=True)
class Subject:
    """Somebody or something with a name in the story.

    `key` is what `$name` alone stands for (单位账号, 个人账号, 账号, 附言号), None for a
    result that has no number of its own; `facts` what `$name.field` reads.
    """

    kind: str
    key: Any
    facts: dict[str, Any] = field(default_factory=dict)


class Numbers:
    """$next · made-up numbers, each given once in a story."""

    def __init__(self) -> None:
        self._serial = count(1)

    def make(self, kind: str) -> str:
        serial = next(self._serial)
        match kind:
            case "id_number":
                birth = date(1980, 1, 1) + timedelta(days=serial)
                body = f"653101{birth:%Y%m%d}000"
                return body + ric.calc_check_digit(body + "0")
            case "mobile":
                return f"138{serial:08d}"
            case "card":
                body = f"621700{serial:012d}"
                return body + luhn.calc_check_digit(body)
            case "credit_code":
                organisation = f"MA{serial:06d}"
                body = "91650100" + organisation + organisation_check(organisation)
                return body + uscc.calc_check_digit(body)
            case _:
                return f"6500{serial:016d}"


class World:
    """The names of one story and what they stand for."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.subjects: dict[str, Subject] = {}
        self._numbers = Numbers()

    def known(self, name: str, *kinds: str) -> Subject:
        """The subject of a name.  Raises `StoryError` when there is none of these kinds."""
        found = self.subjects.get(name)
        if found is None:
            raise StoryError(f"没有叫“{name}”的主体或结果")
        if kinds and found.kind not in kinds:
            raise StoryError(f"“{name}”是{found.kind}，这里要的是{'、'.join(kinds)}")
        return found

    def fill(self, value: Any, name: str = "") -> Any:
        """A value with its references replaced, and `{name}` by the subject's name."""
        if isinstance(value, Mapping):
            return {key: self.fill(item, name) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, name) for item in value]
        if not isinstance(value, str):
            return value
        whole = REFERENCE.fullmatch(value)
        if whole:
            return self._look_up(whole[1], whole[2])
        text = REFERENCE.sub(lambda found: str(self._look_up(found[1], found[2])), value)
        return text.replace("{name}", name) if name else text

    def command(self, code: str, given: Mapping[str, Any], name: str = "") -> dict[str, Any]:
        """The command of an operation: what the world fills in, then what was given."""
        written = {**self.settings["defaults"].get(code, {}), **given}
        return self.fill(written, name or str(written.get("name", "")))

    def note(self, name: str, code: str, command: Mapping[str, Any], done: Done) -> None:
        """Remember the result of an operation under a name."""
        facts = {**done.receipt.facts, "operation_no": done.operation_no}
        kind, key = "结果", None
        match code:
            case "collection.open_employer":
                kind, key = "单位", facts["employer"]
                facts["payers"] = command["payers"]
                facts["name"] = command["name"]
            case "collection.open_member":
                kind, key = "职工", facts["member"]
            case "collection.confirm_lists":
                kind, key = "清册", facts["lists"][0]["reference"]
            case "collection.open_members":
                self._note_members(facts["employer"])
            case "collection.make_bundle":
                kind, key = "合并缴款单", facts["reference"]
        self.subjects[name] = Subject(kind, key, facts)

    def _note_members(self, employer: str) -> None:
        """Whoever a roster has opened is known by the name in the roster."""
        from provident.collection.models import Enrolment

        live = Enrolment.objects.filter(employer__number=employer, ended_on__isnull=True)
        for name, number in live.values_list("member__name", "member__number"):
            self.subjects.setdefault(name, Subject("职工", number, {"member": number}))

    def _look_up(self, name: str, path: str) -> Any:
        steps = [step for step in path.split(".") if step]
        if name == "next":
            return self._numbers.make(steps[0])
        subject = self.known(name)
        if not steps:
            if subject.key is None:
                raise StoryError(f"“{name}”没有编号，请写明取哪一项，如 ${name}.total")
            return subject.key
        value: Any = subject.facts
        for step in steps:
            try:
                value = value[int(step)] if isinstance(value, list) else value[step]
            except (KeyError, IndexError, ValueError, TypeError):
                raise StoryError(f"“{name}”没有“{path.removeprefix('.')}”这一项") from None
        return value


def build(world: World, given: Mapping[str, Mapping[str, Any]]) -> None:
    """Open the branches and bank accounts of the world, then what the story is given."""
    from provident.parties.models import Branch

    for code, name in world.settings["branches"].items():
        Branch.objects.create(code=code, name=name)
    for name, items in world.settings["bank_accounts"].items():
        done = carry_out(world, "settlement.open_bank_account", items)
        world.subjects[name] = Subject(
            "银行户", items["account_no"], {**items, **done.receipt.facts}
        )
    for name, items in (given.get("employers") or {}).items():
        _open(world, "collection.open_employer", name, items or {})
    for name, items in (given.get("members") or {}).items():
        rest = {key: value for key, value in items.items() if key != "at"}
        _open(world, "collection.open_member", name, {"employer": f"${items['at']}", **rest})
    for name, items in (given.get("lists") or {}).items():
        rest = {key: value for key, value in items.items() if key != "of"}
        _open(world, "collection.confirm_lists", name, {"employer": f"${items['of']}", **rest})


def carry_out(world: World, code: str, command: Mapping[str, Any]) -> Done:
    """Perform an operation with the world's two people."""
    people = world.settings["people"]
    return perform(code, command, By(people["maker"], people["checker"]))


def _open(world: World, code: str, name: str, given: Mapping[str, Any]) -> None:
    command = world.command(code, given, name)
    world.note(name, code, command, carry_out(world, code, command))
