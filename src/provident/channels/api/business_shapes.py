"""业务接口的形状 · what the operations answer, field by field; amounts are texts."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from provident.casework.rights import checks
from provident.channels.api.inlining import inlined
from provident.kernel.models import Operation
from provident.kernel.operation import Done, OperationSpec
from provident.staff.api import Staff


class OperationOut(Schema):
    """业务目录的一行 · `may_make` and `may_check` are for whoever asks."""

    code: str
    title: str
    basis: list[str]
    posting: list[str]
    two_persons: bool = Field(description="须由两人办理")
    machine_only: bool = Field(description="由系统自动办理，人员不能发起")
    may_make: bool = Field(description="您的岗位能否经办")
    may_check: bool = Field(description="您的岗位能否复核")
    command: dict[str, Any] = Field(description="请求的 JSON Schema")

    @classmethod
    def of(cls, found: OperationSpec, staff: Staff) -> OperationOut:
        return cls(
            code=found.code,
            title=found.title,
            basis=list(found.basis),
            posting=list(found.posting),
            two_persons=found.two_persons,
            machine_only=found.machine_only,
            may_make=not found.machine_only and staff.may_make(found.code),
            may_check=not found.machine_only and checks(staff, found),
            command=inlined(found.command.model_json_schema()),
        )


class DoneOut(Schema):
    """办结 · `replayed`: it had been done before, and nothing was done now."""

    operation_no: str
    business_date: date
    says: str
    facts: dict[str, Any]
    replayed: bool

    @classmethod
    def of(cls, done: Done) -> DoneOut:
        return cls(
            operation_no=done.operation_no,
            business_date=done.business_date,
            says=done.receipt.says,
            facts=dict(done.receipt.facts),
            replayed=done.replayed,
        )


class HandedOnOut(Schema):
    """待复核 · the work waits for a second person as a case."""

    case_no: str
    says: str

    @classmethod
    def of(cls, case_no: str) -> HandedOnOut:
        return cls(case_no=case_no, says=f"已提交复核，办件号 {case_no}。")


class RehearsedOut(Schema):
    """试算 · what would be done; nothing was, so there is no number of an operation."""

    business_date: date
    says: str
    facts: dict[str, Any]
    two_persons: bool = Field(description="提交后须由第二人复核")

    @classmethod
    def of(cls, done: Done, *, two_persons: bool) -> RehearsedOut:
        return cls(
            business_date=done.business_date,
            says=done.receipt.says,
            facts=dict(done.receipt.facts),
            two_persons=two_persons,
        )


class ReceiptOut(Schema):
    """回执 · an operation that was done, with its people; `checker` is empty for one person."""

    operation_no: str
    code: str
    business_date: date
    maker: str
    checker: str
    channel: str
    says: str
    facts: dict[str, Any]

    @classmethod
    def of(cls, one: Operation) -> ReceiptOut:
        return cls(
            operation_no=one.number,
            code=one.code,
            business_date=one.business_date,
            maker=one.maker,
            checker=one.checker or "",
            channel=one.channel,
            says=one.result["says"],
            facts=one.result["facts"],
        )
