"""The plain peer, started and asked over pipes."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eval.errors import EvalError


class PeerProcess:
    """A peer in a process of its own; it times itself."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Wait until the process is ready."""
        self._process = process
        self.pid = process.pid
        self._read()

    def ingest(self, texts: Sequence[str]) -> float:
        """Seconds in which it encodes, indexes and writes texts."""
        return float(self._ask(["ingest", list(texts)]))

    def take(self, vectors: Path, texts: Sequence[str]) -> None:
        """Index texts whose vectors stand in a NumPy file."""
        self._ask(["take", str(vectors), list(texts)])

    def search(self, query: str) -> float:
        """Milliseconds in which it encodes a query and searches."""
        return float(self._ask(["search", query]))

    def _ask(self, request: list[object]) -> Any:
        if self._process.stdin:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise EvalError("the peer, sentence-transformers with FAISS, ended early; run it with --log-level debug")
        return json.loads(line)


def peer_command(model: Path, folder: Path, *question: str) -> list[str]:
    """How a peer is started."""
    return [sys.executable, "-m", "eval.benchmarks.peer", str(model), str(folder), *question]


@contextmanager
def running_peer(model: Path, folder: Path) -> Iterator[PeerProcess]:
    """A peer that keeps its index in a folder, ended at the end.

    Raises:
        EvalError: it ended early.
    """
    process = subprocess.Popen(
        peer_command(model, folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).resolve().parent.parent.parent,
    )
    try:
        yield PeerProcess(process)
    finally:
        if process.stdin:
            process.stdin.close()
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()
