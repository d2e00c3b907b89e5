import pytest

from bot.page.places import place_of

PLACES = {
    "https://twitter.com/morningtick": ("x", "https://x.com/morningtick"),
    "https://www.twitter.com/@MorningTick?lang=en": ("x", "https://x.com/MorningTick"),
    "http://mobile.twitter.com/#!/morningtick/": ("x", "https://x.com/morningtick"),
    "//x.com/morningtick": ("x", "https://x.com/morningtick"),
    "https://www.facebook.com/morningtick/": ("facebook", "https://www.facebook.com/morningtick"),
    "https://de-de.facebook.com/morning.tick?ref=hl": (
        "facebook",
        "https://www.facebook.com/morning.tick",
    ),
    "https://fb.me/tick": ("facebook", "https://www.facebook.com/tick"),
    "https://facebook.com/pages/Tick/123456": (
        "facebook",
        "https://www.facebook.com/pages/Tick/123456",
    ),
    "https://www.facebook.com/profile.php?id=1000": (
        "facebook",
        "https://www.facebook.com/profile.php?id=1000",
    ),
    "https://t.me/morningtick": ("telegram", "https://t.me/morningtick"),
    "https://telegram.me/s/morningtick": ("telegram", "https://t.me/morningtick"),
    "https://t.me/+AbCdEf123": ("telegram", "https://t.me/+AbCdEf123"),
    "https://t.me/joinchat/AbC": ("telegram", "https://t.me/joinchat/AbC"),
    "https://news.google.com/publications/CAAq?hl=en": (
        "google_news",
        "https://news.google.com/publications/CAAq",
    ),
    "https://www.google.com/preferences/source?q=tick.example": (
        "google_news",
        "https://google.com/preferences/source?q=tick.example",
    ),
    "https://bsky.app/profile/tick.example": ("bluesky", "https://bsky.app/profile/tick.example"),
    "https://www.threads.net/@tick": ("threads", "https://www.threads.net/@tick"),
    "https://threads.com/@tick": ("threads", "https://www.threads.net/@tick"),
    "https://uk.linkedin.com/company/morning-tick": (
        "linkedin",
        "https://www.linkedin.com/company/morning-tick",
    ),
    "https://whatsapp.com/channel/0029Va": ("whatsapp", "https://whatsapp.com/channel/0029Va"),
    "https://instagram.com/tick/": ("instagram", "https://www.instagram.com/tick"),
    "https://www.youtube.com/@tick": ("youtube", "https://www.youtube.com/@tick"),
    "https://youtube.com/channel/UC123/videos": (
        "youtube",
        "https://www.youtube.com/channel/UC123",
    ),
    "https://discord.gg/abc": ("discord", "https://discord.gg/abc"),
    "https://discord.com/invite/abc": ("discord", "https://discord.gg/abc"),
    "https://www.reddit.com/r/tick/": ("reddit", "https://www.reddit.com/r/tick"),
    "https://www.tiktok.com/@tick": ("tiktok", "https://www.tiktok.com/@tick"),
    "https://flipboard.com/@tick": ("flipboard", "https://flipboard.com/@tick"),
    "https://matrix.to/#/#tick:example.org": ("matrix", "https://matrix.to/#/#tick:example.org"),
    "https://matrix.to/#/%23tick%3Aexample.org?via=a.org": (
        "matrix",
        "https://matrix.to/#/%23tick%3Aexample.org",
    ),
    "https://join.slack.com/t/tick/shared_invite/zt-1a~Bc": (
        "slack",
        "https://join.slack.com/t/tick/shared_invite/zt-1a~Bc",
    ),
    "https://mastodon.social/@tick": ("mastodon", "https://mastodon.social/@tick"),
    "https://news.tick.example/@desk@tick.example": (
        "mastodon",
        "https://news.tick.example/@desk",
    ),
}
NOT_PLACES = (
    "https://twitter.com/intent/tweet?url=x",
    "https://twitter.com/share?url=https://tick.example",
    "https://twitter.com/tick/status/123",
    "https://twitter.com/hashtag/lamps",
    "https://x.com/home",
    "https://www.facebook.com/sharer/sharer.php?u=x",
    "https://www.facebook.com/sharer.php?u=x",
    "https://www.facebook.com/dialog/feed?app_id=1",
    "https://www.facebook.com/tick/posts/123",
    "https://www.facebook.com/tick/photos/a.1/2",
    "https://www.facebook.com/WordPresscom",
    "https://t.me/share/url?url=x",
    "https://t.me/tick/123",
    "https://www.linkedin.com/shareArticle?mini=true&url=x",
    "https://www.linkedin.com/in/ines",
    "https://api.whatsapp.com/send?text=x",
    "https://wa.me/?text=x",
    "https://www.instagram.com/p/Abc/",
    "https://www.instagram.com/explore/tags/x",
    "https://www.youtube.com/watch?v=1",
    "https://old.reddit.com/r/tick/",
    "https://reddit.com/submit?url=x",
    "https://pinterest.com/pin/create/button/?url=x",
    "https://medium.com/@ines",
    "https://ines.substack.com/@ines",
    "https://tick.example/about",
    "https://tick.example/https://twitter.com/tick",
    "https://nottwitter.com/tick",
    "mailto:desk@tick.example",
    "/twitter.com/tick",
    "",
    "https://x.com/" + "a" * 400,
)


@pytest.mark.parametrize(("url", "place"), PLACES.items())
def test_a_place_has_one_address_however_it_is_written(url: str, place: tuple[str, str]) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize("url", NOT_PLACES)
def test_buttons_and_single_posts_are_no_place_to_join(url: str) -> None:
    assert place_of(url) is None
