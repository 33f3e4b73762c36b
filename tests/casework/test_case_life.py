"""The life of a case under any sequence of steps by any people, against a model of the diagram.

The model knows the diagram of the README and the roles of `duties/`, and nothing of the code:
who may take which step in which state.  After every step the books and the history must be
what the model says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import enrolment_city as city
from provident.kernel.refusal import Conflict, Refusal

pytestmark = pytest.mark.database

MAKERS = ("会计戊", "会计壬")
CHECKERS = ("复核乙", "复核丁")
PEOPLE = (*MAKERS, *CHECKERS, "外点复核", "稽核辛")

WAYS = {
    "check": ({"waiting"}, "done"),
    "give_back": ({"waiting"}, "returned"),
    "withdraw": ({"waiting", "returned"}, "withdrawn"),
    "resubmit": ({"returned"}, "waiting"),
}

moves = st.tuples(
    st.sampled_from([*WAYS, "check", "give_back", "elsewhere"]),
    st.sampled_from(PEOPLE),
    st.integers(0, 5).map(lambda n: 1 if n == 0 else 0),  # a stale page now and then
)


@dataclass
class Model:
    """What must be true of the case, written down by hand."""

    maker: str
    state: str = "waiting"
    version: int = 1
    taken: bool = False
    """Somebody outside the case has matched the money."""
    history: list[tuple[str, str]] = field(default_factory=list)

    def may(self, step: str, who: str) -> bool:
        if step in {"check", "give_back"}:
            return who in CHECKERS
        return who == self.maker

    def take(self, step: str, who: str, stale: int) -> bool:
        """Whether the step succeeds; moves the model."""
        before, after = WAYS[step]
        if not self.may(step, who) or stale or self.state not in before:
            return False
        if step == "resubmit" and self.taken:
            return False  # the rules refuse it when it is rehearsed
        self.version += 1
        if step == "check" and self.taken:
            self.history.append(("refused", who))
            return False
        self.state = after
        self.history.append((step, who))
        return True


@pytest.fixture
def town(office):
    """One more accountant, so that somebody else's maker tries too."""
    from dataclasses import replace

    from provident.staff.models import Login

    login = Login.objects.create(
        username="u99",
        name="会计壬",
        id_number=city.resident_number(999),
        roles=["accountant"],
        password="!",
    )
    office.people["会计壬"] = replace(
        office["会计戊"], id=login.pk, username="u99", name="会计壬"
    )
    return office


def act(office, number, item, step, who, version) -> bool:
    """Try the step; whether it was taken."""
    from provident.casework import api as casework

    person = office[who]
    try:
        match step:
            case "check":
                casework.check(number, person, version=version)
            case "give_back":
                casework.give_back(number, person, "材料不全", version=version)
            case "withdraw":
                casework.withdraw(number, person, "不办了", version=version)
            case "resubmit":
                command = {"suspense": item, "employer": office.employer,
                           "reason": f"第{version}稿"}  # fmt: skip
                casework.resubmit(number, command, person, version=version)
    except (Refusal, Conflict):
        return False
    return True


def assert_agrees(office, number, item, model) -> None:
    from provident.casework.models import CaseStep
    from provident.kernel.models import Operation

    case = office.case(number)
    assert (case.state, case.version) == (model.state, model.version)
    assert office.steps(number) == [("submit", model.maker), *model.history]
    versions = CaseStep.objects.filter(case=case).order_by("version")
    assert list(versions.values_list("version", flat=True)) == [*range(1, case.version + 1)]
    done = Operation.objects.filter(code="collection.match_suspense", command__suspense=item,
                                    maker=model.maker)  # fmt: skip
    assert done.count() == (1 if model.state == "done" else 0)
    for operation in done:
        assert operation.checker in CHECKERS
        assert operation.checker != operation.maker
        assert (case.operation_no, case.checker) == (operation.number, operation.checker)
        assert operation.command_hash == case.command_digest


def test_any_sequence_keeps_the_diagram(town):
    @settings(
        max_examples=40,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(st.sampled_from(MAKERS), st.lists(moves, max_size=10))
    def lives(maker: str, steps: list[tuple[str, str, int]]) -> None:
        from provident.casework import api as casework

        item = town.suspense("10.00")
        command = {"suspense": item, "employer": town.employer, "reason": "核实"}
        number = casework.submit(
            "collection.match_suspense", command, town[maker], id=uuid4()
        ).case_no
        assert number
        model = Model(maker)
        for step, who, stale in steps:
            if step == "elsewhere":
                if not model.taken and model.state != "done":
                    city.do("match_suspense", city.TWO, suspense=item, employer=town.employer,
                            reason="别处办理")  # fmt: skip
                    model.taken = True
                continue
            version = model.version - stale
            expected = model.take(step, who, stale)
            # whoever has checked it is told so again, and nothing is done again
            told_again = step == "check" and ("check", who) in model.history
            happened = act(town, number, item, step, who, version)
            assert happened is (expected or told_again)
            assert_agrees(town, number, item, model)

    lives()
