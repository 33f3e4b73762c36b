"""数据项的使用 · every model field that claims an item of the standard names a real one."""

from __future__ import annotations

from collections.abc import Iterator

import django
import pytest
from django.apps import apps

from provident.kernel.fields import Item, describe
from provident.standards import code_lists, items


def described() -> Iterator[tuple[str, Item]]:
    django.setup()
    for model in apps.get_models():
        for item in describe(model):
            yield f"{model.__name__}.{item.field}", item


@pytest.fixture(scope="module")
def used() -> list[tuple[str, Item]]:
    return list(described())


def test_there_are_described_fields(used: list[tuple[str, Item]]) -> None:
    assert {"Member.name", "Employer.credit_code"} <= {where for where, _ in used}


def test_every_item_exists_in_the_standard(used: list[tuple[str, Item]]) -> None:
    assert [where for where, item in used if item.std and item.std not in items()] == []


def test_every_code_list_exists(used: list[tuple[str, Item]]) -> None:
    named = [(where, item.code_list) for where, item in used if item.code_list]
    assert [pair for pair in named if pair[1] not in code_lists()] == []


def test_a_field_uses_the_code_list_that_the_standard_gives_its_item(
    used: list[tuple[str, Item]],
) -> None:
    wrong = [
        (where, item.code_list)
        for where, item in used
        if item.std
        and item.code_list
        and item.code_list not in {place.code_list for place in items().get(item.std, ())}
    ]
    assert wrong == []
