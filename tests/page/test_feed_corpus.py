"""feedparser's own documents and what they say they expect: written by others, over twenty years.

`python -m tests.corpora` fetches them; `HERALD_CORPORA` names another folder.
"""

import ast
import codecs
import os
import random
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path
from time import thread_time

import pytest

from bot.errors import FetchError
from bot.page.feed import Document, read_about, read_feed, read_news
from bot.page.slices import cut
from bot.text.moments import read_moment
from bot.text.xml import decode, mend
from tests.corpora import FOLDER, fetch

ROOT = Path(os.environ.get("HERALD_CORPORA", FOLDER)) / "feedparser-6.0.14" / "tests"
SERVER = "http://127.0.0.1:8097/tests/"
"""Where feedparser's own tests serve the documents from: relative links begin there."""

CLAIM = re.compile(
    r"(?P<whose>entries\[(?P<at>\d+)\]|feed)(?P<field>(?:\['\w+'\]|\[\d\])+)\s*==\s*(?P<value>.+)"
)
FIELDS = {
    "title": "headline",
    "title_detail.value": "headline",
    "link": "url",
    "id": "guid",
    "guid": "guid",
    "author": "byline",
    "author_detail.name": "byline",
    "summary": "summary",
    "summary_detail.value": "summary",
    "description": "summary",
    "content.0.value": "summary",
    "published": "published",
    "published_parsed": "published",
    "updated": "updated",
    "updated_parsed": "updated",
    "tags.0.term": "keywords",
    "tags.1.term": "keywords",
    "tags.2.term": "keywords",
    "category": "keywords",
    "image.href": "image_url",
    "language": "language",
    "enclosures.0.href": "image_url",
    "enclosures.0.url": "image_url",
    "media_thumbnail.0.url": "image_url",
}
OF_FEEDS = {
    "title": "title",
    "title_detail.value": "title",
    "link": "url",
    "language": "language",
}
HEADER = r"Header:\s+{}:\s*(.*)"


@pytest.fixture(scope="module")
def root() -> Path:
    if not all(folder.exists() for folder in (ROOT, ROOT.parents[1] / "defusedxml-0.7.1")):
        if os.environ.get("CI") != "true":
            pytest.skip(f"{ROOT} is absent: python -m tests.corpora fetches it")
        try:
            fetch()
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.fail(f"{ROOT} is absent and cannot be fetched: {error}")
    return ROOT


def document(path: Path, root: Path) -> Document:
    body = path.read_bytes()

    def header(name: str) -> str:
        said = body[:1000].decode("latin-1")
        found = re.search(HEADER.format(name), said, re.IGNORECASE)
        return found[1].strip() if found else ""

    return Document(
        body=body,
        content_type=header("Content-type"),
        language=header("Content-Language"),
        url=SERVER + str(path.relative_to(root)),
        source="main",
    )


def claims(path: Path) -> Iterator[tuple[int | None, str, object]]:
    """List what a document expects of our fields: (entry or None for the feed, field, value)."""
    comment = path.read_bytes()[:3000].decode("utf-8", "replace")
    expect = re.search(r"Expect:\s*(.*?)\n", comment)
    # why: one document says `a == b == value`, which is two claims, one says `a == x or a == y`.
    said = re.sub(r"== (entries[^=]+)== (.+)", r"== \2 and \1== \2", expect[1] if expect else "")
    said = said.partition(" or ")[2] or said
    for part in re.split(r" and (?=not |bozo|entries|feed|encoding|version|len)", said):
        found = CLAIM.search(part)
        if found is None:
            continue
        field = ".".join(re.findall(r"\w+", found["field"]))
        if field in (FIELDS if found["at"] else OF_FEEDS):
            at = int(found["at"]) if found["at"] else None
            yield at, field, ast.literal_eval(found["value"].strip())


def told(one: Document, at: int | None, field: str, value: object) -> tuple[object, object]:
    """Give what we say about a field, and what is expected, in the same form."""
    ours: object
    if at is None:
        return getattr(read_about(one), OF_FEEDS[field]), value
    ours = getattr(read_feed(one)[at], FIELDS[field])
    if isinstance(ours, datetime):
        moment = read_moment(value) if isinstance(value, str) else None
        return ours.utctimetuple()[:6], moment.utctimetuple()[:6] if moment else value
    if isinstance(ours, tuple):
        return value if value in ours else ours, value
    return ours, value


def bare(value: object) -> object:
    """Reduce a text to its words: we keep none of its markup."""
    if isinstance(value, tuple):
        return value[:6]
    if not isinstance(value, str):
        return value
    text = re.sub(r"<[^<>]*>", " ", unescape(re.sub(r"<[^<>]*>", " ", value)))
    return "".join(unescape(text).split())


OURS = {
    # why: what we say instead is what readers and the page need
    "wellformed/atom/entry_author_map_author.xml": "addresses stay private",
    "wellformed/atom10/entry_author_map_author.xml": "addresses stay private",
    "wellformed/atom10/entry_category_term.xml": "labels are for readers, terms for machines",
    "wellformed/atom10/entry_category_term_non_ascii.xml": "the same",
    "wellformed/atom10/entry_link_rel_enclosure_map_enclosure_url.xml": "a film is no picture",
    "wellformed/base/http_channel_link_base_content_location.xml": "no base since RFC 7231",
    "wellformed/base/http_entry_id_base_content_location.xml": "ids are opaque",
    "wellformed/base/http_entry_id_base_docuri.xml": "ids are opaque",
    "wellformed/base/http_item_link_base_content_location.xml": "no base since RFC 7231",
    "wellformed/itunes/itunes_item_link_image.xml": "nobody writes itunes:link any more",
    "wellformed/rss/entity_in_doctype.xml": "entities of a document's own making stay closed",
    "wellformed/rss/item_description_and_summary.xml": "the description comes first",
    "wellformed/rss/item_summary_and_description.xml": "the description comes first",
}
NOT_IN_TEXT = {
    "entities/lang.xml": "HTML 5 means another character",
    "entities/rang.xml": "HTML 5 means another character",
    "illformed/geo/gml_point.xml": "not a text",
}
TEXT = re.compile(
    r"(?:feed|entries\[\d\])(?:\['\w+'\]|\[\d\])+\s*==\s*(u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")"
)


def documents(root: Path, *folders: str) -> list[tuple[str, Path]]:
    paths = sorted(path for folder in folders for path in (root / folder).rglob("*.xml"))
    assert paths
    return [(str(path.relative_to(root)), path) for path in paths if "sanitize" not in path.parts]


def compared(root: Path, *folders: str) -> tuple[int, dict[str, object]]:
    """Count the claims that we agree with, and list the others by their document."""
    agreed, wrong = 0, dict[str, object]()
    for name, path in documents(root, *folders):
        for at, field, value in claims(path):
            ours, expected = told(document(path, root), at, field, value)
            if bare(ours) == bare(expected):
                agreed += 1
            else:
                wrong[name] = (field, expected, ours)
    return agreed, wrong


def test_fields_say_what_feedparser_expects(root: Path) -> None:
    """Of 365 claims about our fields all but those of `OURS`, which has one each."""
    agreed, wrong = compared(root, "wellformed", "illformed")
    assert wrong.keys() == OURS.keys(), {name: wrong[name] for name in wrong.keys() - OURS}
    assert agreed >= 352


NO_CODEC = {
    f"encoding/x80_{name}.xml": "Python has none, so feedparser does not ask either"
    for name in ("ms-cyrl", "tcvn", "tcvn-5712", "tcvn5712-1", "viscii")
}


def test_fields_come_out_of_every_encoding(root: Path) -> None:
    """Of 119 claims all but those of `NO_CODEC`."""
    agreed, wrong = compared(root, "encoding", "illformed")
    assert wrong.keys() == NO_CODEC.keys(), wrong
    assert agreed == 114


def test_the_encoding_is_the_one_that_feedparser_expects(root: Path) -> None:
    """Named by a server, a mark, the document or nobody: what it says there is the same text."""
    agreed, wrong = 0, {}
    for name, path in documents(root, "encoding", "illformed"):
        said = re.search(r"Expect:.*\bencoding == '([\w-]+)'", decode(path.read_bytes())[:3000])
        if said:
            text = path.read_bytes().decode(said[1]).lstrip("\ufeff")
            if document(path, root).text() == text:
                agreed += 1
            else:
                wrong[name] = (said[1], text, document(path, root).text())
    assert not wrong
    assert agreed == 72


def expected_texts(path: Path) -> Iterator[str]:
    """List the texts that a document says are in it, where Python knows its encoding at all."""
    comment = decode(path.read_bytes())[:3000]
    needed = re.search(r"SkipUnless:.*lookup\('([\w.-]+)'\)", comment)
    try:
        codecs.lookup(needed[1] if needed else "utf-8")
    except LookupError:
        return
    expect = re.search(r"Expect:\s*(.*?)\n", comment)
    for found in TEXT.finditer(expect[1] if expect else ""):
        yield str(ast.literal_eval(found[1]))


def test_every_encoding_is_found(root: Path) -> None:
    agreed, wrong = 0, {}
    for name, path in documents(root, "encoding", "illformed", "entities"):
        for text in expected_texts(path):
            said = re.sub(r"<!--.*?-->", "", mend(document(path, root).text()), flags=re.DOTALL)
            if str(bare(text)) in str(bare(said)):
                agreed += 1
            elif name not in NOT_IN_TEXT:
                wrong[name] = (text, said)
    assert not wrong
    assert agreed >= 320


def test_whatever_slices_were_seen_the_others_are_read_the_same(root: Path) -> None:
    """A third of the slices at a time is said to be new."""
    left_out = 0
    for _, path in documents(root, "."):
        one = document(path, root)
        pieces = cut(one.text())
        try:
            whole = read_news(one, "")
        except FetchError:
            continue
        for turn in range(3 if pieces and len(whole.seen) > 16 else 0):
            assert pieces
            known = [key for at, key in enumerate(pieces.keys) if at % 3 != turn]
            news = read_news(one, "0" * 16 + whole.seen[16:32] + "".join(known))
            left_out += not news.is_whole
            entries = whole.entries or ()
            fresh = [e for e, key in zip(entries, pieces.keys, strict=True) if key not in known]
            assert list(news.entries or ()) == (list(entries) if news.is_whole else fresh)
    assert left_out > 1000


def cost(one: Document) -> float:
    """Give the CPU seconds of one reading; fails where anything is raised that is no reason."""
    began = thread_time()
    with suppress(FetchError):
        read_news(one, "")
    return thread_time() - began


def bombs(root: Path) -> list[Document]:
    """List what was made to do harm, as it is and as the text of a feed's entry."""
    paths = sorted((root.parents[1] / "defusedxml-0.7.1" / "xmltestdata").glob("*.x*l"))
    assert len(paths) >= 10
    made = []
    for path in paths:
        body = path.read_bytes()
        feed = b"<rss><channel><item><title>%b</title></item></channel></rss>" % body
        made += [
            Document(body=each, content_type="", url=SERVER, source="main")
            for each in (body, feed)
        ]
    return made


def mutations(root: Path, count: int) -> Iterator[Document]:
    """Cut documents short, flip bytes in them, splice pieces of others into them."""
    rng = random.Random(2026)  # noqa: S311 - a test's own dice
    paths = [path for _, path in documents(root, ".")]
    for _ in range(count):
        one = document(rng.choice(paths), root)
        body = bytearray(one.body)
        for _ in range(rng.randrange(4)):
            body[rng.randrange(len(body))] = rng.randrange(256)
        at, other = rng.randrange(len(body)), rng.choice(paths).read_bytes()
        start = rng.randrange(len(other))
        body[at:at] = other[start : start + rng.randrange(200)]
        yield replace(one, body=bytes(body[: rng.randrange(len(body)) + 1]))


def test_nothing_raises_but_a_reason_and_nothing_takes_long(root: Path) -> None:
    """At most 50 ms of CPU for each 100 KB, the whole corpus over, damaged or made to harm."""
    whole = [document(path, root) for path in sorted(root.rglob("*.*ml"))]
    assert len(whole) > 2000
    for one in (*whole, *bombs(root), *mutations(root, 3000)):
        allowed = 0.05 * max(1.0, len(one.body) / 100_000)
        # why: the least of three counts, since a collection of garbage is no one document's.
        assert cost(one) <= allowed or min(cost(one), cost(one)) <= allowed, one.url
