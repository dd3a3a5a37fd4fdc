"""Found pages in, articles with their passages out: parse, compose, fold captures of one page, chunk."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from ingest.chunking import Window, chunk
from ingest.corpus import Corpus, FoundPage
from ingest.datatypes import Article, SkippedPage
from ingest.errors import IngestError, UnreadableArticleError
from ingest.formats import ParsedPage
from ingest.open_index import IndexedArticle, OpenIndex
from ingest.page import compose


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """Articles in order of id, and all that was skipped, with the reason."""

    articles: tuple[IndexedArticle, ...]
    skipped: tuple[SkippedPage, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    article: Article
    capture_key: str
    digest: str


def read_articles(
    corpus: Corpus, window: Window, before: OpenIndex | None, progress: Callable[[str, int, int], None]
) -> ReadArticles:
    """Parse and chunk the pages of a corpus; a page that did not change since `before` is taken from there.

    A page that cannot be read is left out with its reason. Of several captures of one page the longest is kept.
    The second article of a file gets the file's id with `-2`, and so on.

    Raises:
        IngestError: two articles have one id.
    """
    known = _by_digest(before)
    kept: list[IndexedArticle] = []
    drafts: list[_Draft] = []
    failed: list[SkippedPage] = []
    for n, found in enumerate(corpus.pages, start=1):
        old = known.get((found.page.article_id, found.digest))
        if old:
            kept.append(old)
        else:
            try:
                drafts.extend(_drafts(found))
            except UnreadableArticleError as error:
                failed.append(SkippedPage(found.page.path, str(error)))
        progress("reading articles", n, len(corpus.pages))
    chosen, captures = _longest_captures(drafts)
    built = [IndexedArticle(d.article, tuple(chunk(d.article, window)), d.digest) for d in chosen]
    articles = sorted([*kept, *built], key=lambda record: record.article.article_id)
    _refuse_equal_ids(articles)
    return ReadArticles(tuple(articles), (*corpus.skipped, *failed, *captures))


def _by_digest(before: OpenIndex | None) -> dict[tuple[str, str], IndexedArticle]:
    """Articles of the generation before that stand alone on their page and need no look at other pages."""
    if before is None:
        return {}
    return {
        (name, record.digest): record for name, record in before.articles.items() if ":capture" not in record.digest
    }


def _refuse_equal_ids(articles: list[IndexedArticle]) -> None:
    for one, other in pairwise(articles):
        if one.article.article_id == other.article.article_id:
            raise IngestError(
                f"two articles have the id {one.article.article_id!r}, in {one.article.file} and {other.article.file}; "
                "rename one of the files"
            )


def _drafts(found: FoundPage) -> list[_Draft]:
    parsed = found.format.parse(found.page)
    if not parsed:
        raise UnreadableArticleError("holds no article text")
    drafts: list[_Draft] = []
    for n, page in enumerate(parsed, start=1):
        article_id = found.page.article_id if n == 1 else f"{found.page.article_id}-{n}"
        digest = f"{found.digest}:capture" if page.capture_key else found.digest
        drafts.append(_Draft(_article(article_id, page, found.page.file), page.capture_key, digest))
    return drafts


def _article(article_id: str, page: ParsedPage, file: str) -> Article:
    composed = compose(page.blocks)
    if not composed.segments:
        raise UnreadableArticleError("holds no article text")
    term = page.term or page.title
    names = dict.fromkeys(name for name in (*page.aliases, page.title) if name and name != term)
    return Article(
        article_id=article_id,
        title=page.title,
        term=term,
        text=composed.text,
        sections=composed.sections,
        segments=composed.segments,
        aliases=tuple(names),
        category=page.category,
        summary=page.summary,
        see_also=page.see_also,
        asked=page.asked,
        url=page.url,
        licence=page.licence,
        file=file,
        truncated=page.truncated,
        warnings=page.warnings,
    )


def _longest_captures(drafts: list[_Draft]) -> tuple[list[_Draft], list[SkippedPage]]:
    best: dict[str, _Draft] = {}
    for draft in drafts:
        other = best.get(draft.capture_key)
        if draft.capture_key and (other is None or len(draft.article.text) > len(other.article.text)):
            best[draft.capture_key] = draft
    chosen, captures = [], []
    for draft in drafts:
        kept = best.get(draft.capture_key, draft)
        if kept is draft:
            chosen.append(draft)
        else:
            captures.append(SkippedPage(draft.article.file, f"another capture of {kept.article.file}, which is longer"))
    return chosen, captures
