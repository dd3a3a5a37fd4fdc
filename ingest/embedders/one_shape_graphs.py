"""Graphs of the OpenVINO engine for one text of one length each, beside the graph that takes every shape.

A graph of every shape prepares all its steps anew whenever a text has another length than the one before, which takes
a quarter of the time of a short question. One of a single shape has nothing to prepare.
"""

import ctypes
import logging
import mmap
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

LENGTHS = (32,)
"""Padded lengths that have a graph, which costs 35 MB each; 16 would gain half as much again. Lengths that fill no
whole tile of 16 rows cannot have one: the last bits of their vectors differ between the two kinds of graphs."""

CALLS_BEFORE = 100
"""Who embeds so many single texts is a service: only then are graphs compiled, for half a second beside the work."""

Compute = Callable[[Any, NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]
"""A request, ids and mask to vectors."""


class OneShapeGraphs:
    """Requests by length, once they are compiled and were seen to give the same bits as the graph of every shape."""

    def __init__(self, core: Any, file: Path, options: dict[str, object], compute: Compute, every_shape: Any) -> None:
        """Compile from a converted model when the time has come.

        Args:
            core: the engine.
            file: the converted model.
            options: those of the graph of every shape, without a cache folder.
            compute: how a request is run, safe from several threads.
            every_shape: the request of the graph that takes every shape.
        """
        self._core = core
        self._file = file
        self._options = options
        self._compute = compute
        self._every_shape = every_shape
        self._requests: dict[int, Any] = {}
        self._calls = 0
        self.compiling: Thread | None = None

    def request(self, shape: tuple[int, ...]) -> Any:
        """The request for ids of a shape, (n_texts, length): the one for every shape where there is no other yet."""
        if shape[0] != 1:
            return self._every_shape
        if self._calls <= CALLS_BEFORE:
            self._calls += 1
            if self._calls == CALLS_BEFORE:
                self.compiling = Thread(target=self._compile, name="compile graphs of one shape")
                self.compiling.start()
        return self._requests.get(shape[1], self._every_shape)

    def _compile(self) -> None:
        try:
            model = self._core.read_model(str(self._file))
            for length in LENGTHS:
                of_length = model.clone()
                of_length.reshape({"input_ids": [1, length], "attention_mask": [1, length]})
                request = self._core.compile_model(of_length, "CPU", self._options).create_infer_request()
                if self._same_bits(request, length):
                    self._requests[length] = request
        except Exception:  # what the engine raises is no class of its own; all of this is for speed alone
            logger.exception("graphs for short texts cannot be compiled; the graph for all texts goes on alone")
        forget_pages(self._file.with_suffix(".bin"))

    def _same_bits(self, request: Any, length: int) -> bool:
        """Whether a few made texts of up to a length get the same vectors, to the bit, from both graphs."""
        random = np.random.default_rng(0)
        for n in range(length - 7, length + 1):
            ids = np.zeros((1, length), dtype=np.int64)
            ids[0, :n] = random.integers(1000, 20_000, n)
            mask = (np.arange(length)[None] < n).astype(np.int64)
            if not np.array_equal(self._compute(request, ids, mask), self._compute(self._every_shape, ids, mask)):
                return False
        return True


def forget_pages(file: Path) -> None:
    """Give back the memory that compiling from a mapped file took: its pages, and what was allocated and is free again.

    The weights are read whole while a graph is compiled, which keeps them in a form of its own; pages that are read
    again come back by themselves. Does nothing on systems that are not Linux.
    """
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    library.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        address, access, *_ = line.split(maxsplit=5)
        if line.endswith(f" {file}") and "w" not in access:
            begin, end = (int(part, 16) for part in address.split("-"))
            library.madvise(begin, end - begin, mmap.MADV_DONTNEED)
    if hasattr(library, "malloc_trim"):  # not in every C library
        library.malloc_trim(0)
