"""分录规则 · every rule balances for all amounts, and every broken rule is found.

The balance is computed here a second way: by putting amounts in and adding up, where the
ledger counts names.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from provident import standards
from provident.kernel.places import project_dir
from provident.kernel.refusal import Defect
from provident.ledger.rules import PostingRule, faults, posting_rule, read_rules

SHIPPED = read_rules(project_dir("postings"))
ROLES = {"bank", "member", "employer"}


def totals(rule: PostingRule, amounts: dict[str, Decimal]) -> tuple[Decimal, Decimal]:
    """Debit and credit that the rule makes of these amounts."""
    sides = {"debit": Decimal(0), "credit": Decimal(0)}
    for line in rule.lines:
        total = sum((amounts[name] for name in line.sum), Decimal(0))
        sides[line.side] += -total if line.red else total
    return sides["debit"], sides["credit"]


def rule(*lines: dict[str, Any], amounts: tuple[str, ...] = ("x",)) -> PostingRule:
    return PostingRule.model_validate(
        {
            "code": "probe.rule", "title": "试", "summary": "试", "basis": [],
            "amounts": dict.fromkeys(amounts, "说明"), "lines": list(lines),
        }
    )  # fmt: skip


def line(side: str, role: str, *names: str, **options: Any) -> dict[str, Any]:
    return {"side": side, "role": role, "sum": names, **options}


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_a_shipped_rule_is_sound(code: str) -> None:
    shipped = SHIPPED[code]
    assert faults(shipped, set(standards.roles())) == []
    for number, name in enumerate(shipped.amounts):
        # One amount at a time: what balances for each alone balances for every mixture.
        amounts = dict.fromkeys(shipped.amounts, Decimal(0)) | {name: Decimal(7 + number)}
        debit, credit = totals(shipped, amounts)
        assert debit == credit
    assert shipped.basis, "a rule rests on an accounting document"


SOUND = (line("debit", "bank", "x"), line("credit", "member", "x"))


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (rule(SOUND[0], line("debit", "member", "x")), "「x」在借方多记 2 次"),
        (rule(*SOUND, line("credit", "employer", "x")), "「x」在贷方多记 1 次"),
        (rule(*SOUND, line("debit", "employer", "x", red=True)), "「x」在贷方多记 1 次"),
        (rule(line("debit", "bank", "x", "x"), SOUND[1]), "「x」在借方多记 1 次"),
        (rule(SOUND[0], line("credit", "stranger", "x")), "没有「stranger」这个记账角色"),
        (rule(*SOUND, amounts=("x", "y")), "「y」没有用到"),
        (rule(*SOUND, amounts=()), "「x」没有说明"),
        (
            rule(
                line("debit", "bank", "x"), line("credit", "member", "y"),
                line("credit", "member", "z"), amounts=("x", "y", "z"),
            ),
            "有 2 行都叫「member」",
        ),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named(broken: PostingRule, says: str) -> None:
    found = faults(broken, ROLES)
    assert any(says in fault.says for fault in found), found
    assert {fault.rule for fault in found} == {"probe.rule"}


def test_all_faults_are_found_at_once() -> None:
    worst = rule(
        line("debit", "stranger", "x"), line("debit", "stranger", "ghost"), amounts=("x", "y")
    )
    # unbalanced x and ghost, ghost unexplained, y idle, a stranger twice, two lines of a name
    assert len(faults(worst, ROLES)) == 7


NAMES = ("x", "y", "z")
random_lines = st.lists(
    st.builds(
        lambda side, names, red, number: line(
            side, "member", *names, red=red, name=f"line_{number}"
        ),
        st.sampled_from(["debit", "credit"]),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
        st.booleans(),
        st.uuids(),
    ),
    min_size=2,
    max_size=5,
)


@given(random_lines, st.booleans(), st.lists(st.integers(1, 10**9), min_size=3, max_size=3))
def test_balanced_means_that_all_amounts_balance(
    lines: list[dict[str, Any]], mirrored: bool, fen: list[int]
) -> None:
    if mirrored:  # otherwise chance hardly ever makes a balanced rule
        other = {"debit": "credit", "credit": "debit"}
        lines = lines + [
            one | {"side": other[one["side"]], "name": one["name"] + "_"} for one in lines
        ]
    tried = rule(*lines, amounts=NAMES)
    unbalanced = [fault for fault in faults(tried, ROLES) if "多记" in fault.says]
    each_alone = [
        totals(tried, {name: Decimal(name == lonely) for name in NAMES}) for lonely in NAMES
    ]
    assert (not unbalanced) == all(debit == credit for debit, credit in each_alone)
    if not unbalanced:
        debit, credit = totals(tried, dict(zip(NAMES, map(Decimal, fen), strict=True)))
        assert debit == credit


def test_a_rule_is_known_by_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "lending.yaml").write_text(
        "pay:\n  {title: 放, summary: 放, basis: [], amounts: {x: 本金}, lines: ["
        "{side: debit, role: bank, sum: [x]}, {side: credit, role: member, sum: [x]}]}\n",
        encoding="utf-8",
    )
    assert read_rules(tmp_path).keys() == {"lending.pay"}


def test_unknown_words_in_a_rule_are_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        rule(SOUND[0], line("credit", "member", "x", colour="red"))
    with pytest.raises(ValidationError, match="side"):
        rule(SOUND[0], line("left", "member", "x"))
    with pytest.raises(ValidationError, match="lines"):
        rule(SOUND[0])


def test_an_unknown_rule_is_a_defect() -> None:
    with pytest.raises(Defect):
        posting_rule("probe.nothing")


def test_the_digest_is_sm3_of_the_content() -> None:
    sound = rule(*SOUND)
    text = json.dumps(sound.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
    assert sound.digest == hashlib.new("sm3", text.encode()).hexdigest()
    assert rule(*reversed(SOUND)).digest != sound.digest
