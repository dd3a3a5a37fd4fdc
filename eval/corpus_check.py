"""A folder of glossary articles in, all that breaks the rules of `corpus/README.md` and its counts out."""

from dataclasses import dataclass
from pathlib import Path

from eval.corpus_links import (
    category_findings,
    components,
    graph_findings,
    link_findings,
    links_between,
    name_findings,
)
from eval.corpus_overlap import jaccard_findings, jaccards, shared_sentence_findings, shared_sentences
from eval.corpus_pages import Finding, in_order, n_words, read_pages
from eval.corpus_rules import article_findings


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """Findings in order of file, and what the folder holds.

    `categories` counts the articles of each; `links` counts each article that another links to or names as related
    once; `components` the parts of the link graph; `highest_jaccard` is of the two articles that are most alike.
    """

    folder: str
    findings: tuple[Finding, ...]
    articles: int
    words: int
    shortest: int
    longest: int
    links: int
    components: int
    categories: dict[str, int]
    shared_sentences: int
    highest_jaccard: float
    most_alike: tuple[str, ...]


def check_corpus(folder: Path) -> CorpusReport:
    """Check every article by itself and all of them together.

    Raises:
        EvalError, IngestError: the folder cannot be read as a folder of articles.
    """
    pages, unread = read_pages(folder)
    links = links_between(pages)
    findings = [
        *unread,
        *(finding for page in pages for finding in article_findings(page)),
        *link_findings(pages),
        *graph_findings(pages, links),
        *name_findings(pages),
        *category_findings(pages),
        *shared_sentence_findings(pages),
        *jaccard_findings(pages),
    ]
    alike = jaccards(pages)
    closest = max(alike, key=lambda pair: (alike[pair], pair), default=())
    lengths = [n_words(page) for page in pages]
    categories = sorted(page.article.category for page in pages if page.article.category)
    return CorpusReport(
        folder=str(folder),
        findings=tuple(in_order(findings)),
        articles=len(pages),
        words=sum(lengths),
        shortest=min(lengths),
        longest=max(lengths),
        links=sum(map(len, links.values())),
        components=len(components(links)),
        categories={name: categories.count(name) for name in dict.fromkeys(categories)},
        shared_sentences=len(shared_sentences(pages)),
        highest_jaccard=round(max(alike.values(), default=0.0), 4),
        most_alike=tuple(pages[n].article.article_id for n in closest),
    )
