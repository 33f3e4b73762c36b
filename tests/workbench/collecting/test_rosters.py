"""The rosters' pages: upload, check with progress, reasons beside rows, bad files in words."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

import enrolment_city as city
from workbench.desks import signed_in_client, words
from workbench.statements import statements

WRONG_CHECK_DIGIT = "653101199001010004"  # of AYGUL's number, whose last digit is 5


@pytest.fixture
def employer(books: str) -> str:
    city.open_branch()
    return city.open_employer()


@pytest.fixture
def teller(employer):
    return signed_in_client("teller", "001")


def send(client, employer: str, content: bytes, name: str = "十一月新职工.xlsx"):
    return client.post(
        "/desk/rosters", {"employer": employer, "file": SimpleUploadedFile(name, content)}
    )


def check(upload: int) -> None:
    """What the worker does with the job."""
    from provident.collection.jobs import check_roster

    check_roster.func(upload)


def test_a_roster_is_kept_checked_and_opened(teller, employer):
    answer = send(teller, employer, city.roster(city.person(1), city.person(2)))
    assert answer["Location"] == "/desk/rosters/1"
    assert "正在排队预审" in words(teller.get("/desk/rosters/1"))
    assert _jobs() == [1]
    check(1)
    page = teller.get("/desk/rosters/1")
    assert "可以开户（行） 2 有误（行） 0" in words(page)
    form = f"/desk/do/collection.open_members?employer={employer}&amp;upload=1"
    assert form in page.content.decode()
    city.do("open_members", employer=employer, upload=1)
    taken = words(teller.get("/desk/rosters/1"))
    assert "已开户" in taken
    assert "的 2 名职工开户" in taken


def test_reasons_stand_beside_their_rows_on_the_page_and_in_the_workbook(teller, employer):
    bad = city.person(2, id_number=WRONG_CHECK_DIGIT, wage="0")
    send(teller, employer, city.roster(city.person(1), bad))
    check(1)
    page = teller.get("/desk/rosters/1")
    shown = words(page)
    assert "可以开户（行） 1 有误（行） 1" in shown
    assert f"3 {bad['name']} 有误" in shown
    assert "校验位不符" in shown
    assert "collection.open_members" not in page.content.decode()
    returned = teller.get("/desk/rosters/1?errors=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(returned.content))
    rows = book.get_sheet_by_index(0).to_python()
    reason = rows[0].index("原因")
    assert rows[1][reason] == ""
    assert "校验位不符" in rows[2][reason]


def test_the_file_with_everybody_s_numbers_goes_back_to_a_teller_and_is_written_down(
    teller, employer
):
    """An auditor and a reviewer read its rows masked; they do not correct it."""
    from provident.staff.models import Export

    address = "/desk/rosters/1?errors=xlsx"
    send(teller, employer, city.roster(city.person(2, wage="0")), "退回.xlsx")
    assert teller.get(address).status_code == 404, "nothing was found yet"
    check(1)
    for reader in (signed_in_client("auditor"), signed_in_client("reviewer", "001")):
        assert "errors=xlsx" not in reader.get("/desk/rosters/1").content.decode()
        refused = reader.get(address)
        assert refused.status_code == 422
        assert "不能下载退回名单" in words(refused)
    assert Export.objects.count() == 0
    assert teller.get(address).content[:2] == b"PK"
    noted = Export.objects.get()
    assert (noted.what, noted.page, noted.conditions, noted.rows) == (
        "退回名单", "/desk/rosters/1", "退回.xlsx", 1,
    )  # fmt: skip


def test_progress_is_told_while_the_check_runs(teller, employer):
    from provident.collection.models import RosterCheck

    send(teller, employer, city.roster(city.person(1)))
    RosterCheck.objects.update(state="running", done=2_000, total=5_000)
    page = teller.get("/desk/rosters/1")
    assert "已审 2000 行，共 5000 行" in words(page).replace(",", "")
    assert '<meta http-equiv="refresh"' in page.content.decode()
    assert "data-progress" in page.content.decode()


def test_the_same_file_again_is_told_and_not_kept_twice(teller, employer):
    content = city.roster(city.person(1))
    send(teller, employer, content)
    again = send(teller, employer, content, "改了名字.xlsx")
    assert again["Location"] == "/desk/rosters/1?again=1"
    assert "没有重复收下" in words(teller.get(again["Location"]))
    assert city.RosterUpload.objects.count() == 1


def test_checked_again_it_is_judged_by_the_books_of_now(teller, employer):
    send(teller, employer, city.roster(city.person(1)))
    check(1)
    assert "可以开户（行） 1" in words(teller.get("/desk/rosters/1"))
    city.do("open_member", employer=employer, **city.person(1))
    assert teller.post("/desk/rosters/1")["Location"] == "/desk/rosters/1"
    assert _jobs() == [1, 1]
    check(1)
    assert "可以开户（行） 0 有误（行） 1" in words(teller.get("/desk/rosters/1"))


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "文件是空的"),
        (b"name,id\n", "这不是 Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Excel 文件（.xls）"),
        (b"PK\x03\x04" + b"\0" * 20_971_520, "超过 20 MB"),
        (_bomb(), "解压后大得不正常"),
    ],
    ids=["empty", "not_xlsx", "old_xls", "too_large", "zip_bomb"],
)
def test_a_bad_file_is_answered_in_words_and_the_form_is_kept(teller, employer, content, says):
    answer = send(teller, employer, content)
    assert answer.status_code == 422
    assert says in words(answer)
    assert f'value="{employer}"' in answer.content.decode()
    assert city.RosterUpload.objects.count() == 0


def test_a_form_without_file_or_employer_says_what_is_missing(teller, employer):
    assert "没有选择文件" in words(teller.post("/desk/rosters", {"employer": employer}))
    assert "没有这个单位账号" in words(send(teller, "0019999999", city.roster(city.person(1))))


def test_rosters_of_a_foreign_branch_are_not_there(teller, employer):
    from provident.parties.models import Branch

    Branch.objects.create(code="002", name="疏勒县管理部")
    content = city.roster(city.person(1))
    send(teller, employer, content)
    foreign = signed_in_client("teller", "002")
    assert foreign.get("/desk/rosters/1").status_code == 404
    assert foreign.get("/desk/rosters/1?errors=xlsx").status_code == 404
    assert foreign.post("/desk/rosters/1").status_code == 404
    assert "不属于您的网点" in words(send(foreign, employer, content))
    assert "共 0 条" in words(foreign.get("/desk/rosters"))


def test_whoever_only_reads_can_neither_upload_nor_check(teller, employer):
    send(teller, employer, city.roster(city.person(1)))
    auditor = signed_in_client("auditor")
    assert "上传名单" not in words(auditor.get("/desk/rosters"))
    assert send(auditor, employer, city.roster(city.person(2))).status_code == 422
    assert auditor.post("/desk/rosters/1").status_code == 422


def test_the_template_can_be_read_back(teller):
    from provident.collection.roster import open_roster

    answer = teller.get("/desk/rosters?template=xlsx")
    assert open_roster(answer.content).total == 1


def test_statements_do_not_grow_with_what_is_shown(teller, employer):
    bad = [city.person(n, id_number=WRONG_CHECK_DIGIT) for n in range(1, 40)]
    send(teller, employer, city.roster(city.person(60, id_number=WRONG_CHECK_DIGIT)))
    send(teller, employer, city.roster(*bad))
    check(1)
    check(2)

    def count(address: str) -> int:
        teller.get(address)
        with statements() as sent:
            assert teller.get(address).status_code == 200
        return len(sent)

    assert count("/desk/rosters/1") == count("/desk/rosters/2")


def _jobs() -> list[int]:
    """The rosters for which a job was left, in order."""
    from provident.kernel import sql

    text = "select (args ->> 'upload')::int from procrastinate_jobs order by id"
    return [row[0] for row in sql.cursor().execute(text)]
