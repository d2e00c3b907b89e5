import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot.catalogue import known_platforms, known_sources
from bot.errors import FetchError
from bot.settings.loader import load

Herald = Callable[..., Any]
CONFIG = Path(__file__).parents[2] / "config"
URL = "https://www.morningtick.example/"


@pytest.mark.usefixtures("_secrets")
def test_a_valid_configuration_is_summed_up(herald: Herald, example: Path) -> None:
    done = herald("-c", example, "check")
    assert (done.code, done.err) == (0, "")
    assert f"{example} is valid: Morning Tick" in done.out
    assert "telegram  telegram  @morningtick" in done.out
    assert herald("-c", example, "check", "--quiet").out == ""


@pytest.mark.usefixtures("_secrets")
def test_a_valid_configuration_is_summed_up_for_programs(herald: Herald, example: Path) -> None:
    done = herald("-c", example, "check", "--json")
    assert (done.code, done.err) == (0, "")
    said = json.loads(done.out)
    assert (said["valid"], said["problems"], said["warnings"]) == (True, [], [])
    assert said["sources"] == [{"name": "main", "kind": "feed", "url": f"{URL}feed/"}]
    assert [d["platform"] for d in said["destinations"]] == ["telegram", "x"]


def test_missing_secrets_only_warn(
    herald: Herald, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    done = herald("-c", example, "check")
    assert done.code == 0
    assert f"warning: {example}:" in done.err
    assert "destinations[0].token: the environment has no TELEGRAM_TOKEN" in done.err


def test_all_errors_are_told_with_their_places(herald: Herald, example: Path) -> None:
    text = (
        example.read_text().replace("every: 5m", "evry: 5m").replace("spacing: 3m", "spacing: 3")
    )
    text = text.replace("token: env:TELEGRAM_TOKEN", "token: 7712345678:AAF-canary")
    example.write_text(text)
    done = herald("-c", example, "check")
    assert done.code == 78
    evry, token, spacing = done.out.splitlines()
    assert "sources[0].evry: unknown key, did you mean every?" in evry
    assert "destinations[0].token: a secret is never written here" in token
    assert "posting.spacing: must be a duration" in spacing
    assert "canary" not in done.out + done.err
    as_json = herald("check", "--json", "-c", example)
    assert as_json.code == 78
    assert json.loads(as_json.out) == {
        "valid": False,
        "file": str(example),
        "problems": [evry, token, spacing],
    }


def test_the_schema_in_the_repository_is_that_of_this_version(herald: Herald) -> None:
    done = herald("schema")
    assert done.code == 0
    assert done.out == (CONFIG / "schema.json").read_text(), "herald schema > config/schema.json"


def test_the_schema_agrees_with_the_example_and_describes_every_key(herald: Herald) -> None:
    schema = json.loads(herald("schema").out)
    data = YAML(typ="safe", pure=True).load(CONFIG / "herald.example.yaml")
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    assert list(validator.iter_errors(data)) == []
    assert list(validator.iter_errors({**data, "posts": 1})) != []
    sections = {**schema["$defs"], "the file": schema}
    undescribed = {
        f"{title}.{key}"
        for title, section in sections.items()
        for key, said in section.get("properties", {}).items()
        if "description"
        not in {**sections.get(said.get("$ref", "").rpartition("/")[2], {}), **said}
    }
    assert undescribed == set()


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    async def explore(url: str, *_: object, **__: object) -> None:
        raise FetchError(url, "cannot connect")

    monkeypatch.setattr("bot.cli.discovery.explore", explore)


def flags(**given: str) -> list[str]:
    return [word for key, value in given.items() for word in (f"--{key}", value)]


@pytest.mark.usefixtures("_no_network")
def test_a_new_configuration_is_in_order(herald: Herald, tmp_path: Path) -> None:
    path = tmp_path / "new" / "herald.yaml"
    done = herald("-c", path, "init", URL, "--telegram", "@morningtick", "--x")
    guess = "is written, but its feed is a guess: correct it, or init again (--force)"
    assert (done.code, done.out) == (69, "")
    assert done.err == f"{URL}: cannot connect\n{path} {guess}\n"
    settings = load(path, known_platforms(), known_sources())
    assert settings.warnings == ()
    assert settings.publisher.name == "morningtick.example"
    assert settings.sources[0].url == f"{URL}feed/"
    assert [t.destination.name for t in settings.destinations] == ["telegram", "x"]
    assert path.with_name("schema.json").exists()


@pytest.mark.usefixtures("_no_network")
@pytest.mark.parametrize("typed", ["www.morningtick.example/", URL])
def test_an_address_may_be_typed_as_people_do(herald: Herald, tmp_path: Path, typed: str) -> None:
    path = tmp_path / "herald.yaml"
    done = herald("-c", path, "init", typed, "--feed", f"{URL}feed/")
    assert done.code == 0
    assert "Next: say in it where to post (destinations), then  herald check" in done.out
    assert load(path, known_platforms(), known_sources()).publisher.url == URL


@pytest.mark.usefixtures("_no_network")
@pytest.mark.parametrize("typed", ["news", "ftp://www.morningtick.example/", "https:///", "?.x"])
def test_what_is_no_address_is_told_before_anything_is_written(
    herald: Herald, tmp_path: Path, typed: str
) -> None:
    path = tmp_path / "herald.yaml"
    done = herald("-c", path, "init", typed)
    assert done.code == 64
    assert f"{typed} is no web address: https://www.example.org/ is one" in done.err
    assert not path.exists()


@pytest.mark.usefixtures("_no_network")
def test_the_example_is_what_init_writes(herald: Herald, tmp_path: Path) -> None:
    words = flags(
        name="Morning Tick",
        feed=f"{URL}feed/",
        language="en",
        telegram="@morningtick",
    )
    path = tmp_path / "herald.yaml"
    assert herald("-c", path, "init", URL, "--x", *words).code == 0
    assert path.read_text() == (CONFIG / "herald.example.yaml").read_text()
    assert path.read_text().startswith("# yaml-language-server: $schema=schema.json\n")


@pytest.mark.usefixtures("_no_network")
def test_without_a_destination_the_configuration_says_how_to_add_one(
    herald: Herald, tmp_path: Path
) -> None:
    path = tmp_path / "herald.yaml"
    assert herald("-c", path, "init", URL, "--feed", f"{URL}feed/").code == 0
    assert "destinations: []\n" in path.read_text()
    assert "nothing will be posted" in herald("-c", path, "check").err


@pytest.mark.usefixtures("_no_network")
def test_what_somebody_wrote_is_not_written_over(herald: Herald, example: Path) -> None:
    before = example.read_text()
    done = herald("-c", example, "init", URL)
    assert done.code == 1
    assert "--force" in done.err
    assert example.read_text() == before
    assert herald("-c", example, "init", URL, "--force").code == 69
    assert example.read_text() != before


@pytest.mark.usefixtures("_no_network")
@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ([], "herald init https://"),
        (["morningtick"], "morningtick is no web address"),
        ([URL, *flags(telegram="morning tick")], "destinations[0].chat"),
        ([URL, *flags(language="English")], "must be a language like en"),
    ],
)
def test_what_makes_no_configuration_writes_none(
    herald: Herald, tmp_path: Path, words: list[str], hint: str
) -> None:
    path = tmp_path / "herald.yaml"
    done = herald("-c", path, "init", *words)
    assert (done.code, done.out) == (64, "")
    assert hint in done.err
    assert not path.exists()


@pytest.mark.usefixtures("_no_network")
@pytest.mark.parametrize(
    "name", ['"Tick" & \\Tock', "Tick: Tock # or not", "ティック\U0001f4f0", "{x}"]
)
def test_any_name_survives_being_written(herald: Herald, tmp_path: Path, name: str) -> None:
    path = tmp_path / "herald.yaml"
    assert herald("-c", path, "init", URL, "--name", name).code == 69
    assert load(path, known_platforms(), known_sources()).publisher.name == name


@pytest.mark.usefixtures("_no_network")
def test_a_person_at_a_terminal_is_asked(
    herald: Herald, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "herald.yaml"
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{URL}\nMorning Tick\n\n@morningtick\ny\n"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    done = herald("-c", path, "init")
    assert done.code == 0
    assert "The publisher's name" in done.err
    settings = load(path, known_platforms(), known_sources())
    assert settings.publisher.name == "Morning Tick"
    assert settings.destinations[0].destination.address == "@morningtick"
    assert settings.destinations[1].destination.platform == "x"


def test_templates_are_tried_on_what_is_hardest_for_them(herald: Any, example: Path) -> None:
    text = example.read_text().replace("\nposting:\n", "\nposting:\n  template: TEMPLATE\n")
    assert "TEMPLATE" in text
    long = "'" + "y" * 270 + " {{ headline }} {{ link }}'"
    example.write_text(text.replace("TEMPLATE", long))
    done = herald("-c", example, "check")
    assert done.code == 1
    line = 1 + example.read_text().splitlines().index(f"  template: {long}")
    assert (
        f"{example}:{line}:13: posting.template: cannot be used at x for an article with a headline"
        " alone: what is left at last takes" in done.err
    )
    assert "cannot be used at telegram" not in done.err
    example.write_text(text.replace("TEMPLATE", "'**{{ headline }}** {{ link }}'"))
    assert herald("-c", example, "check").code == 0
