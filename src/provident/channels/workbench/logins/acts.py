"""用户可办的业务 · the ways from a login to the forms that change it.

Nobody acts on his own login, so on his own page there is no way.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from provident.channels.workbench.people.ways import Act, operation_title
from provident.staff.api import Staff
from provident.staff.reading import LoginLine

OPEN, CHANGE = "staff.open_login", "staff.change_login"
RESET, RELATIVES = "staff.reset_login", "staff.set_relatives"


def acts_on(staff: Staff, login: LoginLine) -> list[Act]:
    """Of the operations on a login, what this person may make.

    A change says how the login stands afterwards, so its form comes filled in with the whole
    of how it stands now, and with the version that was seen.
    """
    if login.id == staff.id:
        return []
    named = [("username", login.username)]
    filled = {
        CHANGE: [
            *named,
            ("version", str(login.version)),
            ("name", login.name),
            ("branch", login.branch or ""),
            *(("roles", role) for role in login.roles),
            *([("active", "on")] if login.active else []),
        ],
        RESET: named,
        RELATIVES: named,
    }
    return [
        Act(operation_title(code), f"{reverse('desk:form', kwargs={'code': code})}?{asked}")
        for code, given in filled.items()
        if staff.may_make(code)
        for asked in [urlencode(given)]
    ]


def may_issue(staff: Staff) -> bool:
    """Whether this person may give somebody a one-time password: who opens logins does."""
    return staff.may_make(OPEN)
