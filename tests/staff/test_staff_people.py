"""Staff: own and family's business, unmasking with a reason, and the role's rights."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection

from provident.kernel.context import By
from provident.kernel.operation import perform
from provident.kernel.refusal import Defect, Refusal
from tests.staff import people_here as here


@pytest.fixture
def zhang(town: str, clock: here.Clock) -> Any:
    """A teller whose wife is Wang Fang and whose child has a passport."""
    from provident.staff.people import staff_of

    login = here.open_login("zhang", "张明", "teller", branch="001")
    relatives = [
        {"name": "王芳", "id_number": here.NUMBERS["wang"], "relation": "spouse"},
        {"name": "张小", "id_kind": "03", "id_number": "e12345678", "relation": "child"},
    ]
    perform(
        "staff.set_relatives", {"username": "zhang", "relatives": relatives}, By("甲", "乙")
    )
    return staff_of(login)


def test_the_people_of_an_operation(zhang: Any) -> None:
    from provident.staff.api import Staff, by

    other = Staff(2, "wang", "王芳", None, frozenset({"reviewer"}))
    assert by(zhang) == By("张明", None, "counter")
    assert by(zhang, other) == By("张明", "王芳", "counter")


def test_own_and_family_are_named(zhang: Any) -> None:
    from provident.staff.api import kin_reasons

    numbers = [here.NUMBERS["liu"], here.NUMBERS["wang"].lower(), here.NUMBERS["zhang"]]
    reasons = kin_reasons(zhang, [*numbers, " Ｅ12345678"])
    assert [reason.code for reason in reasons] == ["staff.own", "staff.kin", "staff.kin"]
    assert "配偶王芳" in reasons[1].says
    assert "子女张小" in reasons[2].says


def test_strangers_are_no_family(zhang: Any) -> None:
    from provident.staff.api import kin_reasons

    assert kin_reasons(zhang, [here.NUMBERS["liu"]]) == []
    assert kin_reasons(zhang, []) == []


def test_two_queries_however_many(zhang: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    from provident.staff.api import kin_reasons

    for count in (1, 5_000):
        with CaptureQueriesContext(connection) as queries:
            kin_reasons(zhang, [f"{number:018d}" for number in range(count)])
        assert len(queries) == 2


def test_unmasking_is_written_down(zhang: Any) -> None:
    from provident.staff.api import unmask
    from provident.staff.reading import unmasking_rows

    unmask(zhang, "证件号码", "member:000000000017", "  核对  身份证原件 ")
    (row,) = unmasking_rows()
    assert (row.login.name, row.what, row.subject, row.reason, row.at) == (
        "张明", "证件号码", "member:000000000017", "核对 身份证原件", here.START,
    )  # fmt: skip


def test_own_and_family_s_numbers_stay_masked(zhang: Any) -> None:
    from provident.staff.api import unmask
    from provident.staff.reading import unmasking_rows

    both = [here.NUMBERS["zhang"], here.NUMBERS["wang"]]
    with pytest.raises(Refusal, match="您本人、配偶王芳的号码") as refused:
        unmask(zhang, "证件号码", "operation:1", "看", id_numbers=both)
    assert refused.value.codes() == {"staff.unmask_kin", "staff.unmask_reason"}
    with pytest.raises(Refusal, match="您配偶王芳的号码"):
        unmask(zhang, "证件号码", "member:1", "核对身份证原件", id_numbers=both[1:])
    assert list(unmasking_rows()) == []
    unmask(zhang, "证件号码", "member:1", "核对身份证原件", id_numbers=[here.NUMBERS["liu"]])
    assert len(list(unmasking_rows())) == 1


@pytest.mark.parametrize("reason", ["", "   ", "查看", "长" * 201])
def test_without_a_reason_nothing_is_unmasked(zhang: Any, reason: str) -> None:
    from provident.staff.api import unmask

    with pytest.raises(Refusal, match="写明为什么"):
        unmask(zhang, "手机号码", "member:000000000017", reason)


@pytest.mark.parametrize(
    "statement",
    [
        "update sign_in_event set what = 'signed_in'",
        "delete from sign_in_event",
        "update unmasking set reason = 'x'",
        "delete from unmasking",
        "update password_used set digest = ''",
        "delete from password_used",
        "delete from login",
        "update relative set id_number = ''",
        "truncate sign_in_gate",
    ],
)
def test_the_application_cannot_rewrite_what_was_recorded(zhang: Any, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        connection.cursor().execute(statement)


def test_a_secret_opens_only_for_its_own_login(zhang: Any, town: str) -> None:
    from provident.staff import second_factor
    from provident.staff.models import Login

    here.open_login("liu", "刘洋", "accountant", secret=here.OTHER_SECRET)
    with psycopg.connect(town, autocommit=True) as superuser:
        superuser.execute(
            "update login set totp_secret = (select totp_secret from login"
            " where username = 'liu') where username = 'zhang'"
        )
    with pytest.raises(Defect):
        second_factor.spend(Login.objects.get(username="zhang"), "123456")


def test_the_key_of_the_secrets_is_for_its_owner_only(zhang: Any) -> None:
    from provident.kernel.places import data_subdir

    key = data_subdir("secrets") / "second_factor.key"
    assert key.stat().st_mode & 0o777 == 0o600
