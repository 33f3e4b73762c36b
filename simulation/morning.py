"""第二天早上 · what the people at the desks find when they come in on the day after the close.

The month is over and compared; nothing here is part of it.  Some employers have confirmed the
next month's lists, one has paid, a stranger's money has come in, a case waits for its reviewer
and one came back to its teller: so that every page of the workbench has something to show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from provident.bankpeer.client import PeerClient
from simulation import watching
from simulation.city import City, order
from simulation.employers import BANKS, Organisation, Part
from simulation.narrator import money

STRANGER_NO, STRANGER_NAME = "65017777000000000003", "示范过路建材行"
STRANGER_PAID = Decimal("4200.00")
TELLER, REVIEWER = "zhangming", "wangfang"


@dataclass(frozen=True, slots=True)
class Morning:
    """第二天早上 · each method tells in a sentence what it did."""

    city: City
    peer: PeerClient

    def play(self) -> Iterator[str]:
        """Everything in its order."""
        self._bank_opens()
        yield self._lists(self.city.plan.all_of(Part.ORDINARY))
        yield self._stranger()
        yield self._cases()

    def _bank_opens(self) -> None:
        """签到 · the bank begins the same day as the centre, and goes with it from now on.

        Rows that it booked on the day before would be missing on that day's statement, which
        the centre has already fetched, and would stay outstanding for ever.
        """
        from provident.settlement.adapters import platform

        platform.sign_in()
        self.peer.set_date(None)

    def _lists(self, employers: list[Organisation]) -> str:
        paying, *others = employers[: max(1, len(employers) // 2)]
        (first,) = self._confirm(paying)
        for employer in others:
            self._confirm(employer)
        serial = self.peer.pay(
            paying.payer_no, paying.bank.collection_no, Decimal(first["total"]), "转账",
            f"{first['reference']} 公积金", payer_name=paying.payer_name,
        )  # fmt: skip
        watching.rows_settled([serial])
        return f"{1 + len(others)} 家单位确认了下个月的清册，{paying.name}已经缴来。"

    def _confirm(self, employer: Organisation) -> list[dict[str, Any]]:
        command = {"employer": self.city.number(employer)}
        return list(order("collection.confirm_lists", command)["lists"])

    def _stranger(self) -> str:
        serial = self.peer.pay(
            STRANGER_NO, BANKS[0].collection_no, STRANGER_PAID, "货款", "示范货款",
            payer_name=STRANGER_NAME,
        )  # fmt: skip
        watching.rows_settled([serial])
        return f"{STRANGER_NAME}付来 {money(STRANGER_PAID)} 元，不知为谁：记暂收，等人认领。"

    def _cases(self) -> str:
        """One case waits for the reviewer, one came back to the teller."""
        from provident.casework import api as casework
        from provident.parties.api import find_employer
        from provident.staff.demonstration import staff_here

        teller, reviewer = staff_here(TELLER), staff_here(REVIEWER)
        mine = [one for one in self.city.plan.employers if teller.sees_branch(one.branch)][:2]
        numbers: list[str] = []
        for employer, address in zip(mine, ("示范路 18 号", "示范路 20"), strict=True):
            number = self.city.number(employer)
            found = find_employer(number)
            command = {
                "employer": number,
                "version": found.version if found else 0,
                "address": address,
            }
            outcome = casework.submit("collection.change_employer", command, teller, id=uuid4())
            numbers.append(str(outcome.case_no))
        casework.give_back(numbers[1], reviewer, "地址没有写全，请写到门牌号", version=1)
        return f"柜员交来两件单位信息变更：{numbers[0]} 等待复核，{numbers[1]} 因地址不全退回。"
