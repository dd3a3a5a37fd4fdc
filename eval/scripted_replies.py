"""Numbered passages in, a reply with sentences of known classes out: what a language model does well or ill."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.scripted_endpoint import ScriptedReply, passages_in, saying

_WORDS_TO_CUT = 8


@dataclass(frozen=True, slots=True)
class _Sentence:
    n: int
    text: str

    @property
    def words(self) -> list[str]:
        return self.text.split()


LineOf = Callable[[random.Random, list[_Sentence]], str]


def _good(draw: random.Random, sentences: list[_Sentence]) -> str:
    chosen = draw.choice(sentences)
    return f'[{chosen.n}] "{chosen.text}" -> {chosen.text}'


def _fabricated(draw: random.Random, sentences: list[_Sentence]) -> str:
    chosen = draw.choice(sentences)
    return f'[{chosen.n}] "{" ".join(reversed(chosen.words))}" -> {chosen.text}'


def _stitched(draw: random.Random, sentences: list[_Sentence]) -> str:
    first = draw.choice(sentences)
    second = draw.choice([s for s in sentences if s.text != first.text])
    half, rest = len(first.words) // 2, len(second.words) // 2
    quote = " ".join([*first.words[:half], *second.words[rest:]])
    return f'[{first.n}] "{quote}" -> {quote}'


def _misattributed(draw: random.Random, sentences: list[_Sentence]) -> str:
    chosen = draw.choice(sentences)
    holds = {s.n for s in sentences if s.text == chosen.text}
    wrong = draw.choice(sorted({s.n for s in sentences} - holds))
    return f'[{wrong}] "{chosen.text}" -> {chosen.text}'


def _out_of_range(draw: random.Random, sentences: list[_Sentence]) -> str:
    chosen = draw.choice(sentences)
    return f'[{max(s.n for s in sentences) + 70}] "{chosen.text}" -> {chosen.text}'


def _uncited(draw: random.Random, sentences: list[_Sentence]) -> str:
    return draw.choice(sentences).text


def _unsupported(draw: random.Random, sentences: list[_Sentence]) -> str:
    chosen = draw.choice(sentences)
    said = draw.choice(
        ["Comets orbit Jupiter backwards.", "It was invented in Reykjavik in 1842.", "See https://evil.example now."]
    )
    return f'[{chosen.n}] "{chosen.text}" -> {said}'


CLASSES: dict[str, LineOf] = {
    "good": _good,
    "fabricated": _fabricated,
    "stitched": _stitched,
    "misattributed": _misattributed,
    "out_of_range": _out_of_range,
    "uncited": _uncited,
    "unsupported": _unsupported,
}
"""A line of each class. All but the good bear the name of the fault that verification should find."""


@dataclass
class MixedReplies:
    """A script: so many lines a reply, each good with some probability, else of another class; `sent` counts them.

    The same seed and the same prompt give the same reply.
    """

    share_good: float = 0.6
    lines: int = 4
    seed: int = 0
    classes: Sequence[str] = tuple(CLASSES)
    sent: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CLASSES, 0))

    def __call__(self, request: dict[str, Any]) -> ScriptedReply:
        """A reply to the prompt; NO ANSWER where its passages have no sentences to cut."""
        draw = random.Random(f"{self.seed} {request['messages']}")
        sentences = _sentences(passages_in(request))
        if len({s.text for s in sentences}) < 2 or len({s.n for s in sentences}) < 2:
            return saying("NO ANSWER")
        others = [name for name in self.classes if name != "good"]
        names = ["good" if draw.random() < self.share_good else draw.choice(others) for _ in range(self.lines)]
        written: list[str] = []
        for name in names:
            unused = [s for s in sentences if not any(s.text in line for line in written)]
            line = CLASSES[name](draw, unused if len({s.n for s in unused}) > 1 else sentences)
            self.sent[name] += 1
            written.append(line)
        return saying("\n".join(written))


def _sentences(passages: dict[int, str]) -> list[_Sentence]:
    """Lines and sentences of the passages that are long enough to cut and to turn round, without quotes in them."""
    found: list[_Sentence] = []
    for n, text in passages.items():
        for part in re.split(r"(?<=[.!?])\s+|\n", text):
            if len(part.split()) >= _WORDS_TO_CUT and part.endswith(".") and '"' not in part and "->" not in part:
                found.append(_Sentence(n, part))
    return found
