"""Lists of which texts hold a stem, and what it adds to the score of each: built, written, opened, added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RANKS = (1, 10, 100, 1000)
"""Of each list it is kept what its texts of these ranks get: that bounds what can still reach the best."""

_ARRAYS = ("starts", "rows", "added", "heights")


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For each list, counted from 0, which texts it names and what it adds to the score of each.

    List `n` is `rows[starts[n]:starts[n + 1]]`, ascending, each once and at least one, with `added` beside it, above 0.
    `heights[n, i]` is the value of rank `RANKS[i]` among what list `n` adds, 0 where the list is shorter.
    """

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    added: NDArray[np.float32]
    heights: NDArray[np.float32]

    @classmethod
    def of(cls, starts: NDArray[np.int64], rows: NDArray[np.int32], added: NDArray[np.float32]) -> "Postings":
        """Postings with their heights."""
        lengths = np.diff(starts)
        heights = np.zeros((len(lengths), len(RANKS)), dtype=np.float32)
        if len(lengths):
            heights[:, 0] = np.maximum.reduceat(added, starts[:-1])
        for n in np.flatnonzero(lengths >= RANKS[1]):
            rising = np.sort(added[starts[n] : starts[n + 1]])
            heights[n] = [rising[-rank] if rank <= len(rising) else 0 for rank in RANKS]
        return cls(starts, rows, added, heights)

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
        part = slice(int(self.starts[n]), int(self.starts[n + 1]))
        return self.rows[part], self.added[part]

    def add_up(self, lists: Sequence[int], n_texts: int) -> NDArray[np.float32]:
        """What the lists together add to each text, (n_texts,); a list that is given twice adds twice."""
        sums = np.zeros(n_texts, dtype=np.float32)
        for n in lists:
            np.add.at(sums, *self.list_of(n))
        return sums

    def add_up_at(self, lists: Sequence[int], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The same sums, to the bit, of the texts of rows alone, (len(rows),)."""
        sums = np.zeros(len(rows), dtype=np.float32)
        for n in lists:
            sums += self.added_at(n, rows)
        return sums

    def added_at(self, n: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """What list `n` adds to each of the rows, 0 where it does not name the row."""
        named, added = self.list_of(n)
        at = np.minimum(np.searchsorted(named, rows.astype(np.int32)), len(named) - 1)
        return np.where(named[at] == rows, added[at], np.float32(0))
