"""流水存疑事实 · what speaks for and against one bank row, from all that the bank told."""

from __future__ import annotations

from provident.kernel.refusal import Defect
from provident.kernel.sql import Statement
from provident.settlement.rules.doubts import Reversal, Standing, Told

_FAMILY = Statement(__file__, "sql/family.sql")
_STANDING = Statement(__file__, "sql/standing.sql")


def family_of(row_id: int) -> tuple[Told, ...]:
    """Every report under the row's serial on its day, the row itself among them."""
    return tuple(Told(**found) for found in _FAMILY.rows(row=row_id))


def standing_of(row_id: int) -> Standing:
    """The row's reports, its day's statement, and whether the bank is taking it back."""
    found = _STANDING.row(row=row_id)
    if found is None:
        raise Defect(f"there is no bank row {row_id}")
    taken_back = (
        Reversal(found["reversal"], found["reversal_serial"], found["reversed_on"])
        if found["reversal"]
        else None
    )
    return Standing(
        row=row_id,
        bank_date=found["bank_date"],
        family=family_of(row_id),
        asked_since=found["asked_since"],
        final=found["final"],
        taken_back=taken_back,
    )
