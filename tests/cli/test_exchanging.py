import asyncio
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.app import load_settings, opened_store
from bot.cli.exchanging import harmless
from bot.model import Article, Entry, Post, Rich
from bot.page.opml import Outline, read_opml
from bot.ports import FoundEntry, Planned, Poll

Herald = Callable[..., Any]
NOW = 1_800_000_000.0
SITE = "https://www.morningtick.example"
OPML = """<?xml version="1.0"?><opml version="2.0"><head/><body>
<outline text="Morning Tick: Sport!" xmlUrl="https://sport.example/feed"/>
<outline text="Same" xmlUrl="http://morningtick.example/feed/?utm_source=opml"/>
<outline text="Files" xmlUrl="file:///etc/passwd"/>
<outline text="Twice" xmlUrl="https://sport.example/feed/"/>
</body></opml>"""


def fill(config: Path, headlines: list[str]) -> None:
    """Put articles into the database, each on its way to Telegram and X."""

    async def work() -> None:
        async with opened_store(load_settings(config)) as store:
            for number, headline in enumerate(headlines):
                url = f"{SITE}/{number}"
                entry = Entry(source="main", guid=url, url=url)
                found = FoundEntry(
                    keys=(url,), entry=entry, fate="new", why="", not_before=0, order_at=number
                )
                await store.watching.save_poll("main", Poll(entries=()), [found], {}, NOW, NOW)
                (pending,) = await store.reading.due_entries(NOW, 120, 1)
                article = Article(canonical_url=url, headline=headline)
                await store.reading.save_article(pending, article, NOW)
            for revision in await store.planning.new_revisions(NOW, 99):
                post = Post(key="k", text=Rich(text="t"), link="")
                planned = [
                    Planned(destination=name, platform=name, post=post, cost_usd=0.2)
                    for name in ("telegram", "x")
                ]
                await store.planning.save_plan(revision, planned, NOW)

    (config.parent / "var").mkdir(exist_ok=True)
    asyncio.run(work())


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_ledger_is_exported_as_one_document(
    herald: Herald, example: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr("bot.cli.exchanging.PAGE", 2)
    fill(example, [f"Headline {n}" for n in range(count)])
    done = herald("-c", example, "export")
    assert (done.code, done.err) == (0, "")
    rows = json.loads(done.out)
    assert [(row["headline"], row["destination"]) for row in rows] == [
        (f"Headline {n}", name) for n in range(count) for name in ("telegram", "x")
    ]
    listed = json.loads(herald("-c", example, "deliveries", "--json").out)
    assert [{**row, "headline": ...} for row in rows] == [
        {**row, "headline": ...} for row in reversed(listed)
    ]
    assert herald("-c", example, "export", "--json").out == done.out


def test_the_ledger_is_exported_for_spreadsheets(herald: Herald, example: Path) -> None:
    fill(example, ['=HYPERLINK("https://evil.example")', 'Quotes ", commas,\nlines'])
    done = herald("-c", example, "export", "--format", "csv")
    assert (done.code, done.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.out, newline="")))
    assert [row["headline"] for row in rows[::2]] == [
        '\'=HYPERLINK("https://evil.example")',
        'Quotes ", commas,\nlines',
    ]
    assert {row["cost_usd"] for row in rows} == {"0.2"}
    assert {row["permalink"] for row in rows} == {""}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("  =1", "'  =1"),
        ("\tx", "'\tx"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("A = B", "A = B"),
        ("", ""),
        (None, ""),
        (-1.5, -1.5),
    ],
)
def test_no_cell_begins_a_formula(value: object, expected: object) -> None:
    assert harmless(value) == expected


def test_csv_is_no_json(herald: Herald, example: Path) -> None:
    assert herald("-c", example, "export", "--json", "--format", "csv").code == 64


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.opml"
    path.write_text(OPML)
    return path


@pytest.mark.usefixtures("_secrets")
def test_new_feeds_are_added_and_the_rest_of_the_file_stays(
    herald: Herald, example: Path, feeds: Path
) -> None:
    before = example.read_text()
    done = herald("-c", example, "opml", "import", feeds)
    assert done.code == 0
    assert done.out == "added morning-tick-sport: https://sport.example/feed\n"
    assert done.err.splitlines() == [
        'skipped "http://morningtick.example/feed/?utm_source=opml": is there already',
        'skipped "file:///etc/passwd": must be an address that begins with https:// or http://',
        'skipped "https://sport.example/feed/": is there already',
    ]
    after = example.read_text()
    added = '  - name: "morning-tick-sport"\n    feed: "https://sport.example/feed"\n'
    assert after.replace(added, "", 1) == before
    assert herald("-c", example, "check").err == ""
    again = herald("-c", example, "opml", "import", feeds)
    assert (again.code, again.out) == (0, "nothing is new\n")
    assert example.read_text() == after


def test_programs_are_told_what_was_added(herald: Herald, example: Path, feeds: Path) -> None:
    said = json.loads(herald("-c", example, "opml", "import", feeds, "--json").out)
    assert said["added"] == [{"name": "morning-tick-sport", "url": "https://sport.example/feed"}]
    assert [one["why"] for one in said["skipped"]] == [
        "is there already",
        "must be an address that begins with https:// or http://",
        "is there already",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"not xml", "is not OPML"),
        (b"<opml><body>" + b"<outline>" * 9999, "has more than 50 folders"),
        (b"<opml/>" + b" " * 9_000_000, "is larger than 8 MiB"),
        (None, "cannot be read"),
    ],
    ids=["text", "deep", "large", "absent"],
)
def test_a_bad_list_changes_nothing(
    herald: Herald, example: Path, feeds: Path, content: bytes | None, why: str
) -> None:
    before = example.read_bytes()
    feeds.unlink()
    if content is not None:
        feeds.write_bytes(content)
    done = herald("-c", example, "opml", "import", feeds)
    assert (done.code, done.out) == (1, "")
    assert f"{feeds} {why}" in done.err
    assert example.read_bytes() == before


def test_sources_are_exported_as_opml(herald: Herald, example: Path) -> None:
    done = herald("-c", example, "opml", "export")
    assert (done.code, done.err) == (0, "")
    assert read_opml(done.out.encode()) == [Outline(title="main", url=f"{SITE}/feed/")]
    said = json.loads(herald("-c", example, "opml", "export", "--json").out)
    assert said == [{"name": "main", "url": f"{SITE}/feed/", "is_feed": True}]


@pytest.mark.parametrize("words", [("import",), ("export", "x.opml"), ("both",)])
def test_opml_asks_for_one_way(herald: Herald, example: Path, words: tuple[str, ...]) -> None:
    assert herald("-c", example, "opml", *words).code == 64


def test_templates_are_tried_on_the_history(herald: Herald, example: Path) -> None:
    """Only what begins like this makes the template fail; it stands in the database alone."""
    fill(example, ["Harbour closed", "A very long story " * 60])
    template = '\'{% if headline > "A" and headline < "B" %}' + "y" * 290 + "{% endif %}n'"
    before = example.read_text()
    example.write_text(before.replace("\nposting:\n", f"\nposting:\n  template: {template}\n"))
    done = herald("-c", example, "check")
    assert done.code == 1
    assert f"cannot be used at x for {SITE}/1: leaves no room for the headline" in done.err
