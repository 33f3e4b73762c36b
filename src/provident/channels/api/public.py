"""公开接口 · the calculators and the policy for programs, without signing in."""

# Ninja reads the annotations of these functions while they are being defined.

from datetime import date

from django.http import HttpRequest
from ninja import Router

from provident.channels.api.faults import (
    NOT_FOUND,
    NOT_JSON,
    REFUSED,
    TOO_LARGE,
    UNAVAILABLE,
    Unknown,
)
from provident.channels.api.shapes import AnswerOut, CalculatorOut, CardOut, RefusedOut
from provident.channels.calc.borrow import BorrowQuestion
from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.calc.contribution import ContributionQuestion
from provident.channels.calc.desk import Desk
from provident.channels.calc.fields import Question, is_day
from provident.channels.calc.interest import InterestQuestion
from provident.channels.calc.loan import LoanQuestion
from provident.channels.calc.withdrawal import WithdrawalQuestion
from provident.channels.portal.policy_in_use import desk_for, today
from provident.kernel.refusal import refuse
from provident.policy.outline import outline

router = Router()

Centre = str | None
"""Code of a centre in the query, such as 650100; without it, our own."""
Answers = {
    200: AnswerOut,
    NOT_JSON: RefusedOut,
    TOO_LARGE: RefusedOut,
    REFUSED: RefusedOut,
    UNAVAILABLE: RefusedOut,
}
Card = {
    200: CardOut,
    NOT_FOUND: RefusedOut,
    REFUSED: RefusedOut,
    UNAVAILABLE: RefusedOut,
}


@router.get("/calc", response=list[CalculatorOut], tags=["calc"], summary="有哪些试算")
def calculators(request: HttpRequest) -> list[CalculatorOut]:
    """Every calculator: its code, title and purpose."""
    return [CalculatorOut.of(each) for each in CALCULATORS.values()]


@router.post("/calc/loan", response=Answers, tags=["calc"], summary="贷款月供")
def loan(request: HttpRequest, question: LoanQuestion, centre: Centre = None) -> AnswerOut:
    """Monthly payment, comparison, early payment; `facts.schedule` lists every instalment."""
    return _answer("loan", question, centre)


@router.post("/calc/borrow", response=Answers, tags=["calc"], summary="能贷多少")
def borrow(request: HttpRequest, question: BorrowQuestion, centre: Centre = None) -> AnswerOut:
    """What can be borrowed: the least of its limits, the binding one, what would raise it."""
    return _answer("borrow", question, centre)


@router.post("/calc/withdrawal", response=Answers, tags=["calc"], summary="能提多少")
def withdrawal(
    request: HttpRequest, question: WithdrawalQuestion, centre: Centre = None
) -> AnswerOut:
    """Whether and how much may be withdrawn, when next, which papers."""
    return _answer("withdrawal", question, centre)


@router.post("/calc/contribution", response=Answers, tags=["calc"], summary="缴存额")
def contribution(
    request: HttpRequest, question: ContributionQuestion, centre: Centre = None
) -> AnswerOut:
    """Both monthly shares, and the first month of a new member."""
    return _answer("contribution", question, centre)


@router.post("/calc/interest", response=Answers, tags=["calc"], summary="存款利息")
def interest(
    request: HttpRequest, question: InterestQuestion, centre: Centre = None
) -> AnswerOut:
    """Interest of a balance by products, year by year."""
    return _answer("interest", question, centre)


@router.get(
    "/policy",
    response={200: list[str], UNAVAILABLE: RefusedOut},
    tags=["policy"],
    summary="有哪些政策参数",
)
def parameters(request: HttpRequest) -> list[str]:
    """The codes of all parameters."""
    return desk_for().library.names()


@router.get("/policy/{name}", response=Card, tags=["policy"], summary="一个政策参数的历次规定")
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
        raise Unknown(
            "policy.unknown", f"没有名为 {name} 的政策参数，全部名称见 /api/v1/policy。"
        )
    card = outline(desk.library, name, on=_day(on), centre=desk.centre, area=area)
    return CardOut.of(card, desk)


def _answer(code: str, question: Question, centre: str | None) -> AnswerOut:
    desk = _desk(centre)
    return AnswerOut.of(CALCULATORS[code].told(question, desk), desk)


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
