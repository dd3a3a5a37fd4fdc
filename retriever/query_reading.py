"""A query as typed in, the query as it is searched for out: misspelt words put right, short forms spelt out."""

import re
from collections.abc import Callable

from ingest.open_index import OpenIndex
from ingest.terms import name_key
from retriever.spelling import Spelling
from retriever.term_graph import TermGraph

_WORD = re.compile(r"[^\W_](?:[\w&/.-]*[^\W_])?")
_LONGEST_SHORT_FORM = 6


class QueryReader:
    """What a glossary knows about words: its spelling, and which short forms stand for which terms."""

    def __init__(self, index: OpenIndex, graph: TermGraph, is_word: Callable[[str], bool]) -> None:
        """Read queries for an index; `is_word` tells words of the language, whether the glossary uses them or not."""
        self._spelling = Spelling(index, is_word)
        self._short_forms: dict[str, str] = {}
        for record in index.articles.values():
            article = record.article
            for alias in article.aliases:
                short = (
                    " " not in alias and len(alias) <= _LONGEST_SHORT_FORM and name_key(alias) != name_key(article.term)
                )
                if short and len(graph.find(alias)) == 1:
                    self._short_forms[alias.casefold()] = article.term

    def read(self, query: str) -> str:
        """The query with misspelt words put right and the term in brackets after each short form that has one."""
        corrected = self._spelling.correct(query)
        if not any(self._term_of(word) for word in _WORD.findall(corrected)):
            return corrected
        spelt_out: set[str] = set()

        def with_term(match: re.Match[str]) -> str:
            term = self._term_of(match[0])
            if term is None or term in spelt_out or name_key(term) in name_key(corrected):
                return match[0]
            spelt_out.add(term)
            return f"{match[0]} ({term})"

        return _WORD.sub(with_term, corrected)

    def _term_of(self, word: str) -> str | None:
        """The term that a short form stands for, its plural forgiven."""
        key = word.casefold()
        return self._short_forms.get(key) or self._short_forms.get(key.removesuffix("s"))
