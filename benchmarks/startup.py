"""The whole program: CPU until its first poll and to check a configuration, and memory with ten sources."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import psutil

from benchmarks.servers import running
from benchmarks.table import Figure

SOURCES = 10
SETTLED = 6.0
"""Seconds after which memory is read: every source was polled by then."""


def _config(url: str) -> str:
    sources = "".join(
        f"  - {{name: s{n}, feed: '{url}/{n}', allow_private: true}}\n" for n in range(SOURCES)
    )
    return f"""\
version: 1
database: sqlite:///h.db
publisher: {{name: P, url: '{url}/'}}
sources:
{sources}
destinations:
  - {{name: telegram, platform: telegram, chat: '@morningtick', token: 'env:T'}}
  - name: x
    platform: x
    auth: {{consumer_key: 'env:T', consumer_secret: 'env:T', access_token: 'env:T',
      access_token_secret: 'env:T'}}
"""


def _checked(config: Path) -> float:
    """Give the seconds of CPU that `check` takes."""
    before = getrusage(RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "bot", "-c", str(config), "check"]
    subprocess.run(command, env={**os.environ, "T": "1:secret"}, check=True, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure() -> list[Figure]:
    """Run the real command for some seconds."""
    with running("feeds") as url, tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "herald.yaml"
        config.write_text(_config(url))
        checked = _checked(config)
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "-c", str(config), "run"],
            env={**os.environ, "T": "1:secret"},
            stderr=subprocess.DEVNULL,
        )
        try:
            seen = psutil.Process(process.pid)
            while not seen.net_connections():
                if process.poll() is not None:
                    raise RuntimeError(f"herald run ended with {process.returncode}")
                time.sleep(0.002)
            times = seen.cpu_times()
            time.sleep(SETTLED)
            memory = seen.memory_info().rss
        finally:
            process.terminate()
            process.wait(30)
    return [
        Figure(what="check: CPU", value=checked, unit="s", aim="< 1"),
        Figure(
            what="start: CPU until the first poll leaves",
            value=times.user + times.system,
            unit="s",
            aim="≤ 0.8",
        ),
        Figure(
            what=f"memory: resident with {SOURCES} sources, before the first post",
            value=memory / 2**20,
            unit="MiB",
            aim="≤ 90 (RSStT 137, n8n 417)",
        ),
    ]
