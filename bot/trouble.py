"""What was wrong with a fetch, in the words of the operator."""

import os
import re
from datetime import UTC
from email.utils import parsedate_to_datetime

import aiohttp

WORDS = 200
"""Letters of a reason that are kept."""
_SECONDS = re.compile(r"\d{1,10}(?:\.\d+)?")
_CREDENTIALS = re.compile(r"(?<=//)[^/?#\s]*@")


def shown(url: str) -> str:
    """Give an address as it may appear in logs: without user and password."""
    return _CREDENTIALS.sub("", url)


def is_unreached(error: Exception) -> bool:
    """Say whether nobody answered at all; a bad certificate and our own guard are somebody."""
    if isinstance(error, aiohttp.ClientConnectorError):
        is_ours = isinstance(error.os_error, PermissionError)
        return not is_ours and not isinstance(error, aiohttp.ClientSSLError)
    return isinstance(error, aiohttp.ConnectionTimeoutError)


def _broken(error: aiohttp.ClientResponseError) -> str:
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy answers {error.status} {error.message}"
    return f"the answer is broken: {error.message}"


def _refusal(error: OSError) -> str:
    said = error.strerror or str(error)
    # why: asyncio says "Connect call failed ('10.0.0.1', 443)" whatever the reason was.
    return os.strerror(error.errno) if error.errno and said.startswith("Connect call") else said


def reason(error: Exception) -> str:
    """Say in one short line what was wrong, whatever a library or a hostile server says."""
    match error:
        case TimeoutError():
            why = "no complete answer in time"
        case aiohttp.ClientConnectorDNSError():
            why = "the name of the server cannot be found"
        case aiohttp.ClientConnectorCertificateError():
            why = f"the certificate is not valid: {error.certificate_error}"
        case aiohttp.ClientConnectorError():
            why = f"cannot connect: {_refusal(error.os_error)}"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | ConnectionError():
            why = "the server hung up without an answer"
        case aiohttp.ClientResponseError():
            why = _broken(error)
        case aiohttp.ClientPayloadError():
            why = f"the answer is broken or broke off: {error}"
        case _:
            why = str(error)
    return shown(" ".join(why.split()))[:WORDS]


def retry_after(value: str, now: float) -> float | None:
    """Read seconds or an HTTP date (RFC 9110, 10.2.3); None where neither."""
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        then = parsedate_to_datetime(value).replace(tzinfo=UTC)
        return max(0.0, then.timestamp() - now)
    except (ValueError, OverflowError):
        return None
