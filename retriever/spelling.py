"""A query in, the query with misspelt words put right out, by the words that glossary and encoder know."""

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest.lexical_index import STOP_WORDS
from ingest.open_index import OpenIndex
from ingest.text_cleaning import fold_for_matching

_WORD = re.compile(r"[^\W\d_]{4,}")
_LEAST_SIMILARITY = 0.8 - 1e-6  # one letter of five; their quotient is not exact
_SHORT = 4
_LEAST_OF_SHORT = 0.75 - 1e-6


class Spelling:
    """The words of a glossary, and how often each stands there."""

    def __init__(self, index: OpenIndex, is_word: Callable[[str], bool]) -> None:
        """Know the words of an index, which are counted when a word is first looked up, and those that `is_word` does.

        Words of the language that the glossary lacks must not be taken for its own: "butter" is no misspelt "better".
        """
        self._index = index
        self._is_word = is_word
        self._counts: Counter[str] = Counter()
        self._by_letter: dict[str, list[str]] = {}
        self._in_names: set[str] = set()
        self.correct_word = lru_cache(maxsize=4096)(self._correct_word)

    def correct(self, query: str) -> str:
        """The query with each unknown word of four letters or more replaced by the known word next to it.

        Known are the words of the glossary and English stop words; those that the language knows stay as they are, and
        so does everything but words. A word is next to another where they begin alike and one slip (a letter missing,
        added, changed or swapped with its neighbour) in five letters turns one into the other; of several the more
        frequent one is taken. A word of four letters is only taken for a stop word or a word of terms and aliases, and
        only where it lacks a letter or two are swapped.
        """
        if all(self.correct_word(word) == word for word in _WORD.findall(query)):
            return query
        return _WORD.sub(lambda match: self.correct_word(match[0]), query)

    def _correct_word(self, word: str) -> str:
        plain = fold_for_matching(word)
        if not self._counts:
            self._count()
        if plain in self._counts or self._index.lexical.knows_word(plain) or self._is_word(plain):
            return word
        short = len(plain) <= _SHORT
        begin_alike = [
            known
            for known in self._by_letter.get(plain[0], ())
            if abs(len(known) - len(plain)) <= 2 and (not short or known in self._in_names or known in STOP_WORDS)
        ]
        least = _LEAST_OF_SHORT if short else _LEAST_SIMILARITY
        near = process.extract(plain, begin_alike, scorer=OSA.normalized_similarity, limit=None, score_cutoff=least)
        if short:
            near = [match for match in near if match[1] >= _LEAST_SIMILARITY or sorted(match[0]) == sorted(plain)]
        if not near:
            return word
        return max(near, key=lambda match: (match[1], self._counts[match[0]], match[0]))[0]

    def _count(self) -> None:
        counts: Counter[str] = Counter()
        by_letter: dict[str, list[str]] = {}
        for record in self._index.articles.values():
            article = record.article
            names = " ".join(article.names)
            self._in_names.update(_WORD.findall(fold_for_matching(names)))
            counts.update(_WORD.findall(fold_for_matching(f"{names} {article.text}")))
        for word in sorted(counts.keys() | {word for word in STOP_WORDS if _WORD.fullmatch(word)}):
            by_letter.setdefault(word[0], []).append(word)
        self._by_letter, self._counts = by_letter, counts  # these last: other threads look at them
