"""A query in, how well its words are matched by passages and articles out."""

from collections.abc import Sequence

from ingest.lexical_index import LexicalMatch
from ingest.open_index import OpenIndex


def matches(index: OpenIndex, query_stems: Sequence[str]) -> tuple[LexicalMatch, LexicalMatch]:
    """The BM25 scores of all passages, and of all articles."""
    return index.lexical.match(query_stems), index.article_lexical.match(query_stems)
