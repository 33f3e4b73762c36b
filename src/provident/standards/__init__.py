"""标准 · the official standards as data: data items, code lists, chart of accounts.

Everything is read once from the folder `standards/` and never changes while running.
Nothing here knows the database.
"""

from __future__ import annotations

from provident.standards.chart import GlAccount, Role, chart, role, roles
from provident.standards.code_lists import CodeList, code_list, code_lists, require_code
from provident.standards.items import DataItem, DataTable, items, tables

__all__ = [
    "CodeList",
    "DataItem",
    "DataTable",
    "GlAccount",
    "Role",
    "chart",
    "code_list",
    "code_lists",
    "items",
    "require_code",
    "role",
    "roles",
    "tables",
]
