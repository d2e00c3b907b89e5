"""What every page keeps: it can be heard, and nothing foreign becomes part of it."""

import re
import shlex
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from bot.errors import InDoubt, Refused
from bot.model import Article, Image, Rich, Span, Style

NOW = 1_800_000_000.0
PAGES = ["/", "/articles/1", "/queue", "/problems", "/sources", "/destinations", "/config"]
TAGS = re.compile(
    "html|head|meta|title|link|body|a|header|p|b|bdi|nav|span|main|h1|h2|article|section|ul|li|dl"
    "|dt|dd|table|caption|thead|tbody|tr|th|td|time|code|pre|footer"
)
ATTRIBUTES = re.compile(
    "lang|charset|name|content|rel|href|class|id|aria-(label|labelledby|current)|dir|datetime"
    "|scope|tabindex"
)
NAUGHTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</p></main></body><iframe src=//evil.example>",
    "</title><base href=//evil.example>",
    "</pre><style>*{display:none}</style>",
    "{{ 7 * 7 }}{% raw %}{# #}",
    "&lt;script&gt; &amp;amp; &#x3c;svg onload=alert(1)&#x3e;",
    "]]><!-- -->",
    "javascript:alert(1)",
    "$(touch pwned)`id`; rm -rf ~ 'quoted'",
    "עברית \u202eevil\u202b\u2066 مرحبا",
    "%s {0} {id} ${x}",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 ﷽ Z̡͖͜a̷l̸g̢o",
]
Read = Callable[[str], Awaitable[Any]]


def article(slug: str = "a", **more: Any) -> Article:
    return Article(**{"canonical_url": f"https://e.org/{slug}", "headline": "Bridge"} | more)


@pytest.mark.parametrize("path", [*PAGES, "/articles/99"])
async def test_every_page_can_be_heard_as_well_as_seen(
    newsroom: Any, http: aiohttp.ClientSession, page_of: Callable[[str], Any], path: str
) -> None:
    await _fill(newsroom, "Bridge")
    async with http.get(path) as answer:
        page = page_of(await answer.text())
    tags = [tag for tag, _ in page.tags]
    attributes = [values for _, values in page.tags]
    assert [tags.count(one) for one in ("h1", "main", "nav", "title")] == [1, 1, 1, 1]
    assert "h3" not in tags
    assert "Herald Morning Tick" in page.text
    assert attributes[0] == {"lang": "en"}
    assert ("meta", {"name": "color-scheme", "content": "light dark"}) in page.tags
    ids = [values["id"] for values in attributes if "id" in values]
    assert len(ids) == len(set(ids))
    named = {
        values[key].lstrip("#")
        for values in attributes
        for key in ("aria-labelledby",)
        if key in values
    }
    assert named <= set(ids)
    assert all(values.get("scope") == "col" for tag, values in page.tags if tag == "th")
    current = [values["href"] for values in attributes if "aria-current" in values]
    assert current == ([] if "articles" in path else [path])
    assert all(text.strip() for text in page.within("a"))


@pytest.mark.parametrize("naughty", NAUGHTY)
async def test_foreign_text_stays_text(newsroom: Any, read: Read, naughty: str) -> None:
    await _fill(newsroom, naughty)
    for path in PAGES:
        page = await read(path)
        for tag, values in page.tags:
            assert TAGS.fullmatch(tag)
            assert all(ATTRIBUTES.fullmatch(name) for name in values)
            assert re.match(r"https?://|/(?!/)|#|$", values.get("href", ""))
            assert ("http" in values.get("href", "")) == ("noreferrer" in values.get("rel", ""))
        shown = [above for text, above in page.pieces if naughty in text]
        assert shown, path
        for above in shown:
            assert any(
                tag in {"bdi", "title", "code"} or values.get("dir") == "auto"
                for tag, values in above
            ), path


@pytest.mark.parametrize("naughty", NAUGHTY)
async def test_a_command_to_copy_is_one_command(newsroom: Any, read: Read, naughty: str) -> None:
    url = f"https://e.org/{naughty}"
    await newsroom.read("a", article(canonical_url=url))
    (revision,) = await newsroom.store.planning.new_revisions(NOW, 10)
    await newsroom.store.planning.plan_failed(revision, "a bug", NOW)
    (command,) = (await read("/problems")).within("code")
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    assert list(lexer) == ["herald", "post", url]


async def _fill(newsroom: Any, text: str) -> None:
    """Put `text` everywhere that others write."""
    store = newsroom.store
    newsroom.about.config.write_text(text, encoding="utf-8")
    url = f"https://e.org/{text}"
    told = article(canonical_url=url, headline=text, summary=text, byline=text, section=text)
    rich = Rich(text=text, spans=(Span(start=0, end=len(text), style=Style.LINK, url=text),))
    more = {"text": rich, "image": Image(url=text, alt=text), "link": text}
    await newsroom.publish("a", told, **more)
    telegram, x = await newsroom.claim()
    await newsroom.settle(telegram, InDoubt(text))
    await newsroom.settle(x, Refused(text))
    await newsroom.publish("b", article("b", headline=text), at=NOW + 1, hold=text, **more)
    await newsroom.publish("c", article("c", headline=text), at=NOW + 2, **more)
    async with store.db.tx() as q:
        await q("update lane set open_at = 0")
    await newsroom.publish("d", article("d"), at=NOW + 3, to=["other"], **more)
    async with store.db.tx() as q:
        await q(
            "update delivery set state = 'sent', sent_at = due_at, remote_id = :text,"
            " permalink = :text where destination = 'other'",
            text=text,
        )
    await newsroom.read("e", article("e", headline=text), at=NOW + 4)
    (revision,) = await store.planning.new_revisions(NOW + 4, 10)
    await store.planning.plan_failed(revision, text, NOW + 4)
    await store.watching.source_failed("main", text, NOW + 900, NOW)
    await store.deciding.pause("x", text)
