"""The container's files keep their promises, as far as can be seen without an engine."""

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from bot.rules import Destination

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVICE = SERVICES["herald"]
OURS = {name: each for name, each in SERVICES.items() if each["image"] == "herald"}
SEND_LIMIT = Destination(name="any", platform="any", address="@any").timeout


class Line(NamedTuple):
    """One instruction of the Dockerfile."""

    word: str
    rest: str

    def command(self) -> list[str]:
        """Give what the exec form runs; the shell form is no JSON and fails."""
        words: list[str] = json.loads(self.rest[self.rest.index("[") :])
        return words


LINES = [
    Line(*line.split(maxsplit=1))
    for line in (ROOT / "Dockerfile").read_text().splitlines()
    if line and not line.startswith("#")
]
LAST_STAGE = LINES[max(i for i, line in enumerate(LINES) if line.word == "FROM") :]
COPIED = [
    source
    for line in LINES
    if line.word == "COPY" and not line.rest.startswith("--from")
    for source in line.rest.split()[:-1]
]


def only(lines: list[Line], word: str) -> Line:
    found = [line for line in lines if line.word == word]
    assert len(found) == 1, word
    return found[0]


def test_every_base_is_pinned_to_one_image() -> None:
    bases = {line.rest.partition(" AS ")[0] for line in LINES if line.word == "FROM"}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", bases.pop())


def test_nothing_runs_through_a_shell() -> None:
    for line in LINES:
        if line.word in {"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"}:
            assert line.command()


def test_only_what_is_named_by_hash_is_installed() -> None:
    installs = [line.rest for line in LINES if line.word == "RUN" and '"install", "-' in line.rest]
    from_outside = [rest for rest in installs if '"pip"' in rest and "--no-index" not in rest]
    assert len(from_outside) == 2
    assert all("--require-hashes" in rest for rest in from_outside)


def test_what_builds_the_wheel_is_the_locked_build_system() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    locked = (ROOT / "requirements-build.lock").read_text()
    for requirement in project["build-system"]["requires"]:
        assert f"{requirement} \\\n    --hash=sha256:" in locked


@pytest.mark.parametrize("source", COPIED)
def test_what_is_copied_exists_and_reaches_the_build(source: str) -> None:
    assert (ROOT / source).exists()
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in rules
    assert f"!{source}" in rules


@pytest.mark.parametrize("name", ["secrets", "config", "var", ".git", ".venv", ".env"])
def test_nothing_private_reaches_the_build(name: str) -> None:
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    assert not any(fnmatch(name, rule[1:]) for rule in rules if rule.startswith("!"))


def test_it_runs_as_nobody() -> None:
    user, _, group = only(LAST_STAGE, "USER").rest.partition(":")
    assert int(user) >= 1000
    assert int(group) >= 1000
    owner = next(line.command() for line in LAST_STAGE if line.word == "RUN")
    assert owner[owner.index("-o") + 1] == user
    assert owner[-1] == only(LAST_STAGE, "VOLUME").rest


@pytest.mark.parametrize("service", OURS.values(), ids=OURS)
def test_the_container_may_do_nothing_beyond_its_work(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - the container's own
    assert not service.keys() & {"privileged", "cap_add", "network_mode", "user"}


def test_nothing_of_it_is_open_to_the_network() -> None:
    assert not [name for name, service in SERVICES.items() if "ports" in service]


@pytest.mark.parametrize("service", OURS.values(), ids=OURS)
def test_it_starts_again_and_stops_only_after_the_longest_attempt(
    service: dict[str, Any],
) -> None:
    assert service["restart"] == "unless-stopped"
    assert int(service["stop_grace_period"].removesuffix("s")) > SEND_LIMIT


def test_a_fleet_is_a_server_and_workers_that_wait_for_it() -> None:
    assert "profiles" not in SERVICE
    worker, server = SERVICES["worker"], SERVICES["postgres"]
    assert worker["profiles"] == server["profiles"] == ["fleet"]
    assert worker["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert [volume["target"] for volume in worker["volumes"]] == ["/config"]
    user, name, password = (
        server["environment"][f"POSTGRES_{key}"] for key in ("USER", "DB", "PASSWORD_FILE")
    )
    how_to = (ROOT / "docs/how-to/several-machines.md").read_text()
    assert f"database: postgresql://{user}@postgres/{name}\n" in how_to
    assert f"database_password: file:{password}\n" in how_to
    assert password.removeprefix("/run/secrets/") in worker["secrets"]


def test_the_image_speaks_to_postgresql() -> None:
    installed = [
        line.rest for line in LINES if line.word == "RUN" and "requirements.lock" in line.rest
    ]
    assert len(installed) == 1
    assert "\nasyncpg==" in (ROOT / "requirements.lock").read_text()


def test_compose_and_image_agree_on_where_things_are() -> None:
    mounts = {volume["target"]: volume for volume in SERVICE["volumes"]}
    environment = dict(re.findall(r"(\w+)=(\S+)", only(LAST_STAGE, "ENV").rest))
    configuration = Path(SERVICE["environment"]["HERALD_CONFIG"])
    assert str(configuration) == environment["HERALD_CONFIG"]
    assert mounts[str(configuration.parent)]["read_only"] is True
    memory = mounts[only(LAST_STAGE, "VOLUME").rest]
    assert memory["type"] == "volume"
    assert memory["source"] in COMPOSE["volumes"]
    assert not memory.get("read_only")


def test_compose_and_image_ask_for_health_the_same_way() -> None:
    in_image = only(LAST_STAGE, "HEALTHCHECK")
    check = SERVICE["healthcheck"]
    assert check["test"] == ["CMD", *in_image.command()]
    assert f"--timeout={check['timeout']}" in in_image.rest
    assert in_image.command() == ["herald", "status", "--quiet"]


def test_secrets_come_as_files_that_git_never_sees() -> None:
    assert {name for each in SERVICES.values() for name in each["secrets"]} == set(
        COMPOSE["secrets"]
    )
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}
    assert "secrets/" in ignored
    assert all(set(service["environment"]) == {"HERALD_CONFIG"} for service in OURS.values())
