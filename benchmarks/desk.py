"""柜面 · home, search and a member's page on a city of 300 000 members, at eight clients.

Measured from outside with `wrk`, a public load tool, against the server that serves the centre
(granian, two workers, eight blocking threads), beside a bare Django view on the same server.
The member has 20 years of months behind him: 240 confirmed lists and as many credited lines.
The person who asks is signed in as a reviewer of the whole centre, by the sign-in pages.

`ours_s` is the slowest of the three pages at the 95th percentile, `raw_s` the bare view's.
"""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from benchmarks import city
from benchmarks.ground import Figure, fresh_database
from benchmarks.serving import ask, resident_mb, served, statements

EMPLOYER_SIZE = 100
YEARS = 20
CLIENTS = 8
SECONDS = 8
WARM_UP_SECONDS = 3
TRIED_ONLY = 1_000
"""A city so small is no measurement: one second each is enough to see that it works."""
BARE = "/bare"
LONG = "000000000001"
"""The member with 20 years behind him."""
PAGES = {"home": "/desk/", "search": "/desk/search", "member": f"/desk/members/{LONG}"}
SEARCHED = "量测单位29"
"""The beginning of eleven employers' names and more; what is typed is posted."""

_TWENTY_YEARS = """
create temp table past as
select m::date as month, 1000000 + row_number() over (order by m) as entry
  from generate_series(date '{first}', date '{last}', interval '1 month') m;
insert into contribution_list (id, employer_id, month, state, reference, due_on, persons,
    unit_total, personal_total, total, previous_persons, previous_total, added_persons,
    added_total, removed_persons, removed_total, confirmed_by, confirmed_on, credited_by,
    credited_on, value_date)
overriding system value
select 1000000 + entry, 1, month, 'credited', 'P' || entry, month + 14, 1, 600, 600, 1200, 1,
       1200, 0, 0, 0, 0, '{operation}', month, '{operation}', '{day}', '{day}'
  from past;
insert into list_line (list_id, enrolment_id, member_id, holder_id, base, unit_amount,
    personal_amount, change)
select 1000000 + p.entry, n.id, m.id, m.holder_id, 5000, 600, 600, ''
  from past p, member m join enrolment n on n.member_id = m.id where m.number = '{member}';
insert into list_credit (list_id, direction, members_total, diverted_total, business_date,
    value_date, operation_no)
select 1000000 + entry, 1, 1200, 0, '{day}', '{day}', '{operation}' from past;
insert into ledger.entry (business_date, id, operation_no, rule, rule_hash, summary)
overriding system value
select '{day}', entry, '{operation}', 'collection.credit_lists', repeat('0', 64), '汇缴入账'
  from past;
insert into ledger.line (business_date, entry_id, side, gl_account, holder_id, amount,
    value_date, month, unit_share, personal_share)
select date '{day}', p.entry, 'C', '20101', m.holder_id, 1200, date '{day}', p.month, 600,
       600
  from past p, member m where m.number = '{member}'
union all
select date '{day}', p.entry, 'D', '21902', t.unallocated_holder, 1200, date '{day}', null,
       null, null
  from past p, employer_terms t where t.employer_id = 1;
update ledger.holder h set balance = balance + 1200 * (select count(*) from past)
  from member m where m.number = '{member}' and h.id = m.holder_id;
"""
_SEARCH = """
wrk.method, wrk.body = "POST", "{body}"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Origin"] = "http://127.0.0.1:{port}"
"""
_PERCENTILE = """
done = function(summary, latency, requests)
  io.write(string.format("P50 %d\\nP95 %d\\nP99 %d\\nDONE %d\\nBAD %d\\n",
    latency:percentile(50), latency:percentile(95), latency:percentile(99), summary.requests,
    summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Latency:
    """响应时间 · milliseconds at the 50th, 95th and 99th percentile; requests a second."""

    p50: float
    p95: float
    p99: float
    per_second: float


def run(size: int) -> Figure:
    """Ask for each page for some seconds on a city of `size` members."""
    if shutil.which("wrk") is None:
        raise SystemExit("量测柜面页面要用 wrk，请先执行：apt-get install wrk")
    with fresh_database() as address:
        _fill(address, size)
        with served(workers=2, threads=8, ready=BARE) as (port, server):
            cookie = _sign_in(port)
            seconds = 1 if size <= TRIED_ONLY else SECONDS
            found = {
                name: _measure(port, path, cookie, seconds) for name, path in PAGES.items()
            }
            bare = _measure(port, BARE, cookie, seconds)
            peak = resident_mb(server)
        count = max(statements(path, cookie) for path in PAGES.values())
    worst = max(one.p95 for one in found.values())
    return Figure(
        "desk", size, worst / 1000, bare.p95 / 1000, peak, count,
        "首页、查找、20 年明细的职工页；第 95 百分位，8 个客户端；对照为同一服务器上的空白页",
        _more(found, bare),
    )  # fmt: skip


def _more(found: Mapping[str, Latency], bare: Latency) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, one in {**found, "bare": bare}.items():
        figures |= {
            f"{name}_p50_ms": one.p50,
            f"{name}_p95_ms": one.p95,
            f"{name}_per_second": one.per_second,
        }
    return figures


def _fill(address: str, members: int) -> None:
    """A city with a month credited to all, the long member, and the people of the desk."""
    from provident.collection.operations.credit_lists import run_shards
    from provident.kernel.context import By
    from provident.kernel.operation import perform
    from provident.staff.demonstration import open_demonstration_logins

    city.confirmed_month(address, members=members, employers=max(1, members // EMPLOYER_SIZE))
    city.fund(address)
    run_shards("benchmark", By.machine("benchmark"))
    script = _TWENTY_YEARS.format(
        day=city.DAY,
        first=(city.MONTH + -12 * YEARS).first_day,
        last=(city.MONTH + -1).first_day,
        member=LONG,
        operation=city.FUNDED_BY,
    )
    with psycopg.connect(address) as connection:
        connection.execute(script)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    second = {"code": "002", "name": "第二网点"}
    perform("collection.open_branch", second, By("量测经办", "量测复核"))
    open_demonstration_logins(["001", "002"])


def _measure(port: int, path: str, cookie: str, seconds: int) -> Latency:
    """`wrk` against one address; anything but a good answer ends the benchmark.

    `wrk` takes a way to another page for a good answer, so the page is first asked for once.
    """
    ask(port, path, cookie=cookie)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        text = _search(port, cookie) if path == PAGES["search"] else ""
        Path(script.name).write_text(text + _PERCENTILE, encoding="ascii")
        _wrk(port, path, cookie, script.name, min(seconds, WARM_UP_SECONDS))
        told = _wrk(port, path, cookie, script.name, seconds)
    figures = {
        name: int(value)
        for name, value in re.findall(r"^([A-Z0-9]+) (\d+)$", told, re.MULTILINE)
    }
    if figures["BAD"]:
        raise SystemExit(f"{path} 有 {figures['BAD']} 次没有正常回答。")
    return Latency(
        figures["P50"] / 1000,
        figures["P95"] / 1000,
        figures["P99"] / 1000,
        figures["DONE"] / seconds,
    )


def _search(port: int, cookie: str) -> str:
    token = re.findall(r"csrftoken=(\w+)", cookie)[0]
    return _SEARCH.format(
        port=port, body=urlencode({"q": SEARCHED, "csrfmiddlewaretoken": token})
    )


def _wrk(port: int, path: str, cookie: str, script: str, seconds: int) -> str:
    command = [
        "wrk", "-t", "1", "-c", str(CLIENTS), "-d", f"{seconds}s", "-s", script,
        "-H", f"Cookie: {cookie}", f"http://127.0.0.1:{port}{path}",
    ]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class _Fields(HTMLParser):
    """The hidden fields of a form."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.found[str(given["name"])] = given.get("value") or ""


def _sign_in(port: int) -> str:
    """Sign in through the pages as a person does; the session's cookie."""
    from provident.staff.demonstration import PASSWORD, present_code

    cookies: dict[str, str] = {}
    fields = _page(port, "GET", "/desk/sign-in", cookies, {})
    fields = _page(
        port, "POST", "/desk/sign-in", cookies,
        {**fields, "username": "wangfang", "password": PASSWORD},
    )  # fmt: skip
    fields = _page(port, "GET", "/desk/sign-in/code", cookies, {})
    _page(
        port, "POST", "/desk/sign-in/code", cookies,
        {**fields, "one_time_code": present_code("wangfang"), "submit": "1"},
    )  # fmt: skip
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _page(
    port: int, method: str, path: str, cookies: dict[str, str], fields: Mapping[str, str]
) -> dict[str, str]:
    """Ask for a page as a browser does; the hidden fields of its forms."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request(method, path, urlencode(fields) if fields else None, headers)
    response = connection.getresponse()
    for header, value in response.getheaders():
        if header.lower() == "set-cookie":
            name, _, rest = value.partition("=")
            cookies[name] = rest.partition(";")[0]
    page = _Fields()
    page.feed(response.read().decode())
    connection.close()
    return page.found
