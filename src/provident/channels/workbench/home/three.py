"""三账一眼 · the three books as three figures and two signs.

业务账 分户合计        what the business documents owe: 职工、未分摊、暂收
财务账 科目合计        what stands under the same 科目
资金账 银行存款净额    the bank's balances, adjusted for 未达, less what does not belong to
                       those (利息、手续费 and whatever else is in the deposits)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from provident.kernel.money import ZERO
from provident.reconciliation.api import BookLine


@dataclass(frozen=True, slots=True)
class Three:
    """The figures in yuan; `net` and `finance_less_net` are None before a statement is there.

    `deposits` is what stands at the banks, `outstanding` the part of the difference between
    books and banks that 未达 explain, `other` what of the deposits belongs to nobody above.
    """

    business: Decimal
    finance: Decimal
    net: Decimal | None
    deposits: Decimal | None
    outstanding: Decimal
    other: Decimal
    business_agrees: bool
    bank_agrees: bool | None

    @property
    def business_less_finance(self) -> Decimal:
        return self.business - self.finance

    @property
    def finance_less_net(self) -> Decimal | None:
        return None if self.net is None else self.finance - self.net


def three(lines: Sequence[BookLine]) -> Three:
    """The three figures of `reconciliation.books`.

    A sign says "equal" only when every item behind it agrees: differences of two items do
    not cancel out.  在途 is money of the members still, and not added a second time.
    """
    owed = [line for line in lines if line.business is not None]
    deposits = [line for line in lines if line.business is None]
    counted = [line for line in owed if line.key != "held"]
    finance = sum((line.finance for line in counted), ZERO)
    booked = sum((line.finance for line in deposits), ZERO)
    stated = [line.bank for line in deposits if line.bank is not None]
    known = len(stated) == len(deposits)
    outstanding = sum((line.explained or ZERO for line in deposits), ZERO)
    at_bank = sum(stated, ZERO) if known else None
    return Three(
        business=sum((line.business or ZERO for line in counted), ZERO),
        finance=finance,
        net=None if at_bank is None else at_bank + outstanding - (booked - finance),
        deposits=at_bank,
        outstanding=outstanding,
        other=booked - finance,
        business_agrees=all(line.agrees for line in owed),
        bank_agrees=all(line.agrees for line in deposits) if known else None,
    )
