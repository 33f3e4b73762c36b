"""资金政策 · the parameters of treasury, read into plain groups.

`ask` answers for one centre and one release: `Context.policy`, or a library bound to a
centre.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, cast

from provident.kernel.policy_source import Fact, PolicyValue
from provident.kernel.refusal import Defect

ReserveMethod = Literal["loan_balance", "surplus"]

SURPLUS_USES = "treasury.surplus_uses"
RESERVE_METHOD = "treasury.reserve_method"
RESERVE_LOAN = "treasury.reserve_loan_percent"
RESERVE_SURPLUS = "treasury.reserve_surplus_percent"
FEE_STANDARD = "treasury.fee_standard"
BOND_KINDS = "treasury.bond_kinds"
LIQUIDITY = "treasury.liquidity_levels"
WRITE_OFF = "treasury.write_off"

READS: tuple[str, ...] = (
    SURPLUS_USES,
    RESERVE_METHOD,
    RESERVE_LOAN,
    RESERVE_SURPLUS,
    FEE_STANDARD,
    BOND_KINDS,
    LIQUIDITY,
    WRITE_OFF,
)
"""Every parameter that treasury reads."""


class Ask(Protocol):
    """The question of one centre to one release of the policy."""

    def __call__(
        self, name: str, *, on: date, facts: Mapping[str, Fact] | None = None
    ) -> PolicyValue: ...


@dataclass(frozen=True, slots=True)
class ReserveTerms:
    """风险准备金核定 · the method that the centre chose, and its percentage."""

    method: ReserveMethod
    percent: Decimal
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, year_end: date) -> ReserveTerms:
        """Refuses where the centre has not entered which of the two methods it uses."""
        method = ask(RESERVE_METHOD, on=year_end)
        chosen = cast(ReserveMethod, method.value)
        return cls.of(ask, chosen, year_end=year_end, decided_by=method.basis)

    @classmethod
    def of(
        cls,
        ask: Ask,
        method: ReserveMethod,
        *,
        year_end: date,
        decided_by: tuple[str, ...] = (),
    ) -> ReserveTerms:
        """The terms of a named method, for comparing the two."""
        value = ask(RESERVE_LOAN if method == "loan_balance" else RESERVE_SURPLUS, on=year_end)
        return cls(method, _number(value), (*decided_by, *value.basis))


@dataclass(frozen=True, slots=True)
class SurplusTerms:
    """增值收益分配 · the uses in their order, and the standard of the management fee."""

    uses: tuple[str, ...]
    fee_standard: str
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, year_end: date) -> SurplusTerms:
        uses, fee = ask(SURPLUS_USES, on=year_end), ask(FEE_STANDARD, on=year_end)
        return cls(_codes(uses), str(fee.value), (*uses.basis, *fee.basis))


@dataclass(frozen=True, slots=True)
class BondTerms:
    """债券 · the kinds that spare money may buy on a day."""

    kinds: tuple[str, ...]
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, on: date) -> BondTerms:
        kinds = ask(BOND_KINDS, on=on)
        return cls(_codes(kinds), kinds.basis)


@dataclass(frozen=True, slots=True)
class WriteOffTerms:
    """呆账核销 · who approves it, by the day of the decision."""

    approver: str
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, decided_on: date) -> WriteOffTerms:
        """Refuses before 2026-09-20: the 2019 text does not say who approves."""
        approver = ask(WRITE_OFF, on=decided_on)
        return cls(str(approver.value), approver.basis)


@dataclass(frozen=True, slots=True)
class LiquidityTerms:
    """流动性预警线 · loan ratios in percent from which each level warns, ascending."""

    levels: tuple[tuple[str, Decimal], ...]
    basis: tuple[str, ...]

    @classmethod
    def read(cls, ask: Ask, *, on: date) -> LiquidityTerms:
        found = {
            level: ask(LIQUIDITY, on=on, facts={"level": level})
            for level in ("first", "second", "third")
        }
        levels = tuple((level, _number(value)) for level, value in found.items())
        return cls(levels, found["first"].basis)


def _codes(value: PolicyValue) -> tuple[str, ...]:
    return value.value if isinstance(value.value, tuple) else (str(value.value),)


def _number(value: PolicyValue) -> Decimal:
    if not isinstance(value.value, Decimal):
        raise Defect(f"policy {value.name} is not a number: {value.value!r}")
    return value.value
