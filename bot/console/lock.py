"""Who may look: whoever knows the password; without one, whoever is at this machine."""

import logging
from base64 import b64decode
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import urlsplit

from aiohttp import web

from bot.errors import ConfigError
from bot.settings.values import is_loopback
from bot.steps.deliver import Clock

SHORTEST = 8
"""Characters of a password (ASVS 5.0, 6.2.1)."""
MOST, MINUTE = 10, 60.0
"""Wrong passwords from one address in any minute of the clock; then it must wait for the next one."""
OPEN = "/healthz"
"""What everybody may ask: it tells only that the process is alive."""

_log = logging.getLogger("herald.console")


class Lock:
    """Asks for the password by HTTP's own means (RFC 7617), so that monitors can say it, too.

    The name that is given with it does not matter. `password` gives the one of now; "": there is none.
    """

    def __init__(self, password: Callable[[], str], now: Clock) -> None:
        self._password = password
        self._now = now
        self._minute = 0.0
        self._missed = Counter[str]()

    def refuse(self, request: web.Request) -> web.Response | None:
        """Give the answer for somebody who may not look (None: may look)."""
        if not self._password():
            # why: a page elsewhere can point its own name at this machine and read what we answer;
            # its name is then in Host (DNS rebinding). No browser tells it a password of ours.
            said = "Ask for this machine by its own name.\n"
            return None if is_this_machine(request.host) else web.Response(status=421, text=said)
        if request.path == OPEN:
            return None
        given = request.headers.get("Authorization")
        return _ask() if given is None else self._judge(given, request.remote or "")

    def _judge(self, given: str, who: str) -> web.Response | None:
        minute, seconds = divmod(self._now(), MINUTE)
        if minute != self._minute:
            self._minute = minute
            self._missed.clear()
        if self._missed[who] >= MOST:
            wait = {"Retry-After": str(int(MINUTE - seconds) + 1)}
            return web.Response(status=429, text="Too many wrong passwords.\n", headers=wait)
        if compare_digest(_digest(_password(given)), _digest(self._password())):
            return None
        self._missed[who] += 1
        _log.warning("the console was asked with a wrong password from %s", who)
        return _ask()


def check(password: str, host: str, port: int) -> None:
    """Raise ConfigError where this password does not do for an address."""
    if not (password or is_loopback(host)):
        why = "needs a password (console.password) to listen beyond this machine"
        raise ConfigError((f"console.listen: {host}: {why}, or say 127.0.0.1:{port}",))
    if 0 < len(password) < SHORTEST:
        raise ConfigError((f"console.password: has fewer than {SHORTEST} characters",))


def is_this_machine(host: str) -> bool:
    """Say whether a Host header names the machine that only we are at."""
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def _password(header: str) -> str:
    """Read what is said by an Authorization header; "", which no password is, where it says none."""
    scheme, _, said = header.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return b64decode(said, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _ask() -> web.Response:
    how = {"WWW-Authenticate": 'Basic realm="Herald", charset="UTF-8"'}
    return web.Response(status=401, text="Say the password of this console.\n", headers=how)


def _digest(password: str) -> bytes:
    # why: what is compared has one length, whatever is given.
    return sha256(password.encode("utf-8", "surrogatepass")).digest()
