"""Our nouns as JSON in columns, and back; unknown fields of a later version are ignored."""

import hashlib

from pydantic import TypeAdapter

from bot.model import Article, Entry, Post
from bot.text.diff import seen
from bot.wording import Wording

_ARTICLE = TypeAdapter(Article)
_ENTRY = TypeAdapter(Entry)
_POST = TypeAdapter(Post)
_WORDING = TypeAdapter(Wording)


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


def wording_json(wording: Wording) -> str:
    return _WORDING.dump_json(wording).decode()


def wording_of(text: str) -> Wording:
    return _WORDING.validate_json(text)


def digest(article: Article) -> str:
    """Say in 16 hex digits what readers would see; a mere touch of the clock changes nothing."""
    text = "\0".join(seen(article))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
