"""文件外壳 · is this an honest .xlsx at all?  Asked before any parser sees the bytes.

An .xlsx is a zip of XML parts.  Zip archives lie: a part may unpack to a thousand times its
size, and the size it declares need not be true.  So every part is unpacked once in small
pieces against its declared size, and nothing is handed to the spreadsheet library that was
not measured here.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from provident.kernel.refusal import Reason, Refusal, refuse

BYTES_MAX = 20 * 1024 * 1024
UNPACKED_MAX = 300 * 1024 * 1024
RATIO_MAX = 100
RATIO_MATTERS_FROM = 4 * 1024 * 1024
PARTS_MAX = 500

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER_SIZE = 30
_PIECE = 32 * 1024
_UNPACKED_PIECE = 512 * 1024
_ZIP_ERRORS = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error)
_SAVE_AS = "请用 Excel 或 WPS 打开后，另存为“Excel 工作簿(*.xlsx)”再上传。"


def damaged(detail: str) -> Refusal:
    """The file claims to be a workbook but cannot be read as one."""
    return refuse(
        "roster.damaged",
        f"文件已损坏或不是正常的 Excel 工作簿（{detail}）。{_SAVE_AS}",
        detail=detail,
    )


@dataclass(frozen=True, slots=True)
class Archive:
    """The parts of a workbook, none of which has been trusted yet."""

    data: bytes
    parts: dict[str, zipfile.ZipInfo]

    def unpack(self, name: str) -> Iterator[bytes]:
        """The bytes of one part, piece by piece; refused once they exceed their declaration.

        Written against the raw deflate stream: `zipfile` stops quietly at the declared size,
        while other readers go on to the end of the stream.
        """
        part = self.parts[name]
        size = 0
        for piece in self._raw(part):
            size += len(piece)
            if size > part.file_size:
                raise _bomb(declared=part.file_size, unpacked=size)
            yield piece
        if size != part.file_size:
            raise damaged("压缩包内容不完整")

    def _raw(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        start = part.header_offset
        header = self.data[start : start + _LOCAL_HEADER_SIZE]
        if len(header) < _LOCAL_HEADER_SIZE or not header.startswith(b"PK\x03\x04"):
            raise damaged("压缩包目录与内容不符")
        start += _LOCAL_HEADER_SIZE
        start += int.from_bytes(header[26:28], "little") + int.from_bytes(
            header[28:30], "little"
        )
        packed = memoryview(self.data)[start : start + part.compress_size]
        return _inflate(packed) if part.compress_type else _slices(packed)


def open_archive(data: bytes) -> Archive:
    """The parts of a workbook, of bearable number and declared size.

    Raises `Refusal` with `roster.empty_file`, `roster.too_large`, `roster.old_excel`,
    `roster.encrypted`, `roster.not_xlsx`, `roster.zip_bomb` or `roster.damaged`.
    """
    _check_first_bytes(data)
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except _ZIP_ERRORS as error:
        raise damaged("压缩包结构不完整") from error
    _check_declared_sizes(parts)
    _check_parts(parts)
    return Archive(data, {part.filename: part for part in parts})


def _check_first_bytes(data: bytes) -> None:
    if not data:
        raise refuse("roster.empty_file", "文件是空的，请选择填好的名单后重新上传。")
    reasons = []
    if len(data) > BYTES_MAX:
        reasons.append(
            Reason(
                "roster.too_large",
                f"文件有 {len(data) / 1024 / 1024:.1f} MB，超过 20 MB 的上限，"
                "请拆成几个名单分别上传。",
                {"bytes": len(data), "bytes_max": BYTES_MAX},
            )
        )
    if data.startswith(_OLE_MAGIC):
        reasons.append(_ole_reason(data))
    elif not data.startswith(b"PK"):
        reasons.append(Reason("roster.not_xlsx", f"这不是 Excel 工作簿（.xlsx）。{_SAVE_AS}"))
    if reasons:
        raise Refusal(reasons)


def _ole_reason(data: bytes) -> Reason:
    # An encrypted .xlsx travels inside the same container as an old .xls; only the name of
    # the stream in the directory tells them apart.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Reason(
            "roster.encrypted", "工作簿设有打开密码，请在 Excel 中取消密码、保存后再上传。"
        )
    return Reason(
        "roster.old_excel", f"这是旧版 Excel 文件（.xls），系统只接受 .xlsx。{_SAVE_AS}"
    )


def _check_declared_sizes(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    swollen = unpacked > RATIO_MATTERS_FROM and unpacked / packed > RATIO_MAX
    if len(parts) > PARTS_MAX or unpacked > UNPACKED_MAX or swollen:
        raise _bomb(parts=len(parts), unpacked=unpacked, packed=packed)


def _bomb(**facts: int) -> Refusal:
    """The archive would unpack to more than a roster can need."""
    says = (
        "文件解压后大得不正常，系统没有打开它。"
        "请重新下载名单模板，把数据以“粘贴为数值”的方式填入后再上传。"
    )
    return Refusal([Reason("roster.zip_bomb", says, facts)])


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.casefold() for part in parts]
    if len(set(names)) != len(names):
        raise damaged("压缩包内有重名的部分")
    if any(part.flag_bits & 0x1 for part in parts):
        raise refuse("roster.encrypted", "文件是加密的压缩包，请取消密码后再上传。")
    if "xl/workbook.xml" not in names:
        raise refuse("roster.not_xlsx", f"这不是 Excel 工作簿（.xlsx）。{_SAVE_AS}")
    if any(
        part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts
    ):
        raise damaged("压缩方式不是 Excel 使用的方式")


def _slices(packed: memoryview) -> Iterator[bytes]:
    for offset in range(0, len(packed), _PIECE):
        yield bytes(packed[offset : offset + _PIECE])


def _inflate(packed: memoryview) -> Iterator[bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in _slices(packed):
            yield stream.decompress(piece, _UNPACKED_PIECE)
            while stream.unconsumed_tail:
                yield stream.decompress(stream.unconsumed_tail, _UNPACKED_PIECE)
        yield stream.flush()
    except zlib.error as error:
        raise damaged("压缩数据有误") from error
