"""A heading in, what kind of section stands below it out: glossaries head the same things with like words."""

import re

from ingest.datatypes import Section


def any_of(*patterns: str) -> re.Pattern[str]:
    """Whole words or phrases, in any case."""
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)


HEADINGS: dict[str, re.Pattern[str]] = {
    "links": re.compile(
        r"^\W*(?:(?:related|similar|linked|associated) (?:terms?|articles?|topics?|entries|concepts?|pages|reading)"
        r"|see also|(?:further|more|additional) (?:reading|information|resources)|references?|(?:external )?links"
        r"|sources?|bibliography|credits?|licen[cs]e)\W*$",
        re.IGNORECASE,
    ),
    "questions": any_of(r"questions?"),
    "mistakes": any_of(
        r"mistakes?", r"pitfalls?", r"avoid", r"anti-?patterns?", r"drawbacks?", r"risks?", r"challenges?"
    ),
    "signs": any_of(r"signs?", r"working", r"success", r"measur(?:e|ing)", r"outcomes?"),
    "example": any_of(r"examples?", r"case stud(?:y|ies)", r"in practice"),
    "practices": any_of(r"practices?", r"tips", r"recommendations?", r"guidelines?"),
    "why": any_of(r"why", r"matters?", r"problem", r"benefits?", r"purpose", r"importance", r"motivation"),
    "where": any_of(r"where", r"when", r"use cases?", r"creates value", r"applications?"),
    "how": any_of(r"how", r"steps?", r"use", r"process", r"helps?", r"usage"),
}
"""By kind of section; a heading that fits several is of the first."""


def section_kind(section: Section) -> str:
    """The kind of a section, a key of HEADINGS; empty where its heading tells none."""
    return next((kind for kind, pattern in HEADINGS.items() if pattern.search(section.heading)), "")
