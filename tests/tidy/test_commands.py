"""Commands: every field has its Chinese name, and one word of ours has one name.

The names are those of the form that a person fills in; what is wrong with a field is told
with them, and the catalogue of operations shows them beside the attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import django
import pytest
from django.apps import apps
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from provident.kernel.field_reasons import nested, words_of
from provident.kernel.fields import describe
from provident.kernel.operation import OperationSpec, catalogue, read_command
from provident.kernel.refusal import Refusal
from tests.tidy.tree import clean

CHINESE = re.compile("[\u4e00-\u9fff（）、]+")

SEVERAL = {
    "name": ("of a person, an employer or a branch", {"姓名", "单位名称", "网点名称"}),
    "address": ("of an employer or of a person's home", {"单位地址", "家庭住址"}),
    "postcode": ("of an employer or of a person's home", {"单位邮编", "邮政编码"}),
    "bank_name": (
        "of the bank that serves the employer, that keeps a payer, that keeps our money",
        {"受托银行名称", "开户银行", "银行名称"},
    ),
    "bank_code": (
        "of the bank that serves the employer or that keeps our money",
        {"受托银行代码", "银行代码"},
    ),
    "account_no": ("of a payer or of the centre", {"付款账号", "银行专户号码"}),
    "account_name": ("of a payer or of the centre", {"付款户名", "银行专户名称"}),
    "first_month": (
        "the employer's first, the member's first, the first list's",
        {"单位首次汇缴月", "首次汇缴月", "首个汇缴年月"},
    ),
    "from_month": ("since when sealed, since when in force", {"封存起始月", "起始月"}),
    "reason": ("of being sealed, or why something is done", {"封存原因", "原因"}),
    "item": ("a suspense item, or what a movement is", {"暂收款编号", "款项性质"}),
    "kind": (
        "of a bank row, of a bank account, of money that came back",
        {"分类", "专户性质", "收回方式"},
    ),
}
"""Attributes that mean several things, what tells them apart, and all their titles."""

OTHERWISE = {
    "first_month": ("the first month of several lists is no data item", {"首个汇缴年月"}),
    "kind": ("the way money comes back is no data item", {"收回方式"}),
    "reason": ("only the reason of being sealed is kept as a data item", {"原因"}),
}
"""Titles that no data item of the same attribute carries, and why."""


@pytest.fixture(scope="module")
def operations() -> list[OperationSpec]:
    django.setup()
    return [spec for spec in catalogue() if spec.handler.__module__.startswith("provident.")]


@pytest.fixture(scope="module")
def fields(operations: list[OperationSpec]) -> dict[str, tuple[str, FieldInfo]]:
    """Every field of every command and of the commands inside: where it is, its name."""
    return {
        f"{command.__module__}.{command.__name__}.{name}": (name, field)
        for spec in operations
        for command in commands(spec.command)
        for name, field in command.model_fields.items()
    }


def commands(command: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield command
    for field in command.model_fields.values():
        inside = nested(field.annotation)
        if inside:
            yield from commands(inside)


def test_every_field_has_a_chinese_title(fields: dict[str, tuple[str, FieldInfo]]) -> None:
    assert len(fields) > 100
    clean(
        f"{place}: {field.title}"
        for place, (_name, field) in fields.items()
        if not CHINESE.fullmatch(field.title or "")
    )


def test_every_closed_set_has_a_word_for_each_value(
    fields: dict[str, tuple[str, FieldInfo]],
) -> None:
    closed = {
        place: (field, set(get_args(field.annotation)))
        for place, (_name, field) in fields.items()
        if get_origin(field.annotation) is Literal
    }
    assert closed
    for place, (field, values) in closed.items():
        words = words_of(field)
        assert words.keys() == values, place
        assert all(CHINESE.fullmatch(word) for word in words.values()), place


def test_one_word_has_one_title(fields: dict[str, tuple[str, FieldInfo]]) -> None:
    titles: dict[str, set[str]] = {}
    for name, field in fields.values():
        titles.setdefault(name, set()).add(field.title or "")
    several = {name: found for name, found in titles.items() if len(found) > 1}
    assert several == {name: found for name, (_why, found) in SEVERAL.items()}


def test_a_title_stands_once_in_a_command(operations: list[OperationSpec]) -> None:
    for spec in operations:
        for command in commands(spec.command):
            titles = [field.title for field in command.model_fields.values()]
            assert len(set(titles)) == len(titles), command


def test_a_data_item_keeps_its_official_name(
    fields: dict[str, tuple[str, FieldInfo]],
) -> None:
    official: dict[str, set[str]] = {}
    for model in apps.get_models():
        for item in describe(model):
            official.setdefault(item.field, set()).add(item.zh)
    otherwise: dict[str, set[str]] = {}
    for name, field in fields.values():
        if name in official and field.title not in official[name]:
            otherwise.setdefault(name, set()).add(field.title or "")
    assert otherwise == {name: found for name, (_why, found) in OTHERWISE.items()}


JUNK: tuple[Any, ...] = (
    None, True, 1.5, -1, 10**30, "", "九", "一\n二", "长" * 3000, [], ["九"], {}, {"九": "九"},
)  # fmt: skip


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_no_field_is_answered_in_english(operations: list[OperationSpec], junk: Any) -> None:
    english: list[str] = []
    for spec in operations:
        try:
            read_command(spec, dict.fromkeys(spec.command.model_fields, junk))
        except Refusal as refusal:
            says = [reason.says for reason in refusal.reasons]
            english += [f"{spec.code}: {one}" for one in says if re.search("[a-zA-Z]", one)]
    clean(english)
