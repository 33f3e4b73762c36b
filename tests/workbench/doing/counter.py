"""柜台上的浏览器 · what a browser would send back, read from a page by other code than ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


class Inputs(HTMLParser):
    """What a browser would send back of the form on a page, read by other code than ours."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._posting = False
        self._select: str | None = None
        self._area: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._posting = found.get("method") == "post" and "/do/" in found.get("action", "")
        if not self._posting:
            return
        name = found.get("name", "")
        if tag == "input" and name and name != "csrfmiddlewaretoken":
            if found.get("type") != "checkbox":
                self.values.setdefault(name, []).append(found.get("value", ""))
            elif "checked" in found:
                self.values.setdefault(name, []).append(found.get("value", "on"))
        elif tag == "select":
            self._select = name
            self.values[name] = [""]
        elif tag == "option" and self._select and "selected" in found:
            self.values[self._select] = [found.get("value", "")]
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            # A browser drops the line break right after the tag.
            self.values[self._area] = [self._text.removeprefix("\n")]
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._posting = False


def inputs(page: HttpResponse) -> dict[str, list[str]]:
    parser = Inputs()
    parser.feed(page.content.decode())
    return parser.values


def words(page: HttpResponse) -> str:
    """What a person reads on a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@dataclass
class Desk:
    """柜台 · one person's browser."""

    client: Client
    sit: Callable[..., Any]
    again: Callable[[Any], Any]

    def open(self, code: str, **query: str) -> HttpResponse:
        return self.client.get(f"/desk/do/{code}", query)

    def send(self, page: HttpResponse, code: str, do: str, **typed: Any) -> HttpResponse:
        """Type into the form of a page and press a button."""
        data = inputs(page) | {name.replace("__", "."): value for name, value in typed.items()}
        return self.client.post(f"/desk/do/{code}", data | {"do": do})
