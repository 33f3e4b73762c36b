"""名单模板 · the empty roster workbook that an employer downloads and fills.

Three sheets: 名单 to fill, 填表说明 to read, 代码表 with every value that a coded column
takes.  ID, mobile and card columns are text for the whole sheet, so that nothing typed
there turns into a number.
"""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from provident.collection.roster.codes import labels_of
from provident.collection.roster.columns import COLUMNS, SHEET, Column
from provident.collection.roster.reading import ROWS_MAX

_GUIDE = "填表说明"
_CODES = "代码表"
_RULES = (
    "每人一行，从第 2 行填起；不要改动标题，不要合并单元格，不要使用公式。",
    "红色标题的列必须填写；灰色标题的列选填，没有的可以整列删除。",
    f"一个名单最多 {ROWS_MAX} 人，文件不超过 20 MB，保存为 .xlsx。",
    "证件号码、手机号码、银行卡号须为文本格式：本模板已经设好；从别处粘贴时请用“选择性粘贴—数值”。",
    "任何一行有误，整个名单都不会办理；系统会退回一个工作簿，在有误的行旁边写明全部原因，改好后可直接重新上传。",
)


def template_workbook(*, with_example: bool = False) -> bytes:
    """The roster template as the bytes of an .xlsx; `with_example` fills in one person."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    _write_roster_sheet(workbook, with_example)
    _write_guide(workbook)
    _write_codes(workbook)
    workbook.close()
    return buffer.getvalue()


def column_format(workbook: Workbook, column: Column) -> Format:
    """Text for what must stay text, two decimals for money, otherwise general."""
    if column.key == "wage":
        return workbook.add_format({"num_format": "0.00", "valign": "vcenter"})
    if column.key in ("birth", "hired_on"):
        return workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "vcenter"})
    return workbook.add_format({"num_format": "@", "valign": "vcenter"})


def heading_format(workbook: Workbook, column: Column | None) -> Format:
    """Red where a value is required, grey where it is not."""
    required = column is not None and column.value_required
    return workbook.add_format(
        {
            "bold": True,
            "align": "center",
            "valign": "vcenter",
            "border": 1,
            "font_color": "#B42318" if required else "#475467",
            "bg_color": "#F2F4F7",
        }
    )


def _write_roster_sheet(workbook: Workbook, with_example: bool) -> None:
    sheet = workbook.add_worksheet(SHEET)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 24)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width, column_format(workbook, column))
        sheet.write_string(0, place, column.heading, heading_format(workbook, column))
        labels = labels_of(column)
        if labels:
            sheet.data_validation(
                1,
                place,
                ROWS_MAX,
                place,
                {
                    "validate": "list",
                    "source": _code_range(column, len(labels)),
                    "error_title": column.heading,
                    "error_message": "请从下拉列表中选择。",
                },
            )
        if with_example and column.example:
            sheet.write_string(1, place, column.example)


def _coded_columns() -> list[Column]:
    return [column for column in COLUMNS if labels_of(column)]


def _code_range(column: Column, count: int) -> str:
    place = _coded_columns().index(column)
    letter = chr(ord("A") + place)
    return f"={_CODES}!${letter}$2:${letter}${count + 1}"


def _write_guide(workbook: Workbook) -> None:
    sheet = workbook.add_worksheet(_GUIDE)
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    bold = workbook.add_format({"bold": True, "border": 1, "bg_color": "#F2F4F7"})
    title = workbook.add_format({"bold": True, "font_size": 16})
    sheet.set_column(0, 0, 16, wrap)
    sheet.set_column(1, 1, 8, wrap)
    sheet.set_column(2, 2, 26, wrap)
    sheet.set_column(3, 3, 70, wrap)
    sheet.write_string(0, 0, "住房公积金个人账户设立名单 填表说明", title)
    row = 2
    for number, rule in enumerate(_RULES, start=1):
        sheet.merge_range(row, 0, row, 3, f"{number}. {rule}", wrap)
        sheet.set_row(row, 32)
        row += 1
    row += 1
    for place, text in enumerate(("列", "必填", "示例", "说明")):
        sheet.write_string(row, place, text, bold)
    for offset, column in enumerate(COLUMNS, start=1):
        sheet.write_string(row + offset, 0, column.heading)
        sheet.write_string(row + offset, 1, "是" if column.value_required else "否")
        sheet.write_string(row + offset, 2, column.example)
        sheet.write_string(row + offset, 3, column.hint)


def _write_codes(workbook: Workbook) -> None:
    sheet = workbook.add_worksheet(_CODES)
    for place, column in enumerate(_coded_columns()):
        sheet.set_column(place, place, 26)
        sheet.write_string(0, place, column.heading, heading_format(workbook, column))
        for row, label in enumerate(labels_of(column), start=1):
            sheet.write_string(row, place, label)
