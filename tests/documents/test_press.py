"""印刷 · whatever stands in the data is printed; pages are numbered through."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from provident.documents import FontMissingError, Section, render, render_sections
from provident.documents.typefaces import missing_packages
from provident.kernel.refusal import Defect


def a_list(name: str, rows: int = 1) -> dict[str, Any]:
    row = ["1", "99261102001", name, "6531**1234", "1.00", "5%＋5%", "1.00", "1.00", "2.00"]
    return {
        "title": "清册",
        "centre": "中心",
        "employer_name": "单位",
        "employer_number": "98",
        "months": "2026年11月",
        "persons_total": rows,
        "printed_by": "李静",
        "printed_at": "2026-11-02",
        "rows": [row] * rows,
        "feet": [],
    }


def test_markup_in_a_name_is_printed_and_not_obeyed(
    ugly: str, has_ugly: Callable[[bytes], bool]
) -> None:
    assert has_ugly(render("contribution_list", a_list(ugly)))


def test_the_same_data_gives_the_same_bytes() -> None:
    assert render("contribution_list", a_list("王")) == render(
        "contribution_list", a_list("王")
    )
    parts = [Section("contribution_list", a_list(name)) for name in "甲乙"]
    assert render_sections(parts) == render_sections(parts)


@pytest.mark.parametrize("guess", [1, 4], ids=["too_few", "too_many"])
def test_page_numbers_run_through_even_after_a_wrong_guess(
    guess: int, pages_of: Callable[[bytes], list[str]]
) -> None:
    parts = [Section("contribution_list", a_list("王", rows), guess) for rows in (100, 1, 50)]
    pages = pages_of(render_sections(parts))
    numbers = [re.search(r"第\s*(\d+)\s*页\s*共\s*(\d+)\s*页", page) for page in pages]
    total = len(pages)
    assert total == 3 + 1 + 2  # 45 rows a page: 100, 1 and 50 rows
    assert [(int(n[1]), int(n[2])) for n in numbers if n] == [
        (number, total) for number in range(1, total + 1)
    ]


@pytest.mark.parametrize("template", ["missing", "../press", "form.typ", ""])
def test_an_unknown_template_is_a_defect(template: str) -> None:
    with pytest.raises(Defect, match="no such document template"):
        render(template, {})


def test_incomplete_data_is_a_defect_that_names_the_template() -> None:
    with pytest.raises(Defect, match="contribution_list"):
        render("contribution_list", {})


def test_missing_typefaces_name_the_packages_to_install() -> None:
    assert missing_packages(set()) == ["fonts-noto-cjk", "fonts-ukij-uyghur"]
    chinese = {"Noto Serif CJK SC", "Noto Sans CJK SC"}
    assert missing_packages(chinese) == ["fonts-ukij-uyghur"]
    assert missing_packages(chinese | {"DejaVu Sans"}) == []


def test_nothing_is_printed_without_typefaces(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoFonts:
        def families(self) -> list[str]:
            return ["Libertinus Serif"]

    monkeypatch.setattr("provident.documents.typefaces.installed", NoFonts)
    with pytest.raises(FontMissingError, match="apt-get install fonts-noto-cjk"):
        render("contribution_list", a_list("王"))


TEN_THOUSAND = """
import io, resource
from datetime import datetime
from decimal import Decimal
from pypdf import PdfReader
from provident.documents.contribution_list import ContributionList, Contributor, to_pdf
from provident.kernel.dates import Month
fee = Decimal("1020.00")
persons = tuple(
    Contributor(f"9926110{i:05d}", "阿卜杜热合曼", "653101********1234",
                Decimal("8500.00"), "12%＋12%", fee, fee)
    for i in range(10_000)
)
pdf = to_pdf(ContributionList("中心", "单位", "98", (Month(2026, 11),), persons, "李静",
                              datetime(2026, 11, 2)))
pages = PdfReader(io.BytesIO(pdf)).pages
print(len(pages), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
print(" ".join(pages[-1].extract_text().split()))
"""


def test_ten_thousand_persons_print_within_300_mb() -> None:
    # In an interpreter of its own, so that its only child is the press.
    done = subprocess.run(
        [sys.executable, "-c", TEN_THOUSAND], capture_output=True, text=True, check=True
    )
    figures, last_page = done.stdout.strip().split("\n")
    pages, peak_mb = map(int, figures.split())
    # 493 rows with two closing lines fill 11 pages: 20 such sections, then 140 + 2 on 4.
    assert pages == 20 * 11 + 4
    assert peak_mb < 300
    assert "第 224 页 共 224 页" in last_page
    # 10 000 × 1 020.00 a side
    assert "合计（10000 人） 10,200,000.00 10,200,000.00 20,400,000.00" in last_page
