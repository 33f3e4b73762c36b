"""`python -m provident.bankpeer` · start the bank peer from the command line."""

from __future__ import annotations

import argparse
import logging
import sys
from datetime import date
from pathlib import Path

from provident.bankpeer.server import PortTaken, serve


def main() -> int:
    """Parse the arguments and serve until stopped; 1 when a port is taken."""
    parser = argparse.ArgumentParser(
        prog="python -m provident.bankpeer",
        description="银行对端：扮演结算平台和各家银行，供演示、测试和模拟使用",
    )
    parser.add_argument("--data", type=Path, required=True, help="数据目录")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址")
    parser.add_argument("--port", type=int, default=9999, help="接收中心报文的端口")
    parser.add_argument("--control-port", type=int, required=True, help="控制口（只在本机）")
    parser.add_argument("--centre-host", default="127.0.0.1", help="中心接收通知的地址")
    parser.add_argument("--centre-port", type=int, default=19999, help="中心接收通知的端口")
    parser.add_argument(
        "--date", type=date.fromisoformat, help="银行日期 YYYY-MM-DD；不写则随中心报文"
    )
    chosen = parser.parse_args()
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(message)s"
    )
    try:
        serve(
            chosen.data,
            host=chosen.host,
            port=chosen.port,
            control_port=chosen.control_port,
            centre_host=chosen.centre_host,
            centre_port=chosen.centre_port,
            date=chosen.date,
        )
    except PortTaken as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
