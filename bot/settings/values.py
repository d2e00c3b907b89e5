"""How single values are written, and what they mean. Every parser raises ValueError in one sentence."""

import re
from collections.abc import Callable
from datetime import UTC, tzinfo
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from bot.page.dom import parse, select
from bot.rules import Pace
from bot.settings.nearest import nearest

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_DURATION = r"(\d{1,6})([smhd])"
_REFERENCE = r"(env|file):.+"
_RATE = rf"(\d{{1,6}})/{_DURATION}"
_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_HOURS = r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)"
DAY = 86_400.0
SQLITE = "sqlite:///"


def seconds(written: object) -> float:
    """Read a duration: "90s" → 90.0."""
    found = re.fullmatch(_DURATION, written) if isinstance(written, str) else None
    if not found:
        raise ValueError("must be a duration like 90s, 5m, 2h or 1d")
    return float(int(found[1]) * _UNITS[found[2]])


def pace(written: object) -> Pace:
    """Read a rate: "20/1m" → at most 20 in 60 seconds."""
    found = re.fullmatch(_RATE, written) if isinstance(written, str) else None
    if not found or int(found[1]) == 0 or int(found[2]) == 0:
        raise ValueError("must be a number of posts in a duration, like 20/1m")
    return Pace(count=int(found[1]), seconds=float(int(found[2]) * _UNITS[found[3]]))


def quiet_hours(written: object) -> tuple[int, int] | None:
    """Read hours of the publisher's day in minutes from midnight: "23:00-07:00"; off → None."""
    if written == "off" or written is False:
        return None
    found = re.fullmatch(_HOURS, written) if isinstance(written, str) else None
    if not found:
        raise ValueError('must be two times of day in quotes, like "23:00-07:00", or off')
    start, end = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
    if start == end:
        raise ValueError("must begin and end at different times; off means no quiet hours")
    return start, end


def digest(written: object) -> int:
    """Read how many posts may be due at once before they go out as one: off → 0."""
    if written == "off" or written is False or written is None:
        return 0
    if type(written) is not int or written < 1:
        raise ValueError("must be a number of posts from 1 on, or off")
    return written


def zone(written: object) -> tzinfo:
    """Read a time zone's name: "Europe/London"."""
    if written == "UTC":
        return UTC
    try:
        return ZoneInfo(written if isinstance(written, str) else "")
    except (ValueError, OSError, LookupError):
        near = nearest(written, available_timezones())
        hint = f"did you mean {near}?" if near else "say one like Europe/London"
        raise ValueError(f"is not a time zone known here, {hint}") from None


def first_run(written: object) -> int | None:
    """Read how many of the first entries are posted: none → 0, {latest: 5} → 5, all → None."""
    match written:
        case "none":
            return 0
        case "all":
            return None
        case {"latest": int(count), **rest} if not rest and type(count) is int and count > 0:
            return count
    raise ValueError("must be none, all or {latest: N}")


def name(written: object) -> str:
    """Check our own name for something: it is typed on the command line."""
    if not isinstance(written, str) or not re.fullmatch(r"\w[\w.-]{0,59}", written):
        raise ValueError("must be a short word of letters, digits, dots, dashes and underscores")
    return written


def language(written: object) -> str:
    """Check a language: "en" or "pt-BR"."""
    if not isinstance(written, str) or not re.fullmatch(_LANGUAGE, written):
        raise ValueError("must be a language like en or pt-BR")
    return written


def web_address(written: object) -> str:
    """Check an address of the web; it carries no password."""
    parts = _split(written)
    if not parts or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address that begins with https:// or http://")
    if parts.password or parts.username:
        raise ValueError("a secret is never written here: the address must not carry a password")
    return str(written)


def proxy(written: object) -> str:
    """Check a proxy's address, or where it is kept; one with a password is kept elsewhere."""
    if isinstance(written, str) and re.fullmatch(_REFERENCE, written):
        return written
    if not web_address(written).startswith("http://"):
        raise ValueError("must be the address of an HTTP proxy, like http://proxy.example:3128")
    return str(written)


def public_address(written: object) -> str:
    """Check an address that others complete by a path of ours."""
    if {"?", "#"} & set(web_address(written)):
        raise ValueError("must be an address without ? and #, like https://herald.example.org")
    return str(written)


def selector(written: object) -> str:
    """Check a CSS selector: "main a.headline"."""
    try:
        select(parse(""), written if isinstance(written, str) else "")
    except ValueError:
        raise ValueError("must be a CSS selector like main a.headline") from None
    return str(written)


def host(written: object) -> str:
    """Check the name of a host: "www.example.org"."""
    parts = _split(f"//{written}") if isinstance(written, str) else None
    if not parts or not parts.hostname or parts.hostname != str(written).lower():
        raise ValueError("must be the name of a host, like www.example.org")
    return str(written)


def database(written: object) -> str:
    """Check a database's address; a password comes by `database_password`."""
    if isinstance(written, str) and re.fullmatch(SQLITE + r"[^?#]+", written):
        return written
    parts = _split(written)
    if not parts or parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise ValueError("must be sqlite:///PATH or postgresql://USER@HOST/DATABASE")
    if parts.password is not None or "password" in parts.query:
        raise ValueError(
            "a secret is never written here: put the password into database_password,"
            " as env:NAME or file:PATH"
        )
    return str(written)


def listen(written: object) -> tuple[str, int]:
    """Read where to listen: "127.0.0.1:8080" → host and port."""
    try:
        parts = urlsplit(f"//{written}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or port is None or parts.netloc != written:
        raise ValueError("must be an address and a port, like 127.0.0.1:8080")
    return host, port


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach what listens there."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def within(low: str, high: str) -> AfterValidator:
    """Hold a duration between two others."""

    def check(written: str) -> str:
        if not seconds(low) <= seconds(written) <= seconds(high):
            raise ValueError(f"must be between {low} and {high}")
        return written

    return AfterValidator(check)


def _split(written: object) -> SplitResult | None:
    try:
        parts = urlsplit(written) if isinstance(written, str) else None
        if parts is None or re.search(r"[\s\x00-\x1f\x7f]", str(written)):
            return None
        _ = parts.port
    except ValueError:
        return None
    return parts


def _as_written(parse: Callable[[object], object]) -> BeforeValidator:
    """Let a value stand as written where it can be read."""

    def check(written: object) -> object:
        parse(written)
        return written

    return BeforeValidator(check)


def _text(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "string", "pattern": f"^{pattern}$", "examples": list(examples)}
    )


Duration = Annotated[str, _as_written(seconds), _text(_DURATION, "90s", "5m", "2h", "1d")]
Rate = Annotated[str, _as_written(pace), _text(_RATE, "20/1m", "1/30s")]
QuietHours = Annotated[str, _as_written(quiet_hours), _text(f"({_HOURS}|off)", "23:00-07:00")]
Zone = Annotated[str, _as_written(zone)]
WebAddress = Annotated[str, BeforeValidator(web_address), _text("https?://.+")]
PublicAddress = Annotated[str, BeforeValidator(public_address), _text("https?://[^?#]+")]
ProxyAddress = Annotated[str, BeforeValidator(proxy), _text(rf"http://.+|{_REFERENCE}")]
Host = Annotated[str, BeforeValidator(host), _text(r"[\w.-]+", "www.example.org")]
Selector = Annotated[str, BeforeValidator(selector)]
Database = Annotated[str, BeforeValidator(database), _text("(sqlite:///|postgresql://).+")]
Listen = Annotated[str, _as_written(listen), _text(r".+:\d+", "127.0.0.1:8080")]
Count = Annotated[int, Field(strict=True, ge=1)]
Digest = Annotated[
    object,
    _as_written(digest),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"const": "off"}]}),
]
Name = Annotated[str, BeforeValidator(name), _text(r"\w[\w.-]{0,59}", "main")]
Language = Annotated[str, BeforeValidator(language), _text(_LANGUAGE, "en", "pt-BR")]
FirstRun = Annotated[
    object,
    _as_written(first_run),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": ["none", "all"]},
                {
                    "type": "object",
                    "properties": {"latest": {"type": "integer", "minimum": 1}},
                    "required": ["latest"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
