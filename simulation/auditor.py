"""独立审计员 · somebody who was told what was ordered and what the bank did, and nothing else.

He keeps his own little books in whole fen, with arithmetic of his own: none of the system's
rules, statements or tables are used.  At the end the system's balances are laid beside his;
one fen of difference is a finding.

What he knows: the commands (who was opened with which wage and ratio, which month was
listed), the papers that were handed out (references), every payment into the bank, every
order to pay out, and the bank's own statement.

Sources: 《住房公积金管理条例》(2026) 第十六、十八条 (base × ratio, each side by itself) and
第二十一条 (earns from the day of crediting to 30 June); floor 2 070 and cap 35 071 are the
published figures of 乌鲁木齐 for July 2026 to June 2027.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from provident.kernel.dates import Month

FLOOR_FEN, CAP_FEN = 207_000, 3_507_100
UNIT_FEN = {"fen": 1, "jiao": 10, "yuan": 100}


@dataclass(frozen=True, slots=True)
class Difference:
    """审计发现 · one figure on which the auditor and somebody else disagree, in yuan."""

    what: str
    expected: Decimal
    found: Decimal | None

    def __str__(self) -> str:
        found = "没有这一项" if self.found is None else f"{self.found}"
        return f"{self.what}：应为 {self.expected}，账上为 {found}"


@dataclass(frozen=True, slots=True)
class Balances:
    """期末余额 · what the system's books say, read once at the end, amounts in yuan.

    `members` and `products` by identity number, `unallocated` by credit code, `suspense` by
    the bank's serial of the receipt, `bank` by bank account number.
    """

    members: Mapping[str, Decimal]
    products: Mapping[str, Decimal]
    unallocated: Mapping[str, Decimal]
    suspense: Mapping[str, Decimal]
    bank: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class _Person:
    first_month: Month
    share_fen: int


@dataclass(slots=True)
class _Employer:
    ratios: tuple[Decimal, Decimal]
    unit_fen: int
    people: dict[str, _Person] = field(default_factory=dict)
    waiting: list[Month] = field(default_factory=list)
    credited: list[Month] = field(default_factory=list)
    unallocated_fen: int = 0


@dataclass(frozen=True, slots=True)
class _Payment:
    bank: str
    fen: int
    payer_no: str


class Auditor:
    """Told of each event in order; `differences` compares at the end."""

    def __init__(self, day: date) -> None:
        """`day` is the business day on which everything happens."""
        july = date(day.year + (day.month >= 7), 7, 1)
        self._days = (july - day).days
        self._employers: dict[str, _Employer] = {}
        self._orders: dict[str, tuple[str, ...]] = {}
        self._payers: dict[str, set[str]] = {}
        self._payments: dict[str, _Payment] = {}
        self._owners: dict[str, dict[str, int]] = {}
        self._refunds: dict[str, _Payment] = {}
        self._suspense: dict[str, int] = {}
        self._booked: dict[str, int] = {}
        self._unbooked: dict[str, int] = {}

    # What the city orders --------------------------------------------------------------------

    def employer_opened(
        self, code: str, unit: Decimal, personal: Decimal, rounding: str, payer_no: str
    ) -> None:
        self._employers[code] = _Employer((unit, personal), UNIT_FEN[rounding])
        self._payers.setdefault(payer_no, set()).add(code)

    def member_opened(self, code: str, id_number: str, wage: Decimal, first: Month) -> None:
        employer = self._employers[code]
        base = min(max(_fen(wage), FLOOR_FEN), CAP_FEN)
        share = sum(_share(base, ratio, employer.unit_fen) for ratio in employer.ratios)
        employer.people[id_number] = _Person(first, share)

    def list_confirmed(self, code: str, month: Month, reference: str) -> None:
        """A month was listed; what already stands on 未分摊 pays for it at once."""
        self._orders[reference] = (code,)
        self._employers[code].waiting.append(month)
        self._credit(code, 0)

    def bundle_made(self, reference: str, orders: Iterable[str]) -> None:
        self._orders[reference] = tuple(self._orders[order][0] for order in orders)

    def undone(self, serial: str) -> None:
        """A receipt leaves its employer: newest months are opened until the money is free."""
        ((code, fen),) = self._owners.pop(serial).items()
        employer = self._employers[code]
        while employer.unallocated_fen < fen:
            month = employer.credited.pop()
            employer.waiting.insert(0, month)
            employer.unallocated_fen += self._due(employer, month)
        employer.unallocated_fen -= fen
        self._suspense[serial] = fen

    def matched(self, serial: str, code: str) -> None:
        fen = self._suspense[serial]
        self._suspense[serial] = 0
        self._owners[serial] = {code: fen}
        self._credit(code, fen)

    def refund_ordered(self, serial: str) -> None:
        """To go back to where it came from; it has gone when the bank's statement says so."""
        self._refunds[serial] = self._payments[serial]

    # What the bank did -----------------------------------------------------------------------

    def paid_in(
        self, serial: str, bank: str, amount: Decimal, payer_no: str, reference: str
    ) -> None:
        """A payment reached the bank; `reference` is what the payer wrote, or ""."""
        fen = _fen(amount)
        self._payments[serial] = _Payment(bank, fen, payer_no)
        self._booked[bank] = self._booked.get(bank, 0) + fen
        shares = self._owner(fen, payer_no, reference)
        if not shares:
            self._suspense[serial] = fen
            return
        self._owners[serial] = shares
        for code, share in shares.items():
            self._credit(code, share)

    def interest_paid(self, bank: str, amount: Decimal) -> None:
        """The bank's own booking: on its statement, not in the centre's books yet."""
        self._unbooked[bank] = self._unbooked.get(bank, 0) + _fen(amount)

    def statement_seen(self, bank: str, rows: Iterable[tuple[Decimal, str | None]]) -> None:
        """Signed amounts and opponents of the bank's rows; what went out ends a refund."""
        for amount, opponent in rows:
            if amount >= 0:
                continue
            for serial, order in list(self._refunds.items()):
                if (order.bank, -order.fen, order.payer_no) == (bank, _fen(amount), opponent):
                    self._suspense[serial] -= order.fen
                    self._booked[bank] -= order.fen
                    del self._refunds[serial]
                    break

    # What follows ----------------------------------------------------------------------------

    def due(self, code: str, month: Month) -> Decimal:
        """应缴: what an employer owes for one month, in yuan."""
        return _yuan(self._due(self._employers[code], month))

    def differences(
        self, found: Balances, bank_closing: Mapping[str, Decimal]
    ) -> list[Difference]:
        """Everything on which the books, or the bank's statement, differ from these books.

        `bank_closing` by bank account, from the bank itself.
        """
        members = self._members()
        expected_bank = {bank: _yuan(fen) for bank, fen in self._booked.items()}
        at_bank = {
            bank: _yuan(fen + self._unbooked.get(bank, 0)) for bank, fen in self._booked.items()
        }
        unallocated = {
            code: _yuan(employer.unallocated_fen) for code, employer in self._employers.items()
        }
        suspense = {serial: _yuan(fen) for serial, fen in self._suspense.items()}
        products = {person: balance * self._days for person, balance in members.items()}
        return [
            *_compare("职工余额", members, found.members),
            *_compare("职工积数", products, found.products),
            *_compare("单位未分摊", unallocated, found.unallocated),
            *_compare("暂收款", suspense, found.suspense),
            *_compare("银行存款账面", expected_bank, found.bank),
            *_compare("银行对账单", at_bank, bank_closing),
            *(Difference(f"退款 {serial} 未见银行付出", _yuan(order.fen), None)
              for serial, order in self._refunds.items()),
        ]  # fmt: skip

    @property
    def totals(self) -> dict[str, Decimal]:
        """The auditor's own sums, for the report."""
        return {
            "职工个人账户": sum(self._members().values(), Decimal("0.00")),
            "单位未分摊": _yuan(sum(one.unallocated_fen for one in self._employers.values())),
            "暂收款": _yuan(sum(self._suspense.values())),
            "银行存款": _yuan(sum(self._booked.values())),
            "未入账的银行结息": _yuan(sum(self._unbooked.values())),
        }

    def _members(self) -> dict[str, Decimal]:
        return {
            id_number: _yuan(
                sum(person.share_fen for month in one.credited if person.first_month <= month)
            )
            for one in self._employers.values()
            for id_number, person in one.people.items()
        }

    def _owner(self, fen: int, payer_no: str, reference: str) -> dict[str, int]:
        """Whose money it is: by reference, else by the only employer that this payer has."""
        codes = self._orders.get(reference) or tuple(self._payers.get(payer_no, ()))
        if len(codes) == 1:
            return {codes[0]: fen}
        if not codes:
            return {}
        shares = {code: self._due(self._employers[code], self._oldest(code)) for code in codes}
        return shares if sum(shares.values()) == fen else {}

    def _oldest(self, code: str) -> Month:
        return self._employers[code].waiting[0]

    def _credit(self, code: str, fen: int) -> None:
        employer = self._employers[code]
        employer.unallocated_fen += fen
        while employer.waiting:
            due = self._due(employer, employer.waiting[0])
            if due > employer.unallocated_fen:
                return
            employer.unallocated_fen -= due
            employer.credited.append(employer.waiting.pop(0))

    def _due(self, employer: _Employer, month: Month) -> int:
        return sum(
            person.share_fen
            for person in employer.people.values()
            if person.first_month <= month
        )


def _share(base_fen: int, ratio: Decimal, unit_fen: int) -> int:
    """base × ratio %, half up to a whole number of `unit_fen`."""
    numerator = base_fen * int(ratio * 100)
    return (numerator + 5_000 * unit_fen) // (10_000 * unit_fen) * unit_fen


def _compare(
    what: str, expected: Mapping[str, Decimal], found: Mapping[str, Decimal]
) -> Iterable[Difference]:
    for key, amount in expected.items():
        if found.get(key) != amount:
            yield Difference(f"{what} {key}", amount, found.get(key))
    for key in found.keys() - expected.keys():
        yield Difference(f"{what} {key}", Decimal("0.00"), found[key])


def _fen(amount: Decimal) -> int:
    return int(amount.scaleb(2))


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
