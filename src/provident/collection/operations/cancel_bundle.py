"""撤销合并缴款 · dissolve a bundle that is not paid; its orders stand on their own again.

依据  《住房公积金管理条例》(2026) 第十九条
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.facts.enrolments import lock_employers_by_id
from provident.collection.models import Bundle, ContributionList
from provident.kernel.context import Context
from provident.kernel.field_types import OneLine
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import refuse


class CancelBundle(Command):
    reference: OneLine = Field(title="附言号", min_length=1, max_length=20)
    reason: OneLine = Field(title="原因", min_length=1, max_length=200)


@operation("collection.cancel_bundle", title="撤销合并缴款", basis=("regulation-2026#19",))
def cancel_bundle(command: CancelBundle, at: Context) -> Receipt:
    """撤销一张未缴的合并缴款单，其中的汇缴书恢复单独缴款。"""
    lists = ContributionList.objects.filter(bundle__reference=command.reference)
    lock_employers_by_id(lists.values_list("employer_id", flat=True))
    bundle = Bundle.objects.filter(reference=command.reference).first()
    if bundle is None or bundle.state != Bundle.OPEN:
        raise refuse("bundle.not_open", "没有这张待缴的合并缴款单，请核对附言号。")
    released = lists.filter(state=ContributionList.CONFIRMED).update(bundle=None)
    Bundle.objects.filter(pk=bundle.pk).update(state=Bundle.CANCELLED)
    return Receipt(
        f"已撤销合并缴款单 {bundle.reference}，{released} 张汇缴书恢复单独缴款。",
        {"bundle": bundle.pk, "released": released, "reason": command.reason},
    )
