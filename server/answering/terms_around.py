"""An answer or its absence in, the terms worth a look beside it out."""

from collections.abc import Sequence

from retriever.datatypes import RelatedTerm, Retrieval
from server.answering.datatypes import Citation
from server.answering.glossary import Glossary

_RELATED = 6


def related_to_answer(
    citations: Sequence[Citation], retrieval: Retrieval, glossary: Glossary
) -> tuple[RelatedTerm, ...]:
    """Terms related to the cited articles, those that the retrieval also found first; cited ones left out."""
    cited = list(dict.fromkeys(citation.article_id for citation in citations))
    found = {hit.passage.article_id: hit.score for hit in reversed(retrieval.hits)}
    top = max(found.values(), default=1.0) or 1.0
    best: dict[str, RelatedTerm] = {}
    for article_id in cited:
        for term in glossary.graph.related(article_id):
            if term.article_id not in cited and term.article_id not in best:
                best[term.article_id] = term
    ranked = sorted(
        best.values(), key=lambda t: (-(t.score + 0.3 * max(found.get(t.article_id, 0.0), 0.0) / top), t.article_id)
    )
    return tuple(ranked[:_RELATED])


def nearest_terms(question: str, retrieval: Retrieval, glossary: Glossary) -> tuple[RelatedTerm, ...]:
    """The terms nearest to a question that has no answer: those it names or nearly names, then the nearest articles."""
    named = [(article_id, 1.0, "alias") for article_id in glossary.graph.mentions(question)]
    near = [(hit.passage.article_id, max(min(hit.dense, 1.0), 0.0), "similar") for hit in retrieval.hits]
    chosen: dict[str, RelatedTerm] = {}
    for article_id, score, reason in [*named, *near]:
        term = glossary.index.article(article_id).term
        if article_id not in chosen:
            chosen[article_id] = RelatedTerm(
                article_id, term, round(score, 4), "alias" if reason == "alias" else "similar"
            )
    return tuple(list(chosen.values())[:_RELATED])
