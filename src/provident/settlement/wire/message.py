"""报文 · the XML body: `message` with `head` and `body`, each a set of named fields.

Reading is by name and never by order; names are case-sensitive, except inside a file list,
where systems in use write `Name` as well as `NAME`.  A DTD, an entity declaration or an
external reference is refused: the interface needs none of them, attacks do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from provident.settlement.wire.catalogue import (
    Catalogue,
    Fields,
    FieldSpec,
    Form,
    Value,
    catalogue,
    field_faults,
)
from provident.settlement.wire.errors import (
    ForbiddenXml,
    InvalidFields,
    MessageError,
    NotXml,
    UnencodableText,
)
from provident.settlement.wire.profile import WireProfile
from provident.settlement.wire.text import cut_text, encode_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEPTH_MAX = 6
_DECLARED = re.compile(rb"<\?xml[^>]{0,80}encoding\s*=\s*[\"']([A-Za-z0-9_-]{1,20})[\"']")
_READABLE_ENCODINGS = {"GBK", "GB2312", "GB18030", "UTF-8"}
_ITEM_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_NOT_XML_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Message:
    """One message; a value is text, or a list of sets of fields (file list)."""

    head: dict[str, str]
    body: Fields = field(default_factory=dict[str, Value])

    @property
    def tx_code(self) -> str:
        return self.head.get("TxCode", "")

    @property
    def succeeded(self) -> bool:
        """An answer that says yes.  Banks report a business failure by RtnCode alone, with
        TxStatus 0, so both are looked at."""
        return self.head.get("TxStatus") == "0" and self.head.get("RtnCode") == "00000"

    def text(self, name: str) -> str:
        """A body field, empty when it is absent or a list."""
        value = self.body.get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def file(self) -> tuple[str, str]:
        """NAME and DATA of the one file; a message carries at most one."""
        files = self.body.get("FILE_LIST")
        if not isinstance(files, list) or not files:
            raise MessageError("报文里没有文件（FILE_LIST）")
        name, data = files[0].get("NAME", ""), files[0].get("DATA", "")
        if not isinstance(name, str) or not isinstance(data, str):
            raise MessageError("文件列表（FILE_LIST）的结构不对")
        return name, data


def encode_message(message: Message, form: Form, profile: WireProfile) -> bytes:
    """The body in clear, in the profile's encoding.

    Names, summaries and remarks are cut to the wire's length; everything else that does
    not fit the catalogue raises `InvalidFields` with every fault, and a character that the
    encoding does not have raises `UnencodableText` with its field.
    """
    head_specs, body_specs = catalogue().heads[form], _body_specs(message, form)
    head = _cut(message.head, head_specs, profile)
    body = _cut(message.body, body_specs or (), profile)
    faults = field_faults(head, head_specs, encoding=profile.encoding, sending=True)
    if body_specs is not None:
        faults += field_faults(body, body_specs, encoding=profile.encoding, sending=True)
    if faults:
        raise InvalidFields(f"报文 {message.tx_code} 不能发送", faults)
    parts = [f'<?xml version="1.0" encoding="{profile.encoding}"?>', "<message><head>"]
    parts += _written(head, profile)
    parts.append("</head><body>")
    parts += _written(body, profile)
    parts.append("</body></message>")
    return "".join(parts).encode(profile.encoding)


def decode_message(data: bytes, form: Form, profile: WireProfile, tx_code: str = "") -> Message:
    """Read and check a body in clear.

    `tx_code` from the frame is used when the head names none.  Raises a `MessageError`.
    """
    message = _parse(data, catalogue(), profile)
    if not message.tx_code:
        message.head["TxCode"] = tx_code
    body_specs = _body_specs(message, form)
    if body_specs is None:
        if not message.head.get("TxStatus") or not message.head.get("RtnCode"):
            raise InvalidFields(
                f"应答 {message.tx_code} 不合规定", ["缺少 TxStatus 或 RtnCode"]
            )
        return message
    _accept_other_spellings(message.body, body_specs)
    encoding = profile.encoding
    faults = [
        *field_faults(
            dict(message.head), catalogue().heads[form], encoding=encoding, sending=False
        ),
        *field_faults(message.body, body_specs, encoding=encoding, sending=False),
    ]
    if faults:
        raise InvalidFields(f"报文 {message.tx_code} 不合规定", faults)
    return message


def _body_specs(message: Message, form: Form) -> tuple[FieldSpec, ...] | None:
    """The fields of the body; None for an answer that says no.

    A refusal may carry nothing but its reason, and may even name a transaction that nobody
    knows: that can be the very reason.
    """
    if not form.is_request and not message.succeeded:
        return None
    spec = catalogue().message(message.tx_code, form)
    return spec.request if form.is_request else spec.answer


def _cut(
    fields: Mapping[str, Value], specs: tuple[FieldSpec, ...], profile: WireProfile
) -> Fields:
    cut = dict(fields)
    for spec in specs:
        value = cut.get(spec.name)
        if spec.cut_when_long and spec.bytes_max is not None and isinstance(value, str):
            cut[spec.name] = cut_text(value, spec.bytes_max, spec.label, profile.encoding)
    return cut


def _written(fields: Fields, profile: WireProfile) -> Iterable[str]:
    for name, value in fields.items():
        attribute = quoteattr(profile.spelling(name))
        if isinstance(value, str):
            yield f"<field name={attribute}>{_text(name, value, profile)}</field>"
            continue
        yield f"<field-list name={attribute}>"
        for number, item in enumerate(value):
            yield f'<field-list name="{number}">'
            yield from _written(item, profile)
            yield "</field-list>"
        yield "</field-list>"


def _text(name: str, value: str, profile: WireProfile) -> str:
    found = _NOT_XML_TEXT.search(value)
    if found:
        raise UnencodableText(name, found[0], "XML")
    encode_text(value, name, profile.encoding)
    return escape(value, {"\r": "&#13;"})


def _parse(data: bytes, known: Catalogue, profile: WireProfile) -> Message:
    root = _xml(data, profile)
    if root.tag != "message":
        raise MessageError(f"报文的根元素应为 message，收到 {root.tag[:40]}")
    names = _names(known, profile)
    parts: dict[str, Fields] = {}
    for child in root:
        if child.tag in parts or child.tag not in ("head", "body"):
            raise MessageError(f"message 下不应有（或不应再有）{child.tag[:40]}")
        parts[child.tag] = _fields_of(child, names, depth=0)
    head: dict[str, str] = {}
    for name, value in parts.get("head", {}).items():
        if not isinstance(value, str):
            raise MessageError(f"报文头的“{name}”不应是列表")
        head[name] = value
    return Message(head, parts.get("body", {}))


def _xml(data: bytes, profile: WireProfile) -> Element:
    """The parsed tree.

    The declaration chooses among the encodings in use.  A byte that does not decode
    becomes U+FFFD instead of an error: senders cut names by bytes and leave half a
    character behind, and losing a whole answer for it would be worse than a blemished name.
    """
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    name = declared[1].decode("ascii").upper() if declared else profile.encoding
    encoding = name if name in _READABLE_ENCODINGS else profile.encoding
    text = data.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    try:
        return ElementTree.fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ForbiddenXml("报文含有 DTD、实体或外部引用，已拒收") from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise NotXml(f"报文体不是可读的 XML：{error}") from error


def _fields_of(parent: Element, names: dict[str, str], depth: int) -> Fields:
    if depth > _DEPTH_MAX:
        raise MessageError(f"报文的列表嵌套超过 {_DEPTH_MAX} 层")
    fields: Fields = {}
    for child in parent:
        name = child.get("name", "")
        name = names.get(name, name)
        if name in fields:
            raise MessageError(f"同一层的“{name[:40]}”出现了两次，无法判断以哪个为准")
        if child.tag == "field":
            fields[name] = child.text or ""
        elif child.tag.startswith("field-"):
            fields[name] = _items_of(child, names, depth + 1)
        else:
            raise MessageError(f"报文里不应有元素 {child.tag[:40]}")
    return fields


def _items_of(parent: Element, names: dict[str, str], depth: int) -> Value:
    """The items of a list: `field-list` elements named 0, 1, …, or `field-…` elements."""
    items: list[tuple[int, Fields]] = []
    for position, child in enumerate(parent):
        if not child.tag.startswith("field-"):
            raise MessageError(
                f"列表“{parent.get('name', '')[:40]}”里不应直接有 {child.tag[:40]}"
            )
        number = child.get("name", "")
        order = int(number) if _ITEM_NUMBER.fullmatch(number) else position
        items.append((order, _fields_of(child, names, depth)))
    return [fields for _, fields in sorted(items, key=lambda item: item[0])]


def _names(known: Catalogue, profile: WireProfile) -> dict[str, str]:
    """From this installation's spelling back to the catalogue's."""
    if profile.field_case == "as_given":
        return {}
    specs = [spec for head in known.heads.values() for spec in head]
    for message in known.messages.values():
        specs += [*message.request, *message.answer]
    return {profile.spelling(spec.name): spec.name for spec in specs}


def _accept_other_spellings(fields: Fields, specs: tuple[FieldSpec, ...]) -> None:
    for spec in specs:
        if spec.also and spec.name not in fields and spec.also in fields:
            fields[spec.name] = fields.pop(spec.also)
        value = fields.get(spec.name)
        if spec.items and isinstance(value, list):
            wanted = {item.name.upper(): item.name for item in spec.items}
            fields[spec.name] = [
                {wanted.get(name.upper(), name): text for name, text in item.items()}
                for item in value
            ]
