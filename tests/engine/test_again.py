"""How far a database had come is known beside it, and never of another one."""

from pathlib import Path

import pytest

from bot.engine.again import Known


def test_who_starts_later_knows_it_and_of_another_copy_nothing(tmp_path: Path) -> None:
    known = Known(tmp_path).of("postgresql://db/h", "one")
    assert [known(None), known(7), known(None)] == [0, 0, 7]
    assert Known(tmp_path).of("postgresql://db/h", "one")(None) == 7
    for url, mark in (("postgresql://db/h", "two"), ("postgresql://db/other", "one")):
        assert Known(tmp_path).of(url, mark)(None) == 0
    assert known.of("postgresql://db/h", "")(None) == 7
    assert known.of("postgresql://db/h", "two")(None) == 0


def test_where_there_can_be_no_file_it_is_known_as_long_as_we_run(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("no folder")
    known = Known(tmp_path).of("postgresql://db/h", "one")
    assert [known(7), known.of("postgresql://db/h", "one")(None)] == [0, 7]


@pytest.mark.parametrize("content", ["", "7", "x y\n", "é 7 7", "\x00"])
def test_a_file_that_says_nothing_is_no_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "herald.known").write_text(content)
    assert Known(tmp_path).of("postgresql://db/h", "one")(None) == 0
