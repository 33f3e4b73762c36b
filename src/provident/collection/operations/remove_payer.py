"""注销付款户 · remove a bank account from an employer's payers.

Receipts are matched by it, so two persons.

依据  《住房公积金管理条例》(2026) 第十九条
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.facts.enrolments import lock_employer
from provident.collection.requests import EmployerNo, Line
from provident.collection.rules.findings import Findings
from provident.kernel.context import Context
from provident.kernel.identifiers import half_width
from provident.kernel.operation import Command, Receipt, operation
from provident.parties import api as parties
from provident.parties import registration


class RemovePayer(Command):
    employer: EmployerNo
    account_no: Line = Field(title="付款账号")
    reason: Line = Field(title="原因")


@operation(
    "collection.remove_payer",
    title="注销付款户",
    basis=("regulation-2026#19",),
    two_persons=True,
)
def remove_payer(command: RemovePayer, at: Context) -> Receipt:
    """注销单位的一个付款账户，此后从该账户来的款项不再按付款户匹配给该单位。"""
    employer = lock_employer(command.employer)
    account_no = half_width(command.account_no).upper()
    payers = registration.payers_of(employer.id)
    found = Findings()
    found.refuse_if(
        account_no not in payers,
        "payer.unknown",
        f"付款账号 {account_no} 没有登记在单位“{employer.name}”名下，请核对。",
    )
    found.refuse_if(not command.reason, "payer.reason", "请写明注销付款户的原因。")
    found.require()
    if len(payers) == 1:
        found.warn(
            "employer.no_payer",
            "该单位不再有付款户，到账款只能按附言号或单位名称匹配。",
        )
    registration.remove_payer(employer.id, account_no)
    return Receipt(
        f"已注销 {employer.name} 的付款户 {parties.mask_card(account_no)}。",
        {
            "employer": employer.number,
            "account_no": account_no,
            "account_name": payers[account_no],
            "warnings": found.warned(),
        },
    )
