"""The command line, run in this process."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.cli import console, main

EXAMPLE = Path(__file__).parents[2] / "config" / "herald.example.yaml"
SECRETS = ("TELEGRAM_TOKEN", "X_KEY", "X_SECRET", "X_TOKEN", "X_TOKEN_SECRET")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one command did."""

    code: int
    out: str
    err: str


Herald = Callable[..., Outcome]


@pytest.fixture
def herald(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Herald]:
    """Run a command; the root logger is given back as it was."""
    # why: a slow machine is no reason to say more.
    monkeypatch.setattr(console, "PATIENCE", 600)
    root = logging.getLogger()
    before = root.level, root.handlers[:]

    def run(*words: object) -> Outcome:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Outcome(code=code, out=said.out, err=said.err)

    yield run
    root.level, root.handlers[:] = before


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Give a copy of the example configuration."""
    path = tmp_path / "herald.yaml"
    path.write_bytes(EXAMPLE.read_bytes())
    return path


@pytest.fixture
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, f"canary-{name}")


@dataclass(frozen=True, slots=True)
class Site:
    """A publisher's site on this machine; `pages` by path, each its content type and its text."""

    url: str
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve a site that has no page yet, beside the commands under test."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, text = pages.get(self.path, ("", ""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.end_headers()
            self.wfile.write(text.encode(errors="surrogateescape"))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    served = Site(f"http://127.0.0.1:{server.server_port}/")
    pages = served.pages
    yield served
    server.shutdown()
    thread.join()
    server.server_close()
