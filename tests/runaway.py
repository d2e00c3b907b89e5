"""Tells work that grows without bound from a busy machine. How fast it is, the benchmarks say."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

RUNAWAY = 30.0
"""Seconds of a processor: what is meant to be done in a part of one, and takes minutes unbounded."""


@contextmanager
def no_runaway() -> Iterator[None]:
    """Fail where what is done inside has run away."""
    begun = time.process_time()
    yield
    assert time.process_time() - begun < RUNAWAY
