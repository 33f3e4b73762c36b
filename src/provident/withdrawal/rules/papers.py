"""提取材料 · what the applicant brings, by case and by date.

Until 2026-09-19 the employer had to verify and certify every withdrawal (2019 第二十五条
第一款); the 2026 text knows no such certificate.  The lists themselves are policy,
`withdrawal.documents`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

EMPLOYER_CERTIFICATE = "employer_certificate"

PAPERS: Mapping[str, str] = MappingProxyType(
    {
        "identity": "本人有效身份证件",
        "bank_card": "本人银行卡",
        "relation": "结婚证或者亲属关系证明",
        "no_home": "本人及配偶的无房证明",
        "promise": "无自有住房且租房的承诺书",
        "lease": "住房租赁合同",
        "lease_filing": "租赁登记备案证明",
        "rent_receipt": "房租缴纳凭证",
        "purchase_contract": "购房合同或者网签合同",
        "purchase_invoice": "购房发票或者首付款凭证",
        "title": "不动产权证书",
        "planning_permit": "建设规划许可和土地使用证明",
        "danger_report": "房屋安全鉴定报告",
        "cost_invoice": "费用发票",
        "loan_contract": "购房借款合同",
        "repayment_list": "还款明细",
        "deed_tax_receipt": "契税完税凭证",
        "renewal_agreement": "老旧小区改造或者加装电梯的分摊协议",
        "retirement": "退休证或者退休审批表",
        "disability": "劳动能力鉴定结论",
        "employment_end": "解除或者终止劳动关系证明",
        "emigration": "户口注销证明或者境外定居证明",
        "death_proof": "死亡证明或者宣告死亡的判决",
        "succession": "继承权或者受遗赠权证明",
        "medical": "诊断证明和个人负担的医疗费用票据",
        "hardship_proof": "最低生活保障证明",
        "state_council": "国务院批准文件所列的证明",
        EMPLOYER_CERTIFICATE: "所在单位出具的提取证明",
    }
)
"""Every paper: code → what the applicant is told to bring."""


def spelled(codes: Iterable[str]) -> list[str]:
    """The papers by their names, in the order of the codes."""
    return [PAPERS[code] for code in codes]
