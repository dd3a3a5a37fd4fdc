"""Body of the response to a search: the ranked passages."""

from pydantic import BaseModel

from ingest.open_index import IndexedArticle
from retriever.datatypes import Hit, Retrieval


class HitBody(BaseModel):
    """A passage in a ranking."""

    rank: int
    score: float
    passage: str
    article: str
    term: str
    section: str
    text: str
    scores: dict[str, float]
    also_in: list[str]

    @classmethod
    def of(cls, hit: Hit, term: str) -> "HitBody":
        """The body of a hit in the article of a term."""
        return cls(
            rank=hit.rank,
            score=round(hit.score, 6),
            passage=hit.passage.passage_id,
            article=hit.passage.article_id,
            term=term,
            section=hit.passage.heading_path[-1],
            text=hit.passage.text,
            scores={"dense": round(hit.dense, 6), "lexical": round(hit.lexical, 6)},
            also_in=list(hit.also_in),
        )


class SearchResponse(BaseModel):
    """The ranked passages for a query."""

    query: str
    hits: list[HitBody]
    timings_ms: dict[str, float]

    @classmethod
    def of(cls, retrieval: Retrieval, articles: dict[str, IndexedArticle]) -> "SearchResponse":
        """The body of a retrieval."""
        hits = [HitBody.of(hit, articles[hit.passage.article_id].article.term) for hit in retrieval.hits]
        total = round(sum(retrieval.timings_ms.values()), 3)
        return cls(query=retrieval.query, hits=hits, timings_ms={**retrieval.timings_ms, "total": total})
