"""业务接口 · every operation by HTTP, with the rights, the refusals and the cases of the desk.

Each operation has an address of its own, and the description (`/api/v1/openapi.json`) shows
the fields of its command.  `Idempotency-Key` is a UUID that the program makes up for one piece
of work: sending the same again does nothing twice and answers the same.
"""

# Ninja reads the annotations of these functions while they are being defined.

import json
import re
from collections.abc import Callable
from typing import Annotated, Any, NoReturn
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.errors import HttpError
from ninja.params.models import Header

from provident.casework import api as casework
from provident.channels.api.business_shapes import (
    DoneOut,
    HandedOnOut,
    OperationOut,
    ReceiptOut,
    RehearsedOut,
)
from provident.channels.api.entering import Bearer
from provident.channels.api.faults import (
    KEY,
    NOT_FOUND,
    NOT_JSON,
    NOT_SIGNED_IN,
    OVERTAKEN,
    REFUSED,
    TOO_LARGE,
    Unknown,
)
from provident.channels.api.inlining import inlined
from provident.channels.api.shapes import RefusedOut
from provident.channels.workbench.log.operations import operation_seen
from provident.kernel.models import Operation
from provident.kernel.operation import OperationSpec, catalogue, rehearse
from provident.kernel.refusal import Defect, refuse
from provident.staff import api as people

HANDED_ON = 202
REFUSALS = {
    NOT_JSON: RefusedOut,
    NOT_SIGNED_IN: RefusedOut,
    OVERTAKEN: RefusedOut,
    TOO_LARGE: RefusedOut,
    REFUSED: RefusedOut,
}
LOOKED_UP = {NOT_SIGNED_IN: RefusedOut, NOT_FOUND: RefusedOut}

OPERATION_NO = re.compile(r"[0-9]{20}", re.ASCII)

router = Router(tags=["operations"], auth=Bearer())

Key = Annotated[UUID, Header(..., alias=KEY, description="防重复的标识，由请求方生成")]
Answered = DoneOut | Status[HandedOnOut]


def staff_behind(request: HttpRequest) -> people.Staff:
    """The person whose token the request carries."""
    return request.auth  # type: ignore[attr-defined,no-any-return]  # set by `Bearer`


def read_body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request; a number with a fraction is read as its own digits."""
    try:
        given = json.loads(request.body or b"{}", parse_float=str, parse_constant=_no)
    except (ValueError, RecursionError):
        raise HttpError(NOT_JSON, "not JSON") from None
    if not isinstance(given, dict):
        raise refuse("input.json", "请求内容应为一个 JSON 对象，请核对。")
    return given


def _no(constant: str) -> NoReturn:
    raise ValueError(constant)


@router.get(
    "/operations",
    response={200: list[OperationOut], NOT_SIGNED_IN: RefusedOut},
    summary="业务目录",
)
def operations(request: HttpRequest) -> list[OperationOut]:
    """Every operation, what it asks for, and whether you may make or check it."""
    staff = staff_behind(request)
    return [OperationOut.of(found, staff) for found in catalogue()]


def operation(request: HttpRequest, code: str) -> OperationOut:
    """One operation of the catalogue."""
    return OperationOut.of(_known(code), staff_behind(request))


def no_such_operation(request: HttpRequest, code: str) -> NoReturn:
    """What cannot be started: an unknown operation, or one that only the system does."""
    casework.allowed(staff_behind(request), _known(code).code, {}).require()
    raise Defect(f"{code} can be started by people and has no address of its own")


def _known(code: str) -> OperationSpec:
    for found in catalogue():
        if found.code == code:
            return found
    raise Unknown(
        "operation.code", f"没有代码为 {code} 的业务，全部业务见 /api/v1/operations。"
    )


@router.get(
    "/done/{operation_no}", response={200: ReceiptOut, **LOOKED_UP}, summary="一笔业务的回执"
)
def receipt(request: HttpRequest, operation_no: str) -> ReceiptOut:
    """What an operation did: for those who made or checked it, or may see it in the log."""
    staff = staff_behind(request)
    written = OPERATION_NO.fullmatch(operation_no)
    one = Operation.objects.filter(number=operation_no).first() if written else None
    if one is None or not _may_read(staff, one):
        raise Unknown(
            "operation.unknown",
            "没有这个流水号的业务，或者您的岗位、网点不能查看它，请核对流水号。",
        )
    return ReceiptOut.of(one)


def _may_read(staff: people.Staff, one: Operation) -> bool:
    if staff.name in (one.maker, one.checker):
        return True
    return staff.may_see("operation") and operation_seen(staff, one.number) is not None


def _add(found: OperationSpec) -> None:
    """The two addresses of an operation that people may start: do it, and rehearse it."""
    body = {
        "required": True,
        "content": {"application/json": {"schema": inlined(found.command.model_json_schema())}},
    }
    name = found.code.replace(".", "_")
    # An address answers by one view: GET stands here too, and once in the description below.
    router.add_api_operation(
        f"/operations/{found.code}", ["GET"], _showing(found), include_in_schema=False
    )
    router.add_api_operation(
        f"/operations/{found.code}",
        ["POST"],
        _doing(found.code),
        response={200: DoneOut, HANDED_ON: HandedOnOut, **REFUSALS},
        summary=found.title,
        operation_id=f"do_{name}",
        openapi_extra={"requestBody": body},
    )
    router.add_api_operation(
        f"/operations/{found.code}/rehearsal",
        ["POST"],
        _rehearsing(found.code),
        response={200: RehearsedOut, **REFUSALS},
        summary=f"{found.title}（试算，不办理）",
        operation_id=f"rehearse_{name}",
        openapi_extra={"requestBody": body},
    )


def _doing(code: str) -> Callable[..., Any]:
    def do(request: HttpRequest, key: Key) -> Answered:
        outcome = casework.submit(code, read_body(request), staff_behind(request), id=key)
        if outcome.done is not None:
            return DoneOut.of(outcome.done)
        return Status(HANDED_ON, HandedOnOut.of(str(outcome.case_no)))

    return do


def _rehearsing(code: str) -> Callable[..., Any]:
    def try_out(request: HttpRequest) -> RehearsedOut:
        staff, given = staff_behind(request), read_body(request)
        casework.allowed(staff, code, given).require()
        done = rehearse(code, given, people.by(staff))
        return RehearsedOut.of(done, two_persons=casework.needs_second(code, given))

    return try_out


def _showing(found: OperationSpec) -> Callable[..., Any]:
    def show(request: HttpRequest) -> OperationOut:
        return OperationOut.of(found, staff_behind(request))

    return show


def _add_all() -> None:
    """Every operation that people may start; whatever other code is asked for comes last."""
    for found in catalogue():
        if not found.machine_only:
            _add(found)
    one = "/operations/{code}"
    router.add_api_operation(
        one, ["GET"], operation, response={200: OperationOut, **LOOKED_UP}, summary="一项业务"
    )
    for path in (one, f"{one}/rehearsal"):
        router.add_api_operation(path, ["POST"], no_such_operation, include_in_schema=False)


_add_all()
