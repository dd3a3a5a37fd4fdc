"""Articles and their related terms in, a small drawing of how they hang together out: places for names and lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from server.answering.glossary import Glossary

WIDTH = 800
_ROW = 44
_MARGIN = 26
_INNER = 172  # from the middle to where the names of a column begin
_WIDEST_HALF = 132
_LONGEST_NAME = 28


@dataclass(frozen=True, slots=True)
class MapNode:
    """A term at its place; `anchor` is SVG's text-anchor, `is_centre` tells what the map is about, in a frame."""

    article: str
    term: str
    label: str
    x: int
    y: int
    anchor: str
    is_centre: bool

    @property
    def half_width(self) -> int:
        """Half of the frame round a centre's name, by the width of bold letters at 14 pixels."""
        return min(round(len(self.label) * 4.4) + 16, _WIDEST_HALF)


@dataclass(frozen=True, slots=True)
class MapLine:
    """A curve between two terms as SVG path data; `reason` is the strongest of the two terms' relations."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class TermMap:
    """The map: WIDTH wide and `height` high."""

    height: int
    nodes: tuple[MapNode, ...]
    lines: tuple[MapLine, ...]
    width: int = WIDTH


def map_of(centres: Sequence[str], neighbours: Sequence[str], glossary: Glossary) -> TermMap | None:
    """The centres in the middle, their neighbours left and right of them in turn; None without a neighbour.

    Lines join any two that are related, with the reason. The same articles give the same map.
    """
    around = [article_id for article_id in neighbours if article_id not in centres]
    if not around or not centres:
        return None
    left, right = around[1::2], around[0::2]
    height = max(len(left), len(right), len(centres)) * _ROW + _MARGIN
    middle = WIDTH // 2
    nodes = [
        *_column(centres, middle, "middle", height, glossary, is_centre=True),
        *_column(right, middle + _INNER, "start", height, glossary),
        *_column(left, middle - _INNER, "end", height, glossary),
    ]
    lines = [line for a, b in combinations(nodes, 2) if (line := _line(a, b, glossary))]
    return TermMap(height, tuple(nodes), tuple(lines))


def _column(
    article_ids: Sequence[str], x: int, anchor: str, height: int, glossary: Glossary, *, is_centre: bool = False
) -> list[MapNode]:
    step = height / (len(article_ids) + 1) if is_centre else _ROW
    top = step if is_centre else (height - (len(article_ids) - 1) * _ROW) / 2
    terms = [glossary.index.article(article_id).term for article_id in article_ids]
    return [
        MapNode(article_id, term, _label(term), x, round(top + n * step), anchor, is_centre)
        for n, (article_id, term) in enumerate(zip(article_ids, terms, strict=True))
    ]


def _label(term: str) -> str:
    return term if len(term) <= _LONGEST_NAME else term[: _LONGEST_NAME - 1].rstrip() + "…"


def _line(one: MapNode, other: MapNode, glossary: Glossary) -> MapLine | None:
    """The line between two terms of which one is related to the other; none between two of one column's neighbours."""
    if not (one.is_centre or other.is_centre) or one.x == other.x:
        return None
    reason = _reason(one.article, other.article, glossary) or _reason(other.article, one.article, glossary)
    if not reason:
        return None
    begin, end = _edge(one, other), _edge(other, one)
    bend = (begin[0] + end[0]) // 2
    return MapLine(f"M{begin[0]} {begin[1]}C{bend} {begin[1]} {bend} {end[1]} {end[0]} {end[1]}", reason)


def _edge(node: MapNode, towards: MapNode) -> tuple[int, int]:
    """Where a line meets a name: beside a neighbour's, at the side of a centre's."""
    if not node.is_centre:
        return node.x - 8 if node.anchor == "start" else node.x + 8, node.y
    return (node.x + node.half_width if towards.x > node.x else node.x - node.half_width), node.y


def _reason(article_id: str, other: str, glossary: Glossary) -> str:
    return next((t.reason for t in glossary.graph.related(article_id) if t.article_id == other), "")
