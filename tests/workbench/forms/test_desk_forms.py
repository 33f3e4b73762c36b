"""表单的推导与读入 · a form asks what its command declares and is read as meant."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from django.apps import apps
from django.http import QueryDict
from pydantic import Field

from provident.channels.workbench.forms.items import Item, items_of
from provident.channels.workbench.forms.layouts import LAYOUTS, sections_of
from provident.channels.workbench.forms.normal import normal
from provident.channels.workbench.forms.references import kinds
from provident.channels.workbench.forms.typed import Typed, texts_of
from provident.kernel.fields import describe
from provident.kernel.operation import Command, OperationSpec, catalogue, spec


def operations() -> list[OperationSpec]:
    return [one for one in catalogue() if one.handler.__module__.startswith("provident.")]


def all_items(items: tuple[Item, ...]) -> list[Item]:
    return [*items, *(part for item in items for part in item.parts)]


def typed(code: str, **texts: Any) -> Typed:
    data = QueryDict(mutable=True)
    for name, value in texts.items():
        data[name.replace("__", ".")] = value
    return Typed(items_of(spec(code).command), data, sent=True)


def test_a_coded_item_offers_the_list_of_its_data_item() -> None:
    """The models declare the code list of a data item; a form of the same item must agree."""
    official: dict[tuple[str, str], str] = {}
    for model in apps.get_models():
        for item in describe(model):
            if item.code_list:
                official[item.field, item.zh] = item.code_list
    checked = 0
    for found in operations():
        for item in all_items(items_of(found.command)):
            if (item.name, item.title) in official:
                assert item.code_list == official[item.name, item.title], (
                    found.code,
                    item.name,
                )
                checked += 1
    assert checked > 20


def test_every_number_of_a_thing_can_be_looked_up() -> None:
    referred = {
        item.refers
        for found in operations()
        for item in all_items(items_of(found.command))
        if item.refers
    }
    assert referred <= kinds()


THINGS = {"employer", "member", "suspense", "receipt", "upload", "instruction", "bank_row"}


def test_no_number_of_a_thing_was_forgotten() -> None:
    """A field called after a thing is declared as one."""
    for found in operations():
        for item in all_items(items_of(found.command)):
            if item.name in THINGS:
                assert item.refers == item.name, (found.code, item.name)


@pytest.mark.parametrize("code", LAYOUTS)
def test_a_layout_places_every_field_once(code: str) -> None:
    fields = [item.name for item in items_of(spec(code).command) if item.kind != "version"]
    placed = [name for section in sections_of(code, fields) for name in section.fields]
    assert sorted(placed) == sorted(fields)


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("amount", " １２，３４５．６ ", "12345.60"),
        ("amount", "1,000", "1000.00"),
        ("amount", "1,00", "1,00"),
        ("amount", "一千", "一千"),
        ("amount", "0.001", "0.001"),
        ("percent", "12％", "12"),
        ("integer", " ３ ", "3"),
        ("date", "2026/1/5", "2026-01-05"),
        ("date", "２０２６年１月５日", "2026-01-05"),
        ("date", "2026-02-30", "2026-02-30"),
        ("month", "202611", "2026-11"),
        ("month", "2026年3月", "2026-03"),
        ("text", "  阿依古丽·买买提 ", "阿依古丽·买买提"),
        ("text", "ＡＢ", "ＡＢ"),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(kind: str, text: str, meant: str) -> None:
    assert normal(kind, text) == meant


def test_a_number_of_a_thing_is_read_without_blanks() -> None:
    assert normal("text", "００１ 0000-0001 ", refers="employer") == "00100000001"


@pytest.mark.parametrize(
    "text",
    [
        "001000000017\n001000000025\n",
        "001000000017\r\n001000000025\r\n\r\n",
        "001000000017, 001000000025",
        "001000000017，001000000025；",
        "001000000017\t001000000025",
        "００１０００００００１７、001000000025",
    ],
)
def test_a_pasted_column_is_a_list(text: str) -> None:
    given = typed("collection.seal_members", members=text).given()
    assert given["members"] == ["001000000017", "001000000025"]


def test_rows_pasted_from_a_worksheet_follow_the_typed_ones() -> None:
    given = typed(
        "collection.change_wage",
        wages__0__member="001000000017",
        wages__0__wage="6,000",
        wages__3__member="001000000025",
        wages__pasted="个人账号\t申报月工资\r\n001000000033\t7,000.5\r\n001000000041\t\r\n",
    ).given()
    assert given["wages"] == [
        {"member": "001000000017", "wage": "6000.00"},
        {"member": "001000000025"},
        {"member": "001000000033", "wage": "7000.50"},
        {"member": "001000000041"},
    ]


def test_a_row_with_too_many_cells_is_not_cut_short() -> None:
    given = typed("collection.change_wage", wages__pasted="001000000033\t7000\t8000").given()
    assert given["wages"] == [{"member": "001000000033", "wage": "7000、8000"}]


def test_an_untouched_group_is_left_out_where_it_may_be() -> None:
    """证件类型 shows 01 by itself: that alone declares nobody."""
    change = typed("collection.change_employer", legal__id_kind="01", legal__name="")
    assert "legal" not in change.given()
    opening = typed("collection.open_employer", legal__id_kind="01")
    assert opening.given()["legal"] == {"id_kind": "01"}


def test_an_item_of_a_change_is_emptied_only_on_purpose() -> None:
    assert "email" not in typed("collection.change_employer", email="").given()
    assert typed("collection.change_employer", _clear="email").given()["email"] == ""
    assert "address" not in typed("collection.change_employer", _clear="address").given()


def test_a_checkbox_says_no_when_it_is_not_ticked() -> None:
    code = "settlement.open_bank_account"
    assert typed(code).given()["takes_contributions"] is False
    untouched = Typed(items_of(spec(code).command), QueryDict(""), sent=False)
    assert untouched.given()["takes_contributions"] is True


def test_a_command_becomes_the_same_command_again() -> None:
    command = {
        "employer": "0010000017",
        "from_month": "2026-11",
        "wages": [{"member": "001000000017", "wage": "6000.00"}, {"member": "001000000025"}],
    }
    items = items_of(spec("collection.change_wage").command)
    assert Typed(items, texts_of(command), sent=True).given() == command


class Inner(Command):
    count: int = Field(title="个数", description="至少一个")


class Asked(Command):
    several: tuple[Annotated[str, Field(json_schema_extra={"kind": "member"})], ...] = Field(
        title="几个人"
    )
    perhaps: Annotated[int, Field(json_schema_extra={"kind": "receipt"})] | None = Field(
        default=None, title="也许"
    )
    open: bool | None = Field(default=None, title="是否")
    inner: Inner | None = Field(default=None, title="里面")


def test_declarations_are_found_inside_types() -> None:
    several, perhaps, openly, inner = items_of(Asked)
    assert (several.kind, several.each, several.refers) == ("lines", "text", "member")
    assert (perhaps.kind, perhaps.refers, perhaps.required) == ("integer", "receipt", False)
    assert (openly.kind, list(openly.choices)) == ("choice", ["true", "false"])
    assert inner.kind == "group"
    assert (inner.parts[0].hint, inner.parts[0].required) == ("至少一个", True)
