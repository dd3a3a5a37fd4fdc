"""The default answerer: verbatim sentences and list items, chosen by kind of question, section and nearness."""

import re
from collections.abc import Iterator, Sequence
from threading import Event

from ingest.datatypes import Article, Passage
from ingest.lexical_index import stems
from retriever.datatypes import Retrieval
from retriever.question_kinds import QuestionKind, kind_of
from server.answering.citations import drafts_of
from server.answering.comparison import compared_articles, comparison
from server.answering.datatypes import DraftPart, Selection
from server.answering.folding import led_in, within, without_repeats
from server.answering.glossary import Glossary
from server.answering.segment_pool import SegmentPool, pool_of

_NAMED_BONUS = 0.02
_OPENING_BONUS = 0.04
_DETOUR_MARGIN = 0.4
_DEFINING = frozenset(
    {"defin", "definit", "mean", "explain", "stand", "term", "pleas", "exact", "simpl", "word", "short"}
)
_MOST_SENTENCES = 3
_MOST_ITEMS = 6
_NEAR_BEST = 0.12

_BEGINS_DEFINITION = re.compile(
    r"\s*(?:please |could you |can you |would you |so |ok |hi,? )*"
    r"(?:what(?:['’]?s| is| are| does| do)|define|explain|describe|tell me what)\b",
    re.IGNORECASE,
)


class ExtractiveAnswerer:
    """Composes an answer from segments as they stand; holds nothing between questions."""

    def answer(
        self, question: str, retrieval: Retrieval, glossary: Glossary, *, max_words: int, cancelled: Event
    ) -> Iterator[DraftPart]:
        """The selected segments as parts; it waits for nothing, so that `cancelled` is never asked."""
        yield from drafts_of(self.select(question, retrieval, glossary, max_words))

    def select(self, question: str, retrieval: Retrieval, glossary: Glossary, max_words: int) -> list[Selection]:
        """The segments that answer, in reading order, at most `max_words` words; none where nothing was retrieved."""
        if not retrieval.hits:
            return []
        kind = kind_of(question)
        named = glossary.graph.mentions(question)
        compared = compared_articles(kind, named, retrieval, glossary)
        if compared:
            return comparison(compared, question, retrieval, glossary, max_words)
        article = _main_article(retrieval, named, kind, glossary)
        pool = pool_of(question, retrieval, glossary, article, kind, named)
        defines = _asks_for_definition(question, kind, article, glossary)
        chosen = _by_kind(kind, article, pool, named, defines=defines) or _nearest(pool)
        return within(led_in(without_repeats(chosen, glossary), glossary), max_words)


def _main_article(retrieval: Retrieval, named: Sequence[str], kind: QuestionKind | None, glossary: Glossary) -> Article:
    """The article of the best hit, with a bonus for one that is named, or that opens with what is to be named."""
    scores: dict[str, float] = {}
    for hit in retrieval.hits:
        opens = kind is not None and kind.name == "naming" and _is_opening(hit.passage, glossary)
        for article_id in (hit.passage.article_id, *(a for a in hit.also_in if a in named)):
            bonus = (_NAMED_BONUS if article_id in named else 0.0) + (_OPENING_BONUS if opens else 0.0)
            scores[article_id] = max(scores.get(article_id, 0.0), hit.score + bonus)
    return glossary.index.article(max(scores, key=lambda article_id: scores[article_id]))


def _is_opening(passage: Passage, glossary: Glossary) -> bool:
    return glossary.index.articles[passage.article_id].passages[0] is passage


def _asks_for_definition(question: str, kind: QuestionKind | None, article: Article, glossary: Glossary) -> bool:
    """Whether a question asks for a term and next to nothing else, or begins as one that does."""
    begins = _BEGINS_DEFINITION.match(question)
    if begins and kind is not None and kind.name == "definition":
        next_words = " ".join(question[begins.end() :].split()[:5])
        if article.article_id in glossary.graph.mentions(next_words):
            return True
    names = set(stems(" ".join([article.term, article.title, *article.aliases])))
    rest = [stem for stem in stems(question) if stem not in names and stem not in _DEFINING]
    return len(rest) <= (1 if begins else 0)


def _by_kind(
    kind: QuestionKind | None, article: Article, pool: SegmentPool, named: Sequence[str], *, defines: bool
) -> list[Selection]:
    """What the kind of question asks for in the main article; none where it has no such section or formula."""
    about = article.article_id in named
    if defines and about and (kind is None or kind.headings is None):
        return _definition(article, pool)
    if kind is None or kind.name == "definition":
        return []
    if kind.name == "naming":
        return _definition(article, pool)
    if kind.name == "metric":
        return _formula(pool.of(article))
    if kind.headings is None:
        return []
    inside = [
        s for section in article.sections if kind.headings.search(section.heading) for s in pool.of(article, section)
    ]
    if not inside:
        return []
    best = max(inside, key=lambda s: s.score)
    if not about and pool.best().score - best.score > _DETOUR_MARGIN:
        return []
    items = [s for s in inside if s.segment.kind in ("list_item", "table_row")]
    if len(items) >= 2:
        return _in_text_order(sorted(items, key=lambda s: -s.score)[:_MOST_ITEMS])
    same = [s for s in inside if s.passage.heading_path == best.passage.heading_path]
    return _in_text_order(sorted(same, key=lambda s: -s.score)[:_MOST_SENTENCES])


def _definition(article: Article, pool: SegmentPool) -> list[Selection]:
    opening = sorted(pool.of(article, article.sections[0]), key=lambda s: s.segment.start)
    return [s for s in opening if s.segment.kind == "sentence"][:2] or opening[:2]


def _formula(selections: Sequence[Selection]) -> list[Selection]:
    """The formula that fits best, with the sentence that leads to it and those after it, which work it out."""
    formulas = [s for s in selections if s.segment.kind == "formula"]
    if not formulas:
        return []
    best = max(formulas, key=lambda s: s.score)
    section = [s for s in _in_text_order(selections) if s.passage.heading_path == best.passage.heading_path]
    at = section.index(best)
    around = section[max(at - 1, 0) : at + 3]
    return [s for s in around if s is best or s.segment.kind == "sentence"]


def _nearest(pool: SegmentPool) -> list[Selection]:
    """The best segment and those that come near it; a list as a list where several of its items do."""
    ranked = sorted(pool.selections, key=lambda s: (-s.score, s.article.article_id, s.segment.start))
    best = ranked[0]
    near = [s for s in ranked if s.score >= best.score - _NEAR_BEST]
    same_list = [s for s in near if s.passage is best.passage and s.segment.kind == "list_item"]
    if best.segment.kind == "list_item" and len(same_list) >= 3:
        return _in_text_order(same_list[:_MOST_ITEMS])
    chosen = near[:_MOST_SENTENCES]
    first = [s for s in chosen if s.article is best.article]
    others = [s for s in chosen if s.article is not best.article]
    return _in_text_order(first) + others


def _in_text_order(selections: Sequence[Selection]) -> list[Selection]:
    return sorted(selections, key=lambda s: s.segment.start)
