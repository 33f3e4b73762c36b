"""政策文件 · the register of documents and the citations of their articles.

A citation has a short code for programs (`regulation-2026#24.1(1)`) and a spelling for
people (《住房公积金管理条例》（国务院令第844号）第二十四条第一款第（一）项).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

Day = Annotated[date, Strict()]
Text = Annotated[str, Field(min_length=1)]
Ordinal = Annotated[int, Strict(), Field(ge=1, le=99)]

DOCUMENT_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CITATION = re.compile(
    r"(?P<document>[a-z][a-z0-9-]*)"
    r"(?:#(?P<article>\d{1,2})(?:\.(?P<paragraph>\d{1,2}))?(?:\((?P<item>\d{1,2})\))?)?"
)
_DIGITS = "零一二三四五六七八九"


class Part(BaseModel):
    """A piece of a policy file: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Document(Part):
    """政策文件 · one law, notice or standard that values rest on.

    `number`    文号, None where the source that could be read does not give it;
    `kind`      who speaks: law, notice, standard, or `operating` for a default of this
                system that no law prescribes and a centre may replace;
    `articles`  how many numbered articles it has.  0: the text has not been entered, so
                it cannot be cited.  None: it has no articles and is cited as a whole.
    """

    title: Text
    number: Text | None = None
    issuer: Text
    kind: Literal["law", "notice", "standard", "operating"]
    in_force_from: Day
    in_force_until: Day | None = None
    articles: Annotated[int, Strict(), Field(ge=0, le=99)] | None = None
    note: Text | None = None

    def objection(self, citation: Citation) -> tuple[str, str] | None:
        """Why this citation of the document cannot stand, as (code, sentence), or None."""
        if self.articles == 0:
            return (
                "document_without_articles",
                f"《{self.title}》（{self.number}）的条文尚未录入，不能引用",
            )
        if citation.article is None:
            return None
        if self.articles is None:
            return ("article_unknown", f"《{self.title}》没有条文编号，只能整体引用")
        if citation.article > self.articles:
            return (
                "article_unknown",
                f"《{self.title}》只有 {self.articles} 条，没有第 {citation.article} 条",
            )
        return None


class Citation(Part):
    """依据 · document, 条, 款 and 项."""

    document: Text
    article: Ordinal | None = None
    paragraph: Ordinal | None = None
    item: Ordinal | None = None

    @model_validator(mode="after")
    def _places_hang_together(self) -> Citation:
        if self.article is None and (self.paragraph or self.item):
            raise ValueError("款和项必须写明属于哪一条（article）")
        return self

    @property
    def code(self) -> str:
        """The citation in short, e.g. `regulation-2026#24.1(1)`."""
        if self.article is None:
            return self.document
        paragraph = "" if self.paragraph is None else f".{self.paragraph}"
        item = "" if self.item is None else f"({self.item})"
        return f"{self.document}#{self.article}{paragraph}{item}"

    def spell(self, document: Document) -> str:
        """The citation as people write it, for screens, refusals and documents."""
        if document.kind == "operating":
            return document.title
        number = f"（{document.number}）" if document.number else ""
        article = f"第{_numeral(self.article)}条" if self.article else ""
        paragraph = f"第{_numeral(self.paragraph)}款" if self.paragraph else ""
        item = f"第（{_numeral(self.item)}）项" if self.item else ""
        return f"《{document.title}》{number}{article}{paragraph}{item}"


def parse_citation(code: str) -> Citation | None:
    """The citation that `code` writes in short, or None where it is no citation."""
    match = _CITATION.fullmatch(code)
    if not match:
        return None
    places = {
        name: int(text)
        for name, text in match.groupdict().items()
        if text and name != "document"
    }
    return Citation(document=match["document"], **places)


def _numeral(number: int) -> str:
    """1 to 99 in Chinese: 十, 十八, 二十, 二十四."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
