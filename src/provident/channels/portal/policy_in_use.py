"""现行政策 · the policy that the public pages and the programming interface answer from.

The newest published release where the database answers; otherwise the policy files, and the
pages say so.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from provident.channels.calc.desk import Desk, library_from_files
from provident.kernel.refusal import Conflict
from provident.policy.library import Library
from provident.policy.releases import active_policy


def desk_for(centre: str | None = None) -> Desk:
    """The policy of one centre; without a code, or with an unknown one, that of our own."""
    library, release = library_in_use()
    known = centre if centre in library.centres() else None
    return Desk(library, known or settings.CENTRE, release)


def library_in_use() -> tuple[Library, int | None]:
    """The newest release with its number, or the files with None."""
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
    return library_from_files()
