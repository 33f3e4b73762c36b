"""开办城市 · banks, employers and people are opened through operations, as at a counter.

Every order goes through `Counter`, which has a maker and a checker and tells the auditor
what was ordered.  Nothing is written past the operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from provident.kernel.context import By
from provident.kernel.dates import Month
from provident.kernel.operation import perform
from simulation.auditor import Auditor
from simulation.employers import BANKS, BRANCHES, CityPlan, Organisation
from simulation.people import Person
from simulation.roster import roster_workbook

TELLER, REVIEWER = "示范柜员", "示范复核"
COUNTERS = 4
Advance = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Order:
    """汇缴书 · what an employer got for one listed month."""

    month: Month
    reference: str
    total: Decimal
    persons: int


@dataclass(slots=True)
class City:
    """城市 · the plan, and what the system answered: numbers and orders by credit code."""

    plan: CityPlan
    auditor: Auditor
    numbers: dict[str, str] = field(default_factory=dict)
    orders: dict[str, list[Order]] = field(default_factory=dict)

    def number(self, employer: Organisation) -> str:
        """单位账号."""
        return self.numbers[employer.credit_code]

    def order(self, employer: Organisation) -> Order:
        """The oldest order that the employer was given."""
        return self.orders[employer.credit_code][0]


def order(code: str, command: Mapping[str, Any]) -> Mapping[str, Any]:
    """Have a teller perform an operation, with a reviewer beside him; returns its facts."""
    return perform(code, command, By(TELLER, REVIEWER, "counter")).receipt.facts


def open_branches() -> None:
    """设立网点, before anybody can be opened at one."""
    for code, name in BRANCHES:
        order("collection.open_branch", {"code": code, "name": name})


def open_banks(centre_name: str) -> None:
    """Take the collection accounts at the entrusted banks into use."""
    for bank in BANKS:
        order(
            "settlement.open_bank_account",
            {
                "account_no": bank.collection_no,
                "account_name": centre_name,
                "bank_name": bank.name,
                "bank_code": bank.code,
                "node": bank.node,
                "kind": "01",
                "takes_contributions": True,
            },
        )


def open_employers(city: City, advance: Advance) -> None:
    """单位开户, one after the other."""
    for employer in city.plan.employers:
        facts = order("collection.open_employer", _registration(employer))
        city.numbers[employer.credit_code] = facts["employer"]
        city.auditor.employer_opened(
            employer.credit_code,
            employer.unit_ratio,
            employer.personal_ratio,
            employer.rounding,
            employer.payer_no,
        )
        advance()


def open_members(city: City, employers: Iterable[Organisation], advance: Advance) -> None:
    """个人开户, person by person, at several counters at once.

    Which number a person gets depends on which counter is faster; nothing else does.
    """
    counters = ThreadPoolExecutor(COUNTERS)
    try:
        for _ in counters.map(
            lambda employer: _at_a_counter(city, employer, advance), employers
        ):
            pass
    finally:
        counters.shutdown(cancel_futures=True)


def _at_a_counter(city: City, employer: Organisation, advance: Advance) -> None:
    number = city.number(employer)
    try:
        for person in employer.members:
            order("collection.open_member", {"employer": number} | _declaration(person))
            _tell(city, employer, person)
            advance()
    finally:
        connection.close()  # each counter has a connection of its own


def open_from_roster(city: City, employer: Organisation) -> int:
    """名单批量开户: hand in one workbook and open everybody in it; returns how many."""
    from provident.collection.staging.uploads import upload_roster

    number = city.number(employer)
    workbook = roster_workbook(employer.members)
    upload = upload_roster(
        number, f"{employer.name}职工名单.xlsx", workbook, uploaded_by=TELLER
    )
    facts = order("collection.open_members", {"employer": number, "upload": upload})
    for person in employer.members:
        _tell(city, employer, person)
    return facts["persons"]


def confirm(city: City, employer: Organisation, months: int = 1) -> list[Order]:
    """汇缴清册确认; the orders to pay that come with it."""
    facts = order(
        "collection.confirm_lists", {"employer": city.number(employer), "count": months}
    )
    given = [
        Order(
            Month.parse(one["month"]), one["reference"], Decimal(one["total"]), one["persons"]
        )
        for one in facts["lists"]
    ]
    for one in given:
        city.auditor.list_confirmed(employer.credit_code, one.month, one.reference)
    city.orders.setdefault(employer.credit_code, []).extend(given)
    return given


def bundle(city: City, employers: Iterable[Organisation], payer_name: str) -> Order:
    """合并缴款: one order for the first months of several employers."""
    orders = [city.order(employer) for employer in employers]
    references = [one.reference for one in orders]
    facts = order(
        "collection.make_bundle", {"references": references, "payer_name": payer_name}
    )
    city.auditor.bundle_made(facts["reference"], references)
    persons = sum(one.persons for one in orders)
    return Order(orders[0].month, facts["reference"], Decimal(facts["total"]), persons)


def _tell(city: City, employer: Organisation, person: Person) -> None:
    city.auditor.member_opened(
        employer.credit_code, person.id_number, person.wage, person.first_month
    )


def _registration(employer: Organisation) -> dict[str, Any]:
    legal_name, legal_id, _ = employer.legal
    handler_name, handler_id, handler_mobile = employer.handler
    return {
        "branch": employer.branch,
        "name": employer.name,
        "credit_code": employer.credit_code,
        "address": "示范路1号",
        "affiliation": employer.affiliation,
        "economic_type": employer.economic_type,
        "industry": employer.industry,
        "founded_on": employer.founded_on,
        "pay_day": employer.pay_day,
        "legal": {"name": legal_name, "id_number": legal_id},
        "handler": {
            "name": handler_name,
            "id_number": handler_id,
            "mobile": handler_mobile,
        },
        "fund_source": employer.fund_source,
        "bank_name": employer.bank.name,
        "bank_code": employer.bank.code,
        "payers": [{"account_no": employer.payer_no, "account_name": employer.payer_name}],
        "unit_ratio": employer.unit_ratio,
        "personal_ratio": employer.personal_ratio,
        "rounding": employer.rounding,
        "first_month": employer.first_month,
    }


def _declaration(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "id_number": person.id_number,
        "mobile": person.mobile,
        "marital": person.marital,
        "hired_on": person.hired_on,
        "hire_kind": person.hire_kind,
        "wage": person.wage,
        "first_month": person.first_month,
        "card": person.card,
        "card_bank": person.card_bank,
    }
