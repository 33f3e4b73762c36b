"""Policy values go through two persons, and a waiting case meets the policy of its check."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from provident.kernel.refusal import Conflict, Refusal

pytestmark = pytest.mark.database

DOCUMENTS = """own-2026: {title: 本中心关于缴存比例的通知, issuer: 测试中心, kind: notice,
           in_force_from: 2026-10-20}
"""
RATIO_MAX = """known_from: 2016-05-01
history:
  - {from: 2016-05-01, value: 12, basis: {document: jianjin-2016-74}}
  - {from: 2026-11-01, value: 10, basis: {document: own-2026}}
"""


@pytest.fixture
def own_files(office) -> Iterator[Path]:
    """The centre's own policy folder: from November 2026 a ceiling of 10 % instead of 12 %.

    Releases cannot be deleted by the application; the superuser takes them back.
    """
    with psycopg.connect(office.superuser, autocommit=True) as connection:
        last = connection.execute("select max(number) from policy_release").fetchone()
    folder = Path(os.environ["PROVIDENT_DATA"]) / "policies"
    parameter = folder / "centres" / "650100" / "collection" / "ratio_max.yaml"
    parameter.parent.mkdir(parents=True)
    parameter.write_text(RATIO_MAX, encoding="utf-8")
    (folder / "documents.yaml").write_text(DOCUMENTS, encoding="utf-8")
    yield folder
    shutil.rmtree(folder)
    with psycopg.connect(office.superuser, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("delete from policy_release where number > %s", last)


def content() -> str:
    from provident.policy import api as policy

    return policy.files().content_hash


def publish(office) -> str:
    return office.submit(
        "管理己", "policy.publish", content=content(), note="比例上限改为10%"
    ).case_no


def test_published_by_two_persons(office, own_files):
    from provident.casework import api as casework
    from provident.policy import api as policy

    before = policy.active_policy().release_id
    number = publish(office)
    assert policy.active_policy().release_id == before
    done = casework.check(number, office["管理庚"], version=1)
    assert policy.active_policy().release_id == before + 1 == done.receipt.facts["release"]
    assert policy.active().content_hash == content()
    (operation,) = office.performed("policy.publish")
    assert (operation.maker, operation.checker) == ("管理己", "管理庚")


def test_a_waiting_case_meets_the_policy_of_its_check(office, own_files):
    """11 % was allowed when it was handed in (建金〔2016〕74号: 12 %), not any more."""
    from provident.casework import api as casework

    waiting = office.waiting(unit_ratio="11", personal_ratio="11")
    casework.check(publish(office), office["复核丁"], version=1)
    with pytest.raises(Refusal) as error:
        casework.check(waiting, office["复核乙"], version=1)
    assert all("ratio" in code for code in error.value.codes())
    assert "10" in str(error.value)
    view = casework.case(waiting, office["柜员甲"])
    assert (view.line.state, view.steps[-1].title) == ("waiting", "复核时不能办理")
    assert view.steps[-1].reasons == error.value.reasons
    casework.give_back(waiting, office["复核乙"], "超过新的上限", version=2)
    command = dict(view.command) | {"unit_ratio": "10.00", "personal_ratio": "10.00"}
    casework.resubmit(waiting, command, office["柜员甲"], version=3)
    casework.check(waiting, office["复核乙"], version=4)
    (operation,) = office.performed("collection.change_ratio")
    assert operation.policy_release == office.performed("policy.publish")[0].result["facts"][
        "release"
    ]  # fmt: skip


def test_files_changed_in_between_are_not_published(office, own_files):
    from provident.casework import api as casework
    from provident.policy import api as policy

    number = publish(office)
    before = policy.active_policy().release_id
    parameter = own_files / "centres" / "650100" / "collection" / "ratio_max.yaml"
    parameter.write_text(RATIO_MAX.replace("value: 10", "value: 9"), encoding="utf-8")
    with pytest.raises(Conflict) as error:
        casework.check(number, office["管理庚"], version=1)
    assert error.value.code == "policy.files_changed"
    view = casework.case(number, office["管理庚"])
    assert [one.code for one in view.steps[-1].reasons] == ["policy.files_changed"]
    assert policy.active_policy().release_id == before


def test_unsound_files_are_told_with_every_fault(office, own_files):
    digest = content()
    parameter = own_files / "centres" / "650100" / "collection" / "ratio_max.yaml"
    parameter.write_text("known_from: 2026-01-01\nhistory: [{from: x}]\n", encoding="utf-8")
    with pytest.raises(Refusal) as error:
        office.submit("管理己", "policy.publish", content=digest, note="比例上限")
    assert error.value.codes() == {"policy.unsound"}
    assert any("ratio_max" in str(one.facts["file"]) for one in error.value.reasons)


def test_what_is_in_force_needs_no_publishing(office):
    with pytest.raises(Refusal) as error:
        publish(office)
    assert error.value.codes() == {"policy.in_force"}


def test_only_one_publication_waits(office, own_files):
    number = publish(office)
    with pytest.raises(Conflict) as error:
        publish(office)
    assert (error.value.code, number in error.value.says) == ("case.in_flight", True)
