"""A question in, the two questions that it holds out, each with the article that it is answered from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.datatypes import Article
from retriever.datatypes import Retrieval
from retriever.question_kinds import QuestionKind, kind_of
from server.answering.glossary import Glossary

_NEXT_QUESTION = re.compile(
    r"[,;.?!]?\s+and (?=(?:how|what|why|which|when|where|who|do|does|should|can|is|are)\b)|[?!]\s+(?=\w)", re.IGNORECASE
)
_ANY_BREAK = re.compile(r"\s+and\s+|[,;:.?!]+\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question or half of one: its kind, the articles that it names, and the one that it is answered from."""

    question: str
    kind: QuestionKind | None
    named: Sequence[str]
    article: Article


def two_questions(question: str, retrieval: Retrieval, glossary: Glossary) -> list[Asked]:
    """The two halves of "how do I ..., and why ...?", each with the article it names; none unless they name two.

    A second half that names nothing, "and why does it matter", asks another kind of question of the first's article.
    """
    halves = _NEXT_QUESTION.split(question, maxsplit=1)
    if len(halves) < 2:
        return []
    first, second = ([a for a in glossary.graph.mentions(half) if _is_hit(a, retrieval)] for half in halves)
    of_one_article = not second or second[:1] == first[:1]
    if not first or (of_one_article and not _of_two_kinds(*halves)):
        return []
    return [
        Asked(half, kind_of(half), own, glossary.index.article(own[0]))
        for half, own in zip(halves, (first, second or first), strict=True)
    ]


def _of_two_kinds(first: str, second: str) -> bool:
    """Whether two halves of a question ask for different sections, or the first for a definition."""
    kinds = kind_of(first), kind_of(second)
    if kinds[0] is None or kinds[1] is None or kinds[1].headings is None:
        return False
    return kinds[0].name == "definition" or (kinds[0].headings is not None and kinds[0] is not kinds[1])


def two_terms(asked: Asked, retrieval: Retrieval, glossary: Glossary) -> list[Asked]:
    """The same question of each of two terms, where it names them in two of its clauses; else none.

    The article that it would be answered from must be one of them: else what is asked for is a third thing.
    """
    if asked.kind is not None and asked.kind.name == "naming":
        return []
    named = [next(iter(glossary.graph.mentions(clause)), "") for clause in _ANY_BREAK.split(asked.question)]
    each = [article_id for article_id in dict.fromkeys(named) if article_id and _is_hit(article_id, retrieval)]
    if len(each) != 2 or asked.article.article_id not in each:
        return []
    return [replace(asked, named=[article_id], article=glossary.index.article(article_id)) for article_id in each]


def _is_hit(article_id: str, retrieval: Retrieval) -> bool:
    return any(hit.passage.article_id == article_id for hit in retrieval.hits)
