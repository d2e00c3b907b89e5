"""What is wanted of corrections, retractions and threads and cannot be done."""

from collections.abc import Iterator, Mapping

from bot.manner import Act
from bot.ports import Platform, ways
from bot.settings.document import Document
from bot.settings.schema import File

_KINDS = ("correction", "retraction")
_WORDS = {
    Act.EDIT: "be edited",
    Act.REPLY: "be replied to",
    Act.DELETE: "be deleted",
    Act.NOTICE: "be edited into a notice",
}


def unheeded(
    file: File, document: Document, platforms: Mapping[str, type[Platform]]
) -> Iterator[str]:
    """Warn of what is wanted and cannot be done, and of platforms that there are not."""
    for kind in _KINDS:
        for name, act in (getattr(file.posting, kind) or {}).items():
            where = document.where(("posting", kind, name))
            if name not in platforms:
                yield f"{where}: {name} is no platform of this version"
            else:
                yield from _impossible(where, kind, Act(act), platforms[name])
    for index, own in enumerate(file.destinations):
        for kind in _KINDS:
            if act := getattr(own, kind):
                where = document.where(("destinations", index, kind))
                yield from _impossible(where, kind, Act(act), platforms[own.platform])


def unthreaded(
    file: File, document: Document, platforms: Mapping[str, type[Platform]]
) -> Iterator[str]:
    """Warn where a destination of its own is to continue posts, and its platform has no threads."""
    for index, own in enumerate(file.destinations):
        wishes = {"thread": bool(own.thread), "link_style": own.link_style == "reply"}
        for name, is_wanted in wishes.items():
            if is_wanted and not platforms[own.platform].capabilities.threads:
                where = document.where(("destinations", index, name))
                yield f"{where}: {own.platform} has no threads, so this changes nothing"


def _impossible(where: str, kind: str, act: Act, platform: type[Platform]) -> Iterator[str]:
    given = (act if name == kind else None for name in _KINDS)
    done = getattr(ways(platform.capabilities, *given), kind)
    if done is not act:
        done_by = str(done).replace("_", " ")
        yield f"{where}: a post on {platform.name} cannot {_WORDS[act]}; done instead: {done_by}"
