"""政策文件 · the register of documents and the citations of their articles.

A citation has a short code for programs, `regulation-2026#24.1(1)` or with 款 and 项 both in
brackets `regulation-2026#24(1)(1)`, and a spelling for people
(《住房公积金管理条例》（国务院令第844号）第二十四条第一款第（一）项).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

Day = Annotated[date, Strict()]
Text = Annotated[str, Field(min_length=1)]
Ordinal = Annotated[int, Strict(), Field(ge=1, le=99)]
Numbered = Annotated[int, Strict(), Field(ge=1, le=99_999)]
"""An article, or a 科目 with its number of three to five digits."""
Objection = tuple[str, str]
"""Why a citation cannot stand: a stable code and a sentence."""

DOCUMENT_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CITATION = re.compile(
    r"(?P<document>[a-z][a-z0-9-]*)"
    r"(?:#(?P<article>\d{1,5})"
    r"(?:\((?P<clause>\d{1,2})\)\((?P<point>\d{1,2})\)"
    r"|(?:\.(?P<paragraph>\d{1,2}))?(?:\((?P<item>\d{1,2})\))?))?"
)
_DIGITS = "零一二三四五六七八九"


class Part(BaseModel):
    """A piece of a policy file: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paragraph(Part):
    """款 · what one paragraph of an article says, in our words, and its 项."""

    says: Text
    items: tuple[Text, ...] = ()


class Article(Part):
    """条 · one article of a document in our words; not the official text."""

    article: Ordinal
    heading: Text
    paragraphs: Annotated[tuple[Paragraph, ...], Field(min_length=1)]

    def place_of(self, citation: Citation) -> tuple[int | None, int | None] | None:
        """Which 款 and 项 a citation means; None where the article has no such place.

        A 项 without its 款 is understood where only one paragraph has items.
        """
        paragraph, item = citation.paragraph, citation.item
        if paragraph is None and item is not None:
            listing = [at for at, part in enumerate(self.paragraphs, 1) if part.items]
            if len(listing) != 1:
                return None
            paragraph = listing[0]
        if paragraph is None:
            return (None, None)
        if paragraph > len(self.paragraphs):
            return None
        if item is not None and item > len(self.paragraphs[paragraph - 1].items):
            return None
        return (paragraph, item)

    def words(self, citation: Citation) -> str:
        """What the cited place says; the whole article where only the article is cited."""
        paragraph, item = self.place_of(citation) or (None, None)
        if paragraph is None:
            return "".join(_whole(part) for part in self.paragraphs)
        part = self.paragraphs[paragraph - 1]
        return _whole(part) if item is None else part.items[item - 1]


class Articles(Part):
    """条文 · every article of one document (`policies/regulations/*.yaml`)."""

    document: Text
    articles: Annotated[tuple[Article, ...], Field(min_length=1)]


def _whole(part: Paragraph) -> str:
    listed = "；".join(f"（{numeral(at)}）{item}" for at, item in enumerate(part.items, 1))
    return part.says + (f"{listed}。" if listed else "")


class Document(Part):
    """政策文件 · one law, notice or standard that values rest on.

    `number`    文号, None where the source that could be read does not give it;
    `kind`      who speaks: law, notice, standard, report (published information that is
                not itself a rule), or `operating` for a default of this system that no law
                prescribes and a centre may replace;
    `articles`  how many numbered articles it has.  0: the text has not been entered, so
                it cannot be cited.  None: it has no articles and is cited as a whole;
    `cited_by`  gl_account: an accounting method, cited by the number of a 科目;
    `source`    where it was read.
    """

    title: Text
    number: Text | None = None
    issuer: Text
    kind: Literal["law", "notice", "standard", "report", "operating"]
    in_force_from: Day
    in_force_until: Day | None = None
    articles: Annotated[int, Strict(), Field(ge=0, le=99)] | None = None
    cited_by: Literal["article", "gl_account"] = "article"
    source: Text | None = None
    note: Text | None = None

    def objection(
        self, citation: Citation, articles: Mapping[int, Article] | None = None
    ) -> Objection | None:
        """Why this citation of the document cannot stand, or None.

        `articles` are the document's articles; without them 款 and 项 are not examined.
        """
        if self.articles == 0:
            return (
                "document_without_articles",
                f"《{self.title}》（{self.number}）的条文尚未录入，不能引用",
            )
        if citation.article is None or self.cited_by == "gl_account":
            return None
        if self.articles is None:
            return ("article_unknown", f"《{self.title}》没有条文编号，只能整体引用")
        if citation.article > self.articles:
            return (
                "article_unknown",
                f"《{self.title}》只有 {self.articles} 条，没有第 {citation.article} 条",
            )
        article = (articles or {}).get(citation.article)
        if article is not None and article.place_of(citation) is None:
            return ("place_unknown", f"《{self.title}》没有{citation.place}")
        return None


class Citation(Part):
    """依据 · document, 条, 款 and 项; in a file also in its short code."""

    document: Text
    article: Numbered | None = None
    paragraph: Ordinal | None = None
    item: Ordinal | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_code(cls, raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        places = _places(raw)
        if places is None:
            raise ValueError(f"“{raw}”不是依据的简写，应如 regulation-2026#24.1(1)")
        return places

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

    @property
    def place(self) -> str:
        """条, 款 and 项 as people write them; empty where the whole document is meant."""
        article = f"第{numeral(self.article)}条" if self.article else ""
        paragraph = f"第{numeral(self.paragraph)}款" if self.paragraph else ""
        item = f"第（{numeral(self.item)}）项" if self.item else ""
        return f"{article}{paragraph}{item}"

    def spell(self, document: Document) -> str:
        """The citation as people write it, for screens, refusals and documents."""
        if document.kind == "operating":
            return document.title
        number = f"（{document.number}）" if document.number else ""
        head = f"《{document.title}》{number}"
        if document.cited_by == "gl_account" and self.article is not None:
            return f"{head}“{self.article}”科目"
        return f"{head}{self.place}"


def parse_citation(code: str) -> Citation | None:
    """The citation that `code` writes in short, or None where it is no citation."""
    places = _places(code)
    return Citation.model_validate(places) if places else None


def _places(code: str) -> dict[str, Any] | None:
    match = _CITATION.fullmatch(code)
    if not match:
        return None
    found = {name: text for name, text in match.groupdict().items() if text}
    document = found.pop("document")
    numbers = {name: int(text) for name, text in found.items()}
    for bracketed, name in (("clause", "paragraph"), ("point", "item")):
        if bracketed in numbers:
            numbers[name] = numbers.pop(bracketed)
    return {"document": document, **numbers}


def numeral(number: int | None) -> str:
    """1 to 99 in Chinese: 十, 十八, 二十, 二十四."""
    tens, ones = divmod(number or 0, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
