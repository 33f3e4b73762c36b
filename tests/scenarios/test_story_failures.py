"""场景的核对会失败 · a story that expects something else than what happens must fail.

Each row changes one expectation of a story that passes; the report must show both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from story_file import Story, StoryError, read_story
from story_world import read_world

WORLD = read_world()

# 5000 × 12 % = 600, both sides 1200; 2026-11-02 to 2027-07-01 are 241 days.
STORY = """
title: 样例
shows: 样例。
basis: ["regulation-2026#19"]
given:
  employers: {甲公司: {}}
  members: {张三: {at: 甲公司}}
steps:
  - do: collection.confirm_lists
    with: {employer: $甲公司}
    as: 清册
    says: [已确认 甲公司]
    gives: {total: 1200.00, lists: [{month: 2026-11}]}
  - bank: 来款
    from: 甲公司
    amount: 1300.00
    remark: $清册
    kind: 到账
  - entry: |
      借 101   归集户            1300.00
      贷 20101 张三   2026-11    1200.00  起息 2026-11-02
      贷 21902 甲公司             100.00
  - balances: {张三: 余额 1200.00, 甲公司: 未分摊 100.00, 暂收: 无}
  - list: 甲公司 2026-11
    state: 已入账
    本月: 1 人 1200.00
    lines: {张三: 基数 5000.00 单位 600.00 个人 600.00}
  - do: collection.cancel_list
    with: {employer: $甲公司, month: 2026-11, reason: 填错}
    refused: [list.not_confirmed]
"""


def run(text: str, directory: Path, bank_maker: Callable[[], Any]) -> None:
    from story_run import StoryRun

    path = directory / "lists" / "sample.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    StoryRun(read_story(path, WORLD), WORLD, bank_maker, directory).run()


@pytest.mark.database
def test_the_sample_itself_passes(
    books: str, tmp_path: Path, bank_maker: Callable[[], Any]
) -> None:
    assert books
    run(STORY, tmp_path, bank_maker)


@pytest.mark.database
@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("已确认 甲公司", "已确认 乙公司", "话里应有“已确认 乙公司”"),
        ("total: 1200.00", "total: 1200.01", "total 应为 1200.01，实为 1200.00"),
        ("[{month: 2026-11}]", "[]", "lists 应为 []"),
        ("kind: 到账", "kind: 结息", "应归为“结息”，实为 receipt"),
        ("归集户            1300.00", "归集户            1300.01", "没有：借 10101 1300.01"),
        ("归集户            1300.00", "委贷户            1300.00", "多出：借 10101 1300.00"),
        ("张三   2026-11    1200", "张三   2026-12    1200", "没有：贷 20101 张三 2026-12"),
        ("起息 2026-11-02", "起息 2026-11-03", "起息 2026-11-03"),
        ("      贷 21902 甲公司             100.00\n", "", "多出：贷 21902 甲公司 100.00"),
        ("余额 1200.00, 甲", "余额 1199.99, 甲", "张三余额应为 1199.99，实为 1200.00"),
        ("未分摊 100.00", "未分摊 0.00", "甲公司未分摊应为 0.00，实为 100.00"),
        ("暂收: 无", "暂收: 5.00", "暂收应有 5.00，实有 无"),
        ("state: 已入账", "state: 待缴", "应是“待缴”，实是“已入账”"),
        ("本月: 1 人", "本月: 2 人", "本月应为 2 人 1200.00，实为 1 人 1200.00"),
        ("个人 600.00}", "个人 600.01}", "实为“基数 5000.00 单位 600.00 个人 600.00”"),
        ("[list.not_confirmed]", "[list.unknown]", "实为 list.not_confirmed"),
        ("    refused: [list.not_confirmed]\n", "", "拒绝理由应为 无"),
        (
            "    remark: $清册\n    kind",
            "    remark: $清册\n    gives: {how: name}\n    kind",
            "how",
        ),
    ],
)
def test_another_expectation_fails(
    books: str, tmp_path: Path, bank_maker: Callable[[], Any], wrong: str, right: str, says: str
) -> None:  # fmt: skip
    from story_run import StoryFailed

    assert books
    assert wrong in STORY
    with pytest.raises(StoryFailed, match="lists/sample《样例》第") as failure:
        run(STORY.replace(wrong, right, 1), tmp_path, bank_maker)
    assert says in str(failure.value)


@pytest.mark.database
@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("借 101   归集户            1300.00", "借 101 归集户 1300", "应写作"),
        ("余额 1200.00, 甲", "余 1200.00, 甲", "没有“余”"),
        ("余额 1200.00, 甲", "1200.00, 甲", "应写作“余额"),
        ("employer: $甲公司, month", "employer: $清册.nothing, month", "没有“nothing”"),
        ("暂收: 无}", "李四: 余额 0.00}", "没有叫“李四”"),
    ],
)
def test_a_wrong_word_is_the_fault_of_the_story(
    books: str, tmp_path: Path, bank_maker: Callable[[], Any], wrong: str, right: str, says: str
) -> None:  # fmt: skip
    assert books
    assert wrong in STORY
    with pytest.raises(StoryError, match="lists/sample《样例》第") as error:
        run(STORY.replace(wrong, right, 1), tmp_path, bank_maker)
    assert says in str(error.value)


ASKING = """
title: 提问
shows: 提问。
basis: ["regulation-2026#18"]
reads: [collection.ratio_max]
given:
  entered:
    - {parameter: withdrawal.rent_cap, centre: "653100", from: 2026-01-01, value: 1500}
steps:
  - calc: contribution
    with: {wage: 8500, month: 2026-11, employer_ratio: 12, member_ratio: 5}
    gives: {total: 1445.00}
  - rule: lending.penalty_markup
    with: {contract_on: 2026-11-02, percent: 60}
    refused: [penalty.markup]
    says: [应在 30% 至 50% 之间]
  - policy: withdrawal.rent_cap
    on: 2026-11-02
    centre: "653100"
    gives: {value: 1500}
"""


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("total: 1445.00", "total: 1445.01", "total 应为 1445.01，实为 1445.00"),
        ("member_ratio: 5", "member_ratio: 4", "拒绝理由应为 无"),
        ("percent: 60", "percent: 40", "没有拒绝"),
        ("[应在 30%", "[应在 20%", "话里应有"),
        ("gives: {value: 1500}", "gives: {value: 1501}", "value 应为 1501，实为 1500"),
        ("calc: contribution", "calc: tax", "没有计算器“tax”"),
        ("rule: lending.penalty_markup", "rule: lending.none", "没有规则“lending.none”"),
        ("percent: 60", "per_cent: 60", "还要写 'percent'"),
        ("policy: withdrawal.rent_cap", "policy: withdrawal.none", "没有政策参数"),
        ("from: 2026-01-01, value: 1500", "from: 2026-01-01, value: -1", "不能用"),
    ],
)
def test_an_answer_that_is_not_as_written_is_told(
    tmp_path: Path, wrong: str, right: str, says: str
) -> None:
    from story_questions import ask_all

    assert wrong in ASKING
    with pytest.raises((AssertionError, StoryError)) as told:
        ask_all(story_of(ASKING.replace(wrong, right), tmp_path), tmp_path)
    assert says in str(told.value)


def test_a_story_must_read_what_it_says_it_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from story_questions import ask_all, noted_reads, read_faults

    read = noted_reads(monkeypatch)
    story = story_of(ASKING, tmp_path)
    ask_all(story, tmp_path)
    assert list(read_faults(story, read)) == []
    for name, says in (
        ("lending.age_limit", "没有被读到"),
        ("withdrawal.rent_cap", "只是查了出来"),
        ("lending.none", "没有政策参数"),
    ):
        (fault,) = read_faults(replace(story, reads=(name,)), read)
        assert says in fault


def story_of(text: str, directory: Path) -> Story:
    path = directory / "asking" / "sample.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return read_story(path, WORLD)
