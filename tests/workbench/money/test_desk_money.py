"""资金页面 · receipts, 暂收款 and bank rows, asked for as a browser asks.

Figures are worked out by hand from the town: a base of 5,000.00 at 12 % and 12 % is 1,200.00
a month; a stranger sent 500.00.
"""

from __future__ import annotations

import pytest

import receiving
from workbench.desks import signed_in_client
from workbench.money_town import PAYER, STRANGER, MoneyTown, stranger
from workbench.statements import statements


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def test_the_list_of_receipts_says_what_came_and_for_whom(town: MoneyTown):
    body = page(signed_in_client("accountant"), "/desk/receipts")
    assert "1,200.00" in body
    assert "喀什市天山棉纺有限公司" in body
    assert "附言号" in body
    assert PAYER not in body


def test_a_receipt_leads_to_its_list_its_operation_and_its_lines(town: MoneyTown):
    body = page(signed_in_client("accountant"), f"/desk/receipts/{town.paid}")
    assert f"/desk/lists/{town.reference}" in body
    assert f"/desk/operations/{town.paid_by}" in body
    assert f"/desk/members/{town.member}" in body
    assert "20101" in body
    assert "10101" in body
    assert PAYER not in body


def test_only_who_may_make_it_finds_the_button_to_undo(town: MoneyTown):
    assert f"collection.undo_receipt?receipt={town.paid}" in page(
        signed_in_client("accountant"), f"/desk/receipts/{town.paid}"
    )
    assert "collection.undo_receipt" not in page(
        signed_in_client("reviewer"), f"/desk/receipts/{town.paid}"
    )


def test_a_receipt_of_a_foreign_branch_is_not_there(town: MoneyTown):
    stranger_teller = signed_in_client("teller", "002")
    page(stranger_teller, f"/desk/receipts/{town.paid}", 404)
    assert "天山棉纺" not in page(stranger_teller, "/desk/receipts")
    assert "天山棉纺" in page(signed_in_client("teller", "001"), "/desk/receipts")


def test_a_suspense_item_says_why_and_whose_it_may_be(town: MoneyTown):
    from provident.kernel.operation import perform
    from provident.parties.models import EmployerPayer

    client = signed_in_client("accountant")
    body = page(client, f"/desk/suspense/{town.suspense}")
    assert "附言中没有附言号，付款账号和户名均未登记" in body
    assert "没有线索" in body
    assert f"settlement.refund_suspense?item={town.suspense}" in body
    # The payer is registered afterwards: the same rule would take the money now.
    import enrolment_city as city

    perform(
        "collection.add_payer",
        {
            "employer": town.employer,
            "payer": {"account_no": STRANGER, "account_name": "某某贸易商行"},
        },
        city.TWO,
    )
    assert EmployerPayer.objects.filter(account_no=STRANGER).exists()
    body = page(client, f"/desk/suspense/{town.suspense}")
    assert "按付款账号，现在可以确定" in body
    assert f"suspense={town.suspense}&amp;employer={town.employer}" in body


def test_proposals_of_foreign_branches_are_only_counted(town: MoneyTown):
    import enrolment_city as city
    from provident.kernel.operation import perform

    perform(
        "collection.add_payer",
        {
            "employer": town.employer,
            "payer": {"account_no": STRANGER, "account_name": "某某贸易商行"},
        },
        city.TWO,
    )
    body = page(signed_in_client("reviewer", "002"), f"/desk/suspense/{town.suspense}")
    assert "另有 1 家属于其他网点的单位" in body
    assert "天山棉纺" not in body


@pytest.mark.parametrize(
    ("kind", "button"),
    [
        ("interest", "settlement.book_bank_item?bank_row={row}&amp;item=interest"),
        ("own_transfer", "settlement.book_own_transfer?received_row={row}"),
        ("disputed", "settlement.correct_row?wrong_row={row}"),
        ("unknown_debit", "settlement.close_item?bank_rows={row}"),
    ],
)
def test_a_waiting_row_offers_what_its_kind_needs(town: MoneyTown, kind: str, button: str):
    row = receiving.bank_row(
        town.bank, "66.60", f"HOST-{kind}", kind=kind, state="waiting", why="请会计处理。"
    )
    body = page(signed_in_client("accountant"), f"/desk/bank_rows/{row}")
    assert button.format(row=row) in body
    assert "请会计处理。" in body
    assert "/desk/do/settlement." not in page(
        signed_in_client("reviewer"), f"/desk/bank_rows/{row}"
    )


def test_a_row_leads_to_what_became_of_it(town: MoneyTown):
    body = page(signed_in_client("accountant"), f"/desk/bank_rows/{town.suspense_row}")
    assert f"/desk/suspense/{town.suspense}" in body
    assert STRANGER not in body


def test_numbers_of_people_in_a_remark_are_masked(town: MoneyTown):
    remark = "张三 11010519491231002X 13812345678"
    item, row, _ = stranger(town.bank, "HOST000009", "10.00", remark=remark)
    client = signed_in_client("accountant")
    for address in (f"/desk/suspense/{item}", f"/desk/bank_rows/{row}"):
        body = page(client, address)
        assert "11010519491231002X" not in body
        assert "13812345678" not in body
        assert "138****5678" in body


def test_script_in_what_the_bank_says_is_only_text(town: MoneyTown):
    item, row, _ = stranger(
        town.bank,
        "HOST000010",
        "10.00",
        opponent_name="<script>alert(1)</script>",
        remark="<b>",
    )
    client = signed_in_client("accountant")
    for address in ("/desk/suspense", f"/desk/suspense/{item}", f"/desk/bank_rows/{row}"):
        assert "<script>alert(1)</script>" not in page(client, address)


@pytest.mark.parametrize("address", ["receipts", "suspense", "bank_rows"])
def test_lists_filter_sort_and_export(town: MoneyTown, address: str):
    client = signed_in_client("accountant")
    assert "没有符合条件的记录" in page(client, f"/desk/{address}?since=2030-01-01")
    assert "不是日期" in page(client, f"/desk/{address}?since=昨天")
    page(client, f"/desk/{address}?sort=-amount&q=某某")
    book = client.get(f"/desk/{address}?export={address}")
    assert book.status_code == 200
    assert book.content[:2] == b"PK"
    page(client, f"/desk/{address}?print={address}")


def test_the_number_of_statements_does_not_grow_with_the_rows(town: MoneyTown):
    client = signed_in_client("accountant")
    addresses = ("receipts", "suspense", "bank_rows", f"suspense/{town.suspense}")
    before = {one: _count(client, one) for one in addresses}
    for number in range(30):
        stranger(town.bank, f"MORE{number:04d}", "500.00")
    assert {one: _count(client, one) for one in addresses} == before


def _count(client, address: str) -> int:
    with statements() as sent:
        page(client, f"/desk/{address}")
    return len(sent)


def test_words_for_states_are_those_of_the_other_pages():
    from provident.channels.workbench.money import words
    from provident.collection.look_up import RECEIPT_STATES
    from provident.settlement import look_up

    assert words.plain(words.SUSPENSE_STATES) == look_up.SUSPENSE_STATES
    assert words.plain(words.INSTRUCTION_STATES) == look_up.INSTRUCTION_STATES
    assert words.plain(words.RECEIPT_STATES) == RECEIPT_STATES
    rows = words.plain(words.ROW_STATES)
    assert {code: rows[code] for code in look_up.ROW_STATES} == look_up.ROW_STATES
