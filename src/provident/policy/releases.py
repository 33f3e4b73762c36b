"""政策发布 · publishing the policy and reading what was published.

Operations read only releases, never files: a release cannot change, so every past decision
can be computed again with the very values it rested on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.db import connection, transaction

from provident.kernel import sql
from provident.kernel.places import data_dir, project_dir
from provident.kernel.policy_source import Fact, Newest, PolicyValue
from provident.kernel.refusal import Conflict, Defect, Verdict
from provident.policy.content import hash_of
from provident.policy.library import Library
from provident.policy.models import PolicyRelease

FIRST_MAKER = "system-init"
FIRST_CHECKER = "system-init-check"
FIRST_NOTE = "出厂首次发布：由安装程序写入，未经人工复核；中心上线前应核对后重新发布。"

_PUBLISH_LOCK = 7_361_001
"""Advisory lock that puts publications in a row, so that numbers have no gap."""
_NEWEST = "select number, content_hash from policy_release order by number desc limit 1"


class ReleasedPolicy:
    """已发布的政策 · a `PolicySource`: one release, answered by its library."""

    def __init__(self, release_id: int, library: Library) -> None:
        self.release_id = release_id
        self.library = library

    def value(
        self,
        name: str,
        *,
        on: date,
        centre: str,
        area: str | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> PolicyValue:
        """See `Library.value`."""
        return self.library.value(name, on=on, centre=centre, area=area, facts=facts)

    def change_dates(
        self, name: str, start: date, end: date, *, centre: str | None = None
    ) -> tuple[date, ...]:
        """See `Library.change_dates`."""
        return self.library.change_dates(name, start, end, centre=centre)


def files() -> Library:
    """The policy as the files stand now: the shipped folder and the centre's own."""
    own = data_dir() / "policies"
    return Library.load([project_dir("policies"), *([own] if own.is_dir() else [])])


def active() -> Library:
    """The library of the newest release."""
    return active_policy().library


def active_policy(newest: Newest | None = None) -> ReleasedPolicy:
    """The newest release.  `Conflict` when nothing has been published yet.

    `newest` says which one it is where that is known already; else one small query finds it.
    The content is read and verified once per process and release.
    """
    number, content_hash = newest or _newest()
    if number is None or content_hash is None:
        raise Conflict("policy.no_release", "还没有发布过政策参数，请先执行 provident init。")
    return _released(number, content_hash)


def released(release_id: int) -> ReleasedPolicy:
    """An earlier release, to compute a past decision again; unknown is a `Defect`."""
    found = PolicyRelease.objects.filter(number=release_id).values_list("content_hash")
    for (content_hash,) in found:
        return _released(release_id, content_hash)
    raise Defect(f"there is no policy release {release_id}")


def numbers() -> list[int]:
    """The numbers of all releases, oldest first."""
    return list(PolicyRelease.objects.order_by("number").values_list("number", flat=True))


def publish(library: Library, *, maker: str, checker: str, note: str) -> PolicyRelease:
    """Publish a library as the next release, in force from the commit on.

    Refuses unless maker and checker are two different people and the note says why.  What
    is in force already is returned as it is, so publishing twice publishes once.  Going
    back to the content of an older release is a new release: the order tells the history.
    """
    verdict = Verdict()
    _judge_people(verdict, maker, checker)
    verdict.refuse_if(
        not note.strip(), "policy.note_missing", "请填写发布说明：改了什么、依据哪个文件。"
    )
    verdict.require()
    return _append(library, maker, checker, note)


def publish_first(library: Library) -> PolicyRelease:
    """首次发布 · what `provident init` publishes; once there is a release, the newest.

    It carries the installer's name on both sides and says so, because no person has
    checked it.
    """
    newest = PolicyRelease.objects.order_by("-number").first()
    return newest or _append(library, FIRST_MAKER, FIRST_CHECKER, FIRST_NOTE)


def altered() -> list[int]:
    """Numbers of the releases whose stored content does not give their digest any more."""
    stored = PolicyRelease.objects.order_by("number").values_list(
        "number", "content_hash", "content"
    )
    return [
        number for number, stated, content in stored.iterator() if hash_of(content) != stated
    ]


def _judge_people(verdict: Verdict, maker: str, checker: str) -> None:
    people = (maker.strip(), checker.strip())
    verdict.refuse_if(
        not all(people) or people[0].casefold() == people[1].casefold(),
        "policy.two_persons",
        "政策参数的发布须由两人办理：请填写经办人和另一位复核人。",
        maker=maker,
        checker=checker,
    )
    verdict.refuse_if(
        bool({FIRST_MAKER, FIRST_CHECKER} & set(people)),
        "policy.reserved_name",
        "安装程序的名义只用于首次发布，请以本人名义办理。",
    )


def _append(library: Library, maker: str, checker: str, note: str) -> PolicyRelease:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_PUBLISH_LOCK])
        newest = PolicyRelease.objects.order_by("-number").first()
        if newest is not None and newest.content_hash == library.content_hash:
            return newest
        release = PolicyRelease.objects.create(
            number=newest.number + 1 if newest else 1,
            content_hash=library.content_hash,
            content=library.content,
            maker=maker.strip(),
            checker=checker.strip(),
            note=note.strip(),
        )
        release.refresh_from_db(fields=["published_at"])
        return release


def _newest() -> Newest:
    return Newest(*(sql.call(_NEWEST) or (None, None)))


@lru_cache(maxsize=8)
def _released(number: int, content_hash: str) -> ReleasedPolicy:
    """Keyed by hash too, because two databases may use the same number in one process."""
    content = PolicyRelease.objects.values_list("content", flat=True).get(number=number)
    library = Library.from_content(content, f"第 {number} 号发布")
    if library.content_hash != content_hash:
        raise Defect(f"policy release {number} does not match its hash: it was altered")
    return ReleasedPolicy(number, library)
