"""Documents that are gzip files: sitemaps by their protocol, feeds from caches that forget to say so. Pure."""

import gzip
import zlib
from io import BytesIO

from bot.errors import FetchError

SIZE = 8 * 2**20
"""Bytes of a document after inflation: as many as of one that is none."""

_GZIP = b"\x1f\x8b"


def inflate(body: bytes, url: str, kind: str) -> bytes:
    """Give a document as it is inside; FetchError where it is broken or too large for its `kind`."""
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as file:
            inflated = file.read(SIZE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FetchError(url, "the gzip file is broken or breaks off", status=200) from error
    if len(inflated) > SIZE:
        why = f"the {kind} is larger than {SIZE >> 20} MiB: configure a smaller one of the site's"
        raise FetchError(url, why, status=200)
    return inflated
