"""Every side of the books is corrupted in turn, behind everybody's back; each is found.

The expected finding is what DESIGN §6 promises: the four stored things name each other row
by row.  Amounts come from the town: each member pays 600.00 a month, 300.00 a share.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.reconciliation.failing import failed

DAY = date(2026, 11, 2)

CORRUPTIONS = [
    pytest.param(
        "update list_line set unit_amount = unit_amount + 1 where id = 1",
        "compare.members",
        "清册 601.00（单位部分 301.00，明细 1），分户账 600.00",
        id="a list line says more",
    ),
    pytest.param(
        "delete from list_credit where id = 1",
        "compare.members",
        "清册 无（单位部分 无，明细 无），分户账 600.00",
        id="a credit has no document",
    ),
    pytest.param(
        "update list_line set unit_amount = 350, personal_amount = 250 where id = 2",
        "compare.members",
        "清册 600.00（单位部分 350.00，明细 2），分户账 600.00（单位部分 300.00",
        id="the shares are other ones",
    ),
    pytest.param(
        "update unallocated_move set amount = 150",
        "compare.unallocated",
        "未分摊变动 150.00",
        id="a move of 未分摊 is less",
    ),
    pytest.param(
        "update suspense_item set amount = 70",
        "compare.suspense",
        "暂收款 70.00",
        id="a suspense item is less",
    ),
    pytest.param(
        "delete from receipt where employer_id = 1",
        "compare.receipt",
        "到账单据 无，银行流水 1800.00",
        id="a receipt is gone",
    ),
    pytest.param(
        "update ledger.line set amount = amount + case id when 2 then 1 else -1 end,"
        " unit_share = unit_share + case id when 2 then 1 else -1 end where id in (2, 3)",
        "compare.members",
        "分户账 601.00（单位部分 301.00，分录行 2）",
        id="one member's line to another's debit",
    ),
    pytest.param(
        "update ledger.line set amount = amount + 1, unit_share = unit_share + 1"
        " where id in (1, 2)",
        "compare.bank_lines",
        "银行流水 1800.00（流水 1），银行存款明细 1801.00（分录行 1）",
        id="bank and member lines both say more",
    ),
    pytest.param(
        "update ledger.line set amount = amount + 1, unit_share = unit_share + 1 where id = 2",
        "ledger.entries",
        "借方 1800.00，贷方 1801.00",
        id="an entry does not balance",
    ),
    pytest.param(
        "delete from ledger.line where entry_id = 1",
        "ledger.entries",
        "没有分录行",
        id="an entry has no lines",
    ),
    pytest.param(
        "update ledger.holder set balance = balance + 5"
        " where gl_account = '20101' and balance > 0 and id = 2",
        "ledger.holders",
        "余额 605.00、明细合计 600.00",
        id="a balance is more",
    ),
    pytest.param(
        "update ledger.holder set balance = balance + 5 where id = 2",
        "ledger.control",
        "20101 职工住房公积金：总账 3600.00，分户合计 3605.00",
        id="the control 科目 is less than its holders",
    ),
    pytest.param(
        "update ledger.holder set product = product + 1 where id = 2",
        "ledger.holders",
        "积数与明细之和不符",
        id="a product is more",
    ),
    pytest.param(
        "update ledger.holder set held = 1 where id = 2",
        "ledger.holds",
        "占用额 1.00，未了结占用合计 0.00",
        id="something is held for nothing",
    ),
    pytest.param(
        "update ledger.voucher_line set amount = amount + 1 where voucher_id = 1 and no = 1",
        "ledger.voucher_lines",
        "凭证 202611-1 科目 10101（D）：凭证 1801.00，分录 1800.00",
        id="a voucher says more",
    ),
    pytest.param(
        "delete from ledger.voucher where number = 2",
        "ledger.voucher_numbers",
        "缺 2 号",
        id="a voucher number is missing",
    ),
    pytest.param(
        "delete from ledger.voucher_entry where entry_id = 3",
        "ledger.voucher_entries",
        "没有对应",
        id="an entry has no voucher",
    ),
    pytest.param(
        "update ledger.day_total set closing = closing + 1 where gl_account = '20101'",
        "ledger.day_totals",
        "科目 20101",
        id="a day's total is more",
    ),
    pytest.param(
        "update bank_row set amount = 1801 where id = 1",
        "compare.statement_rows",
        "主机流水号 HOST000001 金额 1800.00",
        id="a bank row is more than the statement",
    ),
    pytest.param(
        "delete from statement_row where host_serial = 'HOST000002'",
        "compare.statement_chain",
        "应有 3 笔、实有 2 笔",
        id="a statement row is gone",
    ),
    pytest.param(
        "update statement_day set closing_balance = closing_balance + 1",
        "compare.statement_chain",
        "不等于日终余额 3878.00；请重取 2026-11-02 的对账单",
        id="the statement closes with more",
    ),
    pytest.param(
        "update statement_day set closing_balance = closing_balance + 1",
        "compare.positions",
        "相差 -1.00；银行当日未终了时取的，请重取 2026-11-02 的对账单",
        id="the bank has more than 未达 explain",
    ),
    pytest.param(
        "delete from operation where code = 'tests.suspend'",
        "ledger.operations",
        "操作日志中没有",
        id="an operation is gone from the log",
    ),
    pytest.param(
        "update member set holder_id = -holder_id where id = 1",
        "holders.members",
        "不对应",
        id="a member points at no holder",
    ),
    pytest.param(
        "update ledger.holder set owner = 'employer:9' where gl_account = '21902' and id = 1",
        "holders.others",
        "应属于 employer:",
        id="an employer's holder names another",
    ),
    pytest.param(
        "update member set sex = 'X' where id = 1",
        "items.filled",
        "“性别”",
        id="an item is not in its code list",
    ),
    pytest.param(
        "update employer set address = '' where id = 1",
        "items.filled",
        "“单位地址”",
        id="a required item is empty",
    ),
]


def the_bank():
    from provident.reconciliation import position

    (bank,) = position.positions(DAY)
    return bank


def test_a_sound_town_has_no_offences(month) -> None:
    assert failed() == {}
    assert failed(workers=2) == {}


@pytest.mark.parametrize(("statement", "code", "says"), CORRUPTIONS)
def test_each_corruption_is_found_and_named(
    month, statement: str, code: str, says: str
) -> None:
    assert month.corrupt(statement) > 0
    found = failed()
    assert code in found
    assert says in found[code]


def test_a_notice_that_the_statement_lacks_is_an_item_and_no_fault(month) -> None:
    """中心已收、银行未收: told by notice and booked, but not on the statement."""
    month.corrupt("delete from statement_row where host_serial = 'HOST000001'")
    month.corrupt(
        "update statement_day set closing_balance = closing_balance - 1800, rows = rows - 1"
    )
    bank = the_bank()
    assert [(i.side, str(i.amount), i.reference) for i in bank.outstanding] == [
        ("book", "1800.00", "202611-1")
    ]
    assert bank.difference == 0
    assert failed() == {}


def test_a_row_that_waits_is_an_item_of_the_bank(month) -> None:
    """银行已收、中心未收: interest waits for the accountant, with the reason."""
    row = month.bank_row("3.21", kind="interest")
    month.corrupt(
        f"update bank_row set state = 'waiting', why = '银行结息' where id = {row.pk}"
    )
    month.statement(DAY)
    bank = the_bank()
    assert [(i.side, str(i.amount), i.summary) for i in bank.outstanding] == [
        ("bank", "3.21", "银行结息")
    ]
    assert (str(bank.book_balance), str(bank.statement_balance)) == ("3877.00", "3880.21")
    assert bank.difference == 0
    assert failed() == {}
