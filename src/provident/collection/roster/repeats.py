"""名单内重复 · values that two people of one roster must not share."""

from __future__ import annotations

from provident.kernel.refusal import Reason

_UNIQUE = ("证件号码", "手机号码", "银行卡号")
_CODES = ("roster.id_repeated", "roster.mobile_repeated", "roster.card_repeated")
_ROWS_NAMED = 5


class Repeats:
    """Collects the three unique values of every row; says afterwards who shares one.

    Every row of a group gets its reason, the first as well: which of them is the slip only
    the employer knows.
    """

    def __init__(self) -> None:
        self._first: tuple[dict[str, int], ...] = ({}, {}, {})
        self._groups: tuple[dict[str, list[int]], ...] = ({}, {}, {})

    def note(self, number: int, *values: str | None) -> None:
        """Remember the ID, mobile and card of a row; None where the row gave no valid one."""
        for value, first, groups in zip(values, self._first, self._groups, strict=True):
            if value is not None:
                seen = first.setdefault(value, number)
                if seen != number:
                    groups.setdefault(value, [seen]).append(number)

    def reasons(self) -> dict[int, tuple[Reason, ...]]:
        """For each row that shares a value: one reason per shared value, naming the others."""
        found: dict[int, tuple[Reason, ...]] = {}
        for heading, code, groups in zip(_UNIQUE, _CODES, self._groups, strict=True):
            for rows in groups.values():
                for row in rows:
                    found[row] = (*found.get(row, ()), _shared(heading, code, row, rows))
        return found


def _shared(heading: str, code: str, row: int, rows: list[int]) -> Reason:
    others = [other for other in rows[: _ROWS_NAMED + 1] if other != row][:_ROWS_NAMED]
    named = "、".join(map(str, others)) + ("等" if len(rows) > _ROWS_NAMED + 1 else "")
    return Reason(
        code,
        f"“{heading}”与第 {named} 行重复，每人的{heading}应各不相同，请核对。",
        {"rows": others},
    )
