"""名单判断 · the rows of a roster against the books, by the rules of a single opening.

The books are asked by one statement, however long the roster is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from provident.collection.enrolling import Newcomer
from provident.collection.facts.enrolments import holdings
from provident.collection.facts.opening_policy import OpeningPolicy
from provident.collection.roster import Judgement, Roster, RosterRow, RowReasons, judge
from provident.collection.rules.opening import Joining, judge_opening
from provident.collection.rules.person import contact_reasons
from provident.collection.rules.standing import EmployerStanding, Holding
from provident.kernel.context import Context
from provident.kernel.refusal import Defect, Reason

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RosterJudged:
    """名单判断结果 · `newcomers` is complete only when `judgement` refuses no row."""

    judgement: Judgement
    newcomers: tuple[Newcomer, ...]

    @property
    def reasons(self) -> list[Reason]:
        """Every reason of every row, each naming its row."""
        return [
            Reason(
                reason.code,
                f"第 {row.number} 行：{reason.says}",
                {**reason.facts, "row": row.number},
                reason.basis,
            )
            for row in self.judgement.refused
            for reason in row.reasons
        ]

    def warned(self) -> list[dict[str, object]]:
        """What to look at, one line a kind: how many rows, and the first of them."""
        kinds: dict[str, tuple[Reason, list[int]]] = {}
        for row in self.judgement.warned:
            for reason in row.reasons:
                kinds.setdefault(reason.code, (reason, []))[1].append(row.number)
        return [
            reason.as_json() | {"count": len(rows), "rows": rows[:ROWS_NAMED]}
            for reason, rows in kinds.values()
        ]


ROWS_NAMED = 20


def judge_roster(
    roster: Roster,
    employer: EmployerStanding,
    at: Context,
    progress: Progress | None = None,
) -> RosterJudged:
    """Judge every row as of the business date; `progress(done, total)` after each chunk.

    Raises `Refusal` only when the file itself breaks while being read.
    """
    in_file = judge(roster, today=at.business_date, progress=progress)
    held = _holdings(in_file.rows)
    policy = OpeningPolicy(at, employer.opened_on)
    good: list[RosterRow] = []
    newcomers: list[Newcomer] = []
    bad: list[RowReasons] = list(in_file.refused)
    warned = {row.number: row.reasons for row in in_file.warned}
    for row in in_file.rows:
        terms = policy.terms(row.hire_kind, row.hired_on, row.first_month)
        joining = Joining(row.hired_on, row.wage, row.first_month)
        found, base = judge_opening(
            joining, employer, terms, held.get(row.number, ()), at.business_date
        )
        found.add(contact_reasons(_contacts(row)))
        if not found.allowed:
            bad.append(RowReasons(row.number, found.reasons))
            continue
        if base is None:
            raise Defect("a row was allowed without a base")
        good.append(row)
        newcomers.append(Newcomer(row, base))
        if found.warnings:
            warned[row.number] = warned.get(row.number, ()) + tuple(found.warnings)
    allowed = {row.number for row in good}
    judgement = Judgement(
        tuple(good),
        tuple(sorted(bad, key=lambda row: row.number)),
        tuple(RowReasons(n, warned[n]) for n in sorted(warned) if n in allowed),
    )
    return RosterJudged(judgement, tuple(newcomers))


def _holdings(rows: Sequence[RosterRow]) -> dict[int, list[Holding]]:
    return holdings(
        [
            {
                "row": row.number,
                "id_kind": row.id_kind,
                "id_number": row.id_number,
                "card": row.card,
                "mobile": row.mobile,
            }
            for row in rows
        ]
    )


def _contacts(row: RosterRow) -> dict[str, str | None]:
    extras = row.extras
    return {
        "phone": extras.get("landline"),
        "postcode": extras.get("postcode"),
        "address": extras.get("address"),
        "card_bank": row.card_bank,
    }
