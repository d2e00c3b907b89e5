"""The words around an article: description, byline, section, language, keywords.

Each field asks the sources in the order in which they proved right: JSON-LD, meta, the page.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from bot.page.dom import Node, names_of, squeeze, text_of
from bot.page.head import Head
from bot.page.headline import fold, host_names, site_names
from bot.page.jsonld import has_type
from bot.page.persons import AND, BEGINS_AS_A_PERSON, BY, PERSON, without_by
from bot.text.standfirst import is_usable
from bot.text.tongue import spoken
from bot.text.words import content_words

_BETWEEN = re.compile(rf"\s*[,;|/·•&]\s+|\s(?:and|und|et|и|AND|UND|ET)\s+|{AND}(?={PERSON})")
_NOT_A_NAME = re.compile(
    r":|www\.|@|\d{2}|^\S*\d\S*$|\b(?:admin(?:istrator)?|super ?user|webmaster|wordpress|editor|staff (?:writer|reporter)s?|special to|updated|published|posted|minutes?|read|share|follow)\b",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"\w*Organization")
_PERSON = re.compile("Person")
_REACHED_AT = re.compile(
    r"\s?[(<\[]?(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+[)>\]]?|\s(?:\+|0)\d[\d\s/–-]{5,}"
)
"""A writer's address or telephone."""
_INITIAL = re.compile(r"(?<!\w)\w\.$")
_AUTHORS = (
    *("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl"),
    *("dcterms.creator", "article:author_name"),
)
_LINE = "[class*=byline i]"
_ANY = ", ".join(
    f"[class{name} i]"
    for name in (
        *("*=author", "*=auteur", "*=journalist", "*=signatur", "*=sinatura"),
        # why not anywhere: "autorefresh"
        *("$=autor", "*='autor-'", "*='autor_'", "*='autor '"),
    )
)
_BYLINES = (
    "[itemprop=author] [itemprop=name]",
    "[itemprop=author]",
    "[rel~=author], [rel~='schema:author'], [property~='schema:author']",
    "[class*=byline i] a",
    "[class~=vcard] [class~=fn]",
    "[class*=author-name i], [class*=author__name i], [class*=authorname i]",
    _LINE,
    "[class~=author]",
    _ANY,
)
_TAGS = "a[rel~=tag], [property~='schema:about'], [property~='schema:keywords']"
_BOXES = "[class*=tags i], [class~=keywords], [class~=taguri]"
_TAGGING = re.compile("(?<![a-z])(?:tags|keywords|taguri)(?![a-z])")
_BESIDE = frozenset({"a", "aside", "nav", "header"})
_OF_OTHERS = re.compile("cloud|popular|related|teaser|card|menu|trend|sidebar")
_MOST_TAGS = 20
"""Links up to which a box called tags has a story's own, and not the site's."""
_MANY, _JUDGEABLE = 3, 200
"""Keywords, and characters of a story, from which on they can be held against one another."""
_LONGEST_BYLINE = 120
_MOST_TEXT = 2_000
"""Characters of an element up to which one is looked for in it; white space counts."""
_LONGEST_NAME = 5
"""Words of a person's name; more are a sentence about somebody."""
_WRITERS = 3
"""Elements of one kind that are taken for bylines."""
_SIZES = range(3, 61)
"""Characters of one."""
_MOST = 50
"""Names and keywords of one article."""
_LONGEST_LIST = 5_000
"""Characters of a list of writers that are looked at: as many names are shorter."""
_LONGEST_KEYWORD = 60
_LEVELS = 8
_PICTURED = re.compile(r"foto|photo|credit|caption")
_FOR_MACHINES = re.compile(r"https?:|\w[:=/]\w")


def read_summary(head: Head, headline: str, body: str) -> tuple[str, str]:
    """Give the publisher's description: the first that tells something of the story."""
    return next(
        ((text, origin) for text, origin in descriptions(head) if is_usable(text, headline, body)),
        ("", ""),
    )


def descriptions(head: Head) -> list[tuple[str, str]]:
    """Give all that the page says of itself in a few words, and where."""
    return [
        (head.said("description"), "json-ld"),
        (head.first("og:description"), "meta"),
        (head.first("description"), "meta"),
        (head.first("twitter:description"), "meta"),
        (head.said("abstract"), "json-ld"),
    ]


def read_byline(root: Node, head: Head, signed: Iterable[list[str]] = ()) -> tuple[str, str]:
    """Give the authors' names, joined by commas; none that is an organisation of the publisher's.

    `signed` are the names that stand where writers sign, believed last.
    """
    publisher = [f"{fold(name)} " for name in site_names(head)]
    houses = _houses(head)
    others = "", ""
    for named, origin in chain(authors(root, head), ((names, "page") for names in signed)):
        names = [name for name in named if fold(name) not in houses]
        own = [n for n in names if not any(one.startswith(f"{fold(n)} ") for one in publisher)]
        is_house = origin == "json-ld" and _is_by_a_house(head)
        if own and not is_house and (not others[0] or _is_a_person(own[0])):
            return ", ".join(own[:_MOST]), origin
        if names and origin != "page" and not others[0]:
            others = ", ".join(names[:_MOST]), origin
    return others


def _is_a_person(name: str) -> bool:
    return bool(BEGINS_AS_A_PERSON.match(name)) and len(name.split()) <= _LONGEST_NAME


def _houses(head: Head) -> set[str]:
    """Find what JSON-LD calls an organisation and is named as the site, or more exactly: "Morning Tick Sport"."""
    sites = [f"{name} " for name in (*map(fold, site_names(head)), *host_names(head.canonical))]
    things = (
        thing
        for key in ("author", "creator", "publisher")
        for thing in head.graph.values(head.article.get(key))
        if isinstance(thing, dict) and has_type(thing, _HOUSE) and not has_type(thing, _PERSON)
    )
    names = {fold(text) for thing in things for text in head.graph.texts(thing)}
    return {
        name
        for name in names
        if any(site.startswith(f"{name} ") or f"{name} ".startswith(site) for site in sites)
    }


def _is_by_a_house(head: Head) -> bool:
    """Whether JSON-LD calls all authors organisations: the page may name the person behind."""
    things = head.graph.values(head.article.get("author"))
    return bool(things) and all(isinstance(one, dict) and has_type(one, _HOUSE) for one in things)


def authors(root: Node, head: Head) -> Iterator[tuple[list[str], str]]:
    """Give the names that each place names as authors, and which place it is."""
    people = [text for key in ("author", "creator") for text in head.texts(key)]
    said = ((people, "json-ld"), (head.all(*_AUTHORS), "meta"))
    shown = ((texts, "page") for texts in _shown_bylines(root))
    for texts, origin in chain(said, shown):
        yield list(dict.fromkeys(name for text in texts for name in _names(text))), origin


def _shown_bylines(root: Node) -> Iterator[list[str]]:
    for selector in _BYLINES:
        is_about_more = selector in {_LINE, _ANY}
        nodes = (node for node in root.css(selector)[:_MOST] if not _is_of_others(node))
        # why not a page's whole text: to join it once for each box around it would take minutes
        short = (node for node in nodes if len(node.text(separator=" ")) <= _MOST_TEXT)
        told = map(_told if is_about_more else text_of, short)
        texts = list(islice((text for text in told if len(text) <= _LONGEST_BYLINE), _WRITERS))
        if is_about_more:
            texts = [without_by(BY.sub("", text, count=1)) for text in texts]
        is_any = selector == _ANY
        yield [text for text in texts if BEGINS_AS_A_PERSON.match(text)][:1] if is_any else texts


def _told(node: Node) -> str:
    """Give the part of a byline that says who wrote it, where others say what it is; else all of it."""
    parts = map(text_of, node.css("li, p, div, span")[:_MOST])
    named = (text for text in parts if (by := BY.match(text)) and text[by.end() :])
    return next(named, text_of(node))


def _is_of_others(node: Node) -> bool:
    """Whether an element names a reader who comments, or who made a picture."""
    above: Node | None = node
    if _PICTURED.search(names_of(node)):
        return True
    for _ in range(_LEVELS):
        if above is None:
            return False
        if above.tag == "figcaption" or "comment" in names_of(above):
            return True
        above = above.parent
    return False


def _names(text: str) -> list[str]:
    text = without_by(_REACHED_AT.sub("", text[:_LONGEST_LIST]))
    parts = (part.strip(" ,;|/-–—").lstrip(".") for part in _BETWEEN.split(text))
    return [
        name
        for part in map(without_by, parts)
        if len(name := part if _INITIAL.search(part) else part.rstrip(" .")) in _SIZES
        and not _NOT_A_NAME.search(name)
    ]


def read_section(head: Head) -> tuple[str, str]:
    """Give the part of the paper that the article stands in."""
    said = head.said("articleSection")
    return (
        (said, "json-ld")
        if said
        else _from_meta(head, "article:section", "parsely-section", "section")
    )


def _from_meta(head: Head, *names: str) -> tuple[str, str]:
    text = head.first(*names)
    return text, "meta" if text else ""


def read_language(head: Head, body: str = "") -> tuple[str, str]:
    """Give the language as its code alone ("en"): the same for all regions that write it.

    That of the `body`, where its words are of another than the page says.
    """
    candidates = (
        (head.said("inLanguage", "alternateName"), "json-ld"),
        (head.language, "page"),
        (head.first("og:locale", "language", "content-language", "dc.language"), "meta"),
    )
    for text, origin in candidates:
        if found := re.match(r"([a-z]{2,3})(?:[-_]|$)", text.strip().lower()):
            language = spoken(body, found[1])
            return language, origin if language == found[1] else "page"
    return "", ""


def read_keywords(root: Node, head: Head, story: str = "") -> tuple[tuple[str, ...], str]:
    """Give the publisher's own keywords in their order; those of the site say nothing of the `story`."""
    # why the address: keywords in another script than the story's are told in its letters
    address = head.canonical.rstrip("/").rpartition("/")[2]
    story = " ".join([story, address, *head.texts("about")])
    for texts, origin in (
        (head.texts("keywords"), "json-ld"),
        (head.all("article:tag"), "meta"),
        (head.all("news_keywords", "keywords", "parsely-tags", "sailthru.tags"), "meta"),
    ):
        words = _keywords(texts)
        if words and (origin != "meta" or _are_of(words, story)):
            return words, origin
    nodes = root.css(_TAGS) or _tagged(root)
    words = _keywords(squeeze(node.text()) for node in nodes)
    return words, "page" if words else ""


def _are_of(keywords: Sequence[str], story: str) -> bool:
    """Whether a story that is long enough to be judged has a word of its keywords; a few may name its kind."""
    if len(story) < _JUDGEABLE or len(keywords) < _MANY:
        return True
    small = story.casefold()
    words = (word for keyword in keywords for word in content_words(keyword))
    return any(word in small for word in chain(map(str.casefold, keywords), words))


def _tagged(root: Node) -> list[Node]:
    """Give the links in the first box called tags that stands beside no other stories."""
    for box in root.css(_BOXES)[:_MOST]:
        links = box.css("a")
        if links and _TAGGING.search(names_of(box)) and not _is_beside(box):
            return links if len(links) <= _MOST_TAGS else []
    return []


def _is_beside(node: Node) -> bool:
    """Whether a box stands among other stories, or in a footer that is no article's own."""
    above: Node | None = node
    is_in_footer = False
    for _ in range(_LEVELS):
        if above is None:
            break
        if above.tag in _BESIDE or _OF_OTHERS.search(names_of(above)):
            return True
        if above.tag == "article":
            return False
        is_in_footer = is_in_footer or above.tag == "footer"
        above = above.parent
    return is_in_footer


def _keywords(texts: Iterable[str]) -> tuple[str, ...]:
    """Take lists apart; leave out what is no word for readers (machines' marks like "type:story")."""
    found: dict[str, str] = {}
    for text in texts:
        for word in re.split(r"[,;،、]" if re.search(r"[,;،、]", text) else r"\|", text):
            keyword = word.strip(" #\"'.").removeprefix("Tag:")
            if 1 < len(keyword) <= _LONGEST_KEYWORD and not _FOR_MACHINES.search(keyword):
                found.setdefault(keyword.casefold(), keyword)
    return tuple(found.values())[:_MOST]
