"""数据项 · the tables and items of JGJ/T 320-2014.

Source: the numbers of tables and items by chapter, and single items, as listed by a centre
that runs on the standard (29 tables, 395 items).
"""

from __future__ import annotations

from collections import Counter

import pytest

from provident.standards import code_lists, items, tables


def test_every_chapter_is_complete() -> None:
    by_chapter: Counter[str] = Counter()
    for table in tables().values():
        by_chapter[table.clause.split(".")[0]] += len(table.items)
    assert len(tables()) == 29
    assert by_chapter == {"4": 52, "5": 44, "6": 109, "7": 91, "8": 77, "9": 22}


@pytest.mark.parametrize(
    ("code", "zh", "kind", "size"),
    [
        ("DWZH", "单位账号", "text", 20),
        ("GRZH", "个人账号", "text", 20),
        ("YWLSH", "业务流水号", "text", 20),
        ("JZPZH", "记账凭证号", "text", 20),
        ("XingMing", "姓名", "text", 120),
        ("XingBie", "性别", "code", 1),
        ("GRZHYE", "个人账户余额", "number", 18),
        ("HBJNY", "汇补缴年月", "month", 6),
        ("DWFXR", "单位发薪日", "day_of_month", 2),
        ("DWKHRQ", "单位开户日期", "date", None),
    ],
)
def test_single_items(code: str, zh: str, kind: str, size: int | None) -> None:
    item = items()[code][0]
    assert (item.zh, item.kind, item.length or item.digits) == (zh, kind, size)


def test_every_item_says_what_its_kind_needs() -> None:
    for item in (item for table in tables().values() for item in table.items):
        sized = item.kind in {"text", "code", "month", "day_of_month"}
        assert (item.length is not None) == sized, item
        assert (item.digits is not None) == (item.kind == "number"), item
        assert (item.code_list is not None) == (item.kind == "code"), item


def test_every_code_list_an_item_names_is_known() -> None:
    named = {i.code_list for table in tables().values() for i in table.items if i.code_list}
    assert named <= set(code_lists())


def test_one_code_has_one_name() -> None:
    for code, places in items().items():
        assert len({place.zh for place in places}) == 1, code


def test_codes_fit_the_length_of_their_item() -> None:
    for item in (item for table in tables().values() for item in table.items):
        if item.code_list:
            for code in code_lists()[item.code_list].codes:
                assert len(code) <= (item.length or 0), (item.code, code)
