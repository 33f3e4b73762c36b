"""住房公积金业务系统 · a housing provident fund system.

The packages below are layers; imports go down only (see README and pyproject.toml):
site > dayend > reconciliation > collection > settlement > parties > ledger > policy >
standards > kernel.  `documents` prints, `bankpeer` is the bank on the other end of the wire.
"""
