"""理由 · a reason in the language of the page, and what it rests on."""

from __future__ import annotations

from django import template

from provident.channels.portal.speaking import sentence
from provident.channels.workbench.doing.telling import cited
from provident.kernel.refusal import Reason

register = template.Library()


@register.filter
def says(reason: Reason) -> str:
    """The sentence for the person."""
    return sentence(reason)


@register.filter
def bases(reason: Reason) -> str:
    """The legal bases as people write them; "" where there is none."""
    return "；".join(cited(reason.basis)) if reason.basis else ""
