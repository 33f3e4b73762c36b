"""封印: whoever edits a line is found out, even when every table is made to agree again.

The written-down form is the one of docs/reference/seal.md; the digest of a day is computed
here a second time from that page with another implementation of SM3 (gmssl).
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import gmssl_pyx
import pytest

from provident.kernel.context import By

DAY = date(2026, 11, 2)
CLERK = By("日终", None, "command_line")


@pytest.fixture
def seal_files() -> Path:
    """An empty folder of seals for each test: the books are emptied between tests too."""
    from provident.kernel.places import data_subdir

    folder = data_subdir("seals")
    for file in folder.glob("*.json"):
        file.unlink()
    return folder


@pytest.fixture
def three_days(town, seal_files) -> Path:
    """Three closed days with money on the first two; returns a copy of the files."""
    town.pay(town.lists[0])
    _close(town, DAY)
    town.pay_as_stranger("77.00")
    _close(town, DAY + timedelta(days=1))
    _close(town, DAY + timedelta(days=2))
    copy = seal_files.parent / "seals-kept-elsewhere"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(seal_files, copy)
    return copy


def _close(town, day: date) -> None:
    from provident.dayend.api import close_day
    from provident.kernel.operation import perform

    perform("dayend.cut_off", {"day": day}, CLERK)
    close_day(day, CLERK, fetch=town.statement, patience=0)


def says(folder: Path) -> str:
    from provident.ledger import seals

    return "\n".join(fault.says for fault in seals.verify(folder))


def checks() -> dict[str, str]:
    from provident.reconciliation import checks as all_of_them

    return {one.code: one.offences[0].says for one in all_of_them.run_all() if not one.holds}


def test_untouched_books_verify(three_days: Path) -> None:
    assert says(three_days) == ""
    assert checks() == {}


def test_the_files_are_private_and_say_what_was_closed(three_days: Path) -> None:
    from provident.kernel.places import data_subdir

    content = json.loads((three_days / "2026-11-02.json").read_text("utf-8"))
    assert (content["entries"], content["lines"]) == (1, 4)
    assert (content["debit"], content["credit"]) == ("1800.00", "1800.00")
    assert content["previous"] == "0" * 64
    key = data_subdir("secrets") / "seal_sm2_private.hex"
    assert os.stat(key).st_mode & 0o777 == 0o600


def test_a_line_edited_and_the_chain_rebuilt_is_still_found(three_days: Path, town) -> None:
    """DESIGN §6: the superuser edits a line and rebuilds the chain; verify still fails."""
    town.corrupt(
        "update ledger.line set amount = amount + 1, unit_share = unit_share + 1"
        " where id in (1, 2)"
    )
    _rebuild_chain(town)
    found = says(three_days)
    assert "2026-11-02 分录行摘要：账面" in found
    assert "2026-11-02 借方合计：封印表 1801.00，封印文件 1800.00" in found
    assert "2026-11-03 上一日封印：封印表" in found
    assert "2026-11-02 的封印签名无效" in found


def _rebuild_chain(town) -> None:
    """What somebody with every right in the database can do: all seals computed anew."""
    from provident.ledger import seals
    from provident.ledger.models import DaySeal

    previous = seals.NO_PREVIOUS
    for row in DaySeal.objects.order_by("business_date"):
        now = seals.as_booked(row.business_date, previous)
        town.corrupt(
            f"update ledger.day_seal set debit = {now.debit}, credit = {now.credit},"
            f" lines = {now.lines}, entries = {now.entries},"
            f" lines_digest = '{now.lines_digest}',"
            f" operations = {now.operations},"
            f" operations_digest = '{now.operations_digest}',"
            f" previous = '{now.previous}', seal = '{now.seal}'"
            f" where business_date = '{row.business_date}'"
        )
        previous = now.seal


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("update ledger.line set value_date = value_date - 1 where id = 2", "分录行摘要：账面"),
        ("update ledger.entry set summary = '改过' where id = 1", "分录行摘要：账面"),
        ("update ledger.entry set operation_no = '1' where id = 1", "分录行摘要：账面"),
        ("delete from ledger.line where id = 4", "分录行数：账面 3，封印 4"),
        (
            "update operation set maker = '别人' where code = 'tests.receive_list'",
            "的经办已被改动",
        ),
        (
            "update operation set checker = null where code = 'tests.receive_list'",
            "的复核已被改动",
        ),
        (
            "update operation set result = '{}' where code = 'tests.receive_list'",
            "的回执已被改动",
        ),
        (
            "update operation set code = 'tests.credit' where code = 'tests.receive_list'",
            "的业务代码已被改动",
        ),
        (
            "update operation set command_hash = '' where code = 'tests.receive_list'",
            "的请求摘要已被改动",
        ),
        ("delete from operation where code = 'tests.receive_list'", "已从操作日志中消失"),
        (
            "insert into operation select gen_random_uuid(), '20261102999999999999', code,"
            " business_date, command, command_hash, maker, checker, channel, policy_release,"
            " result, recorded_at from operation where code = 'tests.receive_list'",
            "业务 20261102999999999999 是封印之后添加的",
        ),
        (
            "delete from ledger.day_seal where business_date = '2026-11-03'",
            "封印表中却没有这一天",
        ),
    ],
)
def test_whatever_is_edited_is_named(
    three_days: Path, town, statement: str, expected: str
) -> None:
    assert town.corrupt(statement) == 1
    assert expected in says(three_days)


def test_the_check_without_files_sees_a_broken_chain(three_days: Path, town) -> None:
    town.corrupt(
        "update ledger.day_seal set debit = debit + 1 where business_date = '2026-11-03'"
    )
    found = checks()
    assert found["ledger.seal_chain"] == "2026-11-03 的封印不是由其内容算得"
    assert "封印与账面不符" in found["ledger.seal_counts"]


def test_a_file_edited_is_found(three_days: Path) -> None:
    path = three_days / "2026-11-02.json"
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(content | {"debit": "1.00"}), "utf-8")
    assert "2026-11-02 的封印文件内容与其封印不符" in says(three_days)


def test_a_file_signed_with_another_key_is_found(three_days: Path) -> None:
    public, private = gmssl_pyx.sm2_key_generate()
    path = three_days / "2026-11-02.json"
    content = json.loads(path.read_text("utf-8"))
    forged = gmssl_pyx.sm2_sign(private, public, bytes.fromhex(content["seal"])).hex()
    path.write_text(json.dumps(content | {"signature": forged}), "utf-8")
    assert "2026-11-02 的封印文件签名无效" in says(three_days)
    (three_days / "public_key.hex").write_text(public.hex(), "ascii")
    assert "公钥与本中心的封印密钥不是一对" in says(three_days)


def test_a_folder_without_its_public_key_is_told_in_words(three_days: Path) -> None:
    (three_days / "public_key.hex").unlink()
    assert "没有可用的公钥文件 public_key.hex" in says(three_days)
    (three_days / "public_key.hex").write_text("不是密钥", "utf-8")
    assert "没有可用的公钥文件 public_key.hex" in says(three_days)


def test_a_missing_file_is_found_and_written_again_at_the_next_close(
    three_days: Path, seal_files: Path, town
) -> None:
    (seal_files / "2026-11-03.json").unlink()
    assert "2026-11-03 没有封印文件" in says(seal_files)
    from provident.dayend.api import close_day

    close_day(date(2026, 11, 4), CLERK, fetch=town.statement, patience=0)
    assert says(seal_files) == ""
    kept = (three_days / "2026-11-03.json").read_bytes()
    assert (seal_files / "2026-11-03.json").read_bytes() == kept


def test_the_digest_is_that_of_the_reference(three_days: Path) -> None:
    """The day's lines, written down as docs/reference/seal.md says, give the filed digest."""
    from provident.kernel import sql

    lines = sql.cursor().execute(
        "select l.id, l.entry_id, e.operation_no, e.rule, e.rule_hash, e.summary, e.bank_date,"
        " l.side, l.gl_account, l.holder_id, l.amount, l.value_date, l.month, l.unit_share,"
        " l.personal_share from ledger.line l join ledger.entry e on e.id = l.entry_id"
        " where l.business_date = %s order by l.id",
        [DAY],
    )
    written = "".join("\t".join(map(_written, line)) + "\n" for line in lines.fetchall())
    content = json.loads((three_days / "2026-11-02.json").read_text("utf-8"))
    assert gmssl_pyx.sm3_hash(written.encode()).hex() == content["lines_digest"]
    statement = (
        "form=provident-seal-1\nday=2026-11-02\nentries=1\nlines=4\n"
        "debit=1800.00\ncredit=1800.00\n"
        f"lines_digest={content['lines_digest']}\n"
        f"operations=1\noperations_digest={content['operations_digest']}\n"
        f"previous={'0' * 64}\n"
    )
    assert gmssl_pyx.sm3_hash(statement.encode()).hex() == content["seal"]


def test_the_operations_are_written_as_in_the_reference(three_days: Path) -> None:
    from provident.kernel.models import Operation

    (one,) = Operation.objects.filter(business_date=DAY).exclude(code__startswith="dayend.")
    command = _digest([one.code, one.command])
    receipt = _digest(one.result)
    line = (
        f"{one.number}\t{one.id}\ttests.receive_list\t{command}\t张三\t李四\tcounter\t"
        f"{_written(one.policy_release)}\t{receipt}\n"
    )
    assert (three_days / "2026-11-02.operations.tsv").read_text("utf-8") == line
    content = json.loads((three_days / "2026-11-02.json").read_text("utf-8"))
    assert gmssl_pyx.sm3_hash(line.encode()).hex() == content["operations_digest"]


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return gmssl_pyx.sm3_hash(text.encode()).hex()


def test_an_operations_file_that_was_edited_proves_nothing(three_days: Path, town) -> None:
    town.corrupt("update operation set maker = '别人' where code = 'tests.receive_list'")
    path = three_days / "2026-11-02.operations.tsv"
    path.write_text(path.read_text("utf-8").replace("张三", "别人"), "utf-8")
    assert "业务文件 2026-11-02.operations.tsv 与封印不符" in says(three_days)
    path.unlink()
    assert "没有业务文件 2026-11-02.operations.tsv" in says(three_days)


def test_a_sealed_day_that_calls_itself_open_is_found(three_days: Path, town) -> None:
    town.corrupt("update business_day set state = 'cut_off' where date = '2026-11-03'")
    assert "2026-11-03 已封印而会计日没有日结" in checks()["ledger.seal_counts"]


def _written(value: object) -> str:
    match value:
        case None:
            return r"\N"
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case str():
            return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
        case _:
            return str(value)


def test_a_refused_close_leaves_no_file(town, seal_files: Path) -> None:
    from provident.dayend.api import close_day
    from provident.kernel.operation import perform
    from provident.kernel.refusal import Refusal

    town.pay(town.lists[0])
    perform("dayend.cut_off", {"day": DAY}, CLERK)
    with pytest.raises(Refusal):
        close_day(DAY, CLERK, fetch=lambda _day: None, patience=0)
    assert list(seal_files.glob("*.json")) == []
