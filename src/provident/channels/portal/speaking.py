"""语言 · how the pages speak: in the visitor's language, days and months written in it.

What has no translation yet is said in Chinese.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language

from provident.channels.calc.words import CHINESE, Speaker
from provident.channels.portal.retelling import retelling
from provident.kernel.dates import Month
from provident.kernel.refusal import Reason

SOURCE = "zh-hans"
"""The language of the source; in every other one a page says what is not translated yet."""


def speaker() -> Speaker:
    """The speaker of the language of this request."""
    if language() == SOURCE:
        return CHINESE
    known = retelling(language())
    return Speaker(known.translate, date.isoformat, Month.__str__, known.retell)


def sentence(reason: Reason) -> str:
    """What a reason says in the language of this request, else its Chinese as it stands."""
    speak = speaker()
    return speak.retell(speak, reason.code, reason.facts) or reason.says


def language() -> str:
    return get_language() or SOURCE
