"""Questions by many clients at once in, answered questions a second out."""

import threading
import time
from collections.abc import Sequence
from itertools import count

from eval.benchmarks.service import Client


def throughput(port: int, queries: Sequence[str], *, clients: int, seconds: float) -> float:
    """Queries answered a second while `clients` ask without a pause, each over its own connection.

    Raises:
        EvalError: the service refused one.
    """
    numbers = count()
    answered = [0] * clients
    failed: list[Exception] = []
    clock = [0.0]
    start = threading.Barrier(clients, action=lambda: clock.__setitem__(0, time.perf_counter()))

    def ask(client: int) -> None:
        connection = Client(port)
        try:
            connection.search(queries[client % len(queries)])  # connected and warm before the clock starts
            start.wait()
            while time.perf_counter() < clock[0] + seconds:
                connection.search(queries[next(numbers) % len(queries)])
                answered[client] += 1
        except Exception as error:
            failed.append(error)
            start.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in failed:
        if not isinstance(error, threading.BrokenBarrierError):
            raise error
    return round(sum(answered) / (time.perf_counter() - clock[0]), 1)
