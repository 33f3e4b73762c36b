"""会话密钥 · the session keys that the platform has given out.

The current and the previous key are valid, so that messages under way during a sign-in
still open.  Signing out invalidates both.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from provident.settlement.wire.crypto import make_session_key

_KEPT = 2


def new_key(tx: sqlite3.Connection, node: str, day: date) -> bytes:
    """A new current key for the centre; the one before the previous is forgotten."""
    key = make_session_key(node, day)
    tx.execute("insert into session_key (node, value) values (?, ?)", (node, key.decode()))
    tx.execute(
        "delete from session_key where id not in"
        " (select id from session_key order by id desc limit ?)",
        (_KEPT,),
    )
    return key


def valid_keys(tx: sqlite3.Connection) -> list[bytes]:
    """The valid keys, current first; empty before the first sign-in."""
    rows = tx.execute("select value from session_key order by id desc").fetchall()
    return [row["value"].encode() for row in rows]


def centre_node(tx: sqlite3.Connection) -> str | None:
    """The node of the centre that signed in last."""
    row = tx.execute("select node from session_key order by id desc limit 1").fetchone()
    return row["node"] if row else None


def forget_keys(tx: sqlite3.Connection) -> None:
    """签退 · no key is valid until the next sign-in."""
    tx.execute("delete from session_key")
