"""证件与联系方式 · one person's name, document, mobile and bank card in a roster.

The rules of these numbers are the kernel's; here the cell becomes text first, so that a
number that Excel has already spoilt is refused for that and not for its check digit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from provident.collection.roster import cells
from provident.collection.roster.cells import Refused, refused
from provident.collection.roster.columns import Column
from provident.kernel.identifiers import (
    Checked,
    IdentityDocument,
    check_bank_card,
    check_mobile,
)
from provident.kernel.names import check_person_name
from provident.kernel.refusal import Reason

EMPLOYMENT_AGE = 16
"""《中华人民共和国劳动法》第十五条: nobody under 16 may be employed."""

RETIREMENT_AGE = {"1": 63, "2": 58}
"""By sex, the last of the rising statutory ages of 《国务院关于渐进式延迟法定退休年龄的办法》
(2025): whoever is older has certainly reached his own."""


def name(column: Column, cell: Any) -> str | Refused:
    """The name as on the document."""
    return _checked(column, cell, check_person_name)


def mobile(column: Column, cell: Any) -> str | Refused:
    """Eleven digits."""
    return _checked(column, cell, check_mobile)


def card(column: Column, cell: Any) -> str | Refused:
    """A bank card of 16 to 19 digits."""
    return _checked(column, cell, check_bank_card)


def _checked(column: Column, cell: Any, check: Callable[[str], Checked[str]]) -> str | Refused:
    if isinstance(cell, str):
        found = check(cell)  # good as it stands: the ordinary case, a hundred thousand times
        if found.value is not None:
            return found.value
    written = cells.text(column, cell)
    if written is None:
        return cells.missing(column)
    if isinstance(written, Refused):
        return written
    found = check(written)
    return Refused(found.reasons) if found.value is None else found.value


def disagreements(
    document: IdentityDocument, sex: str | Refused | None, birth: date | Refused | None
) -> list[Reason]:
    """Sex and birth where document and roster say different things, or neither says one."""
    reasons: list[Reason] = []
    if document.birth and isinstance(birth, date) and document.birth != birth:
        reasons += refused(
            "roster.birth_differs",
            f"“出生日期”{birth} 与证件号码中的 {document.birth} 不一致，"
            "请对照证件改正其中之一。",
            declared=birth.isoformat(),
            document=document.birth.isoformat(),
        )
    if document.sex and isinstance(sex, str) and document.sex != sex:
        reasons += refused(
            "roster.sex_differs",
            "“性别”与证件号码不一致，请对照证件改正其中之一。",
            declared=sex,
            document=document.sex,
        )
    if document.birth is None and birth is None:
        reasons += refused("roster.birth_needed", "这种证件看不出出生日期，请填写“出生日期”。")
    if document.sex is None and sex is None:
        reasons += refused("roster.sex_needed", "这种证件看不出性别，请填写“性别”。")
    return reasons


def hiring(hired_on: date, birth: date | None, today: date) -> list[Reason]:
    """A hiring in the future, or before the sixteenth birthday."""
    reasons: list[Reason] = []
    if hired_on > today:
        reasons += refused(
            "roster.hired_in_future",
            f"“入职日期”{hired_on} 在今天（{today}）之后，请在职工入职后再办理。",
            hired_on=hired_on.isoformat(),
            today=today.isoformat(),
        )
    if birth and age_on(hired_on, birth) < EMPLOYMENT_AGE:
        reasons.append(
            Reason(
                "roster.hired_too_young",
                f"按“入职日期”{hired_on}，职工入职时未满 {EMPLOYMENT_AGE} 周岁，"
                "请核对入职日期和证件号码。",
                {"hired_on": hired_on.isoformat(), "birth": birth.isoformat()},
                ("《中华人民共和国劳动法》第十五条",),
            )
        )
    return reasons


def retirement(birth: date, sex: str, today: date) -> tuple[Reason, ...]:
    """A warning for somebody past every statutory retirement age; he may have stayed on."""
    limit = RETIREMENT_AGE.get(sex)
    if limit is None or age_on(today, birth) < limit:
        return ()
    return refused(
        "roster.past_retirement_age",
        f"职工已满 {age_on(today, birth)} 周岁，超过法定退休年龄，请核对是否仍应缴存。",
        birth=birth.isoformat(),
    )


def age_on(day: date, birth: date) -> int:
    """Full years on `day`; somebody born on 29 February completes a year on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
