"""All articles of a glossary in, what is wrong between them out: links, orphans, parts that hang apart, names."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from eval.corpus_pages import CorpusPage, Finding
from ingest.terms import name_key

Links = dict[str, tuple[str, ...]]
"""Article id -> ids of the articles that it links to or names as related, each once, in order."""


def links_between(pages: Sequence[CorpusPage]) -> Links:
    """The links that resolve, those of an article to itself left out."""
    known = {page.article.article_id for page in pages}
    return {
        page.article.article_id: tuple(
            dict.fromkeys(
                target
                for target in (*_related(page), *(_target(page, link)[0] for link in page.links))
                if target in known and target != page.article.article_id
            )
        )
        for page in pages
    }


def link_findings(pages: Sequence[CorpusPage]) -> Iterator[Finding]:
    """Links to nowhere, to a section that is not there, or to the article itself."""
    slugs = {page.article.article_id: {s.slug for s in page.article.sections} for page in pages}
    for page in pages:
        own, file = page.article.article_id, page.file
        for target in _related(page):
            if target not in slugs:
                yield Finding(file, "links", f"related {target!r} is no article; name a file without its ending")
            elif target == own:
                yield Finding(file, "links", "names itself as related")
        for link in page.links:
            target, section = _target(page, link)
            if target not in slugs:
                yield Finding(file, "links", f"the link to {link!r} leads to no article")
            elif target == own:
                yield Finding(file, "links", f"the link to {link!r} leads to the article itself")
            elif section and section not in slugs[target]:
                yield Finding(file, "links", f"the link to {link!r} names no section of that article")


def graph_findings(pages: Sequence[CorpusPage], links: Links) -> Iterator[Finding]:
    """Articles that none links to, and articles outside of the largest part of the link graph."""
    linked_to = {target for targets in links.values() for target in targets}
    parts = components(links)
    largest = set(parts[0]) if parts else set()
    sizes = {article_id: len(part) for part in parts for article_id in part}
    for page in pages:
        article_id, file = page.article.article_id, page.file
        if article_id not in linked_to and len(pages) > 1:
            yield Finding(file, "orphan", "no article links to it; link to it where it is spoken of")
        if article_id not in largest:
            yield Finding(
                file,
                "link graph",
                f"hangs apart with {sizes[article_id] - 1} others from the {len(largest)} articles that are linked",
            )


def components(links: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The parts of a link graph that no link joins, direction ignored: the largest first, then by id."""
    neighbours: dict[str, set[str]] = {article_id: set() for article_id in links}
    for source, targets in links.items():
        for target in targets:
            neighbours[source].add(target)
            neighbours[target].add(source)
    parts: list[tuple[str, ...]] = []
    left = dict.fromkeys(sorted(links))
    while left:
        reached: set[str] = set()
        ahead = [next(iter(left))]
        while ahead:
            here = ahead.pop()
            if here not in reached:
                reached.add(here)
                ahead.extend(neighbours[here])
        for article_id in reached:
            del left[article_id]
        parts.append(tuple(sorted(reached)))
    return sorted(parts, key=lambda part: (-len(part), part))


def name_findings(pages: Sequence[CorpusPage]) -> Iterator[Finding]:
    """Names, those in brackets of a definition included, that mean two articles."""
    owners: dict[str, list[tuple[CorpusPage, str]]] = defaultdict(list)
    for page in pages:
        names = (page.article.term, *page.article.aliases)
        for key, name in {name_key(name): name for name in reversed(names)}.items():
            owners[key].append((page, name))
    for claims in owners.values():
        for page, name in claims[1:]:
            other, other_name = claims[0]
            yield Finding(
                page.file,
                "names",
                f"{name!r} also names {other.article.article_id} ({other_name!r}); one article has to give it up",
            )


def category_findings(pages: Sequence[CorpusPage]) -> Iterator[Finding]:
    """Categories of a single article: a slip, or a drawer too many."""
    members: dict[str, list[CorpusPage]] = defaultdict(list)
    for page in pages:
        members[page.article.category].append(page)
    for category, held in members.items():
        if category and len(held) == 1 and len(members) > 1:
            others = ", ".join(sorted(name for name in members if name != category))
            yield Finding(held[0].file, "category", f"{category!r} holds this article only; others: {others}")


def _related(page: CorpusPage) -> list[str]:
    related = page.keys.get("related", [])
    return [str(name) for name in related] if isinstance(related, list) else []


def _target(page: CorpusPage, link: str) -> tuple[str, str]:
    """Article id and section slug of a link; the id is empty where the target is no Markdown file."""
    path, _, section = link.partition("#")
    if not path.endswith(".md"):
        return "", section
    beside = posixpath.join(posixpath.dirname(page.article.article_id), path.removesuffix(".md"))
    return posixpath.normpath(beside), section
