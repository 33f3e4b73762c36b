"""The lists' pages: figures, lines, what is overdue, the order to pay, what can be begun."""

from __future__ import annotations

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

import enrolment_city as city
from workbench.desks import signed_in_client, words
from workbench.people.town import build
from workbench.statements import statements


@pytest.fixture
def town(books: str):
    return build()


@pytest.fixture
def teller(town):
    return signed_in_client("teller", "001")


def test_a_list_tells_what_came_and_what_went(town, teller):
    """November: two new people, 3 000.00, half of it the unit's; paid by bank row S1."""
    shown = words(teller.get(f"/desk/lists/{town.references[0]}"))
    assert "人数 0 2 0 2 金额 0.00 3,000.00 0.00 3,000.00" in shown
    assert "单位部分（元） 1,500.00 个人部分（元） 1,500.00" in shown
    assert "银行流水号 S1" in shown
    assert "6,500.00 780.00 780.00 1,560.00 增加" in shown
    assert "合计 1,500.00 1,500.00 3,000.00" in shown


def test_after_posting_the_voucher_is_named(town, teller):
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    page = f"/desk/lists/{town.references[0]}"
    assert "尚未编号" in words(teller.get(page))
    perform("dayend.number_vouchers", {"day": date(2026, 11, 2)}, By.machine("vouchers"))
    assert "记账凭证 202611-1" in words(teller.get(page))


def test_an_unpaid_list_says_how_late_it_is(books, town, teller):
    """December was due on 1 October in this test: 32 days before 2 November."""
    from provident.collection.models import ContributionList

    ContributionList.objects.filter(reference=town.references[1]).update(
        due_on=date(2026, 10, 1)
    )
    page = words(teller.get(f"/desk/lists/{town.references[1]}"))
    assert "应在 2026-10-01 以前缴存，已经逾期 32 天" in page
    late = words(teller.get("/desk/lists?stands=overdue"))
    assert town.references[1] in late
    assert town.references[0] not in late
    assert "逾期未缴 2026-10-01 32" in late


def test_the_order_to_pay_is_a_pdf(town, teller):
    for paper in ("order", "persons"):
        answer = teller.get(f"/desk/lists/{town.references[1]}?paper={paper}")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


def test_lists_are_found_by_reference_employer_and_month(town, teller):
    for asked in (
        f"q={town.references[1]}",
        f"q={town.employer}&month=2026-12",
        "q=棉纺&stands=confirmed",
    ):
        shown = words(teller.get(f"/desk/lists?{asked}"))
        assert "共 1 条" in shown, asked
        assert town.references[1] in shown


def test_the_lines_go_to_a_workbook_with_masked_numbers(town, teller):
    answer = teller.get(f"/desk/lists/{town.references[0]}?export=lines")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0][:4] == ["个人账号", "姓名", "证件号码", "缴存基数（元）"]
    assert rows[1][:4] == [town.aygul, "阿依古丽·买买提", "653***********0005", 6500.0]
    assert len(rows) == 3


def test_what_is_paid_cannot_be_cancelled_from_here(town, teller):
    paid = teller.get(f"/desk/lists/{town.references[0]}").content.decode()
    assert "collection.cancel_list" not in paid
    waiting = teller.get(f"/desk/lists/{town.references[1]}").content.decode()
    assert f"collection.cancel_list?employer={town.employer}&amp;month=2026-12" in waiting


def test_a_foreign_branch_is_not_there(town):
    from provident.parties.models import Branch

    Branch.objects.create(code="002", name="疏勒县管理部")
    foreign = signed_in_client("teller", "002")
    page = f"/desk/lists/{town.references[0]}"
    assert foreign.get(page).status_code == 404
    assert foreign.get(f"{page}?paper=order").status_code == 404
    assert "共 0 条" in words(foreign.get("/desk/lists"))


def test_statements_do_not_grow_with_what_is_shown(town, teller):
    def count(address: str) -> int:
        teller.get(address)
        with statements() as sent:
            assert teller.get(address).status_code == 200
        return len(sent)

    before = [count("/desk/lists"), count(f"/desk/lists/{town.references[1]}")]
    city.do("open_member", employer=town.employer, **city.person(9, first_month="2027-01"))
    third = city.confirm(town.employer, 4)[0]["reference"]
    assert [count("/desk/lists"), count(f"/desk/lists/{third}")] == before
