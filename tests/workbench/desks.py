"""柜面的人 · somebody signed in, for tests of pages.

The session is written as the sign-in writes it (`signing.presence.arrive`), without its steps:
those have tests of their own.
"""

from __future__ import annotations

import html
import re
import time
from typing import Any

from django.test import Client

PASSWORD = "测试用，不登录"
_counter = iter(range(1, 10_000))


def open_login(*roles: str, branch: str | None = None, **given: Any) -> Any:
    """A login with these roles; of the whole centre unless a branch is named."""
    from provident.staff.models import Login

    serial = next(_counter)
    return Login.objects.create(
        **{
            "username": f"tester{serial}",
            "name": f"测试人员{serial}",
            "id_kind": "01",
            "id_number": f"TEST{serial:014d}",
            "branch_id": branch,
            "roles": list(roles),
            "password": PASSWORD,
            "must_change_password": False,
        }
        | given
    )


def signed_in_as(login: Any, channel: str = "desk") -> Client:
    """A browser in which this person is signed in; a session made for the desk, or "api"."""
    from django.contrib import auth

    from provident.channels.workbench.signing import presence

    client = Client()
    session = client.session
    session[auth.SESSION_KEY] = str(login.pk)
    session[auth.BACKEND_SESSION_KEY] = presence.BACKEND
    session[auth.HASH_SESSION_KEY] = login.get_session_auth_hash()
    session[presence.CHANNEL] = channel
    session[presence.SEEN] = int(time.time())
    session.save()
    login.session_key = session.session_key
    login.save(update_fields=["session_key"])
    return client


def signed_in_client(role: str, branch: str | None = None) -> Client:
    """A browser in which somebody with this role is signed in."""
    return signed_in_as(open_login(role, branch=branch))


def words(response: Any) -> str:
    """What a person reads on a page: its text without the markup, blanks made single."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())
