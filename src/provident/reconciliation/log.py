"""操作日志核验 · the operation log and the policy releases against their own digests.

The digest of a command is computed again from what stands in the log, here and not by the
code that wrote it: an auditor with the log and `docs/reference/seal.md` can do the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice

from provident.kernel import sql
from provident.kernel.digest import sm3
from provident.ledger.invariants import OFFENCES_MAX, Check, Offence
from provident.policy.api import altered

OPERATIONS = sql.Statement(__file__, "sql/operation_commands.sql")


def log_checks() -> tuple[Check, ...]:
    """The checks of the log, for `checks.all_checks`."""
    return (
        Check(
            "log.commands",
            "操作日志的请求与摘要相符",
            "每笔业务的请求摘要（SM3）由业务代码和请求内容重新算出",
            lambda: list(islice(_altered_commands(), OFFENCES_MAX)),
        ),
        Check(
            "log.policy_releases",
            "政策发布与摘要相符",
            "每次政策发布的内容摘要（SM3）由其内容重新算出，业务采用的发布都存在",
            altered_releases,
        ),
    )


def _altered_commands() -> Iterator[Offence]:
    """Streamed: the log may be longer than the memory."""
    with sql.cursor().copy(OPERATIONS.text) as stream:
        for number, code, command, stated in stream.rows():
            if command_digest(code, command) != stated:
                yield Offence(
                    f"业务 {number}（{code}）的请求内容或业务代码与请求摘要不符，已被改动",
                    {"operation_no": str(number), "code": str(code)},
                )


def command_digest(code: str, command: str) -> str:
    """SM3 over the JSON array [code, command]: keys sorted, no blanks, UTF-8."""
    text = json.dumps(
        [code, json.loads(command)], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sm3(text.encode("utf-8"))


def altered_releases() -> Sequence[Offence]:
    """Releases whose content does not give their digest, or that are gone."""
    changed = [
        Offence(f"第 {number} 号政策发布的内容与其摘要不符，已被改动", {"release": str(number)})
        for number in altered()
    ]
    rows = sql.cursor().execute(
        "select distinct o.policy_release from operation o"
        " where o.policy_release is not null and not exists"
        " (select 1 from policy_release r where r.number = o.policy_release)"
    )
    gone = [
        Offence(f"有业务采用第 {number} 号政策发布，这次发布已不存在", {"release": str(number)})
        for (number,) in rows.fetchall()
    ]
    return changed + gone
