"""列表的定义 · what a list is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from provident.kernel.sql import Statement

Row = Mapping[str, Any]
Kind = Literal["text", "yuan", "count", "date", "month", "moment", "percent", "tag", "code"]
Compare = Literal["is", "from", "until", "starts", "contains"]
Tone = Literal["", "good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Tag:
    """一个状态的说法 · the word for a code, and how it is toned; never by colour alone."""

    word: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Column:
    """一列 · `key` is the column of the select.

    `kind`   how a value is written; `tag` uses `tags`, `code` the standard's `code_list`;
    `link`   the address that a row's value leads to, or "" for none;
    `mask`   how a personal number is shown in lists and exports;
    `on_screen` False: only in the export.
    """

    key: str
    title: str
    kind: Kind = "text"
    link: Callable[[Row], str] | None = None
    mask: Callable[[str], str] | None = None
    tags: Mapping[str, Tag] = field(default_factory=dict[str, Tag])
    code_list: str = ""
    sortable: bool = True
    on_screen: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """一个筛选条件 · compares a column of the select with what was picked or typed."""

    key: str
    title: str
    column: str
    compare: Compare = "is"
    kind: Literal["words", "date", "month", "text", "yuan"] = "words"
    words: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Search:
    """查找框所比的一列."""

    column: str
    compare: Literal["is", "starts", "contains"] = "starts"


@dataclass(frozen=True, slots=True)
class Listing:
    """一个列表.

    `name`    unique; names the export's file and the query's keys where a page has several;
    `source`  a select without order and limit; its parameters come from the page;
    `order`   column, with `-` in front for the last first;
    `key`     a column that is unique, so that a page keeps its place;
    `branch`  the column that holds the branch: rows of a foreign branch are not there;
    `sums`    columns of yuan whose total stands below (only for lists counted to the end);
    `empty`   what to do when there is nothing.
    """

    name: str
    title: str
    source: Statement
    columns: tuple[Column, ...]
    order: str
    key: str
    empty: str
    filters: tuple[Filter, ...] = ()
    search: tuple[Search, ...] = ()
    search_hint: str = ""
    branch: str = ""
    sums: tuple[str, ...] = ()
