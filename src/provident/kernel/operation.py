"""业务操作 · one file, one command, one database transaction, one operation number.

`@operation` puts a function into the registry; `perform` runs it:

    1. the same id with the same body returns the stored receipt, with another body a
       `Conflict`;
    2. the open business day is locked (shared), so that it cannot close underneath;
    3. the function judges and books;
    4. the audit row is written with command, people, policy release and receipt;
    5. commit.  After a deadlock the whole of it is run again, three times at most.

`rehearse` (试算) does 1 to 3 and rolls back.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar, cast, overload

from django.conf import settings
from django.db import transaction
from psycopg import errors
from psycopg.types.json import Jsonb
from pydantic import BaseModel, ConfigDict, ValidationError

from provident.kernel import policy_source, sql
from provident.kernel.context import By, Context, same_person
from provident.kernel.digest import sm3
from provident.kernel.field_reasons import field_reasons
from provident.kernel.refusal import Conflict, Defect, Refusal, refuse

ATTEMPTS_MAX = 4

BEGIN = "select * from kernel.begin_operation(%s, %s, %s, %s)"
FINISH = (
    "insert into operation (id, number, code, business_date, command, command_hash, maker,"
    " checker, channel, policy_release, result, recorded_at)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, clock_timestamp())"
)


class Command(BaseModel):
    """请求 · what a person or a machine asks for; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Receipt:
    """回执 · what the operation did, in plain values (text, int, list, dict).

    `says` is the sentence for the person; `facts` are figures and numbers for programs,
    amounts as text with two decimals.
    """

    says: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """办结 · a performed operation: its number, day and receipt.

    `replayed` is true when this id had been performed before and nothing was done now.
    """

    operation_no: str
    business_date: date
    receipt: Receipt
    replayed: bool = False


Handler = Callable[[Any, Context], Receipt]
Moves = Literal["none", "in", "out", "inside"]
H = TypeVar("H", bound=Handler)
Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class OperationSpec:
    """业务目录的一行 · one line of the catalogue of operations."""

    code: str
    title: str
    command: type[Command]
    handler: Handler
    basis: tuple[str, ...]
    posting: tuple[str, ...]
    moves: Moves
    two_persons: bool
    machine_only: bool
    on_own_day: bool
    about: str


_registry: dict[str, OperationSpec] = {}


def operation(
    code: str,
    *,
    title: str,
    basis: tuple[str, ...] = (),
    posting: tuple[str, ...] = (),
    moves: Moves = "none",
    two_persons: bool = False,
    machine_only: bool = False,
    on_own_day: bool = False,
) -> Callable[[H], H]:
    """Enter a function `(command, at) -> Receipt` into the registry under `code`.

    `basis`      citations such as `regulation-2026#19`;
    `posting`    names of the posting rules it may use;
    `moves`      whether bank money comes in, goes out, moves inside the books, or not;
    `two_persons` refuses unless the context names a maker and a different checker;
    `machine_only` only processes start it, never a person at a counter;
    `on_own_day` the command's `day` is the business date (opening and closing of days).
    """

    def register(handler: H) -> H:
        if code in _registry:
            raise Defect(f"operation {code} is registered twice")
        command = handler.__annotations__.get("command")
        if isinstance(command, str):
            command = handler.__globals__.get(command)
        if not (isinstance(command, type) and issubclass(command, Command)):
            raise Defect(f"operation {code}: first parameter must be `command: SomeCommand`")
        module_doc = handler.__globals__.get("__doc__") or ""
        _registry[code] = OperationSpec(
            code, title, command, handler, basis, posting, moves, two_persons,
            machine_only, on_own_day, handler.__doc__ or module_doc,
        )  # fmt: skip
        return handler

    return register


def catalogue() -> Iterator[OperationSpec]:
    """Every registered operation in the order of its code."""
    for code in sorted(_registry):
        yield _registry[code]


def spec(code: str) -> OperationSpec:
    """The operation registered under `code`; an unknown code is a `Defect`."""
    if code not in _registry:
        raise Defect(f"no operation is registered as {code!r}")
    return _registry[code]


def operation_id(*parts: object) -> uuid.UUID:
    """The id that always belongs to the same cause, e.g. one notice or one shard."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "\x1f".join(str(part) for part in parts))


def perform(
    code: str,
    command: Command | Mapping[str, Any],
    by: By,
    *,
    id: uuid.UUID | None = None,
) -> Done:
    """Run an operation and commit it.

    Raises `Refusal` (every reason at once), `Conflict` or `Defect`; nothing is kept of an
    operation that raised, and its id is free again.
    """
    found = spec(code)
    checked = read_command(found, command)
    require_people(found, by)
    identity = id or uuid.uuid4()
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            with transaction.atomic(durable=True):
                return _run(found, checked, by, identity, dry_run=False)
        except Exception as error:
            if not is_deadlock(error) or attempt == ATTEMPTS_MAX:
                raise
    raise Defect("unreachable")


@overload
def rehearse(code: str, command: Command | Mapping[str, Any], by: By) -> Done: ...


@overload
def rehearse(
    code: str, command: Command | Mapping[str, Any], by: By, look: Callable[[Done], Seen]
) -> tuple[Done, Seen]: ...


def rehearse(
    code: str,
    command: Command | Mapping[str, Any],
    by: By,
    look: Callable[[Done], Seen] | None = None,
) -> Done | tuple[Done, Seen]:
    """试算 · run an operation and roll everything back; refusals are raised as usual.

    The second person of an operation by two need not be there yet.  `look` is called before
    everything is rolled back and may read what would be booked; its answer is returned
    beside the receipt.
    """
    found = spec(code)
    checked = read_command(found, command)
    require_maker(found, by)
    with transaction.atomic(durable=True):
        done = _run(found, checked, by, uuid.uuid4(), dry_run=True)
        seen = look(done) if look else None
        transaction.set_rollback(True)
    return done if look is None else (done, cast(Seen, seen))


def is_deadlock(error: BaseException) -> bool:
    """Whether PostgreSQL ended the transaction in favour of another one."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, (errors.DeadlockDetected, errors.SerializationFailure)):
            return True
        cause = cause.__cause__
    return False


def read_command(found: OperationSpec, command: Command | Mapping[str, Any]) -> Command:
    """Return the command typed; refuse with one reason for each field that is wrong."""
    if isinstance(command, found.command):
        return command
    try:
        return found.command.model_validate(command)
    except ValidationError as error:
        raise Refusal(field_reasons(found.command, error.errors())) from None


def require_maker(found: OperationSpec, by: By) -> None:
    """Refuse a nameless maker and a person in a machine's place."""
    if not by.maker.strip():
        raise refuse("operation.no_maker", "没有写明经办人，不能办理，请写明经办人后重新提交。")
    if by.claims_to_be_machine and not by.is_machine:
        raise refuse(
            "operation.maker_reserved", "“system:”是系统自动业务专用的名字，请写明经办人姓名。"
        )
    if found.machine_only and not by.is_machine:
        raise refuse(
            "operation.machine_only", f"{found.title}由系统自动办理，无须也不能由人员发起。"
        )


def require_people(found: OperationSpec, by: By) -> None:
    """Refuse a maker who may not begin it, and a missing second person."""
    require_maker(found, by)
    second = (by.checker or "").strip()
    if found.two_persons and (not second or same_person(second, by.maker)):
        raise refuse(
            "operation.two_persons",
            f"{found.title}须由两人办理：请另一位有复核权限的人员复核。",
            maker=by.maker,
        )


def _run(
    found: OperationSpec, command: Command, by: By, identity: uuid.UUID, *, dry_run: bool
) -> Done:
    body, digest = written_down(found, command)
    own_day = cast(date, getattr(command, "day")) if found.on_own_day else None  # noqa: B009
    outcome, number, day, stored, *newest = sql.call(
        BEGIN, identity, found.code, digest, own_day
    )
    if outcome == "replay":
        receipt = Receipt(**json.loads(stored))  # Django's connections hand out jsonb as text
        return Done(number, day, receipt, replayed=True)
    if outcome == "other_body":
        raise Conflict(
            "operation.other_body",
            "同一个操作标识已经用于另一笔内容不同的业务，请换一个标识再提交。",
            operation_no=number,
        )
    if outcome == "no_day":
        raise Conflict("day.none_open", "还没有开启会计日，请联系系统管理员初始化系统。")
    source = policy_source.current(policy_source.Newest(*newest))
    at = Context(identity, number, found.code, day, by, settings.CENTRE, source, dry_run)
    receipt = found.handler(command, at)
    result = Jsonb({"says": receipt.says, "facts": dict(receipt.facts)})
    sql.call(
        FINISH, identity, number, found.code, day, body, digest, by.maker, by.checker,
        by.channel, at.policy_release, result,
    )  # fmt: skip
    return Done(number, day, receipt)


def written_down(found: OperationSpec, command: Command) -> tuple[str, str]:
    """The command as JSON in the one form that the log keeps, and its SM3.

    The digest covers the operation's code too; the log and a case of two persons carry it.
    """
    data = command.model_dump(mode="json")
    body = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return body, sm3(f'["{found.code}",{body}]'.encode())


def load_operations(package: str) -> None:
    """Import every module of an `operations` package, which enters them into the registry."""
    found = importlib.import_module(package)
    for module in pkgutil.iter_modules(found.__path__):
        importlib.import_module(f"{package}.{module.name}")
