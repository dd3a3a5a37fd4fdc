"""The lines below a page's title in, its definition and its sections out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ingest.formats.scraped_lines import (
    EXAMPLE,
    LIST_HEADINGS,
    LONG,
    Line,
    bare_heading,
    cut_heading,
    is_closed,
    is_title_case,
    known_heading,
)
from ingest.text_cleaning import fold_for_matching

SectionKind = Literal["paragraph", "list"]

_LEAD_HEADINGS = frozenset({"definition", "introduction", "meaning", "overview", "summary"})
_MAX_HEADING_WORDS = 8
_MAX_HEADING_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ScrapedSection:
    """Lines of one kind below a heading: paragraphs, or list items without their markers.

    Known headings have their usual spelling, others stand as found. An empty heading goes on in the section before, in
    the other kind; before any heading it is text of the page that belongs to no section.
    """

    heading: str
    kind: SectionKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """What stands below a title. `warnings` name what had to be guessed."""

    definition: str
    sections: tuple[ScrapedSection, ...]
    truncated: bool
    warnings: tuple[str, ...]


def read_body(lines: Sequence[Line], *, has_related: bool, at_end: bool, cut: bool) -> Body:
    """Definition and sections of a page from the lines below its title, related cards taken out before.

    `has_related` says that cards were found; they count as a heading. Where a page has no heading at all, its second
    and last paragraph is the example, and any more of them are text without a section. `at_end` says that
    the page ends with these lines, `cut` that no line end ends it.
    """
    groups = _groups(lines)
    if len(groups) > 1 and not groups[0][1] and fold_for_matching(groups[1][0]) in _LEAD_HEADINGS:
        groups = [("", groups[1][1]), *groups[2:]]
    lead = groups[0][1]
    warnings: list[str] = []
    if len(groups) == 1 and not has_related:
        definition, sections = _without_headings(lead, warnings)
    else:
        n_lead = next((n for n, line in enumerate(lead) if line.item), len(lead))
        definition = " ".join(line.text for line in lead[:n_lead])
        sections = list(_parts("", lead[n_lead:]))
    for heading, below in groups[1:]:
        sections.extend(_parts(heading, below))
    if not definition:
        warnings.append("no text before the first heading: the page has no definition")
    truncated = at_end and bool(lines) and _ends_cut(lines[-1], definition, sections, cut=cut)
    if truncated:
        warnings.append(f'the text is cut at its end: "{lines[-1].text[-60:]}"')
    return Body(definition, tuple(sections), truncated, tuple(warnings))


def _groups(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Headings with the lines below them; the first group, without heading, is what stands before all of them.

    Lines below a heading that was met before are added to what stands there.
    """
    groups: dict[str, tuple[str, list[Line]]] = {"": ("", [])}
    heading, below = groups[""]
    for n, line in enumerate(lines):
        opened = known_heading(line) or _unknown_heading(lines, n, below=heading)
        if opened:
            heading, below = groups.setdefault(fold_for_matching(opened), (opened, []))
        else:
            below.append(line)
    return list(groups.values())


def _unknown_heading(lines: Sequence[Line], n: int, *, below: str) -> str:
    """The heading a line is by its shape and its neighbours, or empty.

    A line that looks like one may be an item that lost its marker: below a list heading what stands before must end.
    """
    line = lines[n]
    if line.level:
        return bare_heading(line.text)
    if n + 1 == len(lines):
        return line.text if n and cut_heading(line) and (is_closed(lines[n - 1].text) or lines[n - 1].item) else ""
    text, follower = line.text, lines[n + 1]
    short = len(text) <= _MAX_HEADING_LENGTH and len(text.split()) <= _MAX_HEADING_WORDS
    if line.item or not short or is_closed(text) or text.endswith((",", ";")) or not is_title_case(text):
        return ""
    if known_heading(follower) or follower.level:
        return ""
    ends = n == 0 or is_closed(lines[n - 1].text) or lines[n - 1].item or _opens(lines[n - 1], below)
    runs_on = len(follower.text) >= LONG or is_closed(follower.text)
    return bare_heading(text) if follower.item or (ends and runs_on) else ""


def _opens(line: Line, below: str) -> bool:
    return bool(line.level) or (bool(known_heading(line)) and below not in LIST_HEADINGS)


def _without_headings(lines: Sequence[Line], warnings: list[str]) -> tuple[str, list[ScrapedSection]]:
    if not lines or lines[0].item:
        return "", list(_parts("", lines))
    definition, rest = lines[0].text, lines[1:]
    if len(rest) == 1 and not rest[0].item:
        warnings.append("no heading on the page: its last paragraph is taken for the example")
        return definition, [ScrapedSection(EXAMPLE, "paragraph", (rest[0].text,))]
    return definition, list(_parts("", rest))


def _parts(heading: str, lines: Sequence[Line]) -> Iterator[ScrapedSection]:
    """The runs of paragraphs and items below a heading, the heading with the first of them.

    Below a list heading all lines from the first marker on are items; without any marker, two lines or more are.
    """
    if not lines:
        yield from [ScrapedSection(heading, "paragraph", ())] if heading else []
        return
    flags = [line.item for line in lines]
    if heading in LIST_HEADINGS:
        first = flags.index(True) if True in flags else (0 if len(lines) > 1 else 1)
        flags = [n >= first for n in range(len(lines))]
    for n, (item, run) in enumerate(groupby(zip(flags, lines, strict=True), key=lambda pair: pair[0])):
        texts = tuple(line.text for _, line in run)
        yield ScrapedSection("" if n else heading, "list" if item else "paragraph", texts)


def _ends_cut(last: Line, definition: str, sections: Sequence[ScrapedSection], *, cut: bool) -> bool:
    """Whether the text stops in the middle: at a heading, or without an end mark where others of its kind have one."""
    texts = [(section.kind, line) for section in sections for line in section.lines]
    texts += [("paragraph", definition)] if definition else []
    place = next((n for n, (_, text) in enumerate(texts) if text.endswith(last.text)), None)
    if place is None:
        return True
    if is_closed(last.text) or last.text.endswith((":", ";")):
        return False
    kind, _ = texts.pop(place)
    peers = [text for other, text in texts if other == kind] or [text for _, text in texts]
    if not peers:
        return cut or len(last.text) >= LONG
    return 2 * sum(map(is_closed, peers)) >= len(peers)
