"""结算平台 · the peer's answers to the centre's messages.

One message, one transaction: what it changes and what is answered are on the disk before
the first byte of the answer leaves.  A message that opens with no valid key is answered in
clear with the profile's `sign_in_again`, so that the centre signs in once more.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Mapping
from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from provident.bankpeer import calendar, faults, movements, notices, payments, sessions
from provident.bankpeer.payments import NOTHING_FOUND, Reply, bank_refusal
from provident.bankpeer.store import Store, to_yuan
from provident.settlement.wire import (
    Form,
    Frame,
    Message,
    WireError,
    WireProfile,
    WrongKey,
    encode_frame,
    pack_file,
    seal,
    unseal,
    write_notice,
)
from provident.settlement.wire.crypto import wrap_hand_key
from provident.settlement.wire.errors import CipherError, UnknownTransaction
from provident.settlement.wire.heads import SUCCEEDED, Outcome, answer_head

UNSUPPORTED_TRANSACTION = "10001"
UNREADABLE = "90002"
"""The peer's own: the platform's list of codes is not public."""

_log = logging.getLogger("bankpeer")
_Answer = Callable[[sqlite3.Connection, Message], Reply]


class Platform:
    """Answers frames.  `on_change` is called when there may be something new to push."""

    def __init__(
        self,
        store: Store,
        private_key: RSAPrivateKey,
        profile: WireProfile,
        on_change: Callable[[], None],
    ) -> None:
        self._store = store
        self._private_key = private_key
        self._profile = profile
        self._on_change = on_change
        self._answers: Mapping[str, _Answer] = {
            "SYS600": lambda _tx, _question: (SUCCEEDED, {}),
            "BDC001": self._sign_in,
            "BDC002": self._sign_out,
            "BDC101": payments.pay_out,
            "BDC110": payments.payment_status,
            "BDC113": _account_detail,
            "BDC123": _balance,
        }

    def answer(self, frame: Frame) -> bytes | None:
        """The bytes to send back; None: close without an answer."""
        with self._store.transaction() as tx:
            answer = self._answer(tx, frame)
            if answer is None:
                return None
            answer_bytes = encode_frame(answer, self._profile.txcode_padding)
            if faults.take(tx, "drop_answer", tx_code=answer.txcode) is not None:
                answer_bytes = None
            elif faults.take(tx, "half_answer", tx_code=answer.txcode) is not None:
                answer_bytes = answer_bytes[: len(answer_bytes) // 2]
        self._on_change()
        return answer_bytes

    def _answer(self, tx: sqlite3.Connection, frame: Frame) -> Frame | None:
        try:
            opened = unseal(
                frame,
                Form.CENTRE_REQUEST,
                keys=sessions.valid_keys(tx),
                profile=self._profile,
            )
        except WireError as error:
            return self._refuse(tx, frame, error)
        question = opened.message
        calendar.follow_centre(tx, question.head.get("SendDate", ""))
        outcome, body = self._answers[question.tx_code](tx, question)
        _log.info("%s %s", question.tx_code, outcome.code)
        message = self._message(tx, question.tx_code, frame.node, outcome, body)
        return self._sealed(message, key=opened.key)

    def _refuse(self, tx: sqlite3.Connection, frame: Frame, error: WireError) -> Frame | None:
        """No, in clear.  A frame that does not even name its transaction gets no answer."""
        _log.warning("refused a frame from %s: %s", frame.node, error)
        if not frame.txcode:
            return None
        if isinstance(error, WrongKey):
            outcome = Outcome(self._profile.sign_in_again, str(error), "1")
        else:
            unknown = isinstance(error, UnknownTransaction)
            code = UNSUPPORTED_TRANSACTION if unknown else UNREADABLE
            outcome = Outcome(f"{self._profile.platform_node}{code}", str(error), "1")
        return self._sealed(self._message(tx, frame.txcode, frame.node, outcome, {}), key=None)

    def _message(
        self,
        tx: sqlite3.Connection,
        tx_code: str,
        asker_node: str,
        outcome: Outcome,
        body: payments.Fields,
    ) -> Message:
        head = answer_head(
            tx_code=tx_code,
            asker_node=asker_node,
            node=self._profile.platform_node,
            serial=calendar.platform_serial(tx, self._profile.platform_node),
            at=calendar.now(tx),
            outcome=outcome,
        )
        return Message(head, body)

    def _sealed(self, message: Message, *, key: bytes | None) -> Frame:
        return seal(
            message,
            Form.PLATFORM_ANSWER,
            node=self._profile.platform_node,
            profile=self._profile,
            key=key,
        )

    def _sign_in(self, tx: sqlite3.Connection, question: Message) -> Reply:
        """BDC001: a new session key for the centre's node and day."""
        node = question.head.get("SendNode", "")
        try:
            key = sessions.new_key(tx, node, calendar.today(tx))
        except CipherError:
            says = f"发送方节点号（SendNode）“{node}”不是 6 位字母数字，不能签到"
            return Outcome(f"{self._profile.platform_node}{UNREADABLE}", says, "1"), {}
        notices.hurry(tx)
        return SUCCEEDED, {"HandKey": wrap_hand_key(key, self._private_key)}

    def _sign_out(self, tx: sqlite3.Connection, _question: Message) -> Reply:
        """BDC002: no key is valid afterwards; this answer is the last one sealed with it."""
        sessions.forget_keys(tx)
        return SUCCEEDED, {}


def _account_detail(tx: sqlite3.Connection, question: Message) -> Reply:
    """BDC113: movements on the centre's bank accounts at the bank asked, also those whose
    notice never went out."""
    node = question.head["ReceiveNode"]
    try:
        first, last = (_day(question.text(name)) for name in ("TxDateBegin", "TxDateEnd"))
    except ValueError:
        return bank_refusal(node, NOTHING_FOUND, "起止日期应为 8 位年月日"), {}
    rows = notices.detail(tx, node, question.head.get("CustNo", ""), first, last)
    name = f"BDC_BAL_NTF_{calendar.now(tx):%Y%m%d_%H%M%S}000.act"
    return SUCCEEDED, {"FILE_LIST": [{"NAME": name, "DATA": pack_file(write_notice(rows))}]}


def _balance(tx: sqlite3.Connection, question: Message) -> Reply:
    """BDC123: the balance at this moment."""
    node, acct = question.head["ReceiveNode"], question.text("AcctNo")
    found = movements.find(tx, acct)
    if found is None or found.node != node or not found.centre_owned:
        return bank_refusal(node, NOTHING_FOUND, f"该银行没有本中心的账号 {acct}"), {}
    balance = f"{to_yuan(found.balance_fen):.2f}"
    return SUCCEEDED, {
        "AcctNo": found.acct,
        "AcctName": found.name,
        "AcctBal": balance,
        "AcctRestBal": balance,
        "AcctOverBal": "0.00",
        "AcctStatus": "0",
    }


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()
