"""A first configuration for a publisher, with a comment on every choice. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a publisher's front page tells; empty where it says nothing."""

    name: str = ""
    feed: str = ""
    language: str = ""
    community: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody said about the publisher; `telegram` is a channel, "" for none."""

    url: str
    name: str
    feed: str
    language: str = ""
    community: Mapping[str, str] = field(default_factory=dict)
    telegram: str = ""
    x: bool = False


def guess(url: str) -> Found:
    """Say what the address alone tells."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return Found(name=host, feed=urljoin(url, "/feed/"))


def propose(answers: Answers) -> str:
    """Write the configuration."""
    destinations = TELEGRAM.format(chat=_quoted(answers.telegram)) if answers.telegram else ""
    destinations += X if answers.x else ""
    return FILE.format(
        name=_quoted(answers.name),
        url=_quoted(answers.url),
        language=f"language: {answers.language}" if answers.language else "# language: en",
        community=_mapping(answers.community) if answers.community else " auto",
        feed=_quoted(answers.feed),
        destinations=f"\n{destinations}" if destinations else f" []\n{NONE}",
    )


def _mapping(pairs: Mapping[str, str]) -> str:
    return "".join(f"\n    {_quoted(key)}: {_quoted(value)}" for key, value in pairs.items())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # why: what JSON quotes, YAML reads


FILE = """\
# yaml-language-server: $schema=schema.json
#
# Herald's configuration. See whether it is in order, at any time:  herald check
# A running Herald takes up what changes here; what is not in order changes nothing.
# Durations are 90s, 5m, 2h or 1d. Paths start from the folder of this file.
# Secrets are never written here, only where they are kept: env:NAME or file:PATH.

version: 1

# What Herald remembers. Several machines: postgresql://user@host/database
# together with database_password: env:NAME
database: sqlite:///var/herald.db

publisher:
  name: {name}
  url: {url}
  {language}
  # Where readers follow the publisher, by platform; auto: read from the article pages.
  community:{community}

sources:
  - name: main
    feed: {feed}
    every: 5m           # at least this often; adapts to the source's rhythm
    first_run: none     # none, all or {{latest: 5}}: what is posted of the entries found at first
    max_age: 2d         # older articles never post by themselves
    settle: 60s         # let the newsroom have second thoughts
    burst: 20           # more new entries than this at once are held until you decide
    # allow_private: true             # the site is in a private network

destinations:{destinations}
# Which articles go where; without routes every article goes to every destination.
# routes:
#   - when: {{section: [Sport], language: en}}
#     to: [telegram]
#   - to: community                   # where the article's own links invite readers

# For every destination that does not say it itself:
posting:
  spacing: 3m           # at least this long between two posts
  per_day: 40           # at most so many in 24 hours
  approval: off         # all: a person lets each post go first
  image: true
  hashtags: 0           # at most so many, from the article's keywords

summary:
  max_sentences: 2
"""

TELEGRAM = """\
  - name: telegram
    platform: telegram
    chat: {chat}
    token: env:TELEGRAM_TOKEN         # from @BotFather; make the bot the channel's administrator
    # rate: 20/1m                     # our own pace, instead of the platform's documented one
"""

X = """\
  - name: x
    platform: x
    auth:
      consumer_key: env:X_KEY
      consumer_secret: env:X_SECRET
      access_token: env:X_TOKEN
      access_token_secret: env:X_TOKEN_SECRET
    # account: "@name"                # whose account this is
    # link_style: none                # a post without a link costs less
"""

NONE = """\
# - name: telegram
#   platform: telegram
#   chat: "@channel"
#   token: env:TELEGRAM_TOKEN
"""
