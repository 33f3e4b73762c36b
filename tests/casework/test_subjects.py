"""What a command is about: subject, branch, amount and whose numbers."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

import enrolment_city as city
import receiving

pytestmark = pytest.mark.database


def concern(code, /, **command):
    from provident.casework.subjects import concern_of
    from provident.kernel.operation import read_command, spec

    found = spec(code)
    return concern_of(found, read_command(found, command))


def test_an_employer(office):
    found = concern("collection.change_ratio", employer=office.employer, unit_ratio="11",
                    personal_ratio="11", from_month="2026-11")  # fmt: skip
    assert (found.kind, found.key, found.branch) == ("employer", office.employer, "001")
    assert found.about == f"喀什市天山棉纺有限公司（{office.employer}）"
    assert (found.centre_wide, found.amount, found.id_numbers) == (False, None, ())


def test_an_employer_to_be(office):
    found = concern("collection.open_employer", **city.SCHOOL | {"branch": "002"})
    assert (found.kind, found.key, found.branch) == ("credit_code", "12653101458000010Q", "002")
    assert (found.about, found.id_numbers) == ("喀什市第十中学（12653101458000010Q）", ())


def test_a_person_to_be(office):
    found = concern("collection.open_member", employer=office.employer, **city.AYGUL)
    assert (found.kind, found.key, found.branch) == ("person", "653101199001010005", "001")
    assert found.id_numbers == ("653101199001010005",)


def test_a_member_belongs_where_he_is_paid_for(office):
    """He was opened at branch 001 and moved to an employer of branch 002."""
    member = city.open_member(office.employer)
    change = {"member": member, "version": 1, "mobile": "13900001234"}
    here = concern("collection.change_member", **change)
    assert (here.kind, here.key, here.branches) == ("member", member, {"001"})
    assert here.about == f"阿依古丽·买买提（{member}）"
    other = city.open_employer(**city.SCHOOL | {"branch": "002"})
    city.do("seal_members", employer=office.employer, members=[member], from_month="2026-11",
            reason="离职", left_on="2026-11-01")  # fmt: skip
    move = {"employer": other, "member": member, "hired_on": "2026-11-02", "hire_kind": "2",
            "wage": "7000.00", "first_month": "2026-11"}  # fmt: skip
    assert concern("collection.transfer_in", **move).branches == {"002"}
    city.do("transfer_in", **move)
    assert concern("collection.change_member", **change).branches == {"002"}


def test_a_new_document_counts_beside_the_old_one(office):
    member = city.open_member(office.employer)
    found = concern("collection.change_member", member=member, version=1,
                    id_number=city.resident_number(7))  # fmt: skip
    assert set(found.id_numbers) == {"653101199001010005", city.resident_number(7)}


def test_several_members_are_their_employer_s_matter(office):
    members = [city.open_member(office.employer, **city.person(n)) for n in (1, 2)]
    found = concern("collection.seal_members", employer=office.employer, members=members,
                    from_month="2026-11", reason="离职")  # fmt: skip
    assert (found.kind, found.key) == ("employer", office.employer)
    assert set(found.id_numbers) == {city.resident_number(1), city.resident_number(2)}


def test_everybody_in_a_roster_counts(office):
    """Also a number that is typed with blanks, or is wrong: it says whom somebody meant."""
    from provident.collection.staging import uploads

    first, second = city.resident_number(61), city.resident_number(62)
    spaced = f"{second[:6]} {second[6:]}"
    content = city.roster(city.person(61), city.person(62, id_number=spaced))
    upload = uploads.upload_roster(office.employer, "名单.xlsx", content, uploaded_by="甲")
    found = concern("collection.open_members", employer=office.employer, upload=upload)
    assert found.id_numbers == (first, spaced)


def test_money(office):
    item = office.suspense("500.00")
    found = concern("settlement.refund_suspense", item=item, reason="汇错")
    assert (found.kind, found.key, found.amount) == ("suspense", str(item), D("500.00"))
    assert (found.centre_wide, found.branch) == (True, None)
    city.open_member(office.employer)
    (one,) = city.confirm(office.employer)
    assert one["total"] == "1560.00"  # 2 × 12 % of 6 500
    row = receiving.bank_row(office.bank, "1560.00", "S1", summary=one["reference"])
    receiving.receive(row)
    from provident.collection.models import Receipt

    receipt = Receipt.objects.get().pk
    undo = concern("collection.undo_receipt", receipt=receipt, to="suspense", reason="记错")
    assert (undo.kind, undo.key, undo.amount) == ("receipt", str(receipt), D("1560.00"))
    assert undo.branches == {"001"}
    again = concern("settlement.retry_row", bank_row=row, reason="重试")
    assert (again.kind, again.key, again.amount) == ("bank_row", str(row), D("1560.00"))


def test_two_rows_of_one_movement_are_one_amount(office):
    rows = [receiving.bank_row(office.bank, amount, f"T{amount}") for amount in ("30", "-30")]
    found = concern("settlement.close_item", bank_rows=rows, reason="对冲")
    assert (found.key, found.amount) == (str(min(rows)), D("30.00"))


def test_orders_of_two_branches_belong_to_both(office):
    other = city.open_employer(**city.SCHOOL | {"branch": "002"})
    city.open_member(office.employer, **city.person(1))
    city.open_member(other, **city.person(2))
    references = [city.confirm(one)[0]["reference"] for one in (office.employer, other)]
    found = concern("collection.make_bundle", references=references, payer_name="财政局")
    # 2 × 12 % and 8 % + 5 % of 6 000
    assert (found.branches, found.branch, found.amount) == ({"001", "002"}, None, D("2220.00"))
    done = city.do("make_bundle", references=references, payer_name="财政局")
    bundle = done.receipt.facts["reference"]
    cancel = concern("collection.cancel_bundle", reference=bundle, reason="改期")
    assert (cancel.branches, cancel.amount) == ({"001", "002"}, D("2220.00"))


def test_what_does_not_exist_belongs_to_nobody_and_says_nothing(office):
    for code, command in {
        "collection.change_ratio": {"employer": "0019999999", "unit_ratio": "11",
                                    "personal_ratio": "11", "from_month": "2026-11"},
        "collection.change_member": {"member": "001999999999", "version": 1},
        "collection.undo_receipt": {"receipt": 999, "to": "suspense", "reason": "记错"},
        "settlement.refund_suspense": {"item": 999, "reason": "汇错"},
        "settlement.declare_unpaid": {"instruction": 999, "evidence": "银行复函一号"},
        "collection.open_members": {"employer": office.employer, "upload": 999},
    }.items():  # fmt: skip
        found = concern(code, **command)
        assert (found.amount, found.id_numbers) == (None, ()), code


def test_a_command_that_names_nothing_is_its_own_subject(office):
    first, same, other = (
        concern("collection.open_branch", code=code, name="疏勒县管理部")
        for code in ("003", "003", "004")
    )
    assert first == same != other
    assert (first.kind, first.about, first.centre_wide) == ("command", "疏勒县管理部", True)
