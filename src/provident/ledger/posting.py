"""记账 · from a posting rule and amounts to one call of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from psycopg import errors

from provident import standards
from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.money import ZERO
from provident.kernel.refusal import Conflict, Defect, Refusal, refuse
from provident.ledger.rules import PostingRule, RuleLine, posting_rule

POST = (
    "select ledger.post(%s, %s, %s, %s, %s, %s, %s, %s::text[], %s::text[], %s::bigint[],"
    " %s::numeric[], %s::date[], %s::date[], %s::numeric[], %s::numeric[])"
)
HOLD = (
    "select ledger.hold(%s, %s, %s, %s, %s, %s::text[], %s::text[], %s::bigint[],"
    " %s::numeric[], %s::numeric[], %s::date[])"
)
POST_HOLD = "select ledger.post_hold(%s, %s, %s, %s, %s)"
RELEASE = "select ledger.release(%s, %s)"
REVERSE = "select ledger.reverse(%s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Leg:
    """One party of a rule's line.

    Give `holder` for a holder's line, `gl_account` for a bank's.  `amount` is never negative
    and may be left out where the line has one leg only, which then carries the line's whole
    sum; a leg of zero is left out of the entry.  A contribution
    also carries its month and both shares; `value_date` is the operation's when left out.
    """

    holder: int | None = None
    gl_account: str | None = None
    amount: Decimal | None = None
    month: Month | None = None
    unit_share: Decimal | None = None
    personal_share: Decimal | None = None
    value_date: date | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry that now stands in the books."""

    entry_date: date
    entry_id: int


@dataclass(slots=True)
class _Columns:
    """The entry's lines as columns, the shape in which they travel to the database."""

    side: list[str]
    gl: list[str]
    holder: list[int | None]
    amount: list[Decimal]
    value: list[date]
    month: list[date | None]
    unit: list[Decimal | None]
    personal: list[Decimal | None]

    @classmethod
    def empty(cls) -> _Columns:
        return cls([], [], [], [], [], [], [], [])


def post(
    rule_code: str,
    at: Context,
    *,
    amounts: Mapping[str, Decimal],
    legs: Mapping[str, Sequence[Leg]],
    value_date: date | None = None,
    bank_date: date | None = None,
    occurred_on: date | None = None,
    summary: str | None = None,
) -> Posted:
    """Post one entry by a rule.

    `amounts` gives every amount that the rule names (a left-out one is zero), `legs` the
    parties of each line by its name.  The legs of a line must add up to the line's sum:
    anything else is a `Defect`, since the balance of the books hangs on it, and so is an
    entry without any line.  Refuses with `ledger.insufficient` where a holder's free balance
    would become negative, with `ledger.value_date` outside the holder's interest year.
    """
    rule = posting_rule(rule_code)
    columns = _columns(rule, amounts, legs, value_date or at.business_date)
    with ledger_errors():
        (entry_id,) = sql.call(
            POST, at.business_date, at.operation_no, rule.code, rule.digest,
            summary or rule.summary, bank_date, occurred_on, columns.side, columns.gl,
            columns.holder, columns.amount, columns.value, columns.month, columns.unit,
            columns.personal,
        )  # fmt: skip
    return Posted(at.business_date, entry_id)


def hold(
    rule_code: str,
    at: Context,
    *,
    amounts: Mapping[str, Decimal],
    legs: Mapping[str, Sequence[Leg]],
    summary: str | None = None,
) -> int:
    """Hold what an instruction will take; returns the hold's id.

    The principal of every line that lowers a holder's balance is checked against the free
    balance now and posted, by `post_hold`, when the bank's notice says that it went.
    """
    rule = posting_rule(rule_code)
    columns = _columns(rule, amounts, legs, at.business_date)
    principal = [
        amount if holder is not None and _lowers(gl, side) else ZERO
        for side, gl, holder, amount in zip(
            columns.side, columns.gl, columns.holder, columns.amount, strict=True
        )
    ]
    with ledger_errors():
        (hold_id,) = sql.call(
            HOLD, at.business_date, at.operation_no, rule.code, rule.digest,
            summary or rule.summary, columns.side, columns.gl, columns.holder,
            columns.amount, principal, columns.month,
        )  # fmt: skip
    return hold_id


def post_hold(hold_id: int, at: Context, *, bank_date: date, value_date: date) -> Posted:
    """The money went: turn the hold into an entry.  A hold ends exactly once."""
    with ledger_errors():
        (entry_id,) = sql.call(
            POST_HOLD, hold_id, at.business_date, at.operation_no, bank_date, value_date
        )
    return Posted(at.business_date, entry_id)


def release(hold_id: int, at: Context) -> None:
    """The money did not go: the principal is free again."""
    with ledger_errors():
        sql.call(RELEASE, hold_id, at.operation_no)


def reverse(posted: Posted, at: Context, *, rule_hash: str, summary: str) -> Posted:
    """整笔冲正 · post the entry again in red with its original value dates, at most once."""
    with ledger_errors():
        (entry_id,) = sql.call(
            REVERSE, posted.entry_date, posted.entry_id, at.business_date, at.operation_no,
            rule_hash, summary,
        )  # fmt: skip
    return Posted(at.business_date, entry_id)


_FAILED_ROW = re.compile(r"\((\d+), (\w+), [DC], ([^,]+), (-?[\d.]+), (-?[\d.]+),")
"""id, gl_account, side, owner, balance and held of the row that the constraint refused."""


def _insufficient(error: errors.CheckViolation) -> Refusal:
    """Who has too little free, and how much is missing."""
    found = _FAILED_ROW.search(error.diag.message_detail or "")
    owner = found[3].partition(":")[2] if found else "该分户"
    short = f"还差 {Decimal(found[5]) - Decimal(found[4])} 元" if found else "不够支付这笔业务"
    return refuse(
        "ledger.insufficient",
        f"{owner} 可用余额不足：余额减去在途占用后，{short}；"
        "请减少金额，或等在途业务了结后再办。",
        owner=owner,
    )


@contextmanager
def ledger_errors() -> Iterator[None]:
    """Translate what the database's functions raise into the three kinds of failure."""
    try:
        yield
    except errors.CheckViolation as error:
        if error.diag.constraint_name == "holder_free_balance":
            raise _insufficient(error) from error
        raise
    except errors.Error as error:
        code = error.sqlstate or ""
        message = error.diag.message_primary or str(error)
        if code == "HP002":
            raise Conflict(
                "day.closed", "该会计日已经日结，请刷新后在新的会计日办理。"
            ) from error
        if code == "HP005":
            raise refuse(
                "ledger.value_date",
                "起息日不在该分户当前的计息年度内：跨 6 月 30 日的更正须连同利息一并处理。",
                detail=message,
            ) from error
        if code in {"HP006", "HP007"}:
            raise Conflict(
                "ledger.ended", "这笔占用或分录已经处理过，请刷新后查看。"
            ) from error
        if code.startswith("HP"):
            raise Defect(message) from error
        raise


def _columns(
    rule: PostingRule,
    amounts: Mapping[str, Decimal],
    legs: Mapping[str, Sequence[Leg]],
    value_date: date,
) -> _Columns:
    unknown = set(amounts) - rule.amounts.keys()
    if unknown:
        raise Defect(f"{rule.code} has no amounts {sorted(unknown)}")
    strangers = set(legs) - {line.key for line in rule.lines}
    if strangers:
        raise Defect(f"{rule.code} has no lines {sorted(strangers)}")
    columns = _Columns.empty()
    for line in rule.lines:
        total = sum((amounts.get(name, ZERO) for name in line.sum), ZERO)
        _add(columns, rule, line, total, legs.get(line.key, ()), value_date)
    return columns


def _add(
    columns: _Columns,
    rule: PostingRule,
    line: RuleLine,
    total: Decimal,
    legs: Sequence[Leg],
    value_date: date,
) -> None:
    parts = [total if leg.amount is None and len(legs) == 1 else leg.amount for leg in legs]
    if any(part is None for part in parts) or sum(parts, ZERO) != total:  # type: ignore[arg-type]
        raise Defect(f"{rule.code}: legs of {line.key} do not add up to {total}")
    if total < 0 or any(part < 0 for part in parts):  # type: ignore[operator]
        raise Defect(f"{rule.code}: {line.key} is negative; use a rule with red lines")
    role = standards.role(line.role)
    for leg, part in zip(legs, parts, strict=True):
        if not part:
            continue
        gl_account = leg.gl_account or role.gl_account.code
        if not fits(role, gl_account):
            raise Defect(f"{rule.code}: {line.key} needs a gl_account of {role.name}")
        if needs_holder(role) and leg.holder is None:
            raise Defect(f"{rule.code}: {line.key} needs a holder")
        columns.side.append(line.letter)
        columns.gl.append(gl_account)
        columns.holder.append(leg.holder)
        columns.amount.append(part * line.sign)
        columns.value.append(leg.value_date or value_date)
        columns.month.append(leg.month.first_day if leg.month else None)
        columns.unit.append(_signed(leg.unit_share, line.sign))
        columns.personal.append(_signed(leg.personal_share, line.sign))


def fits(role: standards.Role, gl_account: str) -> bool:
    """Whether a line of the role may be booked there: for a bank's, below the role's 科目."""
    own = role.gl_account.code
    if role.via is None:
        return gl_account == own
    return gl_account != own and gl_account.startswith(own)


def needs_holder(role: standards.Role) -> bool:
    """Whether the role's 科目 is kept by holders, so that no line may go without one."""
    return role.via is None and role.gl_account.by is not None


def _signed(share: Decimal | None, sign: int) -> Decimal | None:
    return None if share is None else share * sign


def _lowers(gl_account: str, side: str) -> bool:
    normal = standards.chart()[gl_account].side
    return (normal == "debit") != (side == "D")
