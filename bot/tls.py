"""TLS that goes on where the last visit to a host ended: a quarter of a whole handshake's work."""

import ssl
from collections import OrderedDict
from typing import Any, Self

KEPT = 500
"""Hosts whose sessions are kept, at about 15 KB each; the one visited longest ago goes first."""


class Resuming(ssl.SSLContext):
    """A client's context that certificates are checked by, with the last session of each host.

    A session is only ever offered to the host (by name) whose certificate it was checked with. The
    system's certificates are read, which takes as long as several handshakes, for the first of them.
    """

    def __new__(cls) -> Self:
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def __init__(self) -> None:
        self.options |= ssl.OP_NO_COMPRESSION
        self.set_alpn_protocols(("http/1.1",))
        self.sslobject_class = _Remembering
        self.sessions: OrderedDict[str, ssl.SSLSession] = OrderedDict()
        self._knows_roots = False

    def wrap_bio(self, *given: Any, **named: Any) -> ssl.SSLObject:
        if not self._knows_roots:
            self.load_default_certs()
            self._knows_roots = True
        named.setdefault("session", self.sessions.get(named.get("server_hostname") or ""))
        return super().wrap_bio(*given, **named)

    def keep(self, host: str, session: ssl.SSLSession) -> None:
        """Keep a session for the next visit."""
        self.sessions[host] = session
        self.sessions.move_to_end(host)
        while len(self.sessions) > KEPT:
            self.sessions.popitem(last=False)


class _Remembering(ssl.SSLObject):
    """One connection; what it may be resumed by comes with the first data (TLS 1.3)."""

    _is_kept = False

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002 - its name
        data = super().read(len) if buffer is None else super().read(len, buffer)
        if not self._is_kept and self.session and self.server_hostname:
            self._is_kept = True
            assert isinstance(self.context, Resuming)  # noqa: S101 - it is made by nobody else
            self.context.keep(self.server_hostname, self.session)
        return data
