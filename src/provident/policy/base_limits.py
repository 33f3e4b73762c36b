"""各地缴存基数上下限 · the base limits of many centres, written as one table.

Cities whose limits are known from public sources but that have no folder of their own stand
in `policies/centres/base_limits.yaml`, one entry a city.  Each stands for what a folder
would hold: the centre, a document for its source, and the records of floor and cap.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from provident.policy.conditions import Number
from provident.policy.documents import Day, Part, Text
from provident.policy.strict_yaml import YamlError

Piece = tuple[Literal["documents", "centre", "local"], Any, str, str]
"""Kind, body, parameter and centre of a sheet."""


class City(Part):
    """One city: floor and cap of the monthly base in yuan, and where they were published.

    `ratio_min`, `ratio_max` (percent) are given only where the city sets its own;
    `published` is the day or month that the source bears.
    """

    name: Text
    province: Text
    floor: Annotated[Number, Field(gt=0)]
    cap: Annotated[Number, Field(gt=0)]
    ratio_min: Number | None = None
    ratio_max: Number | None = None
    published: Text | Day
    source: Text
    confidence: Literal["public_source", "likely"] = "public_source"
    note: Text | None = None


class Table(Part):
    """The table: the interval for which its figures are known to hold, and the cities."""

    known_from: Day
    until: Day
    checked: Day
    cities: Annotated[dict[str, City], Field(min_length=1)]


def expand(body: Any) -> Iterator[Piece]:
    """What the table stands for; `YamlError` where it has not the form of one."""
    try:
        table = Table.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = " · ".join(str(part) for part in first["loc"])
        raise YamlError(f"基数表的“{place}”不符合格式") from None
    for code, city in table.cities.items():
        yield from _city(table, code, city)


def _city(table: Table, code: str, city: City) -> Iterator[Piece]:
    document = f"base-limits-{code}"
    yield "documents", {document: _document(table, city)}, "", ""
    centre = {"name": city.name} | ({"note": city.note} if city.note else {})
    yield "centre", centre, "", code
    values = {
        "collection.base_floor": city.floor,
        "collection.base_cap": city.cap,
        "collection.ratio_min": city.ratio_min,
        "collection.ratio_max": city.ratio_max,
    }
    for name, value in values.items():
        if value is not None:
            yield "local", _values(table, city, value, document), name, code


def _document(table: Table, city: City) -> dict[str, Any]:
    return {
        "title": f"{city.name}住房公积金缴存基数和比例（公开信息）",
        "issuer": f"{city.province}{city.name}（发布单位以原文为准）",
        "kind": "report",
        "in_force_from": table.known_from,
        "in_force_until": table.until,
        "source": city.source,
        "note": f"来源日期 {city.published}；所见来源没有给出文号。",
    }


def _values(table: Table, city: City, value: Any, document: str) -> dict[str, Any]:
    record = {
        "from": table.known_from,
        "until": table.until,
        "value": value,
        "basis": {"document": document},
        "confidence": city.confidence,
    }
    return {"history": [record], "known_from": table.known_from, "checked": table.checked}
