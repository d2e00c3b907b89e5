"""Work shared among processes: in order, in bounded memory, and none outlives its parent."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

CHUNK = 8
"""Items that go to a process together."""
AHEAD = 3
"""Chunks for each process that may be under way, or done and not yet taken."""


def shared(
    work: Callable[[str], T], items: Sequence[str], jobs: int, lost: Callable[[str], T]
) -> Iterator[T]:
    """Do the work on each item in `jobs` processes; what comes out keeps the order of the items.

    An item at which its process dies (out of memory, killed) gives `lost`, and ends no other's.
    """
    left = deque(items[at : at + CHUNK] for at in range(0, len(items), CHUNK))
    while left:
        ahead: deque[tuple[Sequence[str], Future[list[T]]]] = deque()
        try:
            with ProcessPoolExecutor(jobs, initializer=_watch_parent) as pool:
                while left or ahead:
                    while left and len(ahead) < AHEAD * jobs:
                        ahead.append((left[0], pool.submit(_each, work, left[0])))
                        left.popleft()
                    yield from ahead[0][1].result()
                    ahead.popleft()
        except BrokenProcessPool:
            for chunk, _ in ahead:
                yield from map(partial(_alone, work, lost), chunk)


def _each(work: Callable[[str], T], items: Sequence[str]) -> list[T]:
    return [work(item) for item in items]


def _alone(work: Callable[[str], T], lost: Callable[[str], T], item: str) -> T:
    try:
        with ProcessPoolExecutor(1, initializer=_watch_parent) as pool:
            return pool.submit(work, item).result()
    except BrokenProcessPool:
        return lost(item)


def _watch_parent() -> None:
    # why: a parent that is killed tells nobody; its children would wait for work for ever, and
    # whoever reads its output would wait with them.
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)
