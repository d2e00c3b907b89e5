"""Pages as documents to show."""

import json
import os
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.cli import previews
from bot.cli.console import attend
from bot.cli.previews import Wanted, documents
from bot.steps.read import article_from


def test_a_page_that_defeats_us_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [str(tmp_path / name) for name in ("bad.html", "good.html")]
    for page in pages:
        Path(page).write_text("<title>It rains</title>")

    def fragile(entry: Any, html: str, url: str, **more: Any) -> Any:
        if "bad" in url:
            raise ZeroDivisionError(url)
        return article_from(entry, html, url, **more)

    monkeypatch.setattr(previews, "article_from", fragile)
    bad, good = documents(pages, None, Wanted(base_url="https://e.org"), attend)
    assert bad == {
        "source": pages[0],
        "error": f"{pages[0]}: ZeroDivisionError('https://e.org/bad.html')",
    }
    assert good["article"]["headline"] == "It rains"


def test_a_file_that_is_no_page_is_an_error_and_stops_no_other(
    herald: Any, example: Path, tmp_path: Path
) -> None:
    files = {
        "a.pdf": b"%PDF-1.7\n<h1>No headline</h1>",
        "a.png": b"\x89PNG\r\n\x1a\n",
        "empty.html": b" \n",
        "feed.xml": b"<rss version='2.0'><channel><title>T</title></channel></rss>",
        "endless.html": b"<p>It rains.</p>" * 700_000,
        "page.html": b"<h1>It rains</h1>",
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    pages = [str(tmp_path / name) for name in [*files, "missing.html", "."]]
    done = herald("-c", example, "preview", *pages, "--jsonl", "--jobs", "2")
    told = {Path(one["source"]).name: one for one in map(json.loads, done.out.splitlines())}
    assert done.code == 1
    assert [Path(one).name for one in pages] == list(told), "one each, in the order given"
    errors = {
        name: one["error"].rpartition(": ")[2] for name, one in told.items() if "error" in one
    }
    assert errors == {
        "a.pdf": "is no page but a PDF",
        "a.png": "is no page but a PNG picture",
        "empty.html": "is no page but empty",
        "feed.xml": "is no page but a feed",
        "endless.html": "is larger than 8 MiB",
        "missing.html": "No such file or directory",
        tmp_path.name: "Is a directory",
    }


def test_a_page_without_a_headline_is_read_and_has_a_problem(
    herald: Any, example: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.txt").write_text("The rain began on Monday and has not ended since then.")
    told = json.loads(herald("-c", example, "preview", tmp_path / "text.txt", "--json").out)
    assert told["article"]["headline"] == ""
    for post in told["posts"]:
        assert "the page has no headline: unless its feed gives one" in post["problems"][0]


def test_pages_with_one_address_keep_words_of_their_own(
    herald: Any, example: Path, tmp_path: Path
) -> None:
    """Saved pages are often called index.html, each in a folder of its own."""
    told = "The {} rose by two metres on Monday after a week of rain. Nobody was hurt by it, police said."
    pages = [tmp_path / name / "index.html" for name in ("river", "lake")]
    for page in pages:
        page.parent.mkdir()
        page.write_text(
            f"<article><h1>It rains</h1><p>{told.format(page.parent.name)}</p></article>"
        )
    done = herald("-c", example, "preview", *pages, "--base-url", "https://e.org", "--json")
    for page, document in zip(pages, json.loads(done.out), strict=True):
        for post in document["posts"]:
            assert f"The {page.parent.name} rose" in post["text"]


@pytest.mark.parametrize("base", ["https://e.org/rain", ""])
def test_a_page_may_come_by_standard_input(
    herald: Any, example: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    page = TextIOWrapper(BytesIO(b"<h1>It rains</h1><p>The rain began on Monday.</p>"))
    monkeypatch.setattr("sys.stdin", page)
    done = herald("-c", example, "preview", "-", "--jobs", "2", "--json", "--base-url", base)
    told = json.loads(done.out)
    assert told["source"] == "-"
    assert told["article"]["headline"] == "It rains"
    assert (told["article"]["canonical_url"] == "https://e.org/rain/") == bool(base)


@pytest.mark.parametrize(
    "base",
    ["www.example.org", "http://", "https://e.org/?page=", "https://e.org/#a", "https://e .org"],
)
def test_a_base_that_is_no_address_is_refused(
    herald: Any, example: Path, tmp_path: Path, base: str
) -> None:
    (tmp_path / "a.html").write_text("<h1>It rains</h1>")
    done = herald("-c", example, "preview", tmp_path / "a.html", "--base-url", base)
    assert done.code == 64
    assert f"{base} is no address that names of files can follow" in done.err


def test_the_name_of_a_file_stands_whole_in_its_address(
    herald: Any, example: Path, tmp_path: Path
) -> None:
    (tmp_path / "rain? 100%25 #1.html").write_text("<h1>It rains</h1>")
    page = tmp_path / "rain? 100%25 #1.html"
    done = herald("-c", example, "preview", page, "--base-url", "https://e.org/news", "--json")
    told = json.loads(done.out)["article"]["canonical_url"]
    assert told == "https://e.org/news/rain%3F%20100%2525%20%231.html"


def test_a_file_may_have_a_name_in_no_encoding(herald: Any, example: Path, tmp_path: Path) -> None:
    names = [tmp_path / os.fsdecode(b"rain\xff.html"), tmp_path / os.fsdecode(b"none\xff.html")]
    names[0].write_text("<h1>It rains</h1>")
    done = herald("-c", example, "preview", *names, "--base-url", "https://e.org", "--jsonl")
    page, missing = map(json.loads, done.out.splitlines())
    assert page["article"]["canonical_url"] == "https://e.org/rain%FF.html"
    assert page["source"] == str(tmp_path / "rain\ufffd.html")
    assert missing["error"].endswith("none\ufffd.html: No such file or directory")


def test_people_see_the_body_where_they_ask_for_all(
    herald: Any, example: Path, tmp_path: Path
) -> None:
    body = "The rain began on Monday and has not ended since then."
    page = tmp_path / "rain.html"
    page.write_text(
        f"<h1>It rains</h1><article><p>{body}</p><p>Nobody was hurt by it, the police of Port Ellery said.</p></article>"
    )
    shown = f"  body: {body}\n\nNobody was hurt by it, the police of Port Ellery said.  ("
    assert shown in herald("-c", example, "preview", page, "--full").out
    assert "  body: …  (" in herald("-c", example, "preview", page).out


def gif(width: int, height: int) -> str:
    written = BytesIO()
    Image.new("P", (width, height)).save(written, "GIF")
    return written.getvalue().decode(errors="surrogateescape")


@pytest.mark.parametrize(
    ("kind", "content", "problem"),
    [
        ("image/gif", gif(640, 480), ""),
        ("image/gif", gif(16, 16), "the picture is small: 16×16 pixels"),
        ("image/gif", gif(640, 480)[:99], "is broken: "),
        ("image/svg+xml", "<svg/>", "is no JPEG, PNG, GIF, WebP or AVIF picture"),
        ("", "", "without its picture: "),
    ],
)
def test_a_picture_that_cannot_be_posted_is_a_problem(
    herald: Any, site: Any, example: Path, kind: str, content: str, problem: str
) -> None:
    page = f'<h1>It rains</h1><meta property="og:image" content="{site.url}rain-today">'
    site.pages["/rain"] = ("text/html", page)
    if kind:
        site.pages["/rain-today"] = (kind, content)
    text = example.read_text().replace("# allow_private", "allow_private")
    example.write_text(text.replace("https://www.morningtick.example/", site.url))
    done = herald("-c", example, "preview", f"{site.url}rain", "--json", "--to", "telegram")
    (post,) = json.loads(done.out)["posts"]
    assert problem in " ".join(post["problems"])
    is_small = "small" in problem
    shown = {
        "type": "image/png",
        "width": 16 if is_small else 640,
        "height": 16 if is_small else 480,
    }
    if is_small or not problem:
        assert {**shown, "bytes": post["picture"]["bytes"]} == post["picture"]
        assert post["image"] == f"{site.url}rain-today"
    else:
        assert (post["picture"], post["image"], post["alt"]) == (None, None, None)
    assert len(post["problems"]) == (2 if is_small else 1), "one is the missing alt text"


def test_people_are_told_in_words_and_in_utc(herald: Any, example: Path, tmp_path: Path) -> None:
    page = tmp_path / "rain.html"
    page.write_text(
        '<html lang="en"><meta property="og:type" content="article">'
        '<meta property="og:title" content="It rains">'
        '<meta property="article:published_time" content="2026-11-27T10:00:00+02:00">'
        '<meta property="og:image" content="http://127.0.0.1:1/rain.jpg">'
        '<meta property="og:image:alt" content="A puddle"><h1>It rains</h1>'
    )
    told = herald("-c", example, "preview", page, "--base-url", "https://e.org").out
    assert "  published: 2026-11-27T08:00:00.000Z  (" in told
    assert "  image: url: http://127.0.0.1:1/rain.jpg, alt: A puddle  (" in told
    assert "{'" not in told


MASTODON = """  - name: mastodon
    platform: mastodon
    account: "@news@social.example"
    token: env:X_TOKEN
    api_base: {}
"""


@pytest.fixture
def tooting(example: Path, site: Any) -> Path:
    """Give a configuration with an account on a server that this machine stands in for."""
    there = "destinations:\n" + MASTODON.format(site.url)
    text = example.read_text().replace("# allow_private", "allow_private")
    text = text.replace("https://www.morningtick.example/", site.url)
    example.write_text(text.replace("destinations:\n", there))
    site.pages["/rain"] = ("text/html", "<h1>It rains</h1>")
    return example


SAYS = '{"version": "4.5.2", "configuration": {"statuses": {"max_characters": 1000}}}'


@pytest.mark.usefixtures("_secrets")
@pytest.mark.parametrize(
    ("answer", "limit", "whose", "told"),
    [
        (SAYS, 1000, "server", " of 1000 graphemes as its server says, $0.000"),
        ("<html>", 500, "assumed", "! the usual limits are assumed, its server does not say: "),
    ],
)
def test_a_preview_keeps_the_limits_that_a_server_says(  # noqa: PLR0913, PLR0917
    herald: Any, site: Any, tooting: Path, answer: str, limit: int, whose: str, told: str
) -> None:
    site.pages["/api/v2/instance"] = ("application/json", answer)
    words = ("-c", tooting, "preview", f"{site.url}rain", "--to", "mastodon")
    (post,) = json.loads(herald(*words, "--json").out)["posts"]
    assert (post["limit"], post["limits_from"]) == (limit, whose)
    assert told in herald(*words).out


@pytest.mark.usefixtures("_secrets")
def test_a_saved_page_is_previewed_without_asking_anybody(
    herald: Any, site: Any, tooting: Path, tmp_path: Path
) -> None:
    site.pages["/api/v2/instance"] = ("application/json", SAYS)
    page = tmp_path / "rain.html"
    page.write_text("<h1>It rains</h1>")
    said = json.loads(herald("-c", tooting, "preview", page, "--json").out)
    whose = {post["destination"]: post["limits_from"] for post in said["posts"]}
    assert whose == {"mastodon": "assumed", "telegram": "platform", "x": "platform"}
    assert (
        "500 codepoints (the usual: its server is not asked)"
        in herald("-c", tooting, "preview", page, "--to", "mastodon").out
    )


@pytest.mark.usefixtures("_secrets")
def test_check_says_whose_limits_it_assumes(herald: Any, tooting: Path) -> None:
    said = json.loads(herald("-c", tooting, "check", "--json").out)["destinations"]
    assert {each["name"]: each["limits_from"] for each in said} == {
        "mastodon": "assumed",
        "telegram": "platform",
        "x": "platform",
    }
    assert "assumed here for mastodon; doctor" in herald("-c", tooting, "check").out
