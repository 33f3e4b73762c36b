"""登记付款户 · add a bank account from which an employer's money may come.

Receipts are matched by it, so two persons.  One payer may pay for many employers (国库,
财政统发, 劳务派遣).

依据  《住房公积金管理条例》(2026) 第十九条
"""

from __future__ import annotations

from dataclasses import asdict

from pydantic import Field

from provident.collection.facts.enrolments import lock_employer
from provident.collection.requests import EmployerNo, Payer
from provident.collection.rules.findings import Findings
from provident.collection.rules.registration import PayerItems, check_payers
from provident.kernel.context import Context
from provident.kernel.operation import Command, Receipt, operation
from provident.parties import api as parties
from provident.parties import registration


class AddPayer(Command):
    employer: EmployerNo
    payer: Payer = Field(title="付款户")


@operation(
    "collection.add_payer",
    title="登记付款户",
    basis=("regulation-2026#19",),
    two_persons=True,
)
def add_payer(command: AddPayer, at: Context) -> Receipt:
    """为单位登记一个付款账户，此后从该账户来的款项可按付款户匹配。"""
    employer = lock_employer(command.employer)
    found = Findings()
    (payer,) = check_payers([PayerItems(**command.payer.model_dump())], found)
    others = parties.employers_by_payer(payer.account_no)
    found.refuse_if(
        any(other.id == employer.id for other in others),
        "payer.registered",
        f"付款账号 {payer.account_no} 已登记在该单位名下，无须重复登记。",
    )
    found.require()
    if others:
        found.warn(
            "payer.shared",
            f"该付款户还为另外 {len(others)} 个单位付款，来款须写明附言号才能自动匹配。",
            employers=[other.number for other in others],
        )
    registration.add_payers(employer.id, [asdict(payer)])
    return Receipt(
        f"已为 {employer.name} 登记付款户 {parties.mask_card(payer.account_no)}。",
        {
            "employer": employer.number,
            "account_no": payer.account_no,
            "warnings": found.warned(),
        },
    )
