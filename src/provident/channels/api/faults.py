"""拒绝的回答 · whatever goes wrong is answered in one shape, in words, with every reason.

| status | what it means |
|---|---|
| 400 | the body is no JSON |
| 401 | nobody is signed in, or the session has ended: it says why |
| 404 | there is nothing under this address |
| 409 | somebody was there first, or the key was used for something else |
| 413 | the body is too large |
| 422 | a field is wrong, a right is missing, or the rules say no |
| 503 | no policy may be used at present |

A fault of the system is none of these: it is a 500 and an entry in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import (
    AuthenticationError,
    HttpError,
    ValidationError,
    ValidationErrorContext,
)
from ninja.operation import Operation

from provident.channels.api.shapes import RefusedOut
from provident.channels.calc.fields import Question
from provident.channels.calc.reading import reasons_of
from provident.channels.portal.policy_in_use import PolicyUnusable
from provident.channels.workbench.signing.presence import WHY
from provident.kernel.field_reasons import SENTENCES, UNEXPLAINED, field_reasons
from provident.kernel.refusal import Conflict, Reason, Refusal

NOT_JSON, NOT_SIGNED_IN, NOT_FOUND, OVERTAKEN = 400, 401, 404, 409
TOO_LARGE, REFUSED, UNAVAILABLE = 413, 422, 503

KEY = "Idempotency-Key"
UNKNOWN_CASE = {"case.unknown"}
"""What casework refuses because there is no such case; by HTTP that is a 404."""


class Unknown(Exception):
    """没有 · there is nothing under this address; `says` tells where to look."""

    def __init__(self, code: str, says: str) -> None:
        self.reason = Reason(code, says)
        super().__init__(says)


class Misread(ValidationError):
    """填写有误 · the faults of a request, already in words."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__([])


class Interface(NinjaAPI):
    """程序接口 · faults of a request in words; short names of operations in the description."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        return Misread(reason for one in error_contexts for reason in _misread(one))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def answer_faults(api: NinjaAPI) -> None:
    """Let `api` answer every kind of failure as this module says."""

    def told(request: HttpRequest, reasons: Iterable[Reason], status: int) -> HttpResponse:
        return api.create_response(request, RefusedOut.of(reasons), status=status)

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        status = NOT_FOUND if refusal.codes() == UNKNOWN_CASE else REFUSED
        return told(request, refusal.reasons, status)

    @api.exception_handler(Misread)
    def misread(request: HttpRequest, error: Misread) -> HttpResponse:
        return told(request, error.reasons, REFUSED)

    @api.exception_handler(Conflict)
    def overtaken(request: HttpRequest, conflict: Conflict) -> HttpResponse:
        reason = Reason(conflict.code, conflict.says, conflict.facts)
        return told(request, [reason], OVERTAKEN)

    @api.exception_handler(Unknown)
    def unknown(request: HttpRequest, error: Unknown) -> HttpResponse:
        return told(request, [error.reason], NOT_FOUND)

    @api.exception_handler(AuthenticationError)
    def not_signed_in(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        answer = told(request, [_who_are_you(request)], NOT_SIGNED_IN)
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(PolicyUnusable)
    def unusable(request: HttpRequest, _error: PolicyUnusable) -> HttpResponse:
        says = "政策参数正在核对，暂时不能试算和查询，请稍后再试。"
        return told(request, [Reason("policy.unusable", says)], UNAVAILABLE)

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        megabytes = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 2**20
        says = f"请求内容超过 {megabytes} MB，请分次提交。"
        return told(request, [Reason("input.too_large", says)], TOO_LARGE)

    @api.exception_handler(HttpError)
    def not_json(request: HttpRequest, error: HttpError) -> HttpResponse:
        """Raised by the framework alone, for a body that it cannot parse."""
        reason = Reason("input.json", "请求内容不是 JSON，请核对。")
        return told(request, [reason], error.status_code)


def _who_are_you(request: HttpRequest) -> Reason:
    """Why the person of this token is not signed in (any more)."""
    why = getattr(request, "ended", "")
    if why:
        return Reason(f"sign_in.{why}", str(WHY[why]))
    return Reason(
        "sign_in.needed",
        "没有登录，或者登录已经失效。请先登录，再在请求头 Authorization 写明 Bearer 和令牌。",
    )


def _misread(context: ValidationErrorContext[Any]) -> Iterator[Reason]:
    """The faults of one part of a request: its body, or its header, address and query."""
    part: Any = context.model
    faults: list[Any] = context.pydantic_validation_error.errors()
    if part.__ninja_param_source__ != "body":
        names = part.__ninja_flatten_map_reverse__
        yield from (_of_parameter(names.get(one["loc"], one["loc"])[-1], one) for one in faults)
        return
    (body,) = part.model_fields.values()
    told = reasons_of if issubclass(body.annotation, Question) else field_reasons
    yield from told(body.annotation, [{**one, "loc": one["loc"][1:]} for one in faults])


def _of_parameter(name: str, fault: Mapping[str, Any]) -> Reason:
    facts = {"field": name, "kind": fault["type"]}
    if name == KEY:
        return Reason(
            "request.key",
            f"请在请求头 {KEY} 写明这次办理的标识（UUID），由您的程序生成："
            "同一次办理重发时不变，另一次办理换一个。",
            facts,
        )
    says = SENTENCES.get(fault["type"], UNEXPLAINED).format(**fault.get("ctx", {}))
    return Reason("request.parameter", f"{name}：{says}。", facts)
