"""Our nouns as JSON in columns, and back; unknown fields of a later version are ignored."""

import hashlib
from dataclasses import replace

from pydantic import TypeAdapter

from bot.model import Article, Entry, Post

_ARTICLE = TypeAdapter(Article)
_ENTRY = TypeAdapter(Entry)
_POST = TypeAdapter(Post)
_UNSEEN = {"paywalled", "live", "label", "noindex"}
"""What says how an article stands and is no part of what it says."""


def article_json(article: Article) -> str:
    return _ARTICLE.dump_json(article).decode()


def article_of(text: str) -> Article:
    return _ARTICLE.validate_json(text)


def entry_json(entry: Entry) -> str:
    return _ENTRY.dump_json(entry).decode()


def entry_of(text: str) -> Entry:
    return _ENTRY.validate_json(text)


def post_json(post: Post) -> str:
    return _POST.dump_json(post).decode()


def post_of(text: str) -> Post:
    return _POST.validate_json(text)


def digest(article: Article) -> str:
    """Say in 16 hex digits what readers would see; a mere touch of the clock changes nothing."""
    seen = replace(article, modified=None, community={}, origins={})
    return hashlib.sha256(_ARTICLE.dump_json(seen, exclude=_UNSEEN)).hexdigest()[:16]
