"""办理页 · an operation from the form to the receipt, and everything that can come between."""

from __future__ import annotations

import re
from datetime import date

from counter import Desk, inputs, words

import enrolment_city as city
import receiving

MEMBER = "collection.open_member"


def person(desk: Desk, employer: str) -> dict[str, str]:
    return {"employer": employer} | {k: str(v) for k, v in city.AYGUL.items()}


def test_a_member_is_opened_at_the_counter(desk: Desk) -> None:
    employer = city.open_employer()
    page = desk.open(MEMBER, employer=employer)
    assert inputs(page)["employer"] == [employer]
    assert "喀什市天山棉纺有限公司" in words(page)

    tried = desk.send(page, MEMBER, "rehearse", **person(desk, employer))
    assert tried.status_code == 200
    assert "这项业务不记账" in words(tried)
    assert city.parties.find_person("01", city.AYGUL["id_number"]) is None

    done = desk.send(tried, MEMBER, "submit")
    assert done.status_code == 302
    receipt = desk.client.get(done["Location"])
    assert "已为 阿依古丽·买买提 开户" in words(receipt)
    assert "再办一笔" in words(receipt)


def test_the_second_click_and_the_back_button_repeat_nothing(desk: Desk) -> None:
    employer = city.open_employer()
    page = desk.open(MEMBER, employer=employer)
    first = desk.send(page, MEMBER, "submit", **person(desk, employer))
    second = desk.send(page, MEMBER, "submit", **person(desk, employer))
    assert second["Location"].partition("?")[0] == first["Location"]
    assert "这笔已经办过" in words(desk.client.get(second["Location"]))
    assert city.Member.objects.count() == 1


def test_the_same_form_with_other_content_is_another_operation(desk: Desk) -> None:
    employer = city.open_employer()
    page = desk.open(MEMBER, employer=employer)
    desk.send(page, MEMBER, "submit", **person(desk, employer))
    other = city.person(7)
    again = desk.send(page, MEMBER, "submit", **person(desk, employer) | other)
    assert again.status_code == 409
    assert inputs(again)["name"] == [other["name"]]
    assert inputs(again)["_token"] != inputs(page)["_token"]
    assert desk.send(again, MEMBER, "submit").status_code == 302
    assert city.Member.objects.count() == 2


def test_every_reason_stands_on_top_and_beside_its_input(desk: Desk) -> None:
    employer = city.open_employer()
    page = desk.open(MEMBER)
    wrong = desk.send(
        page, MEMBER, "submit", **person(desk, employer) | {"mobile": "12", "hired_on": "九月"}
    )
    assert wrong.status_code == 422
    html = wrong.content.decode()
    assert '<a href="#hired_on">' in html
    assert 'id="hired_on-why"' in html
    assert inputs(wrong)["hired_on"] == ["九月"]

    twice = desk.send(wrong, MEMBER, "submit", hired_on="2026年10月15日", id_number="1" * 18)
    assert twice.status_code == 422
    assert {'id="mobile-why"', 'href="#mobile"'} <= set(
        re.findall(r'id="mobile-why"|href="#mobile"', twice.content.decode())
    )
    assert inputs(twice)["hired_on"] == ["2026-10-15"]


def test_a_form_whose_day_is_over_asks_again_and_keeps_everything(desk: Desk) -> None:
    employer = city.open_employer()
    page = desk.open(MEMBER, employer=employer)
    from provident.kernel.context import By
    from provident.kernel.operation import perform

    perform("dayend.cut_off", {"day": date(2026, 11, 2)}, By("会计丙"))
    asked = desk.send(page, MEMBER, "submit", **person(desk, employer))
    assert asked.status_code == 200
    assert "打开这一页时会计日是 2026-11-02，现在是 2026-11-03" in words(asked)
    assert city.Member.objects.count() == 0
    assert desk.send(asked, MEMBER, "submit").status_code == 302
    assert city.Member.objects.get().opened_on == date(2026, 11, 3)


def test_what_was_typed_before_the_session_ended_is_shown_and_not_done(desk: Desk) -> None:
    employer = city.open_employer()
    page = desk.open(MEMBER, employer=employer)
    held = desk.send(page, MEMBER, "submit", **person(desk, employer) | {"_held": "1"})
    assert held.status_code == 200
    assert inputs(held)["name"] == ["阿依古丽·买买提"]
    assert city.Member.objects.count() == 0
    assert desk.send(held, MEMBER, "submit").status_code == 302


def test_two_tellers_change_one_employer(desk: Desk) -> None:
    code, employer = "collection.change_employer", city.open_employer()
    page = desk.open(code, employer=employer)
    assert "现为 喀什市人民西路1号" in words(page)
    city.do(
        "change_employer", city.TWO, employer=employer, version=1, address="喀什市解放路2号"
    )
    late = desk.send(page, code, "rehearse", pay_day="15")
    assert late.status_code == 409
    assert "单位地址 ： 喀什市人民西路1号 → 喀什市解放路2号" in words(late).replace("：", " ：")
    assert inputs(late)["pay_day"] == ["15"]
    assert desk.send(late, code, "rehearse").status_code == 200


def test_a_change_shows_what_is_before_anything_is_changed(desk: Desk) -> None:
    code, employer = "collection.change_employer", city.open_employer()
    page = desk.open(code)
    shown = desk.send(page, code, "submit", employer=employer, pay_day="15")
    assert shown.status_code == 200
    assert "现为 喀什市人民西路1号" in words(shown)
    assert "653101198506300003" not in words(shown), "an identity number is masked"
    assert inputs(shown)["pay_day"] == ["15"]


def test_what_needs_two_goes_to_the_second_person(desk: Desk) -> None:
    code, employer = "collection.change_employer", city.open_employer()
    page = desk.open(code, employer=employer)
    sent = desk.send(page, code, "submit", pay_day="15")
    assert sent.status_code == 302
    assert "/desk/cases/" in sent["Location"]


def test_a_rehearsal_shows_debit_and_credit_and_leaves_nothing(desk: Desk) -> None:
    """Aygul's contribution is 12 % + 12 % of 6,500.00 = 1,560.00; the employer had paid it
    before its list was confirmed, so the list is credited at once from 未分摊."""
    code, bank = "collection.confirm_lists", receiving.open_bank()
    (employer,) = receiving.open_employers(1)
    city.open_member(employer)
    paid = {"opponent_no": "65050161004500000000", "opponent_name": "示范单位甲有限公司"}
    receiving.receive(receiving.bank_row(bank, "2000.00", "S1", **paid))
    tried = desk.send(desk.open(code, employer=employer), code, "rehearse")
    html = words(tried)
    assert "1,560.00" in html
    assert "阿依古丽·买买提 2026-11" in html
    assert "依据" in html
    assert city.ContributionList.objects.count() == 0


def test_a_refund_shows_what_is_held_and_the_instruction(desk: Desk) -> None:
    code, bank = "settlement.refund_suspense", receiving.open_bank()
    payer = {"opponent_no": "6217000000000000004", "opponent_name": "无名公司"}
    payer |= {"opponent_bank": "105881000001", "remark": "货款"}
    receiving.receive(receiving.bank_row(bank, "88.00", "S2", **payer))
    desk.sit("会计己", "accountant", serial=906)
    page = desk.open(code, item="1")
    assert "无名公司" in words(page)
    assert "货款" in words(page)
    tried = desk.send(page, code, "rehearse", reason="汇错了")
    assert tried.status_code == 200, words(tried)
    assert "先占用，银行通知付讫时记账" in words(tried)
    assert words(tried).count("88.00") >= 3
    assert "给银行的付款指令" in words(tried)


def test_another_branch_is_not_shown(desk: Desk) -> None:
    employer = city.open_employer()
    member = city.open_member(employer)
    city.Branch.objects.create(code="002", name="疏附管理部")
    desk.sit("柜员戊", "teller", branch="002", serial=905)
    page = desk.open("collection.transfer_in", member=member)
    assert "属于其他网点" in words(page)
    assert "阿依古丽" not in words(page)
    piece = desk.client.get("/desk/find/member", {"q": member})
    assert "属于其他网点" in words(piece)
    from provident.kernel.models import Operation

    number = Operation.objects.get(code="collection.open_member").number
    assert desk.client.get(f"/desk/done/{number}").status_code == 404


def test_a_machine_operation_is_shown_and_cannot_be_done(desk: Desk) -> None:
    page = desk.open("collection.receive")
    assert "由系统自动办理" in words(page)
    refused = desk.send(page, "collection.receive", "submit", bank_row="1")
    assert refused.status_code == 422


def test_an_unknown_operation_is_not_found(desk: Desk) -> None:
    assert desk.open("collection.no_such_thing").status_code == 404
    assert desk.client.get("/desk/done/20261102999999999999").status_code == 404
    assert desk.client.get("/desk/find/nothing", {"q": "1"}).status_code == 404


def test_what_somebody_else_says_of_a_group_stands_beside_it(desk: Desk) -> None:
    code = "collection.open_employer"
    sent = desk.send(
        desk.open(code), code, "rehearse", **{"legal.name": "甲", "legal.id_number": "1"}
    )
    html = sent.content.decode()
    assert sent.status_code == 422
    assert 'href="#handler.name"' in html
    full = flat(city.FACTORY) | {"legal.id_number": "653101", "handler.mobile": "1"}
    sent = desk.send(desk.open(code), code, "rehearse", **full)
    html = sent.content.decode()
    assert {'href="#legal"', 'href="#handler"'} <= set(re.findall(r'href="#\w+"', html))


def test_an_employer_is_opened_with_its_payer_by_two(desk: Desk) -> None:
    code = "collection.open_employer"
    tried = desk.send(desk.open(code), code, "rehearse", **flat(city.FACTORY))
    assert tried.status_code == 200, words(tried)
    assert "取整到分" in words(tried)
    assert desk.send(tried, code, "submit").status_code == 302


def test_another_row_comes_without_script_and_nothing_is_lost(desk: Desk) -> None:
    code = "collection.change_wage"
    page = desk.open(code)
    first = {"wages.0.member": "1", "wages.pasted": "2\t7000\n3\t8000"}
    more = desk.send(page, code, "", _more="wages", **first)
    assert more.status_code == 200
    shown = inputs(more)
    assert [shown[f"wages.{at}.member"] for at in range(4)] == [["1"], ["2"], ["3"], [""]]
    assert shown["wages.2.wage"] == ["8000.00"]
    assert shown["wages.pasted"] == [""]


def test_a_fault_in_a_pasted_row_is_told_beside_the_box(desk: Desk) -> None:
    code = "collection.change_wage"
    rows = "\n".join(f"00100000{number:04d}\t6000" for number in range(60)) + "\n7\t六千"
    page = desk.send(
        desk.open(code), code, "rehearse", employer="1", from_month="202611",
        **{"wages.pasted": rows},
    )  # fmt: skip
    assert page.status_code == 422
    assert "调整名单第 61 项" in words(page)
    assert inputs(page)["wages.pasted"] == [rows.replace("\n", "\r\n")] or inputs(page)[
        "wages.pasted"
    ] == [rows]


def test_a_longer_list_asks_the_database_no_more(desk: Desk) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    employer = city.open_employer()
    members = [city.open_member(employer, **city.person(index)) for index in range(1, 31)]

    def queries(some: list[str]) -> int:
        with CaptureQueriesContext(connection) as found:
            page = desk.client.get(
                "/desk/do/collection.seal_members", {"employer": employer, "members": some}
            )
        assert page.status_code == 200
        assert all(number in words(page) for number in some)
        return len(found)

    assert queries(members[:2]) == queries(members)


def flat(command: dict[str, object], within: str = "") -> dict[str, str]:
    """A command as the inputs of its form."""
    found: dict[str, str] = {}
    for name, value in command.items():
        if isinstance(value, dict):
            found |= flat(value, f"{within}{name}.")
        elif isinstance(value, list):
            for at, one in enumerate(value):
                found |= flat(one, f"{within}{name}.{at}.")
        else:
            found[within + name] = str(value)
    return found


def test_a_case_that_was_given_back_is_corrected_and_handed_in_again(desk: Desk) -> None:
    from provident.casework import api as casework

    code, employer = (
        "collection.change_employer",
        city.open_employer(email="office@example.com"),
    )
    maker = desk.sit("柜员辛", "teller", branch="001", serial=908)
    page = desk.open(code, employer=employer)
    sent = desk.send(page, code, "submit", pay_day="15", _clear="email", name="新名称公司")
    number = sent["Location"].rstrip("/").rpartition("/")[2]
    checker = desk.sit("复核壬", "reviewer", serial=909)
    casework.give_back(
        number, checker, "发薪日写错", version=casework.case(number, checker).line.version
    )
    assert desk.client.get(f"/desk/do/{code}", {"case": number}).status_code in (403, 404)

    desk.again(maker)
    again = desk.client.get(f"/desk/do/{code}", {"case": number})
    assert "已退回" in words(again)
    assert inputs(again)["pay_day"] == ["15"]
    assert inputs(again)["_clear"] == ["email"]
    handed = desk.send(again, code, "submit", pay_day="16")
    assert handed.status_code == 302, words(handed)
    case = casework.case(number, maker)
    assert case.command["pay_day"] == 16
    assert case.command["email"] == ""


def test_a_match_by_two_is_shown_with_its_entry_and_voucher(desk: Desk) -> None:
    """500.00 from nobody we know, recognised as the employer's: 21901 → 21902, since no list
    waits for it."""
    from provident.casework import api as casework

    code, bank = "collection.match_suspense", receiving.open_bank()
    (employer,) = receiving.open_employers(1)
    receiving.receive(receiving.bank_row(bank, "500.00", "S3", opponent_name="某某公司"))
    desk.sit("会计癸", "accountant", serial=910)
    page = desk.open(code, suspense="1", employer=employer)
    assert "某某公司" in words(page)
    assert "示范单位甲有限公司" in words(page)
    sent = desk.send(page, code, "submit", reason="来电核实")
    assert sent.status_code == 302, words(sent)
    number = sent["Location"].rstrip("/").rpartition("/")[2]

    checker = desk.sit("复核子", "reviewer", serial=911)
    done = casework.check(number, checker, version=casework.case(number, checker).line.version)
    desk.sit("会计丑", "accountant", serial=912)
    shown = words(desk.client.get(f"/desk/done/{done.operation_no}"))
    assert "21901 暂收款" in shown
    assert shown.count("500.00") >= 2
    assert f"{employer} 示范单位甲有限公司" in shown
    assert "会计癸" in shown
    assert "复核子" in shown
