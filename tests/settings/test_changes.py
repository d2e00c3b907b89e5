from collections.abc import Callable

import pytest

from bot.settings.changes import changes
from bot.settings.settings import Settings

Load = Callable[[str], Settings]

CASES = {
    "only a comment": ("version: 1", "version: 1  # the first", []),
    "publisher": ("Morning Tick", "Evening Tock", ["publisher changed"]),
    "zone": ("  name: Morning", "  timezone: Europe/Paris\n  name: Morning", ["zone changed"]),
    "source": ("- name: main\n", "- name: main\n    every: 1h\n    burst: 3\n", ["source main changed: burst, every"]),
    "another source": ("destinations:", "  - {name: b, sitemap: https://b.example/}\ndestinations:", ["source b added"]),
    "renamed": ("name: gate", "name: door", ["routes changed", "destination door added", "destination gate removed"]),
    "channel": ('loft: "@tower"', 'loft: "@keep"', ["destination tower changed: address, loft"]),
    "secret elsewhere": ("env:TOWER_TOKEN", "env:OTHER", ["destination tower changed: token"]),
    "pace": ("    platform: pigeon", "    platform: pigeon\n    spacing: 1m", ["destination tower changed: spacing"]),
    "approval of all": ("version: 1", "version: 1\nposting: {approval: all}", ["destination tower changed: needs_approval", "destination gate changed: needs_approval"]),
    "database": ("version: 1", "version: 1\ndatabase: postgresql://db/h", ["database changed: takes effect after a restart"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_a_change_is_said_in_words(
    read: Load, valid: str, old: str, new: str, expected: list[str]
) -> None:
    assert changes(read(valid), read(valid.replace(old, new, 1))) == expected
