"""摘要 · SM3 (GB/T 32905), the digest used for commands, documents and the day's seal."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes


class Sm3:
    """A running SM3 digest."""

    def __init__(self) -> None:
        self._hash = hashes.Hash(hashes.SM3())

    def add(self, data: bytes) -> None:
        self._hash.update(data)

    def hex(self) -> str:
        """The digest so far as 64 lower-case hex characters; ends the computation."""
        return self._hash.finalize().hex()


def sm3(data: bytes) -> str:
    """SM3 of `data` as 64 lower-case hex characters."""
    digest = Sm3()
    digest.add(data)
    return digest.hex()
