"""The vocabulary: every shape of local rules, with answers worked out by hand in the test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.kernel.refusal import Defect
from provident.policy.engine import evaluate, reckon
from provident.policy.library import Library
from provident.policy.lint import lint
from provident.policy.parameters import Parameter, Record

HEAD: dict[str, Any] = {
    "name": "额度",
    "unit": "yuan",
    "selected_by": "business_date",
    "checked": date(2026, 11, 24),
    "dimensions": {"home": {"first": "首套", "second": "二套"}},
    "facts": {
        "balance": "余额",
        "months": "缴存月数",
        "income": "月收入",
        "children": "子女数",
    },
    "flags": {"green": "绿色建筑", "talent": "人才"},
}
FACTS = {
    "home": "first",
    "balance": Decimal(30_000),
    "months": 20,
    "income": Decimal(9_000),
    "children": 2,
    "green": True,
    "talent": False,
}


def parameter(**changes: Any) -> Parameter:
    return Parameter.model_validate(HEAD | changes)


def answer(value: Any, **facts: Any) -> Any:
    record = Record.model_validate(
        {"from": date(2020, 1, 1), "value": value, "basis": {"document": "law"}}
    )
    return evaluate(parameter(), record.value, FACTS | facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"fact": "balance"}, "30000"),
        # 200 000 a year: 20 months are one completed year, two begun
        ({"per_year_of": "months", "amount": 200000, "years": "completed"}, "200000"),
        ({"per_year_of": "months", "amount": 200000, "years": "begun"}, "400000"),
        # balance × a multiple in bands, assumed to be at least 40 000: 40 000 × 15
        (
            {
                "product_of": [
                    {"greatest_of": [{"fact": "balance"}, 40000]},
                    {
                        "bands_of": "months",
                        "steps": [{"below": 12, "value": 10}, {"value": 15}],
                    },
                ]
            },
            "600000",
        ),
        # what is left when three monthly incomes stay in the holding: 30 000 − 27 000
        (
            {"difference_of": [{"fact": "balance"}, {"multiple_of": "income", "times": 3}]},
            "3000",
        ),
        ({"difference_of": [1000, {"fact": "balance"}]}, "0"),
        ({"sum_of": [{"fact": "balance"}, {"share_of": "income", "percent": 50}, 1]}, "34501"),
        # coefficients multiply: 100 000 × 1.2 × 1.4; the talent's does not apply
        (
            {
                "coefficient_of": 100000,
                "factors": [
                    {"name": "流动性", "times": 1.2},
                    {"name": "绿色", "times": 1.4, "when": {"green": True}},
                    {"name": "人才", "times": 3, "when": {"talent": True}},
                ],
            },
            "168000",
        ),
        # a limit that does not bite after ten years, else 20 × balance
        (
            {
                "least_of": [
                    {
                        "cases": [
                            {
                                "when": {"months": {"at_least": 120}},
                                "value": {"unlimited": "十年"},
                            },
                            {"value": {"multiple_of": "balance", "times": 20}},
                        ]
                    },
                    700000,
                ]
            },
            "600000",
        ),
    ],
)
def test_shapes(value: Any, expected: str) -> None:
    assert answer(_exact(value)) == Decimal(expected)


def _exact(value: Any) -> Any:
    """The literal as the YAML reader gives it: decimals exact."""
    match value:
        case dict():
            return {key: _exact(inner) for key, inner in value.items()}
        case list():
            return [_exact(inner) for inner in value]
        case float():
            return Decimal(str(value))
        case _:
            return value


def test_a_limit_that_does_not_bite_leaves_the_others() -> None:
    value = {
        "least_of": [
            {
                "cases": [
                    {"when": {"months": {"at_least": 120}}, "value": {"unlimited": "十年"}},
                    {"value": {"multiple_of": "balance", "times": 20}},
                ]
            },
            700000,
        ]
    }
    assert answer(value, months=120) == Decimal(700_000)


UPLIFTS = [
    {"name": "多子女", "percent": 20, "when": {"children": {"at_least": 2}}},
    {"name": "绿色", "percent": 10, "when": {"green": True}},
    {"name": "人才", "amount": 500000, "when": {"talent": True}},
]


@pytest.mark.parametrize(
    ("stacking", "ceiling", "facts", "expected"),
    [
        # 1 000 000: 20 % and 10 % add up, or only 20 % counts
        ("add_up", None, {}, 1_300_000),
        ("largest", None, {}, 1_200_000),
        ("add_up", 1_250_000, {}, 1_250_000),
        ("largest", None, {"talent": True}, 1_500_000),
        ("add_up", None, {"talent": True, "green": False, "children": 0}, 1_500_000),
        ("add_up", None, {"green": False, "children": 1}, 1_000_000),
    ],
)
def test_uplifts_by_their_stacking_rule(
    stacking: str, ceiling: int | None, facts: dict[str, Any], expected: int
) -> None:
    value: dict[str, Any] = {"uplift_of": 1000000, "stacking": stacking, "uplifts": UPLIFTS}
    if ceiling:
        value["ceiling"] = ceiling
    assert answer(value, **facts) == Decimal(expected)


@given(
    stacking=st.sampled_from(["add_up", "largest"]),
    ceiling=st.one_of(st.none(), st.integers(1_000_000, 2_000_000)),
    facts=st.fixed_dictionaries(
        {"green": st.booleans(), "talent": st.booleans(), "children": st.integers(0, 3)}
    ),
)
def test_the_order_of_uplifts_does_not_matter(
    stacking: str, ceiling: int | None, facts: dict[str, Any]
) -> None:
    extra = {} if ceiling is None else {"ceiling": ceiling}
    answers = {
        answer(
            {"uplift_of": 1000000, "stacking": stacking, "uplifts": list(order), **extra},
            **facts,
        )
        for order in permutations(UPLIFTS)
    }
    assert len(answers) == 1


@given(
    factors=st.lists(
        st.decimals("0.5", "3", places=2).map(lambda times: {"name": "系数", "times": times}),
        min_size=1,
        max_size=4,
    )
)
def test_the_order_of_coefficients_does_not_matter(factors: list[dict[str, Any]]) -> None:
    answers = {
        answer({"coefficient_of": 100000, "factors": list(order)})
        for order in permutations(factors)
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({"home": "first"}, True),
        ({"home": ["first", "second"]}, True),
        ({"home": "second"}, False),
        ({"green": True, "talent": False}, True),
        ({"children": 2}, True),
        ({"children": {"above": 2}}, False),
        ({"children": {"at_least": 2, "below": 3}}, True),
        ({"children": {"at_most": 1}}, False),
        ({"any": [{"talent": True}, {"children": {"at_least": 2}}]}, True),
        ({"not": {"green": True}}, False),
        ({"home": "first", "not": {"talent": True}}, True),
    ],
)
def test_conditions(when: dict[str, Any], holds: bool) -> None:
    value = {"cases": [{"when": when, "value": 1}, {"value": 2}]}
    assert answer(value) == Decimal(1 if holds else 2)


def test_a_flag_that_is_no_yes_or_no_is_a_defect() -> None:
    value = {"cases": [{"when": {"green": True}, "value": 1}, {"value": 2}]}
    with pytest.raises(Defect, match="True or False"):
        answer(value, green="yes")
    with pytest.raises(Defect, match="finite"):
        answer({"fact": "balance"}, balance=Decimal("NaN"))


YAML_HEAD = """name: 额度
unit: yuan
selected_by: business_date
checked: 2026-11-24
known_from: 2020-01-01
facts: {balance: 余额, price: 房价}
flags: {green: 绿色建筑}
history:
"""


def load(folder: Callable[..., Path], value: str, head: str = YAML_HEAD) -> Library:
    record = f"  - {{from: 2020-01-01, value: {value}, basis: {{document: law}}}}\n"
    return Library.load([folder(a__cap=head + record)])


def test_a_window_cuts_the_interval_of_the_answer(folder: Callable[..., Path]) -> None:
    """A temporary uplift is open from its first day and shut on its end day."""
    found = load(
        folder,
        "{uplift_of: 100, stacking: add_up, uplifts: ["
        "{name: 窗口, percent: 50, from: 2021-01-01, until: 2023-01-01}]}",
    )
    answers = {
        day: found.value("a.cap", on=date.fromisoformat(day), centre="650100")
        for day in ("2020-12-31", "2021-01-01", "2022-12-31", "2023-01-01")
    }
    assert [str(value.value) for value in answers.values()] == [
        "100.00",
        "150.00",
        "150.00",
        "100.00",
    ]
    inside = answers["2022-12-31"]
    assert (inside.valid_from, inside.valid_until) == (date(2021, 1, 1), date(2023, 1, 1))
    assert found.change_dates("a.cap", date(2020, 6, 1), date(2024, 1, 1)) == (
        date(2021, 1, 1),
        date(2023, 1, 1),
    )


def test_an_explanation_names_what_binds(folder: Callable[..., Path]) -> None:
    found = load(
        folder,
        "{least_of: [{called: 最高额度, value: {uplift_of: 600000, stacking: largest,"
        " uplifts: [{name: 绿色, percent: 20, when: {green: true}}]}},"
        " {called: 余额倍数, value: {multiple_of: balance, times: 25}},"
        " {called: 首付后的房价, value: {share_of: price, percent: 80}}]}",
    )
    facts = {"balance": Decimal(20_000), "price": Decimal(2_000_000), "green": True}
    told = found.explain("a.cap", on=date(2024, 1, 1), centre="650100", facts=facts)
    assert told.says == "额度：500000.00 元"
    assert told.binding == "余额倍数"
    assert told.answer == found.value(
        "a.cap", on=date(2024, 1, 1), centre="650100", facts=facts
    )
    printed = [(line.depth, line.says, line.result, line.decides) for line in told.lines()]
    assert (1, "最高额度", "720000", False) in printed
    assert (1, "余额倍数", "500000", True) in printed
    assert (2, "余额 × 25", "500000", False) in printed
    assert (2, "第一项为基数，各项上浮只取最大一项", "720000", False) in printed
    assert (3, "基数", "600000", False) in printed
    assert (3, "上浮：绿色 20%（绿色建筑）", "120000", True) in printed
    richer = facts | {"balance": Decimal(50_000)}
    told = found.explain("a.cap", on=date(2024, 1, 1), centre="650100", facts=richer)
    assert (told.binding, told.answer.value) == ("最高额度", Decimal(720_000))


@given(
    balance=st.decimals(0, 10**6, places=2),
    price=st.decimals(0, 10**7, places=2),
    green=st.booleans(),
)
def test_an_answer_is_the_top_of_its_steps(
    balance: Decimal, price: Decimal, green: bool
) -> None:
    """No step is rounded: the least of the printed limits, to the fen, is the answer."""
    value = {
        "least_of": [
            {"multiple_of": "balance", "times": Decimal("12.5")},
            {"share_of": "income", "percent": Decimal("33.333")},
            {"cases": [{"when": {"green": True}, "value": 9000}, {"value": 8000}]},
        ]
    }
    record = Record.model_validate(
        {"from": date(2020, 1, 1), "value": value, "basis": {"document": "law"}}
    )
    facts = FACTS | {"balance": balance, "income": price, "green": green}
    top = reckon(parameter(), record.value, facts)  # type: ignore[arg-type]
    by_hand = min(
        balance * Decimal("12.5"),
        price * Decimal("0.33333"),
        Decimal(9000 if green else 8000),
    )
    assert top.result == by_hand
    assert [step.result for step in top.inner if step.decides] == [by_hand]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("unlimited", "{unlimited: 不限}"),
        ("unlimited", "{cases: [{when: {green: true}, value: {unlimited: 不限}}, {value: 5}]}"),
        ("unlimited", "{sum_of: [{unlimited: 不限}, 5]}"),
        ("fact_unknown", "{fact: wage}"),
        ("fact_unknown", "{cases: [{when: {blue: true}, value: 1}, {value: 2}]}"),
        ("fact_unknown", "{cases: [{when: {balance: high}, value: 1}, {value: 2}]}"),
        ("fact_unknown", "{cases: [{when: {green: {above: 1}}, value: 1}, {value: 2}]}"),
        ("window", "{coefficient_of: 5, factors: [{name: 甲, times: 2, from: 2019-01-01}]}"),
        ("form", "{cases: [{value: 1}, {value: 2}]}"),
        ("form", "{cases: [{when: {}, value: 1}, {value: 2}]}"),
        ("form", "{cases: [{when: {balance: {}}, value: 1}, {value: 2}]}"),
        ("form", "{uplift_of: 5, stacking: add_up, uplifts: [{name: 甲}]}"),
        ("form", "{uplift_of: 5, stacking: random, uplifts: [{name: 甲, percent: 5}]}"),
        (
            "form",
            "{coefficient_of: 5, factors:"
            " [{name: 甲, times: 2, from: 2022-01-01, until: 2021-01-01}]}",
        ),
        ("unknown_key", "{fact: balance, times: 5}"),
    ],
)
def test_values_that_cannot_be_are_refused(
    folder: Callable[..., Path], code: str, value: str
) -> None:
    record = f"  - {{from: 2020-01-01, value: {value}, basis: {{document: law}}}}\n"
    assert code in {problem.code for problem in lint([folder(a__cap=YAML_HEAD + record)])}


def test_a_multiplier_may_have_more_than_two_decimals(folder: Callable[..., Path]) -> None:
    """1.125 times is no amount of money, though the parameter counts yuan."""
    found = load(folder, "{product_of: [{fact: balance}, 1.125]}")
    asked = found.value(
        "a.cap", on=date(2024, 1, 1), centre="650100", facts={"balance": Decimal(8)}
    )
    assert asked.value == Decimal("9.00")
