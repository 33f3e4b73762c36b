"""The template and the returned workbook, looked at with another library (openpyxl)."""

from __future__ import annotations

import io

import openpyxl
from roster_books import FIRST, HEADINGS, SECOND, TODAY, book, part

from provident.collection.roster import errors_workbook, judge, open_roster, template_workbook
from provident.standards import code_list


def test_the_template_with_its_example_is_accepted() -> None:
    judgement = judge(open_roster(template_workbook(with_example=True)), today=TODAY)
    assert judgement.refused == ()
    assert [row.id_number for row in judgement.rows] == ["653101199001010005"]


def test_the_template_keeps_numbers_as_text_and_offers_every_code() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    assert workbook.sheetnames == ["名单", "填表说明", "代码表"]
    sheet = workbook["名单"]
    headings = {cell.value: cell.column_letter for cell in sheet[1]}
    assert set(HEADINGS) <= set(headings)
    for heading in ("证件号码", "手机号码", "银行卡号"):
        # Columns without cells: openpyxl keeps their format on the column.
        assert sheet.column_dimensions[headings[heading]].number_format == "@"
    ranges = {
        str(v.sqref).split(":")[0][:-1]: v.formula1
        for v in sheet.data_validations.dataValidation
    }
    sheet_name, _, cells = ranges[headings["职务"]].partition("!")
    offered = [cell.value for (cell,) in workbook[sheet_name][cells.replace("$", "")]]
    assert offered == list(code_list("duty").codes.values())


def spoilt() -> bytes:
    return book(
        FIRST | {"姓名": "=1+1", "申报月工资": 0, "婚姻状况": "@SUM(A1)"},
        SECOND,
        heading_row=1,
    )


def returned() -> bytes:
    roster = open_roster(spoilt())
    return errors_workbook(roster, judge(roster, today=TODAY).refused)


def test_reasons_stand_beside_their_row_and_the_rest_is_as_it_came() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(returned()))["名单"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[0] == (*HEADINGS, "原因")
    assert rows[1][2] == "653101199001010005"
    assert rows[2][:13] == tuple(SECOND[heading] for heading in HEADINGS)
    assert rows[2][13] is None
    for part_of_reason in ("姓名", "申报月工资", "婚姻状况"):
        assert part_of_reason in rows[1][13]


def test_nothing_in_it_is_a_formula() -> None:
    data = returned()
    assert b"<f>" not in part(data)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["名单"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")


def test_it_can_be_uploaded_again_and_gets_its_reasons_anew() -> None:
    roster = open_roster(returned())
    judgement = judge(roster, today=TODAY)
    assert [row.number for row in judgement.refused] == [3]
    again = open_roster(errors_workbook(roster, judgement.refused))
    assert again.headings == (*HEADINGS, "原因")
