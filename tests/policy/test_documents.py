"""Citations and the articles of the Regulations.

The places (条款项) are those of the official texts: 国务院令第844号 (2026) and the text of
2019-03-24; what the articles say is compared by keywords of those texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from provident.kernel.refusal import Defect
from provident.policy.documents import parse_citation
from provident.policy.library import Library
from provident.policy.lint import lint

_CODE = re.compile(r"""["']([a-z][a-z0-9]*(?:-[a-z0-9]+)+#\d+(?:\.\d+)?(?:\(\d+\))*)["']""")
"""A citation in short between quotation marks."""


@pytest.fixture(scope="module")
def law(shipped: Path) -> Library:
    return Library.load([shipped])


@pytest.mark.parametrize(
    ("code", "spelled", "says"),
    [
        ("regulation-2026#24(1)(1)", "第二十四条第一款第（一）项", "支付房租"),
        ("regulation-2026#24.1(5)", "第二十四条第一款第（五）项", "物业费"),
        ("regulation-2026#24(9)", "第二十四条第（九）项", "国务院批准"),
        ("regulation-2026#24.2", "第二十四条第二款", "可以同时注销"),
        ("regulation-2019#24.2", "第二十四条第二款", "应当同时注销"),
        ("regulation-2019#24.1(6)", "第二十四条第一款第（六）项", "房租超出"),
        ("regulation-2026#39", "第三十九条", "5万元以上30万元以下"),
        ("regulation-2019#37", "第三十七条", "1万元以上5万元以下"),
        ("regulation-2026#26.2", "第二十六条第二款", "10日"),
        ("regulation-2019#26.2", "第二十六条第二款", "15日"),
        ("regulation-2026#41.1", "第四十一条第一款", "3年内"),
        ("regulation-2026#41.2", "第四十一条第二款", "5年内"),
        ("regulation-2026#9(7)", "第九条第（七）项", "呆账核销"),
        ("regulation-2026#43(8)", "第四十三条第（八）项", "未督促单位"),
        ("regulation-2026#37.2", "第三十七条第二款", "5日"),
        ("regulation-2019#36.2", "第三十六条第二款", "5日"),
    ],
)
def test_a_citation_leads_to_its_words(
    law: Library, code: str, spelled: str, says: str
) -> None:
    assert law.cite(code).endswith(spelled)
    assert "住房公积金管理条例" in law.cite(code)
    assert says in (law.words(code) or "")


@pytest.mark.parametrize(
    "code",
    [
        "regulation-2026#51",
        "regulation-2019#48",
        "regulation-2026#24(1)(10)",
        "regulation-2019#24(1)(7)",
        "regulation-2026#24.4",
        "regulation-2026#18.2",
        "regulation-2026#14(1)",  # no 项 in the article at all
        "regulation-2002#24",
        "regulation-1999",
    ],
)
def test_a_place_that_is_not_there_is_refused(law: Library, code: str) -> None:
    with pytest.raises(Defect):
        law.cite(code)


def test_both_texts_are_whole(law: Library) -> None:
    """47 articles until 2026-09-19, 50 from 2026-09-20; the older two were not entered."""
    assert list(law.articles("regulation-2019")) == list(range(1, 48))
    assert list(law.articles("regulation-2026")) == list(range(1, 51))
    assert not law.articles("regulation-2002")
    items = {
        (document, article): len(law.articles(document)[article].paragraphs[0].items)
        for document, article in (
            ("regulation-2019", 9),
            ("regulation-2026", 9),
            ("regulation-2019", 24),
            ("regulation-2026", 24),
            ("regulation-2019", 40),
            ("regulation-2026", 43),
        )
    }
    assert list(items.values()) == [6, 7, 6, 9, 7, 8]


def test_accounting_methods_are_cited_by_gl_account(law: Library) -> None:
    """财会字〔1999〕33号 has numbered 科目, not articles: 101 住房公积金存款."""
    assert law.cite("mof-1999-33#101") == (
        "《住房公积金会计核算办法》（财会字〔1999〕33号）“101”科目"
    )
    assert law.cite("mof-2000-12").endswith("（财会字〔2000〕12号）")


def test_two_ways_to_write_one_citation() -> None:
    assert parse_citation("regulation-2026#24(1)(1)") == parse_citation(
        "regulation-2026#24.1(1)"
    )
    assert parse_citation("regulation-2026#") is None


ARTICLES = """document: law
articles:
"""
ONE = "  - {article: %d, heading: 甲, paragraphs: [{says: 乙, items: [丙, 丁]}, {says: 戊}]}\n"
RECORD = """name: 上限
unit: yuan
selected_by: business_date
checked: 2026-11-24
known_from: 2010-01-01
history: [{from: 2010-01-01, value: 5, basis: '%s'}]
"""


def problems(folder: Callable[..., Path], basis: str, count: int = 20) -> set[str]:
    articles = ARTICLES + "".join(ONE % number for number in range(1, count + 1))
    root = folder(regulations__law=articles, a__cap=RECORD % basis)
    return {problem.code for problem in lint([root])}


@pytest.mark.parametrize("basis", ["law#3", "law#3.1(2)", "law#3(1)(2)", "law#3(2)", "law#3.2"])
def test_places_of_entered_articles_may_be_cited(
    folder: Callable[..., Path], basis: str
) -> None:
    assert problems(folder, basis) == set()


@pytest.mark.parametrize("basis", ["law#3.3", "law#3.1(3)", "law#3.2(1)", "law#3(3)"])
def test_other_places_are_problems(folder: Callable[..., Path], basis: str) -> None:
    assert problems(folder, basis) == {"place_unknown"}


def test_articles_are_entered_all_or_none(folder: Callable[..., Path]) -> None:
    assert problems(folder, "law#3", count=19) == {"articles_incomplete"}
    assert problems(folder, "law#3", count=21) == {"articles_incomplete"}


def test_articles_of_a_document_that_is_not_registered(folder: Callable[..., Path]) -> None:
    stray = ARTICLES.replace("law", "nothing") + ONE % 1
    found = {problem.code for problem in lint([folder(regulations__x=stray)])}
    assert found == {"document_unknown"}


def test_every_citation_in_the_program_leads_somewhere(law: Library) -> None:
    """Rules, operations and postings cite in short; each citation must be spelled one day."""
    root = Path(__file__).resolve().parents[2]
    files = [*root.glob("src/provident/**/*.py"), *root.glob("postings/*.yaml")]
    written = {
        code
        for path in files
        if root / "src/provident/policy" not in path.parents
        for code in _CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert written
    for code in sorted(written):
        assert law.cite(code)
