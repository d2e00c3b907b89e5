"""Which charset bytes are in that nobody names. Pure."""

import re

CANDIDATES = {
    **dict.fromkeys(("big5", "cp932", "cp949", "euc_jp", "gb18030"), 0.0),
    **dict.fromkeys(("cp1251", "cp1253", "cp1255", "cp1256", "cp874", "koi8_r"), 0.1),
}
"""What is no Western text, and how much like a language it must read at least: any bytes are Cyrillic."""
_TOLD_BY = 4096
_LEAST = 16
"""Bytes outside ASCII below which nothing is told."""
_PIECES = re.compile(rb"[^<>]*[\x80-\xff][^<>]*")
_ASCII = bytes(range(0x80))


def guess(body: bytes) -> str:
    """Name the charset of a document of which most is no UTF-8; "" where it may be a Western one."""
    high = len(body.translate(None, _ASCII))
    kept = len(body.decode("utf-8", "ignore").encode().translate(None, _ASCII))
    if high < _LEAST or 2 * kept > high:
        return ""
    # why here: hardly any document needs it, and it takes 4 MB.
    from charset_normalizer import from_bytes

    sample = b" ".join(_PIECES.findall(body))[:_TOLD_BY]
    best = from_bytes(sample, cp_isolation=[*CANDIDATES]).best()
    return best.encoding if best and best.coherence >= CANDIDATES[best.encoding] else ""
