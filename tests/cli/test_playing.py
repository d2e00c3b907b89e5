"""The sandbox and the demo refuse in a sentence what they cannot do."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parents[2] / "config" / "demo"


def test_an_address_that_is_taken_is_in_the_way(herald: Any) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        done = herald("sandbox", "--listen", taken)
    assert (done.code, done.out) == (69, "")
    assert done.err == f"{taken}: Address already in use; say another with --listen\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", "192.0.2.1", "example.org"])  # noqa: S104
def test_nobody_else_reaches_the_sandbox(herald: Any, host: str) -> None:
    done = herald("sandbox", "--listen", f"{host}:8781", "--seconds", "0.01")
    assert (done.code, done.out) == (1, "")
    assert "it listens on this machine only: say 127.0.0.1:8781" in done.err


WRONG = {
    "no file": (None, "No such file or directory"),
    "no JSON": ("{", "Invalid JSON"),
    "no fault": ('[{"match": 1, "do": "429"}]', "0.match: Input should be a valid string"),
}


@pytest.mark.parametrize(("text", "why"), WRONG.values(), ids=WRONG)
def test_a_wrong_script_of_faults_is_said(
    herald: Any, tmp_path: Path, text: str | None, why: str
) -> None:
    script = tmp_path / "faults.json"
    if text is not None:
        script.write_text(text)
    done = herald("sandbox", "--listen", "127.0.0.1:0", "--faults", script)
    assert (done.code, done.out) == (64, "")
    assert f"{script}: " in done.err
    assert why in done.err


@pytest.mark.parametrize("listen", ["8781", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536"])
def test_what_is_no_address_is_said(herald: Any, listen: str) -> None:
    done = herald("sandbox", "--listen", listen)
    assert (done.code, done.out) == (64, "")
    assert f"{listen} is not HOST:PORT" in done.err


def test_a_demo_without_a_publisher_is_said(herald: Any, tmp_path: Path) -> None:
    done = herald("demo", "--site", tmp_path)
    assert (done.code, done.out) == (64, "")
    assert f"there is no publisher in {tmp_path}; say where with --site" in done.err


def test_the_demo_says_where_to_look_and_that_it_ended_too_early(herald: Any) -> None:
    done = herald("demo", "--seconds", "0.1", "--site", DEMO)
    assert done.code == 1
    labels = [line.partition(" http")[0].strip() for line in done.out.splitlines()[:3]]
    assert labels == [
        "the publisher's site:",
        "channels as readers see them:",
        "the operator's console:",
    ]
    assert "not exactly once: " in done.err
    document = json.loads(herald("demo", "--seconds", "0.1", "--site", DEMO, "--json").out)
    assert {post["state"] for post in document} <= {"due", "sending", "sent"}
