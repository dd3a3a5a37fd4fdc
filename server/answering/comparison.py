"""A question that compares two terms in, a table of what each article says in its place out."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ingest.datatypes import Article
from ingest.lexical_index import stems
from retriever.datatypes import Retrieval
from retriever.question_kinds import QuestionKind
from retriever.section_kinds import section_kind
from server.answering.citations import CELL_BREAK
from server.answering.content_words import content_stems
from server.answering.datatypes import Selection
from server.answering.folding import stands_alone, within
from server.answering.glossary import Glossary
from server.answering.segment_pool import SegmentPool, pool_of

_ROWS = {"where": 0.3, "how": 0.5, "why": 0.5, "mistakes": 0.5, "signs": 0.5}
"""How near two quotes of one kind of section must come, in cosine; where either is used is no likeness, but tells."""

_LONGEST_CELL = 32
_OPENING_SENTENCES = 3
_SUBJECT_STEMS = 4
_SAME = 0.95
_SETS_APART = re.compile(
    r"\b(?:unlike|whereas|while|differ\w*|distinguish\w*|(?:in|by) contrast|opposed to|rather than|instead of|than)\b",
    re.IGNORECASE,
)
_CHOOSES = re.compile(
    r"\b(?:or|versus|vs\.?|compar\w+|part of|kind of|type of|same|which (?:one|of)|relate\w*)\b", re.IGNORECASE
)
_RELATES = re.compile(
    r"\b(?:difference|relat(?:e|es|ed|ion|ionship)|complements?|separates?|interchangeabl[ey]|(?:go|goes|is) beyond"
    r"|(?:is|are|isn['’]?t|aren['’]?t) .{1,40} (?:just|merely|only|more than|anything (?:more|but))|each other)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:versus|vs\.?|or)\b", re.IGNORECASE)
_PAIR = re.compile(
    r"([^.?!,;:]*?)\b(?:versus|vs\.?)(?:\s|$)([^.?!,;:]*)|\bbetween ([^.?!,;:]*?) and ([^.?!,;:]*)", re.IGNORECASE
)


def compared_articles(
    question: str, kind: QuestionKind | None, named: Sequence[str], retrieval: Retrieval, glossary: Glossary
) -> tuple[Article, ...]:
    """The two articles that a question compares; none where it compares nothing, or not two terms of the glossary.

    They are those it names. A question for a difference may mean one or both by a word of its name.
    """
    asks = kind is not None and kind.name == "difference"
    if any(is_one_choice(glossary.index.article(article_id)) for article_id in named):
        return ()
    chooses = (kind is None or kind.name == "definition") and _CHOOSES.search(question)
    if not asks and not (len(named) > 1 and (chooses or _RELATES.search(question))):
        return ()
    if asks and len(named) < 2:
        return _half_named_pair(question, retrieval, glossary) or _with_another(question, named, retrieval, glossary)
    return _with_another(question, named, retrieval, glossary)


def is_one_choice(article: Article) -> bool:
    """Whether a term is itself a choice between two, such as "build vs. buy"."""
    return _COMPARES.search(article.term) is not None


def _with_another(question: str, named: Sequence[str], retrieval: Retrieval, glossary: Glossary) -> tuple[Article, ...]:
    """The first article that a question names, and the one it is set against: after "vs" or "or", else the next."""
    if not named:
        return ()
    halves = _COMPARES.split(question, maxsplit=1)
    first = next(iter(glossary.graph.mentions(halves[0])), named[0])
    also_named = [a for a in named if a != first]
    if len(halves) == 2:
        second = [a for a in glossary.graph.mentions(halves[1]) if a != first]
        others = second + _meant(halves[1], first, retrieval, glossary) + also_named
    else:
        others = also_named + _meant(question, first, retrieval, glossary)
    return (glossary.index.article(first), glossary.index.article(others[0])) if others else ()


def _half_named_pair(question: str, retrieval: Retrieval, glossary: Glossary) -> tuple[Article, ...]:
    """The articles meant by "vision vs strategy", where only "product vision" and "product strategy" are terms."""
    pair = _PAIR.search(question)
    if pair is None:
        return ()
    meant: list[str] = []
    for side in (side for side in pair.groups() if side is not None):
        alike = glossary.named_alike(side)
        of_side = [*glossary.graph.mentions(side), *alike, *_meant(side, "", retrieval, glossary)]
        meant += [article_id for article_id in of_side if article_id not in meant][:1]
    return tuple(glossary.index.article(article_id) for article_id in meant) if len(meant) == 2 else ()


def _meant(text: str, first: str, retrieval: Retrieval, glossary: Glossary) -> list[str]:
    """The found articles, best first, of whose term a text holds a word that is not the first term's, if any."""
    words = set(content_stems(text)) - (set(stems(glossary.index.article(first).term)) if first else set())
    found = dict.fromkeys(hit.passage.article_id for hit in retrieval.hits if hit.passage.article_id != first)
    return [article_id for article_id in found if words & set(stems(glossary.index.article(article_id).term))]


def comparison(
    articles: Sequence[Article], question: str, retrieval: Retrieval, glossary: Glossary, max_words: int
) -> list[Selection]:
    """Rows of a table, each with a quote of either article: what both are, then what both say in like sections.

    A sentence that names the other term stands below the table. Rows are added while there are words left; where
    there are not enough for the first, the two sentences stand by themselves.
    """
    pools = [pool_of(question, retrieval, glossary, article, None, [article.article_id]) for article in articles]
    rows = [_row(*(_opening(article, pool) for article, pool in zip(articles, pools, strict=True)))]
    rows += [row for kind in _ROWS if (row := _like_row(kind, articles, pools, glossary))]
    contrast = _contrast(articles, pools, glossary, rows)
    left = max_words - _words(rows[0])
    if left < 0:
        return within([replace(rows[0], beside=None), *rows[0].cells[1:]], max_words)
    chosen = rows[:1]
    if contrast and _words(contrast) <= left:
        left -= _words(contrast)
    else:
        contrast = None
    for row in rows[1:]:
        if _words(row) <= left:
            chosen.append(row)
            left -= _words(row)
    return [*chosen, *([contrast] if contrast else [])]


def defining_sentence(article: Article, sentences: Sequence[Selection]) -> int:
    """Where, among the first sentences of an article, the one stands that says what its term is; else 0."""
    names = [set(stems(name)) for name in (article.term, *article.aliases)]
    for at, sentence in enumerate(sentences[:_OPENING_SENTENCES]):
        said = stems(sentence.text)
        begins = set(said[: _SUBJECT_STEMS + len(stems(article.term))])
        if any(name and name <= begins for name in names):
            return at
    return 0


def _opening(article: Article, pool: SegmentPool) -> Selection:
    """The sentence that says what an article's term is, or what stands in its place."""
    own = sorted(pool.of(article), key=lambda s: s.segment.start)
    sentences = [s for s in own if s.segment.kind == "sentence"]
    return sentences[defining_sentence(article, sentences)] if sentences else own[0]


def _row(left: Selection, right: Selection) -> Selection:
    return Selection(left.article, left.passage, left.segment, left.score, beside=right)


def _like_row(
    kind: str, articles: Sequence[Article], pools: Sequence[SegmentPool], glossary: Glossary
) -> Selection | None:
    """The two quotes of one kind of section that come nearest to each other; none where an article has no such.

    Two that speak of different things are no row: beside each other they would look like a difference. One that names
    the other term says its own comparison, and not what is so of its side alone.
    """
    sides = [
        [s for s in _standing_alone(kind, article, pool) if other.article_id not in glossary.graph.mentions(s.text)]
        for article, pool, other in zip(articles, pools, reversed(articles), strict=True)
    ]
    if not all(sides):
        return None
    vectors = [glossary.segment_vectors(side[0].article, [_number(s) for s in side]) for side in sides]
    nearness = vectors[0] @ vectors[1].T
    same = nearness > _SAME
    nearness[
        np.any(same, axis=1, keepdims=True) | np.any(same, axis=0, keepdims=True)
    ] = -1.0  # what both say in the same words sets nothing apart
    if nearness.max() < _ROWS[kind]:
        return None
    left, right = np.unravel_index(int(nearness.argmax()), nearness.shape)
    return _row(sides[0][int(left)], sides[1][int(right)])


def _standing_alone(kind: str, article: Article, pool: SegmentPool) -> list[Selection]:
    """Short segments of a kind of section that can be read without what stands before them."""
    own = [s for section in article.sections if section_kind(section) == kind for s in pool.of(article, section)]
    return [s for s in own if s.segment.kind != "formula" and stands_alone(s) and _words(s) <= _LONGEST_CELL]


def _contrast(
    articles: Sequence[Article], pools: Sequence[SegmentPool], glossary: Glossary, rows: Sequence[Selection]
) -> Selection | None:
    """The sentence of either article that names the other: one that sets them apart if any, that fits best."""
    taken = {cell.text for row in rows for cell in row.cells}
    found = [
        s
        for article, pool, other in zip(articles, pools, reversed(articles), strict=True)
        for s in pool.of(article)
        if s.segment.kind == "sentence" and s.text not in taken and other.article_id in glossary.graph.mentions(s.text)
    ]
    alone = [s for s in found if stands_alone(s)]
    return max(alone, key=lambda s: (bool(_SETS_APART.search(s.text)), s.score), default=None)


def _number(selection: Selection) -> int:
    return selection.article.segments.index(selection.segment)


def _words(selection: Selection) -> int:
    return len(CELL_BREAK.join(cell.text for cell in selection.cells).split())
