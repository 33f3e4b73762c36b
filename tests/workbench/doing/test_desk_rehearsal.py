"""试算 · a rehearsal shows what would be written and leaves nothing of it."""

from __future__ import annotations

from provident.kernel.context import By
from provident.kernel.operation import Done, rehearse

MAKER = By("柜员甲")


def test_the_looker_sees_what_is_rolled_back(books: str) -> None:
    from provident.kernel.models import Operation
    from provident.parties.models import Branch

    def look(done: Done) -> tuple[str, int]:
        written = Operation.objects.get(number=done.operation_no)
        return written.maker, Branch.objects.filter(code="009").count()

    done, seen = rehearse(
        "collection.open_branch", {"code": "009", "name": "莎车"}, MAKER, look
    )
    assert seen == ("柜员甲", 1)
    assert not Operation.objects.filter(number=done.operation_no).exists()
    assert not Branch.objects.exists()


def test_the_second_person_need_not_be_there_yet(books: str) -> None:
    """设立网点 is done by two; what it would do, one may try alone."""
    assert rehearse(
        "collection.open_branch", {"code": "009", "name": "莎车"}, MAKER
    ).receipt.says
