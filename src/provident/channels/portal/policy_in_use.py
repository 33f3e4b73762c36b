"""现行政策 · the policy that the public pages and the programming interface answer from.

The newest published release where the database answers; otherwise the policy files, and the
pages say so.  Where the files may not be used either, nothing is computed: the pages and the
interface say it with 503, the command line names every file and line.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from provident.channels.calc.desk import Desk, library_from_files
from provident.kernel.refusal import Conflict, Refusal
from provident.policy.library import Library
from provident.policy.releases import active_policy


class PolicyUnusable(Exception):
    """政策不能用 · nothing was published and the policy files have faults.

    The faults are for the centre's own people, who see them by `provident policy lint`; a
    visitor learns that he has done nothing wrong.
    """


def desk_for(centre: str | None = None) -> Desk:
    """The policy of one centre; without a code, or with an unknown one, that of our own."""
    library, release = library_in_use()
    known = centre if centre in library.centres() else None
    return Desk(library, known or settings.CENTRE, release)


def library_in_use() -> tuple[Library, int | None]:
    """The newest release with its number, or the files with None.

    Raises `PolicyUnusable` where there is neither.
    """
    try:
        released = active_policy()
    except (Conflict, DatabaseError):
        return _files(), None
    return released.library, released.release_id


def today() -> date:
    """The day that forms are filled in with; the site knows it (`PORTAL_TODAY`)."""
    return import_string(settings.PORTAL_TODAY)()


@lru_cache(maxsize=1)
def _files() -> Library:
    try:
        return library_from_files()
    except Refusal as refusal:
        raise PolicyUnusable from refusal
