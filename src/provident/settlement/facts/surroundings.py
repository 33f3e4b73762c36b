"""分类依据 · what must be known about a bank row before it can be classified."""

from __future__ import annotations

import re
from decimal import Decimal

from django.conf import settings

from provident.kernel import policy_source
from provident.kernel.numbers import find_references
from provident.kernel.refusal import Defect
from provident.kernel.sql import Statement
from provident.settlement.bank_accounts import bank_accounts
from provident.settlement.facts.doubts import family_of
from provident.settlement.rows import BankRowFacts
from provident.settlement.rules.classification import (
    Movement,
    Origin,
    OwnPayment,
    Surroundings,
)
from provident.settlement.rules.doubts import Told, rival_of
from provident.settlement.wire.text import normalise

_PAYMENTS = Statement(__file__, "sql/own_payments.sql")
_ORIGIN = Statement(__file__, "sql/origin.sql")
_SERIAL = re.compile(r"(?<!\d)\d{20}(?!\d)")


def movement_of(row: BankRowFacts) -> Movement:
    """The row as the rule looks at it."""
    return Movement(
        amount=row.amount,
        redo=row.redo,
        opponent_no=row.opponent_no,
        opponent_name=row.opponent_name,
        summary=row.summary,
        remark=row.remark,
        names_an_order=bool(find_references(f"{row.summary} {row.remark}")),
    )


def surroundings_of(row: BankRowFacts) -> Surroundings:
    """What the books know around this row at this moment."""
    text = normalise(row.summary) + " " + normalise(row.remark)
    serials = _SERIAL.findall(text)
    payments = _PAYMENTS.rows(
        bank_account=row.bank_account,
        serials=serials,
        host_serial=row.host_serial,
        opponent_no=row.opponent_no,
        amount=row.amount,
        says_returned="退" in text,
    )
    origin = _ORIGIN.row(row=row.id, days=_window_days(row))
    return Surroundings(
        own_numbers=frozenset(a.account_no for a in bank_accounts()),
        bank_name=row.bank_name,
        payments=tuple(
            OwnPayment(p["id"], p["state"], p["amount"], p["payee_no"])
            for p in payments
            if p["pays"]
        ),
        origin=Origin(**origin) if origin else None,
        unpaid=next((p["id"] for p in payments if p["returns"]), None),
        rival=_rival(row),
    )


def _rival(row: BankRowFacts) -> Told | None:
    """A contradicting report.  Of two payers under one key the first goes its way."""
    family = family_of(row.id)
    rival = rival_of(row.id, family)
    first = not any(one.apart for one in family if one.id == row.id)
    return None if rival is None or (first and rival.amount == row.amount) else rival


def _window_days(row: BankRowFacts) -> int:
    """退款识别期 in days, by the bank's date (policy `settlement.return_window_days`)."""
    source = policy_source.current()
    if source is None:
        raise Defect("no policy source is bound")
    name = "settlement.return_window_days"
    days = source.value(name, on=row.bank_date, centre=settings.CENTRE).value
    if not isinstance(days, Decimal):
        raise Defect(f"{name} is no number of days")
    return int(days)
