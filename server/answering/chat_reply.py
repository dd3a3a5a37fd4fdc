"""Pieces of a language model's reply in, sentences with the quotes that they claim out, each as soon as it is whole."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.text_cleaning import clean, one_line
from server.answering.chat_prompt import NO_ANSWER

_LONGEST_LINE = 2_000

_MARK = re.compile(
    r"[\[【]\s*(?:passage|source|p\.?)?\s*#?(\d{1,4})(?:\s*†[^\]】]*)?\s*[\]】]|\((?:passage|source)\s*#?(\d{1,4})\)",
    re.IGNORECASE,
)
_IN_ROUND = re.compile(r"^\((\d{1,4})\)\s*(?=[\"“«„])|(?<=[\"”“»])\s*\((\d{1,4})\)\s*$")
_NAMED = re.compile(r"^\s*(?:passage|source)\s*#?(\d{1,4})\s*[:.]?\s*(?=[\"“«„])", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„«](.*)[\"”“»]", re.DOTALL)
_ARROW = re.compile(r"\s*(?:-+>|=+>|→|⇒)\s*")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A quote that a sentence rests on, and the number of the passage that it is said to stand in; None: none is."""

    n: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class ClaimedSentence:
    """A sentence as the model wrote it, and what it claims to rest on; nothing of it is checked yet."""

    text: str
    claims: tuple[Claim, ...]


def sentences_of(pieces: Iterable[str]) -> Iterator[ClaimedSentence]:
    """The sentences of a reply, each when its line has ended; a line of evidence alone goes to the sentence before it.

    What a reasoning model thinks aloud is left out, and so are empty lines, code fences and the words for "no answer".
    A line that grows beyond all bounds is cut where it is.
    """
    held: ClaimedSentence | None = None
    for line in _without_thoughts(_lines(pieces)):
        sentence = parse_line(line)
        if sentence is None:
            continue
        if held and sentence.claims and not sentence.text:
            held = ClaimedSentence(held.text, (*held.claims, *sentence.claims))
        else:
            if held:
                yield held
            held = sentence
        if held.text and any(claim.quote for claim in held.claims):
            yield held
            held = None
    if held:
        yield held


def parse_line(line: str) -> ClaimedSentence | None:
    """The sentence and claims of one line, in any of the forms that models give them; None where there is nothing.

    Asked for is `[2] "quote" -> sentence`. Also read: the sentence first, marks in other brackets, several marks with a
    quote each, and a JSON object with `sentence`, `passage` and `quote`.
    """
    line = one_line(clean(line))
    if not line or line.startswith("```") or line.strip("[]()'\"., ").upper() == NO_ANSWER:
        return None
    if line.startswith("{"):
        return _of_json(line)
    line = _IN_ROUND.sub(r" [\1\2] ", _NAMED.sub(r"[\1] ", _BULLET.sub("", line)))
    before, arrow, after = _split_at_arrow(line)
    if arrow:
        return ClaimedSentence(_plain(after), _claims(before)[1])
    text, claims = _claims(line)
    return ClaimedSentence(_plain(text), claims)


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    waiting = ""
    for piece in pieces:
        waiting += piece
        if "\n" in piece:
            *whole, waiting = waiting.split("\n")
            yield from whole
        if len(waiting) > _LONGEST_LINE:
            yield waiting
            waiting = ""
    yield waiting


def _without_thoughts(lines: Iterable[str]) -> Iterator[str]:
    thinking = False
    for line in lines:
        said, rest = "", line
        while rest:
            if thinking:
                _, end, rest = rest.partition("</think>")
                thinking = not end
            else:
                aloud, begin, rest = rest.partition("<think>")
                said += aloud
                thinking = bool(begin)
        yield said


def _split_at_arrow(line: str) -> tuple[str, str, str]:
    """Evidence, arrow and sentence; an arrow inside a quote is no such arrow, so that it is the last that counts."""
    arrows = list(_ARROW.finditer(line))
    if not arrows or not _MARK.search(line, 0, arrows[-1].start()):
        return line, "", ""
    return line[: arrows[-1].start()], arrows[-1].group(), line[arrows[-1].end() :]


def _claims(line: str) -> tuple[str, tuple[Claim, ...]]:
    """The text outside marks and quotes, and a claim for each mark, or for a quote that has none."""
    marks = list(_MARK.finditer(line))
    if not marks:
        quoted = _QUOTED.search(line)
        return (line.replace(quoted.group(), " "), (Claim(None, quoted.group(1)),)) if quoted else (line, ())
    head = line[: marks[0].start()]
    texts, claims = [head], []
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    for mark, end in zip(marks, ends, strict=True):
        stretch = line[mark.end() : end]
        quoted = _QUOTED.search(stretch)
        claims.append(Claim(int(mark.group(1) or mark.group(2)), quoted.group(1).strip() if quoted else ""))
        texts.append(stretch.replace(quoted.group(), " ") if quoted else stretch)
    leading = _QUOTED.search(head)
    if leading and not any(claim.quote for claim in claims):  # the quote stands before its mark
        texts[0] = head.replace(leading.group(), " ")
        claims[0] = Claim(claims[0].n, leading.group(1).strip())
    return " ".join(texts), tuple(claims)


def _of_json(line: str) -> ClaimedSentence | None:
    try:
        record = json.loads(line.rstrip(","))
    except (ValueError, RecursionError):
        return ClaimedSentence(_plain(line), ())
    text = record.get("sentence", record.get("text", ""))
    number = record.get("passage", record.get("n"))
    n = int(number) if isinstance(number, int | str) and str(number).isdecimal() else None
    return ClaimedSentence(_plain(str(text)), (Claim(n, str(record.get("quote", ""))),))


def _plain(text: str) -> str:
    """Text without emphasis marks and what is left of separators."""
    return one_line(text.replace("**", "").replace("__", "")).strip(" -–:;,").strip()
