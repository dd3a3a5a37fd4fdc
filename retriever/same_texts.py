"""A ranking of passages in, the same with those of one text folded into one place out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.open_index import OpenIndex

Place = tuple[int, float, tuple[str, ...]]
"""A place in a ranking: the row of the passage shown there, its score, and the other articles that hold its text."""


class SameTexts:
    """Which passages of an index stand in it several times, word for word."""

    def __init__(self, index: OpenIndex) -> None:
        """Group the rows of an index by text."""
        rows_of_text: dict[str, list[int]] = defaultdict(list)
        for row, passage in enumerate(index.passages):
            rows_of_text[passage.text].append(row)
        groups = [rows for rows in rows_of_text.values() if len(rows) > 1]
        self._twins: dict[int, Sequence[int]] = {row: rows for rows in groups for row in rows}
        self._stands_twice = np.zeros(len(index.passages), dtype=np.bool_)
        self._stands_twice[list(self._twins)] = True
        self._article_row = index.article_row
        self.article_ids = [passage.article_id for passage in index.passages]
        self._of_article: dict[str, list[int]] = defaultdict(list)
        for row in self._twins:
            self._of_article[self.article_ids[row]].append(row)

    def __bool__(self) -> bool:
        """Whether any text stands twice."""
        return bool(self._twins)

    def rows_of(self, article_id: str) -> Sequence[int]:
        """The rows of an article whose text stands elsewhere too."""
        return self._of_article.get(article_id, ())

    def places(
        self, rows: NDArray[np.int64], scores: NDArray[np.float32], named: frozenset[int] = frozenset()
    ) -> Iterator[Place]:
        """Best first, equal scores by row; of passages with one text only one has a place.

        It stands where the best of them stands, and is that one, or the best of the `named` ones.

        Args:
            rows: passages, ascending, each once, (n,).
            scores: their scores, (n,).
            named: rows that are shown rather than others of their text.
        """
        folded: set[int] = set()
        order = np.argsort(-scores, kind="stable")
        best_first = rows[order].tolist()
        for row, score in zip(best_first, scores[order].tolist(), strict=True):
            if row not in self._twins:
                yield row, score, ()
            elif row not in folded:
                twins = self._twins[row]
                folded.update(twins)
                shown = next((known for known in best_first if known in named and known in twins), row)
                holders = {self.article_ids[twin] for twin in twins}
                yield shown, score, tuple(sorted(holders - {self.article_ids[shown]}))

    def articles(
        self, rows: NDArray[np.int64], scores: NDArray[np.float32], named: frozenset[int] = frozenset()
    ) -> tuple[list[str], list[float], list[int]]:
        """Articles in order of their best places, ids, scores and rows; a text's other articles follow the one shown.

        Args:
            rows: passages, ascending, each once, (n,).
            scores: their scores, (n,).
            named: rows that are shown rather than others of their text.
        """
        if not self._stands_twice[rows].any():  # as nearly always: at once for all
            order = np.argsort(-scores, kind="stable")
            best = order[np.sort(np.unique(self._article_row[rows[order]], return_index=True)[1])]
            best_rows = rows[best].tolist()
            return [self.article_ids[row] for row in best_rows], scores[best].tolist(), best_rows
        found: dict[str, tuple[float, int]] = {}
        for row, score, also_in in self.places(rows, scores, named):
            for article_id in (self.article_ids[row], *also_in):
                found.setdefault(article_id, (score, row))
        return list(found), [score for score, _ in found.values()], [row for _, row in found.values()]
