"""汇缴清册 · rows, subtotals and sums over sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from provident.documents.contribution_list import (
    ROWS_PER_SECTION,
    ContributionList,
    Contributor,
    to_pdf,
)
from provident.kernel.dates import Month
from provident.kernel.refusal import Defect


def listing(printed_at: datetime, *persons: Contributor) -> ContributionList:
    return ContributionList(
        "中心", "喀什市第一中学", "98", (Month(2026, 11),), persons, "李静", printed_at
    )


def person(name: str = "王小明", employer: str = "0.01", personal: str = "0.02") -> Contributor:
    return Contributor(
        "992611020001", name, "653101********1234", Decimal("8500.00"), "12%＋12%",
        Decimal(employer), Decimal(personal),
    )  # fmt: skip


def test_a_short_list_ends_with_its_total(
    printed_at: datetime, solid_text_of: Callable[[bytes], str]
) -> None:
    text = solid_text_of(to_pdf(listing(printed_at, person("ئابدۇرېھىم"), person("#eval"))))
    assert "ئابدۇرېھىم" in text
    assert "#eval653101********12348,500.0012%＋12%0.010.020.03" in text
    assert "合计（2人）0.020.040.06" in text
    assert "小计" not in text


def test_each_section_closes_with_its_own_sum_and_the_sum_so_far(
    printed_at: datetime, pages_of: Callable[[bytes], list[str]]
) -> None:
    pages = pages_of(to_pdf(listing(printed_at, *[person()] * (ROWS_PER_SECTION + 7))))
    assert len(pages) == 12
    first, last = ("".join(pages[index].split()) for index in (10, 11))
    # 493 × (0.01, 0.02, 0.03), then 7 more
    assert "本段小计（1—493）4.939.8614.79累计（493人）4.939.8614.79" in first
    assert "本段小计（494—500）0.070.140.21合计（500人）5.0010.0015.00" in last


def test_a_name_of_500_characters_takes_more_pages_and_numbers_stay_right(
    printed_at: datetime, pages_of: Callable[[bytes], list[str]]
) -> None:
    people = [person("长" * 500)] * 20 + [person()] * ROWS_PER_SECTION
    pages = pages_of(to_pdf(listing(printed_at, *people)))
    assert len(pages) > 12
    assert ["".join(page.split()).split("第")[-1] for page in pages] == [
        f"{number}页共{len(pages)}页" for number in range(1, len(pages) + 1)
    ]


def test_an_empty_list_is_a_defect(printed_at: datetime) -> None:
    with pytest.raises(Defect):
        listing(printed_at)


def test_an_ugly_employer_name_fits_the_head_of_the_page(
    printed_at: datetime, ugly: str, has_ugly: Callable[[bytes], bool]
) -> None:
    form = replace(listing(printed_at, person()), employer_name=ugly)
    assert has_ugly(to_pdf(form))
