"""核算 · the ledger's face: the only writer of money.

An operation calls at most one of `post`, `hold`, `post_hold`, `release`, `reverse` or
`post_batch`.  Each is one call to a function of the database, which locks the holders in
ascending id.

>>> post("collection.receive", at,
...      amounts={"from_receipt": 900, "from_unallocated": 100, "kept": 0},
...      legs={"fund_deposit": [Leg(gl_account="10101")],
...            "unallocated_used": [Leg(holder=7)],
...            "member": [Leg(holder=12, amount=600, month=nov), Leg(holder=15, amount=400)]})
"""

from __future__ import annotations

from provident.ledger.batch import BatchResult, open_batch, post_batch
from provident.ledger.holders import (
    HolderFigures,
    figures,
    load_chart,
    lock_holders,
    open_bank_gl_account,
    open_holders,
)
from provident.ledger.posting import Leg, Posted, hold, post, post_hold, release, reverse
from provident.ledger.rules import posting_rule

__all__ = [
    "BatchResult",
    "HolderFigures",
    "Leg",
    "Posted",
    "figures",
    "hold",
    "load_chart",
    "lock_holders",
    "open_bank_gl_account",
    "open_batch",
    "open_holders",
    "post",
    "post_batch",
    "post_hold",
    "posting_rule",
    "release",
    "reverse",
]
