"""银行专户开户判断 · what must be right before a bank account is taken into use."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from provident.kernel.refusal import Verdict

BASIS = ("mof-1999-33#101",)
PARENT_OF_KIND = {"01": "101", "02": "101", "03": "102"}
"""专户性质 → level-1 科目: the surplus has its own, every other bank account is 101."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What was asked; `kind` is the code of 专户性质, `gl_account` may be empty."""

    account_no: str
    bank_code: str
    node: str
    kind: str
    gl_account: str


def judge_opening(
    wanted: Opening,
    *,
    numbers: Collection[str],
    gl_accounts: Collection[str],
    banks: Mapping[str, str],
) -> Verdict:
    """Every reason against it, given the numbers and 科目 already in use."""
    verdict = Verdict()
    verdict.refuse_if(
        not re.fullmatch(r"[0-9A-Za-z-]{1,32}", wanted.account_no),
        "bank_account.number",
        "银行账号应为 1 至 32 位数字、字母或短横线，请按银行开户证明填写。",
    )
    verdict.refuse_if(
        wanted.account_no in numbers,
        "bank_account.number_used",
        f"账号 {wanted.account_no} 已经登记，不能重复登记，请核对账号。",
    )
    verdict.refuse_if(
        wanted.bank_code not in banks,
        "bank_account.bank",
        f"没有银行代码“{wanted.bank_code}”，请从银行代码表中选择。",
    )
    verdict.refuse_if(
        not re.fullmatch(r"\d{6}", wanted.node) or wanted.node[:3] != wanted.bank_code,
        "bank_account.node",
        "银行节点号应为 6 位数字，前 3 位与银行代码相同，请按结算平台分配的节点号填写。",
    )
    verdict.refuse_if(
        wanted.kind not in PARENT_OF_KIND,
        "bank_account.kind",
        f"没有专户性质“{wanted.kind}”，请选择 01 住房公积金存款户、02 委托贷款户或"
        " 03 增值收益存款户。",
        basis=BASIS,
    )
    _judge_gl_account(verdict, wanted, gl_accounts)
    return verdict


def next_gl_account(kind: str, gl_accounts: Collection[str]) -> str:
    """The first free child of 101 or 102 for this kind, from 01 upwards."""
    parent = PARENT_OF_KIND[kind]
    return next(
        code for number in range(1, 100) if (code := f"{parent}{number:02d}") not in gl_accounts
    )


def _judge_gl_account(verdict: Verdict, wanted: Opening, used: Collection[str]) -> None:
    parent = PARENT_OF_KIND.get(wanted.kind)
    if parent is None:
        return
    verdict.refuse_if(
        bool(wanted.gl_account) and not re.fullmatch(parent + r"\d{2}", wanted.gl_account),
        "bank_account.gl_account",
        f"科目编号应为 {parent} 下的五位编号，例如 {parent}01。",
        basis=BASIS,
    )
    verdict.refuse_if(
        wanted.gl_account in used,
        "bank_account.gl_account_used",
        f"科目 {wanted.gl_account} 已经属于另一个银行户，每个银行户须有自己的明细科目，"
        "请另填一个或留空。",
        basis=BASIS,
    )
    verdict.refuse_if(
        not wanted.gl_account and all(f"{parent}{n:02d}" in used for n in range(1, 100)),
        "bank_account.gl_account_full",
        f"科目 {parent} 下的 99 个明细科目已经用完，请先停用不再使用的银行户。",
        basis=BASIS,
    )
