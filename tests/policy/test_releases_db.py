"""Releases on real PostgreSQL: two persons, one content once, never changed."""

# Django is set up by the fixture `books`, so its models are imported inside the tests.

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import LiteralString

import pytest

from provident.kernel.refusal import Defect, Refusal
from provident.policy.library import Library

pytestmark = pytest.mark.database

MAKER, CHECKER, NOTE = "经办甲", "复核乙", "测试发布"


@pytest.fixture
def undone() -> Iterator[None]:
    """Everything a test publishes is rolled back, because releases cannot be deleted."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def changed(shipped: Path, folder: Callable[..., Path]) -> Library:
    """The shipped policy with one centre's own value more."""
    own = folder(
        documents="own: {title: 本中心通知, issuer: 测试, kind: notice,"
        " in_force_from: 2026-01-01}\n",
        centres__653100__collection__base_floor="known_from: 2026-01-01\n"
        "history: [{from: 2026-01-01, value: 1800, basis: {document: own}}]\n",
    )
    return Library.load([shipped, own])


@pytest.mark.usefixtures("books", "undone")
def test_publishing_makes_the_next_release_active(changed: Library) -> None:
    from provident.policy import releases

    before = releases.active_policy()
    release = releases.publish(changed, maker=MAKER, checker=CHECKER, note=NOTE)
    after = releases.active_policy()
    assert release.number == before.release_id + 1 == after.release_id
    question = {"on": date(2026, 11, 2), "centre": "653100"}
    assert after.value("collection.base_floor", **question).value == Decimal("1800.00")
    with pytest.raises(Refusal):
        before.value("collection.base_floor", **question)
    assert releases.released(before.release_id) is before


@pytest.mark.usefixtures("books", "undone")
def test_same_content_is_the_same_release(changed: Library) -> None:
    from provident.policy import releases

    original = releases.active()
    first = releases.publish(changed, maker=MAKER, checker=CHECKER, note=NOTE)
    again = releases.publish(changed, maker="丙", checker="丁", note="再次发布")
    assert (again.number, again.maker) == (first.number, MAKER)
    back = releases.publish(original, maker=MAKER, checker=CHECKER, note="恢复原规定")
    assert back.number == first.number + 1
    assert releases.active().content_hash == original.content_hash


@pytest.mark.usefixtures("books", "undone")
@pytest.mark.parametrize(
    ("maker", "checker", "note", "code"),
    [
        (MAKER, MAKER, NOTE, "policy.two_persons"),
        (MAKER, "", NOTE, "policy.two_persons"),
        ("zhang", " ZHANG ", NOTE, "policy.two_persons"),
        (MAKER, CHECKER, " ", "policy.note_missing"),
        ("system-init", CHECKER, NOTE, "policy.reserved_name"),
    ],
)
def test_publication_needs_two_real_persons_and_a_reason(
    changed: Library, maker: str, checker: str, note: str, code: str
) -> None:
    from provident.policy import releases

    before = releases.numbers()
    with pytest.raises(Refusal) as caught:
        releases.publish(changed, maker=maker, checker=checker, note=note)
    assert code in caught.value.codes()
    assert releases.numbers() == before


@pytest.mark.usefixtures("books", "undone")
def test_first_release_names_the_installer_and_stays(changed: Library) -> None:
    from provident.policy import releases

    first = releases.publish_first(changed)
    assert (first.maker, first.checker) == ("system-init", "system-init-check")
    assert "未经人工复核" in first.note
    assert releases.publish_first(changed).number == first.number


@pytest.mark.parametrize(
    "statement",
    [
        "update policy_release set note = 'x'",
        "delete from policy_release",
        "truncate policy_release",
    ],
)
def test_releases_cannot_be_changed_even_by_the_superuser(
    books: str, statement: LiteralString
) -> None:
    import psycopg

    with (
        psycopg.connect(books) as connection,
        pytest.raises(psycopg.errors.RestrictViolation, match="只增不改"),
    ):
        connection.execute(statement)


def test_altered_content_is_found_when_it_is_read(books: str) -> None:
    import psycopg

    from provident.policy import releases

    releases._released.cache_clear()
    with psycopg.connect(books, autocommit=True) as connection:
        # what only whoever holds the machine can do: switch the trigger off first
        connection.execute("alter table policy_release disable trigger user")
        try:
            connection.execute(
                "update policy_release set content = jsonb_set(content,"
                " '{parameters,collection.ratio_max,name}', '\"改\"')"
            )
            with pytest.raises(Defect, match="altered"):
                releases.active()
        finally:
            connection.execute(
                "update policy_release set content = jsonb_set(content,"
                " '{parameters,collection.ratio_max,name}', '\"缴存比例上限\"')"
            )
            connection.execute("alter table policy_release enable trigger user")
    assert releases.active().value(
        "collection.ratio_max", on=date(2026, 11, 2), centre="650100"
    )


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(
    ("arguments", "exit_code", "says"),
    [
        ("show collection.base_cap --on 2026-11-02 --centre 650100", 0, "35071.00 元/月"),
        ("show collection.base_cap --on 2026-11-02 --centre 653100", 1, "尚未录入"),
        ("show collection.base_cap --on 2027-07-01 --centre 650100", 1, "不作推算"),
        ("show collection.none --on 2026-11-02 --centre 650100", 1, "没有名为"),
        ("show collection.first_month --on 2026-11-02 --centre 650100", 1, "--facts hire_kind"),
        (
            "show collection.first_month --on 2026-11-02 --centre 650100"
            " --fact hire_kind=moved_in",
            0,
            "第十七条",
        ),
        ("list", 0, "collection.list_months_at_once"),
        ("explain collection.ratio_max --on 2026-11-02 --centre 650100", 0, "不高于国家规定"),
        ("explain collection.ratio_max --on 2026-11-02 --centre 650100 --json", 0, '"12"'),
        ("history collection.ratio_max --on 2026-11-02 --centre 650100", 0, "现行"),
        (
            "show collection.base_floor --on 2026-11-02 --centre 510100 --area 510121",
            0,
            "2200.00 元/月",
        ),
        ("show collection.ratio_max --on 2026-09-19 --centre 650100", 0, "2026-09-20 起"),
        ("checked", 0, "collection.ratio_max"),
        ("checked --doubtful", 0, "collection.base_cap_multiple"),
        ("lint", 0, "没有问题"),
        ("diff 1 files --cases", 0, "个算例的答案改变"),
        ("diff 1 files", 0, "处差异"),
        ("diff 999999 files", 1, "没有第 999999 号发布"),
        ("publish --maker a --checker a --note x", 1, "两人"),
    ],
)
def test_commands_answer_in_words(arguments: str, exit_code: int, says: str) -> None:
    from typer.testing import CliRunner

    from provident.policy.cli import app

    result = CliRunner().invoke(app, arguments.split())
    assert result.exit_code == exit_code, result.output
    assert says in result.output


@pytest.mark.usefixtures("books", "undone")
def test_kashgar_enters_its_values_with_two_persons() -> None:
    """喀什 ships empty: two files in the centre's folder, published by two people, answer."""
    from typer.testing import CliRunner

    from provident.kernel.places import data_dir
    from provident.policy import releases
    from provident.policy.cli import app

    question = ["show", "collection.base_cap", "--on", "2026-11-02", "--centre", "653100"]
    own = data_dir() / "policies"
    values = own / "centres" / "653100" / "collection" / "base_cap.yaml"
    values.parent.mkdir(parents=True)
    try:
        (own / "documents.yaml").write_text(
            "kashgar-test: {title: 测试用通知, number: 测〔2026〕1号, issuer: 测试,"
            " kind: notice, in_force_from: 2026-07-01}\n",
            encoding="utf-8",
        )
        values.write_text(
            "known_from: 2026-07-01\n"
            "history: [{from: 2026-07-01, value: 30000, basis: kashgar-test}]\n",
            encoding="utf-8",
        )
        run = CliRunner()
        before = run.invoke(app, question)
        alone = run.invoke(app, ["publish", "--maker", "甲", "--checker", "甲", "--note", "x"])
        both = run.invoke(
            app, ["publish", "--maker", "甲", "--checker", "乙", "--note", "录入基数上限"]
        )
        after = run.invoke(app, question)
    finally:
        shutil.rmtree(own)
    assert (before.exit_code, alone.exit_code) == (1, 1)
    assert "尚未录入" in before.output
    assert both.exit_code == after.exit_code == 0
    assert "30000.00 元/月" in after.output
    assert "测〔2026〕1号" in after.output
    assert releases.active_policy().release_id in releases.numbers()
