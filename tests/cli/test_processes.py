"""Work shared among processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from bot.cli.processes import shared


def doubled(word: str) -> str:
    if word == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return word * 2


def test_the_order_is_kept_and_a_process_that_dies_costs_one_item() -> None:
    words = [f"w{number}" for number in range(60)]
    words[3] = words[41] = "deadly"
    got = list(shared(doubled, words, 2, lambda word: f"lost {word}"))
    assert got == [word * 2 if word != "deadly" else "lost deadly" for word in words]


def test_no_process_outlives_a_preview_that_is_killed(tmp_path: Path) -> None:
    """Whoever reads its output would wait for the end of it for ever."""
    pages = [tmp_path / f"{number}.html" for number in range(300)]
    for page in pages:
        page.write_text("<h1>It rains</h1>" + "<p>The rain began on Monday, they say.</p>" * 200)
    words = ["-m", "bot", "preview", "--jsonl", "--jobs", "2", *map(str, pages)]
    with subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        assert running.stdout
        assert running.stdout.readline()
        running.kill()
        running.communicate(timeout=60)  # returns when the last writer is gone
