"""程序接口 · the calculators and the policy for programs: `/api/v1/`.

The same services as the pages, the same sentences, the same refusals.  Amounts and rates are
texts, so that no program reads them as floating point numbers.  The description for programs
is `/api/v1/openapi.json`.
"""

# Ninja reads the annotations of these functions while they are being defined.

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from provident.channels.api.shapes import AnswerOut, CalculatorOut, CardOut, RefusedOut
from provident.channels.calc.borrow import BorrowQuestion
from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.calc.contribution import ContributionQuestion
from provident.channels.calc.desk import Desk
from provident.channels.calc.fields import Question, is_day
from provident.channels.calc.interest import InterestQuestion
from provident.channels.calc.loan import LoanQuestion
from provident.channels.calc.reading import reasons_of
from provident.channels.calc.withdrawal import WithdrawalQuestion
from provident.channels.portal.policy_in_use import desk_for, today
from provident.kernel.refusal import Reason, Refusal, refuse
from provident.policy.outline import outline

REFUSED = 422
NOT_JSON = 400

api = NinjaAPI(
    title="住房公积金试算与政策",
    version="1.0.0",
    description="公开的试算和现行政策查询。金额、利率一律为文字；拒绝时列出全部理由和依据。",
    docs_url=None,
)

Centre = str | None
"""Code of a centre in the query, such as 650100; without it, our own."""
Answers = {200: AnswerOut, REFUSED: RefusedOut, NOT_JSON: RefusedOut}


@api.get("/calc", response=list[CalculatorOut], tags=["calc"], summary="有哪些试算")
def calculators(request: HttpRequest) -> list[CalculatorOut]:
    """Every calculator: its code, title and purpose."""
    return [CalculatorOut.of(each) for each in CALCULATORS.values()]


@api.post("/calc/loan", response=Answers, tags=["calc"], summary="贷款月供")
def loan(request: HttpRequest, question: LoanQuestion, centre: Centre = None) -> AnswerOut:
    """Monthly payment, comparison, early payment; `facts.schedule` lists every instalment."""
    return _answer("loan", question, centre)


@api.post("/calc/borrow", response=Answers, tags=["calc"], summary="能贷多少")
def borrow(request: HttpRequest, question: BorrowQuestion, centre: Centre = None) -> AnswerOut:
    """What can be borrowed: the least of its limits, the binding one, what would raise it."""
    return _answer("borrow", question, centre)


@api.post("/calc/withdrawal", response=Answers, tags=["calc"], summary="能提多少")
def withdrawal(
    request: HttpRequest, question: WithdrawalQuestion, centre: Centre = None
) -> AnswerOut:
    """Whether and how much may be withdrawn, when next, which papers."""
    return _answer("withdrawal", question, centre)


@api.post("/calc/contribution", response=Answers, tags=["calc"], summary="缴存额")
def contribution(
    request: HttpRequest, question: ContributionQuestion, centre: Centre = None
) -> AnswerOut:
    """Both monthly shares, and the first month of a new member."""
    return _answer("contribution", question, centre)


@api.post("/calc/interest", response=Answers, tags=["calc"], summary="存款利息")
def interest(
    request: HttpRequest, question: InterestQuestion, centre: Centre = None
) -> AnswerOut:
    """Interest of a balance by products, year by year."""
    return _answer("interest", question, centre)


@api.get("/policy", response=list[str], tags=["policy"], summary="有哪些政策参数")
def parameters(request: HttpRequest) -> list[str]:
    """The codes of all parameters."""
    return desk_for().library.names()


@api.get(
    "/policy/{name}",
    response={200: CardOut, REFUSED: RefusedOut, 404: RefusedOut},
    tags=["policy"],
    summary="一个政策参数的历次规定",
)
def parameter(
    request: HttpRequest,
    name: str,
    on: str | None = None,
    centre: Centre = None,
    area: str | None = None,
) -> CardOut:
    """What a parameter says at a centre: on a day (today), next, and through time."""
    desk = _desk(centre)
    if name not in desk.library.names():
        raise HttpError(404, f"没有名为 {name} 的政策参数")
    card = outline(desk.library, name, on=_day(on), centre=desk.centre, area=area)
    return CardOut.of(card, desk)


def _answer(code: str, question: Question, centre: str | None) -> AnswerOut:
    desk = _desk(centre)
    return AnswerOut.of(CALCULATORS[code].reckon(question, desk), desk)


def _desk(centre: str | None) -> Desk:
    desk = desk_for(centre)
    if centre is not None and desk.centre != centre:
        raise refuse("centre.unknown", f"没有代码为 {centre} 的中心，请核对。", field="centre")
    return desk


def _day(text: str | None) -> date:
    if text is None:
        return today()
    if not is_day(text):
        raise refuse("input.value", f"“on”：“{text}”不是日期，应写作 2026-11-02。", field="on")
    return date.fromisoformat(text)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Every reason at once."""
    return api.create_response(request, RefusedOut.of(refusal.reasons), status=REFUSED)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body that is no question: each fault with its field, in the words of the pages."""
    code = request.path.rsplit("/", 1)[-1]
    kind = CALCULATORS[code].question if code in CALCULATORS else Question
    faults = [{**item, "loc": item["loc"][2:]} for item in error.errors]
    return api.create_response(request, RefusedOut.of(reasons_of(kind, faults)), status=REFUSED)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What cannot be read at all, in the same shape as every other refusal."""
    codes = {404: "policy.unknown", NOT_JSON: "input.json"}
    says = str(error) if error.status_code != NOT_JSON else "请求内容不是 JSON，请核对。"
    reason = Reason(codes.get(error.status_code, "input.value"), says)
    return api.create_response(request, RefusedOut.of([reason]), status=error.status_code)
