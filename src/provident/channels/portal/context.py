"""每页都有的内容 · what the frame of every page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from provident.channels.calc.catalogue import CALCULATORS
from provident.channels.portal.speaking import SOURCE, language, speaker


def frame(request: HttpRequest) -> dict[str, Any]:
    """The centre's name, the way through the pages, and the languages."""
    speak = speaker()
    return {
        "centre_name": settings.CENTRE_NAME,
        "navigation": [(each.code, speak.say(each.title)) for each in CALCULATORS.values()],
        "languages": settings.LANGUAGES,
        "language": language(),
        "partly_translated": language() != SOURCE,
        "here": request.path,
    }
