"""The lines of a scraped page in, the lines without its cards of related terms out, and the terms the cards name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.scraped_lines import (
    RELATED,
    Line,
    bare_heading,
    is_closed,
    is_title_case,
    known_heading,
)
from ingest.terms import canonical_term, name_key
from ingest.text_cleaning import fold_for_matching

_OPENING = "learn what "
_MAX_WORDS = 14
_FOOTER = re.compile(
    r"©|\(c\)|copyright\b|all rights reserved|.*\bnewsletter|subscribe\b|sign (?:up|in)\b|log ?in\b|follow us|"
    r"powered by|made (?:with|by)|back to |share (?:this|on)\b|terms (?:of|and|&) (?:use|service|conditions|privacy)|"
    r"(?:contact(?: us)?|about(?: us)?|careers|imprint|legal(?: notice)?|sitemap|get started|help(?: center)?|home|"
    r"blog|(?:privacy|cookies?)(?: policy| notice| settings| preferences)?)$"
)


@dataclass(frozen=True, slots=True)
class CardSplit:
    """`rest` holds all lines outside of related blocks, `titles` the terms named in them.

    `found` says whether there was a block, `at_end` that one ends the page, `cut` that the page stops in the middle
    of it.
    """

    rest: tuple[Line, ...]
    titles: tuple[str, ...]
    found: bool
    at_end: bool
    cut: bool


def is_blurb(line: Line, title: str, *, last: bool) -> bool:
    """Whether a line is the made-up text of a card with that title; `last` where the file ends with it.

    Told by its opening, the title in it and the dots at its end; one of the latter two may be missing.
    """
    folded, name = fold_for_matching(line.text), fold_for_matching(title)
    promise = f"{_OPENING}{name} means"
    if last and name and len(folded) > 6 and promise.startswith(folded):
        return True
    if not folded.startswith(_OPENING):
        return False
    dots = folded.endswith("...")
    named = bool(name) and folded.startswith(f"{_OPENING}{name} ")
    return (named and (dots or last or folded.startswith(promise))) or (dots and " means in " in folded)


def blurb_of(title: str, *, cut: bool) -> str:
    """A text by which a card with that title is recognised; without the dots where it is to read as cut."""
    return f"Learn what {title.lower()} means in daily work and where it pays{'' if cut else '...'}"


def is_card(lines: Sequence[Line], n: int, *, at_end: bool = True) -> bool:
    """Whether the line is the title of a card: a blurb stands below it.

    `at_end` says that the file ends with these lines, so that their last one may be cut.
    """
    text = lines[n].text
    ends = is_closed(text) and not text.endswith("?") and not is_title_case(text)
    if n + 1 >= len(lines) or ends or fold_for_matching(text).startswith(_OPENING):
        return False
    return is_blurb(lines[n + 1], lines[n].text, last=at_end and n + 2 == len(lines))


def is_name(line: Line) -> bool:
    """Whether a line can be a card's title by itself: few words, no sentence, no footer phrase."""
    text = line.text
    if len(text.split()) > _MAX_WORDS or (is_closed(text) and not text.endswith("?")) or text.endswith(":"):
        return False
    return not is_footer(line) and not known_heading(line)


def is_footer(line: Line) -> bool:
    """Whether a line begins the small print below a page."""
    return bool(_FOOTER.match(fold_for_matching(line.text)))


def split_cards(lines: Sequence[Line], *, cut: bool) -> CardSplit:
    """Take related blocks out of a page, with or without their heading, wherever they stand.

    A block goes on to the next section heading. Blurbs are dropped; they define nothing.
    `cut` says that no line end ends the page.
    """
    rest: list[Line] = []
    titles: list[str] = []
    found = at_end = ends_cut = False
    n = 0
    while n < len(lines):
        opens = known_heading(lines[n]) == RELATED
        if not opens and not is_card(lines, n) and not _is_stray_blurb(lines, n):
            rest.append(lines[n])
            n += 1
            continue
        start = n + opens
        n = _block_end(lines, start)
        at_end = n == len(lines)
        block_titles, ends_cut = _block(lines[start:n], at_end=at_end, cut=cut)
        titles += block_titles
        found = True
    names = {name_key(name): name for name in reversed(titles)}
    return CardSplit(
        tuple(rest), tuple(names[key] for key in dict.fromkeys(map(name_key, titles))), found, at_end, ends_cut
    )


def _is_stray_blurb(lines: Sequence[Line], n: int) -> bool:
    return is_blurb(lines[n], "", last=n + 1 == len(lines))


def _block_end(lines: Sequence[Line], start: int) -> int:
    n = start
    while n < len(lines):
        if is_card(lines, n):
            n += 2
        elif known_heading(lines[n]) not in (None, RELATED) or lines[n].level:
            return n
        else:
            n += 1
    return n


def _block(block: Sequence[Line], *, at_end: bool, cut: bool) -> tuple[list[str], bool]:
    """The terms a block names, and whether the page ends in the middle of it."""
    cards = [n for n in range(len(block)) if is_card(block, n, at_end=at_end)]
    if at_end and cards[-1:] != [len(block) - 2] and _ends_in_opening(block):
        cards.append(len(block) - 2)
    if not cards and not any(_is_stray_blurb(block, n) for n in range(len(block))):
        names = [line for line in _before_footer(block) if is_name(line) and is_title_case(line.text)]
        if at_end and cut and len(names) < 2 and block and not is_closed(block[-1].text) and not is_footer(block[-1]):
            return [], True
        return [_term(line) for line in names], False
    last = block[-1]
    if cards and cards[-1] + 2 == len(block):
        ends_cut = not fold_for_matching(last.text).endswith("...")
    else:
        ends_cut = bool(cards) and cards[-1] + 3 == len(block) and not is_closed(last.text) and not is_footer(last)
    return [_term(block[n]) for n in cards], at_end and ends_cut


def _ends_in_opening(block: Sequence[Line]) -> bool:
    """Whether a name and no more than the first letters of its blurb end the block."""
    return len(block) > 1 and is_name(block[-2]) and _OPENING.startswith(fold_for_matching(block[-1].text))


def _before_footer(block: Sequence[Line]) -> Sequence[Line]:
    end = next((n for n, line in enumerate(block) if is_footer(line)), len(block))
    return block[:end]


def _term(line: Line) -> str:
    return canonical_term(bare_heading(line.text), "")
