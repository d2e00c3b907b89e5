"""Live blogs and posts of others within a story, as templates of the field write them."""

import pytest

from bot.page.body import body_text
from bot.page.dom import parse
from bot.page.outline import Outline

HEADLINE = "Lamps lit again in Port Ellery"
LEAD = "The harbour lamps of Port Ellery are lit again tonight after eleven dark years at sea."
TOLD = {
    "Mayor says it was time": [
        "The mayor lit the first lamp at nine and said that it had been time for years.",
        "A choir of fishermen sang on the quay, and the ferry sounded its horn for a minute.",
    ],
    "Ferry first to pass": [
        "The ferry was the first ship to pass the new lamps, with ninety people on board.",
    ],
    "What we know of the lamps": [
        "There are thirteen of them, each on a mast of nine metres, and a smith made them all.",
    ],
}
STORY = [LEAD, *(line for title, lines in TOLD.items() for line in (title, *lines))]


def read(page: str) -> list[str]:
    outline = Outline(parse(f"<main><h1>{HEADLINE}</h1>{page}</main>"))
    return body_text(outline, HEADLINE, LEAD).split("\n\n")


ENTRIES = {
    "a heading in a header": (
        "<article class=live-post><header class=live-post__header><div class=stamp><time>{time}</time></div>"
        "<h2>{title}</h2></header><div class=live-post__byline>From our Ines Calloway</div><div>{text}</div></article>"
    ),
    "a heading in a box for what is about it": (
        "<li class=entry><div class=entry-meta><span>{time}</span><h3>{title}</h3></div><div>{text}</div></li>"
    ),
    "a heading beside the text": (
        "<li><div class=a1><time datetime='2026-05-20T21:04'>{time}</time><button>Share</button></div>"
        "<h2>{title}</h2><div class=b1>{text}</div></li>"
    ),
    "all in one box": "<div class=entry><time>{time}</time><h3>{title}</h3>{text}</div>",
    "with a film": (
        "<li><h2>{title}</h2><div>{text}</div><div class='sc-video x'><video></video>"
        "<p class=sc-vid-title>See the lamps here, as the choir sang</p></div></li>"
    ),
}


@pytest.mark.parametrize(
    "time", ["21.04", "9:04 p.m. ET", "vor 3 Std.", "2 hours ago", "il y a 2 h"]
)
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_entries_of_a_live_blog_are_told_with_their_headings_without_their_times(
    entry: str, time: str
) -> None:
    if "<time" not in entry:
        time = "21:04"
    told = "".join(
        entry.format(time=time, title=title, text="".join(f"<p>{line}</p>" for line in lines))
        for title, lines in TOLD.items()
    )
    standfirst = f"<div class=intro><p>{LEAD}</p></div>"
    sort = "<div class=sort>Sort by <button>Latest</button></div>"
    assert read(f"{standfirst}<div class=entries>{sort}{told}</div>") == STORY


@pytest.mark.parametrize(
    "line",
    [
        "On <time>20 May 2026</time> the lamps went out for the last time.",
        "<time>20 May 2026</time>, a night of storm.",
        "It began at <time>21.04</time>",
    ],
)
def test_a_time_within_a_sentence_is_told(line: str) -> None:
    lines = [line for lines in TOLD.values() for line in lines]
    page = "".join(f"<p>{text}</p>" for text in [*lines[:2], line, *lines[2:]])
    words = line.replace("<time>", "").replace("</time>", "")
    assert read(f"<div>{page}</div>") == [*lines[:2], words, *lines[2:]]


def test_headings_of_boxes_that_are_beside_the_story_stay_out() -> None:
    lines = [line for lines in TOLD.values() for line in lines]
    box = "<aside class=related><div class=card><div class=card-header><h3>{}</h3></div><p>{}</p></div>{}</aside>"
    card = "<div class=card><div class=card-header><h3>Whales seen</h3></div><p>Off the coast of Ellery.</p></div>"
    page = "".join(f"<p>{text}</p>" for text in lines)
    assert (
        read(f"<div>{page}{box.format('Storm', 'It came at night over us.', card)}</div>") == lines
    )
    letter = "<section class=x><div class=x-header><h3>Our letter</h3></div><p>All the news of the harbour by mail each day.</p></section>"
    assert "Our letter" not in read(f"<div>{page}{letter}</div>")


EMBEDS = {
    "Instagram": (
        '<blockquote class="instagram-media"><a href=/p>Ver esta publicación en Instagram</a>'
        "<p>Una publicación compartida por Ann Lee (@ann.lee)</p></blockquote>"
    ),
    "Instagram, told": (
        '<blockquote class="instagram-media"><p>Look at them burn, all thirteen of them, over the quay!</p>'
        "<p><a href=/p>View this post on Instagram</a></p></blockquote>"
    ),
    "Instagram without its name": (
        "<blockquote><div><a href=/p>Посмотреть эту публикацию в Instagram</a></div></blockquote>"
    ),
    "TikTok": (
        '<blockquote class="tiktok-embed"><section><a href=/u>@ann.lee</a><p>So many lamps tonight '
        "<a href=/t>#lamps</a></p><a href=/m>♬ original sound - Ann</a></section></blockquote>"
    ),
    "Facebook": (
        '<div class="fb-post"><blockquote class="fb-xfbml-parse-ignore"><p>The lamps burn, and we are '
        "all on the quay to see it.</p>Posted by <a href=/a>Ann Lee</a> on <a href=/d>Friday</a></blockquote></div>"
    ),
    "Threads": (
        '<blockquote class="text-post-media"><a href=/t><div>Post by @ann.lee</div>'
        "<div>View on Threads</div></a></blockquote>"
    ),
    "Bluesky": (
        '<blockquote class="bluesky-embed"><p>The lamps burn, and I am on the quay to see it.</p>'
        "&mdash; Ann Lee (<a href=/b>@ann.bsky.example</a>) <a href=/d>20 May 2026</a></blockquote>"
    ),
    "Reddit": (
        '<blockquote class="reddit-embed-bq"><a href=/r>The lamps burn in Port Ellery</a><br> by '
        "<a href=/u>u/ann</a> in <a href=/s>ellery</a></blockquote>"
    ),
}


@pytest.mark.parametrize("post", EMBEDS.values(), ids=EMBEDS)
def test_a_post_of_another_place_within_the_story_is_none_of_it(post: str) -> None:
    lines = [line for lines in TOLD.values() for line in lines]
    told = "".join(f"<p>{text}</p>" for text in lines[:2])
    more = "".join(f"<p>{text}</p>" for text in lines[2:])
    assert read(f"<div>{told}{post}{more}</div>") == lines
    assert read(f"<div>{told}<div class=embed>{post}</div>{more}</div>") == lines


@pytest.mark.parametrize(
    "quoted",
    [
        "<blockquote><p>I saw the lamps on Instagram first, and then from the quay.</p></blockquote>",
        "<blockquote><p>The lamps burn, wrote <a href=/a>Ann Lee on Instagram</a>, and left.</p></blockquote>",
        "<blockquote><a href=/l>Let there be lamps on the quay of Port Ellery</a></blockquote>",
    ],
)
def test_a_quotation_is_told(quoted: str) -> None:
    lines = [line for lines in TOLD.values() for line in lines]
    told = [f"<p>{text}</p>" for text in lines]
    assert len(read(f"<div>{told[0]}{quoted}{''.join(told[1:])}</div>")) == len(lines) + 1
