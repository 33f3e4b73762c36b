"""Documents, the log and the vouchers' heads are corrupted; each field is found and named.

What a document must say follows from what it was made from: DESIGN §6 (the four stored
things), 《条例》第十六至二十条 (base, ratio, list), 《住房公积金会计核算办法》 (vouchers).
The town's members each have a base of 2 500.00 and ratios of 12 % and 12 %.
"""

from __future__ import annotations

import pytest

from tests.reconciliation.failing import failed

CORRUPTIONS = [
    pytest.param(
        "update contribution_list set state = 'confirmed' where id = 1",
        "documents.list_states",
        "状态 confirmed，净入账 1 次",
        id="a credited list calls itself open",
    ),
    pytest.param(
        "update contribution_list set state = 'cancelled' where id = 1",
        "documents.list_states",
        "状态 cancelled，净入账 1 次",
        id="a credited list calls itself cancelled",
    ),
    pytest.param(
        "update contribution_list set credited_by = '1' where id = 1",
        "documents.list_states",
        "清册写 1 2026-11-02",
        id="a list names another crediting operation",
    ),
    pytest.param(
        "update contribution_list set credited_on = credited_on - 1 where id = 1",
        "documents.list_states",
        "2026-11-01 起息 2026-11-02",
        id="a list names another crediting day",
    ),
    pytest.param(
        "update contribution_list set value_date = value_date - 1 where id = 1",
        "documents.list_states",
        "起息 2026-11-01，入账单据",
        id="a list names another value date",
    ),
    pytest.param(
        "update list_credit set value_date = value_date - 1 where id = 1",
        "documents.list_states",
        "2026-11-02 起息 2026-11-01",
        id="a crediting names another value date",
    ),
    pytest.param(
        "update contribution_list set total = total + 1 where id = 1",
        "documents.list_totals",
        "金额 1801.00、明细 1800.00",
        id="a list's total is more",
    ),
    pytest.param(
        "update contribution_list set unit_total = unit_total + 1,"
        " personal_total = personal_total - 1 where id = 1",
        "documents.list_totals",
        "合计与明细之和不符",
        id="a list's shares are other ones",
    ),
    pytest.param(
        "update contribution_list set persons = 4, added_persons = 4 where id = 1",
        "documents.list_totals",
        "人数 4、明细 3",
        id="a list has a person more",
    ),
    pytest.param(
        "update contribution_list set added_total = added_total + 1 where id = 1",
        "documents.list_totals",
        "上月、增加、减少与本月不相连",
        id="a list's additions are more",
    ),
    pytest.param(
        "update list_line set base = 2600 where id = 1",
        "documents.list_totals",
        "明细不等于基数乘比例：人数 3、明细 3；金额 1800.00、明细 1800.00（不符的明细 1）",
        id="a line's base does not give its shares",
    ),
    pytest.param(
        "update list_line set base = 2600 where id = 1",
        "documents.list_bases",
        "明细 1 职工 001000010001 基数不是当月的基数：明细基数 2600.00，应为 2500.00",
        id="a line's base is not the declared one",
    ),
    pytest.param(
        "update ratio_period set unit_ratio = 5 where employer_id = 1",
        "documents.list_totals",
        "明细不等于基数乘比例",
        id="a ratio is another one",
    ),
    pytest.param(
        "update base_period set base = 3000 where enrolment_id = 1",
        "documents.list_bases",
        "明细基数 2500.00，应为 3000.00",
        id="a declared base is another one",
    ),
    pytest.param(
        "update enrolment set employer_id = 2 where id = 1",
        "documents.list_bases",
        "缴存关系或分户不同",
        id="an enrolment is another employer's",
    ),
    pytest.param(
        "update list_credit set members_total = members_total - 1 where id = 1",
        "documents.list_credits",
        "记入职工 1799.00，转未分摊 0.00（明细 0.00），清册 1800.00",
        id="a crediting gave less",
    ),
    pytest.param(
        "update list_credit set members_total = 1700, diverted_total = 100 where id = 1",
        "documents.list_credits",
        "转未分摊 100.00（明细 0.00）",
        id="a crediting diverted something",
    ),
    pytest.param(
        "update receipt set employer_id = 2 where id = 1",
        "documents.employer_money",
        "单位 0010000020：到账 1800.00（到账单据 1），去向合计 0.00",
        id="a receipt is another employer's",
    ),
    pytest.param(
        "update contribution_list set employer_id = 2, month = '2026-12-01' where id = 1",
        "documents.employer_money",
        "单位 0010000010：到账 1800.00（到账单据 1），去向合计 0.00",
        id="a credited list is another employer's",
    ),
    pytest.param(
        "update receipt set state = 'undone' where id = 1",
        "documents.receipt_states",
        "状态 undone，撤销业务“”",
        id="a receipt calls itself undone",
    ),
    pytest.param(
        "update receipt set operation_no = '1' where id = 1",
        "documents.document_operations",
        "到账 1 写着业务 1",
        id="a receipt names no operation",
    ),
    pytest.param(
        "update employer_terms set paid_to = '2026-12-01' where employer_id = 1",
        "documents.employer_terms",
        "缴至 2026-12-01、清册已入账至 2026-11-01",
        id="an employer paid to a later month",
    ),
    pytest.param(
        "update employer_terms set listed_to = null where employer_id = 1",
        "documents.employer_terms",
        "清册确认至 无、有效清册至 2026-11-01",
        id="an employer listed to an earlier month",
    ),
    pytest.param(
        "update bank_row set opponent_no = '999' where id = 3",
        "documents.opponents",
        "流水与对账单（银行流水 3，指令 无）：应为 6222000000000001 付款单位，"
        "实为 999 付款单位",
        id="a bank row has another payer",
    ),
    pytest.param(
        "update statement_row set opponent_name = '别人' where host_serial = 'HOST000003'",
        "documents.opponents",
        "应为 6222000000000001 别人，实为 6222000000000001 付款单位",
        id="a statement row has another payer",
    ),
    pytest.param(
        "update ledger.holder set carried_less_paid = 5 where id = 2",
        "ledger.holders",
        "上年结转减支取 5.00、明细合计 0.00",
        id="what was carried over is more",
    ),
    pytest.param(
        "update ledger.voucher set prepared_by = '别人' where number = 1",
        "ledger.voucher_heads",
        "制单 别人 应为 张三",
        id="a voucher names another maker",
    ),
    pytest.param(
        "update ledger.voucher set checked_by = null where number = 1",
        "ledger.voucher_heads",
        "复核 无 应为 李四",
        id="a voucher names no checker",
    ),
    pytest.param(
        "update ledger.voucher set summary = '改过' where number = 1",
        "ledger.voucher_heads",
        "摘要“改过”应为“收到单位汇缴款”",
        id="a voucher has another summary",
    ),
    pytest.param(
        """update operation set command = '{"bank_row": 99}' where code = 'tests.suspend'""",
        "log.commands",
        "（tests.suspend）的请求内容或业务代码与请求摘要不符",
        id="a command is another one",
    ),
    pytest.param(
        "update operation set code = 'tests.credit' where code = 'tests.suspend'",
        "log.commands",
        "（tests.credit）的请求内容或业务代码与请求摘要不符",
        id="an operation has another code",
    ),
    pytest.param(
        "update operation set policy_release = 99 where code = 'tests.suspend'",
        "log.policy_releases",
        "有业务采用第 99 号政策发布，这次发布已不存在",
        id="an operation names a policy that never was",
    ),
    pytest.param(
        "update business_day set state = 'closed' where date = '2026-11-02'",
        "ledger.seal_counts",
        "2026-11-02 已日结而没有封印",
        id="an open day calls itself closed",
    ),
]


@pytest.mark.parametrize(("statement", "code", "says"), CORRUPTIONS)
def test_each_corruption_is_found_and_named(
    month, statement: str, code: str, says: str
) -> None:
    assert month.corrupt(statement) > 0
    found = failed()
    assert code in found
    assert says in found[code]
