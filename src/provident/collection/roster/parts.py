"""工作表选取 · which worksheet is the roster, and in which part of the archive it lies."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from provident.collection.roster.columns import SHEET
from provident.collection.roster.envelope import Archive, damaged
from provident.kernel.refusal import Refusal, refuse

_INDEX_BYTES_MAX = 1024 * 1024
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class ChosenSheet:
    """The worksheet to read: its name, its part, and what the reader should be told."""

    name: str
    part: str
    notes: tuple[str, ...]


def choose_sheet(archive: Archive) -> ChosenSheet:
    """The visible worksheet named 名单, or the only visible one.

    Raises `Refusal` with `roster.sheet_unclear`, `roster.sheet_hidden` or `roster.damaged`.
    """
    sheets = list(_sheets(archive))
    names = [sheet.get("name", "") for sheet in sheets]
    if len(set(names)) != len(names):
        raise damaged("工作表重名")
    visible = [sheet for sheet in sheets if sheet.get("state", "visible") == "visible"]
    hidden = [sheet.get("name", "") for sheet in sheets if sheet not in visible]
    named = [sheet for sheet in visible if sheet.get("name", "").strip() == SHEET]
    if not named and SHEET in (name.strip() for name in hidden):
        raise refuse(
            "roster.sheet_hidden", f"工作表“{SHEET}”被隐藏了，请取消隐藏、保存后再上传。"
        )
    if not named and len(visible) != 1:
        raise _unclear([sheet.get("name", "") for sheet in visible])
    chosen = (named or visible)[0]
    notes = tuple(f"隐藏的工作表“{name}”没有读取。" for name in hidden)
    return ChosenSheet(chosen.get("name", ""), _part_of(archive, chosen), notes)


def _unclear(names: list[str]) -> Refusal:
    if not names:
        return refuse(
            "roster.sheet_unclear", "工作簿里没有可见的工作表，请使用名单模板填写后再上传。"
        )
    listed = "、".join(names[:10])
    return refuse(
        "roster.sheet_unclear",
        f"工作簿里有 {len(names)} 个工作表（{listed}），不知道哪一个是名单；"
        f"请把名单所在的工作表命名为“{SHEET}”。",
        sheets=names[:10],
    )


def _sheets(archive: Archive) -> Iterator[Element]:
    for element in _xml(archive, "xl/workbook.xml").iter():
        if _local(element) == "sheet":
            yield element


def _part_of(archive: Archive, sheet: Element) -> str:
    """The part that the index names for this sheet, by the only relation with its id: the
    part that is inspected must be the part that is read."""
    wanted = sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)
    relations = [
        relation
        for relation in _xml(archive, "xl/_rels/workbook.xml.rels")
        if relation.get("Id") == wanted
    ]
    if len(relations) == 1 and relations[0].get("Type", "").endswith("/worksheet"):
        target = relations[0].get("Target", "")
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if part in archive.parts:
            return part
    raise damaged("找不到工作表的内容")


def _xml(archive: Archive, name: str) -> Element:
    if name not in archive.parts:
        raise damaged(f"缺少 {name}")
    if archive.parts[name].file_size > _INDEX_BYTES_MAX:
        raise damaged(f"{name} 过大")
    try:
        return fromstring(b"".join(archive.unpack(name)))
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise damaged(f"{name} 不是正常的 XML") from error


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


@contextmanager
def parser_errors_as_refusal() -> Iterator[None]:
    """Whatever the spreadsheet library says about a broken file becomes a refusal.

    Its panics arrive as a `BaseException` of a class that cannot be imported.
    """
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        raise damaged("表格内容无法解析") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged("表格内容无法解析") from error
