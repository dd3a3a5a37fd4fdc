"""The default answerer: verbatim sentences and list items, chosen by kind of question, section and nearness."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Event

from ingest.datatypes import Article
from ingest.lexical_index import stems
from retriever.datatypes import Retrieval
from retriever.question_kinds import SITUATION, QuestionKind, kind_of
from retriever.section_kinds import HEADINGS, section_kind
from server.answering.article_choice import main_article
from server.answering.citations import drafts_of
from server.answering.comparison import compared_articles, comparison, defining_sentence, is_one_choice
from server.answering.datatypes import DraftPart, Selection
from server.answering.folding import beginning, led_in, within, without_repeats
from server.answering.glossary import Glossary
from server.answering.kind_reading import read_kind
from server.answering.question_parts import Asked, two_questions, two_terms
from server.answering.segment_pool import SegmentPool, pool_of

_DETOUR_MARGIN = 0.4
_DEFINING = frozenset(
    {"defin", "definit", "mean", "explain", "stand", "term", "pleas", "exact", "simpl", "word", "short"}
)
_MOST_SENTENCES = 3
_ADVICE = {"how": 2, "practices": 1, "mistakes": 1}
_MOST_ITEMS = 6
_LONGEST_PROCEDURE = 7
_MOST_ADVICE = 2
_NEAR_BEST = 0.12
_NEAR_IN_ARTICLE = 0.25
_FIGURE_BONUS = 0.1
_STANDS_BACK = 0.06
_OTHER_STANDS_BACK = 0.2

_NAMES_DEFINITION = re.compile(r"\b(?:meaning|definition|define|stands? for)\b", re.IGNORECASE)
_DESCRIBES = re.compile(r"\s*(?:an?|the|one|some|any)\b[^?]*$", re.IGNORECASE)
_ASKS_WHICH = re.compile(r"\b(?:do|did|am|are) (?:i|we) (?:mean|describing|thinking of|looking for)\b", re.IGNORECASE)
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
        named = glossary.graph.mentions(question)
        kind, by_words = read_kind(question, retrieval, named, glossary), kind_of(question)
        asked = kind if kind is SITUATION and (by_words is None or by_words.name != "difference") else by_words
        compared = compared_articles(question, asked, named, retrieval, glossary)
        if compared:
            return comparison(compared, question, retrieval, glossary, max_words)
        article = main_article(retrieval, named, kind, glossary)
        halves = two_questions(question, retrieval, glossary) or two_terms(
            Asked(question, kind, named, article), retrieval, glossary
        )
        if halves:
            both = [_answer_from(half, retrieval, glossary, max_words // 2) for half in halves]
            return without_repeats([selection for chosen in both for selection in chosen], glossary)
        return _answer_from(Asked(question, kind, named, article), retrieval, glossary, max_words)


def _answer_from(asked: Asked, retrieval: Retrieval, glossary: Glossary, max_words: int) -> list[Selection]:
    question, kind, named, article = asked.question, asked.kind, asked.named, asked.article
    pool = pool_of(question, retrieval, glossary, article, kind, named)
    defines = _asks_for_definition(question, kind, article, glossary)
    describes = (kind is None and _DESCRIBES.match(question)) or _ASKS_WHICH.search(question)
    if describes and not named:
        chosen = _definition(article, pool)
    elif kind is SITUATION and article.article_id not in named and (advice := _advice(article, pool)):
        chosen = advice
    else:
        whole = kind is not None and kind.name == "how" and article.article_id in named
        procedure = _procedure(article, pool, max_words) if whole else []
        if procedure:
            return procedure
        calculates = kind is not None and kind.asked.search(question) is not None
        chosen = _by_kind(kind, article, pool, named, defines=defines, calculates=calculates) or _nearest(
            kind, article, pool
        )
    if kind is not None and kind.name == "example":
        return beginning(chosen, max_words)
    return within(led_in(without_repeats(chosen, glossary), glossary), max_words)


def _asks_for_definition(question: str, kind: QuestionKind | None, article: Article, glossary: Glossary) -> bool:
    """Whether a question asks for a term and next to nothing else, or begins as one that does."""
    begins = _BEGINS_DEFINITION.match(question)
    if begins and kind is not None and kind.name == "definition":
        next_words = " ".join(question[begins.end() :].split()[:5])
        if article.article_id in glossary.graph.mentions(next_words):
            return True
    names = set(stems(" ".join(article.names)))
    rest = [stem for stem in stems(question) if stem not in names and stem not in _DEFINING]
    return len(rest) <= (2 if _NAMES_DEFINITION.search(question) else 1 if begins else 0)


def _by_kind(
    kind: QuestionKind | None,
    article: Article,
    pool: SegmentPool,
    named: Sequence[str],
    *,
    defines: bool,
    calculates: bool,
) -> list[Selection]:
    """What the kind of question asks for in the main article; none where it has no such section or formula.

    A formula is for who `calculates`; who wants to know what a good value is gets figures.
    """
    about = article.article_id in named
    if defines and about and (kind is None or kind.headings is None):
        return _definition(article, pool)
    if kind is None or kind.name == "definition":
        return []
    if kind.name == "naming" or (kind.name == "difference" and about and not is_one_choice(article)):
        return _definition(article, pool)
    if kind.name == "metric":
        return _formula(pool.of(article)) if calculates else []
    if kind.headings is None:
        return []
    inside = [
        s for section in article.sections if kind.headings.search(section.heading) for s in pool.of(article, section)
    ]
    if not inside:
        return []
    best = max(inside, key=lambda s: s.score)
    if kind.name == "example":
        return _in_text_order([s for s in inside if s.passage.heading_path == best.passage.heading_path])
    if not about and pool.best().score - best.score > _DETOUR_MARGIN:
        return []
    items = [s for s in inside if s.segment.kind in ("list_item", "table_row")]
    if len(items) >= 2:
        return _in_text_order(sorted(items, key=lambda s: -s.score)[:_MOST_ITEMS])
    same = [s for s in inside if s.passage.heading_path == best.passage.heading_path]
    return _in_text_order(sorted(same, key=lambda s: -s.score)[:_MOST_SENTENCES])


def _procedure(article: Article, pool: SegmentPool, max_words: int) -> list[Selection]:
    """All steps of an article's procedure, and what it advises that fits better than most of them; none if too long.

    A step that is left out leaves a gap which the reader cannot see.
    """
    sections = [s for s in article.sections if section_kind(s) == "how"]
    steps = [s for section in sections for s in pool.of(article, section) if s.segment.kind == "list_item"]
    left = max_words - sum(len(s.text.split()) for s in steps)
    if not 2 <= len(steps) <= _LONGEST_PROCEDURE or left < 0:
        return []
    middle = sorted(s.score for s in steps)[len(steps) // 2]
    practices = [section for section in article.sections if section_kind(section) == "practices"]
    advice = [s for section in practices for s in pool.of(article, section) if s.segment.kind == "list_item"]
    chosen = list(steps)
    for item in sorted((s for s in advice if s.score > middle), key=lambda s: -s.score)[:_MOST_ADVICE]:
        left -= len(item.text.split())
        if left >= 0:
            chosen.append(item)
    return _in_text_order(chosen)


def _advice(article: Article, pool: SegmentPool) -> list[Selection]:
    """What helps in a situation, for someone who does not know its name: what it is, what to do, what to avoid.

    The sentence that defines the term, the two steps and the practice that fit best, and the mistake that does; none
    where the article has no section that tells what to do.
    """
    fitting = {
        name: sorted(
            (s for x in article.sections if section_kind(x) == name for s in pool.of(article, x)),
            key=lambda s: -s.score,
        )[:at_most]
        for name, at_most in _ADVICE.items()
    }
    if not fitting["how"] and not fitting["practices"]:
        return []
    told = [selection for name in _ADVICE for selection in _in_text_order(fitting[name])]
    return [*_definition(article, pool)[:1], *told]


def _definition(article: Article, pool: SegmentPool) -> list[Selection]:
    """The sentence that says what the term is, and the one after it."""
    opening = _in_text_order(pool.of(article, article.sections[0]))
    sentences = [s for s in opening if s.segment.kind == "sentence"]
    at = defining_sentence(article, sentences)
    return sentences[at : at + 2] or opening[:2]


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


def _nearest(kind: QuestionKind | None, article: Article, pool: SegmentPool) -> list[Selection]:
    """The best segment and those that come near it; a list as a list where several of its items do.

    Figures come forward where one is asked for. What a story tells and what a reader might ask stand back, unless they
    are asked for; what other articles say stands back further, since sentences of several seldom make one answer. One
    more sentence of the same article joins a best one that no other comes near.
    """
    measures = kind is not None and kind.name == "metric"
    weighed = [
        replace(
            s,
            score=s.score
            + _FIGURE_BONUS * (measures and any(map(str.isdigit, s.text)))
            - _STANDS_BACK * _is_aside(kind, s)
            - _OTHER_STANDS_BACK * (s.article is not article),
        )
        for s in pool.selections
    ]
    ranked = sorted(weighed, key=lambda s: (-s.score, s.article.article_id, s.segment.start))
    best = ranked[0]
    near = [s for s in ranked if s.score >= best.score - _NEAR_BEST]
    same_list = [s for s in near if s.passage is best.passage and s.segment.kind == "list_item"]
    if best.segment.kind == "list_item" and len(same_list) >= 3:
        return _in_text_order(same_list[:_MOST_ITEMS])
    second = [s for s in ranked[1:] if s.article is best.article and s.score >= best.score - _NEAR_IN_ARTICLE][:1]
    chosen = near[:_MOST_SENTENCES] if len(near) > 1 else [best, *second]
    first = [s for s in chosen if s.article is best.article]
    others = [s for s in chosen if s.article is not best.article]
    return _in_text_order(first) + others


def _is_aside(kind: QuestionKind | None, selection: Selection) -> bool:
    heading = selection.passage.heading_path[-1]
    asked = kind is not None and kind.headings is not None and bool(kind.headings.search(heading))
    return not asked and any(HEADINGS[name].search(heading) for name in ("example", "questions"))


def _in_text_order(selections: Sequence[Selection]) -> list[Selection]:
    return sorted(selections, key=lambda s: s.segment.start)
