"""加密 · the session key and how bodies are enciphered with it.

Each sign-in brings a session key of 24 ASCII characters: node (6), date (8) and ten random
letters or digits.  It travels as HandKey: the platform's RSA private operation over the
key, padded as PKCS#1 v1.5 type 1, so that whoever holds the platform's public key can read
it.  Bodies are enciphered whole with 3DES (EDE, three keys), ECB, PKCS#5.

The algorithms are the interface's, not our choice: there is no MAC and no initial vector,
so the wire hides content but does not prove who sent it.  The line itself must be private.
"""

from __future__ import annotations

import os
import re
import secrets
import string
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import padding, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from provident.settlement.wire.errors import CipherError, WrongKey

SESSION_KEY_BYTES = 24
HAND_KEY_BITS = 1024
"""HandKey is 256 hexadecimal characters, which fixes the size of the RSA key."""

_BLOCK_BITS = 64
_BLOCK_BYTES = 8
_SESSION_KEY = re.compile(rb"[0-9A-Za-z]{6}\d{8}[0-9A-Za-z]{10}")
_ALPHABET = string.ascii_letters + string.digits


def make_session_key(node: str, day: date) -> bytes:
    """A new session key for `node` on `day`."""
    key = f"{node}{day:%Y%m%d}" + "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return checked_session_key(key.encode("ascii", "replace"))


def checked_session_key(key: bytes) -> bytes:
    """`key` itself; raises `CipherError` when it has not the agreed shape."""
    if not _SESSION_KEY.fullmatch(key):
        raise CipherError("会话密钥应为节点号 6 位、日期 8 位加 10 位字母或数字")
    return key


def encipher(plain: bytes, key: bytes) -> bytes:
    """The whole body enciphered with the session key."""
    padder = padding.PKCS7(_BLOCK_BITS).padder()
    padded = padder.update(plain) + padder.finalize()
    encryptor = _cipher(key).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


def decipher(secret: bytes, key: bytes) -> bytes:
    """The body in clear; raises `WrongKey` when this key cannot have made it."""
    if not secret or len(secret) % _BLOCK_BYTES:
        raise WrongKey(f"密文 {len(secret)} 字节，不是 {_BLOCK_BYTES} 的倍数")
    decryptor = _cipher(key).decryptor()
    padded = decryptor.update(secret) + decryptor.finalize()
    unpadder = padding.PKCS7(_BLOCK_BITS).unpadder()
    try:
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        raise WrongKey("密文不能用现有的会话密钥解开，请重新签到") from None


def wrap_hand_key(session_key: bytes, private_key: rsa.RSAPrivateKey) -> str:
    """HandKey: the private operation over the padded key, in hexadecimal.

    Libraries offer this operation only for signatures over a digest, so the padding is
    written out here: 00 01 FF … FF 00 and the key.
    """
    size = (private_key.key_size + 7) // 8
    filler = b"\xff" * (size - 3 - len(session_key))
    padded = b"\x00\x01" + filler + b"\x00" + session_key
    numbers = private_key.private_numbers()
    wrapped = pow(int.from_bytes(padded, "big"), numbers.d, numbers.public_numbers.n)
    return wrapped.to_bytes(size, "big").hex().upper()


def unwrap_hand_key(hand_key: str, public_key: rsa.RSAPublicKey) -> bytes:
    """The session key in a HandKey (hexadecimal of either case).  Raises `CipherError`."""
    try:
        wrapped = bytes.fromhex(hand_key)
        key = public_key.recover_data_from_signature(wrapped, PKCS1v15(), None)
    except (ValueError, InvalidSignature):
        raise CipherError(
            "签到应答里的 HandKey 不能用结算平台的公钥打开，请核对公钥文件是否属于本节点"
        ) from None
    return checked_session_key(key)


def make_platform_keys(private_file: Path, public_file: Path) -> rsa.RSAPrivateKey:
    """The platform's RSA key pair: loaded, or made once and written as two PEM files.

    The private file is readable by its owner only.
    """
    if private_file.exists():
        private_key = load_private_key(private_file)
    else:
        private_key = rsa.generate_private_key(public_exponent=65537, key_size=HAND_KEY_BITS)
        pem = private_key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _write_once(private_file, pem, mode=0o600)
    public_pem = private_key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    _write_once(public_file, public_pem, mode=0o644)
    return private_key


def load_private_key(file: Path) -> rsa.RSAPrivateKey:
    """An RSA private key from PEM; raises `CipherError` when the file holds none."""
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise CipherError(f"读不出私钥文件 {file.name}") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise CipherError(f"{file.name} 不是 RSA 私钥")
    return key


def load_public_key(file: Path) -> rsa.RSAPublicKey:
    """An RSA public key from PEM; raises `CipherError` when the file holds none."""
    try:
        key = serialization.load_pem_public_key(file.read_bytes())
    except (OSError, ValueError) as error:
        raise CipherError(f"读不出公钥文件 {file.name}") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise CipherError(f"{file.name} 不是 RSA 公钥")
    return key


def _cipher(key: bytes) -> Cipher[modes.ECB]:
    return Cipher(TripleDES(checked_session_key(key)), modes.ECB())


def _write_once(file: Path, content: bytes, *, mode: int) -> None:
    """Written beside and moved into place: a reader sees the whole file or none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + ".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as output:
        output.write(content)
        output.flush()
        os.fsync(output.fileno())
    beside.replace(file)
