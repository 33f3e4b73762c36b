"""用户页面 · who sees the pages about people, what stands there, and what never does."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from staff_centre import SPOUSE, TWO, Centre

from provident.kernel.operation import perform
from tests.staff import people_here as here
from workbench.desks import open_login, signed_in_as, signed_in_client, words
from workbench.statements import statements

PAGES = ("/desk/logins", "/desk/logins/zhang", "/desk/sign-in-log", "/desk/unmaskings")


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return words(response)


def links(client: Client, address: str) -> list[str]:
    body = client.get(address).content.decode()
    return [html.unescape(one) for one in re.findall(r'href="([^"]+)"', body)]


@pytest.mark.parametrize(
    ("role", "branch", "seen"),
    [
        ("teller", "001", ()),
        ("reviewer", None, ()),
        ("reviewer", "001", ()),
        ("accountant", None, ()),
        ("administrator", None, PAGES[:3]),
        ("auditor", None, PAGES),
    ],
)
def test_only_administrators_and_the_auditor_see_people(
    centre: Centre, role: str, branch: str | None, seen: tuple[str, ...]
):
    client = signed_in_client(role, branch)
    for address in PAGES:
        page(client, address, 200 if address in seen else 403)
    page(client, "/desk/logins/zhang/one-time", 302 if seen else 403)


def test_the_list_says_roles_branch_and_state_in_words(centre: Centre):
    body = page(centre.as_administrator(), "/desk/logins")
    assert "zhang 张明 柜员 市区管理部 待签发一次性口令 未启用" in body
    assert "tianli 田丽 系统管理员 全中心" in body


def test_the_list_and_the_page_agree_on_the_state(centre: Centre):
    """The select of the list and the page's own reading are two writings of one rule."""
    from provident.staff import activation, moments, passwords, reading
    from provident.staff.models import Login

    for at, username in enumerate(("waits", "expired", "active", "stopped", "stays")):
        open_login("auditor", username=username, name=f"状态{at}", password="!")
    for username in ("waits", "expired", "stays"):
        activation.issue(username)
    Login.objects.filter(username="expired").update(one_time_until=moments.now())
    passwords.change(Login.objects.get(username="active"), here.PASSWORD)
    Login.objects.filter(username="stopped").update(active=False)
    Login.objects.filter(username="stays").update(
        one_time_until=moments.now() + timedelta(minutes=1)
    )
    client = centre.as_administrator()
    for one in reading.logins():
        body = page(client, f"/desk/logins?q={one.username}")
        assert f"{one.state} {'已启用' if one.second_factor else '未启用'}" in body, (
            one.username
        )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=zha", {"zhang"}),
        ("q=丽", {"tianli"}),
        ("role=,teller,", {"zhang"}),
        ("branch=centre", {"tianli", "wuhao"}),
        ("branch=002", set[str]()),
        ("state=stopped", set[str]()),
    ],
)
def test_the_list_is_searched_and_filtered(centre: Centre, asked: str, found: set[str]):
    body = page(centre.as_administrator(), f"/desk/logins?{asked}")
    rows = body.partition(" 上次登录 ")[2].split()
    assert {name for name in ("tianli", "wuhao", "zhang") if name in rows} == found
    assert f"共 {len(found)} 条" in body


def test_the_page_tells_what_the_role_gives(centre: Centre):
    body = page(centre.as_administrator(), "/desk/logins/zhang")
    # duties/roles.yaml: what a teller makes, and that a teller checks nothing.
    assert "个人开户" in body
    assert "不复核业务" in body
    assert "一次最多导出 2,000 行" in body
    assert "只在一个网点" in body
    body = page(centre.as_administrator(), "/desk/logins/wuhao")
    assert "不得兼任其他岗位" in body
    assert "不能导出" in body
    assert "变更用户" in body


def test_numbers_are_masked_until_a_reason_is_given(centre: Centre):
    from provident.staff.models import Unmasking

    client, address = centre.as_auditor(), "/desk/logins/zhang"
    body = page(client, address)
    assert "李娜" in body
    assert "配偶" in body
    assert SPOUSE not in body
    assert here.NUMBERS["zhang"] not in body
    refused = client.post(address, {"unmask_reason": "看"})
    assert refused.status_code == 422
    assert SPOUSE not in refused.content.decode()
    shown = words(client.post(address, {"unmask_reason": "核对回避登记"}))
    assert SPOUSE in shown
    assert here.NUMBERS["zhang"] in shown
    assert SPOUSE not in page(client, address)
    assert [one.subject for one in Unmasking.objects.all()] == ["login:zhang"]
    log = page(client, "/desk/unmaskings")
    assert "用户和亲属的证件号码" in log
    assert "用户 zhang" in log
    assert "核对回避登记" in log
    assert "/desk/logins/zhang" in links(client, "/desk/unmaskings")


def test_the_form_of_change_comes_with_the_whole_present_state(centre: Centre):
    client = centre.as_administrator()
    [address] = [one for one in links(client, "/desk/logins/zhang") if "change_login" in one]
    filled = parse_qs(urlsplit(address).query)
    assert filled == {
        "username": ["zhang"],
        "version": ["1"],
        "name": ["张明"],
        "branch": ["001"],
        "roles": ["teller"],
        "active": ["on"],
    }
    body = client.get(address).content.decode()
    assert re.search(r'name="active" value="on" checked', body)
    assert re.search(r'name="roles" value="teller" checked', body)
    assert re.search(r'name="version" value="1"', body)
    assert "这名用户" in body
    assert "1 人" in body
    assert SPOUSE not in body


def test_a_change_goes_from_the_page_through_two_persons(centre: Centre):
    """The address of the button, one item changed, handed in, checked, and read back."""
    from provident.casework import api as casework
    from provident.staff.models import Login
    from provident.staff.people import staff_of

    client = centre.as_administrator()
    [address] = [one for one in links(client, "/desk/logins/zhang") if "change_login" in one]
    form = client.get(address).content.decode()
    typed: dict[str, Any] = parse_qs(urlsplit(address).query) | {"branch": ["002"]}
    hidden = dict(re.findall(r'name="(_token|_day)" value="([^"]*)"', form))
    sent = client.post("/desk/do/staff.change_login", {**typed, **hidden, "do": "submit"})
    assert sent.status_code == 302, words(sent)
    body = page(client, "/desk/logins/zhang?part=changes")
    assert "待复核" in body
    case_no = sent["Location"].rpartition("/")[2]
    casework.check(case_no, staff_of(centre.wuhao), version=1)
    assert Login.objects.get(username="zhang").branch_id == "002"
    body = page(client, "/desk/logins/zhang?part=changes")
    assert "已变更用户 zhang（张明），共 1 项。" in body
    assert "田丽 吴浩" in body


def test_the_form_of_change_without_the_present_state_changes_nothing(centre: Centre):
    """Opened from the catalogue nothing is filled in, and an empty item would take away."""
    typed = {"username": "zhang", "name": "张明", "roles": "teller", "do": "submit"}
    sent = centre.as_administrator().post("/desk/do/staff.change_login", typed)
    assert sent.status_code == 422
    assert "请打开这个用户的页面" in words(sent)


def test_nobody_finds_a_way_to_his_own_login(centre: Centre):
    client = centre.as_administrator()
    body = page(client, "/desk/logins/tianli")
    assert "请由其他系统管理员办理" in body
    assert not [one for one in links(client, "/desk/logins/tianli") if "/do/staff." in one]
    assert not [
        one for one in links(centre.as_auditor(), "/desk/logins/zhang") if "/do/" in one
    ]


def test_an_unknown_login_is_not_found(centre: Centre):
    page(centre.as_administrator(), "/desk/logins/nobody", 404)
    page(centre.as_administrator(), "/desk/logins/nobody/one-time", 404)


def test_the_funds_business_is_not_the_administrators_to_see(centre: Centre):
    perform("staff.reset_login", {"username": "zhang"}, TWO)
    assert "办理的业务" not in page(centre.as_administrator(), "/desk/logins/tianli")
    auditor = centre.as_auditor()
    assert "重置登录" in page(auditor, "/desk/logins/tianli?part=work")
    assert "经办" in page(auditor, "/desk/logins/tianli?part=work&work.part=made")
    assert "共 0 条" in page(auditor, "/desk/logins/tianli?part=work&work.part=checked")
    # Asked for by its address, it falls back to the first part.
    assert "登记信息" in page(centre.as_administrator(), "/desk/logins/tianli?part=work")


def test_the_sign_in_log_is_filtered_exported_and_names_nobody_unknown(centre: Centre):
    from provident.kernel.refusal import Refusal
    from provident.staff import signing

    for name in ("zhang", "不是用户名而是口令"):
        with pytest.raises(Refusal):
            signing.by_password(name, "wrong", "192.0.2.7")
    client = centre.as_auditor()
    body = page(client, "/desk/sign-in-log?what=wrong_password")
    assert "共 2 条" in body
    assert "zhang 张明 口令错误 192.0.2.7" in body
    assert "（不存在的用户名） 口令错误 192.0.2.7" in body
    assert "而是口令" not in body
    assert "共 1 条" in page(client, "/desk/logins/zhang?part=sign_ins")
    assert "共 0 条" in page(client, "/desk/sign-in-log?until=2020-01-01")
    assert "不是日期" in page(client, "/desk/sign-in-log?since=昨天")
    made = client.get("/desk/sign-in-log?export=sign_ins")
    assert made["Content-Type"].endswith("spreadsheetml.sheet")
    assert "打印人" in page(client, "/desk/sign-in-log?print=sign_ins")
    # duties/roles.yaml: an administrator exports nothing.
    page(centre.as_administrator(), "/desk/sign-in-log?export=sign_ins", 422)


def test_the_number_of_statements_does_not_grow_with_the_people(centre: Centre):
    from provident.staff.models import Relative
    from provident.staff.sign_in_log import record

    def sent(client: Client) -> list[int]:
        counts: list[int] = []
        for address in (*PAGES, "/desk/logins/zhang?part=sign_ins"):
            with statements() as texts:
                page(client, address)
            counts.append(len(texts))
        return counts

    client = signed_in_as(open_login("auditor"))
    client.post(PAGES[1], {"unmask_reason": "抽查一次"})
    record("wrong_password", centre.zhang, "192.0.2.1")
    sent(client)  # what is read once in a process is read now
    before = sent(client)
    for serial in range(20):
        one = open_login("teller", branch="002")
        record("signed_in", one, "192.0.2.1")
        record("wrong_password", centre.zhang, "192.0.2.1")
        Relative.objects.create(
            login=centre.zhang,
            name=f"亲属{serial}",
            id_kind="01",
            id_number=f"T{serial}",
            relation="other",
        )
        client.post(PAGES[1], {"unmask_reason": f"抽查 {serial} 次"})
    assert sent(client) == before
