import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.redact import hide, redact, setup_logging

TOKEN = "7712345678:AAF-canary_canary_canary_canary_123"


@pytest.fixture(autouse=True)
def _root_logger() -> Iterator[None]:
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    yield
    root.level, root.handlers[:] = before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/sendMessage", "POST https://api.telegram.org/bot***/sendMessage"),
        (f"token {TOKEN}.", "token ***."),
        ("Authorization: Bearer canary-canary.canary", "Authorization: Bearer ***"),
        ("authorization: basic Y2FuYXJ5OmNhbmFyeQ==", "authorization: basic ***"),
        ('OAuth oauth_consumer_key="canary", oauth_token="canary%2B", realm="x"', 'OAuth oauth_consumer_key="***", oauth_token="***", realm="x"'),
        ("https://graph.example/me?access_token=canary&fields=id", "https://graph.example/me?access_token=***&fields=id"),
        ("{'access_token_secret': 'canary', 'id': '5'}", "{'access_token_secret': '***', 'id': '5'}"),
        ("session eyJ0eXAiOiJhdCtqd3QifQ.eyJzdWIiOiJkaWQifQ.cana-ry_0 ended", "session *** ended"),
        ('{"refresh_token": "canary"}', '{"refresh_token": "***"}'),
        ("postgresql://me:canary@db/herald", "postgresql://me:***@db/herald"),
        ("https://example.org:8080/a@b", "https://example.org:8080/a@b"),
        ("herald.yaml:12:12: destinations[0].token: a secret is never written here", "herald.yaml:12:12: destinations[0].token: a secret is never written here"),
        ("at 12:30, 1000000:1 against a bearer of news", "at 12:30, 1000000:1 against a bearer of news"),
    ],
)  # fmt: skip
def test_what_looks_like_a_token_is_masked_and_nothing_else(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_a_hidden_value_is_masked_as_it_is_and_in_an_address() -> None:
    hide("c/a n+a=ry")
    assert redact("c/a n+a=ry c%2Fa%20n%2Ba%3Dry") == "*** ***"


def test_a_longer_secret_hides_whole_even_where_a_shorter_one_is_its_part() -> None:
    hide("canary-wing")
    hide("canary-wing-feather")
    assert redact("canary-wing-feather") == "***"


def test_a_value_too_short_to_be_a_secret_leaves_words_alone() -> None:
    hide("a")
    hide("")
    assert redact("a banana") == "a banana"


def test_no_secret_reaches_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    hide("planted-canary")
    setup_logging(verbose=True)
    try:
        raise ValueError(f"planted-canary and {TOKEN}")  # noqa: TRY301 - the log shows it
    except ValueError:
        logging.getLogger("herald").exception("with %s", "planted-canary")
    said = capsys.readouterr().err
    assert "canary" not in said
    line = json.loads(said)
    assert (line["level"], line["logger"], line["message"]) == ("error", "herald", "with ***")
    assert "ValueError: *** and ***" in line["error"]


def test_libraries_that_talk_too_much_are_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("httpx", "httpcore.http11", "telegram.Bot", "tweepy.client", "oauthlib.oauth1")
    for name in names:  # an adapter that was used before may have silenced one altogether
        monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)
    setup_logging(verbose=True)
    for name in names:
        logging.getLogger(name).info("the token is canary")
        logging.getLogger(name).warning("it does not work")
    said = capsys.readouterr().err
    assert "canary" not in said
    assert said.count("it does not work") == 5


def test_quiet_is_for_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    setup_logging(quiet=True)
    logging.getLogger("herald").info("all is well")
    logging.getLogger("herald").warning("all is not well")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == "all is not well"


def test_a_headline_cannot_forge_a_line_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    setup_logging()
    logging.getLogger("herald").info("read %s", "News\n12:00:00 ERROR   forged\x1b[2J")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(r"INFO    read News\x0a12:00:00 ERROR   forged\x1b[2J")
