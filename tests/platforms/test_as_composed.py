"""What readers see at the stand-ins is what was composed, whatever an article says."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.catalogue import known_platforms
from bot.model import Article, Style
from bot.ports import Platform
from bot.rules import Destination
from bot.sandbox.catalogue import all_secrets
from bot.sandbox.server import Sandbox
from bot.sandbox.standins.facebook import PAGE
from bot.text.topics import untagged
from tests.platforms.articles import ARTICLES, SUMMARIES, composed

KEYS = {
    "consumer_key": "KEY",
    "consumer_secret": "SECRET",
    "access_token": "TOKEN",
    "access_token_secret": "TOKEN_SECRET",
}
NUMBERS = count(1)
OWN: dict[str, dict[str, Any]] = {
    "facebook": {"page": PAGE},
    "mastodon": {"account": "@morningtick@news.sandbox"},
    "telegram": {"chat": "@morningtick"},
    "threads": {"account": "@morningtick"},
    "x": {
        "account": "morningtick",
        "auth": {name: f"env:DEMO_X_{key}" for name, key in KEYS.items()},
    },
}


@pytest.fixture(params=sorted(OWN))
async def there(
    request: pytest.FixtureRequest, sandbox: Sandbox, destination: Callable[..., Destination]
) -> AsyncIterator[Platform]:
    """Give a platform that posts to its stand-in; those that are not here have such a test of their own."""
    name, secrets = request.param, all_secrets()
    token = {} if name == "x" else {"token": f"env:DEMO_{name.upper()}_TOKEN"}
    kind = known_platforms()[name]
    options = kind.options.model_validate(OWN[name] | token)
    platform = kind(
        destination(name, sandbox.url), options, lambda secret: secrets[secret.partition(":")[2]]
    )
    yield platform
    await platform.close()


@given(article=ARTICLES, summary=SUMMARIES)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_article_comes_back_as_it_was_composed(
    there: Platform, sandbox: Sandbox, article: Article, summary: tuple[str, ...]
) -> None:
    number = next(NUMBERS)  # why: nothing is taken twice, neither words nor keys
    address = article.canonical_url.replace(".example/", ".example.org/")  # why: X knows domains
    headline = f"{number} {article.headline}"
    article = replace(article, canonical_url=address, headline=headline)
    post = replace(composed(type(there), article, summary), key=f"{number}")
    receipt = await there.send(post, [])
    name = {"facebook": PAGE}.get(there.name, "morningtick")
    standing = sandbox.ledger.channel(there.name, name).posts[receipt.id]
    assert standing.text == (untagged(post.text) if there.name == "threads" else post.text.text)
    links = {span for span in post.text.spans if span.style is Style.LINK}
    ours = {text for span in links for text in (span.url, post.text.text[span.start : span.end])}
    linked = {mark.url for mark in standing.marks if mark.url}
    assert there.capabilities.hidden_links or linked <= ours
    assert ours & set(standing.links) or post.link in standing.links
