"""数据项字段 · what a described field tells the database, a migration and a form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models

from provident.kernel.dates import Month
from provident.kernel.fields import CodeField, MonthField, PercentField, YuanField

BALANCE = YuanField(zh="个人账户余额", std="GRZHYE")
PAID_TO = MonthField(zh="缴至年月", std="JZNY", null=True)
SEX = CodeField(zh="性别", std="XingBie", code_list="sex")


def test_name_and_code_become_label_and_comment() -> None:
    assert BALANCE.verbose_name == "个人账户余额"
    assert BALANCE.db_comment == "个人账户余额 GRZHYE"
    assert PercentField(zh="比例").db_comment == "比例"


@pytest.mark.parametrize("field", [BALANCE, PAID_TO, SEX], ids=["yuan", "month", "code"])
def test_a_migration_makes_the_same_field_again(field: models.Field) -> None:
    _, path, args, options = field.deconstruct()
    assert path == f"provident.kernel.fields.{type(field).__name__}"
    again = type(field)(*args, **options)
    assert again.deconstruct()[1:] == field.deconstruct()[1:]
    assert again.db_comment == field.db_comment


def test_a_field_needs_a_chinese_name() -> None:
    with pytest.raises(TypeError):
        YuanField()  # type: ignore[call-arg]


def test_yuan_is_exact() -> None:
    assert (BALANCE.max_digits, BALANCE.decimal_places) == (18, 2)
    assert BALANCE.to_python("12.5") == Decimal("12.50")
    assert str(BALANCE.to_python("12.5")) == "12.50"
    for wrong in (0.1, "0.001", "许多"):
        with pytest.raises(ValidationError):
            BALANCE.to_python(wrong)


def test_month_is_kept_as_its_first_day() -> None:
    november = Month(2026, 11)
    assert PAID_TO.get_prep_value(november) == date(2026, 11, 1)
    assert PAID_TO.get_prep_value("202611") == date(2026, 11, 1)
    assert PAID_TO.get_prep_value(None) is None
    assert PAID_TO.from_db_value(date(2026, 11, 1)) == november
    assert PAID_TO.to_python(date(2026, 11, 30)) == november
    with pytest.raises(ValidationError):
        PAID_TO.to_python("2026-13")


def test_the_column_refuses_any_day_but_the_first() -> None:
    PAID_TO.set_attributes_from_name("paid_to")
    check = PAID_TO.db_parameters(connection)["check"]
    assert check == 'extract(day from "paid_to") = 1'
