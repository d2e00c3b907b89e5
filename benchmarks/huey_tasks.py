"""huey on SQLite, a peer of the engine: tasks of 20 ms, on as many threads as the engine has lanes.

Runs with the peers' Python: `python benchmarks/huey_tasks.py` prints CPU seconds for making and for doing
1,000 tasks. huey takes a task out of its table before it does it, so that a crash loses what was
under way; Herald commits the intent, and the outcome with its proof.
"""

import json
import logging
import os
import tempfile
import threading
import time
from pathlib import Path

from huey import SqliteHuey

TASKS, THREADS, ANSWER_SECONDS = 1000, 20, 0.02


def main(folder: str) -> None:
    logging.disable(logging.CRITICAL)
    queue = SqliteHuey(filename=str(Path(folder) / "h.db"), fsync=True)
    left = threading.Semaphore(0)

    def send(_number: int) -> None:
        time.sleep(ANSWER_SECONDS)
        left.release()

    task = queue.task()(send)
    began = time.process_time()
    for number in range(TASKS):
        task(number)
    made = time.process_time()
    consumer = queue.create_consumer(workers=THREADS, periodic=False, initial_delay=0.01)
    consumer.start()
    for _ in range(TASKS):
        left.acquire()
    print(json.dumps({"made": made - began, "done": time.process_time() - made}), flush=True)
    os._exit(0)  # its threads do not end by themselves


if __name__ == "__main__":
    main(tempfile.mkdtemp())
