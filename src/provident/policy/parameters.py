"""政策参数 · one parameter with its dated history, as a policy file writes it.

The parameter's code is its place: `policies/collection/ratio_min.yaml` is
`collection.ratio_min`.  A centre's values stand in
`policies/centres/<code>/collection/ratio_min.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from provident.policy.documents import Article, Citation, Day, Document, Part, Text
from provident.policy.units import UNITS, Unit
from provident.policy.vocabulary import RecordValue

CONFIDENCES: Mapping[str, str] = {
    "public_source": "已与公开来源核对",
    "well_known": "行业通行，原文待核对",
    "likely": "可能准确，按此重算旧账前须核对原文",
    "own_default": "系统默认，不是法规规定，中心可另定",
}

Glosses = dict[str, Text]


def _one_or_many(raw: Any) -> Any:
    return [raw] if isinstance(raw, (dict, str)) else raw


def _exact(raw: Any) -> Any:
    return Decimal(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


class Record(Part):
    """一条历史 · the value from `from` until `until` (exclusive) and what it rests on.

    Without `until` it holds until the next record of the same place begins.
    `areas`     division codes inside the centre; empty: the whole centre;
    `accepted`  what happens to cases that were accepted before `from`, where it is ruled.
    """

    from_on: Annotated[Day, Field(alias="from")]
    until_on: Annotated[Day | None, Field(alias="until")] = None
    value: RecordValue
    basis: Annotated[tuple[Citation, ...], Field(min_length=1), BeforeValidator(_one_or_many)]
    areas: Annotated[
        tuple[Text, ...], Field(alias="area", min_length=1), BeforeValidator(_one_or_many)
    ] = ()
    confidence: Literal["public_source", "well_known", "likely", "own_default"] = (
        "public_source"
    )
    accepted: Text | None = None
    note: Text | None = None


class Example(Part):
    """算例 · a case with the answer that is expected; it also shows what a change changes."""

    name: Text
    on: Day
    centre: Text
    area: Text | None = None
    facts: dict[str, Annotated[Decimal | bool | Text, BeforeValidator(_exact)]] = Field(
        default_factory=dict
    )
    expect: Annotated[Decimal | Day | Text | tuple[Text, ...], BeforeValidator(_exact)]


class Parameter(Part):
    """参数 · what is decided, in which unit, by which date, by whom.

    `scope`       national: one value for the country; local: every centre enters its own;
                  default: a value for all that a centre may replace;
    `dimensions`  name → its members with their Chinese gloss;
    `choices`     for unit `choice`: code → gloss;
    `facts`       figures of the case that a value may use: name → gloss;
    `flags`       what of the case is so or not so: name → gloss;
    `known_from`  earlier dates are refused, never extrapolated;
    `checked`     the day on which somebody last compared the file with its sources;
    `for_reference`  why no rule reads it, for a value that only people consult.
    """

    name: Text
    unit: Text
    selected_by: Text
    scope: Literal["national", "local", "default"] = "national"
    dimensions: dict[str, Glosses] = Field(default_factory=dict)
    choices: Glosses = Field(default_factory=dict)
    facts: Glosses = Field(default_factory=dict)
    flags: Glosses = Field(default_factory=dict)
    history: tuple[Record, ...] = ()
    known_from: Day | None = None
    checked: Day
    examples: tuple[Example, ...] = ()
    for_reference: Text | None = None
    note: Text | None = None

    @property
    def measure(self) -> Unit:
        return UNITS[self.unit]

    def gloss(self, fact: str) -> str:
        """What a figure or a flag of the case is called by people."""
        return self.facts.get(fact) or self.flags.get(fact) or fact


class LocalValues(Part):
    """地方取值 · one centre's history of a parameter that is declared nationally."""

    history: tuple[Record, ...]
    known_from: Day | None = None
    checked: Day | None = None
    note: Text | None = None


class Centre(Part):
    """中心 · a centre with values of its own, and the areas in which they may differ.

    `areas` are division codes (GB/T 2260) with their names.
    """

    name: Text
    areas: Glosses = Field(default_factory=dict)
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything that was read.

    `local` maps (centre code, parameter code) to that centre's records, `articles` maps a
    document to its articles by number.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    articles: Mapping[str, Mapping[int, Article]] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    centres: Mapping[str, Centre] = field(default_factory=dict)
    local: Mapping[tuple[str, str], tuple[Record, ...]] = field(default_factory=dict)
