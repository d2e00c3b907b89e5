"""Notifications of other services by the Apprise library: sent once, never looked up, never changed."""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field

from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Picture, Post, Receipt
from bot.ports import Capabilities, Options, Platform, Secret
from bot.redact import hide, redact
from bot.rules import Pace

MISSING = "Apprise is not installed here: pip install 'herald-syndication[apprise]'"
LONGEST, SHORTEST = 4000, 8
"""Characters of a notification where its service says no less; of a secret within an address."""
STATUS = re.compile(r"\berror=(\d{3})\b")
UNREACHED = re.compile(r"NewConnectionError|NameResolutionError|ConnectTimeoutError")
"""What requests, the library below, calls a connection that never stood."""
PAYLOAD = re.compile(r"^[^:]*\bPayload\b")
TAKEN = re.compile(r"^Sent\b")


class AppriseOptions(Options):
    """Which service, in one address that is its credentials, too."""

    url: Secret = Field(description="The service's Apprise URL: env:NAME or file:PATH.")

    def address(self) -> str:
        return ""


class Apprise(Platform):
    """One service, told once: it gives no id, so nothing there is found, changed or taken down."""

    name = "apprise"
    options = AppriseOptions
    settings: AppriseOptions
    capabilities = Capabilities(text=LONGEST, varies=True, pace=(Pace(count=1, seconds=1),))

    async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Notify as plain text, without pictures; a service that has titles gets the headline as one."""
        del pictures
        services, service = self._service()
        title, _, body = post.text.text.partition("\n\n")
        if not (service.title_maxlen and body and title == post.headline):
            title, body = "", post.text.text
        told = await services.async_notify(
            title=title,
            body=body,
            body_format="text",
            interpret_escapes=False,
            timeout=self.destination.timeout,
            log_level=logging.DEBUG,
        )
        if told:
            return Receipt(id="")
        raise classify(f"{entry.message}" for result in told.results for entry in result.logs())

    async def learn(self) -> Capabilities:
        """Ask the library how much text the service takes."""
        return replace(self.capabilities, text=min(self._service()[1].body_maxlen, LONGEST))

    async def examine(self) -> str:
        return f"{self._service()[1].service_name} is known to Apprise; only a notification can try it"

    def _service(self) -> tuple[Any, Any]:
        """Open the service anew: the library waits in place where one is used again."""
        try:
            import apprise

            url = self.reveal(self.settings.url)
        except ImportError as error:
            raise Locked(MISSING) from error
        for part in re.split(r"[/:@?&=]+", url):
            if len(part) >= SHORTEST and "." not in part:
                hide(part)
        logging.getLogger("urllib3").setLevel(logging.WARNING)  # it logs every address
        log = logging.getLogger("apprise")
        log.propagate = False  # why: what explains a failure stands beside addresses with tokens
        log.setLevel(logging.DEBUG)
        asset = apprise.AppriseAsset(
            allow_templates=False, storage_mode="memory", http_redirects=False
        )
        services = apprise.Apprise(asset=asset)
        if not services.add(self._instead() or url) or len(services) != 1:
            raise Locked(f"Apprise: {self.settings.url} does not hold the address of one service")
        service = services[0]
        service.retry = 0  # why: what it repeats, a slow service has twice
        service.socket_read_timeout = self.destination.timeout / 2
        service.socket_connect_timeout = self.destination.timeout / 4
        return services, service

    def _instead(self) -> str:
        """Give where a notification goes as JSON that has another place to go; "" where it has not."""
        place = urlsplit(self.destination.api_base)
        scheme = "jsons" if place.scheme == "https" else "json"
        return f"{scheme}://{place.netloc}/apprise" if place.netloc else ""


def classify(logs: Iterable[str]) -> HeraldError:
    """Say what a failure means by what the library logged, for it gives no status.

    Where nothing tells that it was refused, it may have been taken; and so where an address has
    several targets, of which one took it.
    """
    # why: what was sent is logged too, and may speak of errors.
    told = [line for line in logs if not PAYLOAD.search(line)]
    said = " ".join(told)
    failures = sorted(told, key=lambda line: (not STATUS.search(line), " error " not in line))
    why = redact(f"Apprise: {failures[0] if failures else 'no known answer'}")
    status = STATUS.search(said)
    number = int(status[1]) if status else 0
    if any(TAKEN.search(line) for line in told):
        return InDoubt(why)
    if UNREACHED.search(said):
        return Unsent(why)
    match number:
        case 401 | 403:
            return Locked(why)
        case 429:
            return Throttled(why)
        case _ if number in range(400, 500):
            return Refused(why)
        case _:
            return InDoubt(why)
