"""暂存 · what somebody had typed when his session ended, carried through signing in.

The fields of the refused POST travel as one hidden field from page to page and are shown
again at their own address after signing in, marked `_held`: shown, not done.  Nothing of it is
kept on the server.  Passwords and codes are never carried, files cannot be.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.http import url_has_allowed_host_and_scheme

BYTES_MAX = 1024 * 1024
"""How much is carried; more than a person types into a form."""

MARK = "_held"
NEVER = ("csrfmiddlewaretoken", MARK, "_held_fields", "_held_to")
SECRET = ("password", "one_time_code")
"""Fields with these words in their names are never carried."""

HOME = "/desk/"


@dataclass(frozen=True, slots=True)
class Held:
    """暂存内容 · fields in their order; `lost` says in words what could not be carried."""

    to: str = HOME
    fields: tuple[tuple[str, str], ...] = ()
    posted: bool = False
    lost: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """The fields as the one hidden field that carries them."""
        return json.dumps(self.fields, ensure_ascii=False, separators=(",", ":"))


def hold(request: HttpRequest) -> Held:
    """What a POST without a session brought along."""
    to = safe(request.get_full_path())
    try:
        found = [(name, value) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError):
        return Held(to, posted=False, lost=("size",))
    fields = tuple((name, value) for name, value in found if _may_travel(name))
    lost = ("files",) if files else ()
    held = Held(to, fields, True, lost)
    if len(held.text.encode(errors="replace")) > BYTES_MAX:
        return Held(to, posted=False, lost=(*lost, "size"))
    return held


def carried(request: HttpRequest) -> Held:
    """What a form of the sign-in pages carries on; an address outside the desk is ignored."""
    to = safe(request.POST.get("_held_to") or request.GET.get("next") or HOME)
    text = request.POST.get("_held_fields")
    if text is None:
        return Held(to)
    fields = _fields(text)
    return Held(to) if fields is None else Held(to, fields, posted=True)


def safe(address: str) -> str:
    """The address itself where it lies within the desk, else the desk's first page."""
    here = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    inside = address.startswith(HOME) and ".." not in address
    return address if here and inside else HOME


def _may_travel(name: str) -> bool:
    return name not in NEVER and not any(word in name.lower() for word in SECRET)


def _fields(text: str) -> tuple[tuple[str, str], ...] | None:
    try:
        read = json.loads(text)
        return tuple((str(name), str(value)) for name, value in read)
    except (ValueError, TypeError):
        return None
