"""办件状态 · which step leads from which states to which; everything else is a `Conflict`.

submit → waiting —check→ done
         waiting —refused→ waiting        the rules said no when it was checked
         waiting —give_back→ returned —resubmit→ waiting
         waiting, returned —withdraw→ withdrawn
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from provident.casework.models import Case

StepName = Literal["submit", "check", "refused", "give_back", "resubmit", "withdraw"]


@dataclass(frozen=True, slots=True)
class Way:
    """One step: from which states, to which, and its name for people."""

    before: frozenset[str]
    after: str
    title: str


STEPS: Mapping[StepName, Way] = {
    "submit": Way(frozenset(), Case.WAITING, "提交复核"),
    "check": Way(frozenset({Case.WAITING}), Case.DONE, "复核办结"),
    "refused": Way(frozenset({Case.WAITING}), Case.WAITING, "复核时不能办理"),
    "give_back": Way(frozenset({Case.WAITING}), Case.RETURNED, "退回"),
    "resubmit": Way(frozenset({Case.RETURNED}), Case.WAITING, "重新提交"),
    "withdraw": Way(frozenset({Case.WAITING, Case.RETURNED}), Case.WITHDRAWN, "撤回"),
}

STATE_TITLES: Mapping[str, str] = {
    Case.WAITING: "待复核",
    Case.RETURNED: "已退回",
    Case.WITHDRAWN: "已撤回",
    Case.DONE: "已办结",
}


def steps_from(state: str) -> frozenset[StepName]:
    """The steps that can be taken in a state."""
    return frozenset(name for name, way in STEPS.items() if state in way.before)
