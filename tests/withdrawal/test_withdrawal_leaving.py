"""Leaving: 第二十四条第二、三款 of both texts; 建金〔2018〕46号 for who left the job."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from provident.withdrawal import asking
from provident.withdrawal.rules.leaving import DeathClaim, LeavingClaim
from provident.withdrawal.rules.person import Ban
from tests.withdrawal.claims import DAY, NEW, OLD, codes, person, yuan

LEFT = LeavingClaim(on=DAY, employment_ended_on=date(2026, 4, 20), sealed_on=date(2026, 5, 2))


def test_half_a_year_sealed_is_not_article_24(ask) -> None:
    ready = asking.leaving(ask, "leave_job", LEFT, person(state="sealed"))
    assert ready.allowed
    assert ready.amount_max == yuan(50_000)
    assert ready.basis == ("jianjin-2018-46",)
    early = asking.leaving(ask, "leave_job", replace(LEFT, on=date(2026, 11, 1)), person())
    assert (codes(early), early.next_on) == (
        {"withdrawal.sealed_too_short"},
        date(2026, 11, 2),
    )
    assert "不属于条例第二十四条" in early.findings.reasons[0].says


def test_sealed_on_the_31st_is_ready_on_the_last_day_of_a_short_month(ask) -> None:
    claim = replace(LEFT, sealed_on=date(2025, 8, 31), employment_ended_on=date(2025, 8, 1))
    ready = replace(claim, on=date(2026, 2, 28))
    assert asking.leaving(ask, "leave_job", ready, person()).allowed
    early = asking.leaving(ask, "leave_job", replace(claim, on=date(2026, 2, 27)), person())
    assert early.next_on == date(2026, 2, 28)


def test_who_pays_in_elsewhere_transfers(ask) -> None:
    claim = replace(LEFT, pays_elsewhere=True, sealed_on=None)
    assert codes(asking.leaving(ask, "leave_job", claim, person())) == {
        "withdrawal.pays_elsewhere",
        "withdrawal.proof.sealed_on",
    }


def test_disabled_needs_both_facts(ask) -> None:
    """完全丧失劳动能力，并与单位终止劳动关系: one of them is not enough."""
    claim = LeavingClaim(on=DAY, disabled_on=date(2026, 9, 1))
    assert codes(asking.leaving(ask, "disabled", claim, person())) == {
        "withdrawal.proof.employment_ended_on"
    }
    assert codes(asking.leaving(ask, "retire", LeavingClaim(on=DAY), person())) == {
        "withdrawal.proof.retired_on"
    }
    soon = LeavingClaim(on=DAY, emigrated_on=date(2026, 12, 1))
    assert codes(asking.leaving(ask, "emigrate", soon, person())) == {
        "withdrawal.not_yet.emigrated_on"
    }


def test_a_holder_closes_only_with_all_its_money(ask) -> None:
    retired = LeavingClaim(on=OLD, retired_on=date(2026, 9, 1))
    tied = person(frozen=1000)
    assert codes(asking.leaving(ask, "retire", retired, tied)) == {"withdrawal.cannot_close"}
    kept = LeavingClaim(on=NEW, retired_on=date(2026, 9, 1), closes=False, amount=yuan(49_000))
    assert asking.leaving(ask, "retire", kept, tied).allowed
    both = replace(kept, closes=True)
    assert "withdrawal.closes_with_part" in codes(asking.leaving(ask, "retire", both, person()))


def test_death(ask) -> None:
    """第二十四条第三款: heirs or legatees; without any, 增值收益; the same in both texts."""
    for on in (OLD, NEW):
        claim = DeathClaim(on=on, died_on=date(2026, 9, 1), heirs=True)
        heirs = asking.death(ask, claim, person())
        assert (heirs.allowed, heirs.pays, heirs.closing) == (True, "to_heirs", "must_close")
        nobody = replace(claim, heirs=False, heirs_excluded=True)
        assert asking.death(ask, nobody, person()).pays == "to_surplus"
        unknown = asking.death(ask, replace(claim, heirs=False, died_on=None), person())
        assert codes(unknown) == {"withdrawal.succession", "withdrawal.death_proof"}
        assert heirs.basis[0].endswith("#24.3")


def test_a_ban_does_not_outlive_the_member(ask) -> None:
    ban = Ban(
        "违法提取住房公积金", date(2026, 10, 1), date(2029, 10, 1), ("regulation-2026#41",)
    )
    claim = DeathClaim(on=DAY, died_on=date(2026, 10, 20), heirs=True)
    assert asking.death(ask, claim, person(bans=(ban,))).allowed


def test_a_closed_holder_has_nothing(ask) -> None:
    answer = asking.leaving(ask, "leave_job", LEFT, person(0, state="closed"))
    assert codes(answer) == {"withdrawal.closed", "withdrawal.nothing_left.available"}
