"""日终的公开接口 · opening and closing of days, and the day report."""

from provident.dayend.closing import close_day, settle_interest
from provident.dayend.facts import (
    OpenItem,
    close_of,
    open_items,
    what_blocks,
)
from provident.dayend.report import day_report, day_report_pdf

__all__ = [
    "OpenItem",
    "close_day",
    "close_of",
    "day_report",
    "day_report_pdf",
    "open_items",
    "settle_interest",
    "what_blocks",
]
