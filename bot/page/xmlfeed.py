"""RSS 0.9 to 2.0, RDF and Atom in, entries out. Pure.

One reading for all of them, since publishers mix them freely. The namespace decides what a name
means: a `title` of a foreign vocabulary is no headline.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from urllib.parse import urljoin

from bot.model import Entry
from bot.page.address import LONGEST
from bot.page.dom import squeeze
from bot.page.plain import looks_like_html, plain
from bot.text.moments import read_moment
from bot.text.xml import Element, inner

_CORE = frozenset(
    {
        "http://purl.org/rss/1.0",
        "http://purl.org/rss/1.0/modules/rss091",
        "http://my.netscape.com/rdf/simple/0.9",
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://www.w3.org/2005/atom",
        "http://purl.org/atom/ns",
    }
)
_PREFIXES = {
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}
_ROOTS = frozenset({"rss", "rdf:rdf", "feed", "channel"})
_PUBLISHED = ("published", "issued", "pubdate", "dcterms:issued", "dc:date", "dcterms:created")
_UPDATED = ("updated", "modified", "dcterms:modified", "dc:date")
_SUMMARY = ("description", "summary", "abstract", "itunes:summary", "content:encoded", "content")
_BODY = ("xhtml:body", "body", "fullitem", "media:description", "dc:description")
_WEB_PAGE = frozenset({"", "text/html", "application/xhtml+xml", "html"})
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)
_IN_CLEAR = re.compile(r"^text/|xml$|html$")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+")
_COMPLETE = re.compile(r"https?://[^\s/\[\]\\?#@:]+/[^\s\[\]\\?#]+")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Tags = dict[str, list[Element]]


def read_entries(root: Element, source: str, limit: int) -> list[Entry] | None:
    """Give a feed's first entries in its own order, or None where the document is no feed."""
    whole, items, core = _parts(root)
    if whole is None:
        return None
    shared = _tags(whole, core)
    return [_entry(item, _tags(item, core), shared, source) for item in items[:limit]]


def read_xml_about(root: Element) -> tuple[str, str, str]:
    """Say what a feed calls itself, which page it is the feed of, and its language; "": not said."""
    whole, _, core = _parts(root)
    if whole is None:
        return "", "", ""
    tags = _tags(whole, core)
    title = _first(map(_words, _all(tags, "title", "dc:title")))
    url = _link(tags) or _resolve(whole, _attribute(whole, "href"))
    return title, url, _language(whole, tags, {})


def _parts(root: Element) -> tuple[Element | None, list[Element], frozenset[str]]:
    """Find what stands for the whole feed, its entries, and the namespaces that count here."""
    space, local = _split(root.tag)
    core = _CORE | {space} if local in _ROOTS else _CORE
    whole: Element | None = None
    items: list[Element] = []
    for element in root.iter():
        name = _name(element.tag, core)
        if name in _ROOTS and not (items and items[-1] in element.iterancestors()):
            whole = element
        elif name in {"item", "entry"}:
            items.append(element)
    return whole, items, core


def read_links(root: Element) -> Iterator[tuple[list[str], str]]:
    """Give each link that says what it is for: its relations, its address."""
    for element in root.iter():
        if _split(element.tag)[1].rpartition(":")[2] == "link":
            relations = _attribute(element, "rel").lower().split()
            if address := _resolve(element, _attribute(element, "href")):
                yield relations, address


def _entry(item: Element, tags: Tags, whole: Tags, source: str) -> Entry:
    return Entry(
        source=source,
        guid=_first(map(_text, _all(tags, "guid", "id"))) or _attribute(item, "about"),
        url=_link(tags) or _resolve(item, _attribute(item, "href")),
        headline=_first(map(_words, _all(tags, "title", "dc:title", "media:title"))),
        summary=_first(map(_words, _all(tags, *_SUMMARY, *_BODY))),
        byline=_byline(tags) or _byline(whole, "author"),
        image_url=_image(tags),
        language=_language(item, tags, whole),
        keywords=tuple(dict.fromkeys(_keywords(tags))),
        published=_moment(tags, _PUBLISHED),
        updated=_moment(tags, _UPDATED) or _last_modified(item),
    )


def _last_modified(item: Element) -> datetime | None:
    """Read CDF's attribute."""
    said = _attribute(item, "lastmod")
    return read_moment(said) if said else None


def _split(tag: object) -> tuple[str, str]:
    space, _, local = str(tag).lower().rpartition("}")
    return space[1:].rstrip("/#"), local


@lru_cache(maxsize=4096)
def _name(tag: object, core: frozenset[str]) -> str:
    """Give an element's name: bare for RSS and Atom, with the usual prefix for known additions.

    An undeclared prefix is kept as written; everything foreign has no name.
    """
    space, local = _split(tag)
    if not space or space in core:
        return local.removeprefix("atom:").removeprefix("rss:")
    return _PREFIXES[space] + local if space in _PREFIXES else ""


def _tags(element: Element, core: frozenset[str]) -> Tags:
    tags: Tags = {}
    for child in element:
        name = _name(child.tag, core)
        tags.setdefault(name, []).append(child)
        if name in {"media:group", "media:content"}:
            for inside, found in _tags(child, core).items():
                tags.setdefault(inside, []).extend(found)
    return tags


def _all(tags: Tags, *names: str) -> Iterator[Element]:
    for name in names:
        yield from tags.get(name, ())


def _first(values: Iterator[str]) -> str:
    return next(filter(None, values), "")


def _attribute(element: Element, name: str) -> str:
    """Give an attribute, whatever the case and namespace of its name."""
    for key in element.keys():  # noqa: SIM118 - not a dict; its `items` takes quadratic time
        if str(key).rpartition("}")[2].lower() == name:
            return str(element.get(key)).strip()
    return ""


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _words(element: Element) -> str:
    """Read a text construct (RFC 4287, 3.1); RSS does not say which kind it has, so guess."""
    if not len(element) and not element.keys():
        text = element.text or ""
        return squeeze(plain(text) if looks_like_html(text) else text)
    kind = _attribute(element, "type").lower()
    text = inner(element)
    if _attribute(element, "mode") == "base64" or ("/" in kind and not _IN_CLEAR.search(kind)):
        try:
            text = b64decode(text).decode()
        except ValueError:
            return ""
    has_markup = len(element) > 0
    if has_markup:
        text = plain(text)
    # Some escape their HTML and wrap it in markup all the same, hence no `elif`.
    is_guess = not has_markup and kind not in {"text", "text/plain"}
    if kind == "html" or (is_guess and ("html" in kind or looks_like_html(text))):
        text = plain(text)
    return squeeze(text)


def _link(tags: Tags) -> str:
    """Choose the page for readers: the first alternate that is one, a permanent guid last."""
    pages = [
        tag
        for tag in _all(tags, "link")
        if _attribute(tag, "rel").lower().rpartition("/")[2] in {"", "alternate"}
    ]
    pages.sort(key=lambda tag: _attribute(tag, "type").lower() not in _WEB_PAGE)
    pages += [
        tag
        for tag in _all(tags, "guid")
        if _attribute(tag, "ispermalink").lower() in {"", "true"} and _is_address(_text(tag))
    ]
    return _first(_resolve(tag, _attribute(tag, "href") or _text(tag)) for tag in pages)


def _resolve(element: Element, href: str) -> str:
    """Complete an address by xml:base and the feed's own; "" where that leads to no web page."""
    if len(href) < LONGEST and _COMPLETE.fullmatch(href):
        return href
    try:
        url = urljoin(element.base or "", href) if href else ""
    except ValueError:
        return ""
    return url if _is_address(url) else ""


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and len(text) < LONGEST


def _byline(tags: Tags, *names: str) -> str:
    people = []
    for tag in _all(tags, *(names or ("author", "dc:creator", "dc:author", "itunes:author"))):
        inside = [child for child in tag if _split(child.tag)[1] == "name"]
        people += [_person(_words(name)) for name in (inside if len(tag) else [tag])]
    return ", ".join(dict.fromkeys(filter(None, people)))


def _person(text: str) -> str:
    """Take the name out of "desk@example.org (Anna Berg)" and the like; addresses stay private."""
    return squeeze(_MAIL.sub("", text)).strip(" ()<>[]\"',;")


def _image(tags: Tags) -> str:
    offers = sorted(_all(tags, "media:content"), key=_width, reverse=True)
    offers += list(_all(tags, "enclosure", "link"))
    pictures = [tag for tag in offers if _is_picture(tag)]
    pictures += list(_all(tags, "media:thumbnail", "itunes:image"))
    return _first(
        _resolve(tag, _attribute(tag, "url") or _attribute(tag, "href")) for tag in pictures
    )


def _is_picture(tag: Element) -> bool:
    if _split(tag.tag)[1] == "link" and _attribute(tag, "rel").lower() != "enclosure":
        return False
    kind = _attribute(tag, "type").lower() or _attribute(tag, "medium").lower()
    if kind:
        return kind.startswith("image")
    return bool(_PICTURE.search(_attribute(tag, "url").partition("?")[0]))


def _width(tag: Element) -> int:
    width = _attribute(tag, "width")
    return int(width) if re.fullmatch(r"[0-9]{1,6}", width) else 0


def _keywords(tags: Tags) -> Iterator[str]:
    for tag in _all(tags, "category", "dc:subject"):
        yield from filter(
            None, [_attribute(tag, "label") or _attribute(tag, "term") or _words(tag)]
        )
    for tag in _all(tags, "itunes:category"):
        yield from filter(None, (_attribute(each, "text") for each in tag.iter()))
    for tag in _all(tags, "media:keywords", "itunes:keywords", "tags"):
        yield from filter(None, map(squeeze, _text(tag).split(",")))


def _language(item: Element, tags: Tags, whole: Tags) -> str:
    around = (str(element.get(_LANGUAGE) or "") for element in (item, *item.iterancestors()))
    said = (_text(tag) for each in (tags, whole) for tag in _all(each, "dc:language", "language"))
    return _first(around) or _first(said)


def _moment(tags: Tags, names: tuple[str, ...]) -> datetime | None:
    """Read the first of these that is there; of several with one name the last."""
    said = (tag for name in names for tag in reversed(tags.get(name, ())))
    return next(filter(None, map(read_moment, map(_text, said))), None)
