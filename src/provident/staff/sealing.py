"""动态口令密钥加密 · the secrets of second factors, enciphered with a key of the centre.

The key is a file of its own in `secrets/` (mode 600), so that a copy of the database alone
makes no codes.  Cipher: SM4 in GCM mode (GB/T 32907, GB/T 36624), bound to the login, so that
a secret copied from one row to another opens nothing.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from provident.kernel.places import data_subdir
from provident.kernel.refusal import Defect

KEY_FILE = "second_factor.key"
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 16, 12, 16


def seal(secret: str, login: int) -> bytes:
    """Nonce, tag and enciphered secret of the login with this id."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    encryptor = Cipher(algorithms.SM4(_key()), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(_bound(login))
    body = encryptor.update(secret.encode()) + encryptor.finalize()
    return nonce + encryptor.tag + body


def unseal(sealed: bytes, login: int) -> str:
    """The secret.  `Defect` when the key file was exchanged or the row is another's."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    tag, body = rest[:TAG_BYTES], rest[TAG_BYTES:]
    decryptor = Cipher(algorithms.SM4(_key()), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(_bound(login))
    try:
        return (decryptor.update(body) + decryptor.finalize()).decode()
    except InvalidTag:
        raise Defect(f"login {login}: {KEY_FILE} does not open the secret") from None


def _bound(login: int) -> bytes:
    return f"login:{login}".encode()


@cache
def _key() -> bytes:
    """The key, made on first use: of two processes that try, one finds the other's."""
    path = data_subdir("secrets") / KEY_FILE
    if not path.exists():
        temporary = path.with_suffix(f".{os.getpid()}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        with suppress(FileExistsError):
            os.link(temporary, path)
        temporary.unlink()
    return path.read_bytes()
