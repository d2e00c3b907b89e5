import logging
import sys
import traceback
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings

from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.manner import Act
from bot.model import Article, Post, Receipt, Rich
from bot.platforms.apprise import Apprise, AppriseOptions, classify
from bot.ports import Platform, ways
from bot.redact import hide
from bot.rules import Destination
from bot.sandbox.server import Sandbox, serve
from bot.sandbox.setup import Setup
from tests.platforms.articles import ARTICLES, SUMMARIES, composed
from tests.platforms.conftest import Server, Step
from tests.platforms.outcomes import LINE, Row, Sending

# the library's own, when it loads
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

Make = Callable[..., Apprise]

TEXT = "Cats & *dogs* {{ win }}\n\nThey did. :smile: \\n\n\nhttps://news.example/a"
POST = Post(key="k", text=Rich(text=TEXT), link="https://news.example/a", headline="Cats")
TAKEN: Step = (200, {})
OUTCOMES: list[Row] = [
    ("a bad request", (400, {}), Refused),
    ("wrong credentials", (401, {}), Locked),
    ("no permission", (403, {}), Locked),
    ("no such place", (404, {}), Refused),
    ("a body too large", (413, {}), Refused),
    ("a rate limit", (429, {}, {"Retry-After": "30"}), Throttled),
    ("a place that has moved", (302, {}, {"Location": "https://other.example/"}), InDoubt),
    ("a server error", (500, {}), InDoubt),
    ("a gateway error", (502, "<html>Bad Gateway</html>"), InDoubt),
    *(row for row in LINE if row[1] != "cut"),
]


@pytest.fixture
def apprise(server: Server, destination: Callable[..., Destination]) -> Make:
    def make(place: str = "", timeout: float = 20, url: str = "") -> Apprise:
        there = destination("apprise", "", timeout)
        host = (place or server.url).removeprefix("http://")
        whole = url or f"json://{host}/CANARY-place?retry=2"

        def reveal(_: str) -> str:
            hide(whole)
            return whole

        return Apprise(there, AppriseOptions.model_validate({"url": "env:URL"}), reveal)

    return make


class TestOutcomes(Sending):
    platform = Apprise
    own: ClassVar = {"url": "env:URL"}
    rows = OUTCOMES
    post = POST
    posted = (TAKEN,)
    receipt = Receipt(id="")
    says = "Apprise: .{2,200}"
    patience = 2

    async def test_no_secret_leaves_in_an_error_or_a_log(
        self,
        meeting: Callable[..., Platform],
        caplog: pytest.LogCaptureFixture,
        step: Step,
        expected: type[HeraldError],
    ) -> None:
        caplog.set_level(logging.DEBUG)
        with pytest.raises(expected) as raised:
            await meeting(step).send(POST, [])
        assert "CANARY" not in "".join(traceback.format_exception(raised.value))
        # why apart: the library's own log goes nowhere, though pytest looks into it
        assert not logging.getLogger("apprise").propagate
        told = "".join(r.getMessage() for r in caplog.records if r.name != "apprise")
        assert "CANARY" not in told


@pytest.mark.parametrize(
    ("logs", "expected"),
    [
        (["Failed to send X notification: error=403."], Locked),
        (["Sent X notification to a.", "Failed to send X notification: error=403."], InDoubt),
        (["Sent X notification to a.", "A Connection error occurred", "NewConnectionError"], InDoubt),
        (["A Connection error occurred", "Socket Exception: ReadTimeout"], InDoubt),
        (["A Connection error occurred", "NameResolutionError(x)"], Unsent),
        (["the plugin failed: error=7"], InDoubt),
        (["JSON Payload: {'message': 'What error=404 means'}", "error=502."], InDoubt),
        ([], InDoubt),
    ],
)  # fmt: skip
def test_what_the_library_says_of_several_targets_is_not_believed_of_all(
    logs: list[str], expected: type[HeraldError]
) -> None:
    assert type(classify(logs)) is expected


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Failed to send X notification: error=401.", "error=401"),
        ("A Connection error occurred sending X notification", "A Connection error"),
    ],
)
def test_a_failure_says_what_went_wrong(line: str, says: str) -> None:
    logs = ["X URL: https://x.example/ (cert_verify=True)", "X Payload: {}", line, "X in 0.1s."]
    assert says in str(classify(logs))


async def test_a_notification_is_its_words_and_gives_no_id(apprise: Make, server: Server) -> None:
    server.does(TAKEN)
    assert await apprise().send(POST, []) == Receipt(id="")
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/CANARY-place")
    assert request.json == {
        "version": "1.0",
        "title": "",
        "message": TEXT,
        "attachments": [],
        "type": "info",
    }


async def test_a_headline_is_the_title_where_there_are_titles(
    apprise: Make, server: Server
) -> None:
    server.does(TAKEN)
    headline, _, body = TEXT.partition("\n\n")
    await apprise().send(replace(POST, headline=headline), [])
    said = server.requests[0].json
    assert (said["title"], said["message"]) == (headline, body)


def test_it_is_blind_and_changes_nothing() -> None:
    can = Apprise.capabilities
    assert can.is_blind
    follows = ways(can, None, None)
    assert (follows.correction, follows.retraction) == (Act.OFF, Act.BY_HAND)


async def test_what_became_of_a_notification_a_person_must_say(apprise: Make) -> None:
    with pytest.raises(Refused, match="apprise is blind"):
        await apprise().find(POST, "")


@pytest.mark.parametrize(
    ("url", "most"), [("json://127.0.0.1/x", 4000), (f"pover://{'u' * 30}@{'t' * 30}", 1024)]
)
async def test_the_service_says_how_much_it_takes(apprise: Make, url: str, most: int) -> None:
    assert (await apprise(url=url).learn()).text == most


async def test_who_looks_is_told_which_service_it_is(apprise: Make) -> None:
    assert "JSON" in await apprise().examine()


@pytest.mark.parametrize("url", ["nonsense://CANARY", "CANARY", "json://a/ json://b/"])
async def test_an_address_that_is_no_one_service_is_a_persons_business(
    apprise: Make, url: str
) -> None:
    with pytest.raises(Locked, match="env:URL does not hold the address of one service") as raised:
        await apprise(url=url).send(POST, [])
    assert "CANARY" not in str(raised.value)


async def test_without_the_library_it_is_said_how_to_get_it(
    apprise: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(Locked, match=r"pip install 'herald-syndication\[apprise\]'"):
        await apprise().send(POST, [])


@pytest.mark.parametrize("wrong", [{}, {"url": "json://literal"}, {"url": "env:U", "tag": "x"}])
def test_options_that_cannot_work_are_errors(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        AppriseOptions.model_validate(wrong)


@pytest.fixture
async def inbox(destination: Callable[..., Destination]) -> AsyncIterator[tuple[Apprise, Sandbox]]:
    sandbox = await serve(setup=Setup())
    options = AppriseOptions.model_validate({"url": "env:URL"})
    there = destination("apprise", sandbox.url)
    yield Apprise(there, options, lambda _: "json://127.0.0.1/elsewhere"), sandbox
    await sandbox.close()


@given(article=ARTICLES, summary=SUMMARIES)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_article_arrives_as_it_was_composed(
    inbox: tuple[Apprise, Sandbox], article: Article, summary: tuple[str, ...]
) -> None:
    there, sandbox = inbox
    post = composed(Apprise, article, summary)
    await there.send(post, [])
    *_, newest = sandbox.ledger.channel("apprise", "inbox").standing
    assert newest.text == post.text.text
