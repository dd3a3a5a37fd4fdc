"""A served index, in a process of its own, and questions to it over HTTP."""

import http.client
import json
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from eval.errors import EvalError

SECONDS_TO_START = 120.0


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: where it listens, and its process."""

    port: int
    pid: int


@contextmanager
def served(index: Path, *options: str) -> Iterator[Service]:
    """`glossator serve` on a free port of loopback, ready to answer, ended at the end.

    Raises:
        EvalError: it did not come up; says what it said.
    """
    command = [sys.executable, "-m", "glossator", "serve", "--port", "0", "--index", str(index), *options]
    environment = {**os.environ, "GLOSSATOR_PUBLIC_URL": "", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        yield Service(_port_of(process), process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


class Client:
    """One connection, kept open, as a browser or a service in front keeps it."""

    def __init__(self, port: int) -> None:
        """Connect to a service on loopback."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def search(self, query: str) -> bytes:
        """The response to a search.

        Raises:
            EvalError: it is not 200.
        """
        self._connection.request("GET", f"/api/search?q={quote(query)}")
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise EvalError(f"the service answered {response.status} to {query!r}: {body[:200]!r}")
        return body

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def _port_of(process: "subprocess.Popen[str]") -> int:
    """The port that a starting service says it listens on."""
    said = ""
    until = time.monotonic() + SECONDS_TO_START
    while process.stdout and time.monotonic() < until:
        ready, _, _ = select.select([process.stdout], [], [], 1.0)
        line = process.stdout.readline() if ready else ""
        if ready and not line:
            break
        said += line
        found = re.search(r"http://[^/\s]*:(\d+)/", said)
        if found:
            port = int(found[1])
            _wait_until_ready(port)
            return port
    raise EvalError(f"`glossator serve` did not start: {said.strip() or 'it said nothing'}")


def _wait_until_ready(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)  # the socket already listens
    connection.request("GET", "/readyz")
    ready = json.loads(connection.getresponse().read())
    connection.close()
    if ready.get("status") != "ready":
        raise EvalError(f"`glossator serve` is not ready: {ready}")
