"""数据项 · model fields that carry their official name and their code in the standard.

    balance = YuanField(zh="个人账户余额", std="GRZHYE")

The English term is the attribute; the Chinese term (`zh`) and the code of JGJ/T 320-2014
(`std`) are written once, here on the field.  From them come the label on the screen, the
column's comment in the database, the export's heading and the glossary.  The items of the
standard are known above the kernel (`provident.standards`); a test refuses a `std` that the
standard does not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from provident.kernel.dates import Month, MonthError
from provident.kernel.money import AmountError, yuan

Deconstructed = tuple[str, str, Sequence[Any], dict[str, Any]]


class _Item:
    """Adds `zh` and `std` to a Django field; `zh` becomes label and column comment."""

    settled: tuple[str, ...] = ()
    """Options that the class itself decides, which a migration need not repeat."""

    def __init__(self, *args: Any, zh: str, std: str | None = None, **options: Any) -> None:
        self.zh = zh
        self.std = std
        options["verbose_name"] = zh
        options["db_comment"] = f"{zh} {std}" if std else zh
        super().__init__(*args, **options)

    def deconstruct(self) -> Deconstructed:
        name, path, args, options = super().deconstruct()  # type: ignore[misc]
        for derived in ("verbose_name", "db_comment", *self.settled):
            options.pop(derived, None)
        options["zh"] = self.zh
        if self.std:
            options["std"] = self.std
        return name, path, args, options


class YuanField(_Item, models.DecimalField):
    """金额 · an amount in yuan, numeric(18,2); never a float, never rounded on the way."""

    settled = ("max_digits", "decimal_places")

    def __init__(self, *args: Any, **options: Any) -> None:
        options.update(max_digits=18, decimal_places=2)
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None:
            return None
        try:
            return yuan(value)
        except AmountError as error:
            raise ValidationError(str(error), code="invalid") from error


class PercentField(_Item, models.DecimalField):
    """百分比 · a percentage such as 12.00, numeric(5,2)."""

    settled = ("max_digits", "decimal_places")

    def __init__(self, *args: Any, **options: Any) -> None:
        options.update(max_digits=5, decimal_places=2)
        super().__init__(*args, **options)


class TextField(_Item, models.TextField):
    """文字 · text; the standard's length limits are checked where the text enters."""


class CodeField(_Item, models.TextField):
    """代码 · a code from one of the standard's code lists, named by `code_list`.

    Whether the list has the code is judged by the rule that fills the field, so that a
    refusal can name everything that is wrong at once.
    """

    def __init__(self, *args: Any, code_list: str, **options: Any) -> None:
        self.code_list = code_list
        super().__init__(*args, **options)

    def deconstruct(self) -> Deconstructed:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"code_list": self.code_list}


class NumberField(_Item, models.IntegerField):
    """数目 · a count or a day of the month."""


class FlagField(_Item, models.BooleanField):
    """是否 · yes or no."""


class DateField(_Item, models.DateField):
    """日期 · a calendar day."""


class InstantField(_Item, models.DateTimeField):
    """时刻 · a moment of the system's clock."""


class MonthField(_Item, models.DateField):
    """年月 · a `Month`, stored as its first day; the standard writes YYYYMM.

    The column itself refuses any other day, so that months can be compared and joined as
    dates by every statement, also by those that Django does not write.
    """

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        return f"extract(day from {connection.ops.quote_name(str(self.column))}) = 1"

    def from_db_value(self, value: date | None, *_: object) -> Month | None:
        return None if value is None else Month.of(value)

    def to_python(self, value: Any) -> Month | None:
        if value is None or isinstance(value, Month):
            return value
        try:
            return Month.of(value) if isinstance(value, date) else Month.parse(str(value))
        except MonthError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> date | None:
        month = self.to_python(value)
        return None if month is None else month.first_day

    def value_to_string(self, obj: models.Model) -> str:
        month = self.value_from_object(obj)
        return "" if month is None else str(month)


@dataclass(frozen=True, slots=True)
class Item:
    """One data item of a model: attribute, column, official name, code, code list."""

    field: str
    column: str
    zh: str
    std: str | None
    code_list: str | None
    required: bool


def describe(model: type[models.Model]) -> tuple[Item, ...]:
    """The data items of a model in the order of its fields, for glossary and export."""
    return tuple(
        Item(
            field=field.name,
            column=str(field.column),
            zh=field.zh,
            std=field.std,
            code_list=getattr(field, "code_list", None),
            required=not (field.null or field.blank),
        )
        for field in model._meta.concrete_fields
        if isinstance(field, _Item)
    )
