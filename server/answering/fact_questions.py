"""A question in, the kind of plain fact that it asks for out: a year, a sum of money, a number, a person or a place."""

import re
from dataclasses import dataclass

from ingest.lexical_index import stems

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|hundred|thousand"
    "|million|billion|half|third|quarter|once|twice|double|single|zero"
)
_CAPITALISED = re.compile(r"(?<=[a-z,;)] )[A-Z]\w+")


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact: how it is asked for, and what every text that gives one holds."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]


FACT_KINDS: tuple[FactKind, ...] = (
    FactKind(
        "year",
        re.compile(
            r"\b(?:(?:in|which|what) (?:year|decade|century|date)|when (?:was|were|did|is)|since when)\b",
            re.IGNORECASE,
        ),
        re.compile(r"\b(?:1\d|20)\d\d\b"),
    ),
    FactKind(
        "money",
        re.compile(
            r"\b(?:how much (?:\w+ ){0,8}?(?:costs?|charge[sd]?|pay|paid|earn|money)"
            r"|what (?:does|did|do|is|are) (?:.{1,60} )?(?:costs?|charge|earn|pay)"
            r"|price of|salar(?:y|ies)|cheap(?:er|est)|how expensive|fees? (?:of|for))\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"[$€£]\s?\d|\d[\d,. ]*(?:dollars?|euros?|pounds?|cents|usd|eur|million|billion|a month|a year|per month"
            r"|per seat)|\b(?:dollars?|euros?|pounds|cents)\b",
            re.IGNORECASE,
        ),
    ),
    FactKind(
        "number",
        re.compile(
            r"(?<!\bsee )\b(?:how (?:many|much|long|old|tall|far|large|big|often|high|deep|fast|heavy)"
            r"|(?:what|which) (?:percent\w*|share|proportion|number|fraction|size)|within how many)\b",
            re.IGNORECASE,
        ),
        re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE),
    ),
    FactKind(
        "person",
        re.compile(
            r"(?:^|[.?!,;:]\s*|\b(?:and|but|or)\s+)\W*(?:(?:by|to|from|with|for|of)\s+)?(?:who|whom|whose)\b"
            r"(?! (?:should|can|could|would|do|is (?:responsible|accountable)))",
            re.IGNORECASE,
        ),
        _CAPITALISED,
    ),
    FactKind(
        "place",
        re.compile(
            r"\b(?:where (?:was|is|were|did|are|does|do (?:i )?find)|(?:which|what) (?:country|city|university|college"
            r"|town|state|place|continent|menu|article|chapter|river|region|ship|captain|emperor|king|page))\b",
            re.IGNORECASE,
        ),
        _CAPITALISED,
    ),
)
"""In order: the first kind that a question asks for wins."""

WORDS_FOR_FACTS = frozenset(
    stems(
        "year month day date century decade cost price charge pay earn salary average number percentage percent share "
        "university country city place"
    )
)
"""Stems that name the fact itself: the text that gives it need not hold them."""


def fact_asked_for(question: str) -> FactKind | None:
    """The kind of fact that a question asks for; None where it asks for something else."""
    return next((kind for kind in FACT_KINDS if kind.asked.search(question)), None)
