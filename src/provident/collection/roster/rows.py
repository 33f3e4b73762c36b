"""名单行 · what a judged roster consists of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provident.kernel.dates import Month
from provident.kernel.refusal import Reason, refuse

_ROWS_NAMED = 20


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person as declared by the employer; every field is typed and checked by itself.

    `number` the row in the file; `id_kind`, `sex`, `marital` and `hire_kind` are codes of
    the lists identity_document, sex, marital_status and hiring_kind; `wage` is in yuan with
    exactly two places, above 0; `extras` holds the optional items that were given, by
    column key, coded ones as codes.
    """

    number: int
    id_kind: str
    id_number: str
    name: str
    sex: str
    birth: date
    mobile: str
    marital: str
    hired_on: date
    hire_kind: str
    wage: Decimal
    first_month: Month
    card: str
    card_bank: str
    extras: dict[str, str]


@dataclass(frozen=True, slots=True)
class RowReasons:
    """All reasons that concern one row of the file, in the order of its columns."""

    number: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole roster judged.

    `rows` the people without a reason against them; `refused` the rows with reasons;
    `warned` rows among `rows` that somebody should look at and the system does not refuse.
    """

    rows: tuple[RosterRow, ...]
    refused: tuple[RowReasons, ...]
    warned: tuple[RowReasons, ...]

    def require(self) -> tuple[RosterRow, ...]:
        """The rows, if no row is bad: a roster is taken whole or not at all.

        Raises `Refusal` `roster.rows_refused`.
        """
        if not self.refused:
            return self.rows
        numbers = [row.number for row in self.refused[:_ROWS_NAMED]]
        named = "、".join(map(str, numbers)) + ("等" if len(self.refused) > _ROWS_NAMED else "")
        total = len(self.rows) + len(self.refused)
        raise refuse(
            "roster.rows_refused",
            f"名单共 {total} 人，其中 {len(self.refused)} 人有误（第 {named} 行），"
            "整个名单没有办理；请按退回的工作簿中“原因”列逐行改正后重新上传。",
            rows=total,
            refused=len(self.refused),
            row_numbers=numbers,
        )
