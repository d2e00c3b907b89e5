"""What a person is told who posts one article by hand, or only wants to see what would be posted."""

import pytest

from tests.journeys.conftest import Herald

GONE = "the server answers 404 Not Found, and the feed gives no headline"


@pytest.fixture
def url(herald: Herald) -> str:
    """Give the address of a story that no feed lists."""
    herald.site.add("one")
    herald.site.story("one").is_listed = False
    return f"{herald.site.url}/one"


async def test_what_is_posted_already_is_said_with_its_place(herald: Herald, url: str) -> None:
    sent = await herald("post", url, "--to", "x", "--now")
    assert sent.code == 0
    assert sent.out.startswith(f"{url}: x sent https://x.com/")
    again = await herald("post", url, "--to", "x")
    assert (again.code, again.out.partition(" https://x.com/")[0]) == (
        0,
        f"{url}: is posted already: x sent",
    )
    assert (await herald("post", url)).out == f"{url}: queued: `herald run` posts it\n"
    await herald.once()
    herald.both("one")


async def test_a_page_that_is_not_there_is_a_no_and_stays_in_sight(herald: Herald) -> None:
    url = f"{herald.site.url}/mistyped"
    done = await herald("post", url, "--now")
    assert (done.code, done.out) == (1, f"{url}: not posted: {url}: {GONE}\n")
    (unread,) = (await herald.ask("status"))["unread"]
    assert (unread["url"], unread["next_try"]) == (url, None)
    assert unread["to_do"] == f"herald post {url}"
    assert f"unread: {url} (by hand), tries: 1" in (await herald("status")).out


async def test_a_page_that_is_down_is_tried_again(herald: Herald, url: str) -> None:
    herald.site.trouble["/one"] = 503
    done = await herald("post", url, "--now")
    assert done.code == 75
    assert done.out.startswith(f"{url}: not read yet, tried again: {url}: the server answers 503")


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [("400", 1, "x failed (X: 400"), ("401", 75, "x due (X: 401")],
)
async def test_what_the_platform_refuses_is_told(
    herald: Herald, url: str, fault: str, code: int, said: str
) -> None:
    herald.fault("POST /2/tweets", fault)
    done = await herald("post", url, "--to", "x", "--now")
    assert (done.code, said in done.out) == (code, True), done.out


async def test_what_a_correction_and_a_retraction_came_to_is_told(
    herald: Herald, url: str
) -> None:
    await herald("post", url, "--now")
    idle = await herald("correct", url, "--now")
    assert (idle.code, "nothing is left to be done" in idle.out) == (0, True)
    herald.fault("DELETE /2/tweets", "400")
    done = await herald("retract", url, "--now")
    assert done.code == 1
    assert "telegram retract sent" in done.out
    assert "x retract failed (X: 400" in done.out


async def test_a_dry_run_shows_what_would_be_posted_and_posts_nothing(herald: Herald) -> None:
    herald.site.add("one")
    url = f"{herald.site.url}/one"
    would = [{"state": "due", "destination": name, "article": url} for name in ("telegram", "x")]
    assert await herald.ask("run", "--dry-run") == would
    assert (herald.posts("telegram"), await herald.deliveries()) == ([], [])
    await herald.once()
    herald.both("one")
    done = await herald("run", "--dry-run")
    assert (done.code, done.out.partition(";")[0]) == (0, "nothing would be posted")
