"""DATA fields and detail files. Row shapes are those of the published samples."""

from __future__ import annotations

import tracemalloc
import zlib
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.settlement.wire import (
    NoticeRow,
    pack_file,
    read_notice,
    unpack_file,
    write_notice,
)
from provident.settlement.wire.errors import FileError, UnencodableText
from provident.settlement.wire.files import (
    BATCH_SEPARATOR,
    COLUMN_SEPARATOR,
    read_rows,
    write_rows,
)

# The published shape of an outgoing row, figures and names filled in.
OUTGOING = (
    "9|65001|5221||65009|某某公司|-2000|20170726|155246|8000.00|123|备注|156|1|8000|0|||"
    "105100000017|摘要|N|00|000|"
)
FEE = "2|65001|5222||null||-10.5|20170726|155247||||156|1||||||对公跨行转账汇款手续费|N|||"


def test_data_has_the_published_shape() -> None:
    """zlib head 78 9C, upper-case hexadecimal, a line break after 64 characters."""
    data = pack_file(OUTGOING)
    lines = data.split("\n")
    assert data.startswith("789C")
    assert {len(line) for line in lines[:-1]} == {64}
    assert set("".join(lines)) <= set("0123456789ABCDEF")
    assert zlib.decompress(bytes.fromhex("".join(lines))) == OUTGOING.encode("gbk")


def test_white_space_in_data_does_not_matter() -> None:
    data = pack_file(OUTGOING)
    for changed in (data.replace("\n", " "), data.replace("\n", "\r\n\t"), data.lower()):
        assert unpack_file(changed) == OUTGOING


@given(st.text(st.characters(codec="gbk"), max_size=300))
def test_any_gbk_text_survives(text: str) -> None:
    assert unpack_file(pack_file(text)) == text


def test_a_bomb_is_not_inflated() -> None:
    bomb = zlib.compress(b"0" * 50_000_000).hex()
    assert len(bomb) < 200_000
    tracemalloc.start()
    try:
        with pytest.raises(FileError, match="已拒收"):
            unpack_file(bomb, bytes_max=1_000_000)
        _current, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("xyz", "不是十六进制"),
        ("789", "不是十六进制"),
        ("00112233", "不能解压缩"),
        ("", "不完整"),
        (zlib.compress(b"text").hex()[:-2], "不完整"),
        (zlib.compress(b"text").hex() + "00", "多余内容"),
        ("1f8b0800", "不能解压缩"),
    ],
)
def test_broken_data_is_refused(data: str, says: str) -> None:
    with pytest.raises(FileError, match=says):
        unpack_file(data)


def test_text_that_gbk_lacks_is_refused() -> None:
    with pytest.raises(UnencodableText):
        pack_file("\U00020bb7")


def test_published_outgoing_row() -> None:
    (row,), faults = read_notice(OUTGOING)
    assert not faults
    assert row == NoticeRow(
        number="9",
        acct="65001",
        host_seq_no="5221",
        opponent_acct="65009",
        opponent_name="某某公司",
        opponent_bank_no="105100000017",
        amount=Decimal("-2000.00"),
        booked_on=date(2017, 7, 26),
        booked_time=time(15, 52, 46),
        available=Decimal("8000.00"),
        balance=Decimal("8000.00"),
        overdraft=Decimal("0.00"),
        open_bank_no="123",
        remark="备注",
        summary="摘要",
        is_reversal=False,
        book_list_no="00",
        book_no="000",
    )


def test_published_fee_row_has_no_opponent() -> None:
    (row,), faults = read_notice(FEE)
    assert not faults
    assert (row.opponent_acct, row.opponent_name) == (None, "")
    assert (row.amount, row.balance, row.available) == (Decimal("-10.50"), None, None)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\n"])
def test_line_ends(line_end: str) -> None:
    assert len(read_notice(OUTGOING + line_end + FEE + line_end).rows) == 2


def test_missing_last_separator_is_forgiven() -> None:
    assert len(read_notice(OUTGOING[:-1]).rows) == 1


def test_an_empty_file_has_no_rows() -> None:
    assert read_notice("") == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("|-2000|", "||", "没有金额"),
        ("|-2000|", "|-2000.123|", "金额"),
        ("|-2000|", "|１２|", "金额"),
        ("|-2000|", "|1e3|", "金额"),
        ("|20170726|", "|20170732|", "交易日期"),
        ("|20170726|", "||", "交易日期"),
        ("|65001|", "||", "没有账号"),
        ("|5221|", "||", "主机流水号"),
        ("|N|", "|X|", "冲正标识"),
        ("|000|", "|", "应有 23 列"),
        ("|000|", "|000|1|", "应有 23 列"),
    ],
)
def test_an_unreadable_row_is_reported_and_hides_no_other(
    old: str, new: str, says: str
) -> None:
    found = read_notice(f"{OUTGOING.replace(old, new)}\n{FEE}")
    assert [row.host_seq_no for row in found.rows] == ["5222"]
    (fault,) = found.faults
    assert fault.line == 1
    assert says in fault.says


def test_half_a_character_before_the_separator() -> None:
    """The first byte of 司 and `|` are one GBK character; the row is read all the same."""
    packed = OUTGOING.encode("gbk").replace("司".encode("gbk"), "司".encode("gbk")[:1])
    text = unpack_file(zlib.compress(packed).hex())
    assert text.count("|") == 22
    (row,), faults = read_notice(text)
    assert not faults
    assert row.opponent_name == "某某公\ufffd"
    assert row.amount == Decimal("-2000.00")


@pytest.mark.parametrize("opponent", ["null", ""])
def test_written_row_without_opponent_says_null(opponent: str) -> None:
    (row,), _ = read_notice(FEE.replace("null", opponent))
    assert "|null|" in write_notice([row])


AMOUNTS = st.decimals(min_value="-9999999999999.99", max_value="9999999999999.99", places=2)
WORDS = st.text(
    st.characters(codec="gbk", exclude_characters="|", exclude_categories=("Cc", "Zs")),
    max_size=14,
)


ROWS = st.builds(
    NoticeRow,
    acct=st.just("65001"),
    host_seq_no=st.just("1"),
    amount=AMOUNTS,
    balance=st.none() | AMOUNTS,
    opponent_acct=st.none() | st.text("0123456789", min_size=1, max_size=32),
    opponent_name=WORDS,
    remark=WORDS,
    booked_on=st.dates(date(1999, 1, 1), date(2099, 12, 31)),
    booked_time=st.none() | st.times().map(lambda moment: moment.replace(microsecond=0)),
    is_reversal=st.booleans(),
)


@given(st.lists(ROWS, max_size=4))
def test_rows_survive(rows: list[NoticeRow]) -> None:
    assert read_notice(write_notice(rows)) == (tuple(rows), ())


def test_a_separator_inside_a_value_is_refused() -> None:
    row = NoticeRow(
        acct="1",
        host_seq_no="1",
        amount=Decimal("1.00"),
        booked_on=date(2026, 11, 2),
        remark="|",
    )
    with pytest.raises(FileError, match="分隔符"):
        write_notice([row])


def test_batch_rows_with_the_long_separator() -> None:
    """The published batch line: `|` alone is text there."""
    line = "1@|$10.00@|$账号@|$户|名@|$摘要@|$@|$流水@|$@|$10.00@|$@|$"
    rows = read_rows(line, BATCH_SEPARATOR)
    assert rows == [["1", "10.00", "账号", "户|名", "摘要", "", "流水", "", "10.00", ""]]
    assert write_rows(rows, BATCH_SEPARATOR) == line
    assert COLUMN_SEPARATOR in line
