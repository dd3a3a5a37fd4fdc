"""An article in, what speaks for its kinship with others beside their links to each other out."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ingest.datatypes import Article
from ingest.lexical_index import stems
from ingest.open_index import OpenIndex

_NEAREST_PASSAGES = 100
_MOST_PASSAGES = 50
_MOST_MENTIONING = 40
_LEAST_COSINE = 0.3
_AROUND = 60
_MOST_PLACES = 3
_SHORTEST_NAME = 3


def articles_near(index: OpenIndex, article_row: int) -> dict[str, float]:
    """Cosine of an article with those that have a passage near it, by id; an article's vector is its passages' mean.

    Of an article longer than 50 passages the first 50 count.
    """
    own = _vector(index, article_row)
    if own is None:
        return {}
    _, rows = index.vectors.search(own, min(_NEAREST_PASSAGES, len(index.passages)))
    ids = list(dict.fromkeys(index.passages[int(row)].article_id for row in rows))
    near: dict[str, float] = {}
    for other_id, other_row in zip(ids, _article_rows(index, rows), strict=True):
        other = _vector(index, other_row)
        if other_row != article_row and other is not None and float(own @ other) > _LEAST_COSINE:
            near[other_id] = float(own @ other)
    return near


def mentioning(index: OpenIndex, article: Article, named_in: Callable[[str], Sequence[str]]) -> list[str]:
    """Ids of articles whose text names this one, of the 40 that BM25 finds for each name; best first.

    Names shorter than three letters are no evidence in a text. `named_in` gives the ids of the articles that a text
    names: "anchor" in "anchor chain" names another one.
    """

    def names_it(text: str, written: re.Pattern[str]) -> bool:
        around = (text[max(m.start() - _AROUND, 0) : m.end() + _AROUND] for m in written.finditer(text))
        return any(article.article_id in named_in(part) for part in islice(around, _MOST_PLACES))

    found: dict[str, None] = {}
    ids = list(index.articles)
    for name in dict.fromkeys((article.term, *article.aliases)):
        if len(name) < _SHORTEST_NAME:
            continue
        written = re.compile(rf"(?<!\w){re.escape(name)}(?:e?s)?(?!\w)", 0 if name.isupper() else re.IGNORECASE)
        rows, _ = index.article_lexical.match(stems(name)).best(_MOST_MENTIONING)
        found.update(dict.fromkeys(ids[row] for row in rows if names_it(index.article(ids[row]).text, written)))
    found.pop(article.article_id, None)
    return list(found)


def shared_neighbours(article_id: str, neighbours: Mapping[str, Iterable[str]]) -> dict[str, float]:
    """For each article that is linked with the same articles, how many those are, rarer company counting more.

    The largest is 1; none gives an empty dict. `neighbours` holds links in both directions.

    Source: Adamic, Adar, Social Networks 25 (2003), doi:10.1016/S0378-8733(03)00009-1.
    """
    shared: dict[str, float] = {}
    for between in neighbours.get(article_id, ()):
        company = list(neighbours.get(between, ()))
        for other in company:
            if other != article_id:
                shared[other] = shared.get(other, 0.0) + 1 / math.log(2 + len(company))
    most = max(shared.values(), default=1.0)
    return {other: value / most for other, value in shared.items()}


def _article_rows(index: OpenIndex, rows: NDArray[np.int64]) -> list[int]:
    return list(dict.fromkeys(index.article_row[rows].tolist()))


def _vector(index: OpenIndex, article_row: int) -> NDArray[np.float32] | None:
    """The mean of an article's passage vectors at unit length; None where it has none."""
    first, end = np.searchsorted(index.article_row, [article_row, article_row + 1])
    if first == end:
        return None
    mean = index.vectors.vectors(np.arange(first, min(end, first + _MOST_PASSAGES), dtype=np.int64)).mean(axis=0)
    length = float(np.linalg.norm(mean))
    unit: NDArray[np.float32] = (mean / length).astype(np.float32) if length else mean
    return unit
