"""The text of a scraped page in, its content lines out; and what tells headings, items and sentences apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.entities import html5

from ingest.terms import SMALL_WORDS
from ingest.text_cleaning import clean, fold_for_matching, one_line

EXAMPLE = "Example"
RELATED = "Related Glossary Terms"
LIST_HEADINGS = ("How Product Managers Use It", "Best Practices", "Common Mistakes to Avoid", "Questions to Ask")
HEADINGS = (EXAMPLE, "Why It Matters", "Where It Creates Value", *LIST_HEADINGS, "Signs It Is Working", RELATED)

LONG = 40
"""From this many characters on, a line with an end mark is a sentence and not a name, and a line may be wrapped."""

_KNOWN = {fold_for_matching(heading): heading for heading in HEADINGS}
_MARKER = re.compile(r"^(?:(?:[-*–·]|\d{1,3}[.)])\s+|[•◦‣▪●]\s*)(?=\S)")
_LONE_MARKER = re.compile(r"\d{1,3}[.)]")
_HASHES = re.compile(r"^(#{1,6})\s+")
_CLOSING_HASHES = re.compile(r"\s+#+$")
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_TAIL = 12
_END = re.compile(r"[.!?…。！？][\"'”’»)\]*_]*$")
_PAUSE = re.compile(r"[:;][\"'”’»)\]*_]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text: without its list marker (`item`), without the `level` hashes of a Markdown heading.

    `adjacent` says that no blank line stands before it; it only serves to undo hard line breaks.
    """

    text: str
    item: bool = False
    level: int = 0
    adjacent: bool = False


def content_lines(data: str) -> list[Line]:
    """The lines that hold letters or digits, cleaned, entities decoded once, hard line breaks undone; in order."""
    lines: list[Line] = []
    adjacent = False
    for raw in clean(data).split("\n"):
        text = one_line(clean(_ENTITY.sub(_decoded, raw)))
        if any(char.isalnum() for char in text) and not _LONE_MARKER.fullmatch(text):
            lines.append(_line(text, adjacent=adjacent))
        adjacent = bool(text)
    return _unwrapped(lines)


def with_entities(text: str) -> str:
    """The text so written that decoding its entities gives it back."""
    return text.replace("&", "&amp;") if _ENTITY.search(text) else text


def known_heading(line: Line) -> str | None:
    """The known heading that makes up the whole line, in its usual spelling; None for any other line or item."""
    if line.item:
        return None
    return _KNOWN.get(fold_for_matching(line.text).strip("#*_ ").removesuffix(":").strip("*_ "))


def cut_heading(line: Line) -> bool:
    """Whether the line is the beginning of a known heading, as where a page was cut inside it."""
    folded = fold_for_matching(line.text)
    return not line.item and len(folded) > 4 and any(known.startswith(folded) and known != folded for known in _KNOWN)


def bare_heading(text: str) -> str:
    """The words of a heading or title without the marks around them."""
    bare = text.lstrip("* ")
    before = ""
    while bare != before:
        before = bare
        bare = _CLOSING_HASHES.sub("", bare.rstrip("*: "))
    return bare or text


def is_closed(text: str) -> bool:
    """Whether a text ends with a mark that ends a sentence, dots included; quotes and brackets may follow it."""
    return bool(_END.search(text[-_TAIL:]))


def is_title_case(text: str) -> bool:
    """Whether each word but small ones begins with a capital or a digit, and one with a capital at least."""
    words = re.findall(r"[^\W_][^\s/–—-]*", text)
    large = [word for n, word in enumerate(words) if n == 0 or word.casefold() not in SMALL_WORDS]
    return bool(large) and all(not word[0].islower() for word in large) and any(word[0].isupper() for word in large)


def is_sentence(line: Line) -> bool:
    """Whether a line can only be running text: long, with an end mark, no dots, not a name in title case."""
    text = line.text
    if line.item or line.level or len(text) < LONG or not is_closed(text) or text.endswith(("...", "…")):
        return False
    return not is_title_case(text)


def _decoded(match: re.Match[str]) -> str:
    name = match[1]
    if not name.startswith("#"):
        return html5.get(f"{name};", match[0])
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]


def _line(text: str, *, adjacent: bool) -> Line:
    hashes = _HASHES.match(text)
    if hashes:
        return Line(_CLOSING_HASHES.sub("", text[hashes.end() :]), level=len(hashes[1]), adjacent=adjacent)
    marker = _MARKER.match(text)
    if marker and any(char.isalnum() for char in text[marker.end() :]):
        return Line(text[marker.end() :], item=True, adjacent=adjacent)
    return Line(text, adjacent=adjacent)


def _unwrapped(lines: list[Line]) -> list[Line]:
    """Lines with hard line breaks undone.

    A break before a lower-case letter shows by itself. Where a text has several, it is wrapped throughout, and long
    lines without an end mark go on in the next line whatever that begins with.
    """
    joined = list(_joined(lines, wrapped=False))
    n_items = sum(line.item for line in lines)
    n_breaks = len(lines) - len(joined)
    return list(_joined(lines, wrapped=True)) if n_breaks >= 2 and n_breaks > n_items else joined


def _joined(lines: list[Line], *, wrapped: bool) -> Iterator[Line]:
    run: list[Line] = []
    for line in lines:
        if run and not _goes_on(run, line, wrapped=wrapped):
            yield _one(run)
            run = []
        run.append(line)
    if run:
        yield _one(run)


def _one(run: list[Line]) -> Line:
    return run[0] if len(run) == 1 else replace(run[0], text=" ".join(line.text for line in run))


def _goes_on(run: list[Line], line: Line, *, wrapped: bool) -> bool:
    """Whether a line belongs to the run of lines before it."""
    first, before = run[0], run[-1].text
    if line.item or line.level or first.level or known_heading(line) or (len(run) == 1 and known_heading(first)):
        return False
    if fold_for_matching(line.text).startswith("learn what "):
        return False
    lower = line.text[0].islower()
    if first.item and lower:
        return True
    if is_closed(before) or _PAUSE.search(before[-_TAIL:]):
        return False
    if len(run) == 1 and (len(before) < LONG or is_title_case(before)):
        return False
    return (lower and not first.text[0].islower()) or (wrapped and line.adjacent)
