"""查看全号 · a page shows numbers whole once, after a reason was written down.

The reason travels in the body of a POST and the numbers in its answer: neither ever stands in
an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from provident.kernel.refusal import Reason, Refusal
from provident.staff import api as people

REASON = "unmask_reason"


@dataclass(frozen=True, slots=True)
class Unmasked:
    """查看全号的结果 · `whole`: show the numbers; `reasons` say why not; `typed` is kept."""

    whole: bool
    reasons: tuple[Reason, ...] = ()
    typed: str = ""


def asked(
    request: HttpRequest,
    staff: people.Staff,
    what: str,
    subject: str,
    id_numbers: Callable[[], Iterable[str]] = tuple,
) -> Unmasked:
    """Whether this request asks to see `what` of `subject` whole, and may.

    `id_numbers` gives the documents of the people concerned; it is only called when asked.
    """
    if request.method != "POST":
        return Unmasked(whole=False)
    typed = request.POST.get(REASON, "")
    try:
        people.unmask(staff, what, subject, typed, id_numbers=id_numbers())
    except Refusal as refusal:
        return Unmasked(False, refusal.reasons, typed)
    return Unmasked(whole=True)
