"""导出与留痕 · exports are a right with a limit, and what was taken out stays told.

Who the letters are is told in `workbench.everything`.
"""

from __future__ import annotations

import pytest

from workbench.desks import words
from workbench.everything import Place, one_of_everything

pytestmark = pytest.mark.database


@pytest.fixture
def place(books: str) -> Place:
    return one_of_everything()


def test_an_export_is_a_right_with_a_limit_and_is_logged(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provident.staff.models import Export
    from provident.staff.people import Staff

    typed = "/desk/employers?export=employers&q=653121197512310006"
    said = place.answers(typed)
    assert said == dict.fromkeys("tfrgRau", 200) | {"s": 403}
    assert place.clients["s"].get("/desk/logins?export=logins").status_code == 422
    assert Export.objects.count() == 7
    noted = Export.objects.get(login=place.logins["t"])
    assert (noted.what, noted.page, noted.rows) == ("缴存单位", "/desk/employers", 0)
    assert noted.conditions.startswith("查找：653")
    assert "197512310006" not in noted.conditions, "an identity number is masked"

    place.clients["t"].get("/desk/operations?export=operations&code=collection.open_member")
    noted = Export.objects.filter(login=place.logins["t"]).latest("id")
    assert (noted.conditions, noted.rows) == ("业务：个人开户", 1)
    shown = words(place.clients["u"].get("/desk/exports"))
    assert "业务日志 业务：个人开户 1" in shown
    about = f"/desk/logins/{place.logins['t'].username}?part=exports"
    assert "业务：个人开户" in words(place.clients["u"].get(about))
    assert "业务：个人开户" not in words(place.clients["s"].get(about))

    monkeypatch.setattr(Staff, "rows_max", property(lambda _: 1))
    before = Export.objects.count()
    refused = place.clients["u"].get("/desk/employers?export=employers")
    assert refused.status_code == 422
    assert "一次最多导出 1 行" in words(refused)
    assert Export.objects.count() == before


def test_what_was_exported_or_unmasked_cannot_be_taken_back(place: Place) -> None:
    from django.db import ProgrammingError, transaction

    from provident.staff.models import Export, SignInEvent, Unmasking

    for log in (Export, Unmasking, SignInEvent):
        for act in (log.objects.all().delete, lambda log=log: log.objects.update(login_id=1)):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
            ):
                act()
