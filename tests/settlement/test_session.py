"""Sign-in, session keys and their rotation; our requests on disk before they leave.

Expected facts: the published facts of the bank interface, section (a) on session keys (24
characters: node, date, ten more), the previous key still opens, a frame that opens with
neither key means signing in again.
"""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest

from tests.settlement.conftest import COLLECTION, Town, gl_balance, rows


def key_rows():
    from provident.settlement.models import SessionKey

    return list(SessionKey.objects.order_by("id"))


def test_the_key_is_stored_enciphered_and_of_the_published_shape(town: Town) -> None:
    from provident.settlement.adapters.keys import stored_keys

    (key,) = stored_keys().keys
    assert len(key) == 24
    assert key[:14] == b"C6501020261102"
    (row,) = key_rows()
    assert key not in bytes(row.secret)
    assert bytes(row.secret)[28:] != key


def test_the_hand_key_is_not_kept_with_the_answer(town: Town) -> None:
    from provident.settlement.models import WireMessage

    message = WireMessage.objects.get(tx_code="BDC001")
    assert message.state == "answered"
    assert "HandKey" not in str(message.answer)


def test_current_and_previous_key_are_kept(town: Town) -> None:
    from provident.settlement.adapters import platform
    from provident.settlement.adapters.keys import stored_keys

    first = stored_keys().keys
    platform.sign_in()
    second = stored_keys().keys
    assert second[1:] == first
    platform.sign_in()
    assert len(stored_keys().keys) == 2
    assert first[0] not in stored_keys().keys
    assert [bytes(row.secret) == b"" for row in key_rows()] == [True, False, False]


def test_a_notice_sealed_with_the_previous_key_is_read(town: Town) -> None:
    """The answer to a sign-in is lost: the platform has a new key, the centre the old one."""
    from provident.settlement.adapters import platform

    town.peer.set_fault("drop_answer", count=1, tx_code="BDC001")
    with pytest.raises(platform.PlatformSilent):
        platform.sign_in()
    town.stranger_pays("5.00")
    town.notified()
    assert len(rows()) == 1


def test_an_enquiry_with_a_forgotten_key_signs_in_once_and_asks_again(town: Town) -> None:
    from provident.kernel.clock import today
    from provident.settlement.adapters import platform
    from provident.settlement.adapters.keys import keep_key
    from provident.settlement.models import SessionKey, WireMessage
    from provident.settlement.wire.crypto import make_session_key

    for _ in range(2):
        keep_key(make_session_key("C65010", today()), today())
    answer = platform.ask(
        "BDC123",
        {"CurrNo": "156", "CurrIden": "1", "AcctNo": COLLECTION, "AcctType": "1"},
        node="105000",
    )
    assert answer.text("AcctBal") == "1000.00"
    assert WireMessage.objects.filter(tx_code="BDC001").count() == 2
    states = WireMessage.objects.filter(tx_code="BDC123").order_by("id")
    assert list(states.values_list("state", flat=True)) == ["undelivered", "answered"]
    assert SessionKey.objects.count() == 4


def test_a_payment_refused_for_a_stale_key_goes_out_under_the_new_one(town: Town) -> None:
    from provident.kernel.clock import today
    from provident.kernel.operation import perform
    from provident.settlement import payments
    from provident.settlement.adapters.keys import keep_key
    from provident.settlement.models import Instruction
    from provident.settlement.wire.crypto import make_session_key
    from tests.settlement.conftest import TWO

    item = town.parked("20.00")
    done = perform("settlement.refund_suspense", {"item": item, "reason": "退款"}, TWO)
    number = done.receipt.facts["instruction"]
    for _ in range(2):
        keep_key(make_session_key("C65010", today()), today())
    with pytest.raises(payments.PaymentNotDelivered):
        payments.send(number)
    payments.send(number)
    town.notified()
    assert Instruction.objects.get(id=number).state == "paid"
    assert str(town.peer.balances()[COLLECTION]) == "1000.00"


def test_a_notice_that_opens_with_no_key_brings_one_sign_in(town: Town) -> None:
    from django.utils import timezone

    from provident.kernel.clock import today
    from provident.settlement.adapters.keys import forget_keys, keep_key
    from provident.settlement.models import SessionKey, WireMessage
    from provident.settlement.wire.crypto import make_session_key

    forget_keys()
    keep_key(make_session_key("C65010", today()), today())
    SessionKey.objects.update(made_at=timezone.now() - timedelta(minutes=5))
    town.stranger_pays("5.00")
    town.notified()
    assert gl_balance("10101") == 5
    assert WireMessage.objects.filter(tx_code="BDC001").count() == 2


def test_garbage_cannot_renew_the_keys_at_will(town: Town) -> None:
    from provident.settlement.adapters import platform
    from provident.settlement.models import WireMessage

    assert platform.sign_in_if_older(30) is False
    assert WireMessage.objects.filter(tx_code="BDC001").count() == 1


def test_many_at_once_sign_in_once(town: Town) -> None:
    from django.db import connections

    from provident.settlement.adapters import platform
    from provident.settlement.adapters.keys import stored_keys
    from provident.settlement.models import WireMessage

    newest = stored_keys().newest

    def run() -> None:
        try:
            platform.sign_in(after=newest)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert WireMessage.objects.filter(tx_code="BDC001").count() == 2


def test_sign_out_and_the_next_request_signs_in(town: Town) -> None:
    from provident.settlement.adapters import platform
    from provident.settlement.adapters.keys import stored_keys

    platform.sign_out()
    assert stored_keys().keys == ()
    town.peer.set_fault("drop_notice")
    town.stranger_pays("1.00")
    from provident.settlement.statements import fetch_details

    assert fetch_details() == []
    assert len(stored_keys().keys) == 1


def test_a_lost_master_key_costs_one_sign_in(town: Town) -> None:
    from provident.kernel.places import data_subdir
    from provident.settlement.adapters.keys import stored_keys
    from provident.settlement.statements import fetch_details

    path = data_subdir("secrets") / "settlement_master.key"
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()
    assert stored_keys().keys == ()
    fetch_details()
    assert len(stored_keys().keys) == 1


def test_the_probe_is_answered(town: Town) -> None:
    from provident.settlement.adapters import platform

    platform.probe()


def test_no_serial_is_given_out_twice(town: Town) -> None:
    from provident.settlement.adapters import platform
    from provident.settlement.models import WireMessage

    for _ in range(3):
        platform.probe()
    serials = list(WireMessage.objects.order_by("id").values_list("seq_no", flat=True))
    assert len(set(serials)) == len(serials) == 4
    assert all(serial.startswith("65010261102") and len(serial) == 20 for serial in serials)


def test_a_silent_platform_is_named(town: Town) -> None:
    from provident.settlement.adapters import platform

    town.peer.set_fault("refuse_connection")
    with pytest.raises(platform.PlatformSilent, match="连接不上") as silent:
        platform.probe()
    assert not re.search("[A-Za-z]", str(silent.value)), "in words, not in the system's"
