"""归集的一生 · any sequence of openings, seals, wages, lists, receipts and undos.

The expected values come from a model of a few lines that knows only what was paid and what
the rule says: an order is credited whole or not at all, oldest month first; nothing is
ever lost (《条例》第三、十九、二十条).  After every step the four parts of the books must
come to the money that the bank has; at the end every invariant of the system holds.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from decimal import Decimal as D

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

import enrolment_city as city
import receiving
from provident.kernel import clock
from provident.kernel.operation import perform
from provident.kernel.refusal import Conflict, Refusal

pytestmark = pytest.mark.database

KINDS = (
    "open", "seal", "unseal", "wage", "list", "cancel", "pay", "short", "over", "stranger",
    "undo", "undo_list", "match", "again", "transfer_in", "take_back", "next_day",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 1), st.integers(0, 5)),
    min_size=6,
    max_size=22,
)
EVERY_KIND = [
    ("open", 0, 0), ("seal", 1, 0), ("unseal", 1, 0), ("seal", 1, 0), ("transfer_in", 0, 0),
    ("wage", 0, 3), ("list", 0, 0), ("cancel", 0, 0), ("list", 0, 0), ("short", 0, 0),
    ("stranger", 0, 1), ("take_back", 0, 0), ("next_day", 0, 0), ("list", 0, 0),
    ("over", 0, 0), ("list", 0, 0), ("pay", 0, 0), ("undo_list", 0, 2), ("undo", 0, 1),
    ("match", 0, 0), ("again", 0, 0),
]  # fmt: skip
"""One life in which every kind of step can be done."""


class Nothing(Exception):
    """There is nothing to which this step could be done."""


def one_of(found: list, pick: int):
    """One of what there is; a step without anything was not done."""
    if not found:
        raise Nothing
    return found[pick % len(found)]


class Town:
    """Two employers of one bank account, driven by a list of steps."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.bank = receiving.open_bank()
        self.employers = receiving.open_employers(2)
        self.people = 0
        self.serial = 0
        self.paid = D("0.00")
        self.rows: list[int] = []
        for place in (0, 1):
            self.open(place, 0)

    def take(self, step: str, place: int, pick: int) -> None:
        """Do one step; a refusal is an answer, not a failure."""
        with suppress(Refusal, Conflict, Nothing):
            getattr(self, step)(place, pick)
            self.done[step] += 1

    def open(self, place: int, _pick: int) -> None:
        self.people += 1
        from provident.collection.models import EmployerTerms

        terms = EmployerTerms.objects.get(employer__number=self.employers[place])
        first = terms.listed_to + 1 if terms.listed_to else terms.first_month
        city.do(
            "open_member",
            employer=self.employers[place],
            **city.person(self.people, first_month=str(first)),
        )

    def _member(self, place: int, pick: int) -> str:
        from provident.collection.models import Enrolment

        found = list(
            Enrolment.objects.filter(employer__number=self.employers[place])
            .order_by("id")
            .values_list("member__number", flat=True)
        )
        return found[pick % len(found)]

    def _next_month(self, place: int) -> str:
        from provident.collection.models import EmployerTerms

        terms = EmployerTerms.objects.get(employer__number=self.employers[place])
        return str(terms.listed_to + 1 if terms.listed_to else terms.first_month)

    def seal(self, place: int, pick: int) -> None:
        city.do(
            "seal_members",
            employer=self.employers[place],
            members=[self._member(place, pick)],
            from_month=self._next_month(place),
            reason="离职",
        )

    def unseal(self, place: int, pick: int) -> None:
        city.do(
            "unseal_members",
            employer=self.employers[place],
            members=[self._member(place, pick)],
            until_month=self._next_month(place),
        )

    def wage(self, place: int, pick: int) -> None:
        city.do(
            "change_wage",
            employer=self.employers[place],
            from_month=self._next_month(place),
            wages=[{"member": self._member(place, pick), "wage": f"{3000 + 777 * pick}.33"}],
        )

    def list(self, place: int, pick: int) -> None:
        city.confirm(self.employers[place], count=1 + pick % 2)

    def transfer_in(self, place: int, pick: int) -> None:
        city.do(
            "transfer_in",
            employer=self.employers[place],
            member=self._member(1 - place, pick),
            hired_on="2026-10-20",
            wage="5555.55",
            first_month=self._next_month(place),
        )

    def next_day(self, _place: int, _pick: int) -> None:
        perform("dayend.cut_off", {"day": clock.today()}, city.TWO)

    def _open_lists(self, place: int):
        from provident.collection.models import ContributionList

        return list(
            ContributionList.objects.filter(
                employer__number=self.employers[place], state="confirmed"
            ).order_by("month")
        )

    def cancel(self, place: int, _pick: int) -> None:
        newest = one_of(self._open_lists(place), -1)
        city.do(
            "cancel_list",
            employer=self.employers[place],
            month=str(newest.month),
            reason="更正",
        )

    def _receive(self, amount: D, **facts: str) -> None:
        if amount <= 0:
            raise Nothing
        self.serial += 1
        row = receiving.bank_row(self.bank, amount, f"S{self.serial:06d}", **facts)
        self.paid += amount
        self.rows.append(row)
        receiving.receive(row)

    def _due(self, place: int, pick: int) -> D:
        lists = self._open_lists(place)[: 1 + pick % 3]
        return sum((one.total for one in lists), D(0))

    def pay(self, place: int, pick: int) -> None:
        self._receive(self._due(place, pick), opponent_no=f"6505016100450000{place:04d}")

    def short(self, place: int, pick: int) -> None:
        self._receive(
            self._due(place, pick) - D("0.01"),
            opponent_name=f"示范单位{'甲乙'[place]}有限公司",
        )

    def over(self, place: int, pick: int) -> None:
        lists = self._open_lists(place)
        remark = f"缴 {lists[0].reference} 谢谢" if lists else ""
        self._receive(
            self._due(place, pick) + D("123.45"),
            remark=remark,
            opponent_no=f"6505016100450000{place:04d}",
        )

    def stranger(self, _place: int, pick: int) -> None:
        self._receive(D("1000.00") + pick, opponent_name="路人", opponent_no="999")

    def _undo(self, place: int, pick: int, to: str) -> None:
        from provident.collection.models import Receipt

        found = list(
            Receipt.objects.filter(
                employer__number=self.employers[place], state="booked"
            ).order_by("id")
        )
        receipt = one_of(found, pick).pk
        city.do("undo_receipt", city.TWO, receipt=receipt, to=to, reason="记错")

    def undo(self, place: int, pick: int) -> None:
        self._undo(place, pick, "suspense")

    def undo_list(self, place: int, pick: int) -> None:
        self._undo(place, pick, "unallocated")

    def match(self, place: int, pick: int) -> None:
        city.do(
            "match_suspense",
            city.TWO,
            suspense=self._suspense(pick).pk,
            employer=self.employers[place],
            reason="核实",
        )

    def _suspense(self, pick: int):
        from provident.settlement.models import SuspenseItem

        return one_of(list(SuspenseItem.objects.filter(state="open").order_by("id")), pick)

    def take_back(self, _place: int, pick: int) -> None:
        """The bank reverses a receipt that stands in 暂收."""
        item = self._suspense(pick)
        self.serial += 1
        row = receiving.bank_row(self.bank, -item.amount, f"S{self.serial:06d}")
        command = {"bank_row": row, "origin": item.bank_row_id}
        perform("settlement.unsuspend", command, receiving.MACHINE)
        self.paid -= item.amount

    def again(self, _place: int, pick: int) -> None:
        """A notice that comes a second time changes nothing."""
        row = one_of(self.rows, pick)
        before = receiving.figures()
        assert receiving.receive(row).replayed
        assert receiving.figures() == before

    def check(self) -> None:
        now = receiving.figures()
        assert now["bank"] == self.paid
        assert now["members"] + now["suspense"] + now["unallocated"] == self.paid
        for place in (0, 1):
            self._months_in_order(place)

    def _months_in_order(self, place: int) -> None:
        """Credited months come before open ones, and what is open is not covered."""
        from provident.collection.models import ContributionList, EmployerTerms
        from provident.ledger import api as ledger

        lists = list(
            ContributionList.objects.filter(employer__number=self.employers[place])
            .exclude(state="cancelled")
            .order_by("month")
        )
        states = [one.state for one in lists]
        assert states == sorted(states, key=["credited", "confirmed"].index)
        terms = EmployerTerms.objects.get(employer__number=self.employers[place])
        credited = [one.month for one in lists if one.state == "credited"]
        assert terms.paid_to == (credited[-1] if credited else None)
        free = ledger.figures([terms.unallocated_holder])[terms.unallocated_holder].balance
        assert free >= 0


TAKEN: list[Counter[str]] = []
"""What succeeded in each example, so that a run which only refuses is seen."""


@settings(
    max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(STEPS)
@example(EVERY_KIND)
def test_whatever_happens_the_books_hold(empty_books, steps):
    empty_books()
    city.open_branch()
    town = Town()
    TAKEN.append(town.done)
    for step, place, pick in steps:
        town.take(step, place, pick)
        town.check()
    from provident.reconciliation.checks import run_all

    assert [(one.code, one.offences) for one in run_all() if not one.holds] == []


def test_each_kind_of_step_succeeded_somewhere() -> None:
    """The examples above really opened, listed, paid, undid, matched and crossed days."""
    done = sum(TAKEN, Counter())
    assert [kind for kind in KINDS if not done[kind]] == []
