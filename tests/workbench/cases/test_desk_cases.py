"""办件页面 · handing over, checking, giving back and handing in again, in the browser."""

from __future__ import annotations

from uuid import uuid4

import pytest

from workbench.desks import open_login, signed_in_as, signed_in_client, words
from workbench.money_town import MoneyTown
from workbench.statements import statements


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


class Desk:
    """An accountant and a reviewer of the whole centre, each at his own browser."""

    def __init__(self, town: MoneyTown) -> None:
        self.town = town
        self.maker_login = open_login("accountant")
        self.maker = signed_in_as(self.maker_login)
        self.checker = signed_in_client("reviewer")

    def case(self, **changes: str) -> str:
        """A case that gives the stranger's money to the employer."""
        from provident.casework import api as casework
        from provident.staff.people import staff_of

        command = {
            "suspense": self.town.suspense,
            "employer": self.town.employer,
            "reason": "来电确认",
        }
        outcome = casework.submit(
            "collection.match_suspense",
            command | changes,
            staff_of(self.maker_login),
            id=uuid4(),
        )
        return outcome.case_no or ""

    def step(self, client, case_no: str, do: str, version: int = 1, reason: str = ""):
        return client.post(
            f"/desk/cases/{case_no}", {"do": do, "version": version, "reason": reason}
        )

    def state(self, case_no: str) -> tuple[str, int]:
        from provident.casework.models import Case

        found = Case.objects.get(number=case_no)
        return found.state, found.version


@pytest.fixture
def desk(town: MoneyTown) -> Desk:
    return Desk(town)


def test_what_waits_stands_with_the_checker_and_with_its_maker(desk: Desk):
    number = desk.case()
    assert number in page(desk.checker, "/desk/cases")
    assert number in page(desk.maker, "/desk/cases?tab=mine")
    assert number in page(signed_in_client("reviewer", "001"), "/desk/cases")
    assert number not in page(signed_in_client("reviewer", "002"), "/desk/cases")
    assert number in page(desk.checker, "/desk/cases?tab=every")


def test_the_checker_sees_what_will_be_booked_and_checks(desk: Desk):
    from provident.kernel.models import Operation

    number = desk.case()
    body = page(desk.checker, f"/desk/cases/{number}")
    for one in ("来电确认", "21901", "21902", "500.00", "同意，办结", "提交复核"):
        assert one in body
    assert not Operation.objects.filter(code="collection.match_suspense").exists()
    answer = desk.step(desk.checker, number, "check")
    assert answer.status_code == 302
    done = Operation.objects.get(code="collection.match_suspense")
    body = page(desk.checker, f"/desk/cases/{number}")
    assert "已办结" in body
    assert f"/desk/operations/{done.number}" in body
    assert number in page(desk.checker, "/desk/cases?tab=ended")
    assert f"/desk/cases/{number}" in page(desk.checker, f"/desk/operations/{done.number}")


def test_whoever_checks_a_change_sees_what_each_item_was(desk: Desk):
    """The address and the handler are those that `enrolment_city.FACTORY` was opened with."""
    from provident.casework import api as casework
    from provident.staff.people import staff_of

    handler = {"name": "李明", "id_number": "653121197512310006", "mobile": "13900000009"}
    change = {"employer": desk.town.employer, "version": 1, "address": "喀什市解放路2号"}
    change |= {"email": "office@example.com", "handler": handler}
    teller = staff_of(open_login("teller", branch="001"))
    number = casework.submit("collection.change_employer", change, teller, id=uuid4()).case_no
    shown = words(desk.checker.get(f"/desk/cases/{number}"))
    for one in (
        "单位地址 喀什市人民西路1号 → 喀什市解放路2号",
        "单位电子信箱 空 → office@example.com",
        "单位经办人·姓名 张秀英 → 李明",
        "单位经办人·手机号码 139****0001 → 139****0009",
    ):
        assert one in shown
    assert "版本" not in shown
    reason = {"unmask_reason": "与单位来函核对"}
    whole = words(desk.checker.post(f"/desk/cases/{number}", reason))
    assert "13900000001 → 13900000009" in whole
    desk.step(desk.checker, number or "", "check")
    done = words(desk.checker.get(f"/desk/cases/{number}"))
    assert "单位地址 喀什市解放路2号" in done, "what was before stands in the operation"


def test_nobody_checks_his_own(desk: Desk):
    number = desk.case()
    body = page(desk.maker, f"/desk/cases/{number}")
    assert "同意，办结" not in body
    answer = desk.step(desk.maker, number, "check")
    assert answer.status_code == 422
    assert "不能由您自己复核" in answer.content.decode()
    assert desk.state(number) == ("waiting", 1)


def test_a_given_back_case_is_corrected_and_shows_what_changed(desk: Desk):
    number = desk.case()
    silent = desk.step(desk.checker, number, "give_back")
    assert silent.status_code == 422
    assert "写明原因" in silent.content.decode()
    assert desk.step(desk.checker, number, "give_back", reason="请写明凭据").status_code == 302
    body = page(desk.maker, f"/desk/cases/{number}")
    assert "请写明凭据" in body
    form = page(desk.maker, f"/desk/cases/{number}/again")
    assert "来电确认" in form
    assert "请写明凭据" in form
    answer = desk.maker.post(
        f"/desk/cases/{number}/again",
        {
            "_case_version": "2",
            "suspense": str(desk.town.suspense),
            "employer": desk.town.employer,
            "reason": "单位盖章函",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    body = page(desk.checker, f"/desk/cases/{number}")
    changed = body.split("退回以后改了什么")[1].split("</table>")[0]
    assert "来电确认" in changed
    assert "单位盖章函" in changed
    assert desk.town.employer not in changed


def test_what_cannot_be_read_comes_back_with_everything_typed(desk: Desk):
    number = desk.case()
    desk.step(desk.checker, number, "give_back", reason="请写明凭据")
    answer = desk.maker.post(
        f"/desk/cases/{number}/again",
        {"_case_version": "2", "suspense": "不是编号", "employer": "", "reason": "单位盖章函"},
    )
    assert answer.status_code == 422
    assert "单位盖章函" in answer.content.decode()
    assert desk.state(number) == ("returned", 2)


def test_only_the_maker_of_a_returned_case_hands_it_in_again(desk: Desk):
    number = desk.case()
    page(desk.maker, f"/desk/cases/{number}/again", 404)
    desk.step(desk.checker, number, "give_back", reason="请写明凭据")
    page(desk.checker, f"/desk/cases/{number}/again", 404)


def test_a_stale_page_is_told_in_words(desk: Desk):
    number = desk.case()
    answer = desk.step(desk.checker, number, "check", version=7)
    assert answer.status_code == 409
    assert "请刷新后再办" in answer.content.decode()


def test_the_second_click_does_nothing_twice(desk: Desk):
    from provident.kernel.models import Operation

    number = desk.case()
    desk.step(desk.checker, number, "check")
    desk.step(desk.checker, number, "check")
    assert Operation.objects.filter(code="collection.match_suspense").count() == 1


def test_what_the_rules_would_refuse_is_said_before_the_check(desk: Desk):
    import enrolment_city as city

    number = desk.case()
    city.do(
        "match_suspense", city.TWO,
        suspense=desk.town.suspense, employer=desk.town.employer, reason="先办了",
    )  # fmt: skip
    body = page(desk.checker, f"/desk/cases/{number}")
    assert "复核时会被拒绝" in body
    assert "不能再匹配" in body
    answer = desk.step(desk.checker, number, "check")
    assert answer.status_code == 422
    assert desk.state(number)[0] == "waiting"
    assert "复核时不能办理" in page(desk.checker, f"/desk/cases/{number}")


def test_the_maker_withdraws(desk: Desk):
    number = desk.case()
    assert desk.step(desk.maker, number, "withdraw").status_code == 302
    assert "已撤回" in page(desk.maker, f"/desk/cases/{number}")


def test_a_person_s_name_alone_finds_no_case(desk: Desk):
    from provident.casework import api as casework
    from provident.parties.models import Employer, Member
    from provident.staff.people import staff_of

    member = Member.objects.get(number=desk.town.member)
    change = {"member": member.number, "version": member.version, "mobile": "13900001234"}
    teller = staff_of(open_login("teller", branch="001"))
    number = casework.submit("collection.change_member", change, teller, id=uuid4()).case_no
    address = "/desk/cases?tab=every&q="
    assert f"/desk/cases/{number}" not in page(desk.checker, f"{address}{member.name}")
    for known in (number, member.number):
        assert f"/desk/cases/{number}" in page(desk.checker, f"{address}{known}")
    firm = Employer.objects.get(number=desk.town.employer)
    due = {"employer": firm.number, "version": firm.version, "pay_day": 15}
    of_employer = casework.submit("collection.change_employer", due, teller, id=uuid4()).case_no
    for known in (firm.number, firm.name):
        assert f"/desk/cases/{of_employer}" in page(desk.checker, f"{address}{known}")


def test_unknown_and_foreign_cases_are_not_there(desk: Desk):
    page(desk.checker, "/desk/cases/00000000000000000000", 404)
    page(signed_in_client("reviewer", "002"), f"/desk/cases/{desk.case()}", 404)


def test_an_unknown_step_changes_nothing(desk: Desk):
    number = desk.case()
    desk.step(desk.checker, number, "<script>")
    assert desk.state(number) == ("waiting", 1)


@pytest.mark.parametrize("tab", ["waiting", "mine", "ended", "every", "<script>"])
def test_every_tab_opens_and_exports(desk: Desk, tab: str):
    desk.case()
    page(desk.checker, f"/desk/cases?tab={tab}")
    assert desk.checker.get(f"/desk/cases?tab={tab}&export=cases").content[:2] == b"PK"


def test_the_number_of_statements_does_not_grow(desk: Desk):
    from workbench.money_town import stranger

    desk.case()
    with statements() as few:
        page(desk.checker, "/desk/cases")
    for number in range(10):
        item, _row, _no = stranger(desk.town.bank, f"MORE{number}", "5.00")
        desk.case(suspense=str(item))
    with statements() as many:
        body = page(desk.checker, "/desk/cases")
    assert "共 11 条" in body
    assert len(many) == len(few)
