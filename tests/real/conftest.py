"""Real servers, each started by the file that tests against it, on loopback, and ended with it.

What is installed where, and how: `install.py`. Everything here is marked `real` and runs by
`make test-real` only.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import door, herald, shim  # noqa: F401 - fixtures
from tests.real.install import REAL, is_installed

HERE = Path(__file__).parent
Installed = Callable[[str], Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("real")


@pytest.fixture(scope="session")
def installed() -> Installed:
    """Say where a server is installed; where it is not its tests are skipped, an error with CI=true."""

    def where(name: str) -> Path:
        if not is_installed(HERE / name):
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
                f"no real {name} here: `make test-real` installs it"
            )
        return REAL / name

    return where
