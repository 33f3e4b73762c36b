"""提取情形 · the names of the cases in which a member may take money out.

Whether a case holds on a date, by which article, and whether the holder is closed with it is
policy: one parameter `withdrawal.case_<code>` for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HOUSING: Mapping[str, str] = MappingProxyType(
    {
        "rent": "支付房租",
        "purchase": "购买自住住房",
        "build": "建造、翻建、大修自住住房",
        "repay": "偿还购房贷款本息",
        "renovation": "装修自住住房",
        "property_fee": "支付自住住房物业费",
        "other_housing": "国务院批准的其他住房消费",
    }
)
"""Housing expenses of article 24; the holder stays open."""

LEAVING: Mapping[str, str] = MappingProxyType(
    {
        "retire": "离休、退休",
        "disabled": "完全丧失劳动能力并与单位终止劳动关系",
        "emigrate": "出境定居",
        "leave_job": "离职并封存满规定期限",
        "death": "职工死亡或者被宣告死亡",
    }
)
"""Leaving the fund; the whole balance may go."""

LOCAL: Mapping[str, str] = MappingProxyType(
    {
        "deed_tax": "缴纳购房契税",
        "old_estate": "老旧小区改造",
        "elevator": "既有住宅加装电梯",
        "parking": "购买同小区车位",
        "illness": "重大疾病医疗",
        "hardship": "最低生活保障家庭",
    }
)
"""Cases that only a centre's own rules provide for."""

CASES: Mapping[str, str] = MappingProxyType({**HOUSING, **LEAVING, **LOCAL})
"""Every case: code → what people call it."""
