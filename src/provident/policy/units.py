"""单位与选取日期 · what a policy value counts, and which date of a case picks its version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["money", "number", "choice", "text", "date"]


@dataclass(frozen=True, slots=True)
class Unit:
    """计量单位 · what a value counts, and which kind of plain value it therefore is."""

    zh: str
    kind: Kind


UNITS: Mapping[str, Unit] = {
    "yuan": Unit("元", "money"),
    "yuan_per_month": Unit("元/月", "money"),
    "yuan_per_quarter": Unit("元/季", "money"),
    "yuan_per_year": Unit("元/年", "money"),
    "percent": Unit("%", "number"),
    "percent_per_year": Unit("%/年", "number"),
    "percent_per_day": Unit("%/日", "number"),
    "permille": Unit("‰", "number"),
    "times": Unit("倍", "number"),
    "days": Unit("个自然日", "number"),
    "working_days": Unit("个工作日", "number"),
    "days_per_year": Unit("日/年", "number"),
    "months": Unit("个月", "number"),
    "years": Unit("年", "number"),
    "age": Unit("周岁", "number"),
    "count": Unit("次", "number"),
    "instalments": Unit("期", "number"),
    "loans": Unit("笔贷款", "number"),
    "homes": Unit("套住房", "number"),
    "persons": Unit("人", "number"),
    "choice": Unit("选项", "choice"),
    "text": Unit("文字", "text"),
    "date": Unit("日期", "date"),
}

SELECTORS: Mapping[str, str] = {
    "business_date": "办理业务的会计日",
    "accrual_day": "计息的那一天",
    "contribution_month": "缴存所属月份的第一天",
    "pay_day": "单位发放工资日",
    "founding_date": "单位设立日",
    "registration_date": "单位缴存登记日",
    "hire_date": "职工录用日",
    "leave_date": "劳动关系终止日",
    "credit_date": "记入职工账户之日",
    "bank_date": "银行入账日",
    "acceptance_date": "受理申请之日",
    "application_date": "提出申请之日",
    "decision_date": "作出决定之日",
    "contract_date": "合同签订日",
    "disbursement_date": "贷款发放日",
    "due_date": "应还款日",
    "repayment_date": "实际还款日",
    "purchase_date": "购房合同或支出凭证的日期",
    "offence_date": "违法行为发生之日",
    "order_date": "责令限期的文书日期",
    "settlement_date": "结息日",
    "year_end": "会计年度末日",
    "report_date": "报表所属期的末日",
}
"""The dates of a case that may pick the version of a parameter."""
