"""A first configuration for a publisher, with a comment on every choice. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bot.ports import Options

_KINDS = ("feed", "sitemap", "wordpress")
COLUMN, SECRET = 38, "^(env|file):"
"""Where comments begin, and how what may be a secret is described."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a publisher's site tells; empty where it says nothing. `date` is its server's time.

    `is_article`: `url` is that of a single one.
    """

    url: str
    name: str = ""
    language: str = ""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    wordpress: str = ""
    community: Mapping[str, str] = field(default_factory=dict)
    date: str = ""
    is_article: bool = False

    def sources(self) -> list[tuple[str, str]]:
        """Give the ways to learn of articles, the best first: (kind, address)."""
        places = (self.feeds, self.sitemaps, (self.wordpress,) if self.wordpress else ())
        found = zip(_KINDS, places, strict=True)
        return [(_kind_of(kind, url), url) for kind, urls in found for url in urls]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody said about the publisher; `source` is a kind and its address.

    `telegram` is a channel, "" for none; `others` are further sources that were found, `hub` is
    who pushes the news of the first. `is_guess`: nobody said or found the source.
    """

    url: str
    name: str
    source: tuple[str, str]
    language: str = ""
    community: Mapping[str, str] = field(default_factory=dict)
    telegram: str = ""
    x: bool = False
    others: Sequence[tuple[str, str]] = ()
    hub: str = ""
    allow_private: bool = False
    is_guess: bool = False


def guess(url: str) -> Site:
    """Say what the address alone tells."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return Site(url=url, name=host, feeds=(urljoin(url, "/feed/"),))


def channel_of(community: Mapping[str, str]) -> str:
    """Name the public Telegram channel that a site invites to: "@name"; "" for none."""
    name = community.get("telegram", "").rpartition("/")[2]
    return f"@{name}" if re.fullmatch(r"[A-Za-z]\w{3,31}", name, re.ASCII) else ""


def propose(answers: Answers, known: Mapping[str, type[Options]]) -> str:
    """Write the configuration; what the site invites to and nobody asked for is a comment.

    `known` gives the settings of each platform by its name.
    """
    kind, address = answers.source
    return FILE.format(
        name=_quoted(answers.name),
        url=_quoted(answers.url),
        language=f"language: {answers.language}" if answers.language else "# language: en",
        community=_mapping(answers.community) if answers.community else " auto",
        kind=kind,
        address=_quoted(address) + GUESS * answers.is_guess,
        hub=f"    # websub: auto      # {_quoted(answers.hub)} pushes its news\n"
        if answers.hub
        else "",
        private="" if answers.allow_private else "# ",
        others="".join(map(_commented, (_source(*other) for other in answers.others))),
        destinations=_destinations(answers, known),
    )


def _destinations(answers: Answers, known: Mapping[str, type[Options]]) -> str:
    channel, account = channel_of(answers.community), _account_of(answers.community)
    x = X.replace('# account: "@name"', f"account: {_quoted(account)}") if account else X
    blocks = {
        "telegram": (TELEGRAM.format(chat=_quoted(answers.telegram or channel)), answers.telegram),
        "x": (x, answers.x),
    }
    wanted = "".join(block for block, is_wanted in blocks.values() if is_wanted)
    suggested = "".join(
        _commented(block)
        for platform, (block, is_wanted) in blocks.items()
        if not is_wanted and {"telegram": channel, "x": account}[platform]
    ) + "".join(
        _commented(_proposed(platform, known[platform], link))
        for platform, link in answers.community.items()
        if platform in known and platform not in blocks
    )
    if wanted:
        return f"\n{wanted}{suggested}"
    return f" []\n{suggested or NONE}"


def _proposed(platform: str, options: type[Options], link: str) -> str:
    """Write a destination where a link invites readers: what it tells, and what must be filled in."""
    told = options.read(link)
    schema = options.model_json_schema()
    where = f"docs/how-to/post-to-{platform}.md"
    lines = ["  - name: " + platform, f"    platform: {platform}".ljust(COLUMN) + f"# {where}"]
    for key, said in schema["properties"].items():
        if key in told or key in schema["required"]:
            is_secret = said.get("pattern", "").startswith(SECRET)
            secret = f"env:{platform.upper()}_{key.upper()}"
            value = secret if is_secret else _quoted(told.get(key, ""))
            lines.append(f"    {key}: {value} ".ljust(COLUMN) + f"# {said['description']}")
    return "\n".join(lines) + "\n"


def _kind_of(kind: str, url: str) -> str:
    return "news_sitemap" if kind == "sitemap" and "news" in urlsplit(url).path else kind


def _account_of(community: Mapping[str, str]) -> str:
    name = community.get("x", "").rpartition("/")[2]
    return f"@{name}" if re.fullmatch(r"\w{1,15}", name, re.ASCII) else ""


def _source(kind: str, url: str) -> str:
    return f"  - name: {kind}\n    {kind}: {_quoted(url)}\n"


def _commented(block: str) -> str:
    return "".join(f"# {line}\n" for line in block.removesuffix("\n").split("\n"))


def _mapping(pairs: Mapping[str, str]) -> str:
    return "".join(f"\n    {_quoted(key)}: {_quoted(value)}" for key, value in pairs.items())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # why: what JSON quotes, YAML reads


GUESS = "    # a guess, for the site told of none: herald doctor looks whether it is there"

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
    {kind}: {address}
    every: 5m           # at least this often; adapts to the source's rhythm
    first_run: none     # none, all or {{latest: 5}}: what is posted of the entries found at first
    max_age: 2d         # older articles never post by themselves
    settle: 60s         # let the newsroom have second thoughts
    burst: 20           # more new entries than this at once are held until you decide
{hub}    {private}allow_private: true             # the site is in a private network
{others}
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
  # quiet_hours: "23:00-07:00"        # by the publisher's clock: posts wait, or quiet: silent
  # breaking: {{keywords: [breaking], max_age: 1h}}   # passes quiet hours, spacing and per_day
  # digest: 5           # more than five due at once go out as one post with all headlines
  approval: off         # all: a person lets each post go first; llm: what a model chose or wrote
  image: true
  hashtags: 0           # at most so many, from the article's keywords
  # no_hashtags: [death, crash]       # none beside these words; a list of such is there already

summary:
  max_sentences: 2
  # A model may choose the sentences (mode: select), or write its own (rewrite), checked and approved:
  # base_url: http://127.0.0.1:11434/v1     # any OpenAI-compatible server
  # model: qwen3:8b
  # api_key: env:LLM_KEY

# A Telegram chat in which operators are told what needs them:
# alerts: {{chat: "-1001234567890", token: env:ALERTS_TOKEN}}

# Where Herald errs in reading a site: selectors and phrases; herald preview URL shows candidates.
# sites:
#   - host: www.example.org
#     body: div.entry-content         # or title, caption, credit
#     drop: [aside.promo]             # what is no part of an article
#     furniture: [Join our community] # nor are lines with such a phrase
#     hashtags: {{Climate change: ClimateCrisis, Local: ""}}

# Saved articles and what they must give; herald check holds Herald to it.
# tests:
#   - page: samples/lamps.html
#     url: https://www.example.org/lamps
#     expect: {{headline: Lamps lit again, has: [The harbour lamps], lacks: [Join our community]}}
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
    # budget: {usd_per_day: 3, usd_per_month: 60, when_spent: text_without_link}   # or hold
    # link_style: none                # a post without a link costs less; reply: it goes below
    # thread: 3                       # at most so many further posts say what does not fit
"""

NONE = """\
# - name: telegram
#   platform: telegram
#   chat: "@channel"
#   token: env:TELEGRAM_TOKEN
"""
