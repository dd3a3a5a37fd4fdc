"""A question and what was retrieved in, the segments that may answer it out, each with a score."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.datatypes import Article, Passage, Section
from ingest.lexical_index import stems
from retriever.datatypes import Retrieval
from retriever.question_kinds import QuestionKind
from retriever.section_kinds import HEADINGS
from server.answering.datatypes import Selection
from server.answering.glossary import Glossary

_OVERLAP_WEIGHT = 0.15
_PASSAGE_WEIGHT = 1.0
_SECTION_BONUS = 0.12


@dataclass(frozen=True, slots=True)
class SegmentPool:
    """The scored segments of the passages that were found."""

    selections: tuple[Selection, ...]

    def best(self) -> Selection:
        """The one that fits best."""
        return max(self.selections, key=lambda s: s.score)

    def of(self, article: Article, section: Section | None = None) -> list[Selection]:
        """Those of an article, or of one section of it."""
        return [
            s
            for s in self.selections
            if s.article is article and (section is None or section.start <= s.segment.start < section.end)
        ]


def pool_of(
    question: str,
    retrieval: Retrieval,
    glossary: Glossary,
    article: Article,
    kind: QuestionKind | None,
    named: Sequence[str],
) -> SegmentPool:
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
    passages = [p for p in passages if not HEADINGS["links"].search(p.heading_path[-1])] or passages
    weights = {stem: 1.0 / (1 + glossary.document_frequency(stem)) ** 0.5 for stem in stems(question)}
    floor = min(hit.score for hit in retrieval.hits)
    selections: list[Selection] = []
    for passage in passages:
        hit = by_passage.get(passage.passage_id)
        score = hit.score if hit else floor
        selections.extend(_scored(passage, score, weights, retrieval, glossary, kind=kind, about=about))
    return SegmentPool(tuple(selections))


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
