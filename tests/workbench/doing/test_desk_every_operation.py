"""每项业务都有表单 · the form of every registered operation is opened, filled in and sent.

What is sent only looks valid; that the rules refuse it is right.  Never a failure of the
system, never an English sentence, never a lost value.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from counter import Desk, inputs, words

from provident.channels.workbench.forms.items import Item, items_of
from provident.kernel.operation import OperationSpec
from workbench.filling import filled, operations

READ_BACK = {
    "text": "示例甲",
    "amount": "1234.50",
    "percent": "8.5",
    "integer": "3",
    "date": "2026-10-05",
    "month": "2026-11",
    "flag": "on",
}
"""The same as the form shows it again, written by hand."""


def kept(items: tuple[Item, ...], typed: dict[str, str], within: str = "") -> dict[str, str]:
    """What the form must show after it came back."""
    found: dict[str, str] = {}
    for item in items:
        place = within + item.name
        if item.kind in ("group", "rows"):
            found |= kept(
                item.parts, typed, f"{place}." + ("0." if item.kind == "rows" else "")
            )
        elif item.kind in ("lines", "several"):
            found[place] = typed[place]
        elif item.kind != "version":
            found[place] = READ_BACK.get(item.kind, typed[place])
    return found


@pytest.mark.parametrize("found", operations(), ids=lambda one: one.code)
def test_the_form_is_opened_filled_in_and_sent(desk: Desk, found: OperationSpec) -> None:
    desk.sit("全能庚", *ROLES, serial=907)
    items = items_of(found.command)
    page = desk.open(found.code)
    assert page.status_code == 200
    assert found.title in words(page)
    labelled(page)

    typed = filled(items)
    tried = desk.client.post(
        f"/desk/do/{found.code}", inputs(page) | {"do": "rehearse"} | typed
    )
    assert tried.status_code in (200, 409, 422)
    labelled(tried)
    assert not english(tried), english(tried)
    shown = {name: values[0] for name, values in inputs(tried).items()}
    for place, value in kept(items, typed).items():
        assert shown.get(place) == value, place

    sent = desk.client.post(f"/desk/do/{found.code}", inputs(tried) | {"do": "submit"})
    assert sent.status_code in (200, 302, 409, 422)


ROLES = ("teller", "accountant", "administrator")
"""Together they make every operation that people make; nobody in real life has them all."""


def labelled(page: Any) -> None:
    """Every input that a person fills in has a label."""
    html = page.content.decode()
    labels = set(re.findall(r'<label for="([^"]+)"', html))
    wrapped = len(re.findall(r"<label[^>]*>\s*<input type=\"checkbox\"", html))
    ids = {
        match[1]
        for match in re.finditer(r'<(?:input|select|textarea) id="([^"]+)"', html)
        if match[1] != "find"
    }
    boxes = len(re.findall(r'<input type="checkbox"', html))
    assert boxes == wrapped
    flags = set(re.findall(r'<input type="checkbox" id="([^"]+)"', html))
    assert ids - labels - flags == set()


def english(page: Any) -> list[str]:
    """Sentences on the page that were not written for the person in front of it."""
    told = re.findall(r'<div class="refusal".*?</div>', page.content.decode(), re.DOTALL)
    text = " ".join(re.sub(r"<[^>]+>", " ", one) for one in told)
    return re.findall(r"(?:[A-Za-z]{3,}\s+){2,}[A-Za-z]{3,}", text)
