"""No secret in a log line, an error or an exception's text: every revealed value is known here."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from urllib.parse import quote

MASK = "***"
SHORTEST = 4
"""Shorter values are not masked: they would make holes in ordinary words."""

_PATTERNS = (
    (re.compile(r"(?<!\d)\d{6,12}:[\w-]{30,}"), MASK),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+"), MASK),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=%-]{8,}"), rf"\1 {MASK}"),
    (re.compile(r"(://[^\s/:@]*:)[^\s/@]+@"), rf"\1{MASK}@"),
    (
        re.compile(
            r"""(?ix) \b ( oauth_\w+ | access_token(?:_secret)? | refresh_token | bearer_token
            | client_secret | consumer_(?:key|secret) | api_key | token | password )
            ( = ["']? | ["'] \s* : \s* ["'] ) [^\s"'&,;}]+"""
        ),
        rf"\1\2{MASK}",
    ),
)
_ESCAPED = {code: f"\\x{code:02x}" for code in (*range(32), 127, 0x2028, 0x2029)}
_TALKATIVE = (
    "aiohttp",
    "apscheduler",
    "httpcore",
    "httpx",
    "oauthlib",
    "requests_oauthlib",
    "telegram",
    "tweepy",
)
"""Libraries that print tokens or every tick below WARNING."""
_known: set[str] = set()


def hide(secret: str) -> None:
    """Mask this value from now on, as it is and as it stands in an address."""
    _known.update(form for form in (secret, quote(secret, safe="")) if len(form) >= SHORTEST)


def redact(text: str) -> str:
    """Mask every value once hidden and everything that looks like a token."""
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, MASK)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


class _Redacted(logging.Formatter):
    """Masks the whole line, with the text of an exception; one record is one line."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = record.message.translate(_ESCAPED)  # why: a headline must not forge lines
        return super().formatMessage(record)


class _Json(_Redacted):
    """One JSON document a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if record.exc_info:
            line["error"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def setup_logging(*, verbose: bool = False, quiet: bool = False) -> None:
    """Log to stderr, readable on a terminal and JSON elsewhere; quiet: only warnings and errors."""
    level = logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO
    stream = logging.StreamHandler(sys.stderr)
    is_terminal = sys.stderr.isatty()
    stream.setFormatter(
        _Redacted("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")
        if is_terminal
        else _Json()
    )
    logging.basicConfig(level=level, handlers=[stream], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
