"""Selected segments in, those that are said out: repeats folded, leaning sentences led in, within the words."""

import re
from collections.abc import Sequence

import numpy as np

from server.answering.datatypes import Selection
from server.answering.glossary import Glossary

_SAME = 0.9

_LEANS_BACK = re.compile(
    r"(?:this|these|that|those|it|its|they|their|he|she|his|her|such|both|neither|however|instead|therefore|thus|hence|"
    r"the (?:former|latter|same|result|effect)|also|then|in (?:contrast|turn|addition)|for (?:this|that) reason|"
    r"as a result|moreover|but|and|so|nor|yet|otherwise|consequently|similarly|likewise|meanwhile|afterwards?|"
    r"by doing so|if so|additionally|furthermore|besides|on the other (?:hand|side))\b",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"\b(?:these|such (?!as\b)|the same (?:purpose|way|reason)|the (?:above|former|latter|aforementioned))\b",
    re.IGNORECASE,
)
_REFERS_ON = re.compile(r":\s*$|^see\b|\brefer to the\b", re.IGNORECASE)


def leans_back(selection: Selection) -> bool:
    """Whether a sentence opens with a word that refers to what stands before it."""
    if selection.segment.kind != "sentence":
        return False
    return _LEANS_BACK.match(selection.article.text, selection.segment.start) is not None


def stands_alone(selection: Selection) -> bool:
    """Whether a segment can be read by itself: it refers to nothing before it and announces nothing after it."""
    text = selection.text
    return not (leans_back(selection) or _REFERS_BACK.search(text) or _REFERS_ON.search(text))


def without_repeats(selections: Sequence[Selection], glossary: Glossary) -> list[Selection]:
    """Without segments that say nearly what an earlier one says."""
    kept: list[Selection] = []
    vectors: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []
    for selection in selections:
        number = selection.article.segments.index(selection.segment)
        vector = glossary.segment_vectors(selection.article, [number])[0]
        if all(float(vector @ other) < _SAME for other in vectors):
            kept.append(selection)
            vectors.append(vector)
    return kept


def led_in(selections: Sequence[Selection], glossary: Glossary) -> list[Selection]:
    """A sentence that leans on the one before it brings that sentence along."""
    result: list[Selection] = []
    taken = {(s.article.article_id, s.segment.start) for s in selections}
    for selection in selections:
        article, segment = selection.article, selection.segment
        number = article.segments.index(segment)
        before = article.segments[number - 1] if number else None
        if (
            leans_back(selection)
            and before
            and before.kind == "sentence"
            and (article.article_id, before.start) not in taken
        ):
            same_section = any(s.start <= before.start and segment.end <= s.end for s in article.sections)
            if same_section:
                taken.add((article.article_id, before.start))
                result.append(Selection(article, glossary.passage_at(article, before.start), before, selection.score))
        result.append(selection)
    return result


def beginning(selections: Sequence[Selection], max_words: int) -> list[Selection]:
    """A story from its first sentence as far as the words reach, nothing left out; the first one always stays."""
    told: list[Selection] = []
    for selection in selections:
        max_words -= len(selection.text.split())
        if max_words < 0 and told:
            break
        told.append(selection)
    return told


def within(selections: Sequence[Selection], max_words: int) -> list[Selection]:
    """As many as fit the words, best first, in the order given; the best one always stays."""
    left = max_words
    keep: set[int] = set()
    order = sorted(range(len(selections)), key=lambda n: -selections[n].score)
    for n in order:
        words = len(selections[n].text.split())
        if words <= left or not keep:
            keep.add(n)
            left -= words
    return [selection for n, selection in enumerate(selections) if n in keep]
