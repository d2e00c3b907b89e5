"""What stands on Facebook pages, drafts too, and what may be posted.

What Meta answers is not always documented; where it is not, this was chosen: a draft may say what
stands already, and is refused as a duplicate (506) when it is published right after it; a post that
is not there is code 100 with subcode 33, as it is where one may not see it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.model import Unit
from bot.sandbox.graph_answers import Fields, Problem, gone
from bot.sandbox.images import sniff
from bot.sandbox.ledger import Card, Channel, Ledger, Photo, Standing
from bot.sandbox.plain_text import marks_of
from bot.text.length import measure

MAX_TEXT, MAX_COMMENT = 63_206, 8000
MAX_BYTES = 4 * 1024 * 1024
_ATTACHED = re.compile(r"attached_media\[\d+\]")


class Posts:
    """The posts of one page; drafts and photos are seen by nobody until they are published."""

    def __init__(self, page: str, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._page = page
        self._ledger = ledger
        self._clock = clock
        self._last_id = 0
        self._photos: dict[str, Photo] = {}

    @property
    def channel(self) -> Channel:
        return self._ledger.channel("facebook", self._page, "Morning Tick")

    def upload(self, form: Fields) -> str:
        """Take a photo that is not published by itself."""
        data = form.get("source")
        seen = sniff(data) if isinstance(data, bytes) else None
        if seen is None or not isinstance(data, bytes) or seen.mime == "image/webp":
            raise Problem(400, 100, "Invalid parameter", 1366046)
        if len(data) > MAX_BYTES:
            raise Problem(400, 100, "Photos should be less than 4 MB", 1366046)
        if form.get("published") != "false":
            raise Problem(400, 100, "(#100) the sandbox takes photos for posts only")
        photo_id = self._next_id()
        self._photos[photo_id] = Photo(
            key=self._ledger.keep(data, seen.mime),
            mime=seen.mime,
            size=len(data),
            width=seen.width,
            height=seen.height,
            alt=str(form.get("alt_text_custom", "")),
        )
        return photo_id

    def create(self, form: Fields, place: str) -> Standing:
        """Make a post, or a draft where it is not to be published."""
        text, link = str(form.get("message", "")), str(form.get("link", ""))
        photos = tuple(
            _photo(str(v), self._photos) for k, v in form.items() if _ATTACHED.fullmatch(k)
        )
        if not (text or link or photos):
            raise Problem(400, 100, "(#100) The post must have a message, link or attached media")
        _check(text, link)
        post_id = f"{self._page}_{self._next_id()}"
        post = Standing(
            id=post_id,
            at=self._clock(),
            author="Morning Tick",
            text=text,
            marks=marks_of(text),
            photos=photos,
            card=Card(url=link) if link and not photos else None,
            wire={"permalink_url": f"{place}/{post_id}"},
        )
        if form.get("published") == "false":
            self.channel.drafts[post_id] = post
        else:
            self._stand(post)
        return post

    def comment(self, post_id: str, form: Fields, place: str) -> Standing:
        """Say something under a post as the page."""
        under, text = self.find(post_id), str(form.get("message", ""))
        if not text or len(text) > MAX_COMMENT:
            raise Problem(400, 100, f"(#100) A comment has 1 to {MAX_COMMENT} characters")
        comment_id = f"{under.id.rpartition('_')[2]}_{self._next_id()}"
        comment = Standing(
            id=comment_id,
            at=self._clock(),
            author="Morning Tick",
            text=text,
            marks=marks_of(text),
            reply_to=under.id,
            wire={"permalink_url": f"{place}/{under.id}?comment_id={comment_id}"},
        )
        self.channel.add(comment)
        return comment

    def listed(self, edge: str) -> list[Standing]:
        """Give the published posts, or the drafts (ads_posts), or the comments on a post."""
        match edge:
            case "published_posts":
                things = [post for post in self.channel.standing if not post.reply_to]
            case "ads_posts":
                things = [*self.channel.drafts.values()]
            case _:
                things = [post for post in self.channel.standing if post.reply_to == edge]
        return things[::-1]

    def change(self, post_id: str, form: Fields) -> None:
        """Publish a draft, or change the words of a post; both may be done twice."""
        draft = self.channel.drafts.get(post_id)
        if form.get("is_published") == "true":
            if draft:
                self._stand(draft)
                del self.channel.drafts[post_id]
        elif "message" not in form:
            raise Problem(400, 100, "(#100) only the message of a post can be changed")
        else:
            text = str(form["message"])
            _check(text, "")
            changed = replace(self.find(post_id), text=text, marks=marks_of(text))
            self.channel.replace(replace(changed, edited_at=self._clock()))

    def delete(self, post_id: str) -> None:
        self.find(post_id)
        if not self.channel.drafts.pop(post_id, None):
            self.channel.remove(post_id)

    def find(self, post_id: str) -> Standing:
        """Find a post or a draft; raise Problem where there is none."""
        found = self.channel.drafts.get(post_id) or self.channel.posts.get(post_id)
        if found is None:
            raise gone(post_id)
        return found

    def shown(self, post: Standing) -> dict[str, object]:
        """Say a post as the API does."""
        return {
            "id": post.id,
            "message": post.text,
            "created_time": datetime.fromtimestamp(post.at, UTC).strftime(
                "%Y-%m-%dT%H:%M:%S+0000"
            ),
            "is_published": post.id not in self.channel.drafts,
            "attachments": {"data": [{"unshimmed_url": post.card.url}] if post.card else []},
            **post.wire,
        }

    def _stand(self, post: Standing) -> None:
        newest = self.listed("published_posts")
        if newest and newest[0].text == post.text:
            raise Problem(400, 506, "Duplicate status message", 1455006)
        self.channel.add(post)

    def _next_id(self) -> str:
        self._last_id = max(self._last_id + 1, round(self._clock() * 1000))
        return str(self._last_id)


def _photo(attached: str, photos: Mapping[str, Photo]) -> Photo:
    """Find a photo that is attached to a post."""
    found = re.search(r'"media_fbid"\s*:\s*"?(\d+)', attached)
    if found is None or found[1] not in photos:
        raise Problem(400, 100, "(#100) No such attached media")
    return photos[found[1]]


def _check(text: str, link: str) -> None:
    if measure(text, Unit.UTF16) > MAX_TEXT:
        raise Problem(400, 100, f"(#100) The message is longer than {MAX_TEXT} characters")
    if link and not re.match(r"https?://\S+$", link):
        raise Problem(400, 1500, "(#1500) The url you supplied is invalid")
