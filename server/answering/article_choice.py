"""A retrieval in, the article that answers out: its best passage, seen beside all of it and its neighbours."""

import re
from collections.abc import Iterable, Sequence

from ingest.datatypes import Article, Passage
from retriever.datatypes import Retrieval
from retriever.question_kinds import QuestionKind
from server.answering.content_words import content_stems
from server.answering.glossary import Glossary

_NAMED_BONUS = 0.02
_OPENING_BONUS = 0.04
_WHOLE_WEIGHT = 0.6
_NEIGHBOUR_WEIGHT = 0.3
_COVERAGE_WEIGHT = 0.35

_TO_DO = re.compile(r"\bhow (?:to|(?:do|can|should|could|would|might) (?:i|we|you|one))\s+(.+)", re.IGNORECASE)
_LONGEST_DOING = 4


def main_article(retrieval: Retrieval, named: Sequence[str], kind: QuestionKind | None, glossary: Glossary) -> Article:
    """The article that an answer is made from.

    The score of its best passage decides. One that is named, or that opens with what is to be named, gains a little.
    The fewer articles say what they are asked, the more decides, too, what speaks for the article as a whole: such a
    glossary ranks less well. What is asked how to do decides alone: "how do I say no to ..." is about saying no.
    """
    asked_to_do = _asked_to_do(retrieval.read_as, glossary)
    if asked_to_do:
        return glossary.index.article(asked_to_do)
    scores: dict[str, float] = {}
    for hit in retrieval.hits:
        opens = kind is not None and kind.name == "naming" and _is_opening(hit.passage, glossary)
        for article_id in (hit.passage.article_id, *(a for a in hit.also_in if a in named)):
            bonus = (_NAMED_BONUS if article_id in named else 0.0) + (_OPENING_BONUS if opens else 0.0)
            scores[article_id] = max(scores.get(article_id, 0.0), hit.score + bonus)
    untold = 1 - glossary.asked_share
    if untold:
        for article_id, more in _whole_articles(scores, retrieval, glossary).items():
            scores[article_id] += untold * more
    return glossary.index.article(max(scores, key=lambda article_id: scores[article_id]))


def _whole_articles(article_ids: Iterable[str], retrieval: Retrieval, glossary: Glossary) -> dict[str, float]:
    """What speaks for articles as a whole.

    How near all segments are on average, how near those of the articles linked to it, and how many of the question's
    rarer words it holds.
    """
    rarity = {stem: glossary.rarity(stem) for stem in content_stems(retrieval.read_as)}
    found: dict[str, float] = {}
    for article_id in article_ids:
        whole, around = glossary.fields_of(article_id)
        found[article_id] = (
            _WHOLE_WEIGHT * float(whole @ retrieval.query_vector)
            + _NEIGHBOUR_WEIGHT * float(around @ retrieval.query_vector)
            + _COVERAGE_WEIGHT * _coverage(rarity, article_id, glossary)
        )
    return found


def _asked_to_do(question: str, glossary: Glossary) -> str:
    """The id of the article whose name directly follows "how do I"; empty where none does."""
    asked = _TO_DO.search(question)
    if asked is None:
        return ""
    words = asked[1].split()[:_LONGEST_DOING]
    named = glossary.graph.mentions(" ".join(words))[:1]
    later = glossary.graph.mentions(" ".join(words[1:]))[:1]
    return named[0] if named != later else ""


def _is_opening(passage: Passage, glossary: Glossary) -> bool:
    return glossary.index.articles[passage.article_id].passages[0] is passage


def _coverage(rarity: dict[str, float], article_id: str, glossary: Glossary) -> float:
    known = glossary.stems_of(article_id)
    return sum(v for stem, v in rarity.items() if stem in known) / (sum(rarity.values()) or 1.0)
