"""A question in, what kind it is and which headings answer that kind out."""

import re
from dataclasses import dataclass

from retriever.section_kinds import HEADINGS, any_of


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """A kind of question: how it is asked, and the headings under which glossaries answer it."""

    name: str
    asked: re.Pattern[str]
    headings: re.Pattern[str] | None


_WHO = r"(?:i|we|you|one|they|anyone|people|pms?|teams?)"

KINDS: tuple[QuestionKind, ...] = (
    QuestionKind(
        "difference",
        any_of(
            r"differen(?:t|ce|ces|tiate) (?:between|from|to|is|are)",
            r"differ",
            r"versus",
            r"vs\.?",
            r"compared? (?:to|with)",
            r"distinguish(?:es|ed)?",
            r"how (?:is|are|does|do) .+ different",
            r"tell .+ apart",
            r"as opposed to",
            r"same (?:thing )?as",
        ),
        None,
    ),
    QuestionKind(
        "naming",
        any_of(
            r"(?:term|name|word|expression|label) (?:for|of|when|that)",
            r"what (?:do|would|should) (?:you|we|people|pms) call",
            r"(?:is|are) (?:[\w\s]{1,30} )?called",
            r"which (?:\w+ ){0,2}(?:method|framework|metric|technique|ratio|measure|document|role|model|matrix|test"
            r"|team) (?:is|are|does|shows?|tells?|asks?|explains?|says|lets?|compares?|ranks?|sorts?|puts?|has|means"
            r"|measures|looks)",
        ),
        None,
    ),
    QuestionKind(
        "metric",
        any_of(
            r"formula",
            r"calculat(?:e|ed|ing|ion)",
            r"comput(?:e|ed)",
            r"how (?:is|are|do (?:i|we|you)) .* measured?",
            r"work out",
        ),
        None,
    ),
    QuestionKind(
        "pitfalls",
        any_of(
            r"avoid(?:ing)?",
            r"mistak(?:e|es|s)",
            r"(?:common|typical|usual) errors?",
            r"pitfalls?",
            r"(?:go|goes|going|went|doing|do|is|are|be) (?:\w+ )?wrong",
            r"wrong with",
            r"(?:get|gets|getting|got) .{1,30} wrong",
            r"misread|misus(?:e|ed|ing)|misunderst(?:and|ood)|abus(?:e|ed|ing)",
            r"traps?",
            r"anti-?patterns?",
            r"not to do",
            rf"should(?:n['’]t| {_WHO} not| not)",
            r"watch out",
            r"beware",
            r"downsides?",
            r"backfires?",
            r"dangers?",
            r"risks? (?:of|in|with)",
            r"problems? (?:with|of)",
            r"fail(?:s|ed|ures?|ing)?",
            r"blunders?",
            r"gotchas?",
            r"off the rails",
            r"bad idea",
            r"(?:kill|ruin|wreck)s?",
            r"red flags?",
            r"too (?:strict|rigid|detailed)",
        ),
        HEADINGS["mistakes"],
    ),
    QuestionKind(
        "signs",
        any_of(
            rf"(?:how|when) (?:do|can|would|will|could|should) {_WHO} (?:know|tell|see|notice|judge|check)",
            r"signs?",
            r"indicat(?:es?|ors?) that",
            r"(?:really|actually|even) (?:working|works|used|helping)",
            r"is .{1,60} working",
            r"(?:working|paying off|going) well",
            r"pay(?:s|ing)? off",
            r"(?:any|doing any|are|is) good\??$",
            r"healthy",
            r"what does good look like",
            r"(?:evidence|proof) (?:that|for|of)",
            r"success(?:ful)? look",
            r"what (?:shows|tells|proves)",
        ),
        HEADINGS["signs"],
    ),
    QuestionKind(
        "questions",
        any_of(
            rf"(?:what|which) (?:questions?|should {_WHO} ask)", r"questions (?:should|to|can|do)", r"(?:should|to) ask"
        ),
        HEADINGS["questions"],
    ),
    QuestionKind(
        "example",
        any_of(
            r"examples?",
            r"for instance",
            r"(?:real|concrete) case",
            r"a case (?:of|where|in)",
            r"(?:a|any|the) stor(?:y|ies) (?:of|about|where)",
            r"illustrat(?:e|ion)",
            r"show me",
            r"case study",
            r"(?:who|which (?:\w+ )?(?:company|companies|startup|firm|product|team))"
            r" (?:has|have|had|did|used|uses|began|started|cut|made)",
            r"before and after",
        ),
        HEADINGS["example"],
    ),
    QuestionKind(
        "why",
        any_of(
            r"why",
            r"what for",
            r"purpose",
            r"benefits?",
            r"(?:what|which) problems?",
            r"worth (?:it|the|doing|having)",
            r"the point of",
            r"matters?",
            r"advantages?",
            r"bother",
        ),
        HEADINGS["why"],
    ),
    QuestionKind(
        "where",
        any_of(
            r"when (?:should|do|does|would|can|is|are|to) .{1,60}(?:use|used|make sense|worth|useful|start)",
            rf"^(?:do|does|should) {_WHO} (?:really |even )?(?:need|have)",
            r"(?:make|makes) sense",
            r"right for",
            r"(?:where|in which (?:situations?|cases?)) (?:is|are|does|do|can) .{1,60}(?:use|used|useful|help|helps)",
            r"use cases?",
        ),
        HEADINGS["where"],
    ),
    QuestionKind(
        "practices",
        any_of(
            r"best practices?", r"tips", r"good (?:way|habit|practice)s?", r"advice", r"rules? of thumb", r"get better"
        ),
        HEADINGS["practices"],
    ),
    QuestionKind(
        "how",
        any_of(
            r"how (?:do|does|should|can|could|would|to|is|are|did|might)",
            r"steps?",
            r"(?:procedure|process|way) (?:to|for|of)",
            rf"what (?:should|do|can|could) {_WHO} do",
        ),
        any_of(HEADINGS["how"].pattern, HEADINGS["practices"].pattern),
    ),
    QuestionKind(
        "definition",
        any_of(
            r"what(?:['’]?s| is| are| does| do)?",
            r"defin(?:e|ition)",
            r"mean(?:s|ing)?",
            r"explain",
            r"stands? for",
            r"who is",
        ),
        None,
    ),
)
"""In order: the first kind whose pattern is found wins."""

SITUATION = QuestionKind(
    "situation",
    re.compile(r"(?!)"),
    any_of(*(HEADINGS[name].pattern for name in ("how", "practices", "mistakes"))),
)
"""What someone is in, told without the term that helps; no wording shows it, its meaning may."""


_IN_LOWER_CASE = tuple((re.compile(kind.asked.pattern), kind) for kind in KINDS)
"""A pattern that need not look at case finds what it looks for in a third of the time."""


def kind_of(question: str) -> QuestionKind | None:
    """The kind of a question; None where no pattern tells."""
    lower = question.lower()
    return next((kind for asked, kind in _IN_LOWER_CASE if asked.search(lower)), None)
