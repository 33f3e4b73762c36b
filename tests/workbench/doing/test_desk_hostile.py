"""不怀好意与粗心的填写 · what no form may stumble over, answered in words."""

from __future__ import annotations

import pytest
from counter import Desk, inputs, words

import enrolment_city as city
from provident.channels.workbench.forms.items import items_of
from provident.kernel.operation import OperationSpec, catalogue
from provident.kernel.refusal import Reason

SCRIPT = '"><script>alert(1)</script>{{ 7|add:7 }}&lt;'
MEMBER = "collection.open_member"


def operations() -> list[OperationSpec]:
    return [one for one in catalogue() if one.handler.__module__.startswith("provident.")]


def everywhere(found: OperationSpec, value: str) -> dict[str, str]:
    """The value in every input, hidden ones and those inside groups and rows too."""
    places: dict[str, str] = {"_seen": value, "_of": value, "_day": value, "_more": value}
    for item in items_of(found.command):
        inner = f"{item.name}.0." if item.kind == "rows" else f"{item.name}."
        names = [inner + part.name for part in item.parts] or [item.name]
        places |= dict.fromkeys(names, value)
        if item.kind == "rows":
            places[f"{item.name}.pasted"] = value
    return places


@pytest.mark.parametrize("found", operations(), ids=lambda one: one.code)
def test_script_in_every_field_stays_text(desk: Desk, found: OperationSpec) -> None:
    for sent in (
        desk.client.get(f"/desk/do/{found.code}", everywhere(found, SCRIPT)),
        desk.client.post(f"/desk/do/{found.code}", everywhere(found, SCRIPT)),
        desk.client.post(
            f"/desk/do/{found.code}",
            everywhere(found, SCRIPT) | {"_more": "", "_of": "", "do": "rehearse"},
        ),
    ):
        assert sent.status_code in (200, 422)
        assert b"<script>alert" not in sent.content
        assert b"}}" in sent.content or found.machine_only


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u202e", "\ufffe"], ids=repr)
def test_a_character_that_cannot_be_kept_is_refused_in_words(desk: Desk, char: str) -> None:
    for found in operations():
        typed = everywhere(found, f"甲{char}乙") | {"_more": "", "_of": "", "_day": ""}
        for do in ("rehearse", "submit"):
            page = desk.client.post(f"/desk/do/{found.code}", typed | {"do": do})
            assert page.status_code in (302, 409, 422), found.code


def test_a_name_of_five_hundred_characters_is_kept_and_refused(desk: Desk) -> None:
    name = "买" * 500
    page = desk.send(desk.open(MEMBER), MEMBER, "submit", name=name)
    assert page.status_code == 422
    assert inputs(page)["name"] == [name]
    assert "个字" in words(page)


@pytest.mark.parametrize("name", ["王\U00030edd", "㐂\U0002b740", "\U0002ceb0\U000313be"])
def test_rare_characters_are_names(desk: Desk, name: str) -> None:
    """CJK extensions G, A and D, E and H (Unicode 15): people bear such names."""
    employer = city.open_employer()
    page = desk.open(MEMBER, employer=employer)
    done = desk.send(page, MEMBER, "submit", **{**city.AYGUL, "name": name})
    assert done.status_code == 302
    assert name in words(desk.client.get(done["Location"]))


def test_five_megabytes_are_answered_in_words(desk: Desk) -> None:
    employer = city.open_employer()
    code = "collection.seal_members"
    page = desk.open(code, employer=employer)
    many = "\r\n".join(f"{number:012d}" for number in range(375_000))
    assert len(many) > 5_000_000
    asked = {"from_month": "2026-12", "reason": "离职"}
    refused = desk.send(page, code, "rehearse", members=many, **asked)
    assert refused.status_code == 422
    assert "现在不能办理" in words(refused)

    text = desk.send(page, code, "rehearse", members="1", reason="长" * 1_800_000)
    assert text.status_code == 422
    assert inputs(text)["reason"] == ["长" * 1_800_000]


def test_a_reason_does_not_repeat_megabytes(books: str) -> None:
    """What was typed comes back in its input; a reason that quotes it says how much it left."""
    from provident.channels.workbench.doing.telling import faults_of, told

    reason = Reason("x", f"没有“{'9' * 1_000_000}”，请核对。", {"field": "name"})
    (above,), (beside,) = told([reason], set(), ()), faults_of([reason], ())["name"]
    for says in (above.says, beside):
        assert len(says) < 1_000
        assert says.startswith("没有“999")
        assert says.endswith("999”，请核对。")
        assert "中间 999609 个字未显示" in says  # 1 000 009 characters, less twice 200


def test_many_wrong_rows_are_told_a_hundred_times(desk: Desk) -> None:
    code = "collection.change_wage"
    page = desk.open(code, employer=city.open_employer())
    many = "\n".join(f"{number:012d}\t不知道" for number in range(300))
    refused = desk.send(page, code, "rehearse", wages__pasted=many, from_month="2026-12")
    assert refused.status_code == 422
    assert "第 50 项" in words(refused)
    # Each of the first hundred above the form and beside its input, none of the others.
    assert words(refused).count("第 100 项") <= 2
    assert "第 150 项" not in words(refused)


def test_what_is_beyond_every_limit_is_answered_in_words(desk: Desk) -> None:
    big = desk.client.post(f"/desk/do/{MEMBER}", {"name": "x" * 9_000_000})
    assert big.status_code == 400
    assert "太大" in words(big)
