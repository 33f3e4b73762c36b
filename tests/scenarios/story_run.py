"""场景的执行 · the steps of a story, one after the other, against real books.

A step that does not turn out as written ends the story with one report: the story, the
step, and every difference that it found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import story_checks as checks
from story_bank import Bank
from story_facts import fact_faults, reason_faults, said_faults
from story_file import QUESTIONS, Step, Story, StoryError
from story_jobs import run_jobs
from story_questions import Questions
from story_roster import hand_in
from story_world import Subject, World, build

from provident.dayend.closing import close_day
from provident.kernel.clock import today
from provident.kernel.context import By
from provident.kernel.models import BusinessDay, Operation
from provident.kernel.operation import Done, operation_id, perform
from provident.kernel.refusal import Conflict, Refusal
from provident.settlement import api as settlement
from provident.settlement.models import BankRow, Instruction
from provident.settlement.statements import fetch_details

KINDS = {
    "到账": "receipt", "付款": "instruction", "退汇": "returned", "冲正": "reversal",
    "结息": "interest", "手续费": "fee", "划转": "own_transfer", "不明支出": "unknown_debit",
    "有争议": "disputed",
}  # fmt: skip
"""What a bank row turned out to be, in the words of the stories."""


FAULTS = {
    "拒绝付款": "reject", "漏发通知": "drop_notice", "不应答": "drop_answer",
    "多报金额": "wrong_amount",
}  # fmt: skip
"""What the bank does wrong once, in the words of the stories and of the peer."""

NEXT_TIME = frozenset({"漏发通知", "不应答", "多报金额"})
"""What only prepares the bank for the step that follows."""

MACHINE = "系统"
"""Who starts what no person may start."""


class StoryFailed(AssertionError):
    """The system did something else than the story says."""


class StoryRun:
    """One story in empty books; `bank` makes the bank when it is first needed."""

    def __init__(
        self,
        story: Story,
        settings: Mapping[str, Any],
        bank: Callable[[], Bank],
        directory: Path,
    ) -> None:
        self._story = story
        self._questions = Questions(story, directory)
        self._world = World(settings)
        self._make_bank = bank
        self._opened_bank: Bank | None = None
        self._seen: set[str] = set()
        self._last: list[Operation] = []

    def run(self) -> None:
        """Build the world, take every step, and look at all the books at the end."""
        build(self._world, self._story.given)
        self._note_operations()
        for step in self._story.steps:
            self._take(step)
        faults = list(checks.book_faults())
        if faults:
            raise StoryFailed(self._report("结束之后", faults))

    def _take(self, step: Step) -> None:
        where = f"第 {step.number} 步（{step.kind}: {step.subject}）"
        takers: Mapping[str, Callable[[Step], Iterator[str]]] = {
            "do": self._do,
            "bank": self._bank,
            "roster": self._roster,
            "day": self._day,
            "entry": self._entry,
            "balances": lambda one: checks.balance_faults(self._world, one.subject),
            "list": lambda one: checks.list_faults(self._world, one.subject, one.beside),
            "books": lambda _one: checks.book_faults(),
            **dict.fromkeys(QUESTIONS, self._questions.take),
        }
        try:
            faults = list(takers[step.kind](step))
        except StoryError as error:
            raise StoryError(self._report(where, [str(error)])) from None
        if faults:
            raise StoryFailed(self._report(where, faults))

    def _report(self, where: str, faults: list[str]) -> str:
        lines = "\n".join(f"  · {fault}" for fault in faults)
        return f"{self._story.name}《{self._story.title}》{where}：\n{lines}"

    def _do(self, step: Step) -> Iterator[str]:
        code, beside = step.subject, step.beside
        command = self._world.command(code, beside.get("with") or {})
        identity = operation_id("story", beside["id"]) if "id" in beside else None
        yield from self._expect(
            step,
            lambda: perform(code, command, self._by(beside.get("by")), id=identity),
            command,
        )

    def _day(self, step: Step) -> Iterator[str]:
        by = self._by(None)
        if step.subject == "切点":
            day = step.beside.get("on") or today().isoformat()
            yield from self._expect(
                step, lambda: perform("dayend.cut_off", {"day": day}, by), {}
            )
            return
        waiting = BusinessDay.objects.exclude(state=BusinessDay.CLOSED).order_by("date")
        day = date.fromisoformat(step.beside.get("on") or waiting[0].date.isoformat())
        self._bank_of_story()
        fetch = settlement.fetch_statement
        yield from self._expect(step, lambda: close_day(day, by, fetch=fetch), {})

    def _expect(
        self, step: Step, act: Callable[[], Done], command: Mapping[str, Any]
    ) -> Iterator[str]:
        """Perform, and compare refusal, conflict or receipt with what stands beside."""
        beside = step.beside
        try:
            done = act()
        except Refusal as refusal:
            self._note_operations()
            yield from self._refused(beside, refusal)
            return
        except Conflict as conflict:
            self._note_operations()
            if beside.get("conflict") != conflict.code:
                yield f"冲突 {conflict.code}：{conflict.says}"
            yield from self._says(beside, conflict.says)
            return
        self._note_operations()
        if "refused" in beside or "conflict" in beside:
            yield f"应当不予办理，却办成了：{done.receipt.says}"
            return
        if done.replayed is not bool(beside.get("replayed")):
            yield "这一步重复了以前的业务" if done.replayed else "应是重复提交，却又办了一次"
        yield from self._says(beside, done.receipt.says)
        yield from self._gives(beside, done.receipt.facts)
        if "as" in beside:
            self._world.note(beside["as"], step.subject, command, done)

    def _refused(self, beside: Mapping[str, Any], refusal: Refusal) -> Iterator[str]:
        yield from reason_faults(beside.get("refused", []), refusal.reasons)
        yield from self._says(beside, str(refusal))

    def _says(self, beside: Mapping[str, Any], says: str) -> Iterator[str]:
        yield from said_faults(self._world.fill(beside.get("says", [])), says)

    def _gives(self, beside: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[str]:
        yield from fact_faults(self._world.fill(beside.get("gives", {})), facts)

    def _by(self, text: str | None) -> By:
        people = self._world.settings["people"]
        if text is None:
            return By(people["maker"], people["checker"])
        if text == MACHINE:
            return By.machine("stories")
        maker, _, checker = (part.strip() for part in text.partition("/"))
        return By(maker, checker or None)

    def _roster(self, step: Step) -> Iterator[str]:
        """Hand in a workbook; `$name` is then the number under which it is kept."""
        beside = step.beside
        template = self._world.settings["defaults"]["roster"]
        people = [
            {
                heading: cell
                for heading, cell in self._world.fill({**template, **person}).items()
                if cell is not None
            }
            for person in beside["people"]
        ]
        employer = self._world.known(step.subject, "单位").key
        maker = self._world.settings["people"]["maker"]
        try:
            number = hand_in(employer, people, maker, beside.get("file", "名单.xlsx"))
        except Refusal as refusal:
            yield from self._refused(beside, refusal)
            return
        if "refused" in beside:
            yield "名单应当退回，却收下了"
        if "as" in beside:
            self._world.subjects[beside["as"]] = Subject("名单", number)

    def _entry(self, step: Step) -> Iterator[str]:
        numbers = [one.number for one in self._last]
        yield from checks.entry_faults(self._world, numbers, step.subject)

    def _bank(self, step: Step) -> Iterator[str]:
        bank = self._bank_of_story()
        beside = self._world.fill(step.beside)
        before = set(BankRow.objects.values_list("pk", flat=True))
        serial = self._move_money(bank, step.subject, beside)
        if step.subject not in NEXT_TIME:
            run_jobs(early=step.subject == "查询结果")
        self._note_operations()
        rows = BankRow.objects.exclude(pk__in=before).order_by("pk")
        row = rows.filter(host_serial=serial).first() if serial else rows.last()
        if "as" in beside:
            self._name_movement(beside["as"], row, serial, [one.pk for one in rows])
        if row is None:
            if {"kind", "gives", "says"} & beside.keys():
                yield "没有新的银行流水"
            return
        if "kind" in beside and row.kind != KINDS.get(beside["kind"]):
            yield f"银行流水应归为“{beside['kind']}”，实为 {row.kind}（{row.why}）"
        receipt = self._receipt_of(row)
        yield from fact_faults(beside.get("gives", {}), receipt.get("facts", {}))
        yield from self._says(step.beside, receipt.get("says", "") + row.why)

    def _move_money(self, bank: Bank, verb: str, beside: Mapping[str, Any]) -> str | None:
        """Do on the bank's side what the verb says; the host serial where money moved."""
        match verb:
            case "来款":
                serial = bank.run("pay", **self._payment(bank, beside))
            case "结息" | "手续费":
                command = "credit_interest" if verb == "结息" else "charge_fee"
                acct = self._account_no(beside.get("to", "归集户"))
                serial = bank.run(command, acct=acct, amount=beside["amount"])
            case "冲正" | "退汇":
                command = "reverse" if verb == "冲正" else "return_payment"
                origin = self._world.known(beside["of"]).facts["host_serial"]
                serial = bank.run(command, host_seq_no=origin)
            case "重发通知":
                bank.repeat(self._world.known(beside["of"]).facts["host_serial"])
                return None
            case "查询明细":
                fetch_details()
                return None
            case "拒绝付款" | "漏发通知" | "不应答" | "多报金额":
                args = {"difference": beside["amount"]} if "amount" in beside else {}
                bank.run("set_fault", kind=FAULTS[verb], args=args, count=1)
                return None
            case "执行付款" | "查询结果":
                return None
            case _:
                serial = None
        bank.push()
        return serial

    def _payment(self, bank: Bank, beside: Mapping[str, Any]) -> dict[str, Any]:
        payer = self._side(beside["from"])
        payee = self._side(beside.get("to", "归集户"))
        if payee["name"]:
            bank.outsider(payee["account_no"], payee["name"])
        return {
            "from_acct": payer["account_no"],
            "payer_name": payer["name"],
            "to_acct": payee["account_no"],
            "amount": beside["amount"],
            "summary": beside.get("summary", "转账"),
            "remark": beside.get("remark", ""),
            "booked_on": beside.get("on"),
        }

    def _side(self, side: str | Mapping[str, str]) -> Mapping[str, Any]:
        """Who pays or is paid: an employer by its first payer, a bank account of the centre
        (which the bank knows, so without a name), or anybody by name and number."""
        if not isinstance(side, str):
            return side
        subject = self._world.known(side, "单位", "银行户")
        if subject.kind == "银行户":
            return {"account_no": subject.key, "name": None}
        payer = subject.facts["payers"][0]
        return {"account_no": payer["account_no"], "name": payer["account_name"]}

    def _account_no(self, name: str) -> str:
        return self._world.known(name, "银行户").key

    def _name_movement(
        self, name: str, row: BankRow | None, serial: str | None, rows: list[int]
    ) -> None:
        """What a later step can say about a movement: its serial, its bank rows, and what
        became of it."""
        facts: dict[str, Any] = {"host_serial": serial or self._paid_serial(), "rows": rows}
        if row is not None:
            facts |= self._receipt_of(row).get("facts", {})
            facts |= {"bank_row": row.pk, "host_serial": row.host_serial}
            receipts = list((facts.get("receipts") or {}).values())
            if len(receipts) == 1:
                facts["receipt"] = receipts[0]
        self._world.subjects[name] = Subject("银行流水", None, facts)

    def _paid_serial(self) -> str:
        """The bank's serial of the newest payment of ours that it has answered."""
        paid = Instruction.objects.exclude(host_serial="").order_by("-pk").first()
        return paid.host_serial if paid else ""

    def _receipt_of(self, row: BankRow) -> dict[str, Any]:
        found = Operation.objects.filter(number=row.operation_no).first()
        return found.result if found else {}

    def _bank_of_story(self) -> Bank:
        if self._opened_bank is None:
            self._opened_bank = self._make_bank()
        return self._opened_bank

    def _note_operations(self) -> None:
        """What has been performed since this was asked the last time."""
        found = Operation.objects.exclude(number__in=self._seen).order_by("recorded_at")
        self._last = list(found)
        self._seen |= {one.number for one in self._last}
