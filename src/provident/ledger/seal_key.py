"""封印密钥 · the centre's SM2 key pair, with which the seals of days are signed.

The private key lies in `secrets/` (mode 600) and is made on first use; the public key also
lies beside the seal files, so that a copy of that folder can be checked anywhere.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import gmssl_pyx

from provident.kernel.places import data_subdir

PRIVATE = "seal_sm2_private.hex"
PUBLIC = "public_key.hex"


def sign(digest: str) -> str:
    """SM2 signature (ASN.1 DER, hexadecimal, default signer id) of a hexadecimal digest."""
    private, public = _pair()
    return gmssl_pyx.sm2_sign(private, public, bytes.fromhex(digest)).hex()


def signed(digest: str, signature: str, public: bytes) -> bool:
    """Whether `signature` is the one of `digest` by the owner of the public key."""
    try:
        return gmssl_pyx.sm2_verify(public, bytes.fromhex(digest), bytes.fromhex(signature))
    except (ValueError, gmssl_pyx.GmsslInnerError):
        return False


def own_public_key() -> bytes:
    """The public key of the centre's own pair."""
    return _pair()[1]


def public_key(directory: Path) -> bytes | None:
    """The public key that lies beside seal files; None when the folder has none, as before
    the first close, or holds something else under its name."""
    try:
        return bytes.fromhex((directory / PUBLIC).read_text(encoding="ascii").strip())
    except (FileNotFoundError, ValueError):
        return None


@cache
def _pair() -> tuple[bytes, bytes]:
    path = data_subdir("secrets") / PRIVATE
    if not path.exists():
        _make(path)
    private, public = (bytes.fromhex(part) for part in path.read_text("ascii").split())
    beside = data_subdir("seals") / PUBLIC
    if not beside.exists():
        beside.write_text(public.hex() + "\n", encoding="ascii")
    return private, public


def _make(path: Path) -> None:
    """Write a new key pair, once: of two processes that try, one finds the other's."""
    public, private = gmssl_pyx.sm2_key_generate()
    temporary = path.with_suffix(f".{os.getpid()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{private.hex()}\n{public.hex()}\n")
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
