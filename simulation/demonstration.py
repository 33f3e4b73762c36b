"""演示 · a small city lives one month, in front of somebody who watches.

`main` builds everything from nothing, plays the month over the bank's wire, closes the day
and compares: three books, every invariant, the bank's statement, the seal, and an auditor
who computed everything for himself.  It returns 1 when anything is off by a fen.
"""

from __future__ import annotations

import signal
import subprocess
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType

from provident.bankpeer.client import PeerClient, PeerError
from provident.kernel.dates import Month
from provident.kernel.places import data_dir
from provident.kernel.refusal import Conflict, Refusal
from provident.site import processes
from simulation import city as counter
from simulation import closing, ground
from simulation.auditor import Auditor
from simulation.city import City
from simulation.employers import BANKS, BRANCHES, CityPlan, Part, Size, plan_city
from simulation.ground import Ports
from simulation.narrator import Narrator

DAY = date(2026, 11, 2)
FIRST_MONTH = Month(2026, 10)
SEED = 20261102


def main(
    headless: bool,
    *,
    size: Size | None = None,
    seed: int = SEED,
    ports: Ports | None = None,
) -> int:
    """Play the demonstration; 0 when everything agrees to the fen, else 1.

    `headless` leaves nothing running; otherwise the processes stay for somebody to look at.
    Whatever happens, what it built stays in the data directory.
    """
    tell = Narrator()
    ports = ports or Ports()
    plan = plan_city(seed, size or Size(), FIRST_MONTH)
    wrong, stays = 1, False
    with _ending_on_request():
        try:
            wrong = _play(tell, plan, ports, pages=not headless)
            stays = not headless and not wrong
        except KeyboardInterrupt:
            tell.warn("演示被中断，停止它启动的全部程序。")
        except Exception as error:
            _explain(tell, error)
        finally:
            if not stays:
                processes.stop_all()
    _conclude(tell, wrong, ports, stays=stays)
    return 1 if wrong else 0


def _play(tell: Narrator, plan: CityPlan, ports: Ports, *, pages: bool) -> int:
    """The chapters in order; returns how many things were found wrong."""
    tell.chapter("从空账开始", "停下上一次演示，建库、建表、装入会计科目和政策，启动后台程序。")
    for sentence in ground.clear(ports, pages=pages):
        tell.say(sentence)
    ground.build(DAY)
    for started in ground.start(DAY, ports, pages=pages):
        tell.say(f"已启动{started}。")
    city = City(plan, Auditor(DAY))
    peer = PeerClient(ports.control)
    _open_banks(tell, peer)
    _open_people(tell, city)
    _live(tell, city, peer)
    wrong = _compare(tell, city.auditor, peer)
    return wrong + _next_morning(tell, city, peer)


def _open_banks(tell: Narrator, peer: PeerClient) -> None:
    from django.conf import settings

    from provident.settlement.adapters import platform
    from provident.staff.demonstration import open_demonstration_logins

    tell.chapter(
        "开户", "银行专户、单位、职工，都由柜员经办、复核人复核，一笔一笔办理，没有旁路。"
    )
    peer.wait_until_ready()
    for bank in BANKS:
        peer.open_account(
            bank.collection_no, settings.CENTRE_NAME, bank.node, "collection", "0.00",
            centre_owned=True,
        )  # fmt: skip
    platform.sign_in()
    counter.open_branches()
    open_demonstration_logins([code for code, _ in BRANCHES])
    counter.open_banks(settings.CENTRE_NAME)
    tell.say(f"登记 {len(BANKS)} 个归集专户，已向结算平台签到，取得当日会话密钥。")


def _open_people(tell: Narrator, city: City) -> None:
    plan = city.plan
    with tell.counting("单位开户", len(plan.employers)) as advance:
        counter.open_employers(city, advance)
    roster = plan.one(Part.ROSTER)
    count = counter.open_from_roster(city, roster)
    tell.say(f"{roster.name}交来一份 Excel 名单，{count} 人整份开户：有一人不符则全部不办。")
    others = [employer for employer in plan.employers if employer is not roster]
    with tell.counting(
        f"职工逐人开户（{counter.COUNTERS} 个柜台）", sum(len(one.members) for one in others)
    ) as advance:
        counter.open_members(city, others, advance)


def _live(tell: Narrator, city: City, peer: PeerClient) -> None:
    # The scenes watch tables, which Django knows only after the database was built.
    from simulation.month import Scenes

    for scene in Scenes(city, peer).all():
        tell.chapter(scene.title, scene.why)
        for sentence in scene.play():
            tell.say(sentence)


def _compare(tell: Narrator, auditor: Auditor, peer: PeerClient) -> int:
    tell.chapter(
        "日结", "取银行对账单，编凭证号，核对不变量，封账签名；有未处理的通知就不许日结。"
    )
    peer.wait_until_delivered()
    closing.close_the_day(tell, DAY)
    tell.chapter("三账核对", "业务、财务、资金三本账并列；银行余额逐户调节，差一分也要有名目。")
    wrong = closing.show_books(tell, DAY) + closing.show_bank(tell, DAY)
    tell.chapter("不变量与封印", "任何时候都必须成立的等式；日结以后的任何改动都会被发现。")
    wrong += closing.show_invariants(tell) + closing.show_seal(tell)
    tell.chapter("独立审计", "审计员只知道下过什么指令、银行做了什么，他自己另算一遍。")
    return wrong + closing.show_audit(tell, auditor, peer, DAY)


def _next_morning(tell: Narrator, city: City, peer: PeerClient) -> int:
    """What waits for the people at the desks; afterwards the books must balance again."""
    from simulation.morning import Morning

    tell.chapter("第二天早上", "柜面开门：有清册待缴、有款待认领、有办件待复核。")
    for sentence in Morning(city, peer).play():
        tell.say(sentence)
    return closing.show_invariants(tell)


def _explain(tell: Narrator, error: Exception) -> None:
    """Say in words why the demonstration could not go on, with the programs' last lines."""
    match error:
        case Refusal():
            for reason in error.reasons:
                tell.warn(f"{reason.says}（{reason.code}）")
        case Conflict() | PeerError() | subprocess.CalledProcessError():
            tell.warn(str(error))
        case _:
            tell.warn(f"{type(error).__name__}：{error}")
            tell.raw("".join(traceback.format_tb(error.__traceback__)).splitlines())
    for path, lines in ground.logs():
        tell.say(f"日志 {path} 的最后几行：")
        tell.raw(lines)


def _conclude(tell: Narrator, wrong: int, ports: Ports, *, stays: bool) -> None:
    tell.console.print()
    if wrong:
        tell.warn(f"演示没有通过，用时 {tell.seconds:.0f} 秒。")
        return
    tell.good(f"演示完成，逐分相符，用时 {tell.seconds:.0f} 秒。")
    tell.say(f"建立的账留在 {data_dir()}。可以执行：")
    tell.raw(
        (
            "provident books             三账并列",
            "provident check             核对全部不变量",
            "provident verify            核对封印",
            "provident catalogue --json  业务目录",
        )
    )
    if stays:
        _show_the_way_in(tell, ports)


def _show_the_way_in(tell: Narrator, ports: Ports) -> None:
    """Where the pages are, and with what to sign in."""
    from provident.staff import demonstration
    from provident.staff.duties import duties

    tell.say(f"网页在 http://127.0.0.1:{ports.pages}/ ，柜面在 /desk/ 。演示用户：")
    titles = {name: role.title for name, role in duties().roles.items()}
    tell.table(
        ("用户名", "姓名", "岗位"),
        [
            (one.username, one.name, "、".join(titles[role] for role in one.roles))
            for one in demonstration.EVERYBODY
        ],
        amounts=range(0),
    )
    tell.raw(
        (
            f"口令      {demonstration.PASSWORD}",
            "动态口令  .venv/bin/provident staff code 用户名（只有演示用户有）",
        )
    )
    tell.say("停止请执行 make stop。")


@contextmanager
def _ending_on_request() -> Iterator[None]:
    """A request of the system to end (SIGTERM) cleans up like Ctrl-C does."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
