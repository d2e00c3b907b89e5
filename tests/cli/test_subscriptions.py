import pytest

from bot.cli.subscriptions import choose_feeds
from bot.page.opml import Outline
from bot.rules import SourceRules


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Sport", "Sport", "SPORT"], ["sport", "sport-2", "sport-3"]),
        (["main"], ["main-2"]),
        (["", "…!"], ["feed0.example", "feed"]),
        (["Новости дня"], ["новости-дня"]),
        (["x" * 99], ["x" * 50]),
    ],
)
def test_feeds_get_names_that_are_free(titles: list[str], names: list[str]) -> None:
    outlines = [
        Outline(title=title, url=f"https://www.feed{n}.example/") for n, title in enumerate(titles)
    ]
    known = [SourceRules(name="main", kind="feed", url="https://main.example/")]
    feeds, skipped = choose_feeds(outlines, known)
    assert (list(feeds), skipped) == (names, [])


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    feeds, skipped = choose_feeds([Outline(title="a", url="https://me:canary@a.example/")], [])
    assert feeds == {}
    ((url, why),) = skipped
    assert "must not carry a password" in why
    assert "canary" not in url
