"""The lines of a scraped page in, the lines from its title on out; names found in its side bar are kept aside."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.formats.scraped_cards import is_blurb
from ingest.formats.scraped_lines import LONG, Line, is_closed, is_sentence, is_title_case, known_heading
from ingest.terms import canonical_term, name_key
from ingest.text_cleaning import fold_for_matching

_LETTER_ROW = re.compile(r"[A-Z](?:[\s|·•/,.…-]+[A-Z])+[\s.…]*")
_MENU_LENGTH = 200
_GLUED_MENU = re.compile(r"\S*[^\W\d_A-Z][A-Z]\S*[^\W\d_A-Z][A-Z]\S*")
_CUT_SUFFIXES = ("definition", "explained", "overview", "meaning", "in product management", "for product managers")


@dataclass(frozen=True, slots=True)
class Navigation:
    """What is left once navigation is gone: `lines` from the title on, none where the page holds nothing else.

    `names` are the terms its list names; `found` says whether there was any navigation.
    """

    lines: tuple[Line, ...]
    names: tuple[str, ...] = ()
    found: bool = False


def without_navigation(lines: Sequence[Line], *, cut: bool) -> Navigation:
    """Drop letter runs, menus and the term list before a page's title.

    `cut` says that the file does not end with a line end: the last name of a list without an article is then left out.
    """
    runs = _letter_runs(lines)
    head = next((n for n, line in enumerate(lines) if _is_text(lines, n)), len(lines))
    kept = [line for n, line in enumerate(lines) if n not in runs]
    in_head = [n for n in runs if n < head]
    first_letter = _side_bar(kept)
    if first_letter is not None:
        return _after_side_bar(kept, first_letter, cut=cut)
    if in_head:
        rest = [line for n, line in enumerate(lines) if n > max(in_head) and n not in runs]
        return _after_letters(rest, cut=cut)
    if _is_listing(kept):
        return Navigation((), _names(kept), found=True)
    return Navigation(tuple(_without_menu(kept)), found=bool(runs))


def _letter_runs(lines: Sequence[Line]) -> set[int]:
    """Where three letters or more follow each other in ascending order, a letter a line or all on one line."""
    found: set[int] = set()
    run: list[int] = []
    for n, line in enumerate(lines):
        if _is_letter(line) and (not run or lines[run[-1]].text < line.text):
            run.append(n)
        else:
            found.update(run if len(run) >= 3 else ())
            run = [n] if _is_letter(line) else []
        if not line.item and _LETTER_ROW.fullmatch(line.text):
            letters = re.findall(r"[A-Z]", line.text)
            found.update([n] if len(letters) >= 3 and letters == sorted(set(letters)) else ())
    found.update(run if len(run) >= 3 else ())
    return found


def _side_bar(lines: Sequence[Line]) -> int | None:
    """Where the first letter of a term list stands: two or more ascending letters, each above a name it begins."""
    letters: list[int] = []
    for n, line in enumerate(lines):
        if _is_text(lines, n):
            break
        follower = lines[n + 1].text if n + 1 < len(lines) else ""
        rises = not letters or lines[letters[-1]].text < line.text
        if _is_letter(line) and rises and len(follower) > 1 and follower[0].upper() == line.text:
            letters.append(n)
    return letters[0] if len(letters) >= 2 else None


def _after_side_bar(lines: Sequence[Line], first_letter: int, *, cut: bool) -> Navigation:
    title = _title_position(lines, first_letter)
    if title is None:
        return Navigation((), _names(lines[first_letter + 1 :], cut=cut), found=True)
    return Navigation(tuple(lines[title:]), _names(lines[first_letter + 1 : title]), found=True)


def _after_letters(rest: Sequence[Line], *, cut: bool) -> Navigation:
    """What follows a letter run: an article, or names before one."""
    title = _title_position(rest, -1)
    if title is not None:
        return Navigation(tuple(rest[title:]), _names(rest[:title]), found=True)
    if any(is_closed(line.text) for line in rest) or (len(rest) == 2 and not is_title_case(rest[1].text)):
        return Navigation(tuple(rest), found=True)
    return Navigation((), _names(rest, cut=cut), found=True)


def _title_position(lines: Sequence[Line], before: int) -> int | None:
    """Where the title stands: the line above the first sentence, or a listed name that stands again above a text."""
    text = next((n for n in range(before + 1, len(lines)) if _is_text(lines, n)), None)
    if text is None:
        return _repeated_name(lines, before)
    title = text - 1
    if title > before and known_heading(lines[title]):
        title -= 1
        if title - 1 > before and is_closed(lines[title].text):
            title -= 1
    return text if title <= before or _is_letter(lines[title]) else title


def _repeated_name(lines: Sequence[Line], before: int) -> int | None:
    seen: set[str] = set()
    for n in range(before + 1, len(lines) - 1):
        name = fold_for_matching(lines[n].text)
        below = lines[n + 1].text
        cut_text = n + 2 == len(lines) and len(below) >= LONG // 2 and not is_title_case(below)
        if name in seen and (is_closed(below) or cut_text):
            return n
        seen.add(name)
    return None


def _is_text(lines: Sequence[Line], n: int) -> bool:
    return is_sentence(lines[n]) and not is_blurb(lines[n], lines[n - 1].text if n else "", last=n + 1 == len(lines))


def _is_letter(line: Line) -> bool:
    return not line.item and not line.level and bool(re.fullmatch(r"[A-Z]", line.text))


def _is_listing(lines: Sequence[Line]) -> bool:
    """Whether a page is nothing but names, one a line."""
    return len(lines) >= 4 and all(
        len(line.text) < 2 * LONG
        and is_title_case(line.text)
        and not (line.item or line.level or is_closed(line.text) or known_heading(line))
        for line in lines
    )


def _without_menu(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines without menu words that run together, such as `HomeBlogAbout`, where a title and a sentence follow them.

    Without these two such a word may be the title itself: `DevSecOps`.
    """
    end = next((n for n, line in enumerate(lines) if not _GLUED_MENU.fullmatch(line.text[:_MENU_LENGTH])), len(lines))
    if not end or end + 1 >= len(lines) or not is_sentence(lines[end + 1]):
        return lines
    is_title = not (lines[end].item or known_heading(lines[end]) or is_closed(lines[end].text))
    return lines[end:] if is_title else lines


def _names(lines: Iterable[Line], *, cut: bool = False) -> tuple[str, ...]:
    texts = [line.text for line in lines if not _is_letter(line) and not is_sentence(line)]
    if texts and (cut or _is_cut_suffix(texts[-1])):
        texts.pop()
    first: dict[str, str] = {}
    for name in (canonical_term(text, "") for text in texts):
        first.setdefault(name_key(name), name)
    return tuple(first.values())


def _is_cut_suffix(text: str) -> bool:
    """Whether a name ends inside one of the usual suffixes."""
    words = fold_for_matching(text).split()
    tails = [" ".join(words[n:]) for n in range(1, len(words))]
    return any(
        len(tail) > 3 and suffix.startswith(tail) and suffix != tail for tail in tails for suffix in _CUT_SUFFIXES
    )
