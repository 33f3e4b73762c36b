"""页面 · requests a second of a calculator's page beside a bare Django view, same server.

Both are served by the server that serves the centre (granian, one worker, four threads) from
one process with the same middleware and a database with a published policy.  Two clients ask
without a pause over kept connections on 127.0.0.1; the sides take turns, the better round of
each counts.  The page is a whole answer: a form, every step, two charts, 30 years of rows.
Each is asked for with an amount of its own, so that all of it is computed; how fast one page
comes that is asked for again and again, as a link that many open, is told beside.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor

from benchmarks.ground import Figure, fresh_database
from benchmarks.serving import ask, resident_mb, served, statements

PAGE = "/calc/loan?principal={principal}&months=360&rate=3.1&starts_on=2026-01-15"
SAME = PAGE.format(principal=1_000_000)
BARE = "/bare"
CLIENTS = 2
ROUNDS = 3
WARM_UP = 20


def run(size: int) -> Figure:
    """Ask for `size` pages and as many bare answers, in turns."""
    with fresh_database(), served(workers=1, threads=4, ready=BARE) as (port, server):
        for path in (SAME, BARE):
            ask(port, path, WARM_UP)
        ours_s, raw_s, same_s = [], [], []
        with ProcessPoolExecutor(CLIENTS) as clients:
            for turn in range(ROUNDS):
                raw_s.append(_seconds(clients, port, BARE, size))
                ours_s.append(_seconds(clients, port, PAGE, size, 1_000_001 + turn * size))
                same_s.append(_seconds(clients, port, SAME, size))
        peak = resident_mb(server)
        sent = statements(SAME)
    return Figure(
        "pages",
        size,
        min(ours_s),
        min(raw_s),
        peak,
        sent,
        "贷款月供一页（30 年还款计划、两张图）；对照为同一服务器上的空白页",
        {
            "pages_per_second": size / min(ours_s),
            "same_page_per_second": size / min(same_s),
            "bare_per_second": size / min(raw_s),
        },
    )


def _seconds(
    clients: ProcessPoolExecutor, port: int, path: str, size: int, first: int = 0
) -> float:
    """Wall seconds until all clients have their answers; no two ask for the same amount."""
    each = -(-size // CLIENTS)
    begins = time.perf_counter()
    asked = [first + at * each for at in range(CLIENTS)]
    for done in [clients.submit(ask, port, path, each, one) for one in asked]:
        done.result()
    return time.perf_counter() - begins
