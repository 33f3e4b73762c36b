"""Rows: what is accepted, in which form, and every reason against what is not.

Numbers come from the published identifier vectors (GB 11643-1999, ISO/IEC 7812-1).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from roster_books import FIRST, HEADINGS, SECOND, TODAY, book, codes_of_row, judged

from provident.collection.roster import RosterRow, judge, open_roster
from provident.kernel.dates import Month
from provident.kernel.refusal import Refusal


def only(**changed) -> RosterRow:
    judgement = judged(FIRST | changed)
    assert judgement.refused == ()
    return judgement.rows[0]


def codes(**changed) -> set[str]:
    return codes_of_row(judged(FIRST | changed), 2)


def test_a_good_row_becomes_typed_fields() -> None:
    assert only() == RosterRow(
        number=2,
        id_kind="01",
        id_number="653101199001010005",
        name="阿依古丽·买买提",
        sex="2",  # GB/T 2261.1
        birth=date(1990, 1, 1),
        mobile="13800000001",
        marital="20",  # GB/T 2261.2
        hired_on=date(2026, 10, 15),
        hire_kind="2",
        wage=Decimal("6500.50"),
        first_month=Month(2026, 11),
        card="6217000000000000004",
        card_bank="中国建设银行喀什分行",
        extras={},
    )


def test_sex_and_birth_come_from_the_number_when_left_blank() -> None:
    row = only(性别="", 出生日期="")
    assert (row.sex, row.birth) == ("2", date(1990, 1, 1))


def test_sex_and_birth_must_agree_with_the_number() -> None:
    found = codes(性别="男", 出生日期="1990-01-10")
    assert found == {"roster.sex_differs", "roster.birth_differs"}


def test_a_passport_needs_sex_and_birth() -> None:
    passport = {"证件类型": "护照", "证件号码": "E12345678"}
    assert only(**passport).id_kind == "03"  # JGJ/T 320 A.1
    found = codes(**passport, 性别="", 出生日期="")
    assert found == {"roster.sex_needed", "roster.birth_needed"}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105194912310021", "identifier.resident_id.check_digit"),
        ("653101199013010002", "identifier.resident_id.birth"),
        ("653101200102290005", "identifier.resident_id.birth"),
        ("65310119900101000", "identifier.resident_id.form"),
        (653101199001010005, "roster.numeric_cell"),
        ("", "roster.value_missing"),
    ],
)
def test_bad_resident_numbers(number: str | int, code: str) -> None:
    assert codes(证件号码=number, 性别="", 出生日期="") == {code}


def test_numeric_cells_say_how_to_mend_the_column() -> None:
    people = FIRST | {
        "证件号码": 653101199001010005,
        "手机号码": 13800000001,
        "银行卡号": 6217000000000000004,
    }
    reasons = judged(people).refused[0].reasons
    assert [reason.code for reason in reasons] == ["roster.numeric_cell"] * 3
    assert [reason.facts["heading"] for reason in reasons] == [
        "证件号码",
        "手机号码",
        "银行卡号",
    ]
    assert all("请将该列设为文本格式" in reason.says for reason in reasons)


def test_every_reason_of_a_row_at_once() -> None:
    found = codes(
        姓名="张 三",
        证件类型="驾驶证",
        手机号码="23800000001",
        婚姻状况="保密",
        入职日期="2026-13-01",
        入职类型="",
        申报月工资=0,
        缴存起始月="2026-13",
        银行卡号="6217000000000000005",
        开户银行="",
    )
    assert found == {
        "name.blank",
        "roster.code_unknown",
        "identifier.mobile.form",
        "roster.date_impossible",
        "roster.value_missing",
        "roster.wage_not_positive",
        "roster.month_unreadable",
        "identifier.bank_card.check_digit",
    }
    assert len(judged(FIRST | {"开户银行": "", "入职类型": ""}).refused[0].reasons) == 2


@pytest.mark.parametrize(
    ("cell", "wage"),
    [
        (6500, "6500.00"),
        (0.1, "0.10"),
        (4321.1, "4321.10"),  # the double is 4321.100000000000363…
        (999_999_999.99, "999999999.99"),
        ("6500.5", "6500.50"),
        ("12,345.60", "12345.60"),
        (" ６５００．２５ ", "6500.25"),
    ],
)
def test_wages_are_exact(cell: float | str, wage: str) -> None:
    found = only(申报月工资=cell).wage
    assert found == Decimal(wage)
    assert found.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (0, "roster.wage_not_positive"),
        ("0.00", "roster.wage_not_positive"),
        (-1, "roster.wage_not_positive"),
        ("", "roster.value_missing"),
        (5000.125, "roster.wage_decimals"),
        ("5000.125", "roster.wage_decimals"),
        (10**9, "roster.wage_too_high"),
        ("1000000000", "roster.wage_too_high"),
        ("五千", "roster.wage_unreadable"),
        ("NaN", "roster.wage_unreadable"),
        ("1e3", "roster.wage_unreadable"),
        ("5000元", "roster.wage_unreadable"),
        (True, "roster.wage_unreadable"),
        (date(2026, 10, 1), "roster.wage_unreadable"),
    ],
)
def test_bad_wages(cell: object, code: str) -> None:
    assert codes(申报月工资=cell) == {code}


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10-05", "20261005", "2026/10/5", "2026.10.05", "2026年10月5日", "２０２６-10-05",
        20261005, date(2026, 10, 5), datetime(2026, 10, 5, 8, 30),
    ],
)  # fmt: skip
def test_ways_to_write_a_date(cell: object) -> None:
    assert only(入职日期=cell).hired_on == date(2026, 10, 5)


@pytest.mark.parametrize("cell", ["2026-11", "202611", 202611, "2026年11月", date(2026, 11, 1)])
def test_ways_to_write_a_month(cell: object) -> None:
    assert only(缴存起始月=cell).first_month == Month(2026, 11)


@pytest.mark.parametrize("cell", ["2026", "26-11", "202613", "2026111", "11月", 46000, True])
def test_unreadable_months(cell: object) -> None:
    assert codes(缴存起始月=cell) == {"roster.month_unreadable"}


@pytest.mark.parametrize("cell", ["昨天", "05-10-2026", 46000, "2026-10"])
def test_unreadable_dates(cell: object) -> None:
    assert codes(入职日期=cell) == {"roster.date_unreadable"}


def test_hiring_cannot_lie_in_the_future_nor_before_sixteen() -> None:
    assert codes(入职日期="2026-11-03") == {"roster.hired_in_future"}
    assert only(入职日期="2026-11-02").hired_on == TODAY
    # Born on 1 January 1990: sixteen on 1 January 2006 (labour law, article 15).
    assert codes(入职日期="2005-12-31") == {"roster.hired_too_young"}
    assert only(入职日期="2006-01-01").hired_on == date(2006, 1, 1)


def test_past_retirement_is_a_warning_only() -> None:
    # 653101 19631102 000 C: weights of GB 11643 give 9; a woman of 63 on the test's day.
    judgement = judged(FIRST | {"证件号码": _resident("65310119631102000"), "出生日期": ""})
    assert judgement.refused == ()
    assert [r.code for r in judgement.warned[0].reasons] == ["roster.past_retirement_age"]


def _resident(body: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def test_repeats_inside_the_file_are_said_beside_every_row_concerned() -> None:
    twin = SECOND | {
        "证件号码": "653101199001010005",
        "出生日期": "",
        "银行卡号": FIRST["银行卡号"],
    }
    third = SECOND | {
        "证件号码": "653121197512310006",
        "出生日期": "",
        "银行卡号": "4111111111111111",
    }
    judgement = judged(FIRST, twin, third)
    assert codes_of_row(judgement, 2) == {"roster.id_repeated", "roster.card_repeated"}
    assert codes_of_row(judgement, 3) == {
        "roster.id_repeated", "roster.card_repeated", "roster.mobile_repeated",
    }  # fmt: skip
    assert codes_of_row(judgement, 4) == {"roster.mobile_repeated"}
    assert judgement.rows == ()
    assert "第 3 行" in judgement.refused[0].reasons[0].says


def test_the_old_and_the_new_number_of_one_person_are_a_repeat() -> None:
    # 110105491231002 is 11010519491231002X in 18 characters (example of GB 11643).
    old = FIRST | {"证件号码": "110105491231002", "出生日期": ""}
    new = SECOND | {"证件号码": "11010519491231002x", "出生日期": ""}
    assert codes_of_row(judged(old, new), 3) == {"roster.id_repeated"}


def test_a_row_refused_for_something_else_still_counts_as_a_repeat() -> None:
    bad_wage = FIRST | {"申报月工资": -1}
    judgement = judged(bad_wage, SECOND | {"手机号码": FIRST["手机号码"]})
    assert codes_of_row(judgement, 2) == {"roster.wage_not_positive", "roster.mobile_repeated"}
    assert codes_of_row(judgement, 3) == {"roster.mobile_repeated"}


def test_extras_are_coded_or_refused() -> None:
    headings = (*HEADINGS, "学历", "职务", "家庭住址")
    given = FIRST | {"学历": "大学本科毕业", "职务": "", "家庭住址": "喀什市人民西路"}
    row = judged(given, headings=headings).rows[0]
    assert row.extras == {"education": "21", "address": "喀什市人民西路"}  # GB/T 4658
    bad = judged(FIRST | {"学历": "很高"}, headings=headings)
    assert codes_of_row(bad, 2) == {"roster.code_unknown"}


def test_extras_with_a_form() -> None:
    headings = (*HEADINGS, "固定电话号码", "邮政编码")
    given = FIRST | {"固定电话号码": "0998-2520000", "邮政编码": "844000"}
    assert judged(given, headings=headings).rows[0].extras == {
        "landline": "0998-2520000",
        "postcode": "844000",
    }
    bad = judged(given | {"固定电话号码": "没有", "邮政编码": 844000}, headings=headings)
    assert codes_of_row(bad, 2) == {"roster.text_form", "roster.numeric_cell"}


def test_a_logical_value_is_not_the_code_one() -> None:
    """TRUE and 1 are equal to Python; only one of them is a code (GB/T 2261.1: 1 male)."""
    people = [FIRST | {"性别": 2}, SECOND | {"性别": True}, FIRST | {"性别": 1}]
    judgement = judged(*people)
    assert "roster.not_text" in codes_of_row(judgement, 3)
    assert "roster.sex_differs" in codes_of_row(judgement, 4)


def test_blank_rows_between_people_are_left_out_and_numbers_stay() -> None:
    judgement = judged(FIRST, {}, SECOND, {"姓名": "  ", "开户银行": "\u3000"})
    assert [row.number for row in judgement.rows] == [2, 4]
    assert judgement.refused == ()


def test_formula_like_text_is_only_text() -> None:
    assert codes(姓名='=HYPERLINK("x")') == {"name.character"}


def test_all_or_nothing() -> None:
    judgement = judged(FIRST, SECOND | {"申报月工资": 0})
    assert len(judgement.rows) == 1
    with pytest.raises(Refusal) as caught:
        judgement.require()
    assert caught.value.reasons[0].facts == {"rows": 2, "refused": 1, "row_numbers": [3]}
    assert judged(FIRST, SECOND).require()[1].name == "张秀英"


def test_progress_ends_at_the_whole() -> None:
    seen: list[tuple[int, int]] = []
    people = [FIRST | {"手机号码": f"139{number:08d}"} for number in range(4500)]
    roster = open_roster(book(*people))
    judge(roster, today=TODAY, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2000, 4500), (4000, 4500), (4500, 4500)]
