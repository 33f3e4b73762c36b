"""资金的说法 · the words for states and kinds of receipts, 暂收款 and movements of the bank."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from provident.channels.calc.words import mark
from provident.channels.workbench.listing import Tag

HOW = {
    "reference": mark("附言号"),
    "bundle": mark("合并缴款单"),
    "payer": mark("付款账号"),
    "name": mark("付款户名"),
    "manual": mark("人工匹配"),
}
"""By which key a receipt found its employer."""

RECEIPT_STATES = {
    "booked": Tag(mark("已入账"), "good"),
    "undone": Tag(mark("已撤销"), "warn"),
}

LIST_MOVES = {
    "credited": Tag(mark("入账"), "good"),
    "undone": Tag(mark("撤销入账"), "warn"),
}

MOVES = {
    "kept": mark("到账留存"),
    "credited": mark("用于入账"),
    "reopened": mark("撤销入账，转回"),
    "moved_to_suspense": mark("转暂收"),
}
"""Why an employer's 未分摊 changed."""

SUSPENSE_STATES = {
    "open": Tag(mark("待处理"), "warn"),
    "refunding": Tag(mark("退款中"), "warn"),
    "matched": Tag(mark("已认款"), "good"),
    "refunded": Tag(mark("已退回"), "good"),
    "reversed": Tag(mark("已冲回")),
}

ROW_STATES = {
    "new": Tag(mark("待处理"), "warn"),
    "waiting": Tag(mark("未达，待会计处理"), "bad"),
    "done": Tag(mark("已处理"), "good"),
    "corrected": Tag(mark("已更正"), "warn"),
}

ROW_KINDS = {
    "receipt": Tag(mark("到账")),
    "instruction": Tag(mark("本中心付款")),
    "returned": Tag(mark("退汇")),
    "reversal": Tag(mark("银行冲正")),
    "interest": Tag(mark("结息")),
    "fee": Tag(mark("手续费")),
    "own_transfer": Tag(mark("户间划转")),
    "unknown_debit": Tag(mark("不明支出"), "bad"),
    "disputed": Tag(mark("存疑"), "bad"),
    "nothing": Tag(mark("金额为零")),
}

SOURCES = {"notice": mark("到账通知"), "detail": mark("账户明细查询")}

INSTRUCTION_STATES = {
    "to_send": Tag(mark("待发送"), "warn"),
    "sent_unknown": Tag(mark("已发送，结果未知"), "warn"),
    "paid_awaiting_notice": Tag(mark("银行已受理，待到账通知"), "warn"),
    "paid": Tag(mark("已付出"), "good"),
    "failed": Tag(mark("未付出"), "bad"),
}


def plain(tags: dict[str, Tag]) -> dict[str, str]:
    """The words alone, for a filter."""
    return {code: tag.word for code, tag in tags.items()}


def worded(words: Mapping[str, str], code: str) -> str:
    """The word for a code in the language of the page; a code without one as it is."""
    return _(words[code]) if code in words else code
