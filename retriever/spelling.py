"""A query in, the query with misspelt words put right out, by the words that the glossary itself uses."""

import re
from collections import Counter
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest.open_index import OpenIndex
from ingest.text_cleaning import fold_for_matching

_WORD = re.compile(r"[^\W\d_]{4,}")
_LEAST_SIMILARITY = 0.8


class Spelling:
    """The words of a glossary, and how often each stands there."""

    def __init__(self, index: OpenIndex) -> None:
        """Know the words of an index; they are counted when a word is first looked up."""
        self._index = index
        self._counts: Counter[str] = Counter()
        self._by_letter: dict[str, list[str]] = {}
        self._in_names: set[str] = set()
        self.correct_word = lru_cache(maxsize=4096)(self._correct_word)

    def correct(self, query: str) -> str:
        """The query with each unknown word of four letters or more replaced by the glossary's word next to it.

        A word is next to another where they begin alike and one slip (a letter missing, added, changed or swapped with
        its neighbour) in five letters turns one into the other; of several the more frequent one is taken. Words that
        the glossary or English stop words know stay as they are, and so does everything else. Words of four letters
        are only taken for words of terms and aliases.
        """
        if all(self.correct_word(word) == word for word in _WORD.findall(query)):
            return query
        return _WORD.sub(lambda match: self.correct_word(match[0]), query)

    def _correct_word(self, word: str) -> str:
        plain = fold_for_matching(word)
        if not self._counts:
            self._count()
        if plain in self._counts or self._index.lexical.knows_word(plain):
            return word
        begin_alike = [
            known
            for known in self._by_letter.get(plain[0], ())
            if abs(len(known) - len(plain)) <= 2 and (len(plain) > 4 or known in self._in_names)
        ]
        near = process.extract(
            plain, begin_alike, scorer=OSA.normalized_similarity, limit=5, score_cutoff=_LEAST_SIMILARITY
        )
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
        for word in counts:
            by_letter.setdefault(word[0], []).append(word)
        self._by_letter, self._counts = by_letter, counts  # these last: other threads look at them
