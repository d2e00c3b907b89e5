"""feedparser's own documents and what they say they expect: written by others, over twenty years.

`python -m tests.corpora` fetches them; `HERALD_CORPORA` names another folder.
"""

import ast
import codecs
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest

from bot.errors import FetchError
from bot.model import Entry
from bot.page.feed import Document, read_feed, read_news
from bot.page.slices import cut
from bot.text.xml import decode, mend
from tests.corpora import FOLDER, fetch

ROOT = Path(os.environ.get("HERALD_CORPORA", FOLDER)) / "feedparser-6.0.14" / "tests"
SERVER = "http://127.0.0.1:8097/tests/"
"""Where feedparser's own tests serve the documents from: relative links begin there."""

CLAIM = re.compile(r"entries\[(?P<at>\d+)\](?P<field>(?:\['\w+'\]|\[\d\])+)\s*==\s*(?P<value>.+)")
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
    "published_parsed": "published",
    "updated_parsed": "updated",
    "tags.0.term": "keywords",
    "tags.1.term": "keywords",
    "enclosures.0.href": "image_url",
    "media_thumbnail.0.url": "image_url",
}
HEADER = re.compile(r"Header:\s+Content-type:\s*(.*)", re.IGNORECASE)


@pytest.fixture(scope="module")
def root() -> Path:
    if not ROOT.exists():
        if os.environ.get("CI") != "true":
            pytest.skip(f"{ROOT} is absent: python -m tests.corpora fetches it")
        try:
            fetch()
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.fail(f"{ROOT} is absent and cannot be fetched: {error}")
    return ROOT


def document(path: Path, root: Path) -> Document:
    body = path.read_bytes()
    header = HEADER.search(body[:1000].decode("latin-1"))
    return Document(
        body=body,
        content_type=header[1].strip() if header else "",
        url=SERVER + str(path.relative_to(root)),
        source="main",
    )


def claims(path: Path) -> Iterator[tuple[int, str, object]]:
    """List what a document expects of our fields: (entry, field, value)."""
    comment = path.read_bytes()[:3000].decode("utf-8", "replace")
    expect = re.search(r"Expect:\s*(.*?)\n", comment)
    for part in re.split(
        r" and (?=not |bozo|entries|feed|encoding|version|len)", expect[1] if expect else ""
    ):
        found = CLAIM.search(part)
        try:
            if found:
                field = ".".join(re.findall(r"\w+", found["field"]))
                if field in FIELDS:
                    yield int(found["at"]), field, ast.literal_eval(found["value"].strip())
        except (SyntaxError, ValueError):
            continue


def told(entry: Entry, field: str, value: object) -> object:
    """Give what we say about a field, in feedparser's own form."""
    ours = getattr(entry, FIELDS[field])
    if isinstance(ours, datetime):
        return ours.utctimetuple()[:6]
    if isinstance(ours, tuple):
        return value if value in ours else ours
    return ours


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
    "wellformed/atom/entry_updated_multiple_values.xml": "the last of several counts there",
    "wellformed/atom10/entry_category_term.xml": "labels are for readers, terms for machines",
    "wellformed/atom10/entry_category_term_non_ascii.xml": "the same",
    "wellformed/atom10/entry_link_rel_enclosure_map_enclosure_url.xml": "a film is no picture",
    "wellformed/base/http_entry_id_base_content_location.xml": "ids are opaque",
    "wellformed/base/http_entry_id_base_docuri.xml": "ids are opaque",
    "wellformed/base/http_item_link_base_content_location.xml": "no server sends Content-Location",
    "wellformed/cdf/item_href_map_link.xml": "CDF is dead",
    "wellformed/cdf/item_lastmod_parsed.xml": "CDF is dead",
    "wellformed/namespace/atomsvgdesc.xml": "drawings are no words",
    "wellformed/namespace/atomsvgtitle.xml": "drawings are no words",
    "wellformed/namespace/rss2.0svgtitle.xml": "drawings are no words",
    "wellformed/rss/entity_in_doctype.xml": "entities of a document's own making stay closed",
    "wellformed/rss/item_dc_date_parsed.xml": "dc:date is when it was published",
    "wellformed/rss/item_description_and_summary.xml": "the description comes first",
    "wellformed/rss/item_summary_and_description.xml": "the description comes first",
    "wellformed/rss/item_madeup_tags_element.xml": "no such element",
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


def test_fields_say_what_feedparser_expects(root: Path) -> None:
    agreed, wrong = 0, {}
    for name, path in documents(root, "wellformed", "illformed"):
        for at, field, value in claims(path):
            ours = told(read_feed(document(path, root))[at], field, value)
            if bare(ours) == bare(value):
                agreed += 1
            elif name not in OURS:
                wrong[name] = (field, value, ours)
    assert not wrong
    assert agreed >= 250


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
            elif name not in OURS:
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


def test_nothing_in_the_corpus_raises_but_a_reason(root: Path) -> None:
    found = 0
    for _, path in documents(root, "."):
        with suppress(FetchError):
            found += len(read_feed(document(path, root)))
    assert found > 600
