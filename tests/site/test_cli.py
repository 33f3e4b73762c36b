"""命令行 · `provident …` on a real database, as an operator types it.

Expected: 0 done, 1 something is off, 2 refused or mistyped, 3 in conflict; sentences in
Chinese on the error stream; JSON that a program can read.  Figures come from wage and ratio
by hand: 6 000.00 × (12 % + 12 %) = 1 440.00.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import uuid
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pypdf import PdfReader

import enrolment_city as city
import receiving

BRANCH = {"code": "001", "name": "喀什市管理部"}
BANK = {
    "account_no": "65001610100050000001",
    "account_name": "住房公积金管理中心",
    "bank_name": "中国建设银行",
    "bank_code": "105",
    "node": "105000",
}
METHOD = ("mof-1999-33", "mof-2000-12")
"""The accounting method and its supplement: cited by 科目, which the chart holds."""

OPEN = "settlement.open_bank_account"
TWO = ("--maker", "柜员甲", "--checker", "复核员乙")


@dataclass(frozen=True)
class Result:
    """What a command said and the number it ended with."""

    exit_code: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Result:
    """`provident ARGUMENTS…` in this process, through its entry point."""
    from provident.site import cli

    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["provident", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    return Result(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def perform(code: str, command: dict[str, Any] | str, *more: str) -> Result:
    text = command if isinstance(command, str) else json.dumps(command, ensure_ascii=False)
    return run("perform", code, text, *(more or TWO))


def facts(result: Result) -> dict[str, Any]:
    """The JSON after the sentence."""
    assert result.exit_code == 0, result.stderr
    _says, _line, body = result.stdout.partition("\n")
    return json.loads(body)


def counts() -> dict[str, int]:
    """How many rows every table of the business has."""
    from provident.kernel import sql

    names = sql.cursor().execute(
        "select format('%I.%I', schemaname, tablename) from pg_tables"
        " where schemaname in ('public', 'ledger')"
    )
    return {
        name: sql.cursor().execute(f"select count(*) from {name}").fetchone()[0]
        for (name,) in names.fetchall()
    }


@pytest.fixture
def town(books: str) -> str:
    """A branch, the bank account and one employer with a member; the list is confirmed."""
    city.open_branch()
    receiving.open_bank()
    employer = city.open_employer()
    city.open_member(employer, **city.person(1))
    return employer


def test_what_is_done_is_told_and_can_be_read_by_a_program(books: str) -> None:
    result = perform(OPEN, BANK)
    assert result.stdout.startswith("已登记中国建设银行账户 65001610100050000001")
    told = facts(result)
    assert told["business_date"] == "2026-11-02"
    assert told["replayed"] is False
    assert told["facts"]["gl_account"].startswith("101")


def test_a_command_may_stand_in_a_file(books: str, tmp_path: Path) -> None:
    file = tmp_path / "bank.json"
    file.write_text(json.dumps(BANK, ensure_ascii=False), encoding="utf-8")
    assert facts(perform(OPEN, f"@{file}"))["facts"]


def test_a_refusal_tells_every_reason_with_its_basis(books: str) -> None:
    city.open_branch()
    wrong = city.FACTORY | {"unit_ratio": "13", "personal_ratio": "4.99", "pay_day": 40}
    result = perform("collection.open_employer", wrong)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert sum(line.startswith("拒绝 ratio.outside：") for line in lines) == 2
    assert any(line.startswith("拒绝 employer.pay_day：") for line in lines)
    assert all("（" in line for line in lines if "ratio.outside" in line)


def test_the_second_person_must_be_another_one(books: str) -> None:
    alone = perform(OPEN, BANK, "--maker", "柜员甲")
    twice = perform(
        "settlement.open_bank_account", BANK, "--maker", "柜员甲", "--checker", "柜员甲"
    )
    assert (alone.exit_code, twice.exit_code) == (2, 2)
    assert "operation.two_persons" in alone.stderr
    assert "operation.two_persons" in twice.stderr


def test_the_same_id_is_done_once_and_conflicts_with_another_body(books: str) -> None:
    again = (*TWO, "--operation", str(uuid.uuid4()))
    first = facts(perform(OPEN, BANK, *again))
    second = facts(perform(OPEN, BANK, *again))
    assert second == first | {"replayed": True}
    other = perform(OPEN, BANK | {"node": "105001"}, *again)
    assert other.exit_code == 3
    assert other.stderr.startswith("冲突 operation.other_body：")


def test_what_is_no_json_is_said_so(books: str) -> None:
    result = perform(OPEN, "{account_no: 1}")
    assert result.exit_code == 2
    assert "不是 JSON" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "exit_code", "says"),
    [
        (("perform", "collection.no_such", "{}", "--maker", "甲"), 2, "collection.no_such"),
        (("perform", OPEN, "{}", "--maker", "甲", "--operation", "7"), 2, "UUID"),
        (("perform", OPEN, "@/no/such.json", "--maker", "甲"), 4, "such.json"),
        (("print", "H0000000000", "--into", "x.pdf"), 2, "拒绝 remittance.unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_words(
    books: str, arguments: tuple[str, ...], exit_code: int, says: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == exit_code
    assert says in result.stderr.replace("\n", "")
    assert "Traceback" not in result.stderr


def test_a_rehearsal_leaves_nothing(town: str) -> None:
    before = counts()
    command = {"employer": town, "count": 1}
    rehearsed = facts(
        perform("collection.confirm_lists", command, "--maker", "甲", "--rehearse")
    )
    assert rehearsed["facts"]["lists"][0]["total"] == "1440.00"
    assert counts() == before
    done = facts(perform("collection.confirm_lists", command, "--maker", "甲"))
    assert done["facts"]["lists"][0]["total"] == "1440.00"
    assert counts() != before


def test_the_catalogue_names_law_and_posting_of_every_operation(books: str) -> None:
    from provident.kernel.operation import catalogue
    from provident.ledger.rules import posting_rule
    from provident.policy.releases import active
    from provident.standards.chart import chart

    result = run("catalogue", "--json")
    rows = json.loads(result.stdout)
    own = [one for one in catalogue() if one.handler.__module__.startswith("provident.")]
    assert {one.code for one in own} <= {row["code"] for row in rows}
    library = active()
    for row in rows:
        assert row["title"]
        assert row["moves"] in {"none", "in", "out", "inside"}
        assert row["command"]["type"] == "object"
        for citation in row["basis"]:
            document, _, place = citation.partition("#")
            if document in METHOD:
                assert not place or place in chart()
            else:
                assert library.cite(citation).startswith("《")
        for rule in row["posting"]:
            assert posting_rule(rule).code == rule
    assert any(row["basis"] for row in rows)


def test_the_order_to_pay_is_written_as_pdf(town: str, tmp_path: Path) -> None:
    reference = city.confirm(town)[0]["reference"]
    file = tmp_path / "order.pdf"
    result = run("print", reference, "--into", str(file), "--persons")
    assert result.exit_code == 0, result.stderr
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages]
    assert reference in pages[0]
    assert "1,440.00" in pages[0]


def test_the_books_agree_and_a_corruption_ends_the_check_with_one(town: str) -> None:
    from provident.settlement.models import BankAccount

    city.confirm(town)
    bank = BankAccount.objects.get().pk
    receiving.receive(
        receiving.bank_row(bank, "1440.00", "s1", opponent_no="65050161004500000001")
    )
    assert run("check").exit_code == 0
    told = json.loads(run("check", "--json").stdout)
    assert told["holds"] is True
    assert all(one["holds"] for one in told["checks"])
    assert "职工" in run("books").stdout
    assert json.loads(run("books", "--json").stdout)
    with psycopg.connect(town_superuser(), autocommit=True) as server:
        server.execute("update ledger.holder set balance = balance + 0.01 where balance > 0")
    broken = run("check")
    assert broken.exit_code == 1
    assert "不成立" in broken.stdout


def town_superuser() -> str:
    from provident.kernel import embedded

    return embedded.ensure_running().replace("/postgres?", "/provident_test?")


def test_the_days_are_told_and_turned(town: str) -> None:
    told = json.loads(run("dayend", "status", "--json").stdout)
    assert told["days"] == [{"day": "2026-11-02", "state": "open"}]
    assert "营业中" in run("dayend", "status").stdout
    cut = run("dayend", "cut-off")
    assert cut.exit_code == 0, cut.stderr
    assert "2026-11-03" in cut.stdout
    told = json.loads(run("dayend", "status", "--json").stdout)
    assert told["days"][0] == {"day": "2026-11-03", "state": "open"}
    assert told["days"][1] == {"day": "2026-11-02", "state": "cut_off"}


def test_nothing_to_close_is_a_conflict_in_words(books: str) -> None:
    result = run("dayend", "close")
    assert result.exit_code == 3
    assert "没有已切点而未日结的会计日" in result.stderr


def test_a_closed_day_is_sealed_and_the_seal_holds(books: str) -> None:
    """A day without bank accounts has no statement to fetch; closing it again does nothing."""
    assert run("dayend", "cut-off").exit_code == 0
    closed = run("dayend", "close", "--day", "2026-11-02")
    assert closed.exit_code == 0, closed.stderr
    assert run("dayend", "close", "--day", "2026-11-02").stdout == closed.stdout
    result = run("verify")
    assert result.exit_code == 0, result.stderr
    assert "1 个会计日的封印：全部相符" in result.stdout


def test_before_the_first_close_there_is_nothing_to_verify(
    books: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a new centre neither seals nor the key that signs them have been made."""
    from provident.ledger import seal_key

    monkeypatch.setenv("PROVIDENT_DATA", str(tmp_path / "data"))
    seal_key._pair.cache_clear()
    result = run("verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "还没有日结过的会计日，没有封印可以核验" in result.stdout
    missing = run("verify", "--seals", str(tmp_path / "nowhere"))
    assert missing.exit_code == 2
    assert "请核对封印文件所在的文件夹" in missing.stderr


def test_stopping_where_nothing_runs_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVIDENT_DATA", str(tmp_path / "data"))
    for _ in range(2):
        result = run("stop")
        assert (result.exit_code, result.stdout) == (0, "没有正在运行的进程。\n")


def test_a_program_of_its_own_ends_with_the_same_numbers(books: str) -> None:
    """Through the module, as `provident` and other programs start it."""

    def provident(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "provident.site.cli", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    text = json.dumps(BANK, ensure_ascii=False)
    done = provident("perform", OPEN, text, *TWO)
    assert done.returncode == 0, done.stderr
    refused = provident("perform", OPEN, text, *TWO)
    assert refused.returncode == 2
    assert refused.stderr.startswith("拒绝 ")
    assert "Traceback" not in refused.stderr
