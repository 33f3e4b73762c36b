"""用户业务的有关情况 · whose login a form names, shown beside it before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from provident.channels.workbench.doing.panels import Fact, Panel, address_of, facts_panel
from provident.channels.workbench.forms.references import Thing, finds
from provident.channels.workbench.logins.listings import WHOLE_CENTRE
from provident.parties.finding import branches
from provident.staff import reading


@finds("login", page="login", duty="staff.change_login")
def _logins(usernames: Sequence[str]) -> dict[str, Thing]:
    """The logins by the names as they were typed; letter case does not count."""
    found = {name: reading.login(name.lower()) for name in usernames}
    return {
        name: Thing(one.name, "、".join(map(_, one.titles)), one.branch or "")
        for name, one in found.items()
        if one
    }


@facts_panel("login")
def login_panel(username: str) -> Panel | None:
    """用户 · the person, his roles and where he stands.

    The form can be opened by more people than the login's own page: who the relatives are
    stands only there.
    """
    found = reading.login(username.lower())
    if found is None:
        return None
    family = len(reading.relatives(found.id))
    facts = (
        Fact(_("岗位"), "、".join(map(_, found.titles))),
        Fact(_("网点"), branches().get(found.branch or "", _(WHOLE_CENTRE))),
        Fact(_("状态"), _(found.state)),
        Fact(_("已登记亲属"), _("%(count)d 人") % {"count": family}),
    )
    return Panel(
        _("这名用户"),
        f"{found.username} {found.name}",
        facts,
        address_of("login", found.username),
    )
