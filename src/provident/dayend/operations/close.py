"""日结 · number the day's vouchers, total it, check it, seal it, close it for ever.

依据  《住房公积金会计核算办法》（财会字〔1999〕33号）
"""

from __future__ import annotations

from django.db.models.functions import Now
from pydantic import Field

from provident.dayend.days import lock_day, take_alone
from provident.dayend.facts import (
    close_of,
    closing_facts,
    day_counts,
    open_items,
    totals_by_kind,
)
from provident.dayend.rules.closing import (
    FailedCheck,
    judge_completeness,
    judge_invariants,
    judge_state,
)
from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.field_types import Day
from provident.kernel.models import BusinessDay
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Verdict
from provident.ledger import seals
from provident.ledger.posting import ledger_errors
from provident.ledger.vouchers import number_vouchers
from provident.reconciliation import api as reconciliation

TOTAL = "select ledger.total_day(%s)"


class CloseDay(Command):
    """The statements of `day` have been fetched before; see `provident.dayend.closing`."""

    day: Day = Field(title="会计日")


@operation("dayend.close", title="日结", basis=("mof-1999-33",), on_own_day=True)
def close(command: CloseDay, at: Context) -> Receipt:
    """Close a day.  A refused close changes nothing; a closed day answers as it did."""
    day = lock_day(command.day)
    if day.state == BusinessDay.CLOSED and (before := close_of(day.date)):
        return Receipt(before.result["says"], before.result["facts"])
    take_alone(day.date)
    facts = closing_facts(day.date)
    judge_state(day.date, facts.state, facts.earlier_open).require()
    number_vouchers(day.date, posted_by=at.by.maker, at_close=True)
    with ledger_errors():
        sql.call(TOTAL, day.date)
    results = reconciliation.run_all()
    verdict = judge_completeness(day.date, facts.unprocessed, facts.without_statement)
    verdict.merge(_judge(results))
    verdict.require()
    sealed = seals.seal_day(day.date)
    BusinessDay.objects.filter(pk=day.date).update(state=BusinessDay.CLOSED, closed_at=Now())
    return _told(sealed, results)


def _judge(results: tuple[reconciliation.CheckResult, ...]) -> Verdict:
    return judge_invariants(
        [
            FailedCheck(one.code, one.title, [offence.says for offence in one.offences])
            for one in results
            if not one.holds
        ]
    )


def _told(sealed: seals.SealedDay, results: tuple[reconciliation.CheckResult, ...]) -> Receipt:
    day = sealed.day
    items = totals_by_kind(open_items(day), day)
    listed = "；".join(
        f"{item['kind']} {item['count']} 笔 {item['amount']} 元，最久 {item['oldest_days']} 天"
        for item in items
    )
    return Receipt(
        f"{day} 已日结并封账。" + (f"未了事项：{listed}。" if listed else "没有未了事项。"),
        {
            "day": day.isoformat(),
            "seal": sealed.seal,
            "debit": f"{sealed.debit:.2f}",
            "credit": f"{sealed.credit:.2f}",
            "counts": day_counts(day),
            "checks": [one.code for one in results],
            "open_items": items,
        },
    )
