"""Messages. Shapes come from the published samples; attacks are the usual ones on XML."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.settlement.wire import Form, Message, WireProfile
from provident.settlement.wire.catalogue import Fields
from provident.settlement.wire.errors import (
    ForbiddenXml,
    InvalidFields,
    MessageError,
    NotXml,
    UnencodableText,
    UnknownTransaction,
)
from provident.settlement.wire.heads import (
    SUCCEEDED,
    Outcome,
    answer_head,
    centre_request_head,
    serial_number,
)
from provident.settlement.wire.message import decode_message, encode_message

PROFILE = WireProfile()
AT = datetime(2026, 11, 2, 9, 30, 5)


def request_head(tx_code: str) -> dict[str, str]:
    return centre_request_head(
        tx_code=tx_code,
        serial=serial_number("C99999", AT.date(), 7),
        at=AT,
        centre_node="C99999",
        receive_node="105000",
        operator="1",
    )


def payment(**changes: str) -> Message:
    body: Fields = {
        "SettleType": "1",
        "BusType": "20",
        "DeAcctNo": "650010",
        "DeAcctName": "示范市住房公积金管理中心",
        "DeAcctClass": "2",
        "CapAmt": "10.00",
        "CrAcctNo": "6217",
        "CrAcctName": "艾则孜·麦麦提",
        "CrAcctClass": "1",
        "CrBankClass": "0",
        "Amt": "10.00",
        "RefSeqNo1": "1",
        "Summary": "退款",
        "Remark": '<退款> & "引号"\r\n换行',
    }
    return Message(request_head("BDC101"), body | changes)


def written(message: Message) -> bytes:
    return encode_message(message, Form.CENTRE_REQUEST, PROFILE)


def read(data: bytes, form: Form = Form.CENTRE_REQUEST) -> Message:
    return decode_message(data, form, PROFILE)


def xml(body: str, code: str = "BDC110", *, head: str = "") -> bytes:
    fields = "".join(
        f'<field name="{name}">{value}</field>' for name, value in request_head(code).items()
    )
    return (
        f'<?xml version="1.0" encoding="GBK"?><message><head>{head}{fields}</head>'
        f"<body>{body}</body></message>"
    ).encode("gbk")


QUESTION = '<field name="TxDate">20261102</field><field name="TxSeqNo">1</field>'


def test_serial_number_has_the_published_shape() -> None:
    """Sign-in of the published sample: node C52240, 999999999 as the day's number."""
    assert serial_number("C52240", AT.date(), 999_999_999) == "52240261102999999999"


def test_round_trip_with_markup_and_chinese() -> None:
    message = payment()
    assert read(written(message)) == message


def test_body_is_gbk_as_declared() -> None:
    data = written(payment(Summary="退款"))
    assert data.startswith(b'<?xml version="1.0" encoding="GBK"?>')
    assert "退款".encode("gbk") in data


def test_body_before_head_and_any_order_of_fields() -> None:
    data = (
        b'<message><body><field name="TxSeqNo">1</field><field name="TxDate">20261102</field>'
        b'</body><head><field name="OperNo">1</field><field name="TxCode">BDC110</field>'
        b'<field name="ReceiveNode">105000</field><field name="SendSeqNo">2</field></head>'
        b"</message>"
    )
    assert read(data).text("TxDate") == "20261102"


def test_unknown_fields_are_tolerated_when_reading_and_refused_when_writing() -> None:
    assert (
        read(xml(QUESTION + '<field name="Later" pin="false">1</field>')).text("Later") == "1"
    )
    with pytest.raises(InvalidFields, match="报文目录里没有“Later”"):
        written(payment(Later="1"))


def test_field_names_are_case_sensitive() -> None:
    with pytest.raises(InvalidFields, match="缺少必填的 TxDate"):
        read(xml(QUESTION.replace("TxDate", "txdate")))


@pytest.mark.parametrize(
    "file",
    [
        (
            '<field-list name="0"><field name="NAME">a</field><field name="DATA">78</field>'
            "</field-list>"
        ),
        (
            '<field-list name="0"><field name="Name">a</field><field name="Data">78</field>'
            "</field-list>"
        ),
        '<field-0><field name="NAME">a</field><field name="DATA">78</field></field-0>',
    ],
    ids=["as published", "Name", "field-0"],
)
def test_file_list_in_every_seen_shape(file: str) -> None:
    head = answer_head(
        tx_code="BDC113",
        asker_node="C99999",
        node="D00000",
        serial="1",
        at=AT,
        outcome=SUCCEEDED,
    )
    fields = "".join(f'<field name="{name}">{value}</field>' for name, value in head.items())
    data = (
        f"<message><head>{fields}</head><body>"
        f'<field-list name="FILE_LIST">{file}</field-list></body></message>'
    ).encode("gbk")
    assert read(data, Form.PLATFORM_ANSWER).file == ("a", "78")


def test_items_of_a_list_are_ordered_by_their_number() -> None:
    items = "".join(
        f'<field-list name="{number}"><field name="v">{number}</field></field-list>'
        for number in (10, 2, 0)
    )
    found = read(xml(QUESTION + f'<field-list name="L">{items}</field-list>')).body["L"]
    assert found == [{"v": "0"}, {"v": "2"}, {"v": "10"}]


def test_other_spelling_of_the_interest_serial() -> None:
    """One system writes IntHostSeqN, the standard's own spelling is unknown."""
    answer = Message(
        answer_head(
            tx_code="BDC110",
            asker_node="C99999",
            node="D00000",
            serial="1",
            at=AT,
            outcome=SUCCEEDED,
        ),
        {"OldTxStatus": "0", "IntHostSeqN": "9"},
    )
    data = encode_message(answer, Form.PLATFORM_ANSWER, PROFILE)
    other = data.replace(b"IntHostSeqN", b"IntHostSeqNo")
    assert read(other, Form.PLATFORM_ANSWER).text("IntHostSeqN") == "9"


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(InvalidFields) as caught:
        written(payment(Amt="1.234", BusType="99", CrAcctNo="", DeAcctNo="1" * 33))
    assert len(caught.value.faults) == 4
    for name in ("Amt（金额）", "BusType", "CrAcctNo", "DeAcctNo"):
        assert name in str(caught.value)


@pytest.mark.parametrize("amount", ["1.234", "abc", "1,000.00", "1e3", "１", " 1", "--1"])
def test_amounts_that_are_none(amount: str) -> None:
    with pytest.raises(InvalidFields, match="不是至多两位小数的金额"):
        written(payment(Amt=amount))


def test_names_and_remarks_are_cut_between_characters() -> None:
    """60 bytes are 30 Chinese characters; 59 bytes of ASCII leave no room for another."""
    body = read(written(payment(CrAcctName="维" * 40, Remark="a" * 253 + "维"))).body
    assert body["CrAcctName"] == "维" * 30
    assert body["Remark"] == "a" * 253


@pytest.mark.parametrize("name", ["\U00020bb7田", "😀", "a\0b", "a\ufffeb"])
def test_a_character_that_the_wire_lacks_is_refused_with_its_field(name: str) -> None:
    with pytest.raises(UnencodableText) as caught:
        written(payment(CrAcctName=name))
    assert "CrAcctName" in caught.value.field


def test_half_a_character_does_not_lose_the_message() -> None:
    """A bank that cuts by bytes leaves the first byte of 维 before the next element."""
    data = xml(QUESTION.replace(">1<", ">1维<")).replace("维".encode("gbk"), b"\xce")
    assert read(data).text("TxSeqNo") == "1\ufffd"


def test_a_refusal_needs_nothing_but_its_reason() -> None:
    data = (
        b'<message><head><field name="TxStatus">0</field><field name="RtnCode">10510003</field>'
        b'<field name="TxCode">BDC101</field></head></message>'
    )
    answer = read(data, Form.PLATFORM_ANSWER)
    assert not answer.succeeded


def test_success_needs_both_status_and_code() -> None:
    for status, code, expected in (
        ("0", "00000", True),
        ("0", "1", False),
        ("1", "00000", False),
    ):
        assert Message({"TxStatus": status, "RtnCode": code}).succeeded is expected


def test_wrong_direction_and_unknown_code() -> None:
    with pytest.raises(UnknownTransaction):
        encode_message(Message(request_head("SBDC100")), Form.CENTRE_REQUEST, PROFILE)
    with pytest.raises(UnknownTransaction):
        read(xml("", "BDC999"))


@pytest.mark.parametrize(
    ("prolog", "content"),
    [
        ('<!DOCTYPE message [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', "&b;"),
        ('<!DOCTYPE message [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "&f;"),
        ('<!DOCTYPE message SYSTEM "http://127.0.0.1/x.dtd">', ""),
        ("<!DOCTYPE message>", ""),
    ],
    ids=["expansion", "external file", "external DTD", "bare DTD"],
)
def test_dtd_and_entities_are_refused(prolog: str, content: str) -> None:
    data = f"{prolog}<message><head/><body><field name='a'>{content}</field></body></message>"
    with pytest.raises(ForbiddenXml):
        read(data.encode())


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"hello", b"<message>", b"<a><b></a></b>", b"\xff" * 9]
)
def test_not_xml(data: bytes) -> None:
    with pytest.raises(NotXml):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"<other/>",
        b"<message><head/><head/></message>",
        b"<message><foot/></message>",
        xml(QUESTION + '<field name="TxDate">20261103</field>'),
        xml("<strange/>"),
        xml(QUESTION, head='<field-list name="L"/>'),
        xml('<field-list name="L">' * 20 + "</field-list>" * 20),
    ],
    ids=["root", "two heads", "foot", "twice the same", "element", "list in head", "depth"],
)
def test_structures_that_are_refused(data: bytes) -> None:
    with pytest.raises(MessageError):
        read(data)


def test_depth_beyond_any_stack_is_refused() -> None:
    with pytest.raises(MessageError):
        read(
            b"<message><body>"
            + b"<field-a>" * 200_000
            + b"</field-a>" * 200_000
            + b"</body></message>"
        )


def test_newer_platform_with_lower_camel_names_in_utf8() -> None:
    """The published 2021 sign-in: UTF-8, operNo, sendDate, …, and no body."""
    profile = WireProfile(encoding="UTF-8", field_case="lower_camel", platform_node="JSPT00")
    data = encode_message(Message(request_head("BDC001")), Form.CENTRE_REQUEST, profile)
    assert b'encoding="UTF-8"' in data
    assert b'name="sendDate"' in data
    assert b'name="operNo"' in data
    without_body = data.replace(b"<body></body>", b"")
    assert decode_message(without_body, Form.CENTRE_REQUEST, profile).tx_code == "BDC001"


def test_failed_answer_may_quote_anything() -> None:
    head = answer_head(
        tx_code="BDC999",
        asker_node="C99999",
        node="D00000",
        serial="1",
        at=AT,
        outcome=Outcome("10000", "坏\0字符\U00020bb7" + "长" * 300, "1"),
    )
    data = encode_message(Message(head), Form.PLATFORM_ANSWER, PROFILE)
    assert read(data, Form.PLATFORM_ANSWER).head["RtnMessage"].startswith("坏?字符?长")


GBK_TEXT = st.text(
    st.characters(codec="gbk", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20
).filter(lambda text: len(text.encode("gbk")) <= 32)


@given(account=GBK_TEXT, serial=GBK_TEXT, reference=GBK_TEXT)
def test_any_gbk_text_survives(account: str, serial: str, reference: str) -> None:
    message = payment(DeAcctNo=account, RefSeqNo1=serial, RefSeqNo2=reference)
    assert read(written(message)) == message
