"""写在命令行上的事件 · rate changes, payouts, early and earlier payments as `date:what`."""

from __future__ import annotations

from provident.kernel.refusal import refuse

FULL = "full"


def change(text: str) -> dict[str, str]:
    """`2027-01-01:2.85`: a new rate from a day on."""
    on, rate = _parts(text, 2, "--change", "2027-01-01:2.85")
    return {"on": on, "rate": rate}


def payout(text: str) -> dict[str, str]:
    """`2026-03-01:200000`: a further payout."""
    on, amount = _parts(text, 2, "--payout", "2026-03-01:200000")
    return {"on": on, "amount": amount}


def prepayment(text: str) -> dict[str, str]:
    """`2027-03-10:200000:shorten`, or `2027-03-10:full` where everything is repaid."""
    if text.endswith(f":{FULL}"):
        return {"on": text.removesuffix(f":{FULL}").rstrip(":"), "effect": FULL}
    on, amount, effect = _parts(text, 3, "--prepay", "2027-03-10:200000:shorten")
    return {"on": on, "amount": amount, "effect": effect}


def rent_used(text: str) -> dict[str, str]:
    """`2026-08:1500`, or `2026-08:1500:spouse` for what the spouse has withdrawn."""
    example = "2026-08:1500:spouse"
    month, amount, by = _parts(
        f"{text}:self" if text.count(":") == 1 else text, 3, "--used", example
    )
    return {"month": month, "amount": amount, "by": by}


def _parts(text: str, count: int, option: str, example: str) -> list[str]:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != count:
        raise refuse(
            "input.event",
            f"{option} 应写作 {example}，现为“{text}”。",
            option=option,
            example=example,
            typed=text,
        )
    return parts
