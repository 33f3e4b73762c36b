"""日志页面 · the operation log and the messages of the wire, as a browser sees them."""

from __future__ import annotations

from datetime import date

import pytest

import enrolment_city as city
from workbench.desks import open_login, signed_in_as, signed_in_client
from workbench.money_town import PAYER, MoneyTown
from workbench.statements import statements

ACCOUNT = "65001610100050000001"
"""The centre's bank account of `receiving.open_bank`."""

NOTICE = (
    '<?xml version="1.0" encoding="GBK"?><message><head><field name="SendSeqNo">B000001</field>'
    '<field name="SendDate">20261102</field><field name="SendTime">101500</field>'
    '<field name="SendNode">105000</field><field name="TxCode">SBDC100</field>'
    '<field name="ReceiveNode">C65010</field><field name="BDCDate">20261102</field>'
    '<field name="BDCTime">101500</field><field name="BDCSeqNo">D000001</field></head><body>'
    '<field-list name="FILE_LIST"><field-list name="0"><field name="NAME">N.txt</field>'
    '<field name="DATA">{data}</field></field-list></field-list></body></message>'
)


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def test_the_log_tells_every_operation_in_words(town: MoneyTown):
    body = page(signed_in_client("accountant"), "/desk/operations")
    for words in ("汇缴到账", "单位开户", "个人开户", "汇缴清册确认", "系统自动", "柜面"):
        assert words in body
    assert "collection.receive" not in body.split("<tbody>")[1]


def test_the_log_can_be_narrowed(town: MoneyTown):
    client = signed_in_client("accountant")
    body = page(client, "/desk/operations?code=collection.open_member").split("<tbody>")[1]
    assert "个人开户" in body
    assert "单位开户" not in body
    assert town.paid_by in page(client, f"/desk/operations?q={town.paid_by}")


def test_a_person_s_name_alone_finds_no_operation(town: MoneyTown):
    from provident.parties.models import Employer, Member

    member = Member.objects.get(number=town.member)
    done = city.do(
        "change_member", city.TWO, member=member.number, version=member.version,
        mobile="13900001234",
    )  # fmt: skip
    client = signed_in_client("accountant")
    address = f"/desk/operations/{done.operation_no}"
    assert address not in page(client, f"/desk/operations?q={member.name}")
    assert address in page(client, f"/desk/operations?q={member.number}")
    firm = Employer.objects.get(number=town.employer)
    for known, title in ((firm.number, "汇缴清册确认"), (firm.name, "单位开户")):
        assert title in page(client, f"/desk/operations?q={known}").split("<tbody>")[1]


def test_a_branch_sees_its_own_operations_only(town: MoneyTown):
    own, foreign = signed_in_client("teller", "001"), signed_in_client("teller", "002")
    page(own, f"/desk/operations/{town.paid_by}")
    page(foreign, f"/desk/operations/{town.paid_by}", 404)
    assert "天山棉纺" in page(own, "/desk/operations")
    assert "天山棉纺" not in page(foreign, "/desk/operations")
    assert "和田玉石" in page(foreign, "/desk/operations")


def test_an_operation_shows_command_lines_people_basis_and_policy(town: MoneyTown):
    body = page(signed_in_client("accountant"), f"/desk/operations/{town.paid_by}")
    assert "到账 1200.00 元，已记入 1 家单位。" in body
    assert "系统（银行通知）" in body
    assert "1,200.00" in body
    assert f"/desk/members/{town.member}" in body
    assert f"/desk/receipts/{town.paid}" in body
    assert "住房公积金管理条例" in body
    assert "第 1 号发布" in body
    assert "还没有凭证" in body


def test_numbers_in_a_command_are_shown_only_for_a_reason(town: MoneyTown):
    from provident.kernel.models import Operation
    from provident.parties.models import Member
    from provident.staff.models import Unmasking

    opened = Operation.objects.get(code="collection.open_member")
    whole = Member.objects.get(number=town.member).id_number
    accountant = open_login("accountant")
    client = signed_in_as(accountant)
    address = f"/desk/operations/{opened.number}"
    assert whole not in page(client, address)
    refused = client.post(address, {"unmask_reason": "看"}).content.decode()
    assert whole not in refused
    assert "写明为什么要查看" in refused
    assert not Unmasking.objects.exists()
    shown = client.post(address, {"unmask_reason": "职工本人来电核对证件"})
    assert whole in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    noted = Unmasking.objects.get()
    assert (noted.login_id, noted.subject) == (accountant.pk, f"operation:{opened.number}")
    assert whole not in page(client, address)


def test_an_undone_receipt_is_linked_both_ways(town: MoneyTown):
    done = city.do(
        "undo_receipt", city.TWO, receipt=town.paid, to="suspense", reason="记错了单位"
    )
    client = signed_in_client("accountant")
    before = page(client, f"/desk/operations/{town.paid_by}")
    assert f"/desk/operations/{done.operation_no}" in before
    assert "被这笔业务撤销" in before
    after = page(client, f"/desk/operations/{done.operation_no}")
    assert f"/desk/operations/{town.paid_by}" in after
    assert "−1,200.00" in after  # red: the members give it back


def test_an_operation_that_books_nothing_says_so_and_leads_to_what_it_made(town: MoneyTown):
    from provident.kernel.models import Operation

    opened = Operation.objects.get(code="collection.open_member").number
    body = page(signed_in_client("teller", "001"), f"/desk/operations/{opened}")
    assert "这笔业务没有记账，不动任何人的钱" in body
    assert "还没有凭证" not in body
    assert f"/desk/members/{town.member}" in body
    assert f"/desk/employers/{town.employer}" in body


def test_an_unknown_operation_is_not_there(town: MoneyTown):
    page(signed_in_client("accountant"), "/desk/operations/99999999999999999999", 404)
    page(signed_in_client("accountant"), "/desk/operations/1'or'1", 404)


@pytest.fixture
def payment(town: MoneyTown):
    """A payment that was sent and answered, as the journal keeps it."""
    from provident.settlement.models import WireMessage

    return WireMessage.objects.create(
        seq_no="C6501020261102000001",
        tx_code="BDC101",
        node="105000",
        sent_on="2026-11-02",
        state="answered",
        request={
            "head": {"SendSeqNo": "C6501020261102000001", "TxCode": "BDC101"},
            "body": {
                "DeAcctNo": ACCOUNT,
                "CrAcctNo": "6222020200112233445",
                "CrAcctClass": "1",
                "Amt": "500.00",
                "Remark": "退回 13812345678",
            },
        },
        answer={"head": {"TxStatus": "0", "RtnCode": "00000"}, "body": {"HostStatus": "0"}},
        return_code="00000",
        return_message="成功",
    )


def test_a_message_is_told_field_by_field_with_its_numbers_masked(payment):
    client = signed_in_client("accountant")
    assert "单笔付款" in page(client, "/desk/messages")
    body = page(client, f"/desk/messages/{payment.pk}")
    for words in ("收方账号", "收方账户类别", "对私", "银行主机处理状态", "成功"):
        assert words in body
    for number in (ACCOUNT, "6222020200112233445", "13812345678"):
        assert number not in body
    shown = client.post(
        f"/desk/messages/{payment.pk}", {"unmask_reason": "银行来电核对收款账号"}
    )
    assert "6222020200112233445" in shown.content.decode()


def test_a_notice_is_shown_as_it_came(town: MoneyTown):
    from datetime import date
    from decimal import Decimal

    from provident.settlement.models import NoticeFrame
    from provident.settlement.wire import NoticeRow, pack_file, write_notice

    row = NoticeRow(
        acct=ACCOUNT,
        host_seq_no="HOST000001",
        amount=Decimal("1200.00"),
        booked_on=date(2026, 11, 2),
        opponent_acct=PAYER,
        opponent_name="天山棉纺",
    )
    body = NOTICE.format(data=pack_file(write_notice([row]))).encode("gbk")
    frame = NoticeFrame.objects.create(
        sender_seq_no="B000001", body=body, rows_total=1, rows_new=1
    )
    client = signed_in_client("accountant")
    assert "B000001" in page(client, "/desk/messages?tab=notices")
    shown = page(client, f"/desk/messages/notices/{frame.pk}")
    for words in ("交易对手户名", "天山棉纺", "HOST000001", "1200.00", "发送方节点号"):
        assert words in shown
    assert PAYER not in shown
    assert ACCOUNT not in shown
    whole = client.post(
        f"/desk/messages/notices/{frame.pk}", {"unmask_reason": "与银行核对付款账号"}
    )
    assert PAYER in whole.content.decode()


def test_a_notice_that_cannot_be_read_says_so(town: MoneyTown):
    from provident.settlement.models import NoticeFrame

    frame = NoticeFrame.objects.create(
        sender_seq_no="B000002", body=b"\xff\x00<x", rows_total=0, rows_new=0
    )
    body = page(signed_in_client("accountant"), f"/desk/messages/notices/{frame.pk}")
    assert "现在读不出来" in body


def test_messages_are_not_for_the_counter(payment):
    page(signed_in_client("teller", "001"), "/desk/messages", 403)
    page(signed_in_client("teller", "001"), f"/desk/messages/{payment.pk}", 403)


def test_a_page_sends_the_same_number_of_statements_whatever_it_shows(town: MoneyTown):
    client = signed_in_client("accountant")
    before = _count(client, "operations"), _count(client, f"operations/{town.paid_by}")
    for index in range(20):
        city.open_member(town.employer, **_somebody(index))
    city.confirm(town.employer)
    assert (
        _count(client, "operations"),
        _count(client, f"operations/{town.paid_by}"),
    ) == before


def _somebody(index: int) -> dict[str, str]:
    number = city.resident_number(index)
    sex = "2" if int(number[16]) % 2 == 0 else "1"
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    return {
        "name": "张" + "甲乙丙丁戊己庚辛壬癸"[index % 10] + "一二"[index // 10],
        "id_number": number,
        "birth": birth,
        "sex": sex,
        "card": "",
        "card_bank": "",
        "mobile": f"138{index:08d}",
        "first_month": "2026-12",
    }


def _count(client, address: str) -> int:
    with statements() as sent:
        page(client, f"/desk/{address}")
    return len(sent)


def test_a_case_number_in_free_text_is_no_card():
    """17 digits with a card's check digit, but it says nothing of a person.

    A card of 17 digits passes the same check (Luhn: 6228 0000 0000 0001 9), and is masked.
    """
    from provident.channels.workbench.log.masking import mask_text
    from provident.kernel.numbers import case_no

    number = case_no(date(2026, 11, 2), 7)
    assert mask_text(f"见办件 {number}。") == f"见办件 {number}。"
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for card in ("4580000000000002", "62280000000000019", wrong):
        assert card not in mask_text(f"付至 {card}")
