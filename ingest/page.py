"""Blocks of a parsed page in, the stored text with its sections and segments out: the one place that counts offsets."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.datatypes import LEAD_HEADING, Section, Segment, SegmentKind
from ingest.text_cleaning import clean, one_line, slug

BlockKind = Literal["heading", "paragraph", "list_item", "table_row", "formula"]

_CLOSE_KINDS = frozenset({"list_item", "table_row"})


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page in reading order; `level` is 1 to 6 for a heading and 0 for all else."""

    kind: BlockKind
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class PageText:
    """The stored text of a page and where its parts stand."""

    text: str
    sections: tuple[Section, ...]
    segments: tuple[Segment, ...]


def compose(blocks: Iterable[Block]) -> PageText:
    """Join blocks to the text that is stored and shown, and say where sections and segments stand in it.

    A heading stands on its own line with a blank line around it; list items and table rows stand one a line; a
    formula keeps its line breaks. Blocks without text are left out. Text before the first heading belongs to a
    section named "Definition", whose heading is not part of the text. No blocks give an empty text.
    """
    parts: list[str] = []
    segments: list[Segment] = []
    opened: list[tuple[tuple[str, ...], int]] = []
    path: list[tuple[int, str]] = []
    length, before = 0, ""
    for block in blocks:
        text = _block_text(block)
        if not text:
            continue
        if parts:
            gap = "\n" if block.kind in _CLOSE_KINDS and before == block.kind else "\n\n"
            parts.append(gap)
            length += len(gap)
        if block.kind == "heading":
            path = [entry for entry in path if entry[0] < block.level] + [(block.level, text)]
            opened.append((tuple(heading for _, heading in path), length + len(text)))
        else:
            if not opened:
                opened.append(((LEAD_HEADING,), 0))
            segments.extend(_segments(block.kind, text, length))
        parts.append(text)
        length += len(text)
        before = block.kind
    return PageText("".join(parts), _sections(opened, segments), tuple(segments))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a line of text, white space around it left out; in order, losing no word."""
    from sentencex import segment

    spans: list[tuple[int, int]] = []
    position = 0
    for sentence in segment("en", text):
        start = text.index(sentence, position) if sentence else position
        position = start + len(sentence)
        bare = sentence.strip()
        if bare:
            first = start + len(sentence) - len(sentence.lstrip())
            spans.append((first, first + len(bare)))
    return spans


def unique_slug(heading: str, taken: set[str]) -> str:
    """The heading's slug, with `-2`, `-3` ... where it is taken; the slug returned is added to `taken`."""
    base = slug(heading)
    name, n = base, 1
    while name in taken:
        n += 1
        name = f"{base}-{n}"
    taken.add(name)
    return name


def _block_text(block: Block) -> str:
    text = clean(block.text)
    if block.kind == "formula":
        return re.sub(r"\n\s*\n+", "\n", re.sub(r"[ ]+\n", "\n", text)).strip("\n").rstrip()
    return one_line(text)


def _segments(kind: BlockKind, text: str, offset: int) -> list[Segment]:
    if kind == "paragraph":
        return [Segment("sentence", offset + start, offset + end) for start, end in sentence_spans(text)]
    lead = len(text) - len(text.lstrip())
    segment_kind: SegmentKind = kind  # type: ignore[assignment]  # neither heading nor paragraph comes here
    return [Segment(segment_kind, offset + lead, offset + len(text))]


def _sections(opened: Sequence[tuple[tuple[str, ...], int]], segments: Sequence[Segment]) -> tuple[Section, ...]:
    """Sections that hold text; a heading with nothing below it names no section."""
    sections: list[Section] = []
    taken: set[str] = set()
    at = 0
    for n, (path, begin) in enumerate(opened):
        limit = opened[n + 1][1] if n + 1 < len(opened) else None
        inside: list[Segment] = []
        while at < len(segments) and (limit is None or segments[at].start < limit):
            inside.append(segments[at])
            at += 1
        if inside and inside[0].start >= begin:
            sections.append(Section(path, unique_slug(path[-1], taken), inside[0].start, inside[-1].end))
    return tuple(sections)
