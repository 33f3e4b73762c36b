"""Keys and ciphers. The 3DES vector is the published one (checked there with OpenSSL)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from provident.settlement.wire import (
    Form,
    Frame,
    Message,
    WireProfile,
    WrongKey,
    seal,
    unseal,
)
from provident.settlement.wire.crypto import (
    HAND_KEY_BITS,
    checked_session_key,
    decipher,
    encipher,
    load_private_key,
    load_public_key,
    make_platform_keys,
    make_session_key,
    unwrap_hand_key,
    wrap_hand_key,
)
from provident.settlement.wire.errors import CipherError, NotEnciphered, NotXml
from provident.settlement.wire.message import encode_message

PUBLISHED_KEY = b"31305320170307RWefUDT0vi"
OTHER_KEY = b"C9999920261102abcdefGHIJ"
PRIVATE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=HAND_KEY_BITS)
PROFILE = WireProfile()
HEAD = {"TxCode": "BDC123", "SendSeqNo": "1", "ReceiveNode": "105000", "OperNo": "1"}
QUESTION = Message(HEAD, {"CurrNo": "156", "CurrIden": "1", "AcctNo": "1", "AcctType": "1"})


def test_published_vector() -> None:
    secret = encipher(b"abcd1234", PUBLISHED_KEY)
    assert secret.hex() == "191d0c9c5deb956fdff13ec37128dafe"
    assert decipher(secret, PUBLISHED_KEY) == b"abcd1234"


@given(st.binary(max_size=200))
def test_round_trip(plain: bytes) -> None:
    secret = encipher(plain, PUBLISHED_KEY)
    assert len(secret) % 8 == 0
    assert len(secret) > len(plain)
    assert decipher(secret, PUBLISHED_KEY) == plain


@given(st.binary(max_size=100))
def test_arbitrary_bytes_raise_nothing_but_wrong_key(secret: bytes) -> None:
    with suppress(WrongKey):
        decipher(secret, OTHER_KEY)


def test_session_key_shape() -> None:
    key = make_session_key("C99999", date(2026, 11, 2))
    assert key.startswith(b"C9999920261102")
    assert len(key) == 24
    assert make_session_key("C99999", date(2026, 11, 2)) != key


@pytest.mark.parametrize("key", [b"", PUBLISHED_KEY[:-1], PUBLISHED_KEY + b"x", b"\0" * 24])
def test_keys_of_another_shape_are_refused(key: bytes) -> None:
    with pytest.raises(CipherError):
        checked_session_key(key)


@pytest.mark.parametrize("node", ["", "C9999", "中心9999", "C9999999"])
def test_nodes_that_make_no_key(node: str) -> None:
    with pytest.raises(CipherError):
        make_session_key(node, date(2026, 11, 2))


def test_hand_key_is_256_digits_and_opens_with_the_public_key() -> None:
    hand_key = wrap_hand_key(PUBLISHED_KEY, PRIVATE_KEY)
    assert len(hand_key) == 256
    assert unwrap_hand_key(hand_key, PRIVATE_KEY.public_key()) == PUBLISHED_KEY
    assert unwrap_hand_key(hand_key.lower(), PRIVATE_KEY.public_key()) == PUBLISHED_KEY


def test_hand_key_is_pkcs1_type_1_padded() -> None:
    """Undone by arithmetic alone: m = c^e mod n is 00 01 FF … FF 00 key."""
    numbers = PRIVATE_KEY.public_key().public_numbers()
    wrapped = int(wrap_hand_key(PUBLISHED_KEY, PRIVATE_KEY), 16)
    padded = pow(wrapped, numbers.e, numbers.n).to_bytes(128, "big")
    assert padded == b"\x00\x01" + b"\xff" * 101 + b"\x00" + PUBLISHED_KEY


@pytest.mark.parametrize("hand_key", ["", "zz", "00" * 128, "FF" * 128, "12" * 100])
def test_hand_key_of_another_platform_is_refused(hand_key: str) -> None:
    with pytest.raises(CipherError):
        unwrap_hand_key(hand_key, PRIVATE_KEY.public_key())


def test_platform_keys_are_made_once_and_read_back(tmp_path: Path) -> None:
    private_file, public_file = tmp_path / "peer" / "private.pem", tmp_path / "public.pem"
    made = make_platform_keys(private_file, public_file)
    again = make_platform_keys(private_file, public_file)
    assert made.private_numbers() == again.private_numbers()
    assert private_file.stat().st_mode & 0o777 == 0o600
    assert load_public_key(public_file).public_numbers() == made.public_key().public_numbers()
    for load, file in (
        (load_private_key, public_file),
        (load_public_key, private_file),
        (load_public_key, tmp_path / "none.pem"),
    ):
        with pytest.raises(CipherError):
            load(file)


def test_a_sealed_message_opens_with_any_of_the_keys() -> None:
    frame = seal(QUESTION, Form.CENTRE_REQUEST, node="C99999", profile=PROFILE, key=OTHER_KEY)
    opened = unseal(
        frame, Form.CENTRE_REQUEST, keys=[PUBLISHED_KEY, OTHER_KEY], profile=PROFILE
    )
    assert opened.message == QUESTION
    assert opened.key == OTHER_KEY


def test_neither_key_opens() -> None:
    frame = seal(QUESTION, Form.CENTRE_REQUEST, node="C99999", profile=PROFILE, key=OTHER_KEY)
    for keys in ([], [PUBLISHED_KEY]):
        with pytest.raises(WrongKey):
            unseal(frame, Form.CENTRE_REQUEST, keys=keys, profile=PROFILE)


def test_a_right_key_over_broken_xml_is_not_called_a_wrong_key() -> None:
    """Else the centre would sign in again and again over one broken message."""
    frame = Frame("C99999", "BDC123", enciphered=True, body=encipher(b"<message>", OTHER_KEY))
    with pytest.raises(NotXml):
        unseal(frame, Form.CENTRE_REQUEST, keys=[PUBLISHED_KEY, OTHER_KEY], profile=PROFILE)


def test_business_in_clear_is_refused_both_ways() -> None:
    with pytest.raises(NotEnciphered):
        seal(QUESTION, Form.CENTRE_REQUEST, node="C99999", profile=PROFILE)
    body = encode_message(QUESTION, Form.CENTRE_REQUEST, PROFILE)
    frame = Frame("C99999", "BDC123", enciphered=False, body=body)
    with pytest.raises(NotEnciphered):
        unseal(frame, Form.CENTRE_REQUEST, keys=[OTHER_KEY], profile=PROFILE)
