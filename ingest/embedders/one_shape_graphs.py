"""Graphs of the OpenVINO engine for one text of one length each, beside the graph that takes every shape.

A graph of every shape prepares all its steps anew whenever a text has another length than the one before, which takes
a quarter of the time of a short question. One of a single shape has nothing to prepare.

All are compiled from one mapping of the weights, and the graph of every shape once more with them. Compiling reads the
weights whole and keeps them in a form of its own: the pages of the mapping are then given back, which pays for the
graphs. Those of the word table return as texts need them.
"""

import logging
import mmap
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

_IDS_OF_ANY_VOCABULARY = 100

Compute = Callable[[Any, NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]
"""A request, ids and mask to vectors."""


class OneShapeGraphs:
    """Requests by length, once they are compiled and were seen to give the same bits as the graph of every shape."""

    def __init__(
        self, core: Any, tensor: Any, file: Path, options: dict[str, object], compute: Compute, every_shape: Any
    ) -> None:
        """Compile from a converted model when the time has come.

        Args:
            core: the engine.
            tensor: the engine's tensors.
            file: the converted model.
            options: those of the graph of every shape, without a cache folder.
            compute: how a request is run, safe from several threads.
            every_shape: the request of the graph that takes every shape.
        """
        self._core = core
        self._tensor = tensor
        self._file = file
        self._options = options
        self._compute = compute
        self._every_shape = every_shape
        self._weights: mmap.mmap | None = None
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
            weights, model = self._read()
            every_shape = self._compiled(model)
            requests = {}
            for length in LENGTHS:
                of_length = model.clone()
                of_length.reshape({"input_ids": [1, length], "attention_mask": [1, length]})
                requests[length] = self._compiled(of_length)
                if not self._same_bits(every_shape, length):
                    return
            self._requests = {n: request for n, request in requests.items() if self._same_bits(request, n)}
            self._weights, self._every_shape = weights, every_shape
            weights.madvise(mmap.MADV_DONTNEED)
        except Exception:  # what the engine raises is no class of its own; all of this is for speed alone
            logger.exception("graphs for short texts cannot be compiled; the graph for all texts goes on alone")

    def _read(self) -> tuple[mmap.mmap, Any]:
        """The weights, mapped from disk, and the model over them; a write would stay in this process."""
        with self._file.with_suffix(".bin").open("rb") as stream:
            weights = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY)
        tensor = self._tensor(np.frombuffer(weights, dtype=np.uint8), shared_memory=True)
        return weights, self._core.read_model(model=self._file.read_bytes(), weights=tensor)

    def _compiled(self, model: Any) -> Any:
        return self._core.compile_model(model, "CPU", self._options).create_infer_request()

    def _same_bits(self, request: Any, length: int) -> bool:
        """Whether a few made texts of up to a length get the same vectors, to the bit, as from the graph in force."""
        random = np.random.default_rng(0)
        for n in range(length - 7, length + 1):
            ids = np.zeros((1, length), dtype=np.int64)
            ids[0, :n] = random.integers(0, _IDS_OF_ANY_VOCABULARY, n)
            mask = (np.arange(length)[None] < n).astype(np.int64)
            if not np.array_equal(self._compute(request, ids, mask), self._compute(self._every_shape, ids, mask)):
                return False
        return True
