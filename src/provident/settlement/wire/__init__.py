"""银行结算报文 · the bank wire: frames, messages, keys and detail files.

A pure codec: no sockets of its own, no database, no business.  The centre and the peer that
plays the settlement platform both speak through it.

    frame      20-byte head, length, body           crypto   session key, 3DES, HandKey
    message    GBK XML with head and body           files    DATA field: GBK, zlib, hex
    envelope   message ⇄ frame, with the key        notice   rows of SBDC100 and BDC113
    heads      heads and serial numbers             text     byte lengths, full-width letters
    catalogue  `standards/bank_messages.yaml`       profile  what differs per installation
"""

from provident.settlement.wire.catalogue import Form
from provident.settlement.wire.envelope import seal, unseal
from provident.settlement.wire.errors import WireError, WrongKey
from provident.settlement.wire.files import pack_file, unpack_file
from provident.settlement.wire.frame import Frame, encode_frame, read_frame
from provident.settlement.wire.message import Message
from provident.settlement.wire.notice import NoticeRow, read_notice, write_notice
from provident.settlement.wire.profile import WireProfile

__all__ = [
    "Form",
    "Frame",
    "Message",
    "NoticeRow",
    "WireError",
    "WireProfile",
    "WrongKey",
    "encode_frame",
    "pack_file",
    "read_frame",
    "read_notice",
    "seal",
    "unpack_file",
    "unseal",
    "write_notice",
]
