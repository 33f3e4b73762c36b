"""合并缴款 · several orders, of one or of many employers, paid in one sum.

For a treasury, a payroll agency or a head office.  The bundle has a reference of its own;
a receipt that carries it and equals its total credits every order in it.

依据  《住房公积金管理条例》(2026) 第十九条
"""

from __future__ import annotations

from pydantic import Field

from provident.collection.facts.enrolments import lock_employers_by_id
from provident.collection.models import Bundle, ContributionList
from provident.kernel import sql
from provident.kernel.context import Context
from provident.kernel.field_types import Line, OneLine
from provident.kernel.numbers import remittance_reference
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Verdict

NEXT_ID = "select nextval(pg_get_serial_sequence('bundle', 'id'))"


class MakeBundle(Command):
    """`references` are the orders' own references; `payer_name` who will pay."""

    references: tuple[Line, ...] = Field(title="附言号", min_length=2, max_length=2000)
    payer_name: OneLine = Field(title="付款人", min_length=1, max_length=120)


@operation("collection.make_bundle", title="合并缴款", basis=("regulation-2026#19",))
def make_bundle(command: MakeBundle, at: Context) -> Receipt:
    """把几张汇缴书并成一张合并缴款单，一次付清。"""
    wanted = set(command.references)
    employers = ContributionList.objects.filter(reference__in=wanted).values_list(
        "employer_id", flat=True
    )
    lock_employers_by_id(employers)
    lists = list(ContributionList.objects.filter(reference__in=wanted).select_related("bundle"))
    verdict = Verdict()
    for reference in sorted(wanted - {one.reference for one in lists}):
        verdict.refuse("bundle.unknown", f"没有附言号为 {reference} 的汇缴书，请核对。")
    for one in lists:
        verdict.refuse_if(
            one.state != ContributionList.CONFIRMED,
            "bundle.not_open",
            f"汇缴书 {one.reference} 已入账或已撤销，不能合并，请去掉这一张。",
        )
        verdict.refuse_if(
            one.bundle is not None and one.bundle.state == Bundle.OPEN,
            "bundle.already",
            f"汇缴书 {one.reference} 已在另一张合并缴款单中，请先撤销那一张。",
        )
    verdict.require()
    (bundle_id,) = sql.call(NEXT_ID)
    total = sum(one.total for one in lists)
    bundle = Bundle.objects.create(
        pk=bundle_id,
        reference=remittance_reference(bundle_id, "B"),
        total=total,
        payer_name=command.payer_name,
        operation_no=at.operation_no,
    )
    ContributionList.objects.filter(pk__in=[one.pk for one in lists]).update(bundle=bundle)
    return Receipt(
        f"已合并 {len(lists)} 张汇缴书，合计 {total} 元，付款附言请填 {bundle.reference}。",
        {"bundle": bundle.pk, "reference": bundle.reference, "total": f"{total:.2f}"},
    )
