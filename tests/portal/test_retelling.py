"""Reasons and answers in English: whole sentences, figures written as English writes them.

The expected sentences were written beside the rules' Chinese, not taken from the templates'
output; the questions are those of the stories (`scenarios/`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from provident.channels.calc.answer import Answer
from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.calc.desk import Desk, library_from_files
from provident.channels.calc.words import Words
from provident.channels.portal.retelling import retelling
from provident.channels.portal.speaking import sentence, speaker
from provident.kernel.places import PROJECT
from provident.kernel.refusal import Reason, Refusal
from provident.policy.library import Library
from provident.policy.strict_yaml import read_yaml

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
STORIES = ("contribution", "loans", "withdrawals")
WRONG = (
    ("loan", {"principal": "abc", "months": "x", "rate": "3.1x", "starts_on": "2026-02-30"}),
    ("loan", {"principal": "1.234", "months": "361", "rate": "-1", "starts_on": "soon"}),
    ("loan", {"principal": "0", "months": "0", "rate": "100", "starts_on": "1990-01-01"}),
    ("loan", {"principal": 1.5, "months": "12", "nobody": "1", "starts_on": "2026-01-15"}),
    ("loan", {
        "principal": "100000", "months": "12", "rate": "3.1", "starts_on": "2026-01-15",
        "changes": [{"on": "2026-01-15", "rate": "101"}, {"on": "2026-01-15", "rate": "2"}],
        "payouts": [{"on": "2030-01-01", "amount": "0"}],
        "prepayments": [
            {"on": "2026-03-01", "effect": "full"},
            {"on": "2026-04-01", "amount": "1", "effect": "lower"},
        ],
    }),
    ("loan", {
        "principal": "100000", "months": "12", "rate": "3.1", "starts_on": "2026-01-15",
        "changes": [{"on": "bad"}],
    }),
    ("loan", {
        "principal": "100000", "months": "12", "rate": "3.1", "starts_on": "2026-01-15",
        "prepayments": [{"on": "2026-03-01", "amount": "900000", "effect": "shorten"}],
    }),
    ("borrow", {
        "on": "2026-11-02", "price": "0", "months": "0", "balance": "-1", "income": "1",
        "months_in_row": "1", "contributors": "0", "family_loans": "0", "open_loans": "1",
        "born_on": "2027-01-01",
    }),
    ("borrow", {
        "on": "2026-11-02", "price": "100000", "months": "12", "balance": "1000",
        "income": "3000", "other_debts": "900", "months_in_row": "48", "wanted": "9000000",
        "sealed": "true", "arrears": "2", "overdue": "true",
    }),
    ("borrow", {
        "on": "2026-11-02", "price": "1500000", "months": "12", "balance": "1000",
        "income": "3000", "months_in_row": "48", "area": "999",
    }),
    ("interest", {"settle_on": "2026-11-02", "movements": []}),
    ("interest", {
        "settle_on": "2026-11-02", "monthly_amount": "100", "monthly_day": "40",
        "first_month": "2026-05", "last_month": "2026-01",
    }),
    ("interest", {"settle_on": "2026-11-02", "monthly_amount": "100"}),
    ("interest", {
        "settle_on": "2026-11-02",
        "movements": [
            {"on": "2026-08-01", "amount": "10", "kind": "credit"},
            {"on": "2026-09-01", "amount": "20", "kind": "debit"},
        ],
    }),
    ("contribution", {
        "wage": "0", "month": "2026-11", "employer_ratio": "13", "member_ratio": "4",
        "rounding": "fen",
    }),
    ("withdrawal", {"case": "rent", "on": "2026-11-02", "balance": "-1"}),
    ("withdrawal", {
        "case": "rent", "on": "2026-11-02", "balance": "30000", "months_paid": "1",
        "rent": "0", "first": "2026-08", "last": "2027-10", "owns_home": "true",
        "held": "100", "frozen": "50", "amount": "99999",
        "used": [{"month": "2026-08", "amount": "-1", "by": "self"}],
    }),
    ("withdrawal", {
        "case": "rent", "on": "2026-11-02", "balance": "30000", "months_paid": "1",
        "rent": "3000", "first": "2026-08", "last": "2027-10", "owns_home": "true",
        "held": "100", "frozen": "50", "amount": "99999", "last_on": "2026-10-30",
    }),
)  # fmt: skip
"""Whatever can be typed wrongly, calculator by calculator."""


@pytest.fixture(scope="module")
def library() -> Library:
    return library_from_files()


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def asked_in_stories() -> list[tuple[str, dict[str, Any], str]]:
    """Every question to a calculator in a story: calculator, input, centre."""
    return [
        (step["calc"], step.get("with", {}), step.get("centre", "650100"))
        for folder in STORIES
        for path in sorted((PROJECT / "scenarios" / folder).glob("*.yaml"))
        for step in read_yaml(path)["steps"]
        if "calc" in step
    ]


def answered(code: str, given: dict[str, Any], desk: Desk) -> tuple[Answer | None, Any]:
    """The answer with its reasons, or the reasons why there is none."""
    try:
        answer = CALCULATORS[code].answer(given, desk)
    except Refusal as refusal:
        return None, refusal.reasons
    return answer, answer.reasons


def spoken(answer: Answer) -> Iterator[str]:
    """Every word of an answer but for the policy's own table (`cap`), which stays as it is."""
    shown: list[Any] = [answer.summary, *answer.notes]
    for figure in answer.figures:
        shown += [figure.label, figure.value, figure.unit, figure.note]
    for step in answer.steps:
        shown += [step.title, step.says]
    for chart in answer.charts:
        shown += [chart.title, *chart.labels, *(one.name for one in chart.series)]
    for sheet in answer.sheets:
        shown += [sheet.title, *sheet.columns]
        shown += [cell for row in sheet.rows[:40] for cell in row if sheet.code != "cap"]
    return (speaker().write(one) for one in shown if isinstance(one, Words | str))


def without_names(text: str, library: Library) -> str:
    """A sentence without the proper names that stand in it: of centres."""
    for code, centre in library.centres().items():
        text = text.replace(f"{centre.name}（{code}）", "").replace(centre.name, "")
    return text


@pytest.mark.usefixtures("english")
def test_no_answer_of_a_story_says_a_word_of_chinese(library: Library) -> None:
    asked = asked_in_stories()
    assert len(asked) > 30
    assert {code for code, _, _ in asked} | {code for code, _ in WRONG} == set(CALCULATORS)
    left: set[str] = set()
    for code, given, centre in asked:
        answer, reasons = answered(code, given, Desk(library, centre))
        said = [*map(sentence, reasons), *(spoken(answer) if answer else ())]
        left |= {one for one in said if CHINESE.search(without_names(one, library))}
    assert left == set()


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("code", "given"), WRONG)
def test_no_fault_says_a_word_of_chinese(
    library: Library, code: str, given: dict[str, Any]
) -> None:
    answer, reasons = answered(code, given, Desk(library, "650100"))
    said = [*map(sentence, reasons), *(spoken(answer) if answer else ())]
    assert reasons
    assert [one for one in said if CHINESE.search(without_names(one, library))] == []


@pytest.mark.usefixtures("english")
def test_what_a_centre_has_not_entered_is_named(library: Library) -> None:
    asked = {"on": "2026-11-02", "price": "1500000", "months": "12", "balance": "1000",
             "income": "3000", "months_in_row": "48"}  # fmt: skip
    _, reasons = answered("borrow", asked, Desk(library, "653100"))
    assert "喀什（653100） has not entered “highest loan” yet" in sentence(
        next(one for one in reasons if one.facts["name"] == "lending.cap")
    )


def test_chinese_is_what_the_rule_says() -> None:
    reason = Reason("loan.months_paid", "须连续足额缴存满 6 个月。", {"months": 5})
    with translation.override("zh-hans"):
        assert sentence(reason) == reason.says


def test_figures_are_written_in_the_way_of_the_language() -> None:
    facts = {"on": "2026-03-01", "debt": "100000.00", "amount": "900000.00"}
    with translation.override("en"):
        assert sentence(Reason("prepayment.too_large", "…", facts)) == (
            "On 2026-03-01 only 100,000.00 yuan of principal are owed; an early payment of "
            "900,000.00 yuan is more. Reduce it, or repay everything."
        )


@pytest.mark.parametrize(
    "facts",
    [
        {"on": "2026-03-01", "debt": "100000.00"},
        {"on": "soon", "debt": "100000.00", "amount": "900000.00"},
        {"on": "2026-03-01", "debt": "nothing", "amount": "900000.00"},
    ],
    ids=["a figure is missing", "no day", "no amount"],
)
def test_what_cannot_be_told_whole_stays_chinese(facts: dict[str, str]) -> None:
    with translation.override("en"):
        assert sentence(Reason("prepayment.too_large", "超过欠款。", facts)) == "超过欠款。"


def test_a_word_without_translation_keeps_the_sentence_chinese() -> None:
    reason = Reason("withdrawal.proof.x", "缺少证明。", {"what": "没有译过的证明"})
    with translation.override("en"):
        assert sentence(reason) == "缺少证明。"


def test_the_fullest_sentence_is_said_and_a_family_shares_its_own() -> None:
    told = retelling("en")
    with translation.override("en"):
        speak = speaker()
        used = told.retell(
            speak, "withdrawal.limit.repaid", {"repaid": "5000.00", "used": "100.00"}
        )
        alone = told.retell(speak, "withdrawal.limit.repaid", {"repaid": "5000.00"})
    assert used is not None
    assert "less 100.00 yuan" in used
    assert alone == "Repaid since the last withdrawal: 5,000.00 yuan"
    assert told.alternatives("withdrawal.proof.retired_on") == told.alternatives(
        "withdrawal.proof"
    )
    assert told.alternatives("nobody.knows") == ()


@pytest.mark.parametrize("language", ["ug", "fr"])
def test_a_language_without_sentences_shows_the_chinese(language: str) -> None:
    assert retelling(language).sentences == {}


def test_pages_and_the_interface_say_it_in_the_visitors_language() -> None:
    client = Client(headers={"host": "localhost", "accept-language": "en"})
    address = "/calc/loan?principal=0&months=361&rate=2&starts_on=2026-01-15"
    page = client.get(address).content.decode()
    assert "The term must be 1 to 360 whole months and is 361" in page
    answer = client.post(
        "/api/v1/calc/loan",
        {"principal": "1", "months": "x", "rate": "2", "starts_on": "2026-01-15"},
        content_type="application/json",
    ).json()
    assert [one["says"] for one in answer["reasons"]] == [
        "“Term of the loan”: “x” is not a whole number; write 360."
    ]


def test_beside_an_input_its_name_is_not_repeated() -> None:
    client = Client(headers={"host": "localhost", "accept-language": "en"})
    page = client.get("/calc/loan?principal=1&months=x&rate=2&starts_on=2026-01-15")
    assert ">“x” is not a whole number; write 360.<" in page.content.decode()
