from collections.abc import Callable
from pathlib import Path

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
    "password": ("version: 1", "version: 1\nconsole: {password: env:P}", ["console changed", "console.listen changed: takes effect after a restart"]),
    "model": ("version: 1", "version: 1\nsummary: {mode: select, base_url: https://m.example/v1, model: m}", ["summary changed"]),
    "address": ("url: https://www.morningtick.example/", "url: https://www.tock.example/", ["publisher changed", "publisher.url, where sites learn who asks, changed: takes effect after a restart"]),
}  # fmt: skip


def test_a_secret_whose_file_changed_is_named_and_never_shown(
    read: Load, valid: str, tmp_path: Path
) -> None:
    (tmp_path / "ring.txt").write_text("golden ring")
    before = read(valid)
    (tmp_path / "ring.txt").write_text("brazen ring")
    after = read(valid)
    assert changes(before, after) == ["the secret in file:ring.txt changed"]
    assert "ring" not in repr(after.seals).replace("file:ring.txt", "")


@pytest.mark.parametrize(
    ("console", "expected"),
    [
        ("{listen: 127.0.0.1:8080, password: env:Q}", ["console changed"]),
        (
            "{listen: 127.0.0.1:8081, password: env:P}",
            ["console changed", "console.listen changed: takes effect after a restart"],
        ),
    ],
)
def test_of_a_console_only_where_it_listens_needs_a_restart(
    read: Load, valid: str, console: str, expected: list[str]
) -> None:
    first = "{listen: 127.0.0.1:8080, password: env:P}"
    old, new = (
        valid.replace("version: 1", f"version: 1\nconsole: {each}", 1) for each in (first, console)
    )
    assert changes(read(old), read(new)) == expected


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_a_change_is_said_in_words(
    read: Load, valid: str, old: str, new: str, expected: list[str]
) -> None:
    assert changes(read(valid), read(valid.replace(old, new, 1))) == expected
