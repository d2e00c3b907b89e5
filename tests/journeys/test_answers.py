"""What commands answer to programs: one JSON document of the promised shape, one exit code."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.cli import COMMANDS
from tests.journeys.conftest import Herald
from tests.journeys.site import publish

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
"""RFC 3339 in UTC."""
DELIVERY = {
    "id": int,
    "article": str,
    "revision": int,
    "destination": str,
    "platform": str,
    "kind": str,
    "state": str,
    "attempts": int,
    "created_at": MOMENT,
    "due_at": MOMENT,
    "sent_at": (MOMENT, None),
    "remote_id": (str, None),
    "permalink": (str, None),
    "error": (str, None),
    "cost_usd": float,
}
SOURCE = {
    "name": str,
    "url": str,
    "last_success": (MOMENT, None),
    "last_error": (str, None),
    "next_poll": (MOMENT, None),
    "entries_known": int,
}
DESTINATION = {
    "name": str,
    "platform": str,
    "paused": bool,
    "queued": int,
    "sent": int,
    "failed": int,
    "in_doubt": int,
    "next_send": (MOMENT, None),
}
STATUS = {
    "version": str,
    "sources": [SOURCE],
    "destinations": [DESTINATION],
    "totals": dict,
    "oldest_due_seconds": float,
}
ARTICLE = {
    "canonical_url": str,
    "headline": str,
    "summary": str,
    "byline": str,
    "section": str,
    "published_at": (MOMENT, None),
    "modified_at": (MOMENT, None),
    "language": str,
    "image": ({"url": str, "alt": str, "credit": str}, None),
    "keywords": [str],
    "community": dict,
}
POST = {
    "destination": str,
    "platform": str,
    "text": str,
    "length": int,
    "limit": int,
    "unit": str,
    "link": str,
    "image": (str, None),
    "alt": (str, None),
    "silent": bool,
    "cost_usd": float,
    "problems": [str],
}
PREVIEW = {"article": ARTICLE, "posts": [POST]}


def misfits(shape: Any, said: Any, at: str = "") -> list[str]:
    """Say where an answer is not of a shape; further keys are welcome."""
    match shape:
        case tuple():  # any of these
            found = [misfits(each, said, at) for each in shape]
            return [] if [] in found else found[0]
        case dict() if isinstance(said, dict):
            inside = {f"{at}.{key}": (shape[key], said.get(key, ...)) for key in shape}
        case [item] if isinstance(said, list):
            inside = {f"{at}[{n}]": (item, one) for n, one in enumerate(said)}
        case re.Pattern() if isinstance(said, str) and shape.fullmatch(said):
            return []
        case _:
            return [] if said is shape or type(said) is shape else [f"{at} is {said!r}"]
    return [one for place, (part, value) in inside.items() for one in misfits(part, value, place)]


@pytest.fixture
async def mixed(herald: Herald) -> Herald:
    """Have something in most states: sent, failed, held, due, in doubt."""
    publish(herald.site, "one")
    herald.fault("/send", "drop_after_commit")
    await herald.once(1)
    herald.fault("POST /2/tweets", "400")
    publish(herald.site, "two", hours=0.5)
    await herald.once(1)
    herald.config["sources"][0]["burst"] = 1
    herald.write()
    publish(herald.site, "three", "four", hours=0.2)
    await herald.once()
    publish(herald.site, "five", hours=0.1)
    herald.fault("POST /2/tweets", "429", seconds=3000)
    await herald.once(75)
    return herald


async def test_status_and_deliveries_have_the_promised_shape(mixed: Herald) -> None:
    status = await mixed.ask("status")
    rows = await mixed.ask("deliveries")
    assert misfits(STATUS, status) == []
    assert misfits([DELIVERY], rows) == []
    assert [row["id"] for row in rows] == sorted((row["id"] for row in rows), reverse=True)
    assert status["totals"] == {
        "held": 4, "due": 1, "sending": 0, "sent": 3, "in_doubt": 1, "failed": 1, "cancelled": 0
    }  # fmt: skip
    assert [problem["state"] for problem in status["problems"]] == [
        *("in_doubt", "failed", "held", "held", "held", "held")
    ]
    telegram, x = status["destinations"]
    assert (telegram["blind"], x["blind"]) == (False, False)
    assert [telegram[key] for key in ("queued", "sent", "failed", "in_doubt")] == [2, 2, 0, 1]
    assert [x[key] for key in ("queued", "sent", "failed", "in_doubt")] == [3, 1, 1, 0]
    assert status["sources"][0]["entries_known"] == 5
    waiting = next(row for row in rows if row["state"] == "due")
    assert (waiting["attempts"], waiting["error"][:6]) == (0, "X: 429")
    assert x["next_send"] > waiting["due_at"]
    sent = next(row for row in rows if row["state"] == "sent" and row["platform"] == "x")
    assert sent["permalink"] == f"https://x.com/morningtick/status/{sent['remote_id']}"
    assert (sent["kind"], sent["revision"], sent["cost_usd"]) == ("publish", 1, 0.2)


async def test_deliveries_are_asked_for_by_state_and_by_article(mixed: Herald) -> None:
    failed = await mixed.ask("deliveries", "--state", "failed")
    assert [row["state"] for row in failed] == ["failed"]
    address = f"{mixed.site.url}/one/?utm_source=x"
    of_one = await mixed.ask("deliveries", "--article", address)
    assert {row["article"] for row in of_one} == {f"{mixed.site.url}/one"}
    assert len(of_one) == 2
    assert await mixed.ask("deliveries", "--article", "https://example.org/none") == []
    assert (await mixed("deliveries", "--state", "lost")).code == 64
    table = (await mixed("deliveries")).out
    assert len(table.splitlines()) == 1 + len(await mixed.ask("deliveries"))


async def test_a_preview_has_the_promised_shape_and_posts_nothing(herald: Herald) -> None:
    publish(herald.site, "one")
    address = f"{herald.site.url}/one"
    said = await herald.ask("preview", address)
    assert misfits(PREVIEW, said) == []
    assert [post["destination"] for post in said["posts"]] == ["telegram", "x"]
    telegram, x = said["posts"]
    assert (telegram["limit"], telegram["unit"]) == (1024, "utf16")
    assert (x["limit"], x["unit"], x["cost_usd"]) == (280, "weighted", 0.2)
    assert telegram["link"] == x["link"] == said["article"]["canonical_url"] == address
    assert (x["image"], x["alt"]) == (f"{address}.png", "A bridge")
    assert "text" not in said["article"]
    one = await herald.ask("preview", address, "--to", "x", "--full")
    assert [post["destination"] for post in one["posts"]] == ["x"]
    assert one["article"]["text"].startswith("The council of one opened the bridge")
    await herald.once()
    texts = {
        platform: channel.standing[0].text
        for (platform, _), channel in herald.sandbox.ledger.channels.items()
    }
    assert texts == {"telegram": telegram["text"], "x": x["text"]}


async def test_many_saved_pages_are_previewed_at_once(herald: Herald, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for n in range(12):
        page = f"<html><head><title>Page {n}</title></head><body><h1>Page {n}</h1></body></html>"
        (pages / f"{n}.html").write_text(page)
    files = [str(path) for path in sorted(pages.iterdir())]
    options = ["--base-url", "https://www.example.org/", "--jobs", "2"]
    done = await herald("preview", *files, *options, "--jsonl")
    assert done.code == 0, done.log
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [misfits(PREVIEW, line) for line in lines] == [[]] * 12
    assert [line["article"]["headline"] for line in lines] == [
        f"Page {Path(file).stem}" for file in files
    ]
    assert lines[0]["article"]["canonical_url"] == "https://www.example.org/0.html"
    assert await herald.ask("preview", *files, *options) == lines
    done = await herald("preview", files[0], str(tmp_path / "none.html"), "--jsonl")
    good, bad = (json.loads(line) for line in done.out.splitlines())
    assert done.code == 1
    assert "article" in good
    assert "No such file" in bad["error"]


async def test_a_valid_configuration_is_told_and_fits_its_schema(herald: Herald) -> None:
    said = await herald.ask("check")
    assert (said["valid"], said["problems"], said["warnings"]) == (True, [], [])
    schema = json.loads((await herald("schema")).out)
    jsonschema.validate(herald.config, schema)


async def test_an_invalid_configuration_is_told_with_all_places(herald: Herald) -> None:
    herald.config["sources"][0]["evry"] = "5m"
    herald.config["destinations"][0]["rate"] = "fast"
    herald.config["routes"] = [{"to": ["telegrm"]}]
    herald.write()
    done = await herald("check", "--json")
    assert done.code == 78
    problems = done.document["problems"]
    assert len(problems) == 3
    assert all(re.match(r"herald\.yaml:\d+:\d+: \S+: ", problem) for problem in problems)
    assert any("did you mean every?" in problem for problem in problems)
    assert any("did you mean telegram?" in problem for problem in problems)
    for words in (["run", "--once"], ["status"], ["deliveries"], ["post", herald.site.url]):
        done = await herald(*words)
        assert (done.code, done.out) == (78, "")
        assert done.log.count("herald.yaml:") == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["nonsense"], 64),
        (["run", "--nonsense"], 64),
        (["post"], 64),
        (["post", "no address"], 64),
        (["post", "https://example.org/", "--to", "nobody"], 64),
        (["preview", "https://example.org/", "--to", "nobody"], 64),
        (["approve", "one"], 64),
        (["approve", "1"], 1),
        (["pause", "nobody"], 1),
        (["preview", "none.html"], 1),
        (["-c", "none.yaml", "status"], 78),
    ],
)
async def test_every_end_has_its_code(herald: Herald, words: list[str], code: int) -> None:
    done = await herald(*words)
    assert done.code == code, done.log
    assert bool(done.out) == (code == 0)


async def test_the_help_lists_every_command(herald: Herald) -> None:
    said = (await herald("--help")).out
    listed = re.findall(r"^  (\w+)  ", said.partition("Commands:")[2], re.MULTILINE)
    assert sorted(listed) == sorted(name for names in COMMANDS.values() for name in names)
    for name in listed:
        done = await herald(name, "--help")
        assert (done.code, done.out.split()[:3]) == (0, ["Usage:", "herald", name])
