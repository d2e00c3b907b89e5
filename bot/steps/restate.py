"""What readers see of a correction or a withdrawal. Pure."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.model import Post, Rich
from bot.ports import Behind
from bot.steps.plan import Desk, Outlet, composed
from bot.steps.summarise import choices, word
from bot.text.alike import visible
from bot.text.diff import Difference
from bot.text.fit import fit
from bot.text.notices import correction, withdrawal
from bot.text.rich import clean, disarm, italic, join, plain
from bot.wording import Wording


def worded(one: Behind, desk: Desk) -> Wording:
    """Choose the words of a correction: those that stand there as long as the article says them.

    Else another choice among its sentences would be told as a correction. A live story moves on, as
    does one that only its feed had told.
    """
    if not (one.article.live or one.is_completed):
        stands = _bare(one.stands.summary)
        for said in (choices(one.article), one.wording.sentences if one.wording else ()):
            still = tuple(words for words in said if _bare(clean(words)) in stands)
            if stands and _bare(clean(" ".join(still))) == stands:
                return Wording(sentences=still, origin="kept")
    return one.wording or word(one.article, desk.max_sentences)


def _bare(text: str) -> str:
    return visible(text).replace(" ", "")


def restated(one: Behind, wording: Wording, outlet: Outlet, desk: Desk, note: str) -> Post:
    """Compose the article as it is now in the form that stands there: text, or text under a picture."""
    article, stands = one.article, one.stands
    room = outlet.capabilities.size(italic(f"\n\n{note}")) if note else 0
    limit = outlet.capabilities.text
    destination = outlet.destination
    if stands.images:
        limit = outlet.capabilities.caption or limit
        article = replace(article, image=article.image or stands.images[0])
    else:
        destination = replace(destination, image=False)
    can = replace(outlet.capabilities, text=limit - room, caption=None)
    there = replace(outlet, destination=destination, capabilities=can)
    post = composed(article, wording.sentences, there, desk, one.revision)
    text = join([post.text, italic(note)], "\n\n")
    return replace(post, text=text, note=note, silent=True, made_at=stands.made_at, is_fresh=True)


def note_of(one: Behind, outlet: Outlet, desk: Desk, difference: Difference) -> str:
    """Say what was corrected and when: as the page says, if that can be."""
    modified = one.article.modified
    said = modified.timestamp() if modified else 0.0
    at = said if one.before <= said <= one.read_at else one.read_at
    now, posted = (datetime.fromtimestamp(moment, desk.zone) for moment in (at, one.posted_at))
    return disarm(clean(correction(difference, now, posted, language(one, outlet, desk))))


def answer(post: Post, outlet: Outlet, now: float) -> Post:
    """Say a correction under what stands there; the link stands there, and would be paid for again."""
    can = outlet.capabilities

    def text(headline: str) -> Rich:
        return join([plain(post.note), plain(headline)], "\n\n")

    headline = fit(post.headline, can.text, lambda words: can.size(text(words)))
    return Post(
        key=post.key,
        text=text(headline),
        link="",
        headline=post.headline,
        summary=post.summary,
        language=post.language,
        made_at=now,
        preview=False,
        silent=True,
        note=post.note,
    )


def notice(one: Behind, outlet: Outlet, desk: Desk, made_at: float, about: str = "") -> Post:
    """Say that the article was withdrawn, in place of the post or under it; `about` names it there."""
    at = datetime.fromtimestamp(one.retracted_at, desk.zone)
    said = disarm(clean(withdrawal(one.reason, at, language(one, outlet, desk))))
    said = f"{about}: {said}" if about else said
    can = outlet.capabilities
    limit = (can.caption if one.stands.images else None) or can.text
    return Post(
        key=sha256(f"{one.stands.key}\nwithdrawn".encode()).hexdigest()[:32],
        text=plain(fit(said, limit, lambda words: can.size(plain(words)))),
        link="",
        images=one.stands.images,
        made_at=made_at,
        preview=False,
        silent=True,
        note=said,
    )


def language(one: Behind, outlet: Outlet, desk: Desk) -> str:
    return outlet.destination.language or one.article.language or desk.publisher.language
