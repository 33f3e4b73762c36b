"""记账凭证 · content, red figures, several sheets, several vouchers."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from pypdf import PdfReader

from provident.documents.voucher import Voucher, VoucherLine, to_pdf
from provident.kernel.refusal import Defect

RED = b"0.7529412 0.14901961 0.10980392 scn"  # rgb(192, 38, 28) in parts of one


def line(
    summary: str = "汇缴入账", *, debit: str | None = None, credit: str | None = None
) -> VoucherLine:
    return VoucherLine(
        summary, "101", "住房公积金存款", "建行喀什分行",
        None if debit is None else Decimal(debit), None if credit is None else Decimal(credit),
    )  # fmt: skip


def voucher(*lines: VoucherLine, number: str = "2611000123") -> Voucher:
    return Voucher(
        "住房公积金", number, date(2026, 11, 3), lines, 2, "2026110300000012",
        "李静", "王磊", "赵敏", "古丽",
    )  # fmt: skip


@pytest.fixture
def printed(printed_at: datetime) -> Callable[..., bytes]:
    return lambda *vouchers: to_pdf(
        vouchers, centre="中心", printed_by="李静", printed_at=printed_at
    )


def colours(pdf: bytes) -> bytes:
    contents = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert contents is not None
    return contents.get_data()


def test_a_voucher_shows_what_the_accounting_rules_ask_for(
    printed: Callable[..., bytes], solid_text_of: Callable[[bytes], str]
) -> None:
    pdf = printed(voucher(line(debit="1234.50"), line(credit="1234.50")))
    text = solid_text_of(pdf)
    for words in (
        "核算单位：住房公积金",
        "2026年11月3日",
        "凭证号：2611000123",
        "汇缴入账101住房公积金存款建行喀什分行1,234.50",
        "合计1,234.501,234.50",
        "附件2张",
        "会计主管：古丽",
        "记账：赵敏",
        "复核：王磊",
        "制单：李静",
        "业务流水号：2026110300000012",
    ):
        assert words in text
    assert RED not in colours(pdf)


def test_red_entries_are_red_and_carry_the_sign(
    printed: Callable[..., bytes], solid_text_of: Callable[[bytes], str]
) -> None:
    most = "-9999999999999999.99"
    pdf = printed(voucher(line(debit=most), line(credit=most)))
    assert solid_text_of(pdf).count("−9,999,999,999,999,999.99") == 4  # two lines, two sums
    assert RED in colours(pdf)


def test_a_long_voucher_carries_its_sums_over(
    printed: Callable[..., bytes], pages_of: Callable[[bytes], list[str]]
) -> None:
    lines = [line(debit="0.01") for _ in range(16)] + [line(credit="0.16")]
    first, second, third = ("".join(p.split()) for p in pages_of(printed(voucher(*lines))))
    assert "（1/3）" in first
    assert "承前页" not in first
    assert "过次页0.080.00" in first
    assert "承前页0.080.00" in second
    assert "过次页0.160.00" in second
    assert "承前页0.160.00" in third
    assert "合计0.160.16" in third


def test_many_vouchers_print_one_to_a_sheet_in_order(
    printed: Callable[..., bytes], pages_of: Callable[[bytes], list[str]]
) -> None:
    pair = (line(debit="1.00"), line(credit="1.00"))
    numbers = [f"2611{number:06d}" for number in range(1, 61)]
    pages = pages_of(printed(*(voucher(*pair, number=number) for number in numbers)))
    assert len(pages) == 60
    assert all(number in page for number, page in zip(numbers, pages, strict=True))
    assert "第60页共60页" in "".join(pages[-1].split())


def test_ugly_summaries_print_whole(
    ugly: str, printed: Callable[..., bytes], has_ugly: Callable[[bytes], bool]
) -> None:
    assert has_ugly(printed(voucher(line(ugly, debit="1.00"), line(credit="1.00"))))


def test_what_does_not_balance_is_never_printed() -> None:
    with pytest.raises(Defect, match="不平衡"):
        voucher(line(debit="1.00"), line(credit="1.01"))
    with pytest.raises(Defect, match="不平衡"):
        voucher()
    with pytest.raises(Defect, match="借方或贷方之一"):
        line(debit="1.00", credit="1.00")
    with pytest.raises(Defect, match="借方或贷方之一"):
        line()
