"""规范形式 · the whole library as plain JSON, for the hash and for the release.

JSON knows neither exact decimals nor dates, so they are written as `{"$number": "2.10"}`
and `{"$date": "2026-07-01"}`.  Keys are sorted and records stand in time order; comments,
blanks and the order of files do not count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from provident.kernel.digest import sm3
from provident.policy.sheets import Sheet

FORMAT = 1


def content_of(sheets: Iterable[Sheet]) -> dict[str, Any]:
    """The canonical content of sheets that passed the lint."""
    documents: dict[str, Any] = {}
    articles: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    centres: dict[str, Any] = {}
    local: dict[str, dict[str, Any]] = {}
    for sheet in sheets:
        body = encode(sheet.body)
        if sheet.kind == "documents":
            documents.update(body)
        elif sheet.kind == "articles":
            articles[body["document"]] = body["articles"]
        elif sheet.kind == "parameter":
            parameters[sheet.name] = body
        elif sheet.kind == "centre":
            centres[sheet.centre] = body
        else:
            _add_local(local.setdefault(sheet.centre, {}), sheet.name, body)
    for values in local.values():
        for body in values.values():
            body["history"].sort(key=_record_order)
    return {
        "format": FORMAT,
        "documents": documents,
        # left out when there are none, so that content without articles keeps its hash
        **({"articles": articles} if articles else {}),
        "parameters": parameters,
        "centres": centres,
        "local": local,
    }


def _add_local(values: dict[str, Any], name: str, body: dict[str, Any]) -> None:
    """A centre may write one parameter in several files; the history is all of them."""
    known = values.setdefault(name, {"history": []})
    known["history"] = known["history"] + body["history"]
    known |= {key: body[key] for key in ("checked", "note") if body.get(key) is not None}
    dates = [part["known_from"] for part in (known, body) if part.get("known_from")]
    if dates:
        known["known_from"] = min(dates, key=lambda stored: stored["$date"])


def _record_order(record: dict[str, Any]) -> tuple[str, str]:
    return (str(record.get("area") or ""), record["from"]["$date"])


def sheets_of(content: dict[str, Any], origin: str) -> list[Sheet]:
    """The sheets that a release's content stands for; `origin` names it in problems."""
    if content.get("format") != FORMAT:
        raise ValueError(f"unknown format of a policy release: {content.get('format')!r}")
    plain = decode(content)
    sheets = [Sheet(origin, "documents", plain["documents"])]
    sheets += [
        Sheet(f"{origin}/{code}", "articles", {"document": code, "articles": body})
        for code, body in plain.get("articles", {}).items()
    ]
    sheets += [
        Sheet(f"{origin}/{name}", "parameter", body, name)
        for name, body in plain["parameters"].items()
    ]
    sheets += [
        Sheet(f"{origin}/{code}", "centre", body, centre=code)
        for code, body in plain["centres"].items()
    ]
    sheets += [
        Sheet(f"{origin}/{code}/{name}", "local", body, name, code)
        for code, values in plain["local"].items()
        for name, body in values.items()
    ]
    return sheets


def hash_of(content: dict[str, Any]) -> str:
    """SM3 over the canonical text, as 64 lower-case hex characters."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3(text.encode("utf-8"))


def encode(plain: Any) -> Any:
    """Plain values as JSON values, exact numbers and dates marked."""
    match plain:
        case dict():
            return {key: encode(value) for key, value in plain.items()}
        case list():
            return [encode(value) for value in plain]
        case Decimal():
            return {"$number": str(plain)}
        case date():
            return {"$date": plain.isoformat()}
        case _:
            return plain


def decode(stored: Any) -> Any:
    """The inverse of `encode`."""
    match stored:
        case {"$number": str() as text}:
            return Decimal(text)
        case {"$date": str() as text}:
            return date.fromisoformat(text)
        case dict():
            return {key: decode(value) for key, value in stored.items()}
        case list():
            return [decode(value) for value in stored]
        case _:
            return stored
