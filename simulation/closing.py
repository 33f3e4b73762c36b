"""日结与核对 · the day is closed, and everything that must agree is laid side by side.

Each part says what it compares and returns how many things are wrong, so that the
demonstration as a whole fails when one fen is off anywhere.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from provident.bankpeer.client import PeerClient
from provident.kernel.context import By
from simulation.auditor import Auditor
from simulation.city import REVIEWER, TELLER, order
from simulation.employers import BANKS
from simulation.narrator import Narrator, money
from simulation.reading import final_balances

SHOWN_MAX = 20


def close_the_day(tell: Narrator, day: date) -> None:
    """切点、日结; raises `Refusal` with everything that blocks."""
    from provident.dayend.api import close_day
    from provident.settlement.api import fetch_statement

    cut = order("dayend.cut_off", {"day": day})
    tell.say(f"{day} 切点，新业务记入 {cut['opened']}。")
    done = close_day(day, By(TELLER, REVIEWER, "counter"), fetch=fetch_statement)
    tell.say(done.receipt.says)
    facts = done.receipt.facts
    debit, credit = (money(Decimal(facts[side])) for side in ("debit", "credit"))
    tell.say(f"借方合计 {debit}，贷方合计 {credit}，封印 {facts['seal'][:16]}…")


def show_books(tell: Narrator, day: date) -> int:
    """三账并列: business, finance and bank, each difference named."""
    from provident.reconciliation.api import books

    lines = books(day)
    tell.table(
        ("项目", "业务账", "财务账", "资金流水账", "业务－财务", "财务－资金", "说明"),
        (
            (
                line.item,
                money(line.business),
                money(line.finance),
                money(line.bank),
                money(line.business_less_finance),
                money(line.finance_less_bank),
                line.note,
            )
            for line in lines
        ),
        amounts=range(1, 6),
    )
    wrong = [line for line in lines if not line.agrees]
    for line in wrong:
        tell.warn(f"{line.item} 不符。")
    if not wrong:
        tell.good("业务账、财务账、资金流水账相符；差额只有逐笔列出的未达。")
    return len(wrong)


def show_bank(tell: Narrator, day: date) -> int:
    """余额调节: every account's balances and every single outstanding item."""
    from provident.reconciliation.api import positions

    wrong = 0
    for one in positions(day):
        tell.say(
            f"{one.bank_name} {one.account_no}：账面 {money(one.book_balance)}，"
            f"对账单 {money(one.statement_balance)}，调节后差额 {money(one.difference)}"
        )
        for item in one.outstanding:
            tell.say(
                f"    未达 {money(item.amount)}　{item.summary}（流水号 {item.reference}）"
            )
        wrong += one.difference != 0
    return wrong


def show_invariants(tell: Narrator) -> int:
    """不变量: the same checks as `provident check`."""
    from provident.reconciliation.api import run_all

    results = run_all()
    wrong = [result for result in results if not result.holds]
    for result in wrong:
        tell.warn(f"{result.title}：{len(result.offences)} 处不符")
        for offence in result.offences[:SHOWN_MAX]:
            tell.say(f"    {offence.says}")
    if not wrong:
        tell.good(
            f"{len(results)} 项不变量全部成立：{'、'.join(one.title for one in results)}。"
        )
    return len(wrong)


def show_seal(tell: Narrator) -> int:
    """封印: the same comparison as `provident verify`."""
    from provident.ledger.seals import verify

    faults = list(verify())
    for fault in faults[:SHOWN_MAX]:
        tell.warn(fault.says)
    if not faults:
        tell.good("封印与分录行、封印表、封印文件（已签名）三处相符。")
    return len(faults)


def show_audit(tell: Narrator, auditor: Auditor, peer: PeerClient, day: date) -> int:
    """独立审计: what must be, computed from orders and the bank alone, against what is."""
    closing: dict[str, Decimal] = {}
    for bank in BANKS:
        statement = peer.statement(bank.collection_no, day)
        closing[bank.collection_no] = statement.closing
        auditor.statement_seen(
            bank.collection_no, [(row.amount, row.opponent_acct) for row in statement.rows]
        )
    found = final_balances()
    differences = auditor.differences(found, closing)
    tell.table(
        ("审计员自己算出的合计", "元"),
        ((name, money(amount)) for name, amount in auditor.totals.items()),
        amounts=range(1, 2),
    )
    for difference in differences[:SHOWN_MAX]:
        tell.warn(str(difference))
    if differences:
        tell.warn(f"共 {len(differences)} 处与审计员不符。")
    else:
        tell.good(
            f"{len(found.members)} 名职工的余额和积数、{len(found.unallocated)} 家单位的"
            f"未分摊、{len(found.suspense)} 笔暂收、{len(found.bank)} 个银行户，"
            "与审计员逐分相符。"
        )
    return len(differences)
