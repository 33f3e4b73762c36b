"""办理对象 · what a command is about: subject, branches, amount, and whose own business it is.

A command says by itself what its fields stand for (`json_schema_extra={"kind": …}`), so a new
operation is understood without a list of operations here.  Everything is read once and
nothing is locked: the operation reads its facts again when it is performed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from provident.collection import api as collection
from provident.kernel.operation import Command, OperationSpec, written_down
from provident.parties import api as parties
from provident.settlement import amounts

DIGEST_SHOWN = 16
"""Characters of the digest that tell two commands apart which name no subject."""


@dataclass(frozen=True, slots=True)
class Concern:
    """办理对象 · what one command concerns.

    `kind` and `key` name the subject (`suspense`, `12`), `about` says it for people.
    `centre_wide`: it names nothing that belongs to a branch.  `amount` is in yuan, None
    where the command names no money.  `id_numbers` are the documents of the members it
    touches by name, or of everybody in the roster that it takes.
    """

    kind: str
    key: str
    about: str
    branches: frozenset[str] = frozenset()
    centre_wide: bool = False
    amount: Decimal | None = None
    id_numbers: tuple[str, ...] = ()

    @property
    def branch(self) -> str | None:
        """The one branch it belongs to; None for the centre and for several branches."""
        return next(iter(self.branches)) if len(self.branches) == 1 else None


def concern_of(found: OperationSpec, command: Command) -> Concern:
    """办理对象 · read what a command concerns, as things stand now."""
    parts = [
        part
        for kind, find in _FINDERS.items()
        for values in [_named(command, kind)]
        if values
        for part in [find(values, command)]
    ]
    subject = next((part for part in parts if part.key), None) or _by_itself(found, command)
    # Where an employer is named it is served by its own branch, whoever else is concerned:
    # a member who joins it may have been opened at another branch.
    employer = next((part for part in parts if part.kind == "employer"), None)
    return Concern(
        subject.kind,
        subject.key,
        subject.about,
        employer.branches if employer else frozenset().union(*(one.branches for one in parts)),
        all(part.centre_wide for part in parts),
        next((part.amount for part in parts if part.amount is not None), None),
        tuple(number for part in parts for number in part.id_numbers),
    )


def _by_itself(found: OperationSpec, command: Command) -> Concern:
    """A command that names nothing is its own subject: the same one is not sent twice."""
    _, digest = written_down(found, command)
    about = str(getattr(command, "name", None) or found.title)
    return Concern("command", digest[:DIGEST_SHOWN], about)


def _named(command: BaseModel, kind: str) -> tuple[Any, ...]:
    """Everything of this kind that the command names, also inside its lists; each once."""
    return tuple(dict.fromkeys(_walk(command, kind)))


def _walk(command: BaseModel, kind: str) -> Iterator[Any]:
    for name, field in type(command).model_fields.items():
        value = getattr(command, name)
        values: Sequence[Any] = value if isinstance(value, (list, tuple)) else (value,)
        if _kind(name, field) == kind:
            yield from (one for one in values if one not in (None, ""))
        else:
            for one in values:
                if isinstance(one, BaseModel) and not _is_of_an_organisation(one):
                    yield from _walk(one, kind)


def _is_of_an_organisation(inside: BaseModel) -> bool:
    """法人代表、经办人、付款户 are an employer's, and act for it, not for themselves."""
    return not any(_kind(*item) == "member" for item in type(inside).model_fields.items())


def _kind(name: str, field: FieldInfo) -> str:
    """What a field stands for: its own mark, or that of the items of its list."""
    marks = [field.json_schema_extra] + [
        mark.json_schema_extra
        for item in get_args(field.annotation)
        for mark in getattr(item, "__metadata__", ())
        if isinstance(mark, FieldInfo)
    ]
    for mark in marks:
        if isinstance(mark, dict) and "kind" in mark:
            return str(mark["kind"])
    return _BY_NAME.get(name, "")


_BY_NAME: Mapping[str, str] = {
    "reference": "reference",
    "references": "reference",
    "credit_code": "credit_code",
    "id_number": "person",
    "username": "login",
    "content": "policy",
}
"""Data items that mean one thing wherever they stand and are no reference to a record."""


def _suspense(items: Sequence[int], _: Command) -> Concern:
    about = f"暂收款 {items[0]}"
    amount = amounts.suspense_amount(items[0])
    return Concern("suspense", str(items[0]), about, centre_wide=True, amount=amount)


def _receipt(receipts: Sequence[int], _: Command) -> Concern:
    found = collection.of_receipt(receipts[0])
    about = f"到账款 {receipts[0]}{_of(found)}"
    return Concern("receipt", str(receipts[0]), about, found.branches, amount=found.amount)


def _instruction(instructions: Sequence[int], _: Command) -> Concern:
    about = f"结算指令 {instructions[0]}"
    amount = amounts.instruction_amount(instructions[0])
    return Concern("instruction", str(instructions[0]), about, centre_wide=True, amount=amount)


def _rows(rows: Sequence[int], _: Command) -> Concern:
    about = f"银行流水 {'、'.join(map(str, rows))}"
    amount = amounts.rows_amount(rows)
    return Concern("bank_row", str(min(rows)), about, centre_wide=True, amount=amount)


def _references(references: Sequence[str], _: Command) -> Concern:
    bundle = references[0] if len(references) == 1 and references[0][:1] == "B" else ""
    found = collection.of_bundle(bundle) if bundle else collection.of_lists(references)
    about = f"{'合并缴款单' if bundle else '汇缴书'} {'、'.join(references)}{_of(found)}"
    key = ",".join(sorted(references))
    return Concern("order", key, about, found.branches, amount=found.amount)


def _upload(uploads: Sequence[int], _: Command) -> Concern:
    found = collection.of_upload(uploads[0])
    about = f"名单 {uploads[0]}{_of(found)}"
    ids = collection.roster_documents(uploads[0])
    return Concern("upload", str(uploads[0]), about, found.branches, id_numbers=ids)


def _members(numbers: Sequence[str], _: Command) -> Concern:
    known = collection.of_members(numbers)
    branches = frozenset(one.branch for one in known)
    ids = tuple(one.id_number for one in known)
    if len(numbers) > 1:  # several at once are their employer's business
        return Concern("member", "", f"{len(numbers)} 名职工", branches, id_numbers=ids)
    about = f"{known[0].name}（{numbers[0]}）" if known else numbers[0]
    return Concern("member", numbers[0], about, branches, id_numbers=ids)


def _employer(numbers: Sequence[str], _: Command) -> Concern:
    known = parties.find_employer(numbers[0])
    if known is None:
        return Concern("employer", numbers[0], numbers[0])
    about = f"{known.name}（{known.number}）"
    return Concern("employer", known.number, about, frozenset({known.branch_id}))


def _credit_code(codes: Sequence[str], command: Command) -> Concern:
    about = f"{getattr(command, 'name', None) or ''}（{codes[0]}）"
    return Concern("credit_code", codes[0], about)


def _person(numbers: Sequence[str], command: Command) -> Concern:
    """A person named by document: a member to be, or a member's new document."""
    if not (_named(command, "employer") or _named(command, "member")):
        return Concern("person", "", "", centre_wide=True)
    about = str(getattr(command, "name", None) or "")
    return Concern("person", numbers[0], about, id_numbers=tuple(numbers))


def _login(usernames: Sequence[str], _: Command) -> Concern:
    return Concern("login", usernames[0], f"用户 {usernames[0]}", centre_wide=True)


def _policy(_digests: Sequence[str], _: Command) -> Concern:
    """There is one policy; only one release of it can wait."""
    return Concern("policy", "release", "政策参数", centre_wide=True)


def _branch(codes: Sequence[str], _: Command) -> Concern:
    """Where something belongs; a branch is the place of a matter and never its subject."""
    return Concern("branch", "", "", frozenset(codes))


def _of(found: collection.Belonging) -> str:
    return f"（{'、'.join(found.employers)}）" if found.employers else ""


_FINDERS: Mapping[str, Callable[[Any, Command], Concern]] = {
    "suspense": _suspense,
    "receipt": _receipt,
    "instruction": _instruction,
    "bank_row": _rows,
    "reference": _references,
    "upload": _upload,
    "member": _members,
    "person": _person,
    "employer": _employer,
    "credit_code": _credit_code,
    "login": _login,
    "policy": _policy,
    "branch": _branch,
}
"""What a command may name; the first that is there is its subject."""
