"""Files that must be refused whole, each for its own reason and in words.

The kinds of bad file are those of the specification: wrong, renamed, missing headings,
empty, over 150 000 rows or 20 MB, formulas, a zip bomb, .xls.
"""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from roster_books import FIRST, HEADINGS, SECOND, SHEET_PART, book, part, with_part

from provident.collection.roster import open_roster
from provident.kernel.refusal import Refusal

MEGABYTE = 1024 * 1024
OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # [MS-CFB] 2.2, header signature


def refused(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        open_roster(data)
    assert all(reason.code.startswith("roster.") for reason in caught.value.reasons)
    return caught.value


def test_a_good_file_opens() -> None:
    roster = open_roster(book(FIRST, SECOND))
    assert (roster.sheet_name, roster.heading_row, roster.total) == ("名单", 1, 2)
    assert [number for number, _ in roster.rows()] == [2, 3]
    assert roster.notes == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roster.empty_file"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), "roster.old_excel"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "roster.encrypted"),
        ("姓名,证件号码\n张三,1\n".encode("gbk"), "roster.not_xlsx"),
        (b"PK\x03\x04 and then nothing", "roster.damaged"),
        (book(FIRST)[:-200], "roster.damaged"),
    ],
)
def test_what_is_no_workbook(data: bytes, code: str) -> None:
    assert refused(data).codes() == {code}


def test_too_large_and_old_are_said_together() -> None:
    data = OLE + bytes(20 * MEGABYTE)
    assert refused(data).codes() == {"roster.too_large", "roster.old_excel"}


def test_another_zip_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert refused(buffer.getvalue()).codes() == {"roster.not_xlsx"}


def test_a_bomb_that_declares_its_size() -> None:
    data = with_part(book(FIRST), "xl/media/image1.png", bytes(64 * MEGABYTE))
    assert refused(data).codes() == {"roster.zip_bomb"}


def test_a_bomb_that_lies_about_its_size() -> None:
    """The sheet unpacks to 8 MB and declares 1 000 bytes, in the directory and beside it."""
    size = 8 * MEGABYTE
    data = with_part(book(FIRST), SHEET_PART, bytes(size))
    honest, lie = size.to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert data.count(honest) == 2
    assert refused(data.replace(honest, lie)).codes() == {"roster.zip_bomb"}


def test_too_many_parts() -> None:
    buffer = io.BytesIO(book(FIRST))
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(500):
            archive.writestr(f"xl/media/{number}", "")
    assert refused(buffer.getvalue()).codes() == {"roster.zip_bomb"}


def test_formulas_are_found_although_the_library_shows_only_their_value() -> None:
    data = book(
        FIRST,
        SECOND,
        finish=lambda _, sheet: sheet.write_formula("J3", "=6000+500", None, 6500),
    )
    reason = refused(data).reasons[0]
    assert reason.code == "roster.formulas"
    assert reason.facts == {"formulas": 1, "places": ["J3"]}
    assert "选择性粘贴" in reason.says


def test_merged_cells() -> None:
    data = book(FIRST, SECOND, finish=lambda _, sheet: sheet.merge_range("M2:M3", "农业银行"))
    reason = refused(data).reasons[0]
    assert (reason.code, reason.facts["places"]) == ("roster.merged_cells", ["M2:M3"])


def test_a_merged_title_above_the_headings_is_harmless() -> None:
    data = book(
        FIRST,
        heading_row=1,
        finish=lambda _, sheet: sheet.merge_range("A1:M1", "某单位 2026 年 11 月新增人员"),
    )
    assert open_roster(data).heading_row == 2


def test_one_stray_cell_at_the_far_corner_does_not_fill_memory() -> None:
    data = book(FIRST, finish=lambda _, sheet: sheet.write(1_048_575, 16_383, "x"))
    assert refused(data).codes() == {"roster.too_many_columns"}
    data = book(FIRST, finish=lambda _, sheet: sheet.write(1_048_575, 0, "x"))
    assert refused(data).codes() == {"roster.too_many_rows"}


@pytest.mark.parametrize(
    "written",
    [
        b'<c r="B2" r="XFD1048576"',  # the library takes one reference, a reader the other
        b'<c x:r="B2"',  # no reference at all: the library counts on from the last cell
        b"<c r='XFD1048576'",
        b'<c r="xfd1048576"',
        b'<c r="A99999999999"',
        b'<x:c r="XFD1048576"',
    ],
)
def test_cells_written_so_as_to_slip_past(written: bytes) -> None:
    """Each of these makes the library ask for more memory than any machine has."""
    data = book(FIRST)
    sheet = part(data).replace(b'<c r="B2"', written, 1)
    found = refused(with_part(data, SHEET_PART, sheet)).codes()
    assert found <= {"roster.damaged", "roster.too_many_columns"}


def test_a_declared_number_of_texts_is_not_believed() -> None:
    name = "xl/sharedStrings.xml"
    strings = part(book(FIRST), name)
    for declared in (b'count="99999999999"', b'uniqueCount="18446744073709551615"'):
        data = with_part(book(FIRST), name, strings.replace(b"<sst", b"<sst " + declared, 1))
        assert refused(data).codes() == {"roster.damaged"}


def test_cells_that_are_only_formatted_do_not_count() -> None:
    def colour(workbook, sheet):
        grey = workbook.add_format({"bg_color": "#EEEEEE"})
        sheet.write_blank(1_048_575, 16_383, None, grey)
        sheet.write_blank(300, 0, None, grey)

    assert open_roster(book(FIRST, finish=colour)).total == 1


@pytest.mark.parametrize(("people", "accepted"), [(150_000, True), (150_001, False)])
def test_row_limit(people: int, accepted: bool) -> None:
    data = book(FIRST)
    before, _, after = part(data).partition(b"</sheetData>")
    rows = b"".join(
        b'<row r="%d"><c r="B%d"><v>1</v></c></row>' % (row, row)
        for row in range(3, people + 2)
    )
    data = with_part(data, SHEET_PART, before + rows + b"</sheetData>" + after)
    if accepted:
        assert open_roster(data).total == 150_000
    else:
        reason = refused(data).reasons[0]
        assert (reason.code, reason.facts["rows"]) == ("roster.too_many_rows", 150_001)


def test_headings_alone() -> None:
    assert refused(book()).codes() == {"roster.no_rows"}


def test_an_empty_sheet_misses_every_heading_and_every_person() -> None:
    refusal = refused(book(headings=()))
    assert refusal.codes() == {"roster.heading_missing", "roster.no_rows"}
    assert len(refusal.reasons) == len(HEADINGS) + 1


def test_renamed_missing_and_repeated_headings_are_all_said_at_once() -> None:
    renamed = [
        {"证件号码": "身份证号码", "婚姻状况": "备用", "开户银行": "姓名"}.get(text, text)
        for text in HEADINGS
    ]
    by_code: dict[str, list] = {}
    for reason in refused(book(FIRST, headings=renamed)).reasons:
        by_code.setdefault(reason.code, []).append(reason)
    missing = {r.facts["heading"]: r.facts["found"] for r in by_code["roster.heading_missing"]}
    assert missing == {"证件号码": "身份证号码", "婚姻状况": None, "开户银行": None}
    unknown = {
        r.facts["heading"]: r.facts["closest"] for r in by_code["roster.heading_unknown"]
    }
    assert unknown == {"身份证号码": "证件号码", "备用": None}
    assert [r.facts["heading"] for r in by_code["roster.heading_repeated"]] == ["姓名"]


def test_decorated_headings_are_the_same_headings() -> None:
    decorated = {f" *{heading}\n（必填）": value for heading, value in FIRST.items()}
    roster = open_roster(book(decorated, headings=list(decorated)))
    assert roster.positions["card_bank"] == 12


def test_values_under_no_heading_are_not_dropped_silently() -> None:
    data = book(FIRST, SECOND, finish=lambda _, sheet: sheet.write("O3", "下月离职"))
    reason = refused(data).reasons[0]
    assert (reason.code, reason.facts["place"]) == ("roster.heading_empty", "O3")


def several_sheets(*names: str, hidden: tuple[str, ...] = ()) -> bytes:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    for name in names:
        sheet = workbook.add_worksheet(name)
        for place, heading in enumerate(HEADINGS):
            sheet.write(0, place, heading)
            sheet.write(1, place, FIRST[heading])
    for name in hidden:
        workbook.get_worksheet_by_name(name).hide()
    workbook.get_worksheet_by_name(next(n for n in names if n not in hidden)).activate()
    workbook.close()
    return buffer.getvalue()


def test_which_sheet() -> None:
    assert open_roster(several_sheets("说明", "名单")).sheet_name == "名单"
    assert open_roster(several_sheets("Sheet1")).sheet_name == "Sheet1"
    assert refused(several_sheets("Sheet1", "Sheet2")).codes() == {"roster.sheet_unclear"}


def test_hidden_sheets_are_ignored_with_a_note() -> None:
    roster = open_roster(several_sheets("十一月", "工资", hidden=("工资",)))
    assert roster.sheet_name == "十一月"
    assert roster.notes == ("隐藏的工作表“工资”没有读取。",)
    hidden = several_sheets("说明", "名单", hidden=("名单",))
    assert refused(hidden).codes() == {"roster.sheet_hidden"}


def test_external_entities_are_not_opened() -> None:
    index = part(book(FIRST), "xl/workbook.xml").replace(
        b"<workbook",
        b'<!DOCTYPE workbook [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook',
        1,
    )
    data = with_part(book(FIRST), "xl/workbook.xml", index)
    assert refused(data).codes() == {"roster.damaged"}


def test_a_text_repeated_by_reference_cannot_grow_beyond_what_excel_allows() -> None:
    strings = part(book(FIRST), "xl/sharedStrings.xml").replace(
        "调入".encode(), b"<r><t>" + b"y" * 90_000 + b"</t></r><r><t>" + b"z" * 90_000
    )
    data = with_part(book(FIRST), "xl/sharedStrings.xml", strings)
    assert refused(data).codes() == {"roster.damaged"}
