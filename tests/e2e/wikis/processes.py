"""Processes that listen on loopback: started by a test, awaited until they answer, ended by their own id."""

import os
import signal
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

_LOOKS, _SECONDS_BETWEEN = 600, 0.1


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Listening:
    """A server process, in a group of its own, so that its workers end with it."""

    def __init__(self, command: Sequence[str], address: str, *, folder: Path, log: Path, **environment: str) -> None:
        """Start a command and wait until its address answers.

        Raises:
            RuntimeError: it ended, or did not answer in a minute; with the end of what it wrote.
        """
        with log.open("ab") as written:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **environment},
                stdout=written,
                stderr=written,
                start_new_session=True,
            )
        if not self._answers(address):
            self.stop()
            raise RuntimeError(f"{address} does not answer: {log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End the process and its workers, and wait until they have ended."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(timeout=20)

    def _answers(self, address: str) -> bool:
        between = threading.Event()  # never set: a wait that ends by its timeout
        for _ in range(_LOOKS):
            if self._process.poll() is not None:
                return False
            try:
                urllib.request.urlopen(address, timeout=10).close()
            except urllib.error.HTTPError:
                return True
            except OSError:
                between.wait(_SECONDS_BETWEEN)
            else:
                return True
        return False
