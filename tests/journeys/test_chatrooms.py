"""Chatrooms: what stands there follows its article, and a person is asked where nobody can look."""

import aiohttp
import pytest

from tests.journeys.conftest import Herald
from tests.sweep.outlets import channel, post_to, standing

ROOMS = ("discord", "matrix", "slack")


def stands(herald: Herald) -> list[str]:
    """Give the slugs of what stands in the Discord channel, a double twice."""
    site = f"{herald.site.url}/"
    links = [url for post in standing(herald, "discord") for url in post.links]
    return [url.removeprefix(site) for url in links if site in url]


async def test_what_stands_in_chatrooms_follows_its_article(herald: Herald) -> None:
    post_to(herald, *ROOMS)
    herald.site.add("bridge")
    await herald.once()
    url = f"{herald.site.url}/bridge"
    rooms = [channel(herald, name) for name in ROOMS]
    async with aiohttp.ClientSession() as session:
        for room in rooms:
            (post,) = room.standing
            assert (len(post.photos), url in post.links) == (1, True)
            async with session.get(f"{herald.sandbox.url}/{room.platform}/morningtick") as page:
                assert "News of bridge" in await page.text()
    herald.site.story("bridge").headline = "Other news of the bridge"
    assert (await herald("correct", url)).code == 0
    await herald.once()
    for room in rooms:
        (post,) = room.standing
        assert post.text.startswith("Other news of the bridge")
        assert (room.posted, room.edited, len(post.photos)) == (1, 1, 1)
    assert (await herald("retract", url)).code == 0
    await herald.once()
    assert [room.standing for room in rooms] == [[], [], []]
    rows = await herald.deliveries()
    assert {row["state"] for row in rows} == {"sent"}
    assert all(row["permalink"] for row in rows if row["kind"] == "publish")


@pytest.mark.parametrize(("do", "count"), [("drop_before", 0), ("drop_after_commit", 1)])
async def test_where_nobody_can_look_a_person_says_what_stands(
    herald: Herald, do: str, count: int
) -> None:
    post_to(herald, "discord")
    herald.hurry()
    herald.site.add("bridge")
    herald.fault("POST /api/v10/webhooks", do)
    await herald.once(code=1)
    for _ in range(2):
        await herald.once(later=60)
    assert len(stands(herald)) == count
    (row,) = await herald.deliveries()
    assert (row["state"], row["attempts"]) == ("in_doubt", 1)
    assert "blind" in row["error"]
    (there,) = (await herald.ask("status"))["destinations"]
    assert (there["blind"], there["in_doubt"], there["sent"]) == (True, 1, 0)
    says = ["--posted", standing(herald, "discord")[0].id] if count else ["--not-posted"]
    assert (await herald("resolve", str(row["id"]), *says)).code == 0
    await herald.once(later=120)
    assert stands(herald) == ["bridge"]
    assert channel(herald, "discord").posted == 1
