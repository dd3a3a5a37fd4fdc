"""Numbered passages in, a grammar out that lets a model quote only what they say (GBNF, as llama.cpp reads it)."""

import json
from collections.abc import Sequence

from server.answering.chat_prompt import NO_ANSWER, NumberedPassage

_MOST_LINES = 5


def grammar_of(passages: Sequence[NumberedPassage]) -> str:
    """Lines of the form `[n] "quote" -> sentence`, each quote a whole sentence or item of passage n; or of none.

    It forces the form and the letters of a quote. That the sentence follows from the quote it cannot force.
    """
    evidence = [rule for numbered in passages if (rule := _evidence(numbered))]
    return "\n".join(
        [
            f'root ::= line ("\\n" line){{0,{_MOST_LINES - 1}}} | "{NO_ANSWER}"',
            'line ::= evidence " -> " sentence',
            f"evidence ::= {' | '.join(evidence)}",
            r'sentence ::= [A-Z] [^\n\[\]"<>]{10,200} "."',
        ]
    )


def _evidence(numbered: NumberedPassage) -> str:
    passage, text = numbered.passage, numbered.article.text
    inside = [s for s in numbered.article.segments if passage.start <= s.start and s.end <= passage.end]
    quotes = [" ".join(text[s.start : s.end].split()) for s in inside]
    choices = " | ".join(json.dumps(quote, ensure_ascii=False) for quote in dict.fromkeys(quotes))
    return f'"[{numbered.n}] \\"" ({choices}) "\\""' if choices else ""
