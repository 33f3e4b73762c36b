"""字体 · the typefaces that documents are set in, and what to say when one is missing.

Chinese text is set in Noto Serif CJK SC (宋体 style) and Noto Sans CJK SC (黑体 style).
Uyghur names are set in UKIJ Tuz; where that is not installed, DejaVu Sans serves, which
has the letters in a plainer form.
"""

from __future__ import annotations

from functools import cache

import typst

# Family → the Debian package that brings it.
REQUIRED = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "Noto Sans CJK SC": "fonts-noto-cjk",
}
# Any one of these has the Uyghur letters.
UYGHUR = {"UKIJ Tuz": "fonts-ukij-uyghur", "DejaVu Sans": "fonts-dejavu-core"}


class FontMissingError(RuntimeError):
    """The machine lacks a typeface; without it characters would print as empty boxes."""


@cache
def installed() -> typst.Fonts:
    """The typefaces of this machine, searched once per process."""
    return typst.Fonts()


def missing_packages(families: set[str]) -> list[str]:
    """Debian packages to install so that every document can be set; empty when none."""
    packages = {package for family, package in REQUIRED.items() if family not in families}
    if not families & set(UYGHUR):
        packages.add(UYGHUR["UKIJ Tuz"])
    return sorted(packages)


def require_fonts() -> None:
    """Raise `FontMissingError`, naming the packages to install, if a typeface is missing."""
    packages = missing_packages(set(installed().families()))
    if packages:
        raise FontMissingError(
            "本机缺少打印所需的字体，无法生成文件。"
            f"请管理员执行：apt-get install {' '.join(packages)}，然后重新启动服务。"
        )
