"""Bluesky's own server."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.real.conftest import Installed

HANDLE, PASSWORD = "morningtick.test", "hunter22-hunter22"


@pytest.fixture(scope="module")
def pds(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a server with one account and say where it listens; it ends with its stdin."""
    there, log = installed("pds"), tmp_path_factory.mktemp("pds") / "log"
    command: list[str | Path] = [there / "venv/bin/node", "server.mjs", log.with_name("data")]
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            command,
            cwd=there,
            env={**os.environ, "LOG_ENABLED": "false"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        assert process.stdout
        line = process.stdout.readline()
        assert line, log.read_text()
        yield json.loads(line)["url"]
        process.communicate()


@pytest.fixture(scope="module")
def account(pds: str) -> str:
    """Open the account and give its DID."""
    body = {"handle": HANDLE, "email": "news@morningtick.test", "password": PASSWORD}
    opened = httpx.post(f"{pds}/xrpc/com.atproto.server.createAccount", json=body).json()
    return str(opened["did"])


def test_the_account_can_be_opened(account: str) -> None:
    assert account.startswith("did:plc:")
