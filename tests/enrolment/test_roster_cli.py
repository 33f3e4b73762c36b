"""名单命令 · the roster from the command line: form, check, open."""

from __future__ import annotations

import io
from pathlib import Path

from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

import enrolment_city as city
from provident.collection.staging.cli import app


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output.replace("\n", "")


def test_the_empty_form_is_written(tmp_path: Path) -> None:
    target = tmp_path / "模板.xlsx"
    assert run("template", str(target))[0] == 0
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(target.read_bytes()))
    assert "名单" in sheet.sheet_names


def test_a_bad_roster_comes_back_with_reasons_and_opens_nobody(
    factory: str, tmp_path: Path
) -> None:
    roster, returned = tmp_path / "名单.xlsx", tmp_path / "退回.xlsx"
    roster.write_bytes(city.roster(city.person(0), city.person(1, wage="0")))
    code, said = run("check", factory, str(roster), "--by", "柜员甲", "--errors", str(returned))
    assert code == 1
    assert "可开户 1 人，有误 1 人" in said
    rows = CalamineWorkbook.from_filelike(io.BytesIO(returned.read_bytes()))
    assert "必须大于 0" in rows.get_sheet_by_index(0).to_python()[2][-1]
    code, said = run("open", factory, str(roster), "--by", "柜员甲")
    assert code == 1
    assert "第 3 行：" in said
    assert city.Member.objects.count() == 0


def test_a_good_roster_opens_everybody(factory: str, tmp_path: Path) -> None:
    roster = tmp_path / "名单.xlsx"
    roster.write_bytes(city.roster(city.person(0), city.person(1)))
    assert run("check", factory, str(roster), "--by", "柜员甲")[0] == 0
    code, said = run("open", factory, str(roster), "--by", "柜员甲")
    assert code == 0
    assert "2 名职工开户" in said
    assert city.Member.objects.count() == 2
    assert run("open", "0019999991", str(roster), "--by", "柜员甲")[0] == 1


def test_one_person_has_one_number(factory: str, tmp_path: Path) -> None:
    roster = tmp_path / "名单.xlsx"
    roster.write_bytes(city.roster(city.person(0)))
    run("check", factory, str(roster), "--by", "柜员甲")
    _, said = run("open", factory, str(roster), "--by", "柜员甲")
    assert f"个人账号 {city.Member.objects.get().number}；" in "".join(said.split("\n"))
