"""A file is added to, and every other byte of it stays."""

from pathlib import Path

import pytest

from bot.catalogue import known_platforms, known_sources
from bot.errors import ConfigError, NotPossible
from bot.settings.loader import understand
from bot.settings.writing import add_feeds

HEAD = "version: 1\npublisher: {name: Tick, url: https://t.example/}\n"
TAIL = "\n# destinations\ndestinations: []  # none yet\n"
FEEDS = {"a": "https://a.example/feed", "b": "https://b.example/?x=1&y=#2"}
ADDED = """\
  - name: "a"
    feed: "https://a.example/feed"
  - name: "b"
    feed: "https://b.example/?x=1&y=#2"
"""
PATH = Path("herald.yaml")


def add(text: str) -> str:
    return add_feeds(text.encode(), PATH, FEEDS, known_platforms(), known_sources()).decode()


@pytest.mark.parametrize(
    ("sources", "added"),
    [
        ("sources:\n  - name: main\n    feed: https://t.example/  # ours\n", ADDED),
        (
            "sources:\n  - name: main\n    feed: https://t.example/\n    # every: 5m\n\n# end\n",
            ADDED,
        ),
        ("sources:\n  - {name: main, feed: https://t.example/}\n", ADDED),
        (
            "sources:\n- name: main\n  feed: https://t.example/\n- {name: b2, feed: https://b.example/}\n",
            ADDED.replace("\n  ", "\n")[2:],
        ),
    ],
    ids=["comment", "comments below", "braces", "not set in"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_new_sources_are_new(sources: str, added: str, end: str) -> None:
    text = (HEAD + sources + TAIL).replace("\n", end)
    written = add(text)
    assert added.replace("\n", end) in written
    assert written.replace(added.replace("\n", end), "", 1) == text
    known = understand(text.encode(), PATH, known_platforms(), known_sources()).sources
    after = understand(written.encode(), PATH, known_platforms(), known_sources()).sources
    assert after[: len(known)] == known
    assert [(rules.name, rules.url) for rules in after[len(known) :]] == list(FEEDS.items())


def test_sources_may_stand_last_without_an_end_of_line() -> None:
    text = f"{HEAD}destinations: []\nsources:\n  - name: main\n    feed: https://t.example/"
    assert add(text) == f"{text}\n{ADDED}"


@pytest.mark.parametrize(
    "sources",
    [
        "sources: [{name: main, feed: https://t.example/}]\n",
        "sources:\n  -\n    name: main\n    feed: https://t.example/\n",
        "sources:\n  - name: main\n    feed:\n      https://t.example/\n    user_agent: a\n      b\n",
    ],
    ids=["brackets", "dash alone", "a value of two lines"],
)
def test_what_cannot_be_added_to_says_what_to_put_there(sources: str) -> None:
    with pytest.raises(NotPossible, match="under sources, put:") as told:
        add(HEAD + sources + TAIL)
    assert ADDED in str(told.value)


def test_what_is_not_in_order_says_so() -> None:
    with pytest.raises(ConfigError, match="publisher"):
        add("version: 1\nsources:\n  - {name: main, feed: https://t.example/}\n")
