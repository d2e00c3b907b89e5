import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bot.cli import COMMANDS, exit_code, globals_first
from bot.errors import (
    AddressTaken,
    AnotherInstance,
    ConfigError,
    FetchError,
    HeraldError,
    NotPossible,
    StoreLost,
    StoreRefused,
    StoreUnavailable,
)

Herald = Callable[..., Any]
HEAVY = {"pydantic", "ruamel.yaml", "rich", "aiohttp", "telegram", "tweepy", "asyncpg"}
ROOT = Path(__file__).parents[2]


def python(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own; the last line of stderr lists what it imported."""
    code = (
        "import sys; from bot.cli import main; code = main(sys.argv[1:]);"
        f"print(*sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def imported(done: subprocess.CompletedProcess[str]) -> set[str]:
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("group", COMMANDS)
def test_the_table_of_commands_is_true(group: str) -> None:
    commands = import_module(f"bot.cli.{group}").commands.registered_commands
    names = {command.name or command.callback.__name__ for command in commands}
    assert names == set(COMMANDS[group])


@pytest.mark.parametrize("name", [name for names in COMMANDS.values() for name in names])
def test_every_command_gives_an_example_that_can_be_copied(herald: Herald, name: str) -> None:
    group = next(group for group, names in COMMANDS.items() if name in names)
    commands = import_module(f"bot.cli.{group}").commands.registered_commands
    epilog = next(c.epilog for c in commands if name in {c.name, c.callback.__name__})
    examples = re.findall(r"herald .*", epilog or "")
    assert any(name in example.split() for example in examples)
    shown = herald(name, "--help").out
    assert all(example in shown for example in examples)


@pytest.mark.parametrize("name", [n for names in COMMANDS.values() for n in names])
def test_help_fits_a_terminal_of_80_columns(
    monkeypatch: pytest.MonkeyPatch, herald: Herald, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert [line for line in herald(name, "--help").out.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("words", ["schema", "--help", "platforms"])
def test_an_answer_that_cannot_be_written_is_no_bug(words: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )
    assert done.stderr == "what this command says cannot be written: No space left on device\n"
    assert done.returncode == 75


def test_closed_streams_are_never_taken_for_what_is_opened_next(example: Path) -> None:
    words = [sys.executable, "-m", "bot", "-c", str(example), "migrate"]
    shell = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *words]
    done = subprocess.run(shell, cwd=ROOT, check=False)
    assert done.returncode == 0
    assert (example.parent / "var/herald.db").read_bytes().startswith(b"SQLite format 3")


def test_the_version_is_said_at_once() -> None:
    done = python("--version")
    assert (done.returncode, done.stdout) == (0, "herald 0.1.0\n")
    assert imported(done) == set()


def test_checking_takes_no_library_of_a_platform(example: Path) -> None:
    done = python("-c", example, "check")
    assert done.returncode == 0
    assert imported(done) == {"pydantic", "ruamel.yaml"}


def test_help_names_every_command_and_colours_nothing(
    herald: Herald, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = herald("--help")
    assert done.out.count("...") == 1, "each command's sentence stands there whole; [ARGS]..."
    assert done.code == 0
    listed = {line.split()[0] for line in done.out.splitlines() if line.startswith("  ")}
    assert {name for names in COMMANDS.values() for name in names} <= listed
    assert "Examples:" in done.out
    assert "\x1b" not in done.out


@pytest.mark.parametrize("command", [name for names in COMMANDS.values() for name in names])
def test_every_command_explains_itself(herald: Herald, command: str) -> None:
    done = herald(command, "--help")
    assert done.code == 0
    assert f"Usage: herald {command}" in done.out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ([], "Usage: herald"),
        (["chek"], "Did you mean 'check'"),
        (["check", "--jso"], "No such option: --jso"),
        (["check", "more"], "unexpected extra argument"),
        (["check", "-c"], "requires an argument"),
        (["post"], "Missing argument"),
        (["retry", "99999999999999999999"], "'ID…': must be less than or equal"),
        (["retry", "one"], "'ID…': must be a valid integer\n"),
        (["deliveries", "--state", "gone"], "'--state': 'gone' is not one of 'held', 'due'"),
        (["resolve", "0", "--not-posted"], "greater than or equal"),
    ],
)
def test_wrong_usage_ends_with_64(herald: Herald, words: list[str], hint: str) -> None:
    done = herald(*words)
    assert (done.code, done.out) == (64, "")
    assert hint in done.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotPossible("no"), 1),
        (FetchError("https://a.example/", "no"), 1),
        (HeraldError("no"), 1),
        (AddressTaken("no"), 69),
        (AnotherInstance("no"), 69),
        (StoreRefused("no"), 69),
        (StoreLost("no"), 69),
        (StoreUnavailable("no"), 75),
        (ConfigError(("no",)), 78),
    ],
    ids=lambda case: type(case).__name__,
)
def test_scripts_can_tell_errors_apart(error: HeraldError, code: int) -> None:
    assert exit_code(error) == code


def test_an_error_is_told_on_stderr(herald: Herald, tmp_path: Path) -> None:
    done = herald("status", "-c", tmp_path / "none.yaml")
    assert (done.code, done.out) == (78, "")
    assert (
        done.err
        == f"{tmp_path}/none.yaml:1:1: file: does not exist; write one with: herald init\n"
    )


def test_a_bug_is_told_without_secrets(
    herald: Herald, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_: object) -> None:
        raise RuntimeError("7712345678:AAF-canary_canary_canary_canary_123")

    monkeypatch.setattr("bot.cli.checking.answer", break_down)
    done = herald("-c", example, "check", "--json")
    assert (done.code, done.out) == (70, "")
    assert "RuntimeError: ***" in json.loads(done.err)["error"]
    assert "canary" not in done.err


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("check --json", "--json check"),
        ("check -c a.yaml --quiet", "-c a.yaml --quiet check"),
        ("--json check --config=a.yaml", "--json --config=a.yaml check"),
        ("post URL --to x --verbose --now", "--verbose post URL --to x --now"),
        ("post -- --json -c a", "post -- --json -c a"),
        ("check -c", "-c"),
        ("", ""),
    ],
)
def test_global_options_stand_anywhere(typed: str, expected: str) -> None:
    assert globals_first(typed.split()) == expected.split()


def test_the_configuration_may_come_from_the_environment(
    herald: Herald, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HERALD_CONFIG", str(example))
    assert herald("check").code == 0


def test_the_shell_can_complete_commands(monkeypatch: pytest.MonkeyPatch, herald: Herald) -> None:
    monkeypatch.setenv("_HERALD_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "herald re")
    monkeypatch.setenv("COMP_CWORD", "1")
    words = {"reject", "replay", "retract", "retry", "resolve", "resume"}
    assert set(herald().out.split()) == words
