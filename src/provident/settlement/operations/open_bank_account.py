"""登记银行专户 · take a bank account of the centre into use, with its own child of 101 or 102.

依据  《住房公积金会计核算办法》101、102 按开户银行设明细
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from provident import standards
from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.field_types import Code, OneLine
from provident.kernel.money import ZERO, Yuan
from provident.kernel.operation import Command, Receipt, operation
from provident.ledger import api as ledger
from provident.settlement.models import BankAccount
from provident.settlement.rules.opening import Opening, judge_opening, next_gl_account

Text = Annotated[OneLine, Field(min_length=1, max_length=60)]


class OpenBankAccount(Command):
    """`gl_account` may be left out: the next free child is taken.  `kind` is 专户性质.

    `opening_balance` is what the bank account holds when it is taken into use; it is the
    start of the bank's statements and books nothing.
    """

    account_no: Text = Field(title="银行专户号码")
    account_name: Text = Field(title="银行专户名称")
    bank_name: Text = Field(title="银行名称")
    bank_code: Code = Field(title="银行代码", json_schema_extra={"code_list": "bank"})
    node: Code = Field(title="银行节点号")
    customer_no: Code = Field(default="", title="客户编号")
    kind: Code = Field(
        default="01", title="专户性质", json_schema_extra={"code_list": "special_bank_account"}
    )
    gl_account: Code = Field(default="", title="科目编号")
    takes_contributions: bool = Field(default=True, title="收缴存款")
    opening_balance: Yuan = Field(default=ZERO, title="启用时余额", ge=0)


@operation(
    "settlement.open_bank_account",
    title="登记银行专户",
    basis=("mof-1999-33#101", "mof-1999-33#102"),
    two_persons=True,
)
def open_bank_account(command: OpenBankAccount, at: Context) -> Receipt:
    """One person enters, another checks against the bank's certificate."""
    # Numbers and 科目 are given out one bank account at a time.
    sql.call("lock table bank_account in share row exclusive mode")
    used = list(BankAccount.objects.values_list("account_no", "gl_account"))
    gl_accounts = {gl_account for _number, gl_account in used}
    wanted = Opening(
        command.account_no, command.bank_code, command.node, command.kind, command.gl_account
    )
    judge_opening(
        wanted,
        numbers={number for number, _gl_account in used},
        gl_accounts=gl_accounts,
        banks=standards.code_list("bank").codes,
    ).require()
    gl_account = command.gl_account or next_gl_account(command.kind, gl_accounts)
    ledger.open_bank_gl_account(gl_account, f"{command.bank_name} {command.account_no[-4:]}")
    opened = BankAccount.objects.create(
        account_no=command.account_no,
        account_name=command.account_name,
        bank_name=command.bank_name,
        bank_code=command.bank_code,
        node=command.node,
        customer_no=command.customer_no,
        kind=command.kind,
        gl_account=gl_account,
        takes_contributions=command.takes_contributions,
        opening_balance=command.opening_balance,
    )
    return Receipt(
        f"已登记{command.bank_name}账户 {command.account_no}，科目 {gl_account}。",
        {"bank_account": opened.pk, "gl_account": gl_account},
    )
