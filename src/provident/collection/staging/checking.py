"""名单预审 · the check of an uploaded roster in the background, with its progress.

A roster of 150 000 rows takes longer than a person waits for a page.  So the check is a job:
it writes down how far it is after every chunk, and at the end what it found, row by row.
What it found holds for the books as they stood then; the operation that takes the roster
judges again.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models.functions import Now

from provident.collection.models import RosterCheck, RosterFinding, RosterUpload
from provident.collection.roster import Roster, open_roster
from provident.collection.staging.judging import RosterJudged
from provident.collection.staging.uploads import check_roster, roster_content
from provident.kernel import clock
from provident.kernel.digest import sm3
from provident.kernel.refusal import Refusal
from provident.kernel.sql import Statement

QUEUE = "rosters"
CHECK_ROSTER = "collection.check_roster"
STORED_AT_ONCE = 5_000
NAME_COLUMN = "name"

ORDER = Statement(__file__, "../sql/order_check.sql")


def same_file(employer: int, content: bytes) -> int | None:
    """The number under which this employer's very file is kept already; None if it is new."""
    found = RosterUpload.objects.filter(employer_id=employer, sm3=sm3(content))
    return found.order_by("-id").values_list("id", flat=True).first()


def order_check(upload: int) -> None:
    """预审 · leave the job that checks a kept roster; one that waits or runs is left alone.

    Ordering again after the end checks again, against the books of that moment.
    """
    ORDER.rows(upload=upload, queue=QUEUE, task=CHECK_ROSTER)


def run_check(upload: int) -> None:
    """Check one roster and keep what was found.  May run twice: the later one counts.

    A file that breaks while it is read ends the check with its reasons; a defect ends it with
    a sentence for the person and is raised for those who look after the system.
    """
    check = RosterCheck.objects.filter(upload_id=upload)
    check.update(state=RosterCheck.RUNNING, business_date=clock.today())
    try:
        judged = check_roster(
            upload, lambda done, total: _progress(upload, done=done, total=total)
        )
        _keep(upload, judged)
    except Refusal as refusal:
        says = "".join(reason.says for reason in refusal.reasons)
        check.update(state=RosterCheck.FAILED, says=says, ended_at=Now())
    except Exception:
        says = "预审没有完成，名单仍在；请稍后重新预审，再不成功请联系系统管理员。"
        check.update(state=RosterCheck.FAILED, says=says, ended_at=Now())
        raise


def _progress(upload: int, *, done: int, total: int) -> None:
    RosterCheck.objects.filter(upload_id=upload).update(done=done, total=total)


def _keep(upload: int, judged: RosterJudged) -> None:
    """Write down what was found, as the next round; the check's row then points to it.

    Nobody sees half of a round: pages show the one that the row names.  A round that was cut
    off is written again from its beginning.
    """
    judgement = judged.judgement
    findings = [
        *((RosterFinding.REFUSED, row) for row in judgement.refused),
        *((RosterFinding.WARNED, row) for row in judgement.warned),
    ]
    names = _names(upload, {row.number for _, row in findings})
    check, kept = RosterCheck.objects.filter(upload_id=upload), RosterFinding.objects
    this = check.values_list("round", flat=True)[0] + 1
    kept.filter(upload_id=upload, round=this).delete()
    kept.bulk_create(
        (
            RosterFinding(
                upload_id=upload,
                round=this,
                kind=kind,
                row=row.number,
                name=names.get(row.number, ""),
                says="；".join(reason.says.rstrip("。") for reason in row.reasons) + "。",
            )
            for kind, row in findings
        ),
        batch_size=STORED_AT_ONCE,
    )
    good, bad = len(judgement.rows), len(judgement.refused)
    check.update(
        state=RosterCheck.ENDED,
        round=this,
        done=good + bad,
        total=good + bad,
        good=good,
        bad=bad,
        warned=len(judgement.warned),
        ended_at=Now(),
    )
    kept.filter(upload_id=upload, round__lt=this).delete()


def _names(upload: int, wanted: set[int]) -> dict[int, str]:
    """The names as they stand in these rows of the file, for people to find them again."""
    if not wanted:
        return {}
    roster = open_roster(bytes(roster_content(upload).content))
    return {number: name for number, name in _named_rows(roster) if number in wanted}


def _named_rows(roster: Roster) -> Iterator[tuple[int, str]]:
    place = roster.positions[NAME_COLUMN]
    for number, cells in roster.rows():
        yield number, str(cells[place]).strip()[:100]
