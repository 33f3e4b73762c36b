"""`python -m simulation` · the demonstration in another size, or beside one that runs.

Everything is kept in `data/`, or in the directory that PROVIDENT_DATA names.
"""

from __future__ import annotations

import argparse
import sys

from simulation.demonstration import SEED, main
from simulation.employers import Size
from simulation.ground import Ports


def run() -> int:
    """Read the command line and play."""
    parser = argparse.ArgumentParser(
        prog="python -m simulation", description="模拟城市的一个月"
    )
    usual = Size()
    parser.add_argument("--employers", type=int, default=usual.employers, help="单位数")
    parser.add_argument("--members", type=int, default=usual.members, help="职工数")
    parser.add_argument("--roster", type=int, default=usual.roster, help="其中由名单开户的人数")
    parser.add_argument("--treasury", type=int, default=usual.treasury, help="财政统发单位数")
    parser.add_argument("--seed", type=int, default=SEED, help="种子：同一种子总是同一座城市")
    parser.add_argument("--first-port", type=int, help="改用从这里开始的四个端口")
    parser.add_argument("--headless", action="store_true", help="演示完就停止全部进程")
    chosen = parser.parse_args()
    size = Size(chosen.employers, chosen.members, chosen.roster, chosen.treasury)
    ports = Ports.beginning_at(chosen.first_port) if chosen.first_port else Ports()
    return main(chosen.headless, size=size, seed=chosen.seed, ports=ports)


if __name__ == "__main__":
    sys.exit(run())
