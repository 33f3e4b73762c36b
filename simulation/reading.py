"""期末余额 · reading the system's final balances, once, for the auditor.

The only place where the simulation reads amounts of the system; four plain questions.
"""

from __future__ import annotations

from decimal import Decimal
from typing import LiteralString

from provident.kernel import sql
from simulation.auditor import Balances

MEMBERS = (
    "select m.id_number, h.balance, h.product"
    " from member m join ledger.holder h on h.id = m.holder_id"
)
UNALLOCATED = (
    "select e.credit_code, h.balance from employer e"
    " join employer_terms t on t.employer_id = e.id"
    " join ledger.holder h on h.id = t.unallocated_holder"
)
SUSPENSE = (
    "select r.host_serial, sum(h.balance) from suspense_item s"
    " join bank_row r on r.id = s.bank_row_id"
    " join ledger.holder h on h.id = s.holder_id group by r.host_serial"
)
BANK = (
    "select b.account_no,"
    " coalesce(sum(case l.side when 'D' then l.amount else -l.amount end), 0.00)"
    " from bank_account b left join ledger.line l on l.gl_account = b.gl_account"
    " group by b.account_no"
)


def final_balances() -> Balances:
    """Every balance of the books as it stands now, in yuan."""
    members = sql.cursor().execute(MEMBERS).fetchall()
    return Balances(
        members={row[0]: row[1] for row in members},
        products={row[0]: row[2] for row in members},
        unallocated=_pairs(UNALLOCATED),
        suspense=_pairs(SUSPENSE),
        bank=_pairs(BANK),
    )


def _pairs(question: LiteralString) -> dict[str, Decimal]:
    return dict(sql.cursor().execute(question).fetchall())
