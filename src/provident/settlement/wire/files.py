"""文件域 · a text file inside a message: GBK, zlib, hexadecimal.

The DATA field holds the file as upper-case hexadecimal of its zlib stream, with a line
break after every 64 characters; XML may have turned the breaks into spaces, so all white
space is ignored when reading.  Two kinds of files are in use: columns that each end with
`|` (notices) and columns that each end with `@|$` (batch lists).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from provident.settlement.wire.errors import FileError
from provident.settlement.wire.text import encode_text

FILE_BYTES_MAX = 32 * 1024 * 1024
LINE_CHARACTERS = 64
COLUMN_SEPARATOR = "|"
BATCH_SEPARATOR = "@|$"


def pack_file(text: str, encoding: str = "GBK") -> str:
    """The DATA field for a text.  Raises `UnencodableText`."""
    digits = zlib.compress(encode_text(text, "文件内容", encoding)).hex().upper()
    return "\n".join(
        digits[start : start + LINE_CHARACTERS]
        for start in range(0, len(digits), LINE_CHARACTERS)
    )


def unpack_file(data: str, *, bytes_max: int = FILE_BYTES_MAX, encoding: str = "GBK") -> str:
    """The text in a DATA field.  Raises `FileError`.

    Never inflates beyond `bytes_max`, whatever the stream promises.  A byte that does not
    decode becomes U+FFFD: banks cut names by bytes, and one blemished name must not hide
    the money in the other rows.
    """
    try:
        packed = bytes.fromhex("".join(data.split()))
    except ValueError:
        raise FileError("文件内容（DATA）不是十六进制文本") from None
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(packed, bytes_max + 1)
    except zlib.error:
        raise FileError("文件内容（DATA）不能解压缩") from None
    if len(content) > bytes_max:
        raise FileError(f"文件解压缩后超过 {bytes_max} 字节，已拒收")
    if not inflater.eof:
        raise FileError("文件内容（DATA）不完整，压缩数据中途结束")
    if inflater.unused_data:
        raise FileError("文件内容（DATA）在压缩数据之后还有多余内容")
    return content.decode(encoding, "replace")


def write_rows(rows: Iterable[Sequence[str]], separator: str) -> str:
    """Rows as text, the separator after every column, also the last."""
    return "\n".join(_row(row, separator) for row in rows)


def read_rows(text: str, separator: str) -> list[list[str]]:
    """The columns of every line that is not empty; both kinds of line end are read.

    Only line feeds end a line: a name may contain other characters that Unicode calls
    line breaks.  A missing separator after the last column is forgiven.
    """
    rows: list[list[str]] = []
    for line in text.split("\n"):
        content = line.rstrip("\r")
        if content.strip():
            rows.append(content.removesuffix(separator).split(separator))
    return rows


def _row(columns: Sequence[str], separator: str) -> str:
    for column in columns:
        if separator in column or "\n" in column or "\r" in column:
            raise FileError(f"文件的一列里不能有分隔符“{separator}”或换行：“{column[:40]}”")
    return "".join(column + separator for column in columns)
