"""缴存比例调整 · a new pair of ratios of an employer, from a month on.

Lower than the lowest ratio only by the approval of art. 20, which is another operation.

依据  《住房公积金管理条例》(2026) 第十八条
政策  policies/collection/ratio_min.yaml, ratio_max.yaml
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.facts.employers import ratio_bounds
from provident.collection.facts.enrolments import lock_employer, ratios_in, standing_lists
from provident.collection.models import RatioPeriod
from provident.collection.requests import EmployerNo, Percent
from provident.collection.rules.enrolment import judge_effective
from provident.collection.rules.findings import Findings
from provident.collection.rules.registration import check_ratios
from provident.collection.rules.standing import Ratios
from provident.kernel.context import Context
from provident.kernel.dates import Month
from provident.kernel.operation import Command, Receipt, operation


class ChangeRatio(Command):
    """Ratios in percent; `from_month` is the first month on them."""

    employer: EmployerNo
    unit_ratio: Percent = Field(title="单位缴存比例百分数")
    personal_ratio: Percent = Field(title="个人缴存比例百分数")
    from_month: Month = Field(title="起始月", description="从这个月起按新比例缴存。")


@operation(
    "collection.change_ratio",
    title="缴存比例调整",
    basis=("regulation-2026#18",),
    two_persons=True,
)
def change_ratio(command: ChangeRatio, at: Context) -> Receipt:
    """调整单位和个人的缴存比例，自生效月起执行。"""
    month = command.from_month
    employer = lock_employer(command.employer)
    found = Findings()
    lists = standing_lists(employer.id, month)
    found.merge(judge_effective("比例调整", month, employer, lists))
    bounds = ratio_bounds(at, month, found)
    if bounds:
        check_ratios(command.unit_ratio, command.personal_ratio, bounds, found)
    wanted = Ratios(command.unit_ratio, command.personal_ratio)
    before = ratios_in(employer.id, month)
    found.refuse_if(
        before == wanted, "ratio.same", f"自 {month} 起的缴存比例本来就是这样，无须调整。"
    )
    found.require()
    RatioPeriod.objects.update_or_create(
        employer_id=employer.id,
        from_month=month,
        defaults={
            "unit_ratio": wanted.unit,
            "personal_ratio": wanted.personal,
            "operation_no": at.operation_no,
        },
    )
    return Receipt(
        f"已调整 {employer.name} 的缴存比例：自 {month} 起单位 {wanted.unit}%、"
        f"个人 {wanted.personal}%。",
        {
            "employer": employer.number,
            "from_month": str(month),
            "unit_ratio": str(wanted.unit),
            "personal_ratio": str(wanted.personal),
            "before": [str(before.unit), str(before.personal)] if before else None,
        },
    )
