"""What the documents say is so: links lead somewhere, examples work, tables match the code."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from bot.catalogue import known_platforms, known_sources
from bot.cli import main
from bot.lifecycle import MOVES
from bot.model import State
from bot.settings.loader import load

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
REFERENCE = ROOT / "docs" / "reference" / "README.md"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(path: Path, language: str) -> list[str]:
    """Give the fenced blocks in one language, as a reader would copy them."""
    found = FENCE.findall(path.read_text(encoding="utf-8"))
    return [dedent(text) for _, kind, text in found if kind == language]


def anchors(path: Path) -> set[str]:
    """Give the ids that a code host makes of a page's headings."""
    prose = FENCE.sub("", path.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def find_links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        prose = FENCE.sub("", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)\s]+)\)", prose):
            if not target.startswith(("https://", "http://", "mailto:")):
                yield page, target


LINKS = list(find_links())


@pytest.mark.parametrize(
    ("page", "target"), LINKS, ids=[f"{name(page)}: {target}" for page, target in LINKS]
)
def test_a_link_leads_somewhere(page: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page
    assert there.is_relative_to(ROOT)
    assert there.exists()
    assert not anchor or anchor in anchors(there)


def test_every_page_is_linked_from_another() -> None:
    led_to = {(page.parent / target.partition("#")[0]).resolve() for page, target in LINKS}
    alone = {page for page in PAGES if page not in led_to and page.parent not in led_to}
    assert alone == {README}


CONFIGURATIONS = [
    (page, text) for page in PAGES for text in blocks(page, "yaml") if text.startswith("version:")
]


@pytest.mark.parametrize(
    ("page", "text"), CONFIGURATIONS, ids=[name(page) for page, _ in CONFIGURATIONS]
)
def test_a_configuration_in_the_docs_is_in_order(page: Path, text: str, tmp_path: Path) -> None:
    path = tmp_path / "herald.yaml"
    path.write_text(text, encoding="utf-8")
    assert load(path, known_platforms(), known_sources()).destinations


def test_the_demos_configuration_is_in_order() -> None:
    path = ROOT / "config" / "demo" / "herald.yaml"
    settings = load(path, known_platforms(), known_sources())
    assert {target.destination.name for target in settings.destinations} == {
        name
        for name, known in known_platforms().items()
        if known.capabilities.find or known.capabilities.delete  # more than a notification
    }
    assert settings.warnings == ()


def commands_shown() -> set[tuple[str, ...]]:
    """Give each `herald …` that a page shows: its name and its options."""
    call = re.compile(r"(?:^|[/ ])herald (?:-c \S+ |--config \S+ )?([a-z].*|--\w+)$")
    shown = []
    for page in PAGES:
        shown += [line for text in blocks(page, "sh") for line in text.splitlines()]
        shown += re.findall(r"`(herald [^`]+)`", page.read_text(encoding="utf-8"))
    calls = [found[1] for line in shown if (found := call.search(line.partition("#")[0].strip()))]
    return {
        tuple(word for word in shlex.split(words) if word == words.split()[0] or word[0] == "-")
        for words in calls
    }


@pytest.mark.parametrize("words", sorted(commands_shown()), ids=" ".join)
def test_a_command_that_is_shown_exists_with_its_options(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([words[0], "--help"]) == 0
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(re.search(rf"(?<!\S){option}\b", told) for option in words[1:])


def test_every_make_target_that_is_shown_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = {
        target
        for page in PAGES
        for target in re.findall(r"^\s*make (\w+)|`make (\w+)", page.read_text(), re.MULTILINE)
        for target in target
        if target
    }
    assert {"demo", "test", "install"} <= shown <= targets


def moves() -> set[tuple[str, str]]:
    return {(old.value, new.value) for old, news in MOVES.items() for new in news}


def test_the_picture_of_states_shows_every_move_and_no_other() -> None:
    picture = next(text for text in blocks(README, "mermaid") if "stateDiagram" in text)
    drawn = re.findall(r"^\s*(\w+) --> (\w+)", picture, re.MULTILINE)
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == moves()


def test_the_table_of_states_lists_every_move_and_no_other() -> None:
    rows = re.findall(r"^\| (\w+) \| .+ \| (.+) \|$", REFERENCE.read_text(), re.MULTILINE)
    table = {(old, new) for old, news in rows for new in news.split(", ") if old in set(State)}
    assert {(old, new) for old, new in table if new != "–"} == moves()
    assert {old for old, _ in table} == set(State)


def test_the_table_of_platforms_is_what_they_declare(capsys: pytest.CaptureFixture[str]) -> None:
    main(["platforms", "--markdown"])
    there = ROOT / "docs" / "reference" / "platforms.md"
    assert there.read_text() == capsys.readouterr().out, (
        "stale; refresh it: make docs/reference/platforms.md"
    )
    known = known_platforms()
    rows = re.findall(r"^\| (\w+) \|", there.read_text(), re.MULTILINE)
    assert rows == list(known)


def test_every_platform_is_told_to_people_and_programs(capsys: pytest.CaptureFixture[str]) -> None:
    main(["platforms"])
    told = capsys.readouterr().out
    main(["platforms", "--json"])
    plain = json.loads(capsys.readouterr().out)
    for name, platform in known_platforms().items():
        assert f"\n{name}\n" in f"\n{told}"
        assert plain[name]["text"] == platform.capabilities.text
        assert plain[name]["image_types"] == sorted(platform.capabilities.image_types)


@pytest.mark.parametrize("path", DECISIONS, ids=name)
def test_a_decision_fits_on_a_page(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 30
    parts = re.findall(r"\*\*(Question|Options|Choice|What would change it)[.*,]", text)
    assert parts == ["Question", "Options", "Choice", "What would change it"]


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(path.read_text().startswith(f"# {path.name[:4]} ") for path in DECISIONS)
