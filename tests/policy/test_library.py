"""Questions to a library: windows, places, shapes.  Expected: arithmetic in the test."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provident.kernel.refusal import Defect, Refusal
from provident.policy.library import Library
from provident.policy.parameters import Record
from provident.policy.timelines import span_on, spans_of

HEAD = "name: 上限\nselected_by: business_date\nchecked: 2026-11-24\n"
CENTRE = "name: 甲市\nareas: {'650102': 天山区}\n"


def library(
    folder: Callable[..., Path], value: str, *, unit: str = "yuan", head: str = ""
) -> Library:
    return Library.load(
        [
            folder(
                a__cap=f"{HEAD}unit: {unit}\n{head}known_from: 2010-01-01\nhistory:\n"
                f"  - {{from: 2010-01-01, value: {value}, basis: {{document: law}}}}\n"
            )
        ]
    )


def ask(found: Library, on: date = date(2020, 1, 1), **facts: Decimal | str | int) -> object:
    return found.value("a.cap", on=on, centre="650100", facts=facts).value


def test_least_and_greatest(folder: Callable[..., Path]) -> None:
    value = "{least_of: [{greatest_of: [{share_of: rent, percent: 60}, 100]}, 2500]}"
    found = library(folder, value, head="facts: {rent: 月租金}\n")
    assert ask(found, rent=Decimal(1000)) == Decimal("600.00")
    assert ask(found, rent=Decimal(10)) == Decimal("100.00")
    assert ask(found, rent=Decimal(9000)) == Decimal("2500.00")


def test_computed_money_is_rounded_once_to_the_fen(folder: Callable[..., Path]) -> None:
    found = library(folder, "{share_of: rent, percent: 33.335}", head="facts: {rent: 月租金}\n")
    # 1.5 × 33.335 % = 0.500025; 3.03 × 33.335 % = 1.0100505 -> 1.01
    assert str(ask(found, rent=Decimal("1.5"))) == "0.50"
    assert str(ask(found, rent=Decimal("3.03"))) == "1.01"


def test_bands_take_the_first_step_above_the_fact(folder: Callable[..., Path]) -> None:
    value = (
        "{bands_of: months, steps: [{below: 12, value: 1}, {below: 24, value: 2}, {value: 3}]}"
    )
    found = library(folder, value, unit="times", head="facts: {months: 月数}\n")
    answers = [ask(found, months=months) for months in (0, 11, 12, 23, 24, 500)]
    assert answers == [1, 1, 2, 2, 3, 3]


def test_dimensions_nest(folder: Callable[..., Path]) -> None:
    head = "dimensions: {home: {first: 首套, second: 二套}, term: {short: 短, long: 长}}\n"
    value = "{first: {short: 2.10, long: 2.60}, second: {short: 2.525, long: 3.075}}"
    found = library(folder, value, unit="percent_per_year", head=head)
    assert ask(found, home="second", term="long") == Decimal("3.075")


def test_text_and_date_values(folder: Callable[..., Path]) -> None:
    assert ask(library(folder, "按月", unit="text")) == "按月"
    assert ask(library(folder, "2026-06-30", unit="date")) == date(2026, 6, 30)


def test_forgotten_or_wrong_facts_are_defects(folder: Callable[..., Path]) -> None:
    found = library(
        folder, "{multiple_of: balance, times: 40}", head="facts: {balance: 余额}\n"
    )
    with pytest.raises(Defect, match="balance"):
        ask(found)
    with pytest.raises(Defect, match="exact number"):
        ask(found, balance="1000")
    head = "dimensions: {home: {first: 首套, second: 二套}}\n"
    by_home = library(folder, "{first: 1, second: 2}", head=head)
    with pytest.raises(Defect, match="third"):
        ask(by_home, home="third")


def test_unknown_names_and_citations_are_defects(folder: Callable[..., Path]) -> None:
    found = library(folder, "5")
    with pytest.raises(Defect):
        found.value("a.none", on=date(2020, 1, 1), centre="650100")
    for code in ("law#21", "law-old#1", "law-old", "nothing", "law#", "notice#3"):
        with pytest.raises(Defect):
            found.cite(code)


def test_citations_are_spelled_as_people_write_them(folder: Callable[..., Path]) -> None:
    found = library(folder, "5")
    assert found.cite("law#18.1(2)") == "《新法》（二号）第十八条第一款第（二）项"
    assert found.cite("law#20") == "《新法》（二号）第二十条"
    assert found.cite("notice") == "《通知》（三号）"


def test_absent_rule_refuses_with_its_reason(folder: Callable[..., Path]) -> None:
    found = Library.load(
        [
            folder(
                a__cap=f"{HEAD}unit: yuan\nknown_from: 2010-01-01\nhistory:\n"
                "  - {from: 2010-01-01, value: {absent: 没有上限}, basis: {document: law}}\n"
                "  - {from: 2012-01-01, value: 5, basis: {document: law}}\n"
            )
        ]
    )
    with pytest.raises(Refusal, match="没有上限") as caught:
        ask(found, on=date(2011, 12, 31))
    assert caught.value.codes() == {"policy.outside_window"}
    assert ask(found, on=date(2012, 1, 1)) == Decimal("5.00")


def places(folder: Callable[..., Path]) -> Library:
    """A default for all, replaced by one centre in 2015 and by one area of it 2016-2017."""
    local = """known_from: 2015-01-01
history:
  - {from: 2015-01-01, until: 2018-01-01, value: 20, basis: {document: notice}}
  - {from: 2016-01-01, until: 2017-01-01, value: 30, area: '650102', basis: {document: notice}}
"""
    return Library.load(
        [
            folder(
                a__cap=f"{HEAD}unit: yuan\nscope: default\nknown_from: 2010-01-01\nhistory:\n"
                "  - {from: 2010-01-01, value: 10, basis: {document: law}}\n",
                centres__650100__centre=CENTRE,
                centres__650100__a__cap=local,
            )
        ]
    )


@pytest.mark.parametrize(
    ("on", "area", "value", "valid"),
    [
        ("2014-12-31", None, 10, ("2010-01-01", "2015-01-01")),
        ("2015-01-01", None, 20, ("2015-01-01", "2018-01-01")),
        ("2018-01-01", None, 10, ("2018-01-01", None)),
        ("2015-06-01", "650102", 20, ("2015-01-01", "2016-01-01")),
        ("2016-06-01", "650102", 30, ("2016-01-01", "2017-01-01")),
        ("2017-06-01", "650102", 20, ("2017-01-01", "2018-01-01")),
        ("2016-06-01", "650103", 20, ("2015-01-01", "2018-01-01")),
    ],
)
def test_nearer_places_go_first_and_cut_the_interval(
    folder: Callable[..., Path],
    on: str,
    area: str | None,
    value: int,
    valid: tuple[str, str | None],
) -> None:
    found = places(folder).value("a.cap", on=date.fromisoformat(on), centre="650100", area=area)
    first, end = found.valid_from, found.valid_until
    assert found.value == Decimal(value)
    assert (first.isoformat(), end and end.isoformat()) == valid


def test_another_centre_keeps_the_default(folder: Callable[..., Path]) -> None:
    found = places(folder).value("a.cap", on=date(2016, 6, 1), centre="653100")
    assert found.value == Decimal("10.00")


def test_change_dates_follow_the_places(folder: Callable[..., Path]) -> None:
    found = places(folder)
    span = (date(2014, 1, 1), date(2020, 1, 1))
    assert found.change_dates("a.cap", *span) == ()
    assert found.change_dates("a.cap", *span, centre="650100") == (
        date(2015, 1, 1),
        date(2018, 1, 1),
    )
    # a change on the last day (out) or on the first day cuts nothing
    until_change = (date(2015, 1, 1), date(2018, 1, 1))
    assert found.change_dates("a.cap", *until_change, centre="650100") == ()
    with pytest.raises(Refusal):
        found.change_dates("a.cap", date(2009, 12, 31), date(2011, 1, 1))
    with pytest.raises(Defect):
        found.change_dates("a.cap", date(2011, 1, 1), date(2011, 1, 1))


def test_own_folder_adds_to_the_shipped_one(shipped: Path, folder: Callable[..., Path]) -> None:
    own = folder(
        documents="""kashgar-2026:
  {title: 基数通知, number: 测〔2026〕1号, issuer: 测试, kind: notice,
   in_force_from: 2026-07-01}
""",
        centres__653100__collection__base_cap="""known_from: 2026-07-01
history: [{from: 2026-07-01, value: 30000, basis: {document: kashgar-2026}}]
""",
    )
    both = Library.load([shipped, own])
    found = both.value("collection.base_cap", on=date(2026, 11, 2), centre="653100")
    assert (found.value, found.basis) == (Decimal("30000.00"), ("kashgar-2026",))
    assert both.content_hash != Library.load([shipped]).content_hash


def test_next_year_is_added_to_what_was_shipped(
    shipped: Path, folder: Callable[..., Path]
) -> None:
    own = folder(
        documents="""urumqi-2027:
  {title: 基数通知, issuer: 测试, kind: notice, in_force_from: 2027-07-01}
""",
        centres__650100__collection__base_cap="""known_from: 2027-07-01
history: [{from: 2027-07-01, value: 36000, basis: {document: urumqi-2027}}]
""",
    )
    both = Library.load([shipped, own])
    again = Library.from_content(both.content)
    for found in (both, again):
        answers = [
            found.value("collection.base_cap", on=day, centre="650100").value
            for day in (date(2027, 6, 30), date(2027, 7, 1))
        ]
        assert answers == [Decimal("35071.00"), Decimal("36000.00")]
    with pytest.raises(Refusal):
        again.value("collection.base_cap", on=date(2026, 6, 30), centre="650100")


def test_content_survives_json_and_comments_do_not_count(
    shipped: Path, folder: Callable[..., Path]
) -> None:
    first = Library.load([shipped])
    again = Library.from_content(json.loads(json.dumps(first.content)))
    assert again.content == first.content
    assert again.content_hash == first.content_hash
    for name in first.names():
        assert again.records(name) == first.records(name)
        assert str(again.records(name)) == str(first.records(name))
    plain = library(folder, "5").content_hash
    remarked = library(folder, "5  # 说明\n").content_hash
    assert plain == remarked


record_days = st.lists(
    st.dates(date(2000, 1, 1), date(2020, 1, 1)), min_size=1, max_size=8, unique=True
)


@given(days=record_days, on=st.dates(date(1999, 1, 1), date(2021, 1, 1)))
def test_the_last_record_that_began_answers(days: list[date], on: date) -> None:
    records = [
        Record.model_validate({"from": day, "value": index, "basis": {"document": "law"}})
        for index, day in enumerate(days)
    ]
    found = span_on(spans_of(records), on)
    begun = [day for day in days if day <= on]
    if not begun:
        assert found is None
        return
    assert found is not None
    assert found.from_on == max(begun)
    assert found.until_on == min((day for day in days if day > on), default=None)
    assert found.covers(on)
    assert not found.covers(found.from_on - timedelta(days=1))
