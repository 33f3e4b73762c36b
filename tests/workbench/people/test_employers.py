"""The employers' pages: what they show, to whom, and how many statements that takes."""

from __future__ import annotations

import pytest

import enrolment_city as city
import receiving
from workbench.desks import signed_in_client, words
from workbench.people.town import build
from workbench.statements import statements

PARTS = ("about", "months", "unallocated", "receipts", "operations")


@pytest.fixture
def town(books: str):
    return build()


def test_months_tell_what_is_fixed_what_has_come_and_what_is_credited(town):
    """3 100.00 paid one month of 3 000.00; 100.00 stand for December and do not pay it."""
    teller = signed_in_client("teller", "001")
    shown = words(teller.get(f"/desk/employers/{town.employer}?part=months"))
    december, november = shown.split("2026-12 ", 2)[2].split("2026-11 ")[:2]
    assert december.startswith("2 3,000.00 100.00 0.00 到账未分摊")
    assert november.startswith("2 3,000.00 0.00 3,000.00 已入账")
    assert "合计 6,000.00 100.00 3,000.00" in shown


def test_unallocated_money_has_its_moves_with_the_balance_after_each(town):
    """What is left of a receipt stays (100.00); a second receipt of 50.00 makes 150.00."""
    row = receiving.bank_row(town.bank, "50.00", "S2", remark=town.references[1])
    receiving.receive(row)
    accountant = signed_in_client("accountant")
    shown = words(accountant.get(f"/desk/employers/{town.employer}?part=unallocated"))
    assert "到账留存 50.00 150.00" in shown
    assert "到账留存 100.00 100.00" in shown


def test_every_part_opens_and_leads_on(town):
    auditor = signed_in_client("auditor")
    for part in PARTS:
        assert auditor.get(f"/desk/employers/{town.employer}?part={part}").status_code == 200
    receipts = auditor.get(f"/desk/employers/{town.employer}?part=receipts").content.decode()
    assert "/desk/receipts/1" in receipts
    log = words(auditor.get(f"/desk/employers/{town.employer}?part=operations"))
    for title in ("单位开户", "个人开户", "汇缴清册确认", "系统（银行通知）"):
        assert title in log, title


def test_what_is_missing_of_the_standard_is_asked_for(town):
    shown = words(signed_in_client("auditor").get(f"/desk/employers/{town.employer}"))
    assert "待补信息：单位邮编、单位电子信箱、经办人固定电话号码" in shown


def test_a_foreign_branch_is_not_there(town):
    foreign = signed_in_client("teller", _other_branch())
    assert foreign.get(f"/desk/employers/{town.employer}").status_code == 404
    assert town.employer not in foreign.get("/desk/employers").content.decode()


def test_whoever_works_for_the_whole_centre_can_choose_a_branch(town):
    _other_branch()
    auditor = signed_in_client("auditor")
    assert town.employer in auditor.get("/desk/employers?branch=001").content.decode()
    assert town.employer not in words(auditor.get("/desk/employers?branch=002"))


def test_only_what_a_person_may_make_is_offered(town):
    page = f"/desk/employers/{town.employer}"
    assert "/desk/do/" not in signed_in_client("auditor").get(page).content.decode()
    teller = signed_in_client("teller", "001").get(page).content.decode()
    assert f"/desk/do/collection.confirm_lists?employer={town.employer}" in teller


def test_a_number_in_full_needs_a_reason_and_is_written_down(town):
    from provident.staff.models import Unmasking

    teller = signed_in_client("teller", "001")
    page = f"/desk/employers/{town.employer}"
    whole = city.FACTORY["legal"]["id_number"]
    assert whole not in teller.get(page).content.decode()
    refused = teller.post(page, {"whole": "legal_id_number", "reason": "看"})
    assert refused.status_code == 422
    assert whole not in refused.content.decode()
    assert Unmasking.objects.count() == 0
    shown = teller.post(page, {"whole": "legal_id_number", "reason": "与营业执照核对"})
    assert whole in shown.content.decode()
    logged = Unmasking.objects.get()
    assert (logged.what, logged.subject, logged.reason) == (
        "法人代表证件号码",
        f"employer:{town.employer}",
        "与营业执照核对",
    )
    assert whole not in teller.get(page).content.decode()


def test_only_the_end_of_a_payer_s_bank_account_is_shown(town):
    (payer,) = city.FACTORY["payers"]
    page = f"/desk/employers/{town.employer}"
    for client in (signed_in_client("auditor"), signed_in_client("teller", "001")):
        shown = words(client.get(page))
        assert payer["account_no"] not in shown
        assert f"*{payer['account_no'][-4:]} " in shown


def test_statements_do_not_grow_with_what_is_shown(town):
    auditor = signed_in_client("auditor")

    def count(address: str) -> int:
        auditor.get(address)
        with statements() as sent:
            assert auditor.get(address).status_code == 200
        return len(sent)

    addresses = [f"/desk/employers/{town.employer}?part={part}" for part in PARTS]
    addresses.append("/desk/employers")
    before = [count(address) for address in addresses]
    city.confirm(town.employer, 3)
    for serial in range(3):
        receiving.receive(receiving.bank_row(town.bank, "9.00", f"T{serial}", remark="未缴"))
        row = receiving.bank_row(town.bank, "9.00", f"U{serial}", remark=town.references[1])
        receiving.receive(row)
    city.open_employer(**city.SCHOOL)
    assert [count(address) for address in addresses] == before


def _other_branch() -> str:
    from provident.parties.models import Branch

    Branch.objects.get_or_create(code="002", defaults={"name": "疏勒县管理部"})
    return "002"
