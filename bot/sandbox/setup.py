"""What a sandbox knows from the start: bots, channels, accounts, and how strict it is."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.sandbox.oauth import Account
from bot.sandbox.telegram_chat import Chat

BOT_TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - opens only the sandbox
BOT_NAME = "herald_sandbox_bot"
X_ACCOUNT = Account(
    username="morningtick",
    id="2244994945",
    name="Morning Tick",
    consumer_key="sandboxConsumerKey",
    consumer_secret="sandboxConsumerSecret",  # noqa: S106 - opens only the sandbox
    access_token="2244994945-sandboxAccessToken",  # noqa: S106
    access_token_secret="sandboxAccessTokenSecret",  # noqa: S106
)
"""Keys that every sandbox takes unless told otherwise; `herald sandbox` prints them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """`bots` maps tokens to usernames.

    `open_channels`: a Telegram channel that nobody knows is created when a bot first names it.
    `enforce_limits`: refuse with 429 what the platforms would. `clock` gives seconds since the
    epoch.
    """

    bots: Mapping[str, str] = field(default_factory=lambda: {BOT_TOKEN: BOT_NAME})
    chats: tuple[Chat, ...] = ()
    accounts: tuple[Account, ...] = (X_ACCOUNT,)
    open_channels: bool = True
    enforce_limits: bool = False
    clock: Callable[[], float] = time.time
