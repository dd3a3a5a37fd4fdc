"""Lists of which texts hold a stem, and what it adds to the score of each: built, written, opened, added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_ARRAYS = ("starts", "rows", "added")
_FEW_TEXTS = 20_000
"""Up to here one count over all lists is faster than list by list; of 100,000 texts it takes ten times as long."""


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For each list, counted from 0, which texts it names and what it adds to the score of each.

    List `n` is `rows[starts[n]:starts[n + 1]]`, ascending, each once and at least one, with `added` beside it, above 0.
    """

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    added: NDArray[np.float32]

    @classmethod
    def open(cls, folder: Path) -> "Postings":
        """The postings written to a folder, mapped from disk."""
        return cls(*(np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _ARRAYS))

    def write(self, folder: Path) -> None:
        """Write the arrays to an existing folder, a file each."""
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    def list_of(self, n: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The rows of list `n`, and what it adds to each."""
        part = slice(self.starts.item(n), self.starts.item(n + 1))
        return self.rows[part], self.added[part]

    def add_up(self, lists: Sequence[int], n_texts: int) -> NDArray[np.float32]:
        """What the lists together add to each text, (n_texts,); a list that is given twice adds twice."""
        if n_texts <= _FEW_TEXTS and lists:
            parts = [self.list_of(n) for n in lists]
            rows, added = (np.concatenate(column) for column in zip(*parts, strict=True))
            return np.bincount(rows, weights=added, minlength=n_texts).astype(np.float32)
        sums = np.zeros(n_texts, dtype=np.float32)
        for n in lists:
            np.add.at(sums, *self.list_of(n))
        return sums
