"""Sites that run WordPress."""

import asyncio
import json
from dataclasses import replace

from bot.errors import FetchError
from bot.model import Entry
from bot.page.wordpress import (
    PER_PAGE,
    changes_address,
    guids_of,
    is_moment,
    list_address,
    posts_address,
    read_list,
    read_posts,
)
from bot.ports import Answer, Poll, Source, Validators

PAGES = 3
"""Lists looked through for a post that we know; more new posts than they hold are no news."""
AT_ONCE = 50
"""Posts asked for in one go: with all that plug-ins add, some take 30 KiB."""

_UNCHANGED = 304
_NOTHING = Validators()
_INSTEAD = "or configure the site's feed instead"
_CLOSED = f"WordPress does not show its posts to visitors: open its REST API, {_INSTEAD}"
_MISSING = f"WordPress's REST API is not there: correct the address, {_INSTEAD}"
_PLAIN = "; where permalinks are plain, add ?rest_route=/ to it"
_ADVICE: dict[int | None, str] = {401: _CLOSED, 403: _CLOSED, 404: _MISSING + _PLAIN}


class WordPress(Source):
    """A site that runs WordPress: its address, or that of its REST API.

    `Validators` are those of the list of newest posts; `seen` is that list as JSON: the ids, and
    when each post had changed.
    """

    kind = "wordpress"

    async def poll(self, validators: Validators) -> Poll:
        before = _recall(validators.seen)
        top = await self._answer(list_address(self.rules.url, 0), validators)
        is_same = top.status == _UNCHANGED
        listed = before if is_same else await self._list(top, before)
        ended = [guid for post in _holes(before, listed) for guid in guids_of(post, top.url)]
        # Listed or not: of old posts only those that somebody changes are named again.
        listed = listed | await self._changed(before)
        wanted = [post for post, changed in listed.items() if before.get(post) != changed]
        entries: dict[str, Entry] = {}
        for start in range(0, len(wanted), AT_ONCE):
            entries |= await self._read(wanted[start : start + AT_ONCE])
        # What the list names and nobody may read is asked for again, until somebody may.
        known = {post: listed[post] for post in listed if post in entries or post not in wanted}
        kept = top.validators if known == listed else _NOTHING
        return Poll(
            entries=tuple(entries.values()) if wanted else None,
            validators=replace(kept, seen=json.dumps(known | _newest_last(before) | known)),
            max_age=top.max_age,
            moved_to=top.moved_to,
            listed=None if is_same else len(listed),
            size=len(top.body),
            ended=tuple(ended),
        )

    async def _changed(self, before: dict[str, str]) -> dict[str, str]:
        """List what changed since the last change that we know of, however old the post is."""
        moment = max(filter(is_moment, before.values()), default="")
        if not moment:
            return {}
        answer = await self._answer(changes_address(self.rules.url, moment))
        return read_list(answer.body, answer.url)

    async def _list(self, top: Answer, before: dict[str, str]) -> dict[str, str]:
        """List posts back to one that we know: at most `PAGES` times `PER_PAGE`."""
        listed = page = read_list(top.body, top.url)
        for number in range(1, PAGES):
            if not page or not before.keys().isdisjoint(page):
                break
            answer = await self._answer(list_address(self.rules.url, number * PER_PAGE))
            page = read_list(answer.body, answer.url)
            listed |= page
        return listed

    async def _read(self, posts: list[str]) -> dict[str, Entry]:
        answer = await self._answer(posts_address(self.rules.url, posts))
        # In a thread, since what plug-ins add can make the answer large.
        return await asyncio.to_thread(
            read_posts, answer.body, answer.url, self.rules.name, answer.date
        )

    async def _answer(self, url: str, validators: Validators = _NOTHING) -> Answer:
        try:
            return await self.ask(url, validators)
        except FetchError as error:
            if error.status not in _ADVICE:
                raise
            why = f"{_ADVICE[error.status]} ({error.status})"
            raise FetchError(
                error.url, why, status=error.status, retry_after=error.retry_after
            ) from error


def _recall(seen: str) -> dict[str, str]:
    """Read our notes back; what another kind of source noted is none."""
    try:
        known = json.loads(seen)
    except (ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _holes(before: dict[str, str], listed: dict[str, str]) -> list[str]:
    """Find the posts that are not listed any more though older ones still are."""
    places = [place for place, post in enumerate(before) if post in listed]
    return [post for post in list(before)[: max(places, default=0)] if post not in listed]


def _newest_last(before: dict[str, str]) -> dict[str, str]:
    """Keep which post changed last, so that it is known from when on changes are asked for."""
    return dict(sorted(before.items(), key=lambda each: each[1])[-1:])
