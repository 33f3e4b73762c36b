"""制度页面 · policy in force, releases, files, and the catalogue of operations."""

from __future__ import annotations

from typing import Any

import pytest

from provident.kernel.operation import catalogue
from workbench.desks import signed_in_client
from workbench.money_town import MoneyTown


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def test_the_policy_of_a_day_names_value_basis_and_the_public_page(town: MoneyTown):
    body = page(signed_in_client("accountant"), "/desk/policies?q=缴存比例上限")
    # 建金〔2016〕74号: at most 12 % each.
    assert "12 %" in body
    assert "/policy/collection.ratio_max?on=2026-11-02" in body
    assert "第 1 号政策发布" in body


def test_another_day_has_another_policy(town: MoneyTown):
    from datetime import date

    from django.conf import settings

    from provident.policy import api as policy

    client = signed_in_client("accountant")
    card = policy.outline(
        policy.active(), "collection.ratio_max", on=date(2026, 11, 2), centre=settings.CENTRE
    )
    before = card.periods[0].valid_from.replace(year=card.periods[0].valid_from.year - 1)
    body = page(client, f"/desk/policies?on={before.isoformat()}&q=collection.ratio_max")
    assert "这一天没有规定" in body
    assert "不是日期" in page(client, "/desk/policies?on=明天")


def test_releases_and_files_have_their_tabs(town: MoneyTown):
    client = signed_in_client("accountant")
    assert "出厂首次发布" in page(client, "/desk/policies?tab=releases")
    assert "没有需要发布的改动" in page(client, "/desk/policies?tab=files")
    assert "这是第一次发布" in page(client, "/desk/policies/1")
    page(client, "/desk/policies/999", 404)


def test_the_first_release_names_the_installer_in_words(town: MoneyTown):
    client = signed_in_client("accountant")
    for address in ("/desk/policies?tab=releases", "/desk/policies/1"):
        body = page(client, address)
        assert body.count("安装程序</") == 2, "as maker and as checker"
        assert "system-init" not in body


def test_changed_files_show_what_would_change_and_the_way_to_publish(
    town: MoneyTown, monkeypatch: pytest.MonkeyPatch
):
    from provident.channels.workbench.policies import releases
    from provident.policy import api as policy
    from provident.policy.library import Library

    content: dict[str, Any] = _with_ratio(policy.active().content, "0.10")
    monkeypatch.setattr(
        releases.policy, "files", lambda: Library.from_content(content, "改过的文件")
    )
    client = signed_in_client("administrator")
    body = page(client, "/desk/policies?tab=files")
    assert "collection.ratio_max" in body
    assert "修改" in body
    assert "/desk/do/policy.publish?content=" in body
    # Who may not publish sees the difference without the button.
    body = page(signed_in_client("accountant"), "/desk/policies?tab=files")
    assert "修改" in body
    assert "policy.publish" not in body


def _with_ratio(content: Any, value: str) -> Any:
    """The same policy with another note on the newest record of the ratio."""
    import copy

    changed = copy.deepcopy(content)
    changed["parameters"]["collection.ratio_max"]["history"][-1]["note"] = f"试改 {value}"
    return changed


def test_the_catalogue_has_every_operation_with_who_makes_and_checks_it(town: MoneyTown):
    client = _reviewer()
    book = page(client, "/desk/catalogue?q=collection.match_suspense")
    row = book.split("<tbody>")[1].split("</tr>")[0]
    for words in ("暂收款匹配", "须两人", "会计", "复核", "第十九条、第二十一条"):
        assert words in row
    assert f"共 {sum(1 for _ in catalogue())} 条" in page(client, "/desk/catalogue")


def test_the_catalogue_knows_from_which_amount_two_persons_are_needed(town: MoneyTown):
    # duties/approvals.yaml: confirming lists from 1,000,000.00
    body = page(_reviewer(), "/desk/catalogue?q=collection.confirm_lists")
    assert "1,000,000.00 元起须两人" in body


def test_the_catalogue_exports(town: MoneyTown):
    assert _reviewer().get("/desk/catalogue?export=catalogue").content[:2] == b"PK"


def _reviewer():
    return signed_in_client("reviewer")
