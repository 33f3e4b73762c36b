"""设立网点 · open a branch (管理部) of the centre; employers and members belong to one.

All branches work under one set of rules and keep one set of books (第十条: 统一的规章制度,
统一核算).

依据  《住房公积金管理条例》(2026) 第十条
"""

from __future__ import annotations

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_types import OneLine
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import refuse
from provident.parties.registration import branch_known, register_branch


class OpenBranch(Command):
    """`code` is the three digits that every number given out by the branch begins with."""

    code: str = Field(title="网点代码", pattern=r"^[0-9]{3}$")
    name: OneLine = Field(title="网点名称", min_length=1, max_length=60)


@operation(
    "collection.open_branch",
    title="设立网点",
    basis=("regulation-2026#10",),
    two_persons=True,
)
def open_branch(command: OpenBranch, at: Context) -> Receipt:
    """设立一个网点，此后可在该网点办理单位和职工开户。"""
    del at
    if branch_known(command.code):
        raise refuse("branch.exists", f"网点代码 {command.code} 已经使用，请另选三位代码。")
    register_branch(command.code, command.name)
    return Receipt(f"已设立网点 {command.code} {command.name}。", {"branch": command.code})
