"""Addresses and answers of WordPress's REST API (version 2 of its posts). Pure.

Looked at twice: first a short list of ids and when each changed, then the posts that are wanted.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from yarl import URL

from bot.errors import FetchError
from bot.model import Entry
from bot.page.address import absolute
from bot.page.plain import plain
from bot.text.moments import read_moment
from bot.text.xml import decode

PER_PAGE = 100
"""Posts of one list: the most that WordPress gives."""

# `_embedded` alone is not enough: what is embedded is found by `_links`.
_FIELDS = "id,status,guid,link,title,excerpt,date_gmt,modified_gmt,_links,_embedded"
_EMBEDDED = "author,wp:featuredmedia,wp:term"
_ID = re.compile(r"[0-9]{1,20}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_TOPICS = frozenset({"category", "post_tag"})
_NO_TOPIC = "uncategorized"
_CUT_OFF = re.compile(r"\s*\[(?:…|\.\.\.)\]$")

Values = dict[str, Any]


def list_address(site: str, offset: int) -> str:
    """Say where `PER_PAGE` published posts are listed, the `offset` newest of them left out.

    In the order of their dates: a scheduled post keeps its old moment of change when it goes
    public, so that whoever asks for what changed never hears of it.
    """
    return _newest_posts(site, {"offset": str(offset), "_fields": "id,status,modified_gmt"})


def changes_address(site: str, moment: str) -> str:
    """Say where at most `PER_PAGE` posts are listed that changed after a moment of a list (UTC).

    WordPress before 5.7 does not know the question and lists those that changed last.
    """
    asked = {"modified_after": f"{moment}Z", "orderby": "modified"}
    return _newest_posts(site, asked | {"_fields": "id,status,modified_gmt"})


def is_moment(text: str) -> bool:
    """Say whether WordPress could have written this as a moment."""
    return bool(_MOMENT.fullmatch(text))


def posts_address(site: str, ids: Iterable[str]) -> str:
    """Say where the posts with these ids (at most `PER_PAGE`) are to be had."""
    return _newest_posts(site, {"include": ",".join(ids), "_fields": _FIELDS, "_embed": _EMBEDDED})


def _newest_posts(site: str, query: dict[str, str]) -> str:
    order = {"per_page": str(PER_PAGE), "orderby": "date", "order": "desc"}
    return str(_posts(site).update_query(order | query))


def _posts(site: str) -> URL:
    """Find a site's posts by its own address, that of its API, or that of a list of posts."""
    url = URL(site)
    route = url.query.get("rest_route")
    if "/wp/v2/" in (route or url.path):
        return url
    if route is not None:
        return url.update_query(rest_route="/wp/v2/posts")
    path = url.path.rstrip("/").removesuffix("/wp-json")
    return url.with_path(f"{path}/wp-json/wp/v2/posts")


def read_list(body: bytes, url: str) -> dict[str, str]:
    """Give the ids of published posts and when each changed, as the list says it, newest first."""
    listed = islice(_published(_json(body, url)), PER_PAGE)
    return {post_id: _text(post, "modified_gmt") for post_id, post in listed}


def read_posts(body: bytes, url: str, source: str, date: str = "") -> dict[str, Entry]:
    """Give published posts by their ids, newest first.

    `date` is the server's time, as its `Date` header has it: some plug-ins show posts before
    theirs has come, and those are left out too.
    """
    now = read_moment(date)
    entries = {
        post_id: _entry(post, post_id, url, source)
        for post_id, post in _published(_json(body, url))
        if not _holder(post, "excerpt").get("protected")
    }
    return {
        post_id: entry
        for post_id, entry in entries.items()
        if not (now and entry.published and entry.published > now)
    }


def guids_of(post_id: str, url: str) -> Iterator[str]:
    """Guess the guid of a post that is not shown any more: made of what the site's address was then."""
    origin = URL(url).origin()
    host = (origin.host or "").removeprefix("www.")
    for name in (host, f"www.{host}"):
        for scheme in ("http", "https"):
            yield f"{origin.with_scheme(scheme).with_host(name)}/?p={post_id}"


def _json(body: bytes, url: str) -> list[object]:
    text = decode(body)
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        is_page = text.lstrip().startswith("<")
        why = f"this is {'a page' if is_page else 'no JSON'} where WordPress's REST API should be"
        raise FetchError(url, f"{why}: configure the site's feed instead", status=200) from None
    if isinstance(answer, list):
        return answer
    said = _text(answer, "message") or _text(answer, "code") if isinstance(answer, dict) else ""
    why = f"WordPress answers: {said[:200]}" if said else "this is JSON, but no list of posts"
    raise FetchError(url, why, status=200)


def _published(posts: list[object]) -> Iterator[tuple[str, Values]]:
    """Pass over what is scheduled, private or a draft, should the API show it."""
    for post in posts:
        if isinstance(post, dict) and post.get("status", "publish") == "publish":
            post_id = _text(post, "id")
            if _ID.fullmatch(post_id):
                yield post_id, post


def _entry(post: Values, post_id: str, url: str, source: str) -> Entry:
    embedded = _holder(post, "_embedded")
    picture = next((one for one in _all(embedded, "wp:featuredmedia") if _is_picture(one)), {})
    names = (plain(_text(author, "name")) for author in _all(embedded, "author"))
    return Entry(
        source=source,
        guid=_rendered(post, "guid") or f"{URL(url).origin()}/?p={post_id}",
        url=_address(post, "link", url),
        headline=plain(_rendered(post, "title")),
        summary=_CUT_OFF.sub("…", plain(_rendered(post, "excerpt"))),
        byline=", ".join(dict.fromkeys(filter(None, names))),
        image_url=_address(picture, "source_url", url),
        image_alt=plain(_text(picture, "alt_text")),
        image_caption=plain(_rendered(picture, "caption")),
        keywords=tuple(dict.fromkeys(_keywords(embedded))),
        published=read_moment(_text(post, "date_gmt")),
        updated=read_moment(_text(post, "modified_gmt")),
    )


def _is_picture(media: Values) -> bool:
    kind = _text(media, "media_type") or _text(media, "mime_type")
    return kind.startswith("image")


def _keywords(embedded: Values) -> Iterator[str]:
    for terms in _list(embedded.get("wp:term")):
        for term in _list(terms):
            if isinstance(term, dict) and _text(term, "taxonomy") in _TOPICS:
                name = plain(_text(term, "name"))
                if name and _text(term, "slug") != _NO_TOPIC:
                    yield name


def _list(found: object) -> list[Any]:
    return found if isinstance(found, list) else []


def _all(holder: Values, name: str) -> list[Values]:
    return [one for one in _list(holder.get(name)) if isinstance(one, dict)]


def _holder(holder: Values, name: str) -> Values:
    found = holder.get(name)
    return found if isinstance(found, dict) else {}


def _rendered(holder: Values, name: str) -> str:
    return _text(_holder(holder, name), "rendered")


def _text(holder: Values, name: str) -> str:
    """Give a text or a whole number; halves of surrogate pairs become "\ufffd"."""
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _address(holder: Values, name: str, url: str) -> str:
    found = _text(holder, name)
    return absolute(found, url) if found else ""
