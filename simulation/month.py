"""一个月的汇缴 · the scenes of the month: who pays what, and what the machines make of it.

The money moves at the bank peer; its notices come over a real socket, the worker books them.
Each scene ends when the tables show that this has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from provident.bankpeer.client import PeerClient
from provident.kernel.money import ZERO
from simulation import watching
from simulation.city import City, bundle, confirm, order
from simulation.employers import BANKS, TREASURY_NAME, Organisation, Part
from simulation.narrator import money

OVERPAID, SHORTFALL = Decimal("88.00"), Decimal("500.00")
INTEREST = Decimal("1234.56")
STRANGER_NO, STRANGER_NAME = "65017777000000000001", "示范路过商贸行"
STRANGER_PAID = Decimal("6660.00")
AGENT_NO, AGENT_NAME = "65017777000000000002", "示范代理记账有限公司"
QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """场景 · its title, why it is shown, and the play, which tells what happens as it goes."""

    title: str
    why: str
    play: Callable[[], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Scenes:
    """月度场景 · the city and its banks; each method is one scene."""

    city: City
    peer: PeerClient

    def all(self) -> Iterator[Scene]:
        """The scenes in the order in which they are played."""
        yield Scene(
            "正常缴存",
            "单位确认清册，拿到写着附言号的汇缴书去银行付款；银行通知一到，逐人入账。",
            self.ordinary,
        )
        yield Scene(
            "少缴后补足", "清册只整份入账：不够就先记该单位未分摊，补足再入。", self.short
        )
        yield Scene("多缴", "多付的钱也是这家单位的，留在它的未分摊。", self.over)
        yield Scene(
            "先付款，后报清册", "钱到了就记账；清册确认的当时，用未分摊入账。", self.early
        )
        yield Scene(
            "一次缴三个月", "一笔款抵几个月的清册，从最早的月份起逐月入账。", self.quarter
        )
        yield Scene(
            "财政统发", "国库一笔款，替多家单位缴存：合并缴款单一个附言号。", self.treasury
        )
        yield Scene("同一通知送了两次", "原文都留下，同一笔流水只记一次账。", self.repeated)
        yield Scene(
            "通知漏送", "系统每小时查一次账户明细，漏掉的由此补回；这里提前查。", self.missed
        )
        yield Scene(
            "记错了单位",
            "附言写成别家的附言号：两人撤销，红字按原起息日冲回，利息不受影响，再改记正确单位。",
            self.mistaken,
        )
        yield Scene(
            "不认识的付款人", "先记暂收；两人复核后只退回原付款账户，银行付出才记账。",
            self.stranger,
        )  # fmt: skip
        yield Scene("银行结息", "不是缴存款：列为未达，等会计处理，不挡日结。", self.interest)

    def ordinary(self) -> Iterator[str]:
        """Most employers: list, order, payment with the reference in the remark."""
        employers = [self.city.plan.one(Part.ROSTER), *self.city.plan.all_of(Part.ORDINARY)]
        orders = [confirm(self.city, employer)[0] for employer in employers]
        persons = sum(one.persons for one in orders)
        yield f"{len(orders)} 家单位确认 {orders[0].month} 清册，应缴 {persons} 人。"
        serials = [
            self._pay(employer, one.total, one.reference)
            for employer, one in zip(employers, orders, strict=True)
        ]
        watching.rows_settled(serials)
        total = sum((one.total for one in orders), ZERO)
        yield f"{len(serials)} 笔到账，合计 {money(total)} 元，每份清册整份记入职工账户。"

    def short(self) -> Iterator[str]:
        """Whatever came is the employer's; an order is credited whole or not at all."""
        employer = self.city.plan.one(Part.SHORT)
        (due,) = confirm(self.city, employer)
        first = self._pay(employer, due.total - SHORTFALL, due.reference)
        watching.rows_settled([first])
        part = money(due.total - SHORTFALL)
        yield f"{employer.name} 应缴 {money(due.total)}，只付 {part}：全数记未分摊。"
        watching.rows_settled([self._pay(employer, SHORTFALL, due.reference)])
        yield f"补足 {money(SHORTFALL)}：连同未分摊在一笔分录里记入 {due.persons} 名职工。"

    def over(self) -> Iterator[str]:
        employer = self.city.plan.one(Part.OVER)
        (due,) = confirm(self.city, employer)
        serial = self._pay(employer, due.total + OVERPAID, due.reference)
        watching.rows_settled([serial])
        yield f"{employer.name} 应缴 {money(due.total)}，多付 {money(OVERPAID)}：多的留未分摊。"

    def early(self) -> Iterator[str]:
        """The auditor's figure stands for what the employer works out by himself."""
        employer = self.city.plan.one(Part.EARLY)
        month = self.city.plan.first_month
        amount = self.city.auditor.due(employer.credit_code, month)
        watching.rows_settled([self._pay(employer, amount, "")])
        yield f"{employer.name} 没有清册就付来 {money(amount)}：按付款账号认出，记未分摊。"
        (due,) = confirm(self.city, employer)
        yield f"随后确认清册，应缴 {money(due.total)}：未分摊足够，当时入账 {due.persons} 人。"

    def quarter(self) -> Iterator[str]:
        employer = self.city.plan.one(Part.QUARTER)
        due = confirm(self.city, employer, QUARTER_MONTHS)
        total = sum((one.total for one in due), ZERO)
        watching.rows_settled([self._pay(employer, total, due[0].reference)])
        months = f"{due[0].month} 至 {due[-1].month}"
        yield f"{employer.name} {months} {len(due)} 份清册，一笔 {money(total)} 逐月入账。"

    def treasury(self) -> Iterator[str]:
        """财政统发: the employers' orders are joined to one, and paid in one sum."""
        employers = self.city.plan.all_of(Part.TREASURY)
        for employer in employers:
            confirm(self.city, employer)
        joined = bundle(self.city, employers, TREASURY_NAME)
        yield f"{len(employers)} 张汇缴书并为一张合并缴款单 {joined.reference}。"
        watching.rows_settled([self._pay(employers[0], joined.total, joined.reference)])
        yield f"{TREASURY_NAME}付来一笔 {money(joined.total)}，记入 {joined.persons} 名职工。"

    def repeated(self) -> Iterator[str]:
        """One movement is one bank row, however often it is told."""
        employer = self.city.plan.one(Part.REPEATED)
        (due,) = confirm(self.city, employer)
        self.peer.set_fault("repeat_notice", count=1, acct=employer.bank.collection_no, times=1)
        serial = self._pay(employer, due.total, due.reference)
        self.peer.wait_until_delivered()
        watching.rows_settled([serial])
        frames = watching.frames_since(serial)
        if frames < 2:
            raise watching.WaitedInVain(f"应收到两次通知 {serial}，只收到 {frames} 次")
        yield f"{employer.name} 的 {money(due.total)} 收到 {frames} 次通知，只记账一次。"

    def missed(self) -> Iterator[str]:
        """Asking for the account detail is the machines' hourly habit; here it comes early."""
        from provident.settlement.statements import fetch_details

        employer = self.city.plan.one(Part.MISSED)
        (due,) = confirm(self.city, employer)
        self.peer.set_fault("drop_notice", count=1, acct=employer.bank.collection_no)
        serial = self._pay(employer, due.total, due.reference)
        self.peer.wait_until_delivered()
        yield f"{employer.name} 付了 {money(due.total)}，银行没有通知。"
        fetch_details()
        watching.rows_settled([serial])
        if not watching.came_by_detail(serial):
            raise watching.WaitedInVain(f"流水 {serial} 应由账户明细补回，却有通知到达")
        yield "查询账户明细，找到这一笔，补记入账。"

    def mistaken(self) -> Iterator[str]:
        """An agent pays for one employer and writes another one's reference."""
        right, wrong = self.city.plan.one(Part.MISTAKEN), self.city.plan.one(Part.WRONGED)
        (due,), (other,) = confirm(self.city, right), confirm(self.city, wrong)
        serial = self._pay_from(AGENT_NO, AGENT_NAME, right, due.total, other.reference)
        watching.rows_settled([serial])
        amount = money(due.total)
        yield f"{AGENT_NAME}替 {right.name} 付 {amount}，附言却是 {wrong.name} 的附言号。"
        yield self._undo_and_match(serial, right, wrong)
        watching.rows_settled([self._pay(wrong, other.total, other.reference)])
        yield f"{wrong.name} 自己的 {money(other.total)} 随后到账，重新入账。"

    def _undo_and_match(self, serial: str, right: Organisation, wrong: Organisation) -> str:
        undo = order(
            "collection.undo_receipt",
            {
                "receipt": watching.receipt_of(serial).pk,
                "to": "suspense",
                "reason": "附言附言号写错",
            },
        )
        self.city.auditor.undone(serial)
        order(
            "collection.match_suspense",
            {
                "suspense": undo["suspense"],
                "employer": self.city.number(right),
                "reason": f"代理记账公司说明：为{right.name}所付",
            },
        )
        self.city.auditor.matched(serial, right.credit_code)
        taken_back = money(Decimal(undo["taken_back"]))
        return (
            f"两人撤销：{wrong.name} 职工红字冲回 {taken_back}（原起息日），"
            f"款项转暂收，再匹配给 {right.name} 入账。"
        )

    def stranger(self) -> Iterator[str]:
        """Booked back only when the bank's notice says that the money has gone."""
        bank = BANKS[0]
        serial = self.peer.pay(
            STRANGER_NO, bank.collection_no, STRANGER_PAID, "货款", "示范货款",
            payer_name=STRANGER_NAME,
        )  # fmt: skip
        self.city.auditor.paid_in(serial, bank.collection_no, STRANGER_PAID, STRANGER_NO, "")
        watching.rows_settled([serial])
        item = watching.suspense_of(serial)
        yield f"{STRANGER_NAME}付来 {money(STRANGER_PAID)}：{item.why}，记暂收。"
        order(
            "settlement.refund_suspense",
            {"item": item.pk, "reason": "付款人来函说明误汇"},
        )
        self.city.auditor.refund_ordered(serial)
        watching.refunded(item.pk)
        yield "两人复核退款：先占用，发付款指令，收到银行付出通知才记账，暂收款了结。"

    def interest(self) -> Iterator[str]:
        bank = BANKS[1]
        serial = self.peer.credit_interest(bank.collection_no, INTEREST)
        self.city.auditor.interest_paid(bank.collection_no, INTEREST)
        watching.rows_settled([serial])
        yield f"{bank.name} 结息 {money(INTEREST)}：{watching.row(serial).why}"

    def _pay(self, employer: Organisation, amount: Decimal, reference: str) -> str:
        """The employer's own payer (or its treasury) pays; returns the bank's serial."""
        return self._pay_from(
            employer.payer_no, employer.payer_name, employer, amount, reference
        )

    def _pay_from(
        self, payer_no: str, payer_name: str, employer: Organisation, amount: Decimal,
        reference: str,
    ) -> str:  # fmt: skip
        to = employer.bank.collection_no
        remark = f"{reference} 公积金" if reference else "公积金"
        serial = self.peer.pay(payer_no, to, amount, "转账", remark, payer_name=payer_name)
        self.city.auditor.paid_in(serial, to, amount, payer_no, reference)
        return serial
