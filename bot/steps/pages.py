"""How an article's page is asked for, and what is answered made an article of."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from bot.model import Article, Entry
from bot.page.address import is_front
from bot.page.charset import decode, other_kind
from bot.ports import Answer, Make, Manners, manners
from bot.rules import SourceRules


def article_of(entry: Entry, answer: Answer, make: Make) -> Article | None:
    """Make an article of what was answered; None where that is no article's page."""
    # why here: the readers of pages load with the first of them.
    from bot.page.standing import is_noindex

    html = _html(entry, answer)
    if html is None:
        return None
    article = make(entry, html, answer.url)
    return replace(article, noindex=True) if is_noindex(answer.robots) else article


def manners_of(entry: Entry, rules: Mapping[str, SourceRules]) -> Manners:
    """Say how to ask for a page: as its source is asked, by hand as the source on the same host."""
    rule = rules.get(entry.source) or next(
        (
            rule
            for rule in rules.values()
            if urlsplit(rule.url).netloc == urlsplit(entry.url).netloc
        ),
        None,
    )
    return Manners() if rule is None else manners(rule)


def _html(entry: Entry, answer: Answer) -> str | None:
    """Give the page; None where the address led to a file, or to the front page instead."""
    if other_kind(answer.body, answer.content_type):
        return None
    if is_front(answer.url) and not is_front(entry.url):
        return None
    return decode(answer.body, answer.content_type)
