"""报文头 · heads of questions and answers, and the serial numbers in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from provident.settlement.wire.errors import WireError
from provident.settlement.wire.message import Message
from provident.settlement.wire.text import writable

SUCCESS = "00000"
FAILURE = "10000"
DAILY_NUMBER_MAX = 999_999_999


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer says: `code` 00000 is success, all others are not.

    `tx_status` is "1" for what failed technically.  A bank's business refusal leaves it at
    "0" and speaks through `code` alone.
    """

    code: str
    says: str
    tx_status: str


SUCCEEDED = Outcome(SUCCESS, "成功", "0")


def serial_number(node: str, day: date, number: int) -> str:
    """流水号 · 20 characters: the node's last five, YYMMDD and the day's number.

    Raises `WireError` when the day has run out of numbers.
    """
    if not 0 < number <= DAILY_NUMBER_MAX:
        raise WireError(f"当日流水号超出 9 位：{number}")
    return f"{node[-5:]}{day:%y%m%d}{number:09d}"


def centre_request_head(
    *,
    tx_code: str,
    serial: str,
    at: datetime,
    centre_node: str,
    receive_node: str,
    operator: str,
    unit_no: str = "",
    customer_no: str = "",
) -> dict[str, str]:
    """中心 → 平台 的请求头.

    `at` carries the centre's business date.  `receive_node` is the bank's node for
    settlement and enquiry.  `customer_no` is the centre's customer number at that bank.
    """
    return {
        "SendDate": f"{at:%Y%m%d}",
        "SendTime": f"{at:%H%M%S}",
        "SendSeqNo": serial,
        "TxUnitNo": unit_no,
        "SendNode": centre_node,
        "TxCode": tx_code,
        "ReceiveNode": receive_node,
        "CustNo": customer_no,
        "OperNo": operator,
    }


def platform_request_head(
    *, tx_code: str, serial: str, at: datetime, platform_node: str, centre_node: str
) -> dict[str, str]:
    """平台 → 中心 的请求头."""
    return {
        "SendDate": f"{at:%Y%m%d}",
        "SendTime": f"{at:%H%M%S}",
        "SendSeqNo": serial,
        "SendNode": platform_node,
        "TxCode": tx_code,
        "ReceiveNode": centre_node,
        "BDCDate": f"{at:%Y%m%d}",
        "BDCTime": f"{at:%H%M%S}",
        "BDCSeqNo": serial,
    }


def answer_head(
    *, tx_code: str, asker_node: str, node: str, serial: str, at: datetime, outcome: Outcome
) -> dict[str, str]:
    """应答头, of either side.

    `node` answers; `serial` is the answering side's own number.  ReceiveNode names the side
    that received the question, which is the one that answers, and SendNode the asker.
    """
    return {
        "TxStatus": outcome.tx_status,
        "RtnCode": outcome.code,
        "RtnMessage": writable(outcome.says),
        "ReceiveDate": f"{at:%Y%m%d}",
        "ReceiveTime": f"{at:%H%M%S}",
        "ReceiveSeqNo": serial,
        "ReceiveNode": node,
        "TxCode": tx_code,
        "BDCDate": f"{at:%Y%m%d}",
        "BDCTime": f"{at:%H%M%S}",
        "BDCSeqNo": serial,
        "SendNode": asker_node,
    }


def outcome_of(answer: Message) -> Outcome:
    """What an answer says about success."""
    head = answer.head
    return Outcome(
        head.get("RtnCode", ""), head.get("RtnMessage", ""), head.get("TxStatus", "")
    )
