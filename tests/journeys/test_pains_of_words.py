"""What users of such systems complained of in the words of posts, one test each."""

import re
from typing import Any

import pytest

from tests.journeys.conftest import Herald
from tests.journeys.site import Story
from tests.model_server import rewriting, serving

LEAD = "The council of one opened the bridge on Monday after nine years of work and rain."
PLATFORMS = ("telegram", "x")


def texts(herald: Herald) -> dict[str, str]:
    """Give the one post of each channel."""
    found = {}
    for platform in PLATFORMS:
        (post,) = herald.sandbox.ledger.channel(platform, "morningtick").standing
        found[platform] = post.text
    return found


async def posted(herald: Herald, **story: Any) -> dict[str, str]:
    """Have one story posted."""
    herald.site.stories = [Story(slug="one", **story)]
    await herald.once()
    herald.both("one")
    return texts(herald)


async def test_a_long_title_cut_the_link_off(herald: Herald) -> None:
    said = await posted(herald, headline="A very long headline of the town " * 15)
    assert f"{herald.site.url}/one" in said["x"]
    assert len(said["x"].splitlines()[0]) < 280
    assert said["x"].splitlines()[0].endswith("…")


@pytest.mark.parametrize(
    "headline",
    ["Árvíztűrő tükörfúrógép és híd", "Мост открыт: ёлки-палки", "橋が開通した", "افتتاح الجسر"],
)
async def test_letters_of_other_scripts_got_lost(herald: Herald, headline: str) -> None:
    said = await posted(herald, headline=headline)
    assert all(text.startswith(headline) for text in said.values())


async def test_entities_stood_in_posts_as_the_feed_had_escaped_them_twice(herald: Herald) -> None:
    said = await posted(herald, headline="Town &amp; gown: the mayor&#39;s &lt;big&gt; bridge")
    assert all(t.startswith("Town & gown: the mayor's <big> bridge") for t in said.values())


async def test_the_publishers_own_footer_was_posted_as_news(herald: Herald) -> None:
    footer = (
        "Never miss our stories, join our community: Telegram | X | Facebook",
        "Image credit: Ann Able",
        "Follow us on Google News",
        "Also read: Ten lamps for the harbour",
    )
    said = await posted(herald, more=footer)
    for text in said.values():
        assert LEAD in text
        assert not [line for line in footer if line in text]


async def test_a_name_in_a_headline_called_a_stranger(herald: Herald) -> None:
    said = await posted(herald, headline="Town thanks @anna and #Mayor for the bridge")
    for text in said.values():
        assert not re.search(r"@anna|#Mayor", text)
        assert "@\u2060anna" in text


@pytest.mark.parametrize("end", ["[…]", "[...]", "… Continue reading", "…"])
async def test_a_text_ended_in_the_middle_where_the_feed_had_cut_it(
    herald: Herald, end: str
) -> None:
    said = await posted(herald, summary=f"{LEAD[:50]}{end}")
    assert all(LEAD in text and end not in text for text in said.values())


async def test_the_summary_said_the_headline_once_more(herald: Herald) -> None:
    headline = "Council of one opens the bridge after nine years"
    said = await posted(
        herald,
        headline=headline,
        summary=f"{headline}.",
        more=("A ferry had carried people over the river since a flood.",),
    )
    assert all(text.count("opens the bridge") == 1 for text in said.values())
    assert all("A ferry had carried" in text for text in said.values())


async def test_a_slogan_of_the_site_stood_under_every_story(herald: Herald) -> None:
    slogan = "Your number one place for quality journalism, videos and entertainment worldwide."
    said = await posted(herald, summary=slogan, more=(f"{LEAD} It cost 40 million." * 3,))
    assert all(slogan not in text for text in said.values())


async def test_a_machine_said_what_no_article_had_said(herald: Herald) -> None:
    async with serving(
        says=rewriting("Mayor Kim opened the bridge for 3 million euros.")
    ) as server:
        herald.config["summary"] = {
            "base_url": server.base_url,
            "model": "small",
            "mode": "rewrite",
            "unattended": True,
        }
        herald.write()
        said = await posted(herald)
    assert all(LEAD in text and "Kim" not in text for text in said.values())


async def test_one_story_that_could_not_be_read_stopped_the_others(herald: Herald) -> None:
    herald.site.trouble["/one"] = "<html>" + "<div>" * 50_000
    herald.site.add("one", "two")
    await herald.once()
    herald.both("one", "two")
