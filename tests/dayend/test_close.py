"""切点与日结: what blocks, what is only listed, and that a second run has no effect.

Expected behaviour: DESIGN §6 (Day, Vouchers, Seal).
"""

from __future__ import annotations

import io
import json
import threading
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from provident.kernel.context import By
from provident.kernel.refusal import Conflict, Refusal

DAY = date(2026, 11, 2)
NEXT = date(2026, 11, 3)
CLERK = By("日终", None, "command_line")
CLOCK = By.machine("vouchers")
AT = datetime(2026, 11, 2, 18, 0, 0)


def cut_off(day: date = DAY, **more: object):
    from provident.kernel.operation import perform

    return perform("dayend.cut_off", {"day": day, **more}, CLERK)


def close(town, day: date = DAY):
    from provident.dayend.api import close_day

    return close_day(day, CLERK, fetch=town.statement, patience=0)


def rows(statement: str) -> list[tuple]:
    from provident.kernel import sql

    return sql.cursor().execute(statement).fetchall()


@pytest.fixture
def busy_day(town):
    """Two lists paid, one with 200.00 too much, 77.00 from a stranger."""
    town.pay(town.lists[0])
    town.pay(town.lists[1], "2000.00")
    town.pay_as_stranger("77.00")
    return town


def test_exactly_one_day_is_open_after_the_cut_off(town) -> None:
    cut_off()
    assert rows("select date, state from business_day order by 1") == [
        (DAY, "cut_off"),
        (NEXT, "open"),
    ]


def test_a_second_cut_off_says_the_same_and_does_nothing(town) -> None:
    first = cut_off().receipt
    assert cut_off().receipt == first
    assert len(rows("select 1 from business_day")) == 2


@pytest.mark.parametrize(
    ("following", "code"),
    [
        (date(2026, 11, 2), "day.order"),
        (date(2026, 10, 31), "day.order"),
        (date(2027, 1, 1), "day.too_far"),
    ],
)
def test_the_next_day_is_a_later_one_and_near(town, following: date, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        cut_off(next_day=following)
    assert code in refused.value.codes()
    assert rows("select state from business_day") == [("open",)]


def test_an_operation_that_began_before_the_cut_off_finishes_on_its_day(busy_day) -> None:
    """The day is cut off in the middle of a receipt, which books on the old day."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    from tests import small_town

    def elsewhere() -> None:
        with ThreadPoolExecutor(1) as other:
            other.submit(cut_off).result()
            other.submit(connections.close_all).result()

    small_town.during["tests.suspend"] = elsewhere
    try:
        late = busy_day.pay_as_stranger("5.00")
    finally:
        small_town.during.clear()
    assert late.business_date == DAY
    assert busy_day.pay_as_stranger("6.00").business_date == NEXT
    assert rows("select business_date from ledger.entry order by id desc limit 2") == [
        (NEXT,),
        (DAY,),
    ]


def test_a_close_seals_numbers_totals_and_lists(busy_day) -> None:
    cut_off()
    facts = close(busy_day).receipt.facts
    assert (facts["debit"], facts["credit"]) == ("3877.00", "3877.00")
    assert facts["counts"]["vouchers"] == 3
    listed = {one["kind"]: (one["count"], one["amount"]) for one in facts["open_items"]}
    assert listed == {"暂收": (1, "77.00"), "未分摊": (1, "200.00")}
    assert rows("select state from business_day order by date") == [("closed",), ("open",)]
    closing = rows(
        "select gl_account, closing from ledger.day_total where closing <> 0 order by 1"
    )
    assert [(gl, str(amount)) for gl, amount in closing] == [
        ("10101", "3877.00"),
        ("20101", "3600.00"),
        ("21901", "77.00"),
        ("21902", "200.00"),
    ]


def test_closing_again_has_no_effect(busy_day) -> None:
    from provident.kernel.operation import perform

    cut_off()
    first = close(busy_day)
    before = rows("select * from ledger.day_seal")
    again = close(busy_day)
    other = perform("dayend.close", {"day": DAY}, CLERK)
    assert again.receipt == first.receipt == other.receipt
    assert again.replayed
    assert rows("select * from ledger.day_seal") == before
    assert len(rows("select 1 from ledger.voucher")) == 3


def test_a_closed_day_never_opens_again(busy_day) -> None:
    from psycopg import errors

    from provident.kernel import sql

    cut_off()
    close(busy_day)
    with pytest.raises(errors.Error, match="is not open"):
        sql.call("select ledger.total_day(%s)", DAY)


def test_everything_that_blocks_is_named_at_once_and_nothing_is_changed(busy_day) -> None:
    busy_day.bank_row("9.99")
    busy_day.corrupt("update receipt set amount = 1 where id = 1")
    cut_off()
    with pytest.raises(Refusal) as refused:
        _close_as_it_stands()
    assert refused.value.codes() == {
        "day.notices",
        "day.statement",
        "invariant.compare.receipt",
        "invariant.documents.employer_money",
    }
    assert "HOST000004" in str(refused.value)
    assert rows("select state from business_day order by date") == [("cut_off",), ("open",)]
    for table in ("ledger.voucher", "ledger.day_total", "ledger.day_seal"):
        assert rows(f"select * from {table}") == []


def _close_as_it_stands():
    """Close with the statements that are there, or are not."""
    from provident.dayend.api import close_day

    return close_day(DAY, CLERK, fetch=lambda _day: None, patience=0)


def test_an_open_day_cannot_be_closed(town) -> None:
    with pytest.raises(Refusal) as refused:
        close(town)
    assert refused.value.codes() == {"day.not_cut_off"}


def test_days_are_closed_in_their_order(town) -> None:
    cut_off()
    cut_off(NEXT)
    with pytest.raises(Refusal) as refused:
        close(town, NEXT)
    assert refused.value.codes() == {"day.earlier_open"}


def test_a_close_gives_way_to_a_running_operation(busy_day) -> None:
    """The lock is tried and never waited for, so that nothing queues behind the close."""
    import psycopg

    cut_off()
    with psycopg.connect(busy_day.superuser) as running:
        running.execute("select pg_advisory_xact_lock_shared(1, kernel.day_key(%s))", [DAY])
        with pytest.raises(Conflict) as conflict:
            close(busy_day)
        assert conflict.value.code == "day.busy"
        waiting = running.execute("select count(*) from pg_locks where not granted").fetchone()
        assert waiting == (0,)
    assert close(busy_day).receipt.facts["day"] == "2026-11-02"


def test_a_close_waits_its_turn_and_then_closes(busy_day) -> None:
    import psycopg

    from provident.dayend.api import close_day

    cut_off()
    running = psycopg.connect(busy_day.superuser)
    running.execute("select pg_advisory_xact_lock_shared(1, kernel.day_key(%s))", [DAY])
    release = threading.Timer(0.5, running.close)
    release.start()
    done = close_day(DAY, CLERK, fetch=busy_day.statement, patience=30)
    release.join()
    assert done.receipt.facts["day"] == "2026-11-02"


def test_bank_entries_are_numbered_at_once_and_the_rest_at_the_close(busy_day) -> None:
    from provident.kernel.operation import perform
    from provident.ledger.vouchers import days_to_number

    assert days_to_number() == [DAY]
    done = perform("dayend.number_vouchers", {"day": DAY}, CLOCK)
    assert done.receipt.facts["vouchers"] == 3
    assert days_to_number() == []
    busy_day.pay_as_stranger("8.00")
    cut_off()
    busy_day.pay_as_stranger("9.00")  # on the next day, of the same month
    assert days_to_number() == [DAY, NEXT]
    close(busy_day)
    perform("dayend.number_vouchers", {"day": NEXT}, CLOCK)
    assert [row[0] for row in rows("select number from ledger.voucher order by id")] == [
        1, 2, 3, 4, 5,
    ]  # fmt: skip


def test_the_minute_job_numbers_every_day_that_waits(busy_day) -> None:
    from provident.dayend import jobs

    cut_off()
    busy_day.pay_as_stranger("9.00")
    jobs.number_vouchers(0)
    assert len(rows("select 1 from ledger.voucher")) == 4


def test_vouchers_print_with_their_people_and_both_sides(busy_day) -> None:
    from provident.kernel.operation import perform
    from provident.ledger import vouchers

    perform("dayend.number_vouchers", {"day": DAY}, CLOCK)
    first, *_ = vouchers.to_print(DAY, DAY)
    assert (first.number, first.made_by, first.checked_by) == ("01202611000001", "张三", "李四")
    assert [
        (line.gl_account_code, str(line.debit), str(line.credit)) for line in first.lines
    ] == [
        ("10101", "1800.00", "None"),
        ("20101", "None", "1800.00"),
    ]
    pdf = vouchers.print_vouchers(DAY, DAY, centre="测试中心", printed_by="张三", printed_at=AT)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 3


def test_the_day_report_carries_the_seal(busy_day) -> None:
    from provident.dayend.api import day_report, day_report_pdf

    preview = day_report(DAY, centre="测试中心", printed_by="张三", printed_at=AT)
    assert preview.seal is None
    cut_off()
    facts = close(busy_day).receipt.facts
    report = day_report(DAY, centre="测试中心", printed_by="张三", printed_at=AT)
    assert report.seal
    assert (report.seal.number, report.seal.sm3) == (1, facts["seal"])
    assert all(invariant.holds for invariant in report.invariants)
    assert [(item.kind, str(item.amount)) for item in report.open_items] == [
        ("暂收", "77.00"),
        ("未分摊", "200.00"),
    ]
    pdf = day_report_pdf(DAY, centre="测试中心", printed_by="张三", printed_at=AT)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert facts["seal"][:16] in text.replace("\n", "").replace(" ", "")


def test_an_account_that_outstanding_items_explain_is_not_called_wrong(busy_day) -> None:
    """Interest of 3.21 waits and 77.00 is not on the statement: 3.21 − 77.00 = −73.79 between
    bank and books, all of it itemised, each item in its own group."""
    row = busy_day.bank_row("3.21", kind="interest")
    busy_day.corrupt(
        f"update bank_row set state = 'waiting', why = '银行结息' where id = {row.pk}"
    )
    cut_off()
    busy_day.statement(DAY)
    busy_day.corrupt("delete from statement_row where host_serial = 'HOST000003'")
    busy_day.corrupt(
        "update statement_day set closing_balance = closing_balance - 77, rows = rows - 1"
    )
    facts = _close_as_it_stands().receipt.facts
    listed = {one["kind"]: (one["count"], one["amount"]) for one in facts["open_items"]}
    assert listed["银行已收中心未收"] == (1, "3.21")
    assert listed["中心已收银行未收"] == (1, "77.00")
    text = _printed(DAY)
    assert "不符" not in text
    assert "其中未达73.79" in text
    assert "调节后差额相符0.00" in text


def _printed(day: date) -> str:
    from provident.dayend.api import day_report_pdf

    pdf = day_report_pdf(day, centre="测试中心", printed_by="张三", printed_at=AT)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


def test_the_commands_cut_off_close_and_show(busy_day, monkeypatch, tmp_path) -> None:
    from typer.testing import CliRunner

    from provident.dayend import cli
    from provident.settlement import api as settlement

    monkeypatch.setattr(settlement, "fetch_statement", busy_day.statement)
    app = cli.commands(lambda: None)
    run = CliRunner().invoke
    assert run(app, ["close"]).exit_code == 3  # nothing is cut off yet
    for words in (["cut-off"], ["close"], ["close", "--day", "2026-11-02"]):
        assert run(app, words).exit_code == 0, words
    told = json.loads(run(app, ["status", "--json"]).stdout)
    assert told["days"] == [
        {"day": "2026-11-03", "state": "open"},
        {"day": "2026-11-02", "state": "closed"},
    ]
    paper = tmp_path / "report.pdf"
    assert run(app, ["report", "--day", "2026-11-02", "--into", str(paper)]).exit_code == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert run(app, ["vouchers", "--month", "2026-11", "--into", str(paper)]).exit_code == 0
