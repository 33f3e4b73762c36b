"""小镇 · a few employers, members and one bank account, for tests of the close and of 对账.

The documents are written as the businesses write them, but by the shortest way: these
tests are about what is compared afterwards, not about how a receipt is matched.  Money
moves only through operations, so that the log, the entries and the documents belong
together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import psycopg
from django.db import models

from provident import standards
from provident.collection.models import (
    BasePeriod,
    ContributionList,
    EmployerTerms,
    Enrolment,
    ListCredit,
    ListLine,
    RatioPeriod,
    UnallocatedMove,
)
from provident.collection.models import Receipt as ReceiptDocument
from provident.kernel import fields
from provident.kernel.context import By, Context
from provident.kernel.dates import Month
from provident.kernel.models import BusinessDay
from provident.kernel.operation import Command, Done, Receipt, operation, perform
from provident.ledger import api as ledger
from provident.parties.models import Branch, Employer, Member
from provident.settlement import api as settlement
from provident.settlement.models import BankAccount, BankRow, StatementDay, StatementRow

TWO = By("张三", "李四", "counter")
NOVEMBER = Month(2026, 11)
SHARE = Decimal("300.00")
"""Each of the two shares of every member's monthly contribution: 12 % of the base."""

BASE = Decimal("2500.00")


during: dict[str, Callable[[], object]] = {}
"""What a test does inside the operation of that code, before it books."""


class ReceiveList(Command):
    bank_row: int
    list: int


class Suspend(Command):
    bank_row: int


class CreditFromNothing(Command):
    holder: int
    amount: Decimal
    value_date: date


@operation(
    "tests.receive_list", title="测试：到账入账", posting=("collection.receive",), moves="in"
)
def receive_list(command: ReceiveList, at: Context) -> Receipt:
    """Credit one list from a bank row; what is over stays with the employer."""
    row = settlement.lock_row(command.bank_row)
    one = ContributionList.objects.select_related("employer").get(pk=command.list)
    terms = EmployerTerms.objects.get(pk=one.employer_id)
    lines = list(ListLine.objects.filter(list=one).order_by("id"))
    kept = row.amount - one.total
    ledger.post(
        "collection.receive",
        at,
        amounts={"from_receipt": one.total, "kept": kept},
        legs={
            "fund_deposit": [ledger.Leg(gl_account=row.gl_account)],
            "member": [
                ledger.Leg(
                    holder=line.holder_id,
                    amount=line.unit_amount + line.personal_amount,
                    month=one.month,
                    unit_share=line.unit_amount,
                    personal_share=line.personal_amount,
                )
                for line in lines
            ],
            "unallocated_kept": [ledger.Leg(holder=terms.unallocated_holder)],
        },
        bank_date=row.bank_date,
    )
    common = {"business_date": at.business_date, "operation_no": at.operation_no}
    document = ReceiptDocument.objects.create(
        bank_row_id=row.id, employer=one.employer, amount=row.amount, how="reference", **common
    )
    ListCredit.objects.create(
        list=one,
        direction=1,
        members_total=one.total,
        diverted_total=0,
        value_date=at.business_date,
        **common,
    )
    ContributionList.objects.filter(pk=one.pk).update(
        state="credited",
        credited_by=at.operation_no,
        credited_on=at.business_date,
        value_date=at.business_date,
    )
    EmployerTerms.objects.filter(pk=one.employer_id).update(paid_to=one.month)
    if kept:
        UnallocatedMove.objects.create(
            employer=one.employer, amount=kept, cause="kept", receipt=document, **common
        )
    settlement.settle_row(row.id, at, "receipt")
    return Receipt("已入账。", {"list": one.pk})


@operation("tests.suspend", title="测试：暂收", posting=("settlement.suspend",), moves="in")
def suspend(command: Suspend, at: Context) -> Receipt:
    during.get(at.code, lambda: None)()
    row = settlement.lock_row(command.bank_row)
    item = settlement.suspend_row(row, at, "付款人不明")
    return Receipt("已暂收。", {"item": item.id})


@operation("tests.credit", title="测试：直接入账", posting=("collection.receive",), moves="in")
def credit(command: CreditFromNothing, at: Context) -> Receipt:
    """A member's credit with a value date of its own, for products."""
    ledger.post(
        "collection.receive",
        at,
        amounts={"from_receipt": command.amount},
        legs={
            "fund_deposit": [ledger.Leg(gl_account="10101")],
            "member": [ledger.Leg(holder=command.holder, value_date=command.value_date)],
        },
    )
    return Receipt("已入账。")


@dataclass
class Town:
    """The town of one test; `superuser` is for those who corrupt it."""

    superuser: str
    bank: BankAccount
    lists: list[ContributionList] = field(default_factory=list)
    serial: int = 0

    def corrupt(self, statement: str) -> int:
        """Run a statement behind everybody's back; returns the rows it touched."""
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")
            return connection.execute(statement).rowcount

    def bank_row(self, amount: str, on: date | None = None, *, kind: str = "") -> BankRow:
        """A movement that the bank has told us of."""
        self.serial += 1
        return BankRow.objects.create(
            bank_account=self.bank,
            host_serial=f"HOST{self.serial:06d}",
            bank_date=on or self.today(),
            amount=Decimal(amount),
            redo=False,
            opponent_no="6222000000000001",
            opponent_name="付款单位",
            source="notice",
            kind=kind,
        )

    def pay(self, one: ContributionList, amount: str | None = None) -> Done:
        row = self.bank_row(amount or str(one.total))
        return perform("tests.receive_list", {"bank_row": row.pk, "list": one.pk}, TWO)

    def pay_as_stranger(self, amount: str) -> Done:
        return perform("tests.suspend", {"bank_row": self.bank_row(amount).pk}, TWO)

    def today(self) -> date:
        return BusinessDay.objects.get(state=BusinessDay.OPEN).date

    def statement(self, day: date) -> None:
        """The bank's statement of a day as it should be: every movement that it told of."""
        rows = list(BankRow.objects.filter(bank_date=day).order_by("id"))
        StatementRow.objects.filter(bank_date=day).delete()
        for place, row in enumerate(rows, 1):
            StatementRow.objects.create(
                bank_account=self.bank,
                host_serial=row.host_serial,
                bank_date=day,
                amount=row.amount,
                redo=row.redo,
                opponent_no=row.opponent_no,
                opponent_name=row.opponent_name,
                summary="转账",
                place=place,
            )
        before = StatementDay.objects.filter(bank_date__lt=day).order_by("-bank_date").first()
        opening = before.closing_balance if before else self.bank.opening_balance
        StatementDay.objects.update_or_create(
            bank_account=self.bank,
            bank_date=day,
            defaults={
                "closing_balance": opening + sum(row.amount for row in rows),
                "rows": len(rows),
            },
        )


def build(superuser: str, *, employers: int = 2, members: int = 3) -> Town:
    """Employers with members, each with one confirmed list for November 2026."""
    day = BusinessDay.objects.get(state=BusinessDay.OPEN).date
    Branch.objects.create(code="001", name="天山管理部")
    ledger.open_bank_gl_account("10101", "住房公积金存款—建设银行")
    bank = BankAccount.objects.create(
        **filled(BankAccount, account_no="65001000000000000001", gl_account="10101")
    )
    town = Town(superuser, bank)
    for serial in range(1, employers + 1):
        town.lists.append(_employer(serial, members, day))
    return town


def _employer(serial: int, members: int, day: date) -> ContributionList:
    number = f"001{serial:06d}0"
    employer = Employer.objects.create(
        **filled(
            Employer,
            number=number,
            branch_id="001",
            name=f"第{serial}单位",
            match_name=f"第{serial}单位",
            credit_code=f"91650100MA{serial:08d}",
        )
    )
    (holder,) = ledger.open_holders("unallocated", [f"employer:{number}"], on=day)
    EmployerTerms.objects.create(
        employer=employer,
        rounding="fen",
        first_month=NOVEMBER,
        listed_to=NOVEMBER,
        unallocated_holder=holder,
    )
    RatioPeriod.objects.create(
        **filled(
            RatioPeriod,
            employer=employer,
            from_month=NOVEMBER,
            unit_ratio=12,
            personal_ratio=12,
        )
    )
    one = ContributionList.objects.create(
        **filled(
            ContributionList,
            employer=employer,
            month=NOVEMBER,
            state="confirmed",
            reference=f"H{serial:010d}",
            persons=members,
            unit_total=SHARE * members,
            personal_total=SHARE * members,
            total=SHARE * 2 * members,
            previous_persons=0,
            added_persons=members,
            added_total=SHARE * 2 * members,
            removed_persons=0,
            credited_by="",
        )
    )
    for place in range(1, members + 1):
        _member(employer, one, f"001{serial:05d}{place:04d}", day)
    return one


def _member(employer: Employer, one: ContributionList, number: str, day: date) -> None:
    (holder,) = ledger.open_holders("member", [f"member:{number}"], on=day, bears_interest=True)
    member = Member.objects.create(
        **filled(Member, number=number, branch_id="001", id_number=number, holder_id=holder)
    )
    enrolment = Enrolment.objects.create(
        **filled(Enrolment, member=member, employer=employer, first_month=NOVEMBER)
    )
    BasePeriod.objects.create(
        **filled(BasePeriod, enrolment=enrolment, from_month=NOVEMBER, wage=BASE, base=BASE)
    )
    ListLine.objects.create(
        list=one,
        enrolment=enrolment,
        member=member,
        holder_id=holder,
        base=BASE,
        unit_amount=SHARE,
        personal_amount=SHARE,
        change="added",
    )


def filled(model: type[models.Model], **given: object) -> dict[str, object]:
    """`given`, and for every other required item of the model something permitted."""
    values: dict[str, object] = {}
    for item in fields.describe(model):
        kind = model._meta.get_field(item.field)
        if item.field in given or not item.required or kind.has_db_default():
            continue
        values[item.field] = _something(item, kind)
    return values | given


def _something(item: fields.Item, kind: models.Field) -> object:
    if item.code_list:
        return next(iter(standards.code_list(item.code_list).codes))
    match kind:
        case fields.MonthField():
            return NOVEMBER
        case models.DateField():
            return date(2020, 1, 1)
        case models.DecimalField():
            return Decimal("0.00")
        case models.IntegerField():
            return 1
        case _:
            return "已填写"
