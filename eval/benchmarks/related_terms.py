"""An index in, how well related terms are ranked out: links are held out, and the ranking must find them again.

Run as a program it takes index folders and prints recall@5 and precision@5 of each:

    python -m eval.benchmarks.related_terms .index
"""

import random
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.datatypes import Estimate
from eval.measures import estimate
from ingest.command_options import out
from ingest.open_index import OpenIndex, open_index
from retriever.term_graph import TermGraph

Pair = frozenset[str]

_SHARE = 0.3
_SEEDS = (0, 1, 2)
_K = 5


@dataclass(frozen=True, slots=True)
class RelatedTermQuality:
    """Over articles that lost a link: how many of the lost are among the first five, and how many of those are lost."""

    recall: Estimate
    precision: Estimate
    lost_links: int


def related_term_quality(index: OpenIndex, *, share: float = _SHARE) -> RelatedTermQuality:
    """Hold out a share of the linked pairs, both directions, thrice; rank each article's terms without them.

    Terms that stay linked are left out of the ranking: that the first five places hold them would tell nothing. The
    words of a link stay in the text, so a mention may give a lost link away, as it does for a reader.
    """
    links = _links(index)
    recalls: list[float] = []
    precisions: list[float] = []
    lost_links = 0
    for seed in _SEEDS:
        held = held_out(links, share, seed)
        graph = TermGraph(_without(index, links, held))
        for article_id, lost in _lost(links, held):
            linked = {*graph.linked_to(article_id), *graph.linked_from(article_id)}
            ranked = [
                t.article_id for t in graph.related(article_id, len(index.articles)) if t.article_id not in linked
            ]
            found = len(lost & set(ranked[:_K]))
            recalls.append(found / len(lost))
            precisions.append(found / _K)
            lost_links += len(lost)
    return RelatedTermQuality(estimate(recalls), estimate(precisions), lost_links)


def held_out(links: Mapping[str, tuple[str, ...]], share: float, seed: int) -> Set[Pair]:
    """The linked pairs that a seed holds out, each with the probability `share`."""
    chance = random.Random(seed)
    pairs = sorted({tuple(sorted((origin, target))) for origin, targets in links.items() for target in targets})
    return {frozenset(pair) for pair in pairs if chance.random() < share}


def _links(index: OpenIndex) -> dict[str, tuple[str, ...]]:
    graph = TermGraph(index)
    return {article_id: graph.linked_to(article_id) for article_id in index.articles}


def _lost(links: Mapping[str, tuple[str, ...]], held: Set[Pair]) -> Iterator[tuple[str, set[str]]]:
    for article_id, targets in links.items():
        lost = {target for target in targets if frozenset((article_id, target)) in held}
        if lost:
            yield article_id, lost


def _without(index: OpenIndex, links: Mapping[str, tuple[str, ...]], held: Set[Pair]) -> OpenIndex:
    """The index with only the links that are not held out."""
    articles = {
        name: replace(
            record,
            article=replace(
                record.article,
                see_also=tuple(target for target in links[name] if frozenset((name, target)) not in held),
            ),
        )
        for name, record in index.articles.items()
    }
    return replace(index, articles=articles)


def main(indexes: Annotated[list[Path], typer.Argument(metavar="INDEX...", help="Index folders.")]) -> None:
    """Print how well related terms are ranked."""
    table = Table("index", "lost links", f"recall@{_K}", f"precision@{_K}")
    for folder in indexes:
        found = related_term_quality(open_index(folder))
        values = (f"{v.mean:.3f} ({v.low:.3f} to {v.high:.3f})" for v in (found.recall, found.precision))
        table.add_row(str(folder), str(found.lost_links), *values)
    out.print(table)


if __name__ == "__main__":
    typer.run(main)
