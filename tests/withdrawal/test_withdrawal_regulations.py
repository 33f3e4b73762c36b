"""The 2019 and the 2026 Regulations before and after 2026-09-20 (国令第844号), by article.

第二十四条 2019: (一) 购建 (二) 退休 (三) 丧失劳动能力 (四) 出境 (五) 还贷
(六) 房租超出规定比例; (二)至(四) 应当同时注销.
第二十四条 2026: (一) 房租 (二) 购建 (三) 还贷 (四) 装修 (五) 物业费 (六) 退休
(七) 丧失劳动能力 (八) 出境 (九) 其他; (六)至(八) 可以同时注销.
第二十五条: 单位证明 until 2026-09-19, decision within 3 days in both.
"""

from __future__ import annotations

from datetime import date

import pytest

from provident.kernel.refusal import Refusal
from provident.withdrawal import asking
from provident.withdrawal.cases import CASES
from provident.withdrawal.policy import CaseTerms
from provident.withdrawal.rules.answer import Answer
from provident.withdrawal.rules.leaving import LeavingClaim
from provident.withdrawal.rules.papers import EMPLOYER_CERTIFICATE, PAPERS, spelled
from tests.withdrawal.claims import NEW, OLD, codes, expense, home, person, rent, repay, yuan


@pytest.mark.parametrize(
    ("case", "before", "after"),
    [
        ("rent", 6, 1),
        ("purchase", 1, 2),
        ("build", 1, 2),
        ("repay", 5, 3),
        ("renovation", None, 4),
        ("property_fee", None, 5),
        ("other_housing", None, 9),
        ("retire", 2, 6),
        ("disabled", 3, 7),
        ("emigrate", 4, 8),
    ],
)
def test_the_item_of_each_case(ask, case: str, before: int | None, after: int) -> None:
    old = CaseTerms.read(ask, on=OLD, case=case)
    if before is None:
        assert old.closing is None
        assert [reason.code for reason in old.missing] == ["withdrawal.case_not_provided"]
        assert old.missing[0].basis[0] == "regulation-2019#24"
    else:
        assert old.basis[0] == f"regulation-2019#24.1({before})"
    assert CaseTerms.read(ask, on=NEW, case=case).basis[0] == f"regulation-2026#24.1({after})"


@pytest.mark.parametrize("case", ["retire", "disabled", "emigrate"])
def test_closing_was_a_must_and_is_a_choice(ask, case: str) -> None:
    """2019 第二十四条第二款 应当; 2026 第二十四条第二款 可以."""

    def asked(on: date) -> Answer:
        claim = LeavingClaim(
            on=on,
            amount=yuan(10_000),
            closes=False,
            retired_on=date(2026, 9, 1),
            disabled_on=date(2026, 9, 1),
            emigrated_on=date(2026, 9, 1),
            employment_ended_on=date(2026, 9, 1),
        )
        return asking.leaving(ask, case, claim, person())  # type: ignore[arg-type]

    before, after = asked(OLD), asked(NEW)
    assert (before.closing, codes(before)) == ("must_close", {"withdrawal.must_close"})
    assert before.findings.reasons[0].basis[1] == "regulation-2019#24.2"
    assert (after.closing, codes(after)) == ("may_close", set())
    assert after.basis[1] == "regulation-2026#24.2"


def test_renovation_and_property_fee_are_new(ask) -> None:
    """第二十四条第一款第（四）、（五）项 2026; in the 2019 text they are no case at all."""
    for case in ("renovation", "property_fee"):
        before = asking.expense(ask, case, expense(OLD), person())
        assert codes(before) == {"withdrawal.case_not_provided"}
        assert "2026年9月20日" in before.findings.reasons[0].says
        # from then on it is a case; what the centre has to fix is not published
        assert codes(asking.expense(ask, case, expense(NEW), person())) == {
            "policy.not_entered"
        }


def test_purchase_and_repayment_are_answered_alike(ask) -> None:
    """第一款第（一）、（五）项 2019 and 第（二）、（三）项 2026: the same cases."""
    pairs = [
        [asking.repay(ask, repay(on), person()) for on in (OLD, NEW)],
        [asking.home(ask, "purchase", home(on), person()) for on in (OLD, NEW)],
    ]
    for before, after in pairs:
        assert before.allowed
        assert after.allowed
        assert before.amount_max == after.amount_max > 0
        assert before.closing == after.closing == "stays_open"


def test_the_employer_certifies_only_under_the_old_text(ask) -> None:
    """2019 第二十五条第一款 提取证明; the 2026 text has none."""
    before = asking.repay(ask, repay(OLD), person()).documents
    after = asking.repay(ask, repay(NEW), person()).documents
    assert before == (*after, EMPLOYER_CERTIFICATE)
    assert spelled(before)[-1] == "所在单位出具的提取证明"


def test_the_decision_takes_three_days_in_both(ask) -> None:
    """第二十五条.  Accepted on Wednesday 2026-09-16: Saturday the 19th moves on.

    By the notice of the State Council's office 2026-09-20 (Sunday) is a working day in
    exchange for the National Day holiday.  Wednesday 2026-10-14 ends on Saturday the 17th and
    moves to Monday the 19th; Monday 2026-11-02 ends on Thursday the 5th.
    """
    days = {
        on: asking.rent(ask, rent(on), person()).decide_by
        for on in (date(2026, 9, 16), date(2026, 10, 14), date(2026, 11, 2))
    }
    assert list(days.values()) == [date(2026, 9, 20), date(2026, 10, 19), date(2026, 11, 5)]


def test_beyond_the_published_holidays_no_day_is_invented(ask) -> None:
    assert asking.rent(ask, rent(date(2027, 1, 4)), person()).decide_by is None


def test_every_case_has_its_papers(ask, law) -> None:
    for case in CASES:
        terms = CaseTerms.read(ask, on=NEW, case=case)
        assert terms.documents[:2] == ("identity", "bank_card")
        assert set(terms.documents) <= PAPERS.keys()
    choices = law.parameter("withdrawal.documents").choices
    assert {**choices, EMPLOYER_CERTIFICATE: PAPERS[EMPLOYER_CERTIFICATE]} == dict(PAPERS)
    assert law.parameter("withdrawal.documents").dimensions["case"] == dict(CASES)


def test_before_2019_nothing_is_extrapolated(ask) -> None:
    with pytest.raises(Refusal) as caught:
        CaseTerms.read(ask, on=date(2019, 3, 23), case="rent")
    assert caught.value.codes() == {"policy.outside_window"}


def test_every_basis_leads_to_a_text_or_a_parameter(ask, law) -> None:
    """A citizen can look up whatever an answer rests on."""
    odd = person(1000, months_paid=0, instalment=100)
    answers = [
        asked
        for on in (OLD, NEW)
        for asked in (
            asking.rent(ask, rent(on, owns_home=True, amount=yuan(99_999)), odd),
            asking.home(ask, "purchase", home(on, claimed=True, relation="child"), odd),
            asking.repay(ask, repay(on, last_on=on), odd),
            asking.expense(ask, "renovation", expense(on), odd),
            asking.expense(ask, "elevator", expense(on), odd),
            asking.leaving(ask, "retire", LeavingClaim(on=on), odd),
        )
    ]
    cited = {
        code
        for answer in answers
        for reason in (*answer.findings.reasons, *answer.findings.warnings)
        for code in (*reason.basis, *answer.basis)
    }
    assert len(cited) > 10
    for code in cited - set(law.names()):
        assert law.cite(code)
