"""会话密钥保存 · the session keys in the database, enciphered with the centre's master key.

The current key and the one before it are kept: messages under way during a sign-in were
sealed with the previous one.  The master key is a file of its own, so that a copy of the
database alone opens nothing.  Cipher: SM4 in GCM mode (GB/T 32907, GB/T 36624).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.db import connection, transaction

from provident.kernel import sql
from provident.kernel.places import data_subdir
from provident.kernel.refusal import Defect
from provident.settlement.models import SessionKey

KEPT = 2
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 16, 12, 16
SIGN_IN_LOCK = (6, 1)


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """The valid keys, current first; `newest` is the current one's number, 0 when none."""

    keys: tuple[bytes, ...]
    newest: int
    signed_in_on: date | None
    made_at: datetime | None


def stored_keys() -> StoredKeys:
    """What the last sign-ins left.

    A key that the master key does not open (the file was lost or exchanged) counts as none:
    signing in again is all that it costs.
    """
    rows = list(SessionKey.objects.filter(active=True).order_by("-id")[:KEPT])
    keys = tuple(key for row in rows if (key := _open(bytes(row.secret))) is not None)
    if not keys:
        return StoredKeys((), _newest_number(), None, None)
    return StoredKeys(keys, rows[0].pk, rows[0].signed_in_on, rows[0].made_at)


def keep_key(key: bytes, day: date) -> None:
    """Make `key` the current one; the one before the previous is forgotten."""
    with transaction.atomic():
        SessionKey.objects.create(secret=_seal(key), signed_in_on=day)
        valid = list(
            SessionKey.objects.filter(active=True).order_by("-id").values_list("id", flat=True)
        )
        _forget(valid[KEPT:])


def forget_keys() -> None:
    """签退 · no key is valid until the next sign-in."""
    _forget(list(SessionKey.objects.filter(active=True).values_list("id", flat=True)))


@contextmanager
def sign_in_lock() -> Iterator[None]:
    """One sign-in at a time over all processes.

    A lock of the session, not of a transaction: the request must be committed before it is
    sent, while the lock is held.
    """
    if connection.in_atomic_block:
        raise Defect("a sign-in cannot run inside a transaction")
    sql.call("select pg_advisory_lock(%s::int, %s::int)", *SIGN_IN_LOCK)
    try:
        yield
    finally:
        sql.call("select pg_advisory_unlock(%s::int, %s::int)", *SIGN_IN_LOCK)


def _newest_number() -> int:
    return SessionKey.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _forget(ids: list[int]) -> None:
    SessionKey.objects.filter(id__in=ids).update(active=False, secret=b"")


def _seal(key: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    encryptor = Cipher(algorithms.SM4(_master_key()), modes.GCM(nonce)).encryptor()
    secret = encryptor.update(key) + encryptor.finalize()
    return nonce + encryptor.tag + secret


def _open(sealed: bytes) -> bytes | None:
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    tag, secret = rest[:TAG_BYTES], rest[TAG_BYTES:]
    decryptor = Cipher(algorithms.SM4(_master_key()), modes.GCM(nonce, tag)).decryptor()
    try:
        return decryptor.update(secret) + decryptor.finalize()
    except InvalidTag:
        return None


def _master_key() -> bytes:
    path = data_subdir("secrets") / "settlement_master.key"
    if not path.exists():
        _make_master_key(path)
    return path.read_bytes()


def _make_master_key(path: Path) -> None:
    """Written beside and linked into place: two processes agree on one key."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
