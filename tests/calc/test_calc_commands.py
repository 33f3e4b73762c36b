"""`provident calc …` works without a database and says what is wrong in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from provident.channels.calc.movements_file import read_movements
from provident.kernel.refusal import Refusal

SCHEDULE = ("schedule", "--principal", "1000000", "--months", "360", "--from", "2026-01-15")


def provident(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the command with an empty data directory and no database anywhere."""
    env = {**os.environ, "PROVIDENT_DATA": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "provident.site.cli", "calc", *arguments],
        capture_output=True, text=True, env=env, check=False,
    )  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_the_schedule_as_json(data: Path) -> None:
    done = provident(*SCHEDULE, "--rate", "3.1", "--method", "equal_instalment", "--json",
                     data=data)  # fmt: skip
    rows = json.loads(done.stdout)
    assert len(rows) == 360
    assert rows[0] == {
        "number": 1, "due_on": "2026-02-15", "payment": "4270.16", "principal": "1686.83",
        "interest": "2583.33", "balance": "998313.17",
    }  # fmt: skip
    assert not (data / "pg").exists()


def test_events_may_be_repeated(data: Path) -> None:
    done = provident(
        *SCHEDULE, "--rate", "3.1", "--change", "2027-01-01:2.85", "--change", "2028-01-01:2.6",
        "--payout", "2026-03-01:200000", "--prepay", "2027-03-10:200000:shorten",
        "--prepay", "2030-03-10:full", "--day-count", "actual/365", "--json", data=data,
    )  # fmt: skip
    rows = json.loads(done.stdout)
    early = [row for row in rows if row["number"] == 0]
    assert [row["due_on"] for row in early] == ["2027-03-10", "2030-03-10"]
    assert rows[-1]["balance"] == "0.00"


def test_faults_are_listed_by_name_and_end_with_2(data: Path) -> None:
    done = provident("schedule", "--principal", "-1", "--months", "361", "--rate", "100",
                     "--from", "2026-01-15", data=data)  # fmt: skip
    assert done.returncode == 2
    for code in ("loan.principal", "loan.months", "loan.rate"):
        assert code in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("schedule", "--prepay", "x"), "input.event"),
        (("schedule",), "input.missing"),
        (("contribution", "--wage", "abc"), "input.value"),
        (("withdrawal", "--case", "holiday", "--balance", "1"), "input.value"),
        (("loan-amount", "--price", "1.234"), "input.value"),
    ],
)
def test_every_command_refuses_in_words(
    data: Path, arguments: tuple[str, ...], code: str
) -> None:
    done = provident(*arguments, data=data)
    assert done.returncode == 2
    assert f"拒绝 {code}" in done.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("history:\n  - {from: 2026-07-01, value: 1}\n", "policy.basis_missing"),
        ("history: []\nhistory: []\n", "出现了两次"),
        ("a: &a [x]\nb: [*a, *a]\n", "别名"),
    ],
)
def test_policy_files_that_may_not_be_used_are_named(data: Path, text: str, words: str) -> None:
    place = data / "policies" / "centres" / "653100" / "collection"
    place.mkdir(parents=True)
    (place / "base_cap.yaml").write_text(text, "utf-8")
    done = provident("contribution", "--wage", "1", data=data)
    assert done.returncode == 2
    assert "base_cap.yaml" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


WAGE = "--wage 50000 --employer-ratio 12 --member-ratio 12 --month 2026-11"
HOUSE = (
    "--on 2026-11-02 --price 3000000 --months 360 --balance 60000 --months-in-row 48"
    " --income 40000 --talent"
)
RENT = (
    "--case rent --on 2026-11-02 --balance 30000 --months-paid 24 --rent 3000"
    " --first 2026-08 --last 2026-10"
)


def test_contribution_borrowing_and_withdrawal(data: Path) -> None:
    """乌鲁木齐: base cap 35 071, loan cap 1 200 000 and 30 %, rent 2 500 a month."""
    share = provident("contribution", *WAGE.split(), "--json", data=data)
    assert json.loads(share.stdout)["total"] == "8417.04"
    most = provident("loan-amount", *HOUSE.split(), "--json", data=data)
    assert json.loads(most.stdout)["amount"] == "1560000.00"
    rent = provident("withdrawal", *RENT.split(), data=data)
    assert "可以提取，最多 7,500.00 元" in rent.stdout


def test_earlier_withdrawals_may_be_repeated(data: Path) -> None:
    """2 500 a month: 1 500 and 700 of 7 500 are gone."""
    used = ("--used", "2026-08:1500", "--used", "2026-09:700:spouse", "--json")
    done = provident("withdrawal", *RENT.split(), *used, data=data)
    assert json.loads(done.stdout)["amount"] == "5300.00"
    wrong = provident("withdrawal", *RENT.split(), "--used", "2026-08", data=data)
    assert "拒绝 input.event" in wrong.stderr


def test_interest_from_a_file(data: Path, tmp_path: Path) -> None:
    movements = tmp_path / "movements.csv"
    movements.write_text("起息日,金额,类别\n2024-07-01,10000,上年结转\n", "utf-8")
    done = provident("interest", "--movements", str(movements), "--settle-on", "2025-06-30",
                     "--json", data=data)  # fmt: skip
    assert json.loads(done.stdout)["interest"] == "152.08"
    gone = provident("interest", "--movements", str(tmp_path / "none.csv"), "--settle-on",
                     "2025-06-30", data=data)  # fmt: skip
    assert gone.returncode == 4
    assert "none.csv" in gone.stderr


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("2025-01-02,5\n", [{"on": "2025-01-02", "amount": "5", "kind": "credit"}]),
        ("2025-01-02,-5\n", [{"on": "2025-01-02", "amount": "5", "kind": "debit"}]),
        (
            "amount,date,kind\n7,2025-01-02,debit\n\n",
            [{"amount": "7", "on": "2025-01-02", "kind": "debit"}],
        ),
    ],
)
def test_a_file_of_movements_is_read_as_it_is_written(
    tmp_path: Path, text: str, rows: list[dict[str, str]]
) -> None:
    path = tmp_path / "movements.csv"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        path.write_text(text, encoding)
        assert read_movements(path) == rows


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "movements.empty"), (b"\xff\xfe\x00\xff\xff", "movements.encoding")],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "movements.csv"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read_movements(path)
    assert refused.value.codes() == {code}
