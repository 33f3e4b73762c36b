"""到账匹配 · whose money is it?  A pure judgement over what the bank row says.

The keys are asked in order: the reference in summary or remark, the registered payer
account, the payer's name.  A key that points to exactly one employer settles it: known
employer → his, whatever the amount.  A payer who pays for several employers settles it
only where exactly one order, bundle or oldest run of months equals the sum.  Everything
else waits in 暂收 with proposals, each with the reason why it was not taken by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from provident.kernel.dates import Month
from provident.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class OpenList:
    """汇缴书 · a confirmed list that waits for its money."""

    id: int
    employer: int
    month: Month
    total: Decimal
    reference: str
    bundle: int | None = None


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """What a reference in the text stands for: an order of one employer, whatever its state."""

    reference: str
    employer: int


@dataclass(frozen=True, slots=True)
class KnownBundle:
    """合并缴款单 · what a bundle's reference stands for; `lists` are those still open."""

    reference: str
    id: int
    lists: tuple[OpenList, ...]

    @property
    def due(self) -> Decimal:
        return sum((one.total for one in self.lists), ZERO)


@dataclass(frozen=True, slots=True)
class Incoming:
    """到账 · the receipt and everything that is known about it, read once."""

    amount: Decimal
    payer_name: str
    references: tuple[str, ...]
    orders: Mapping[str, KnownOrder]
    bundles: Mapping[str, KnownBundle]
    by_payer: tuple[int, ...]
    by_name: tuple[int, ...]
    open_lists: Sequence[OpenList]


@dataclass(frozen=True, slots=True)
class Proposal:
    """建议 · an employer that this money may belong to, and why it was not taken by itself."""

    employer: int
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """匹配结论 · `shares` gives each employer his part of the money; empty: 暂收.

    `how` is the key that settled it; `why` says, for 暂收, what was missing.
    """

    shares: Mapping[int, Decimal]
    how: str
    why: str = ""
    proposals: tuple[Proposal, ...] = ()


def decide(money: Incoming) -> Decision:
    """Settle whose money it is; the shares always add up to the whole receipt."""
    notes: list[str] = []
    proposals: dict[int, str] = {}
    for key in (_by_reference, _by_payer, _by_name):
        decision = key(money, notes, proposals)
        if decision is not None:
            return decision
    return Decision(
        {},
        "none",
        "；".join(notes) or "附言中没有附言号，付款账号和户名均未登记",
        tuple(Proposal(employer, why) for employer, why in proposals.items()),
    )


def _by_reference(
    money: Incoming, notes: list[str], proposals: dict[int, str]
) -> Decision | None:
    bundles = [money.bundles[text] for text in money.references if text in money.bundles]
    orders = [money.orders[text] for text in money.references if text in money.orders]
    for text in money.references:
        if text not in money.bundles and text not in money.orders:
            notes.append(f"附言中的附言号 {text} 查无此单")
    if bundles:
        return _by_bundle(money, bundles, notes, proposals)
    employers = sorted({order.employer for order in orders})
    if len(employers) == 1:
        return Decision({employers[0]: money.amount}, "reference")
    if employers:
        named = {order.reference for order in orders}
        lists = [one for one in money.open_lists if one.reference in named]
        if sum((one.total for one in lists), ZERO) == money.amount:
            return Decision(_shares(lists), "reference")
        notes.append("附言中有多家单位的附言号，合计与到账金额不符")
        proposals.update(dict.fromkeys(employers, "附言中有其附言号，但合计与到账金额不符"))
    return None


def _by_bundle(
    money: Incoming,
    bundles: Sequence[KnownBundle],
    notes: list[str],
    proposals: dict[int, str],
) -> Decision | None:
    lists = [one for bundle in bundles for one in bundle.lists]
    employers = sorted({one.employer for one in lists})
    due = sum((one.total for one in lists), ZERO)
    if lists and due == money.amount:
        return Decision(_shares(lists), "bundle")
    if len(employers) == 1:
        return Decision({employers[0]: money.amount}, "bundle")
    if not lists:
        notes.append(f"合并缴款单 {bundles[0].reference} 已缴清或已撤销")
    else:
        notes.append(f"合并缴款单应缴 {due}，到账 {money.amount}，不相等")
        proposals.update(dict.fromkeys(employers, "在合并缴款单中，但合计与到账金额不符"))
    return None


def _by_payer(money: Incoming, notes: list[str], proposals: dict[int, str]) -> Decision | None:
    return _among(money, money.by_payer, "payer", "付款账号", notes, proposals)


def _by_name(money: Incoming, notes: list[str], proposals: dict[int, str]) -> Decision | None:
    return _among(money, money.by_name, "name", "付款户名", notes, proposals)


def _among(
    money: Incoming,
    employers: Sequence[int],
    how: str,
    what: str,
    notes: list[str],
    proposals: dict[int, str],
) -> Decision | None:
    if not employers:
        return None
    if len(employers) == 1:
        return Decision({employers[0]: money.amount}, how)
    fitting = [
        employer
        for employer in employers
        if fits(money.amount, [one for one in money.open_lists if one.employer == employer])
    ]
    bundles = _fitting_bundles(money, employers)
    if len(fitting) + len(bundles) == 1:
        if bundles:
            return Decision(_shares(bundles[0]), how)
        return Decision({fitting[0]: money.amount}, how)
    if fitting or bundles:
        notes.append(f"{what}对应 {len(employers)} 家单位，应缴金额相等的不止一家")
        proposals.update(dict.fromkeys(fitting, "应缴金额与到账相等，但不止一家相等"))
    else:
        notes.append(f"{what}对应 {len(employers)} 家单位，没有一家的应缴金额与到账相等")
        for employer in employers:
            proposals.setdefault(employer, f"{what}已登记，但应缴金额与到账不相等")
    return None


def fits(amount: Decimal, lists: Iterable[OpenList]) -> bool:
    """Whether one order, or a run of the oldest months, comes to exactly this amount."""
    ordered = sorted(lists, key=lambda one: one.month)
    return any(one.total == amount for one in ordered) or amount in accumulate(
        one.total for one in ordered
    )


def _fitting_bundles(money: Incoming, employers: Sequence[int]) -> list[list[OpenList]]:
    bundled: dict[int, list[OpenList]] = {}
    for one in money.open_lists:
        if one.bundle is not None:
            bundled.setdefault(one.bundle, []).append(one)
    return [
        lists
        for lists in bundled.values()
        if len({one.employer for one in lists}) > 1
        and {one.employer for one in lists} <= set(employers)
        and sum((one.total for one in lists), ZERO) == money.amount
    ]


def _shares(lists: Iterable[OpenList]) -> dict[int, Decimal]:
    shares: dict[int, Decimal] = {}
    for one in lists:
        shares[one.employer] = shares.get(one.employer, ZERO) + one.total
    return shares
