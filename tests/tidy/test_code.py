"""Code: no float near money, no clock but the business day, no socket but at the edge."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from tests.tidy.tree import SOURCE, clean, parse, source, within

FLOAT_ALLOWED = {
    f"{SOURCE}/collection/roster/cells.py": "a cell of a workbook comes as a float",
    f"{SOURCE}/channels/api/business.py": "a number of a request is read as its own digits",
    f"{SOURCE}/bankpeer/notices.py": "seconds of a delay",
    f"{SOURCE}/bankpeer/payments.py": "seconds of a delay",
    f"{SOURCE}/site/working.py": "seconds between two heartbeats",
}

CLOCK_ALLOWED = {
    f"{SOURCE}/bankpeer": "the bank has a clock of its own",
    f"{SOURCE}/settlement/adapters": "the moment that a frame carries, the age of a key",
    f"{SOURCE}/settlement/notices.py": "the moment at which a notice came in",
    f"{SOURCE}/settlement/outbox.py": "when a retry is due, which is no business date",
    f"{SOURCE}/staff/moments.py": "the moment of a sign-in, which is no business date",
    f"{SOURCE}/dayend/cli.py": "the moment of printing",
    f"{SOURCE}/reconciliation/cli.py": "the moment of printing",
    f"{SOURCE}/site": "the moment of printing and of starting",
}

CLOCK_CALLS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("timezone", "now"), ("timezone", "localtime"), ("timezone", "localdate"),
}  # fmt: skip

SOCKETS_ALLOWED = {
    f"{SOURCE}/bankpeer": "the other side of the wire",
    f"{SOURCE}/settlement/adapters": "calls the bank and is called by it",
    f"{SOURCE}/settlement/wire/frame.py": "reads a frame from an open connection",
    f"{SOURCE}/site/working.py": "the worker's jobs run side by side; it opens nothing",
}

SOCKET_MODULES = {
    "socket", "socketserver", "ssl", "http", "asyncio", "selectors", "urllib.request",
    "ftplib", "smtplib", "xmlrpc", "requests", "httpx", "aiohttp",
}  # fmt: skip

KERNEL_ONLY = {
    f"{SOURCE}/kernel/operation.py": "one operation is one transaction",
    f"{SOURCE}/kernel/moment.py": "figures that are compared are read in one, and nothing else",
    f"{SOURCE}/policy/releases.py": "publishing a release is no operation",
    f"{SOURCE}/ledger/seals.py": "a seal's file is written after the commit",
    f"{SOURCE}/settlement": "a notice is stored before it is answered",
}


def breaking(judge: Callable[[ast.AST], bool], *allowed: str) -> list[str]:
    return [
        f"{name}:{getattr(node, 'lineno', 0)}"
        for name in source()
        if not within(name, *allowed)
        for node in ast.walk(parse(name))
        if judge(node)
    ]


def test_no_float_comes_near_an_amount() -> None:
    clean(breaking(_is_float, *FLOAT_ALLOWED))


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "float"
    return isinstance(node, ast.keyword) and node.arg == "parse_float"


def test_nobody_asks_the_machine_for_the_date() -> None:
    clean(breaking(_asks_the_clock, *CLOCK_ALLOWED))


def _asks_the_clock(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = node.func.value
    last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return (last, node.func.attr) in CLOCK_CALLS


def test_connections_are_made_only_at_the_edge() -> None:
    clean(breaking(_opens_connections, *SOCKETS_ALLOWED))


def _opens_connections(node: ast.AST) -> bool:
    return any(
        module == banned or module.startswith(f"{banned}.")
        for module in _imported(node)
        for banned in SOCKET_MODULES
    )


def test_transactions_belong_to_the_kernel() -> None:
    """Business code commits nothing itself: `@operation` does."""
    clean(breaking(_imports_transaction, *KERNEL_ONLY))


def _imports_transaction(node: ast.AST) -> bool:
    return "django.db.transaction" in _imported(node)


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_error_is_swallowed_whole() -> None:
    clean(breaking(_swallows))


def _swallows(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    broad = node.type is None or (
        isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}
    )
    return broad and all(isinstance(line, ast.Pass | ast.Continue) for line in node.body)


def test_every_exception_to_these_rules_is_still_needed() -> None:
    judged: list[tuple[dict[str, str], Callable[[ast.AST], bool]]] = [
        (FLOAT_ALLOWED, _is_float),
        (CLOCK_ALLOWED, _asks_the_clock),
        (SOCKETS_ALLOWED, _opens_connections),
        (KERNEL_ONLY, _imports_transaction),
    ]
    idle = [
        place
        for allowed, judge in judged
        for place in allowed
        if not any(
            judge(node)
            for name in source()
            if within(name, place)
            for node in ast.walk(parse(name))
        )
    ]
    clean(idle)
