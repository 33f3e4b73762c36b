"""必填项与代码 · the items of the data standard that a row must have, filled and coded.

Read from the models' own fields: what is not allowed to be empty must not be empty, and
what has a code list must carry one of its codes.  A list whose values have not been
entered yet, or that is kept elsewhere, cannot be checked and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from psycopg import sql as compose

from provident import standards
from provident.kernel import fields, sql
from provident.ledger.invariants import OFFENCES_MAX, Check, Offence
from provident.parties.models import Employer, Member
from provident.settlement.models import BankAccount

CHECKED: tuple[tuple[type[models.Model], str], ...] = (
    (Employer, "number"),
    (Member, "number"),
    (BankAccount, "account_no"),
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What makes one item of a row wrong, as a condition of SQL."""

    item: fields.Item
    condition: compose.Composed


def item_check() -> Check:
    """标准数据项齐全 · every required item is filled, every coded item has a listed code."""
    return Check(
        "items.filled",
        "标准数据项齐全",
        "单位、职工、银行专户的必填数据项都已填写，代码项都取自代码表",
        lambda: [found for model, key in CHECKED for found in _faults(model, key)],
    )


def _faults(model: type[models.Model], key: str) -> list[Offence]:
    rules = [rule for item in fields.describe(model) if (rule := _rule(model, item))]
    rows = sql.cursor().execute(_statement(model, key, rules)).fetchall()
    names = {rule.item.column: rule.item for rule in rules}
    table = model._meta.db_table_comment or model._meta.db_table
    return [
        Offence(
            f"{table} {row_key}：“{names[column].zh}”未填写或不是代码表中的代码",
            {
                "table": model._meta.db_table,
                "row": row_key,
                "item": names[column].std or column,
            },
        )
        for row_key, columns in rows
        for column in columns
    ]


def _rule(model: type[models.Model], item: fields.Item) -> _Rule | None:
    column = compose.Identifier(item.column)
    codes = _codes(item)
    if codes is not None:
        allowed = list(codes) if item.required else [*codes, ""]
        wrong = compose.SQL("{} <> all ({})").format(column, compose.Literal(allowed))
        return _Rule(item, wrong)
    if item.required and isinstance(model._meta.get_field(item.field), models.TextField):
        return _Rule(item, compose.SQL("{} = ''").format(column))
    return None


def _codes(item: fields.Item) -> tuple[str, ...] | None:
    if item.code_list is None:
        return None
    found = standards.code_list(item.code_list)
    return None if found.pending or found.kept else tuple(found.codes)


def _statement(model: type[models.Model], key: str, rules: list[_Rule]) -> compose.Composed:
    """One pass over the table: the wrong rows, each with the columns that are wrong."""
    wrong = compose.SQL(" or ").join(rule.condition for rule in rules)
    named = compose.SQL(", ").join(
        compose.SQL("case when {} then {} end").format(
            rule.condition, compose.Literal(rule.item.column)
        )
        for rule in rules
    )
    return compose.SQL(
        "select {key}, array_remove(array[{named}], null) from {table}"
        " where {wrong} limit {limit}"
    ).format(
        key=compose.Identifier(key),
        named=named,
        table=compose.Identifier(model._meta.db_table),
        wrong=wrong,
        limit=compose.Literal(OFFENCES_MAX),
    )
