"""控制口 · commands for whoever stages the banks: tests, the demo, the command line.

One JSON object per line: `{"command": "pay", "args": {…}}` is answered by
`{"ok": true, "result": …}` or `{"ok": false, "error": "…"}`.  Amounts travel as text, dates
as YYYY-MM-DD.  Listens on the loopback address only; it is no part of the bank interface.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from provident.bankpeer import calendar, faults, movements, notices
from provident.bankpeer.movements import BankError, Payment
from provident.bankpeer.store import Store, to_fen, to_yuan
from provident.kernel.money import yuan

_OUTSIDER = "payer"
_Command = Callable[..., Any]


class Control:
    """Runs commands.  `on_change` is called after each; `is_stopping` after `stop`."""

    def __init__(self, store: Store, on_change: Callable[[], None]) -> None:
        self._store = store
        self._on_change = on_change
        self.is_stopping = False

    def answer(self, line: bytes) -> bytes:
        """The answer to one line; never raises for what the line says."""
        try:
            request = json.loads(line)
            command, args = request["command"], request.get("args", {})
            result = self._run(command, args)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return _line({"ok": False, "error": str(error) or type(error).__name__})
        return _line({"ok": True, "result": result})

    def _run(self, command: str, args: Mapping[str, Any]) -> Any:
        if command == "stop":
            self.is_stopping = True
            return None
        run = COMMANDS.get(command)
        if run is None:
            raise BankError(f"没有命令“{command}”；有：{'、'.join([*COMMANDS, 'stop'])}")
        with self._store.transaction() as tx:
            result = run(tx, **args)
        self._on_change()
        return result


def _open_account(
    tx: sqlite3.Connection,
    *,
    acct: str,
    name: str,
    node: str,
    kind: str,
    balance: str,
    centre_owned: bool,
    customer_no: str = "",
) -> None:
    movements.open_bank_account(
        tx,
        acct=acct,
        name=name,
        node=node,
        kind=kind,
        balance_fen=to_fen(yuan(balance)),
        centre_owned=centre_owned,
        customer_no=customer_no,
    )


def _pay(
    tx: sqlite3.Connection,
    *,
    from_acct: str,
    to_acct: str,
    amount: str,
    summary: str,
    remark: str,
    booked_on: str | None = None,
    payer_name: str | None = None,
) -> str:
    """Pay as an employer, a treasury or a stranger; returns the payee's host serial.

    A payer whom the peer has not met gets a bank account at the payee's bank.  Outsiders
    always have the money.
    """
    payee = movements.needed(tx, to_acct)
    payer = movements.find(tx, from_acct)
    if payer is None:
        movements.open_bank_account(
            tx,
            acct=from_acct,
            name=payer_name or f"付款人{from_acct}",
            node=payee.node,
            kind=_OUTSIDER,
            balance_fen=0,
            centre_owned=False,
        )
        payer = movements.needed(tx, from_acct)
    elif payer_name and payer_name != payer.name:
        raise BankError(f"账号 {from_acct} 的户名是“{payer.name}”，不是“{payer_name}”")
    amount_fen = to_fen(yuan(amount))
    if not payer.centre_owned:
        movements.deposit_if_short(tx, payer, amount_fen)
        payer = movements.needed(tx, from_acct)
    payment = Payment(amount_fen, summary, remark, _day(tx, booked_on))
    _sent, received = movements.transfer(tx, payer, payee, payment)
    return received


def _credit_interest(tx: sqlite3.Connection, acct: str, amount: str) -> str:
    return movements.credit_interest(tx, acct, to_fen(yuan(amount)), calendar.today(tx))


def _charge_fee(tx: sqlite3.Connection, acct: str, amount: str) -> str:
    return movements.charge_fee(tx, acct, to_fen(yuan(amount)), calendar.today(tx))


def _reverse(tx: sqlite3.Connection, host_seq_no: str) -> str:
    return movements.reverse(tx, host_seq_no, calendar.today(tx))


def _return_payment(tx: sqlite3.Connection, host_seq_no: str) -> str:
    return movements.return_payment(tx, host_seq_no, calendar.today(tx))


def _set_fault(
    tx: sqlite3.Connection, kind: str, args: Mapping[str, Any], count: int | None = None
) -> None:
    faults.set_fault(tx, kind, args, count)


def _clear_faults(tx: sqlite3.Connection) -> None:
    faults.clear_faults(tx)
    notices.release_waiting(tx)


def _statement(tx: sqlite3.Connection, acct: str, day: str) -> dict[str, Any]:
    """对账单 · one bank account on one day: opening, rows in order, closing."""
    on = date.fromisoformat(day).isoformat()
    opening_fen = tx.execute(
        "select opening_fen + (select coalesce(sum(amount_fen), 0) from movement"
        " where movement.acct = bank_account.acct and booked_on < ?)"
        " from bank_account where acct = ?",
        (on, movements.needed(tx, acct).acct),
    ).fetchone()[0]
    rows = tx.execute(
        "select * from movement where acct = ? and booked_on = ? order by id", (acct, on)
    ).fetchall()
    closing_fen = opening_fen + sum(row["amount_fen"] for row in rows)
    return {
        "opening": str(to_yuan(opening_fen)),
        "closing": str(to_yuan(closing_fen)),
        "rows": [
            {
                "host_seq_no": row["host_seq_no"],
                "amount": str(to_yuan(row["amount_fen"])),
                "opponent_acct": row["opponent_acct"],
                "opponent_name": row["opponent_name"],
                "summary": row["summary"],
                "remark": row["remark"],
                "is_reversal": bool(row["is_reversal"]),
            }
            for row in rows
        ],
    }


def _balances(tx: sqlite3.Connection) -> dict[str, str]:
    rows = tx.execute("select acct, balance_fen from bank_account order by acct").fetchall()
    return {row["acct"]: str(to_yuan(row["balance_fen"])) for row in rows}


def _set_date(tx: sqlite3.Connection, day: str | None) -> None:
    calendar.fix_date(tx, None if day is None else date.fromisoformat(day))


COMMANDS: Mapping[str, _Command] = {
    "open_account": _open_account,
    "pay": _pay,
    "credit_interest": _credit_interest,
    "charge_fee": _charge_fee,
    "reverse": _reverse,
    "return_payment": _return_payment,
    "set_fault": _set_fault,
    "clear_faults": _clear_faults,
    "statement": _statement,
    "balances": _balances,
    "pending_notices": notices.pending,
    "set_date": _set_date,
}


def _day(tx: sqlite3.Connection, text: str | None) -> date:
    return calendar.today(tx) if text is None else date.fromisoformat(text)


def _line(answer: Mapping[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
