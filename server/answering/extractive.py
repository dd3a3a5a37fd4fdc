"""The default answerer: verbatim sentences and list items, chosen by kind of question, section and nearness."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.datatypes import Article, Passage, Section
from ingest.lexical_index import stems
from retriever.datatypes import Retrieval
from server.answering.datatypes import Selection
from server.answering.glossary import Glossary
from server.answering.question_kinds import QuestionKind, kind_of

_NAMED_BONUS = 0.02
_OPENING_BONUS = 0.04
_OVERLAP_WEIGHT = 0.15
_PASSAGE_WEIGHT = 1.0
_SECTION_BONUS = 0.12
_DETOUR_MARGIN = 0.4
_DEFINING = frozenset(
    {"defin", "definit", "mean", "explain", "stand", "term", "pleas", "exact", "simpl", "word", "short"}
)
_MOST_SENTENCES = 3
_MOST_ITEMS = 6
_NEAR_BEST = 0.12
_SAME = 0.9

_COMPARES = re.compile(r"\b(?:versus|vs\.?|or)\b", re.IGNORECASE)
_BEGINS_DEFINITION = re.compile(
    r"\s*(?:please |could you |can you |would you |so |ok |hi,? )*"
    r"(?:what(?:['’]?s| is| are| does| do)|define|explain|describe|tell me what)\b",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(
    r"(?:this|these|that|those|it|its|they|their|he|she|his|her|such|both|neither|however|instead|therefore|thus|hence|"
    r"the (?:former|latter|same|result|effect)|also|then|in (?:contrast|turn|addition)|for (?:this|that) reason|"
    r"as a result|moreover|but|and|so)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Pool:
    """The scored segments of the passages that were found."""

    selections: tuple[Selection, ...]

    def best(self) -> Selection:
        return max(self.selections, key=lambda s: s.score)

    def of(self, article: Article, section: Section | None = None) -> list[Selection]:
        return [
            s
            for s in self.selections
            if s.article is article and (section is None or section.start <= s.segment.start < section.end)
        ]


class ExtractiveAnswerer:
    """Composes an answer from segments as they stand; holds nothing between questions."""

    def select(self, question: str, retrieval: Retrieval, glossary: Glossary, max_words: int) -> list[Selection]:
        """The segments that answer, in reading order, at most `max_words` words; none where nothing was retrieved."""
        if not retrieval.hits:
            return []
        kind = kind_of(question)
        named = glossary.graph.mentions(question)
        compared = _compared(kind, named, retrieval, glossary)
        if compared:
            chosen = _difference(compared, question, retrieval, glossary)
        else:
            article = _main_article(retrieval, named, kind, glossary)
            pool = _pool(question, retrieval, glossary, article, kind, named)
            defines = _asks_for_definition(question, kind, article, glossary)
            chosen = _by_kind(kind, article, pool, named, defines=defines) or _nearest(pool)
        return _within(_led_in(_without_repeats(chosen, glossary), glossary), max_words)


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


def _compared(kind: QuestionKind | None, named: Sequence[str], retrieval: Retrieval, glossary: Glossary) -> list[str]:
    """The two articles that a question compares: those it names, the second else by the next hit; else none."""
    if kind is None or kind.name != "difference" or not named:
        return []
    found = [hit.passage.article_id for hit in retrieval.hits]
    if len(named) == 1 and _COMPARES.search(glossary.index.article(named[0]).term):  # "build vs. buy" is one term
        return []
    both = list(dict.fromkeys([*named[:2], *found]))[:2]
    return both if len(both) == 2 else []


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


def _pool(
    question: str,
    retrieval: Retrieval,
    glossary: Glossary,
    article: Article,
    kind: QuestionKind | None,
    named: Sequence[str],
) -> _Pool:
    """Segments that may answer, scored by nearness, shared words and their passage.

    Where the question names the main article, they are that article's, and those of others that it names; and
    nearness leaves out what question and segment share with the article's opening, which is its subject, so that what
    is asked about the subject decides. Else they are those of all hits and of the main article.
    """
    by_passage = {hit.passage.passage_id: hit for hit in retrieval.hits}
    about = article.article_id in named
    articles = [a for a in named if a in (hit.passage.article_id for hit in retrieval.hits)] if about else []
    wanted = articles[:2] if article.article_id in articles[:2] else [article.article_id]
    passages = [p for article_id in wanted for p in glossary.index.articles[article_id].passages]
    if not about:
        passages += [hit.passage for hit in retrieval.hits if hit.passage.article_id != article.article_id]
    weights = {stem: 1.0 / (1 + glossary.document_frequency(stem)) ** 0.5 for stem in stems(question)}
    floor = min(hit.score for hit in retrieval.hits)
    selections: list[Selection] = []
    for passage in passages:
        hit = by_passage.get(passage.passage_id)
        score = hit.score if hit else floor
        selections.extend(_scored(passage, score, weights, retrieval, glossary, kind=kind, about=about))
    return _Pool(tuple(selections))


def _scored(
    passage: Passage,
    passage_score: float,
    weights: dict[str, float],
    retrieval: Retrieval,
    glossary: Glossary,
    *,
    kind: QuestionKind | None,
    about: bool,
) -> list[Selection]:
    article = glossary.index.article(passage.article_id)
    numbered = glossary.segments_of(passage)
    if not numbered:
        return []
    numbers = [n for n, _ in numbered]
    cosines = (
        glossary.residual_cosines(article, numbers, retrieval.query_vector)
        if about
        else glossary.segment_vectors(article, numbers) @ retrieval.query_vector
    )
    fits = bool(kind and kind.headings and kind.headings.search(passage.heading_path[-1]))
    base = _PASSAGE_WEIGHT * passage_score + (_SECTION_BONUS if fits else 0.0)
    total = sum(weights.values()) or 1.0
    found: list[Selection] = []
    for (_, segment), cosine in zip(numbered, cosines, strict=True):
        words = set(stems(article.text[segment.start : segment.end]))
        overlap = sum(weight for stem, weight in weights.items() if stem in words) / total
        found.append(Selection(article, passage, segment, base + float(cosine) + _OVERLAP_WEIGHT * overlap))
    return found


def _by_kind(
    kind: QuestionKind | None, article: Article, pool: _Pool, named: Sequence[str], *, defines: bool
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


def _definition(article: Article, pool: _Pool) -> list[Selection]:
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


def _difference(named: Sequence[str], question: str, retrieval: Retrieval, glossary: Glossary) -> list[Selection]:
    """One defining sentence of each of two terms, and the sentence that comes nearest to setting them apart."""
    chosen: list[Selection] = []
    for article_id in named[:2]:
        article = glossary.index.article(article_id)
        pool = _pool(question, retrieval, glossary, article, None, [article_id])
        chosen += _definition(article, pool)[:1]
        rest = [s for s in pool.of(article) if s not in chosen and s.segment.kind != "formula"]
        other = next((a for a in named[:2] if a != article_id), "")
        contrast = [s for s in rest if other in glossary.graph.mentions(article.text[s.segment.start : s.segment.end])]
        if contrast:
            chosen.append(max(contrast, key=lambda s: s.score))
    return chosen


def _nearest(pool: _Pool) -> list[Selection]:
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


def _without_repeats(selections: Sequence[Selection], glossary: Glossary) -> list[Selection]:
    """Without segments that say nearly what an earlier one says."""
    kept: list[Selection] = []
    vectors: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []
    for selection in selections:
        number = selection.article.segments.index(selection.segment)
        vector = glossary.segment_vectors(selection.article, [number])[0]
        if all(float(vector @ other) < _SAME for other in vectors):
            kept.append(selection)
            vectors.append(vector)
    return kept


def _led_in(selections: Sequence[Selection], glossary: Glossary) -> list[Selection]:
    """A sentence that leans on the one before it brings that sentence along."""
    result: list[Selection] = []
    taken = {(s.article.article_id, s.segment.start) for s in selections}
    for selection in selections:
        article, segment = selection.article, selection.segment
        number = article.segments.index(segment)
        before = article.segments[number - 1] if number else None
        leans = segment.kind == "sentence" and _LEANS_BACK.match(article.text, segment.start)
        if leans and before and before.kind == "sentence" and (article.article_id, before.start) not in taken:
            same_section = any(s.start <= before.start and segment.end <= s.end for s in article.sections)
            if same_section:
                taken.add((article.article_id, before.start))
                result.append(Selection(article, glossary.passage_at(article, before.start), before, selection.score))
        result.append(selection)
    return result


def _within(selections: Sequence[Selection], max_words: int) -> list[Selection]:
    """As many as fit the words, best first, in the order given; the best one always stays."""
    left = max_words
    keep: set[int] = set()
    order = sorted(range(len(selections)), key=lambda n: -selections[n].score)
    for n in order:
        segment = selections[n].segment
        words = len(selections[n].article.text[segment.start : segment.end].split())
        if words <= left or not keep:
            keep.add(n)
            left -= words
    return [selection for n, selection in enumerate(selections) if n in keep]
