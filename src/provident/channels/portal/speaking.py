"""语言 · how the pages speak: in the visitor's language, days and months written in it.

What has no translation yet is said in Chinese; so are the reasons of the rules, whose sentences
hold the figures of the case.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language, gettext

from provident.channels.calc.words import CHINESE, Speaker
from provident.kernel.dates import Month

SOURCE = "zh-hans"
"""The language of the source; in every other one a page says what is not translated yet."""


def speaker() -> Speaker:
    """The speaker of the language of this request."""
    if language() == SOURCE:
        return CHINESE
    return Speaker(gettext, date.isoformat, Month.__str__)


def language() -> str:
    return get_language() or SOURCE
