"""What a person reads when a field is wrong: which field, what about it, and no English.

The sentences expected here are written by hand from the wording of the forms; the kinds of
error that must have one are pydantic's own published list.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError
from pydantic_core import core_schema

from provident.collection.requests import EmployerNo, Line, Payer, Percent
from provident.kernel.dates import Month
from provident.kernel.field_reasons import SENTENCES, field_reasons
from provident.kernel.money import PositiveYuan, Yuan
from provident.kernel.operation import Command
from provident.kernel.refusal import Reason


class Sheet(Command):
    """One field of each kind that commands have."""

    employer: EmployerNo
    note: str = Field(title="说明", min_length=6, max_length=8)
    remark: Line = Field(default="", title="备注")
    code: str = Field(default="001", title="网点代码", pattern=r"^[0-9]{3}$")
    plate: str = Field(default="新A", title="车牌", pattern=r"^新[A-Z]$")
    persons: int = Field(default=1, title="人数", ge=1, le=9)
    amount: PositiveYuan = Field(title="金额")
    balance: Yuan | None = Field(default=None, title="余额")
    share: Decimal = Field(default=Decimal(1), title="份额", max_digits=4, decimal_places=2)
    ratio: Percent = Field(title="比例")
    day: date = Field(title="日期")
    month: Month = Field(title="年月")
    private: bool = Field(default=False, title="个人")
    mark: UUID | None = Field(default=None, title="标识")
    payers: tuple[Payer, ...] = Field(default=(), title="付款户", max_length=2)
    references: tuple[str, ...] = Field(default=("甲", "乙"), title="附言号", min_length=2)
    payee: Payer | None = Field(default=None, title="收款户")
    item: Literal["interest", "fee", "other"] = Field(
        default="fee",
        title="款项",
        json_schema_extra={"words": {"interest": "利息", "fee": "手续费", "other": "其他"}},
    )


GOOD: dict[str, Any] = {
    "employer": "0010000013", "note": "六个字的说明", "amount": "1.00", "ratio": "12",
    "day": "2026-11-02", "month": "2026-11",
}  # fmt: skip


def told(command: type[Command], body: object) -> list[Reason]:
    with pytest.raises(ValidationError) as caught:
        command.model_validate(body)
    return field_reasons(command, caught.value.errors())


def test_the_sheet_itself_is_good() -> None:
    assert Sheet.model_validate(GOOD).amount == Decimal("1.00")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("employer", None, "单位账号：必须填写。"),
        ("employer", "  ", "单位账号：必须填写。"),
        ("employer", 12, "单位账号：应为文字。"),
        ("employer", "0" * 21, "单位账号：最多写 20 个字，请缩短。"),
        ("note", "不足六字", "说明：至少要写 6 个字。"),
        ("remark", "一\n二", "备注：只能写成一行，不能含有换行或看不见的字符。"),
        ("code", "01", "网点代码：应为 3 位数字。"),
        ("plate", "京一", "车牌：格式不对，请核对后重新填写。"),
        ("persons", 0, "人数：不能小于 1。"),
        ("persons", 10, "人数：不能大于 9。"),
        ("persons", "十", "人数：应为整数。"),
        ("persons", 1.5, "人数：应为整数，不能带小数。"),
        ("persons", float("inf"), "人数：不是数字。"),
        ("amount", "0", "金额：必须大于 0。"),
        ("amount", "1.234", "金额：“1.234”不是金额，最多写两位小数。"),
        ("amount", "十元", "金额：“十元”不是金额，应写作 1234.56。"),
        ("amount", "十\t元", "金额：只能写成一行，不能含有换行或看不见的字符。"),
        ("amount", "9" * 41, "金额：写得太长，请核对后重新填写。"),
        ("amount", 0.5, "金额：带小数的数须作为文字填写，以免丢失精度。"),
        ("amount", True, "金额：不能填是或否。"),
        ("amount", ["1.00"], "金额：只能填一个值，不能填一组。"),
        ("balance", {"元": 1}, "余额：只能填一个值，不能填一组。"),
        ("share", "1.234", "份额：最多 2 位小数。"),
        ("share", "12345", "份额：最多 4 位数字。"),
        ("share", "许多", "份额：不是数字。"),
        ("ratio", "8.125", "比例：百分数最多两位小数。"),
        ("ratio", "一成", "比例：不是百分数，应写作“12”或“8.5”。"),
        ("day", "2026-02-30", "日期：没有这一天或写法不对，日期应写作 2026-11-02。"),
        ("day", "2.11.2026", "日期：没有这一天或写法不对，日期应写作 2026-11-02。"),
        ("day", "2026-11-02T08:00", "日期：只填日期，不填时刻，应写作 2026-11-02。"),
        ("day", [], "日期：不是日期，应写作 2026-11-02。"),
        ("month", "2026年11月", "年月：“2026年11月”不是年月，应写作 2026-11 或 202611。"),
        ("month", False, "年月：不能填是或否。"),
        ("private", "也许", "个人：只能填是或否。"),
        ("mark", "12", "标识：不是标识，请照系统给出的标识填写。"),
        ("payers", "没有", "付款户：应逐项列出，只有一项时也一样。"),
        ("payers", ["付款户"], "付款户第 1 项：应分项填写。"),
        ("payee", "付款户", "收款户：应分项填写。"),
        ("references", ["甲"], "附言号：至少要列 2 项。"),
        ("references", ["甲", None], "附言号第 2 项：必须填写。"),
        ("item", "sell", "款项：只能填“利息”、“手续费”或“其他”。"),
        ("surprise", 1, "“surprise”：没有这一项，请删去或核对名称。"),
        ("surprise", None, "“surprise”：没有这一项，请删去或核对名称。"),
    ],
)
def test_one_wrong_field(field: str, value: object, sentence: str) -> None:
    assert [reason.says for reason in told(Sheet, GOOD | {field: value})] == [sentence]


def test_the_place_is_told_by_the_titles_on_the_way() -> None:
    good = {"account_no": "1", "account_name": "甲"}
    body = GOOD | {"payers": [good, {"account_no": 2, "账户": "乙"}], "payee": {}}
    reasons = told(Sheet, body)
    assert {reason.facts["field"]: reason.says for reason in reasons} == {
        "payers.1.account_no": "付款户第 2 项·付款账号：应为文字。",
        "payers.1.account_name": "付款户第 2 项·付款户名：必须填写。",
        "payers.1.账户": "付款户第 2 项·“账户”：没有这一项，请删去或核对名称。",
        "payee.account_no": "收款户·付款账号：必须填写。",
        "payee.account_name": "收款户·付款户名：必须填写。",
    }


def test_programs_get_the_attribute_the_kind_and_the_allowed_values() -> None:
    (reason,) = told(Sheet, GOOD | {"item": "sell"})
    assert reason.code == "command.field"
    assert reason.facts == {
        "field": "item", "kind": "literal_error", "allowed": ["interest", "fee", "other"],
    }  # fmt: skip


def test_everything_is_told_at_once() -> None:
    fields = [reason.facts["field"] for reason in told(Sheet, {"persons": 0})]
    assert fields == ["employer", "note", "persons", "amount", "ratio", "day", "month"]


def test_too_many_items_are_told_with_the_limit() -> None:
    payer = {"account_no": "1", "account_name": "甲"}
    (reason,) = told(Sheet, GOOD | {"payers": [payer] * 3})
    assert reason.says == "付款户：最多列 2 项，请分次办理。"


def test_a_list_is_not_too_short_because_its_items_are_faulty() -> None:
    reasons = told(Sheet, GOOD | {"references": [None, 1]})
    assert [reason.facts["field"] for reason in reasons] == ["references.0", "references.1"]


@pytest.mark.parametrize(
    ("body", "sentence"), [(None, "请求：必须填写。"), ([], "请求：应分项填写。")]
)
def test_what_is_no_form_at_all(body: object, sentence: str) -> None:
    assert [reason.says for reason in told(Sheet, body)] == [sentence]


def test_a_long_unknown_name_is_cut() -> None:
    (reason,) = told(Sheet, GOOD | {"项" * 9000: 1})
    assert reason.says == f"“{'项' * 40}…”：没有这一项，请删去或核对名称。"


OURS = re.compile(
    r"(string|int|bool|date|decimal|uuid|too|tuple|list|model|dict|greater|less)_\w+"
    r"|missing|extra_forbidden|finite_number"
)
"""Kinds of error of the kinds of field in `Sheet`, by their names in pydantic's list."""


def test_every_kind_of_error_of_our_fields_has_a_sentence() -> None:
    kinds = {kind for kind in get_args(core_schema.ErrorType) if OURS.fullmatch(kind)}
    assert kinds - SENTENCES.keys() == {"string_not_ascii"}  # no field of ours asks for ASCII
    assert SENTENCES.keys() <= set(get_args(core_schema.ErrorType))


WITHOUT_LATIN = st.text("一二三０１23.-+年月日，。（）“”·\n\t\0 '\\", max_size=60)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WITHOUT_LATIN,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(WITHOUT_LATIN, inside),
    max_leaves=4,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(Sheet.model_fields, JUNK)))
def test_what_has_no_latin_letter_is_answered_without_one(body: dict[str, object]) -> None:
    try:
        Sheet.model_validate(body)
    except ValidationError as error:
        for reason in field_reasons(Sheet, error.errors()):
            assert not re.search("[a-zA-Z]", reason.says), (body, reason.says)
            assert "一" <= reason.says[0] <= "龥", reason.says


def test_a_long_list_of_wrong_rows_is_told_row_by_row() -> None:
    """A pasted column of 30 000 wrong rows: two faults a row, each told once, in their order.

    Compared fault by fault with every other, this many would take longer than a test may.
    """
    payees = tuple({"account_no": None, "account_name": None} for _ in range(30_000))

    class Pasted(Command):
        payers: tuple[Payer, ...] = Field(title="付款户")

    with pytest.raises(ValidationError) as error:
        Pasted.model_validate({"payers": payees})
    told = field_reasons(Pasted, error.value.errors())
    assert len(told) == 60_000
    assert [one.facts["field"] for one in told[-2:]] == [
        "payers.29999.account_no",
        "payers.29999.account_name",
    ]
