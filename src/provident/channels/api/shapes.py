"""接口的形状 · what the programming interface answers, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from provident.channels.calc.answer import Answer, Step
from provident.channels.calc.catalogue import Calculator
from provident.channels.calc.desk import Desk
from provident.channels.portal.speaking import sentence, speaker
from provident.kernel.refusal import Reason
from provident.policy.outline import Card, Period


class Asked(BaseModel):
    """请求的内容 · what a program sends; unknown fields are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReasonOut(Schema):
    """一条理由 · `says` for people, the rest for programs."""

    code: str
    says: str
    field: str | None = None
    facts: dict[str, Any]
    basis: list[str]

    @classmethod
    def of(cls, reason: Reason) -> ReasonOut:
        field = reason.facts.get("field")
        return cls(
            code=reason.code,
            says=sentence(reason),
            field=field if isinstance(field, str) else None,
            facts=dict(reason.facts),
            basis=list(reason.basis),
        )


class RefusedOut(Schema):
    """拒绝 · every reason at once."""

    reasons: list[ReasonOut]

    @classmethod
    def of(cls, reasons: Iterable[Reason]) -> RefusedOut:
        return cls(reasons=[ReasonOut.of(reason) for reason in reasons])


class CitationOut(Schema):
    """依据 · the code of a citation, and how people write it."""

    code: str
    says: str


class StepOut(Schema):
    """一步 · in plain words."""

    title: str
    says: str
    basis: list[CitationOut]

    @classmethod
    def of(cls, step: Step, desk: Desk) -> StepOut:
        speak = speaker()
        return cls(
            title=speak.say(step.title),
            says=speak.say(step.says),
            basis=[CitationOut(code=code, says=desk.cite(code)) for code in step.basis],
        )


class AnswerOut(Schema):
    """试算结果 · `facts` are the figures for programs, `reasons` why the answer is "no"."""

    summary: str
    facts: dict[str, Any]
    steps: list[StepOut]
    reasons: list[ReasonOut]
    notes: list[str]
    centre: str
    policy_release: int | None = Field(description="政策发布号；空为政策文件，尚未发布")

    @classmethod
    def of(cls, answer: Answer, desk: Desk) -> AnswerOut:
        speak = speaker()
        return cls(
            summary=speak.say(answer.summary),
            facts=dict(answer.facts),
            steps=[StepOut.of(step, desk) for step in answer.steps],
            reasons=[ReasonOut.of(reason) for reason in answer.reasons],
            notes=[speak.say(note) for note in answer.notes],
            centre=desk.centre,
            policy_release=desk.release,
        )


class CalculatorOut(Schema):
    """一个计算器."""

    code: str
    title: str
    purpose: str

    @classmethod
    def of(cls, calculator: Calculator) -> CalculatorOut:
        speak = speaker()
        return cls(
            code=calculator.code,
            title=speak.say(calculator.title),
            purpose=speak.say(calculator.purpose),
        )


class PeriodOut(Schema):
    """一段规定 · what holds from a day (in) until a day (out)."""

    valid_from: date
    valid_until: date | None
    rule: list[str]
    basis: list[str]
    confidence: str
    note: str | None

    @classmethod
    def of(cls, period: Period) -> PeriodOut:
        return cls(
            valid_from=period.valid_from,
            valid_until=period.valid_until,
            rule=[" ".join(filter(None, (line.says, line.result))) for line in period.rule],
            basis=list(period.basis),
            confidence=period.confidence,
            note=period.note,
        )


class CardOut(Schema):
    """一个参数的历次规定 · `now` is empty where nothing holds on the day."""

    code: str
    title: str
    centre: str
    policy_release: int | None
    now: PeriodOut | None
    next: PeriodOut | None
    periods: list[PeriodOut]

    @classmethod
    def of(cls, card: Card, desk: Desk) -> CardOut:
        return cls(
            code=card.code,
            title=card.title,
            centre=desk.centre,
            policy_release=desk.release,
            now=PeriodOut.of(card.now) if card.now else None,
            next=PeriodOut.of(card.next) if card.next else None,
            periods=[PeriodOut.of(period) for period in card.periods],
        )
