"""Whatever bytes arrive, the answer is a roster or a Refusal; nothing else gets out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from roster_books import FIRST, SECOND, SHEET_PART, TODAY, book, judged, part, with_part

from provident.collection.roster import cells, judge, open_roster, people
from provident.collection.roster.columns import BY_KEY, COLUMNS
from provident.kernel.names import check_person_name
from provident.kernel.refusal import Refusal

GOOD = book(FIRST, SECOND)
SHEET = part(GOOD)


def take(data: bytes) -> None:
    says = ["good"]
    try:
        judge(open_roster(data), today=TODAY).require()
    except Refusal as refusal:
        says = [reason.says for reason in refusal.reasons]
    assert says
    assert all(says)


@given(st.binary(max_size=4000))
def test_any_bytes(data: bytes) -> None:
    take(data)
    take(b"PK\x03\x04" + data)


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=40))
@settings(max_examples=300)
def test_a_workbook_with_a_patch(place: int, patch: bytes) -> None:
    take(GOOD[:place] + patch + GOOD[place + len(patch) :])


@given(
    st.integers(0, len(SHEET) - 1),
    st.integers(0, 60),
    st.one_of(
        st.binary(max_size=30),
        st.sampled_from(
            [b"<row>", b"<v>1e999</v>", b"<v>NaN</v>", b'r="A99999999999"', b't="s"',
             b"<v>-1</v>", b's="1"', b"&#x0;", b"<f/>", b'<c r="ZZZ1">', b"<mergeCell/>",
             b' r="XFD1048576"', b"99999999999"]
        ),
    ),
)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_a_sheet_with_a_patch(place: int, dropped: int, patch: bytes) -> None:
    take(with_part(GOOD, SHEET_PART, SHEET[:place] + patch + SHEET[place + dropped :]))


CELL = st.one_of(
    st.text(max_size=30),
    st.floats(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(CELL)
def test_any_cell_is_a_value_or_a_reason(cell: object) -> None:
    for key, read in (
        ("hired_on", cells.day),
        ("first_month", cells.month),
        ("wage", cells.wage),
        ("name", cells.text),
        ("id_number", cells.text),
    ):
        outcome = read(BY_KEY[key], cell)
        assert outcome is not None
        assert outcome != ()


@given(st.fixed_dictionaries({c.heading: st.text(max_size=25) for c in COLUMNS[:13]}))
@settings(max_examples=60, deadline=None)
def test_any_row_of_texts(row: dict[str, str]) -> None:
    judgement = judged(FIRST, {key: _writable(text) for key, text in row.items()})
    assert len(judgement.rows) + len(judgement.refused) <= 2
    assert judgement.rows[0].number == 2 or judgement.refused


def _writable(text: str) -> str:
    """Lone surrogates cannot be written to XML at all."""
    return text.encode("utf-8", "ignore").decode("utf-8")


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@given(st.lists(st.text(HAN, min_size=1, max_size=12), min_size=1, max_size=6).map("·".join))
def test_the_short_way_for_plain_names_is_the_kernels_answer(name: str) -> None:
    assert people.name(BY_KEY["name"], name) == check_person_name(name).value


@given(st.decimals(min_value="0.01", max_value="999999999.99", places=2))
def test_a_two_place_wage_survives_the_double(wage) -> None:
    assert cells.wage(BY_KEY["wage"], float(wage)) == wage
