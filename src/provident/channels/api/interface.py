"""程序接口 · the one interface for programs: `/api/v1/`.

Calculators and policy are open to everybody; the business is for people who are signed in.
The same services as the pages, the same sentences, the same refusals.  Amounts and rates are
texts, so that no program reads them as floating point numbers.  The description for programs
is `/api/v1/openapi.json`.
"""

# Ninja reads the annotations of these functions while they are being defined.

from typing import NoReturn

from django.http import HttpRequest
from ninja import Router

from provident.channels.api.business import router as business
from provident.channels.api.cases import router as cases
from provident.channels.api.entering import router as entering
from provident.channels.api.faults import Interface, Unknown, answer_faults
from provident.channels.api.public import router as public

elsewhere = Router()
ANY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@elsewhere.api_operation(ANY_METHOD, "/{path:address}", include_in_schema=False)
def no_such_address(request: HttpRequest, address: str) -> NoReturn:
    """Whatever no other address answers."""
    raise Unknown(
        "address.unknown",
        f"没有 {request.path} 这个地址，请核对；全部地址见 /api/v1/openapi.json。",
    )


api = Interface(
    title="住房公积金程序接口",
    version="1.0.0",
    description=(
        "试算和现行政策公开查询；业务、办件须登录，权限、理由与柜面相同。"
        "金额、利率一律为文字；拒绝时列出全部理由和依据。"
    ),
    docs_url=None,
)
answer_faults(api)
for _router in (public, entering, business, cases, elsewhere):
    api.add_router("", _router)
