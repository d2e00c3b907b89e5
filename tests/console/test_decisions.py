"""What waits for a person is decided at the console, where a password says who that is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.console.server import serve_console
from bot.errors import InDoubt, Refused

PASSWORD = "eight characters"
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def rung() -> list[bool]:
    return []


@pytest.fixture
async def http(newsroom: Any, rung: list[bool]) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a console with a password, where delivery 1 is in doubt, 2 held and 3 failed."""
    await newsroom.publish("a", to=["telegram"])
    await newsroom.send(InDoubt("connection reset"))
    await newsroom.publish("b", to=["x"], hold="burst")
    await newsroom.publish("c", to=["x"])
    await newsroom.send(Refused("400: too long"))
    about = replace(newsroom.about, password=lambda: PASSWORD, go_on=lambda: rung.append(True))
    opened = await serve_console(newsroom.store, "127.0.0.1", 0, lambda: newsroom.now, about)
    known = {"Authorization": aiohttp.encode_basic_auth("", PASSWORD)}
    async with aiohttp.ClientSession(opened.url, headers=known) as session:
        yield session
    await opened.close()


async def press(
    http: aiohttp.ClientSession, delivery: int = 1, attempts: int = 1, **more: Any
) -> tuple[int, str]:
    """Send the form of a delivery (its article has the same number)."""
    headers = more.pop("headers", OWN)
    door = f"/articles/{more.pop('article', delivery)}/deliveries/{delivery}"
    form = {"attempts": str(attempts), **more}
    async with http.post(door, data=form, headers=headers, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def states(newsroom: Any) -> dict[int, tuple[str, str]]:
    rows = await newsroom.store.asking.deliveries()
    return {row.id: (row.state, row.remote_id) for row in rows}


BEFORE = {1: ("in_doubt", ""), 2: ("held", ""), 3: ("failed", "")}


@pytest.mark.parametrize(
    ("delivery", "form", "after"),
    [
        (1, {"answer": "there", "posted": " https://t.me/morningtick/345 "}, ("sent", "345")),
        (1, {"answer": "gone", "posted": ""}, ("due", "")),
        (2, {"answer": "yes", "attempts": 0}, ("due", "")),
        (2, {"answer": "no", "attempts": 0}, ("cancelled", "")),
    ],
)
async def test_what_waits_for_a_person_is_decided_by_a_button(
    http: aiohttp.ClientSession,
    newsroom: Any,
    rung: list[bool],
    delivery: int,
    form: dict[str, Any],
    after: tuple[str, str],
) -> None:
    assert await press(http, delivery, **form) == (303, "")
    assert await states(newsroom) == BEFORE | {delivery: after}
    assert rung == [True]


@pytest.mark.parametrize(
    ("form", "status", "why"),
    [
        ({"answer": "there"}, 422, "link with its number"),
        ({"answer": "there", "posted": "https://e.org/it"}, 422, "link with its number"),
        ({"answer": "gone", "attempts": 0}, 409, "asked anew"),
        ({"answer": "yes"}, 409, "decided already"),
        ({"answer": "gone", "delivery": 3}, 409, "decided already"),
        ({"answer": "retry"}, 409, "decided already"),
        ({}, 409, "decided already"),
        ({"answer": "gone", "article": 2}, 404, "Nothing is here"),
        ({"answer": "gone", "delivery": 99}, 404, "Nothing is here"),
        ({"answer": "gone", "headers": {}}, 403, "no page of this console"),
        ({"answer": "gone", "headers": {"Sec-Fetch-Site": "cross-site"}}, 403, "no page of"),
        ({"answer": "gone", "headers": {"Sec-Fetch-Site": "same-site"}}, 403, "no page of"),
        ({"answer": "gone", "headers": {"Sec-Fetch-Site": "none"}}, 403, "no page of"),
        ({"answer": "gone", "headers": {"Origin": "null"}}, 403, "no page of"),
        ({"answer": "gone", "headers": {"Origin": "https://evil.example"}}, 403, "no page of"),
        ({"answer": "gone", "headers": OWN | {"Authorization": "Basic eDp5"}}, 401, "password"),
    ],
)
async def test_whatever_else_is_sent_changes_nothing(
    http: aiohttp.ClientSession,
    newsroom: Any,
    rung: list[bool],
    form: dict[str, Any],
    status: int,
    why: str,
) -> None:
    answered, said = await press(http, **form)
    assert (answered, why in said) == (status, True)
    assert await states(newsroom) == BEFORE
    assert rung == []


async def test_a_browser_that_names_no_site_is_known_by_its_origin(
    http: aiohttp.ClientSession, newsroom: Any
) -> None:
    origin = {"Origin": str(http._base_url).rstrip("/")}
    assert (await press(http, answer="gone", headers=origin))[0] == 303
    assert (await states(newsroom))[1] == ("due", "")


async def test_nothing_is_decided_twice(http: aiohttp.ClientSession, newsroom: Any) -> None:
    assert (await press(http, answer="there", posted="345"))[0] == 303
    assert (await press(http, answer="gone"))[0] == 409
    assert (await states(newsroom))[1] == ("sent", "345")


async def test_the_buttons_stand_where_the_questions_are(
    http: aiohttp.ClientSession, page_of: Any
) -> None:
    for path, labels in {
        "/problems": ["It is there", "It is not there", "Approve", "Reject"],
        "/articles/1": ["It is there", "It is not there"],
        "/articles/2": ["Approve", "Reject"],
        "/articles/3": [],
    }.items():
        async with http.get(path) as answer:
            page = page_of(await answer.text())
            assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
        assert page.within("button") == labels
        assert len(page.within("form")) == len(labels) / 2


async def test_without_a_password_it_only_shows(newsroom: Any, page_of: Any) -> None:
    await newsroom.publish("a", to=["telegram"])
    await newsroom.send(InDoubt("connection reset"))
    opened = await serve_console(
        newsroom.store, "127.0.0.1", 0, lambda: newsroom.now, newsroom.about
    )
    async with aiohttp.ClientSession(opened.url) as http:
        async with http.get("/problems") as answer:
            page = page_of(await answer.text())
        assert page.within("form") == []
        assert page.within("code") == ["herald resolve 1 --posted REMOTE_ID | --not-posted"]
        status, said = await press(http, answer="gone")
        assert (status, "only shows" in said) == (403, True)
    assert (await states(newsroom))[1] == ("in_doubt", "")
    await opened.close()
