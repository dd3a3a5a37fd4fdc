"""The decoded text of a scraped glossary page in, the pages found in it out; and such a page written as text again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.formats.scraped_cards import blurb_of, is_blurb, is_card, is_footer, is_name, split_cards
from ingest.formats.scraped_lines import (
    EXAMPLE,
    HEADINGS,
    RELATED,
    Line,
    bare_heading,
    content_lines,
    is_closed,
    is_sentence,
    is_title_case,
    known_heading,
    with_entities,
)
from ingest.formats.scraped_navigation import without_navigation
from ingest.formats.scraped_sections import ScrapedSection, read_body
from ingest.terms import SMALL_WORDS, name_key
from ingest.text_cleaning import fold_for_matching, one_line

__all__ = ["Parsed", "ScrapedPage", "ScrapedSection", "parse", "render", "same_page"]

_MAX_TITLE_WORDS = 14
_MAX_TITLE_LENGTH = 100
_SUBJECT = re.compile(
    r"^(?:(?:an?|the)\s+)?([^,;:()]{2,60}?)\s*(?:\([^()]*\)\s*)?\s(?:is|are|was|were|means|refers\s+to|describes|stands\s+for)\s",
    re.IGNORECASE,
)
_PRONOUNS = "he here i it she that there these they this those we what when where which who you"
_NO_SUBJECT = frozenset(_PRONOUNS.split())


@dataclass(frozen=True, slots=True)
class ScrapedPage:
    """One article of a scraped page, without navigation, related cards and their blurbs.

    `title` is as found, or derived where the page has none, which a warning tells. `definition` is one line, empty only
    where the text begins with a heading or list. The example stands among the sections. `related_titles` are the terms
    of the cards. `truncated` says that the text stops in the middle.
    """

    title: str
    definition: str
    sections: tuple[ScrapedSection, ...] = ()
    related_titles: tuple[str, ...] = ()
    truncated: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def example(self) -> str | None:
        """The text of the Example section on one line; None where the page has none."""
        first = next((n for n, section in enumerate(self.sections) if section.heading == EXAMPLE), None)
        if first is None:
            return None
        end = next((n for n in range(first + 1, len(self.sections)) if self.sections[n].heading), len(self.sections))
        return " ".join(line for section in self.sections[first:end] for line in section.lines)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds: its pages in order, none unless `kind` is "article".

    "index" is navigation or a list of names alone, "empty" no text at all, or a title alone. `known_names` are the
    terms that navigation names.
    """

    pages: tuple[ScrapedPage, ...]
    kind: Literal["article", "index", "empty"]
    known_names: tuple[str, ...] = ()


def parse(data: str, name: str) -> Parsed:
    """The articles in the decoded text of one file.

    `name` is the file name without its ending; it gives a title where neither a line nor a sentence does. Line ends,
    invisible characters and entities may be as found. Lines of the pages are clean and hold no line break.
    """
    lines = content_lines(data)
    cut = not data.endswith(("\n", "\r"))
    navigation = without_navigation(lines, cut=cut)
    chunks = list(_pages(navigation.lines))
    found = [_page(chunk, name, cut=cut and n == len(chunks)) for n, chunk in enumerate(chunks, start=1)]
    pages = tuple(page for page in found if page)
    if pages:
        return Parsed(pages, "article", navigation.names)
    cards = split_cards(navigation.lines, cut=cut)
    names = tuple({name_key(known): known for known in (*navigation.names, *cards.titles)}.values())
    return Parsed((), "index" if navigation.found or cards.found else "empty", names)


def render(page: ScrapedPage) -> str:
    """The page as plain text, one line a paragraph, item, heading or card; parsing it gives the page again.

    Warnings are not written. Headings other than the known ones begin with `##`, and with `#` a title that would not
    be taken for one. The text ends with a line end unless the page is truncated.
    """
    plain = _is_title((Line(page.title), Line(page.definition)))
    lines = [page.title if plain else f"# {page.title}", *([page.definition] if page.definition else [])]
    for section in page.sections:
        if section.heading:
            lines.append(section.heading if section.heading in HEADINGS else f"## {section.heading}")
        lines.extend(f"- {line}" if section.kind == "list" else line for line in section.lines)
    if page.related_titles:
        lines.append(RELATED)
    elif page.truncated and (is_closed(lines[-1]) or lines[-1].endswith((":", ";"))):
        lines += [RELATED, "See also"]
    for title in page.related_titles:
        lines += [title, blurb_of(title, cut=page.truncated and title == page.related_titles[-1])]
    text = "\n".join(map(with_entities, lines))
    return text if page.truncated else f"{text}\n"


def same_page(a: ScrapedPage, b: ScrapedPage) -> bool:
    """Whether two pages are captures of one: same title and definition, however cased, punctuated or far cut.

    Sections do not count: pages of one family share them.
    """
    if name_key(a.title) != name_key(b.title):
        return False
    short, long = sorted((_loose(a.definition), _loose(b.definition)), key=len)
    cut_short = a if len(_loose(a.definition)) <= len(_loose(b.definition)) else b
    cut_in_definition = cut_short.truncated and not cut_short.sections and bool(short)
    return short == long or (cut_in_definition and long.startswith(short))


def _pages(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Cut lines where a second article begins: below related cards, a title, a definition and an example."""
    start = 0
    in_related = False
    for n, line in enumerate(lines):
        if known_heading(line) == RELATED or is_card(lines, n):
            in_related = True
        elif in_related and _starts_page(lines, n):
            yield lines[start:n]
            start, in_related = n, False
        elif known_heading(line):
            in_related = False
    yield lines[start:]


def _starts_page(lines: Sequence[Line], n: int) -> bool:
    if not is_name(lines[n]) or lines[n].item or is_footer(lines[n]) or n + 2 >= len(lines):
        return False
    if not is_sentence(lines[n + 1]) or is_blurb(lines[n + 1], lines[n].text, last=False):
        return False
    end = next((k for k in range(n + 2, min(n + 5, len(lines))) if known_heading(lines[k])), None)
    return end is not None and known_heading(lines[end]) == EXAMPLE and all(map(is_sentence, lines[n + 1 : end]))


def _page(lines: Sequence[Line], name: str, *, cut: bool) -> ScrapedPage | None:
    """The article these lines make; None where they hold no text but a title and cards.

    `cut` says that no line end ends them.
    """
    cards = split_cards(_without_own_blurb(lines), cut=cut)
    if not cards.rest:
        return None
    title, rest, warnings = _titled(cards.rest, name)
    body = read_body(rest, has_related=cards.found, at_end=not cards.at_end, cut=cut)
    if not body.definition and not any(section.lines for section in body.sections):
        return None
    return ScrapedPage(
        title=title,
        definition=body.definition,
        sections=body.sections,
        related_titles=cards.titles,
        truncated=body.truncated or cards.cut,
        warnings=(*warnings, *body.warnings, *(("the text is cut inside its related cards",) if cards.cut else ())),
    )


def _without_own_blurb(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines without a blurb of the page's own title between it and the text."""
    if len(lines) < 3 or not is_card(lines, 0) or is_card(lines, 2):
        return lines
    text_below = is_sentence(lines[2]) or known_heading(lines[2]) not in (None, RELATED)
    return [lines[0], *lines[2:]] if text_below else lines


def _titled(lines: Sequence[Line], name: str) -> tuple[str, Sequence[Line], tuple[str, ...]]:
    """The title, the lines below it, and a warning where it is derived."""
    if _is_title(lines):
        title = bare_heading(lines[0].text)
        start = 1
        while start + 1 < len(lines) and name_key(lines[start].text) == name_key(title):
            start += 1
        return title, lines[start:], ()
    opening = None if lines[0].item or known_heading(lines[0]) else _SUBJECT.match(lines[0].text)
    words = opening[1].rstrip(".!?: ").split() if opening else []
    if words and len(words) <= 6 and words[0].casefold() not in _NO_SUBJECT:
        return _in_title_case(words), lines, ("no title on the page: derived from the first sentence",)
    file_words = re.sub(r"[-_\s]+", " ", name).split()
    return _in_title_case(file_words) or "Untitled", lines, ("no title on the page: derived from the file name",)


def _is_title(lines: Sequence[Line]) -> bool:
    line = lines[0]
    words = line.text.split()
    if line.item or len(line.text) > _MAX_TITLE_LENGTH or len(words) > _MAX_TITLE_WORDS:
        return False
    if known_heading(line):
        subject = fold_for_matching(line.text)
        return (
            len(lines) > 1 and is_sentence(lines[1]) and subject in fold_for_matching(lines[1].text)[: len(subject) + 4]
        )
    if line.level:
        return True
    if len(lines) == 1:
        return not is_closed(line.text) and len(words) <= 8
    if not is_closed(line.text):
        return True
    return line.text.endswith(("?", "!")) or (len(words) > 1 and is_title_case(line.text))


def _in_title_case(words: Sequence[str]) -> str:
    return " ".join(word if n and word in SMALL_WORDS else word[:1].upper() + word[1:] for n, word in enumerate(words))


def _loose(text: str) -> str:
    return one_line(re.sub(r"[^\w\s]+", " ", fold_for_matching(text)))
