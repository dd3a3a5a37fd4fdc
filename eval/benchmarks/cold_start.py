"""Commands in; how long each takes from a fresh process to its answer, out."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from eval.errors import EvalError

RUNS = 5


def cold_start_seconds(commands: Mapping[str, Sequence[str]], *, runs: int = RUNS) -> dict[str, float]:
    """Median seconds of each command, run in turn; once more at first, so that every file is in the system's cache.

    Raises:
        EvalError: a command failed; says what it said.
    """
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            begin = time.perf_counter()
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parents[2]
            )
            seconds = time.perf_counter() - begin
            if done.returncode != 0:
                raise EvalError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
            if turn:
                taken[name].append(seconds)
    return {name: round(median(values), 3) for name, values in taken.items()}
