"""Every fault is found, with its file and record.  Expected: the rule each test names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from provident.policy.library import Library, LibraryError
from provident.policy.lint import lint

HEAD = "name: 参数\nunit: percent\nselected_by: business_date\nchecked: 2026-11-24\n"
SOUND = (
    HEAD
    + """known_from: 2010-01-01
history:
  - {from: 2010-01-01, value: 5, basis: {document: law, article: 18}}
"""
)


def history(*records: str, head: str = HEAD, known_from: str = "2010-01-01") -> str:
    lines = "".join(f"  - {{{record}}}\n" for record in records)
    return f"{head}known_from: {known_from}\nhistory:\n{lines}"


BASIS = "basis: {document: law}"


def codes(root: Path) -> set[str]:
    return {problem.code for problem in lint([root])}


def test_sound_file_has_no_problem(folder: Callable[..., Path]) -> None:
    assert lint([folder(a__ratio=SOUND)]) == []


def test_shipped_policy_has_no_problem(shipped: Path) -> None:
    assert lint([shipped]) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("basis_missing", history("from: 2010-01-01, value: 5")),
        ("basis_missing", history("from: 2010-01-01, value: 5, basis: []")),
        ("document_unknown", history("from: 2010-01-01, value: 5, basis: {document: x}")),
        (
            "document_without_articles",
            history(
                "from: 2000-01-01, until: 2010-01-01, value: 5,"
                " basis: {document: law-old, article: 3}",
                known_from="2000-01-01",
            ),
        ),
        (
            "document_without_articles",
            history(
                "from: 2000-01-01, until: 2010-01-01, value: 5, basis: {document: law-old}",
                known_from="2000-01-01",
            ),
        ),
        (
            "article_unknown",
            history("from: 2010-01-01, value: 5, basis: {document: law, article: 21}"),
        ),
        (
            "article_unknown",
            history("from: 2010-01-01, value: 5, basis: {document: notice, article: 1}"),
        ),
        ("form", history("from: 2010-01-01, value: 5, basis: {document: law, item: 1}")),
        (
            "document_not_in_force",
            history(f"from: 2009-12-31, value: 5, {BASIS}", known_from="2009-12-31"),
        ),
        (
            "overlap",
            history(
                f"from: 2010-01-01, until: 2012-01-02, value: 5, {BASIS}",
                f"from: 2012-01-01, value: 6, {BASIS}",
            ),
        ),
        (
            "overlap",
            history(
                f"from: 2010-01-01, value: 5, {BASIS}", f"from: 2010-01-01, value: 6, {BASIS}"
            ),
        ),
        (
            "gap",
            history(
                f"from: 2010-01-01, until: 2011-12-31, value: 5, {BASIS}",
                f"from: 2012-01-01, value: 6, {BASIS}",
            ),
        ),
        ("gap", history(f"from: 2011-01-01, value: 5, {BASIS}")),
        (
            "not_ascending",
            history(
                f"from: 2012-01-01, value: 5, {BASIS}", f"from: 2010-01-01, value: 6, {BASIS}"
            ),
        ),
        ("empty_interval", history(f"from: 2010-01-01, until: 2010-01-01, value: 5, {BASIS}")),
        (
            "before_known_from",
            history(f"from: 2010-01-01, value: 5, {BASIS}", known_from="2010-01-02"),
        ),
        ("known_from_missing", SOUND.replace("known_from: 2010-01-01\n", "")),
        ("unit_unknown", SOUND.replace("percent", "furlong")),
        ("selector_unknown", SOUND.replace("business_date", "full_moon")),
        ("unknown_key", SOUND + "colour: red\n"),
        ("unknown_key", history(f"from: 2010-01-01, value: 5, why: x, {BASIS}")),
        ("unknown_key", history(f"from: 2010-01-01, value: {{surprise: 5}}, {BASIS}")),
        (
            "unknown_key",
            history(f"from: 2010-01-01, value: {{least_of: [1, 2], x: 1}}, {BASIS}"),
        ),
        ("missing", SOUND.replace("name: 参数\n", "")),
        ("form", history(f"from: 20100101, value: 5, {BASIS}")),
        ("form", history(f"from: '2010-01-01', value: 5, {BASIS}")),
        ("form", history(f"from: 2010-01-01, value: true, {BASIS}")),
        ("form", history(f"from: 2010-01-01, value: [5], {BASIS}")),
        ("kind", history(f"from: 2010-01-01, value: five, {BASIS}")),
        ("kind", history(f"from: 2010-01-01, value: '5', {BASIS}")),
        ("kind", history(f"from: 2010-01-01, value: -5, {BASIS}")),
        (
            "kind",
            history(f"from: 2010-01-01, value: 5.001, {BASIS}").replace("percent", "yuan"),
        ),
        (
            "fact_unknown",
            history(f"from: 2010-01-01, value: {{multiple_of: moon, times: 2}}, {BASIS}"),
        ),
        ("area_national", history(f"from: 2010-01-01, area: '650102', value: 5, {BASIS}")),
        ("history_missing", HEAD),
        ("confidence", history("from: 2010-01-01, value: 5, basis: {document: own}")),
        ("local_only", SOUND + "scope: local\n"),
        ("choices", SOUND.replace("percent", "choice")),
    ],
)
def test_each_fault_is_found(folder: Callable[..., Path], code: str, text: str) -> None:
    assert code in codes(folder(a__ratio=text))


DIMENSION = HEAD + "dimensions: {kind: {a: 甲, b: 乙}}\n"


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("member_missing", "{a: 1, c: 2}"),
        ("member_unknown", "{a: 1, b: 2, c: 3}"),
        ("member_missing", "{a: 1}"),
    ],
)
def test_choice_names_exactly_the_members(
    folder: Callable[..., Path], code: str, value: str
) -> None:
    record = f"from: 2010-01-01, value: {value}, {BASIS}"
    assert code in codes(folder(a__ratio=history(record, head=DIMENSION)))


def test_members_may_not_be_words_of_the_vocabulary(folder: Callable[..., Path]) -> None:
    head = HEAD + "dimensions: {kind: {least_of: 甲, b: 乙}}\n"
    record = f"from: 2010-01-01, value: 5, {BASIS}"
    assert "dimension" in codes(folder(a__ratio=history(record, head=head)))


@pytest.mark.parametrize(
    "steps",
    [
        "[{below: 5, value: 1}, {below: 9, value: 2}]",
        "[{value: 1}, {below: 9, value: 2}]",
        "[{below: 9, value: 1}, {below: 5, value: 2}, {value: 3}]",
    ],
)
def test_bands_ascend_and_end_open(folder: Callable[..., Path], steps: str) -> None:
    value = f"{{bands_of: months, steps: {steps}}}"
    head = HEAD + "facts: {months: 月数}\n"
    text = history(f"from: 2010-01-01, value: {value}, {BASIS}", head=head)
    assert "form" in codes(folder(a__ratio=text))


def test_centres_may_not_change_what_is_national(folder: Callable[..., Path]) -> None:
    local = (
        "known_from: 2010-01-01\n"
        "history: [{from: 2010-01-01, value: 6, basis: {document: law}}]\n"
    )
    root = folder(
        a__ratio=SOUND,
        centres__650100__centre="name: 甲市\n",
        centres__650100__a__ratio=local,
        centres__650100__a__unheard=local,
        centres__659999__a__ratio=local,
    )
    assert codes(root) == {"not_local", "undeclared", "centre_unknown"}


def test_the_same_thing_in_two_folders_is_refused(folder: Callable[..., Path]) -> None:
    root = folder(a__ratio=SOUND)
    assert {problem.code for problem in lint([root, root])} == {"declared_twice"}


def test_file_in_a_strange_place_is_refused(folder: Callable[..., Path]) -> None:
    assert codes(folder(stray=SOUND)) == {"misplaced"}
    assert codes(folder(a__b__deep=SOUND)) == {"misplaced"}


def test_all_problems_are_collected_with_file_and_record(folder: Callable[..., Path]) -> None:
    root = folder(
        a__first=history("from: 2010-01-01, value: 5", f"from: 2011-01-01, value: -1, {BASIS}"),
        a__second=history("from: 2010-01-01, value: 5, basis: {document: x}"),
        a__third="name: [",
    )
    with pytest.raises(LibraryError) as caught:
        Library.load([root])
    found = {(problem.file, problem.record, problem.code) for problem in caught.value.problems}
    assert found == {
        ("policies/a/first.yaml", "from 2010-01-01", "basis_missing"),
        ("policies/a/second.yaml", "from 2010-01-01", "document_unknown"),
        ("policies/a/third.yaml", "", "yaml"),
    }


def test_missing_folder_is_said(tmp_path: Path) -> None:
    assert codes(tmp_path / "nowhere") == {"folder_missing"}


def test_an_area_must_be_registered_with_its_centre(folder: Callable[..., Path]) -> None:
    local = (
        "known_from: 2010-01-01\n"
        "history: [{from: 2010-01-01, value: 6, area: %s, basis: law}]\n"
    )
    for areas, found in (("'650102'", set()), ("['650102', '650103']", {"area_unknown"})):
        root = folder(
            a__ratio=SOUND + "scope: default\n",
            centres__650100__centre="name: 甲市\nareas: {'650102': 天山区}\n",
            centres__650100__a__ratio=local % areas,
        )
        assert codes(root) == found


def test_lists_of_areas_overlap_area_by_area(folder: Callable[..., Path]) -> None:
    local = """known_from: 2010-01-01
history:
  - {from: 2010-01-01, until: 2013-01-01, value: 6, area: [x, y], basis: law}
  - {from: 2012-01-01, value: 7, area: [y, z], basis: law}
"""
    root = folder(
        a__ratio=SOUND + "scope: default\n",
        centres__abc__centre="name: 甲市\nareas: {x: 甲, y: 乙, z: 丙}\n",
        centres__abc__a__ratio=local,
    )
    assert codes(root) == {"overlap"}


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ("{name: 甲, on: 2011-01-01, centre: '1', expect: 6}", "算得 5"),
        ("{name: 甲, on: 2009-01-01, centre: '1', expect: 5}", "没有取值"),
    ],
)
def test_an_example_must_come_out(folder: Callable[..., Path], example: str, says: str) -> None:
    (problem,) = lint([folder(a__ratio=f"{SOUND}examples: [{example}]\n")])
    assert (problem.code, problem.record) == ("example", "算例“甲”")
    assert says in problem.says


def test_an_example_without_its_facts_is_a_problem(folder: Callable[..., Path]) -> None:
    head = HEAD + "facts: {months: 月数}\n"
    text = history(f"from: 2010-01-01, value: {{fact: months}}, {BASIS}", head=head)
    example = "examples: [{name: 甲, on: 2011-01-01, centre: '1', expect: 5}]\n"
    assert codes(folder(a__ratio=text + example)) == {"example"}


def test_one_name_is_one_fact(folder: Callable[..., Path]) -> None:
    head = HEAD + "facts: {months: 月数}\nflags: {months: 月}\n"
    text = history(f"from: 2010-01-01, value: 5, {BASIS}", head=head)
    assert codes(folder(a__ratio=text)) == {"fact_twice"}
    named = HEAD + "facts: {any: 月数}\n"
    text = history(f"from: 2010-01-01, value: 5, {BASIS}", head=named)
    assert codes(folder(a__ratio=text)) == {"fact_name"}


TABLE = """known_from: 2026-08-01
until: 2027-01-01
checked: 2026-11-24
cities:
  '440100': {name: 广州, province: 广东省, floor: 2500, cap: %s, published: 2026-07, source: x}
"""


def test_the_table_of_base_limits_is_checked_like_folders(
    folder: Callable[..., Path],
) -> None:
    head = "unit: yuan\nselected_by: business_date\nscope: local\nchecked: 2026-11-24\n"
    declared = {
        "collection__base_floor": f"name: 下限\n{head}",
        "collection__base_cap": f"name: 上限\n{head}",
    }
    assert codes(folder(**declared, centres__base_limits=TABLE % "41697")) == set()
    assert codes(folder(**declared, centres__base_limits=TABLE % "41697.005")) == {"kind"}
    assert codes(folder(**declared, centres__base_limits=TABLE % "many")) == {"yaml"}
    assert codes(folder(**declared, centres__base_limits="cities: {}")) == {"yaml"}
