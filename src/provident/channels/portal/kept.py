"""留用的页面 · pages that were answered a moment ago, answered again without any computing.

A public page depends on nothing but its address, the language, the policy in force and the day:
no visitor has a page of his own, and nothing that he typed is anywhere but in the address.  So
a result that is opened twice, or sent to a hundred people, is made once.  A new release or a
new day makes every page anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse

from provident.channels.portal.policy_in_use import library_in_use, today
from provident.channels.portal.speaking import language

PAGES_MAX = 200
"""A page is some 90 KB, so that a process keeps at most about 20 MB."""
ADDRESS_MAX = 2000
ANSWERED = 200

Page = Callable[..., HttpResponse]
Key = tuple[object, ...]


class Kept:
    """The pages asked for last, by what they depend on."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key) -> bytes | None:
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def keep(self, key: Key, content: bytes) -> None:
        with self._lock:
            self._pages[key] = content
            while len(self._pages) > PAGES_MAX:
                self._pages.popitem(last=False)

    def forget(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()


pages = Kept()


def kept(page: Page) -> Page:
    """The page as it was made before for the same address, language, policy and day.

    What was refused and what has a very long address is made anew each time.
    """

    @wraps(page)
    def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        address = request.get_full_path()
        if request.method != "GET" or len(address) > ADDRESS_MAX:
            return page(request, *args, **named)
        library, release = library_in_use()
        key = (address, language(), release, library.content_hash, today())
        if (content := pages.find(key)) is not None:
            return HttpResponse(content)
        response = page(request, *args, **named)
        if response.status_code == ANSWERED:
            pages.keep(key, response.content)
        return response

    return answered
