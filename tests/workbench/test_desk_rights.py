"""权限矩阵 · every page and action × every person × a record of his own or a foreign branch.

What each person may is written down here by hand.  Pages come from the registry and operations
from the catalogue: one that is not in the tables fails the test until somebody has decided who
may open or make it.

Who the letters are is told in `workbench.everything`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import enrolment_city as city
from workbench.desks import open_login, words
from workbench.everything import PEOPLE, Place, one_of_everything
from workbench.filling import filled, operations

pytestmark = pytest.mark.database

PAGES = {
    # address below /desk/: who gets it; who is told that there is no such thing.
    # Everybody else is told that his post has no right to the page.
    "": ("tfrgRasu", ""),
    "search": ("tfrgRau", ""),
    "employers": ("tfrgRau", ""),
    "employers/<str:number>": ("trRau", "fg"),
    "members": ("tfrgRau", ""),
    "members/<str:number>": ("trRau", "fg"),
    "lists": ("tfrgRau", ""),
    "lists/<str:reference>": ("trRau", "fg"),
    "rosters": ("tfrgRu", ""),
    "rosters/<int:upload>": ("trRu", "fg"),
    "receipts": ("tfrgRau", ""),
    "receipts/<int:receipt>": ("trRau", "fg"),
    "suspense": ("rgRau", ""),
    "suspense/<int:item>": ("rgRau", ""),
    "bank_rows": ("rgRau", ""),
    "bank_rows/<int:row>": ("rgRau", ""),
    "vouchers": ("rgRau", ""),
    "vouchers/<int:voucher>": ("rgRau", ""),
    "reconciliation": ("au", ""),
    "reconciliation/<str:item>/<str:on>": ("au", ""),
    "day": ("au", ""),
    "day/<str:on>/report": ("", "au"),  # the day is not closed
    "policies": ("tfrgRasu", ""),
    "policies/<int:number>": ("tfrgRasu", ""),
    "catalogue": ("tfrgRasu", ""),
    "messages": ("au", ""),
    "messages/<int:message>": ("au", ""),
    "messages/notices/<int:frame>": ("au", ""),
    "operations": ("tfrgRau", ""),
    "operations/<str:operation_no>": ("trRau", "fg"),
    "cases": ("tfrgRasu", ""),
    "cases/<str:case_no>": ("trRau", "fgs"),
    "cases/<str:case_no>/<str:part>": ("", "tfrgRasu"),  # it was not given back
    "do/<str:code>": ("tfas", ""),
    "done/<str:operation_no>": ("ta", "fs"),
    "find/<str:kind>": ("tfas", ""),
    "logins": ("su", ""),
    "logins/<str:username>": ("su", ""),
    "logins/<str:issued_to>/one-time": ("su", ""),
    "sign-in-log": ("su", ""),
    "unmaskings": ("u", ""),
    "exports": ("u", ""),
}

MAKES = {
    "t": {
        "collection.open_employer", "collection.change_employer", "collection.add_payer",
        "collection.remove_payer", "collection.change_ratio", "collection.open_member",
        "collection.open_members", "collection.change_member", "collection.change_wage",
        "collection.seal_members", "collection.unseal_members", "collection.transfer_in",
        "collection.confirm_lists", "collection.cancel_list", "collection.make_bundle",
        "collection.cancel_bundle",
    },
    "a": {
        "collection.match_suspense", "collection.undo_receipt",
        "settlement.open_bank_account", "settlement.book_bank_item",
        "settlement.book_own_transfer", "settlement.close_item", "settlement.correct_row",
        "settlement.declare_unpaid", "settlement.refund_suspense", "settlement.retry_row",
        "dayend.cut_off", "dayend.close", "dayend.settle_interest",
    },
    "s": {
        "collection.open_branch", "policy.publish", "staff.open_login", "staff.change_login",
        "staff.reset_login", "staff.set_relatives",
    },
}  # fmt: skip
MACHINE_ONLY = {
    "collection.credit_lists", "collection.receive", "dayend.number_vouchers",
    "settlement.confirm_refund", "settlement.release_refund", "settlement.set_aside",
    "settlement.take_back_refund", "settlement.unsuspend", "staff.open_first_administrator",
}  # fmt: skip
REASON = {"unmask_reason": "职工本人来电核对"}


@pytest.fixture
def place(books: str) -> Place:
    return one_of_everything()


def registered() -> Iterator[str]:
    from provident.channels.workbench.pages import pages

    yield from (page.path for page in pages())


def test_every_page_is_in_the_table() -> None:
    assert sorted(registered()) == sorted(PAGES)


def test_every_page_and_every_person(place: Place) -> None:
    wrong: list[str] = []
    for path, (seen, hidden) in PAGES.items():
        address = place.address(path)
        good = 302 if path.endswith("/one-time") else 200
        expected = {
            who: good if who in seen else 404 if who in hidden else 403 for who in PEOPLE
        }
        for said in (place.answers(address), place.answers(address, {"day": "2026-11-02"})):
            for who, status in said.items():
                if status != expected[who] and not (who in seen and status in (200, 302, 422)):
                    wrong.append(f"{address} {who}: {status}, not {expected[who]}")
        got = place.answers(address)
        wrong += [f"{address} {w}: {got[w]}" for w in seen if got[w] != good]
    assert wrong == []


def test_whoever_is_not_signed_in_sees_nothing(place: Place) -> None:
    from django.test import Client

    stranger = Client()
    for path in PAGES:
        address = place.address(path)
        answer = stranger.get(address)
        assert (answer.status_code, answer.content) == (302, b""), address
        assert answer["Location"].startswith("/desk/sign-in?"), address
        assert stranger.post(address, REASON).status_code == 401, address


def test_a_list_has_no_row_of_a_foreign_branch(place: Place) -> None:
    """和田玉石 is the employer of branch 002, 天山棉纺 that of branch 001."""
    for path in ("employers", "members", "lists", "receipts", "rosters", "operations"):
        for who, foreign in (("t", "和田玉石"), ("f", "天山棉纺"), ("g", "天山棉纺")):
            assert foreign not in words(place.clients[who].get(f"/desk/{path}")), (path, who)
    assert "天山棉纺" in words(place.clients["t"].get("/desk/employers"))
    assert "和田玉石" in words(place.clients["f"].get("/desk/employers"))
    cases = "/desk/cases?tab=every"
    number = place.records["<str:case_no>"]
    told = {who for who in PEOPLE if number in words(place.clients[who].get(cases))}
    assert told == set("trRau")


def test_search_finds_nothing_of_a_foreign_branch(place: Place) -> None:
    number = place.records["<str:operation_no>"]
    sought = (place.town.employer, place.town.member, place.town.reference, number,
              place.records["<str:case_no>"])  # fmt: skip
    for text in sought:
        said = place.answers("/desk/search", {"q": text})
        assert said == dict.fromkeys("trRau", 302) | {"f": 200, "g": 200, "s": 403}, text
        assert "没有找到" in words(place.clients["f"].post("/desk/search", {"q": text}))


@pytest.mark.parametrize(
    ("path", "data", "shown", "hidden"),
    [
        ("employers/<str:number>", {"whole": "handler_mobile", "reason": "来电核对号码"},
         "trRau", "fg"),
        ("members/<str:number>", {"whole": "id_number", "reason": "来电核对号码"},
         "trRau", "fg"),
        ("operations/<str:operation_no>", REASON, "trRau", "fg"),
        ("cases/<str:case_no>", REASON, "trRau", "fgs"),
        ("messages/<int:message>", REASON, "au", ""),
        ("messages/notices/<int:frame>", REASON, "au", ""),
        ("logins/<str:username>", REASON, "su", ""),
    ],
)  # fmt: skip
def test_numbers_are_shown_whole_to_whom_the_page_is_and_it_is_logged(
    place: Place, path: str, data: dict[str, str], shown: str, hidden: str
) -> None:
    from provident.staff.models import Unmasking

    said = place.answers(place.address(path), data)
    expected = {who: 200 if who in shown else 404 if who in hidden else 403 for who in PEOPLE}
    assert said == expected
    seen = set(Unmasking.objects.values_list("login_id", flat=True))
    assert seen == {place.logins[who].pk for who in shown}


def test_the_other_actions_of_pages(place: Place) -> None:
    def roster() -> dict[str, Any]:
        return {
            "employer": place.town.employer,
            "file": SimpleUploadedFile("名单.xlsx", city.roster(city.person(61))),
        }

    said = {w: c.post("/desk/rosters", roster()).status_code for w, c in place.clients.items()}
    assert said == {
        "t": 302,
        "f": 422,
        "r": 422,
        "g": 422,
        "R": 422,
        "a": 403,
        "s": 403,
        "u": 422,
    }
    again = place.answers(place.address("rosters/<int:upload>"), {"check": "1"})
    assert again == {
        "t": 302,
        "f": 404,
        "r": 422,
        "g": 404,
        "R": 422,
        "a": 403,
        "s": 403,
        "u": 422,
    }
    day = place.answers("/desk/day", {"day": "2026-11-02"})
    assert day == dict.fromkeys("tfrgRs", 403) | {"a": 422, "u": 422}
    told = {w: words(place.clients[w].post("/desk/day", {"day": "2026-11-02"})) for w in "au"}
    assert "不需要取对账单" in told["a"]
    assert "您的岗位不办理日结" in told["u"]
    for path in ("reconciliation", "reconciliation/members/2026-11-02"):
        checks = place.answers(f"/desk/{path}", {"run": "1"})
        assert checks == dict.fromkeys("tfrgRs", 403) | {"a": 200, "u": 200}


def test_only_an_administrator_issues_a_password(place: Place) -> None:
    from provident.staff.models import Login

    new = open_login("teller", branch="001", must_change_password=True, password="!")
    said = place.answers(f"/desk/logins/{new.username}/one-time", {"why": "新到岗，当面交付"})
    assert said == dict.fromkeys("tfrgRa", 403) | {"s": 200, "u": 422}
    assert Login.objects.get(pk=new.pk).one_time_until is not None


def test_who_checks_a_case(place: Place) -> None:
    """Not its maker, not a foreign branch, not an administrator, not who only reads."""
    from provident.casework.models import Case

    address = place.address("cases/<str:case_no>")
    number = place.records["<str:case_no>"]
    expected = {"t": 422, "f": 404, "g": 404, "a": 422, "s": 404, "u": 422}
    for step in ({"do": "check"}, {"do": "give_back", "reason": "材料不全，请补正"}):
        for who, status in expected.items():
            answer = place.clients[who].post(address, step | {"version": "1"})
            assert answer.status_code == status, (who, step)
    for who in "rR":  # whose it is not
        take_back = {"do": "withdraw", "reason": "不再办理", "version": "1"}
        assert place.clients[who].post(address, take_back).status_code == 422, who
    assert Case.objects.get(number=number).version == 1
    assert place.clients["r"].post(address, {"do": "check", "version": "1"}).status_code == 302
    assert Case.objects.get(number=number).state == Case.DONE


def test_every_operation_is_in_the_table() -> None:
    assert {one.code for one in operations()} == set().union(*MAKES.values(), MACHINE_ONLY)
    assert {one.code for one in operations() if one.machine_only} == MACHINE_ONLY


def test_who_may_send_the_form_of_which_operation(place: Place) -> None:
    """Filled in as if valid: who may make it hears what the rules say, not that he may not."""
    from provident.channels.workbench.forms.items import items_of
    from provident.kernel.models import Operation

    before, wrong = Operation.objects.count(), list[str]()
    for one in operations():
        sent = filled(items_of(one.command)) | {"do": "submit", "_of": ""}
        if "version" in one.command.model_fields:
            subject = next(iter(one.command.model_fields))
            sent |= {"version": "1", "_of": sent.get(subject, "")}
        for who in PEOPLE:
            answer = place.clients[who].post(f"/desk/do/{one.code}", sent)
            if who not in MAKES and who != "f":
                expected, told = answer.status_code == 403, True
            else:
                makes = one.code in MAKES["t" if who == "f" else who]
                text = words(answer) if answer.content else ""
                refused = "您的岗位不能经办" in text or "由系统自动办理，无须也不能" in text
                expected, told = answer.status_code in (302, 409, 422), makes != refused
            if not (expected and told):
                wrong.append(f"{one.code} {who}: {answer.status_code}")
    assert wrong == []
    done = Operation.objects.count() - before
    assert done <= sum(len(codes) for codes in MAKES.values())
    made_by = dict(Operation.objects.order_by("-number").values_list("code", "maker")[:done])
    for code, maker in made_by.items():
        who = next(who for who, login in place.logins.items() if login.name == maker)
        assert code in MAKES["t" if who == "f" else who]


def foreign(place: Place) -> dict[str, dict[str, Any]]:
    """Every operation of a teller, asked for by branch 002 about branch 001."""
    town, person = place.town, {k: str(v) for k, v in city.person(70).items()}
    employer = {"employer": town.employer}
    both = {"version": "1", "_of": town.employer, **employer}
    opened = {
        f"{name}.{key}": value
        for name in ("legal", "handler")
        for key, value in city.FACTORY[name].items()
    } | {k: v for k, v in city.FACTORY.items() if isinstance(v, str | int)}
    return {
        "collection.open_employer": opened,
        "collection.change_employer": both | {"pay_day": "16"},
        "collection.add_payer": employer
        | {"payer.account_no": "65050161004500000099", "payer.account_name": "天山"},
        "collection.remove_payer": employer
        | {"account_no": "65050161004500000001", "reason": "户已销"},
        "collection.change_ratio": employer
        | {"unit_ratio": "11", "personal_ratio": "11", "from_month": "2026-12"},
        "collection.open_member": employer | person,
        "collection.open_members": employer | {"upload": place.records["<int:upload>"]},
        "collection.change_member": {
            "member": town.member, "version": "1", "_of": town.member, "marital": "20"
        },
        "collection.change_wage": employer
        | {"from_month": "2027-01", "wages.0.member": town.member, "wages.0.wage": "6000"},
        "collection.seal_members": employer
        | {"members": town.member, "from_month": "2026-12", "reason": "离职"},
        "collection.unseal_members": employer
        | {"members": town.member, "until_month": "2026-12"},
        "collection.transfer_in": employer
        | {"member": town.member, "first_month": "2026-12"}
        | {"hired_on": "2026-11-01", "hire_kind": "2"},
        "collection.confirm_lists": employer | {"count": "1"},
        "collection.cancel_list": employer | {"month": "2026-11", "reason": "人数有误"},
        "collection.make_bundle": {
            "references": f"{town.reference}\n{town.reference[:-1]}", "payer_name": "天山"
        },
        "collection.cancel_bundle": {
            "reference": place.records["bundle"], "reason": "改为分别付款"
        },
    }  # fmt: skip


def test_a_foreign_teller_does_nothing_for_this_branch(place: Place) -> None:
    from provident.casework.models import Case
    from provident.kernel.models import Operation

    ordered = [one["reference"] for one in city.confirm(place.town.employer, 2)]
    bundle = city.do("make_bundle", references=ordered, payer_name="天山棉纺")
    place.records["bundle"] = bundle.receipt.facts["reference"]
    asked = foreign(place)
    assert set(asked) == MAKES["t"]
    before = Operation.objects.count(), Case.objects.count()
    for code, sent in asked.items():
        for do in ("rehearse", "submit"):
            answer = place.clients["f"].post(f"/desk/do/{code}", sent | {"do": do})
            assert answer.status_code == 422, code
            told = words(answer)
            assert "这笔业务属于网点 001，您不能办理" in told, (code, told)
            assert city.AYGUL["name"] not in told.replace(str(sent.get("name")), ""), code
    assert (Operation.objects.count(), Case.objects.count()) == before
