"""All articles of a glossary in, what they have in common word for word out: shared sentences and shingles."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from eval.corpus_pages import CorpusPage, Finding
from ingest.text_cleaning import fold_for_matching

SHINGLE_WORDS = 5
MOST_JACCARD = 0.05

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def shared_sentences(pages: Sequence[CorpusPage]) -> list[tuple[str, tuple[CorpusPage, ...]]]:
    """Each sentence, summary or list item that stands in several articles, as first found, with those articles.

    Letter case, white space and the form of quotes and dashes are ignored. Formulas are left out: two articles on one
    ratio may well write it alike.
    """
    holders: dict[str, dict[int, CorpusPage]] = defaultdict(dict)
    wording: dict[str, str] = {}
    for n, page in enumerate(pages):
        formulas = {page.article.text[s.start : s.end] for s in page.article.segments if s.kind == "formula"}
        for sentence in (page.article.summary, *page.sentences()):
            key = fold_for_matching(sentence)
            if key and sentence not in formulas:
                wording.setdefault(key, sentence)
                holders[key][n] = page
    return [(wording[key], tuple(held.values())) for key, held in holders.items() if len(held) > 1]


def shared_sentence_findings(pages: Sequence[CorpusPage]) -> Iterator[Finding]:
    """A finding for each sentence that stands in several articles, at the last of them."""
    for sentence, held in shared_sentences(pages):
        others = ", ".join(page.article.article_id for page in held[:-1])
        yield Finding(held[-1].file, "shared sentence", f"{_shortened(sentence)!r} also stands in {others}")


def shingles(page: CorpusPage) -> frozenset[tuple[str, ...]]:
    """All runs of five words of the article's sentences; none runs across two sentences or over a heading."""
    found: set[tuple[str, ...]] = set()
    for sentence in page.sentences():
        words = _WORD.findall(fold_for_matching(sentence))
        found.update(tuple(words[n : n + SHINGLE_WORDS]) for n in range(len(words) - SHINGLE_WORDS + 1))
    return frozenset(found)


def jaccards(pages: Sequence[CorpusPage]) -> dict[tuple[int, int], float]:
    """For each two articles with a shingle in common, by their places: the shared over all shingles of both."""
    sets = [shingles(page) for page in pages]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, held in enumerate(sets):
        for shingle in held:
            holders[shingle].append(n)
    common = Counter(pair for held in holders.values() for pair in combinations(held, 2))
    return {(a, b): shared / (len(sets[a]) + len(sets[b]) - shared) for (a, b), shared in sorted(common.items())}


def jaccard_findings(pages: Sequence[CorpusPage]) -> Iterator[Finding]:
    """A finding for each two articles that share too many runs of words."""
    for (a, b), value in jaccards(pages).items():
        if value > MOST_JACCARD:
            common = sorted(" ".join(shingle) for shingle in shingles(pages[a]) & shingles(pages[b]))
            yield Finding(
                pages[b].file,
                "alike",
                f"shares {value:.1%} of its five-word runs with {pages[a].article.article_id}, "
                f"{MOST_JACCARD:.0%} at most; such as {_shortened(common[0])!r}",
            )


def _shortened(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
