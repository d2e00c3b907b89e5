"""Plain pages that list articles."""

import asyncio

from bot.page.listing import read_listing
from bot.ports import Poll, Source, Validators

_UNCHANGED = 304


class Page(Source):
    """A plain page that lists articles, where a site has no feed."""

    kind = "page"
    takes_links = True

    async def poll(self, validators: Validators) -> Poll:
        rules = self.rules
        answer = await self.ask(rules.url, validators)
        entries = None
        if answer.status != _UNCHANGED:
            # In a thread, since the largest page allowed takes seconds.
            entries = await asyncio.to_thread(
                read_listing,
                answer.body,
                content_type=answer.content_type,
                url=answer.url,
                source=rules.name,
                links=rules.links,
            )
        return Poll(
            entries=entries,
            validators=answer.validators,
            max_age=answer.max_age,
            moved_to=answer.moved_to,
            listed=None if entries is None else len(entries),
            size=len(answer.body),
        )
