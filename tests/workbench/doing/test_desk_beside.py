"""表单旁边 · what stands beside a form, and who is told it: only whoever may see its page."""

from __future__ import annotations

import pytest
from counter import Desk, words

import enrolment_city as city
import receiving
from provident.channels.workbench.forms import references
from provident.channels.workbench.forms.items import items_of
from provident.channels.workbench.forms.references import Known
from provident.kernel.operation import catalogue
from provident.staff.api import Staff
from provident.staff.duties import duties


def test_whoever_runs_the_system_is_told_nothing_of_members_and_money(desk: Desk) -> None:
    """Which pages the roles see is written in duties/roles.yaml: an administrator none of
    these, a teller neither 暂收款 nor 银行流水."""
    employer, bank = city.open_employer(), receiving.open_bank()
    member = city.open_member(employer)
    row = receiving.bank_row(bank, "88.00", "S9", opponent_name="无名公司", remark="货款")
    receiving.receive(row)
    teller = desk.client.get("/desk/find/member", {"q": member})
    assert "阿依古丽" in words(teller)

    def told(*forms: tuple[str, dict[str, str]]) -> str:
        kinds = {"employer": employer, "member": member, "suspense": "1", "bank_row": str(row)}
        pieces = [desk.client.get(f"/desk/find/{kind}", {"q": q}) for kind, q in kinds.items()]
        return "".join(map(words, pieces + [desk.open(code, **given) for code, given in forms]))

    refund = ("settlement.refund_suspense", {"item": "1"})
    assert "无名公司" not in told(refund)
    desk.sit("系统管理员寅", "administrator", serial=913)
    shown = told(
        refund,
        ("collection.change_member", {"member": member}),
        ("collection.change_employer", {"employer": employer}),
        ("collection.match_suspense", {"suspense": "1", "employer": employer}),
    )
    for secret in ("阿依古丽", "账户余额", "现为", "天山棉纺", "人民西路", "无名公司", "货款"):
        assert secret not in shown, secret


def test_a_form_that_one_may_not_make_shows_no_current_values_and_no_panel(
    desk: Desk,
) -> None:
    code, employer = "collection.change_employer", city.open_employer()
    assert "未分摊款" in words(desk.open(code, employer=employer))
    desk.sit("会计卯", "accountant", serial=914)
    shown = words(desk.open(code, employer=employer))
    assert "不能经办" in shown
    assert "喀什市天山棉纺有限公司" in shown, "his page of the employer says so too"
    assert "现为" not in shown
    assert "未分摊款" not in shown


@pytest.mark.parametrize("role", sorted(duties().roles))
def test_whoever_makes_an_operation_is_told_of_everything_that_its_form_names(
    role: str,
) -> None:
    staff = Staff(1, "u", "测试人员", None, frozenset({role}))
    known = Known(staff)
    for found in catalogue():
        if staff.may_make(found.code) and not found.machine_only:
            kinds = {item.refers for item in items_of(found.command)} & references.kinds()
            assert all(map(known.sees, kinds)), found.code


def test_a_receipt_of_another_branch_is_not_told(desk: Desk) -> None:
    """Money of the employer's registered payer is its own without anybody's help."""
    bank, employer = receiving.open_bank(), city.open_employer()
    (payer,) = city.FACTORY["payers"]
    told = {"opponent_no": payer["account_no"], "opponent_name": payer["account_name"]}
    receiving.receive(receiving.bank_row(bank, "77.00", "S7", **told))
    assert "77.00" in words(desk.client.get("/desk/find/receipt", {"q": "1"}))
    city.Branch.objects.create(code="002", name="疏附管理部")
    desk.sit("柜员巳", "teller", branch="002", serial=916)
    piece = words(desk.client.get("/desk/find/receipt", {"q": "1"}))
    assert "属于其他网点" in piece
    assert "77.00" not in piece
    assert employer not in piece


def test_numbers_inside_what_a_payer_wrote_are_masked_beside_the_form(desk: Desk) -> None:
    bank = receiving.open_bank()
    remark = "退 653101199001010005 13800000001"
    payer = {"opponent_name": "无名公司", "remark": remark}
    receiving.receive(receiving.bank_row(bank, "88.00", "S8", **payer))
    desk.sit("会计辰", "accountant", serial=915)
    shown = words(desk.open("settlement.refund_suspense", item="1"))
    assert "653***********0005" in shown
    assert "138****0001" in shown
    assert "653101199001010005" not in shown
