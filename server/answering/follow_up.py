"""A question and what was asked before in, the question to retrieve for and the term it is about out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexical_index import stems
from server.answering.glossary import Glossary

_LEANS = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those|one|ones|he|she|here|there)\b", re.IGNORECASE)
_CONTINUES = re.compile(r"^\s*(?:and|but|so|or|also|what about|how about|why|ok|okay|then)\b", re.IGNORECASE)
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class PreviousTurn:
    """A question asked before, and the articles that its answer cited, best first."""

    question: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResolvedQuestion:
    """What is retrieved for, and the term that a follow-up was taken to be about; empty where it stands alone."""

    query: str
    about: str


def resolve(question: str, previous: Sequence[PreviousTurn], glossary: Glossary) -> ResolvedQuestion:
    """Put the term of the question before in front of a question that leans on it.

    A question leans where it names no term itself and has a pronoun, continues ("and why ...?"), or has few words of
    its own. Without a known article before, it stands alone.
    """
    articles = [a for turn in reversed(previous) for a in turn.articles if a in glossary.index.articles]
    if not articles or glossary.graph.mentions(question):
        return ResolvedQuestion(question, "")
    content = [stem for stem in stems(question) if glossary.document_frequency(stem)]
    if not (_LEANS.search(question) or _CONTINUES.search(question) or len(content) < _FEW_WORDS):
        return ResolvedQuestion(question, "")
    term = glossary.index.article(articles[0]).term
    return ResolvedQuestion(f"{term}: {question}", term)
