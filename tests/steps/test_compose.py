from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.manner import Craft, Template
from bot.model import Article, Image, Post, Style, Unit
from bot.ports import Capabilities
from bot.rules import Destination, Publisher
from bot.steps.compose import compose, cost, misfit
from bot.text.length import graphemes, measure, urls
from bot.text.rich import WORD_JOINER

URL = "https://www.example.com/2026/harbour-closed"
TELEGRAM = Capabilities(
    text=4096,
    caption=1024,
    unit=Unit.UTF16,
    hidden_links=True,
    link_preview=True,
    buttons=True,
    most_images=1,
)
X = Capabilities(
    text=280,
    unit=Unit.WEIGHTED,
    link_length=23,
    most_images=1,
    alt_text=True,
    price=0.015,
    price_with_link=0.2,
)
PUBLISHER = Publisher(
    name="Morning Tick",
    url="https://www.morningtick.example/",
    language="en",
    community={
        "x": "https://x.com/morningtick",
        "facebook": "https://www.facebook.com/morningtick",
        "google_news": "https://news.google.com/publications/abc",
        "telegram": "https://t.me/morningtick",
    },
)
PICTURE = Image(url="https://cdn.example/a.jpg", credit="Anna Berg/Reuters", caption="The harbour")
ARTICLE = Article(
    canonical_url=URL,
    headline="Harbour closed after the flood",
    language="en",
    keywords=("climate change", "ports", "ships"),
)
SUMMARY = ("Water rose by three metres overnight.", "Two ferries are waiting at sea.")
READERS = Destination(name="readers", platform="telegram", address="@tick", hashtags=2)


def posted(
    article: Article = ARTICLE,
    summary: tuple[str, ...] = SUMMARY,
    destination: Destination = READERS,
    capabilities: Capabilities = TELEGRAM,
    publisher: Publisher = PUBLISHER,
    revision: int = 1,
) -> Post:
    return compose(article, summary, destination, capabilities, publisher, revision)


def on_x(**settings: Any) -> Destination:
    return replace(READERS, platform="x", **settings)


def length(post: Post, capabilities: Capabilities) -> int:
    return measure(post.text.text, capabilities.unit, capabilities.link_length)


def styled(post: Post, style: Style) -> list[str]:
    return [post.text.text[s.start : s.end] for s in post.text.spans if s.style is style]


def links(post: Post) -> dict[str, str]:
    return {
        post.text.text[s.start : s.end]: s.url for s in post.text.spans if s.style is Style.LINK
    }


def test_a_telegram_post_says_all_that_readers_want() -> None:
    post = posted(replace(ARTICLE, image=PICTURE))
    assert post.text.text == (
        "Harbour closed after the flood\n\n"
        "Water rose by three metres overnight. Two ferries are waiting at sea.\n\n"
        "Photo: Anna Berg/Reuters\n"
        "Morning Tick\n\n"
        "Join us: X · Facebook · Google News\n"
        "#ClimateChange #Ports"
    )
    assert styled(post, Style.BOLD) == ["Harbour closed after the flood"]
    assert styled(post, Style.HASHTAG) == ["#ClimateChange", "#Ports"]
    assert links(post) == {
        "Morning Tick": URL,
        "X": "https://x.com/morningtick",
        "Facebook": "https://www.facebook.com/morningtick",
        "Google News": "https://news.google.com/publications/abc",
    }
    assert (post.link, post.link_label, post.preview) == (URL, "Morning Tick", True)


def test_an_x_post_ends_in_its_address() -> None:
    post = posted(destination=on_x(hashtags=1), capabilities=X)
    assert post.text.text == (
        "Harbour closed after the flood\n\n"
        "Water rose by three metres overnight. Two ferries are waiting at sea.\n\n"
        f"#ClimateChange\n{URL}"
    )
    assert links(post) == {URL: URL}
    assert post.link_label == ""


@pytest.mark.parametrize(
    ("letters", "shown", "hashtag"),
    [(190, "whole", True), (210, "whole", False), (222, "whole", False), (223, "part", True)],
)
def test_x_gets_whole_sentences_first_then_hashtags(
    letters: int,
    shown: str,
    hashtag: bool,  # noqa: FBT001 - a column
) -> None:
    sentence = ("long words " * 30)[:letters].strip().ljust(letters, "s") + "."
    text = posted(summary=(sentence,), destination=on_x(), capabilities=X).text.text
    assert (sentence in text) is (shown == "whole")
    assert ("words…" in text) is (shown == "part")
    assert ("#ClimateChange" in text) is hashtag
    assert text.endswith(URL)


@pytest.mark.parametrize(
    ("headline", "part"), [(60, True), (120, True), (200, False)], ids=["short", "long", "longest"]
)
def test_a_first_sentence_that_is_too_long_is_cut_where_enough_of_it_can_be_read(
    headline: int,
    part: bool,  # noqa: FBT001 - a column
) -> None:
    sentence = "the water of the river rose above the second floor of the houses and " * 6
    article = replace(ARTICLE, headline="harbour closed " * 20)
    article = replace(article, headline=article.headline[:headline].strip())
    text = posted(article, (sentence,), on_x(), X).text.text
    assert ("the water of the river" in text) is part
    assert article.headline in text
    assert measure(text, Unit.WEIGHTED) <= 280
    if part:
        shown = text.split("\n\n")[1]
        assert shown.endswith("…")
        assert f"{sentence} ".startswith(shown[:-1])
        assert sentence[len(shown) - 1] in " ,"


@pytest.mark.parametrize(("rest", "shown"), [(" once", True), (" never", False)])
def test_no_part_of_a_sentence_is_shown_that_the_rest_denies(*, rest: str, shown: bool) -> None:
    sentence = f"The town will{' build the bridge' * 15}{rest}{' again' * 40}."
    text = posted(replace(ARTICLE, headline="Harbour closed"), (sentence,), on_x(), X).text.text
    assert ("The town will" in text) is shown


@pytest.mark.parametrize(
    ("label", "live", "language", "headline"),
    [
        ("", False, "en", "Harbour closed"),
        ("opinion", False, "en", "Opinion: Harbour closed"),
        ("sponsored", True, "en", "Sponsored: Harbour closed"),
        ("", True, "de-AT", "Liveticker: Harbour closed"),
        ("sponsored", False, "tlh", "Sponsored: Harbour closed"),
        ("opinion", False, "ja", "オピニオン：Harbour closed"),
    ],
)
def test_readers_are_told_what_they_are_about_to_read(
    label: str,
    live: bool,  # noqa: FBT001 - a column
    language: str,
    headline: str,
) -> None:
    article = replace(ARTICLE, headline="Harbour closed", language=language)
    post = posted(replace(article, label=label, live=live))
    assert post.text.text.split("\n\n")[0] == post.headline == headline


def test_a_headline_that_says_so_by_itself_is_not_told_twice() -> None:
    for headline in ("Opinion | The harbour", "Meinung: Der Hafen", "OPINION The harbour"):
        article = replace(ARTICLE, headline=headline, language="de", label="opinion")
        assert posted(article).headline == headline


def test_what_must_be_paid_for_is_marked_where_that_is_wanted() -> None:
    article = replace(ARTICLE, headline="Harbour closed", paywalled=True)
    assert posted(article).headline == "Harbour closed 🔒"
    there = replace(READERS, craft=Craft(lock=False))
    assert posted(article, destination=there).headline == "Harbour closed"


def test_no_space_stands_before_a_comma() -> None:
    post = posted(
        replace(ARTICLE, headline="Ellery , lit"), ("Ann Roe , the mayor , paid 1 ,5 of it.",)
    )
    assert "Ann Roe, the mayor, paid 1 ,5 of it." in post.text.text
    assert post.headline == "Ellery, lit"


def test_leading_sentences_are_taken_while_they_fit() -> None:
    summary = tuple(f"Sentence {number} says something of its own." for number in range(200))
    text = posted(summary=summary).text.text
    shown = text.count("says something of its own.")
    assert 0 < shown < len(summary)
    assert " ".join(summary[:shown]) in text
    assert "Join us" in text
    assert measure(text + " " + summary[shown], Unit.UTF16) > TELEGRAM.text


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("The harbour was closed by the flood.", "Ferries wait.", "Ferries wait."),
        ("The harbour stays shut for at least two weeks.", "", "The harbour stays shut"),
        ("The harbour was closed by the flood.", "They wait.", "The harbour was closed"),
    ],
)
def test_a_sentence_that_repeats_the_headline_gives_way(
    first: str, second: str, shown: str
) -> None:
    assert posted(summary=(first, second)).text.text.split("\n\n")[1].startswith(shown)


def test_sentences_of_scripts_without_spaces_are_compared_too() -> None:
    article = replace(ARTICLE, headline="東京都が新しい公園を開いた", language="ja")
    summary = ("東京都が新しい公園を開いた。", "市民は喜んでいる。", "雨だった。")
    assert posted(article, summary).text.text.split("\n\n")[1] == "市民は喜んでいる。雨だった。"


@pytest.mark.parametrize(
    ("capabilities", "destination", "carried"),
    [
        (TELEGRAM, READERS, True),
        (X, on_x(), True),
        (TELEGRAM, replace(READERS, image=False), False),
        (replace(TELEGRAM, most_images=0), READERS, False),
        (replace(TELEGRAM, caption=180), READERS, False),
    ],
)
def test_a_picture_goes_where_it_may_and_fits_with_its_credit(
    capabilities: Capabilities,
    destination: Destination,
    carried: bool,  # noqa: FBT001 - a column
) -> None:
    post = posted(replace(ARTICLE, image=PICTURE), SUMMARY, destination, capabilities)
    assert bool(post.images) is carried
    assert ("Photo: Anna Berg/Reuters" in post.text.text) is carried
    assert SUMMARY[1] in post.text.text
    assert post.preview


@pytest.mark.parametrize("hidden_links", [False, True])
def test_where_a_card_carries_the_link_the_text_does_not(
    hidden_links: bool,  # noqa: FBT001 - a column
) -> None:
    can = replace(X, unit=Unit.GRAPHEMES, cards=True, hidden_links=hidden_links, text=300)
    post = posted(capabilities=can, destination=replace(READERS, platform="bluesky"))
    assert (post.link, post.headline) == (URL, ARTICLE.headline)
    assert URL not in post.text.text
    assert post.text.text.startswith(ARTICLE.headline)
    links = [span.url for span in post.text.spans if span.style is Style.LINK]
    assert links == [*(PUBLISHER.community or {}).values()] * hidden_links


@pytest.mark.parametrize(
    ("image", "alt"),
    [
        (replace(PICTURE, alt="Boats at a pier"), "Boats at a pier"),
        (PICTURE, "The harbour"),
        (replace(PICTURE, caption=""), ""),
    ],
)
def test_alt_text_is_the_publishers_or_none(image: Image, alt: str) -> None:
    post = posted(replace(ARTICLE, image=image))
    assert post.images == (replace(image, alt=alt),)


@pytest.mark.parametrize("capabilities", [TELEGRAM, X])
def test_without_links_there_is_no_way_to_the_article(capabilities: Capabilities) -> None:
    post = posted(destination=replace(READERS, link=False), capabilities=capabilities)
    assert URL not in post.text.text
    assert URL not in links(post).values()
    assert (post.link, post.link_label, post.preview) == ("", "", False)


@pytest.mark.parametrize(
    ("destination", "article", "publisher", "words"),
    [
        ("ru", "de", "fr", "Фото"),
        ("", "de", "fr", "Foto"),
        ("", "", "fr", "Photo"),
        ("", "", "", "📷"),
    ],
)
def test_our_own_words_are_in_the_readers_language(
    destination: str, article: str, publisher: str, words: str
) -> None:
    text = posted(
        replace(ARTICLE, image=PICTURE, language=article),
        destination=replace(READERS, language=destination),
        publisher=replace(PUBLISHER, language=publisher),
    ).text.text
    assert f"{words}: Anna Berg/Reuters" in text or f"{words} Anna Berg/Reuters" in text


def test_places_are_named_without_words_in_an_unknown_language() -> None:
    text = posted(replace(ARTICLE, language="tlh")).text.text
    assert "\n\nX · Facebook · Google News\n" in text


def test_places_come_from_the_page_where_the_publisher_leaves_them_to_it() -> None:
    article = replace(ARTICLE, community={"bluesky": "https://bsky.app/profile/tick"})
    post = posted(article, publisher=replace(PUBLISHER, community=None))
    assert "Join us: Bluesky\n" in post.text.text


def test_in_a_right_to_left_line_names_are_isolated() -> None:
    article = replace(ARTICLE, language="ar", headline="إغلاق الميناء", image=PICTURE)
    post = posted(article, ("ارتفع الماء.",))
    assert "\u2068X\u2069 · \u2068Facebook\u2069" in post.text.text
    assert "الصورة: \u2068Anna Berg/Reuters\u2069" in post.text.text
    assert {"X", "Facebook", "Google News", "Morning Tick"} == set(links(post))


def test_nobody_is_called_by_the_post() -> None:
    article = replace(
        ARTICLE, headline="@anna and $AAPL on #tides", image=replace(PICTURE, credit="@bob")
    )
    text = posted(article, ("Says @carl_x.",)).text.text
    assert not {"@anna", "$AAPL", "#tides", "@bob", "@carl_x"} & set(
        text.replace(".", " ").split()
    )


def test_a_long_headline_loses_its_end_and_the_link_stays() -> None:
    article = replace(ARTICLE, headline="Harbour closed, ferries wait " * 200)
    for capabilities in (TELEGRAM, X):
        post = posted(article, capabilities=capabilities)
        assert 0.9 * capabilities.text < length(post, capabilities) <= capabilities.text
        assert "…" in post.text.text
        assert URL in links(post).values()


def test_a_monstrous_sentence_is_shown_in_part_where_there_is_room() -> None:
    monster = "water rose again and again, " * 200
    assert "water rose again…" in posted(summary=(monster,)).text.text.replace(" again and", "")
    assert "water" in posted(summary=(monster,), capabilities=X).text.text


def test_an_address_is_linked_whole() -> None:
    article = replace(ARTICLE, canonical_url="https://e.example.com/新闻/a b?q=1%20#ж")
    post = posted(article, capabilities=X)
    shown = post.text.text.splitlines()[-1]
    assert shown == "https://e.example.com/%E6%96%B0%E9%97%BB/a%20b?q=1%20#%D0%B6"
    assert urls(shown) == [(0, len(shown))]
    assert links(post) == {shown: article.canonical_url}


def test_a_button_stays_short() -> None:
    post = posted(
        publisher=replace(PUBLISHER, name="The Very Long Gazette of the Northern Harbour")
    )
    assert post.link_label == "The Very Long Gazette…"


def test_the_key_tells_article_revision_and_destination() -> None:
    keys = [
        posted().key,
        posted(revision=2).key,
        posted(replace(ARTICLE, canonical_url=URL + "-2")).key,
        posted(destination=replace(READERS, name="others")).key,
    ]
    assert len(set(keys)) == len(keys)
    assert posted(summary=()).key == posted().key


@pytest.mark.parametrize(
    ("template", "link", "price"),
    [
        ("{{ headline }} {{ link }}", True, 0.2),
        ("{{ headline }} {{ link }}", False, 0.015),
        ("{{ headline }}, more on Booking.com", False, 0.2),
    ],
)
def test_whatever_the_platform_links_is_paid_for(template: str, link: bool, price: float) -> None:  # noqa: FBT001 - a column
    there = on_x(link=link, craft=Craft(templates=(Template(text=template),)))
    post = posted(summary=(), destination=there, capabilities=X)
    assert cost(post, X) == price


def by_template(*texts: str, **when: tuple[str, ...]) -> Destination:
    templates = tuple(Template(text=text, **when) for text in texts)
    return replace(READERS, craft=Craft(templates=templates))


def test_a_template_lays_a_post_out() -> None:
    there = by_template("**{{ headline }}** _{{ summary }}_\n[More]({{ link }})\n{{ hashtags }}")
    post = posted(destination=there)
    assert post.text.text == (
        "Harbour closed after the flood Water rose by three metres overnight. "
        "Two ferries are waiting at sea.\nMore\n#ClimateChange #Ports"
    )
    assert links(post) == {"More": URL}
    assert styled(post, Style.HASHTAG) == ["#ClimateChange", "#Ports"]
    assert post.headline == ARTICLE.headline


def test_where_no_link_can_stand_behind_words_it_stands_beside_them() -> None:
    there = replace(by_template("{{ headline }} [More]({{ link }})"), platform="x")
    text = posted(destination=there, capabilities=X).text.text
    assert text == f"Harbour closed after the flood More {URL}"


def test_a_template_is_meant_for_some_articles() -> None:
    sport = replace(ARTICLE, section="sport", language="de-CH")
    there = by_template("Goal: {{ headline }}", sections=("Sport",), languages=("de",))
    assert posted(sport, destination=there).text.text.startswith("Goal: Harbour")
    for other in (replace(sport, section="News"), replace(sport, language="fr")):
        assert posted(other, destination=there) == posted(other)


def test_what_is_too_long_for_a_template_is_shortened_as_ever() -> None:
    there = by_template(
        "Now! {{ headline }}{% if summary %} ({{ summary }}){% endif %} {{ link }}"
    )
    there = replace(there, platform="x")
    article = replace(ARTICLE, headline="Harbour closed, ferries wait " * 50)
    post = posted(article, destination=there, capabilities=X)
    assert 250 < length(post, X) <= 280
    assert post.text.text.startswith("Now! Harbour closed")
    assert post.text.text.endswith(f"… {URL}")


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("x" * 290 + "{{ headline }}", "what is left at last takes 290 of 280"),
        ("{% if headline < 3 %}{% endif %}", "fails: "),
        ("{{ byline }}", "says nothing"),
    ],
)
def test_where_a_template_cannot_be_used_a_post_is_laid_out_as_ever(
    template: str, why: str
) -> None:
    there = replace(by_template(template), platform="x")
    plain = on_x()
    assert posted(destination=there, capabilities=X) == posted(destination=plain, capabilities=X)
    assert why in misfit(ARTICLE, SUMMARY, there, X, PUBLISHER)
    assert misfit(ARTICLE, SUMMARY, plain, X, PUBLISHER) == ""


@pytest.mark.parametrize("capabilities", [TELEGRAM, X])
def test_visitors_are_counted_in_the_text_and_not_in_the_preview(
    capabilities: Capabilities,
) -> None:
    utm = (("source", "{platform}"), ("campaign", "{section}"), ("content", "{destination} a&b"))
    there = replace(READERS, craft=Craft(utm=utm))
    article = replace(ARTICLE, canonical_url=f"{URL}?id=7&utm_source=feed#top")
    post = posted(article, destination=there, capabilities=capabilities)
    tracked = f"{URL}?id=7&utm_source=telegram&utm_content=readers%20a%26b#top"
    assert tracked in links(post).values()
    assert (post.link, post.tracked) == (article.canonical_url, tracked)
    bare = posted(article, destination=replace(there, link=False), capabilities=capabilities)
    assert (bare.link, bare.tracked) == ("", "")
    assert tracked not in links(bare).values()


@pytest.mark.parametrize(
    ("wanted", "taken", "shown"), [(1, 4, 1), (3, 4, 3), (9, 4, 4), (9, 1, 1)]
)
def test_as_many_pictures_are_shown_as_are_wanted_and_taken(
    wanted: int, taken: int, shown: int
) -> None:
    others = tuple(
        Image(url=f"https://cdn.example/{n}.jpg", credit=f"Maker {n}", caption=f"Scene {n}")
        for n in range(5)
    )
    article = replace(ARTICLE, image=PICTURE, gallery=others)
    there = replace(READERS, craft=Craft(pictures=wanted))
    post = posted(article, destination=there, capabilities=replace(TELEGRAM, most_images=taken))
    assert [image.url for image in post.images] == [
        image.url for image in (PICTURE, *others)[:shown]
    ]
    assert [image.alt for image in post.images[1:]] == [f"Scene {n}" for n in range(shown - 1)]
    makers = ", ".join(["Anna Berg/Reuters", *(f"Maker {n}" for n in range(shown - 1))])
    assert f"Photo: {makers}\n" in post.text.text


@pytest.mark.parametrize(
    ("sentences", "shown", "is_credited"),
    [((100, 50), 2, True), ((100, 110), 1, True), ((215,), 1, False), ((215, 20), 1, False)],
)
def test_who_made_the_picture_is_said_before_details_and_after_the_news(
    *, sentences: tuple[int, ...], shown: int, is_credited: bool
) -> None:
    said = tuple(f"{'x' * (length - 2)}{n}." for n, length in enumerate(sentences))
    article = replace(ARTICLE, image=PICTURE, keywords=())
    text = posted(article, said, on_x(), X).text.text
    assert [sentence in text for sentence in said] == [n < shown for n in range(len(said))]
    assert ("Anna Berg" in text) == is_credited
    assert text.endswith(URL)


WITH_ADDRESSES = (
    "Booking.com and https://council.example.org/plan.pdf win",
    ("Ask news.co.uk or www.amazon.de/x today.",),
)


@pytest.mark.parametrize("link", [True, False])
def test_where_our_address_stands_in_the_text_words_of_the_article_make_no_link(
    *, link: bool
) -> None:
    """X would charge for each, and X, Facebook, Mastodon and Threads preview the first."""
    headline, said = WITH_ADDRESSES
    article, there = replace(ARTICLE, headline=headline), replace(READERS, link=link)
    post = posted(article, summary=said, destination=there, capabilities=X)
    text = post.text.text
    assert [text[start:end] for start, end in urls(text)] == [URL] * link
    read = text.replace(WORD_JOINER, "")
    assert "Booking.com and council.example.org/plan.pdf win" in read
    assert said[0] in read
    assert cost(post, X) == (0.2 if link else 0.015)


def test_where_links_stand_behind_words_an_article_s_own_addresses_stay_whole() -> None:
    headline, said = WITH_ADDRESSES
    text = posted(
        replace(ARTICLE, headline=headline), summary=said, capabilities=TELEGRAM
    ).text.text
    assert headline in text
    assert said[0] in text


THREADS = replace(X, threads=True)
SENTENCES = tuple(
    f"Sentence {number} says something of its own about the harbour."
    for number in "abcdefghijklmnop"
)


def test_what_does_not_fit_is_said_in_a_thread() -> None:
    there = on_x(craft=Craft(thread=2), hashtags=0)
    post = posted(summary=SENTENCES, destination=there, capabilities=THREADS)
    assert post.text.text.endswith(URL)
    shown = [s for s in SENTENCES if s in post.text.text]
    below = [[s for s in SENTENCES if s in part.text] for part in post.thread]
    assert len(post.thread) == 2
    assert shown + below[0] + below[1] == list(
        SENTENCES[: len(shown) + len(below[0]) + len(below[1])]
    )
    assert all(150 < measure(part.text, Unit.WEIGHTED) <= 280 for part in post.thread)
    assert cost(post, THREADS) == pytest.approx(0.2 + 2 * 0.015)
    assert posted(summary=SENTENCES, destination=there, capabilities=X).thread == ()


def test_in_a_thread_no_sentence_is_cut_above_to_be_said_again_below() -> None:
    long = (
        "the water of the river rose above the second floor of the old houses and " * 3 + "sank."
    )
    post = posted(summary=(long,), destination=on_x(craft=Craft(thread=1)), capabilities=THREADS)
    assert "the water" not in post.text.text
    assert [part.text for part in post.thread] == [long]


def test_the_link_goes_into_the_last_reply_and_is_paid_for_there() -> None:
    there = on_x(craft=Craft(link_in_reply=True), hashtags=0)
    post = posted(destination=there, capabilities=THREADS)
    assert URL not in post.text.text
    assert [part.text for part in post.thread] == [URL]
    assert post.link == URL
    assert cost(post, THREADS) == pytest.approx(0.015 + 0.2)
    spare = posted(destination=replace(there, link=False), capabilities=THREADS)
    assert (spare.thread, spare.link) == ((), "")
    assert posted(destination=there, capabilities=X).text.text.endswith(URL)


NAUGHTY = [
    "",
    " ",
    "\0\n\t",
    "\ud83d",
    "\u202eevil\u202c",
    "👨‍👩‍👧‍👦" * 300,
    "Z͑ͫ̓ͪ̂ͫ̽" * 200,
    "<b>x</b> & &amp; *_`[",
    "مرحبا بالعالم Microsoft " * 200,
    "東京都は2020年に新しい公園を開いた。" * 200,
    "ประเทศไทย" * 300,
    "“" * 500,
    "Booking.com " * 400,
    "https://a.example.com/" + "x" * 3000,
    "$5 million " * 300,
    "@name #tag " * 300,
    "x" * 5000,
]
TEXTS = st.one_of(st.sampled_from(NAUGHTY), st.text(st.characters(), max_size=300))
ARTICLES = st.builds(
    Article,
    canonical_url=st.sampled_from(
        [URL, "https://münchen.example/straße", "http://127.0.0.1:80/a"]
    ),
    headline=TEXTS,
    label=st.sampled_from(["", "opinion", "sponsored"]),
    live=st.booleans(),
    paywalled=st.booleans(),
    language=st.sampled_from(["", "en", "ar", "ja", "he", "xx"]),
    keywords=st.lists(TEXTS, max_size=3).map(tuple),
    image=st.none() | st.builds(Image, url=st.just(PICTURE.url), credit=TEXTS, caption=TEXTS),
)
PUBLISHERS = st.builds(
    Publisher,
    name=st.sampled_from(["Tick", "القاهرة اليوم", "@tick", "", "n" * 200]),
    url=st.just("https://example.com/"),
    community=st.sampled_from([None, {}, PUBLISHER.community]),
)


@pytest.mark.parametrize("capabilities", [TELEGRAM, X], ids=["hidden links", "bare links"])
@settings(deadline=None)
@given(ARTICLES, st.lists(TEXTS, max_size=3).map(tuple), PUBLISHERS)
def test_any_article_makes_a_post_that_fits(
    capabilities: Capabilities, article: Article, summary: tuple[str, ...], publisher: Publisher
) -> None:
    post = posted(article, summary, READERS, capabilities, publisher)
    text = post.text.text
    assert post == posted(article, summary, READERS, capabilities, publisher)
    assert length(post, capabilities) <= capabilities.text
    assert text == text.strip()
    assert text.encode("utf-8")
    assert article.canonical_url in links(post).values()
    ends = {0}
    for cluster in graphemes(text):
        ends.add(max(ends) + len(cluster))
    for span in post.text.spans:
        words = text[span.start : span.end]
        assert words == words.strip() != ""
        assert {span.start, span.end} <= ends
    assert all(one.end <= other.start for one, other in pairwise(post.text.spans))
    if post.images and capabilities.caption:
        assert length(post, capabilities) <= capabilities.caption
