"""A quote that a model claims in, where it really stands out; or which fault it has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.text_cleaning import fold_for_matching
from server.answering.chat_prompt import NumberedPassage
from server.answering.chat_reply import Claim
from server.answering.datatypes import Quote

PUT_RIGHT = frozenset({"misattributed", "out_of_range"})
"""Faults of a quote that stands, only elsewhere than was said; it is cited where it stands."""

_FEWEST_WORDS = 3
_MOST_WORDS = 150
_ELLIPSIS = re.compile(r"\[?(?:\.\.\.|…)\]?")


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """Where a quote stands, None where nowhere to the letter; and its fault, empty where it stands as cited."""

    quote: Quote | None
    fault: str


def check_quote(claim: Claim, passages: Sequence[NumberedPassage]) -> CheckedQuote:
    """Find a quote in the passages that the model was shown; only white space may differ.

    It stands as cited; or in another passage (`misattributed`; `out_of_range` where no passage has the number), whose
    place is given. Else it stands nowhere: it would but for case, quotes, dashes or a word's ends (`inexact`); or its
    pieces do (`stitched`); or not even they (`fabricated`). One or two words prove nothing (`too_short`) unless they
    are all that a list item or formula says.
    """
    words = claim.quote.replace("&lt;", "<").split()
    if not words or claim.n is None:
        return CheckedQuote(None, "uncited")
    cited = [numbered for numbered in passages if numbered.n == claim.n]
    fault = "misattributed" if cited else "out_of_range"
    for numbered in [*cited, *passages]:
        found = _stands(words, numbered)
        if found and (len(words) >= _FEWEST_WORDS or _is_whole_segment(found)):
            return CheckedQuote(found, "" if numbered in cited else fault)
    if len(words) < _FEWEST_WORDS:
        return CheckedQuote(None, "too_short")
    folded = fold_for_matching(" ".join(words)).strip(" .,;:!?\"'")
    if any(folded in fold_for_matching(numbered.passage.text) for numbered in passages):
        return CheckedQuote(None, "inexact")
    if len(words) <= _MOST_WORDS and _stands_in_pieces(words, passages):
        return CheckedQuote(None, "stitched")
    return CheckedQuote(None, "fabricated")


def _stands(words: Sequence[str], numbered: NumberedPassage) -> Quote | None:
    """The first place in a passage where the words stand in a row, whole words, to the letter.

    What a model sets at the end of a quote as a sentence's end or a cut's sign is no part of it.
    """
    pattern = _pattern(words)
    match = pattern.search(numbered.passage.text) if pattern else None
    if not match:
        return None
    start = numbered.passage.start
    return Quote(numbered.article, numbered.passage, start + match.start(), start + match.end())


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    last = re.sub(r"(?:\.\.\.|…|[.,;:])$", "", words[-1])
    kept = [*words[:-1], last] if last else list(words[:-1])
    if not kept:
        return None
    before = r"(?<!\w)" if kept[0][0].isalnum() else ""
    after = r"(?!\w)" if kept[-1][-1].isalnum() else ""
    end = re.escape(words[-1][len(last) :])
    row = r"\s+".join(map(re.escape, kept))
    return re.compile(f"{before}{row}{after}(?:{end})?")


def _is_whole_segment(quote: Quote) -> bool:
    text, quoted = quote.article.text, quote.text.rstrip(" .")
    return any(s.start == quote.start and text[s.start : s.end].rstrip(" .") == quoted for s in quote.article.segments)


def _stands_in_pieces(words: Sequence[str], passages: Sequence[NumberedPassage]) -> bool:
    """Whether the words can be cut into pieces of three or more that each stand somewhere, cuts at ellipses allowed."""
    plain = [word for word in (_ELLIPSIS.sub("", word) for word in words) if word]
    texts = [" ".join(numbered.passage.text.split()) for numbered in passages]
    reached = {0}
    for start in range(len(plain)):
        if start not in reached:
            continue
        for end in range(start + 1, len(plain) + 1):
            piece = " ".join(plain[start:end]).strip(".,;:")
            if not any(piece in text for text in texts):
                break
            if end - start >= _FEWEST_WORDS:
                reached.add(end)
    return len(plain) in reached
