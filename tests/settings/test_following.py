"""How posts follow their article, as the file says it."""

from collections.abc import Callable

import pytest

from bot.manner import Act, Follows
from bot.settings.settings import Settings

Load = Callable[[str], Settings]

INTO_A_NOTICE = "a post on scroll cannot be edited into a notice"
WISHES = [
    ("", "", (Act.EDIT, Act.DELETE), (Act.OFF, Act.BY_HAND)),
    ("correction: {pigeon: reply}", "", (Act.REPLY, Act.DELETE), (Act.OFF, Act.BY_HAND)),
    (
        "correction: {pigeon: reply}, retraction: {pigeon: notice}",
        "correction: off",
        (Act.OFF, Act.NOTICE),
        (Act.OFF, Act.BY_HAND),
    ),
    ("retraction: {pigeon: off, scroll: off}", "", (Act.EDIT, Act.OFF), (Act.OFF, Act.OFF)),
]


@pytest.mark.parametrize(("posting", "own", "pigeon", "scroll"), WISHES)
def test_each_destination_follows_as_wanted_and_possible(
    read: Load,
    valid: str,
    posting: str,
    own: str,
    pigeon: tuple[Act, Act],
    scroll: tuple[Act, Act],
) -> None:
    tower = f'loft: "@tower"\n    {own}' if own else 'loft: "@tower"'
    text = valid.replace('loft: "@tower"', tower) + f"posting: {{{posting}}}\n"
    settings = read(text.replace("off", "'off'"))
    found = [target.destination.follows for target in settings.destinations]
    wanted = [Follows(correction=c, retraction=r) for c, r in (pigeon, scroll)]
    assert found == wanted
    assert settings.warnings == ()


def test_what_cannot_be_done_is_said_with_what_is_done_instead(read: Load, valid: str) -> None:
    text = valid.replace("platform: scroll\n", "platform: scroll\n    retraction: notice\n")
    posting = "posting: {correction: {scroll: edit, raven: edit}, retraction: {scroll: delete}}\n"
    warnings = [warning.partition(": ")[2] for warning in read(text + posting).warnings]
    assert warnings == [
        "posting.correction.scroll: a post on scroll cannot be edited; done instead: off",
        "posting.correction.raven: raven is no platform of this version",
        "posting.retraction.scroll: a post on scroll cannot be deleted; done instead: by hand",
        f"destinations[1].retraction: {INTO_A_NOTICE}; done instead: by hand",
    ]


@pytest.mark.parametrize("wish", ["thread: 2", "link_style: reply"])
def test_threads_where_there_are_none_are_told(read: Load, valid: str, wish: str) -> None:
    text = valid.replace("platform: scroll\n", f"platform: scroll\n    {wish}\n")
    (warning,) = read(text).warnings
    name = wish.partition(":")[0]
    assert warning.endswith(
        f": destinations[1].{name}: scroll has no threads, so this changes nothing"
    )
    assert read(valid + f"posting: {{{wish}}}\n").warnings == ()
