"""金额的写法 · amounts of yuan in templates, as everywhere: 1,234.50, minus as −."""

from __future__ import annotations

from decimal import Decimal

from django import template

from provident.documents.notation import amount_text

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """An amount with separators and two places; nothing for nothing."""
    return "" if value is None else amount_text(value)
