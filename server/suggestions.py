"""What is typed so far in, the terms it may become out: names that begin with it, contain it, or look like it."""

from dataclasses import dataclass

from ingest.terms import name_key
from server.answering.glossary import Glossary


@dataclass(frozen=True, slots=True)
class SuggestedTerm:
    """A term, and the name of it that matched."""

    article_id: str
    term: str
    matched: str


def suggested_terms(glossary: Glossary, typed: str, n: int = 7) -> list[SuggestedTerm]:
    """At most n terms for a beginning: whole names first, then words within, then misspellings."""
    wanted = name_key(typed) or typed.casefold().strip()
    ranked: dict[str, tuple[int, str, str]] = {}
    for article_id, record in glossary.index.articles.items():
        for name in (record.article.term, *record.article.aliases):
            plain = name.casefold()
            begun = plain.startswith(typed.casefold().strip()) or name_key(name).startswith(wanted)
            rank = 0 if begun else 1 if f" {typed.casefold().strip()}" in plain else 2
            if rank < 2 and (article_id not in ranked or rank < ranked[article_id][0]):
                ranked[article_id] = (rank, record.article.term, name)
    found = sorted(ranked.items(), key=lambda item: (item[1][0], len(item[1][1]), item[1][1]))
    terms = [SuggestedTerm(article_id, term, name) for article_id, (_, term, name) in found]
    if len(terms) < n:
        seen = {term.article_id for term in terms}
        for article_id in glossary.graph.nearest_names(typed, n, at_least=75):
            if article_id not in seen:
                term = glossary.index.article(article_id).term
                terms.append(SuggestedTerm(article_id, term, term))
    return terms[:n]
