"""OAuth 1.0a: whether a request was signed with an account's secrets (RFC 5849, HMAC-SHA1)."""

import hmac
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

_ORIGINS = ("https://api.twitter.com", "https://api.x.com")
"""A client behind a proxy signs the address that it believes to call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account on X with the keys that may post to it."""

    username: str
    id: str
    name: str
    consumer_key: str
    consumer_secret: str
    access_token: str
    access_token_secret: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature covers; `origin` is scheme and host, `query` as it was received."""

    method: str
    origin: str
    path: str
    query: str
    authorization: str


def signer(request: Signed, accounts: Iterable[Account]) -> Account | None:
    """Say whose secrets signed a request; None: nobody's that we know."""
    scheme, _, fields = request.authorization.partition(" ")
    if scheme.lower() != "oauth":
        return None
    oauth = dict(_field(field) for field in fields.split(",") if "=" in field)
    given = oauth.pop("oauth_signature", "")
    oauth.pop("realm", None)
    who = oauth.get("oauth_consumer_key"), oauth.get("oauth_token")
    for account in accounts:
        if who == (account.consumer_key, account.access_token):
            key = f"{_quote(account.consumer_secret)}&{_quote(account.access_token_secret)}"
            for origin in (request.origin, *_ORIGINS):
                expected = _sign(request, origin, oauth, key)
                if hmac.compare_digest(expected.encode(), given.encode()):
                    return account
    return None


def _sign(request: Signed, origin: str, oauth: dict[str, str], key: str) -> str:
    """Sign as RFC 5849, section 3.4 says; a JSON or multipart body is not covered."""
    pairs = [*oauth.items(), *parse_qsl(request.query, keep_blank_values=True)]
    encoded = sorted((_quote(name), _quote(value)) for name, value in pairs)
    parameters = "&".join(f"{name}={value}" for name, value in encoded)
    base = "&".join((request.method, _quote(origin + request.path), _quote(parameters)))
    return b64encode(hmac.digest(key.encode(), base.encode(), "sha1")).decode()


def _field(field: str) -> tuple[str, str]:
    name, _, value = field.strip().partition("=")
    return unquote(name), unquote(value.strip('"'))


def _quote(text: str) -> str:
    return quote(text, safe="~")
