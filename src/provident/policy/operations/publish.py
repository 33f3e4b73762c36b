"""政策发布 · put the policy files, as two persons have looked at them, in force.

The command carries the digest of the content that was looked at.  The files are read when
the operation is performed; if they say anything else by then, nothing is published.

依据  《住房公积金管理条例》(2026) 第四、八条（管理委员会决策，中心运作）
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from provident.kernel.context import Context
from provident.kernel.field_reasons import ONE_LINE
from provident.kernel.operation import Command, Receipt, operation
from provident.kernel.refusal import Conflict, Reason, Refusal, refuse
from provident.policy import releases
from provident.policy.library import Library, LibraryError

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PublishPolicy(Command):
    """`content` is the SM3 of the policy files' content; `note` what changed and why."""

    content: Digest = Field(title="内容摘要")
    note: str = Field(title="发布说明", min_length=2, max_length=500, pattern=ONE_LINE)


@operation(
    "policy.publish",
    title="发布政策参数",
    basis=("regulation-2026#4", "regulation-2026#8"),
    two_persons=True,
)
def publish_policy(command: PublishPolicy, at: Context) -> Receipt:
    """发布政策文件为新的版本，办结后受理的业务即按新版本办理。"""
    library = _read_files()
    if library.content_hash != command.content:
        raise Conflict(
            "policy.files_changed",
            "政策文件已经改动，与提交时看到的内容不同，请重新比对后再提交发布。",
            content=library.content_hash,
        )
    if releases.active().content_hash == library.content_hash:
        raise refuse("policy.in_force", "这些政策内容已经在执行，没有需要发布的改动。")
    if at.dry_run:
        return Receipt("政策文件校验通过，可以发布。", {"content": library.content_hash})
    release = releases.publish(
        library, maker=at.by.maker, checker=at.by.checker or "", note=command.note
    )
    return Receipt(
        f"已发布第 {release.number} 号政策，即日起执行。",
        {"release": release.number, "content": library.content_hash},
    )


def _read_files() -> Library:
    try:
        return releases.files()
    except LibraryError as error:
        raise Refusal(
            Reason(
                "policy.unsound",
                f"政策文件有误，请改正后再发布：{problem.says}。",
                {"file": problem.file, "record": problem.record},
            )
            for problem in error.problems
        ) from None
