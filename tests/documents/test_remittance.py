"""汇缴书 · what the employer, the bank clerk and the accountant read on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from provident.documents.contribution_list import Contributor
from provident.documents.remittance import Payee, Posted, Remittance, RemittedMonth, to_pdf
from provident.kernel.dates import Month
from provident.kernel.refusal import Defect

Solid = Callable[[bytes], str]


@pytest.fixture
def form(printed_at: datetime) -> Remittance:
    september = RemittedMonth(
        Month(2026, 9), 2, Decimal("4080.00"), 1, Decimal("0.02"), 1, Decimal("2040.00"),
        2, Decimal("2040.02"),
    )  # fmt: skip
    october = replace(
        september,
        month=Month(2026, 10),
        last_amount=Decimal("2040.02"),
        added_persons=0,
        added_amount=Decimal("0.00"),
        removed_persons=0,
        removed_amount=Decimal("0.00"),
    )
    return Remittance(
        centre="演示住房公积金管理中心",
        number="0226110200001",
        employer_name="喀什市第一中学",
        employer_number="982611020001",
        months=(september, october),
        employer_share=Decimal("2040.02"),
        personal_share=Decimal("2040.02"),
        amount_in_capitals="肆仟零捌拾元零肆分",
        unallocated_used=Decimal("80.03"),
        payee=Payee("演示中心公积金专户", "65300123456789012345", "建设银行喀什分行"),
        reference="HJ2611020001-7",
        due_on=date(2026, 11, 10),
        handler="古丽·艾合买提",
        printed_by="李静",
        printed_at=printed_at,
    )


def test_everything_the_payer_needs_is_on_it(form: Remittance, solid_text_of: Solid) -> None:
    text = solid_text_of(to_pdf(form))
    for words in (
        "住房公积金汇缴书",
        "演示住房公积金管理中心",
        "喀什市第一中学",
        "982611020001",
        "2026年9月至2026年10月（2个月）",
        "4,080.00",
        "2,040.02",
        "人民币肆仟零捌拾元零肆分",
        "¥4,080.04",  # 2 × 2 040.02
        "使用未分摊80.03",
        "¥4,000.01",  # 4 080.04 − 80.03
        "演示中心公积金专户",
        "65300123456789012345",
        "建设银行喀什分行",
        "HJ2611020001-7",
        "应缴日期2026年11月10日",
        "单位经办人：古丽·艾合买提",
        "打印：李静2026-11-0217:05:09",
        "第1页共1页",
    ):
        assert words in text


def test_before_posting_it_says_so_in_words(form: Remittance, solid_text_of: Solid) -> None:
    assert "入账情况未入账。" in solid_text_of(to_pdf(form))


def test_after_posting_it_names_serial_day_and_voucher(
    form: Remittance, solid_text_of: Solid
) -> None:
    posted = Posted("20261103000000123456", date(2026, 11, 3), "2611000123")
    text = solid_text_of(to_pdf(replace(form, posted=posted)))
    assert "银行流水号：20261103000000123456" in text
    assert "入账日期：2026年11月3日" in text
    assert "记账凭证号：2611000123" in text
    assert "未入账" not in text
    waiting = replace(form, posted=replace(posted, voucher_number=None))
    assert "记账凭证号：待编号" in solid_text_of(to_pdf(waiting))


def test_the_annex_follows_with_pages_numbered_through(
    form: Remittance, pages_of: Callable[[bytes], list[str]]
) -> None:
    fee = Decimal("2040.02")
    person = Contributor("992611020001", "王小明", "6531**1234", fee, "5%＋5%", fee, fee)
    pages = pages_of(to_pdf(replace(form, persons=(person,) * 60)))
    assert ["".join(page.split())[-5:] for page in pages] == [
        f"{number}页共3页" for number in (1, 2, 3)
    ]
    assert "缴存职工名单附后" in "".join(pages[0].split())
    assert "附件：缴存职工名单" in "".join(pages[1].split())
    assert "合计（60人）" in "".join(pages[2].split())


def test_ugly_names_and_the_largest_amount_still_print(
    form: Remittance, ugly: str, has_ugly: Callable[[bytes], bool], solid_text_of: Solid
) -> None:
    most = Decimal("9999999999999999.98")
    month = replace(form.months[0], last_amount=most, added_amount=Decimal("0.01"),
                    removed_amount=Decimal("0.00"), amount=most + Decimal("0.01"))  # fmt: skip
    pdf = to_pdf(
        replace(
            form,
            employer_name=ugly,
            handler="ئابدۇرېھىم",
            months=(month,),
            employer_share=most,
            personal_share=Decimal("0.01"),
        )
    )
    assert has_ugly(pdf)
    text = solid_text_of(pdf)
    assert "ئابدۇرېھىم" in text
    assert "9,999,999,999,999,999.99" in text


def test_a_form_that_does_not_add_up_is_never_printed(form: Remittance) -> None:
    with pytest.raises(Defect, match="单位与个人"):
        replace(form, personal_share=Decimal("0.00"))
    with pytest.raises(Defect, match="未分摊"):
        replace(form, unallocated_used=Decimal("4080.05"))
    with pytest.raises(Defect, match="2026-09"):
        replace(form.months[0], amount=Decimal("2040.03"))
    with pytest.raises(Defect, match="2026-09"):
        replace(form.months[0], persons=3)
    with pytest.raises(Defect, match="没有汇缴年月"):
        replace(form, months=())
