"""Where a claimed quote stands, and which fault it has."""

import pytest

from ingest.datatypes import Article, Passage, Section, Segment
from server.answering.chat_prompt import NumberedPassage
from server.answering.chat_reply import Claim
from server.answering.quote_check import check_quote

TEXT = "A queen excluder is a grid\nof wires. It holds the queen back.\nHe said “don’t” to R&D <b>.\nSeal cracks."
ARTICLE = Article(
    article_id="excluder",
    title="Queen Excluder",
    term="Queen Excluder",
    text=TEXT,
    sections=(Section(("Definition",), "definition", 0, len(TEXT)),),
    segments=(
        Segment("sentence", 0, 36),
        Segment("sentence", 37, 61),
        Segment("list_item", TEXT.index("Seal"), len(TEXT)),
    ),
)
OTHER_TEXT = "Smoke calms the bees because it hides their scent."
OTHER = Article(
    article_id="smoker",
    title="Smoker",
    term="Smoker",
    text="Smoker\n" + OTHER_TEXT,
    sections=(Section(("Definition",), "definition", 7, 7 + len(OTHER_TEXT)),),
    segments=(Segment("sentence", 7, 7 + len(OTHER_TEXT)),),
)
SHOWN = (
    NumberedPassage(1, ARTICLE, Passage("excluder#definition", "excluder", ("Definition",), 0, len(TEXT), TEXT, 9, 9)),
    NumberedPassage(
        2, OTHER, Passage("smoker#definition", "smoker", ("Definition",), 7, 7 + len(OTHER_TEXT), OTHER_TEXT, 9, 9)
    ),
)


@pytest.mark.parametrize(
    ("n", "quote", "stands"),
    [
        (1, "It holds the queen back.", "It holds the queen back."),
        (1, "It holds the queen", "It holds the queen"),
        (1, "a grid of wires", "a grid\nof wires"),
        (1, "It holds the queen...", "It holds the queen"),
        (1, "A queen excluder is a grid,", "A queen excluder is a grid"),
        (1, "“don’t” to R&D <b>", "“don’t” to R&D <b>"),
        (1, "“don’t” to R&D &lt;b>", "“don’t” to R&D <b>"),
        (1, "Seal cracks", "Seal cracks"),
        (2, "hides their scent", "hides their scent"),
    ],
)
def test_a_quote_stands_where_only_white_space_differs(n: int, quote: str, stands: str) -> None:
    checked = check_quote(Claim(n, quote), SHOWN)
    assert checked.fault == ""
    assert checked.quote is not None
    assert checked.quote.text == stands
    assert checked.quote.article.text[checked.quote.start : checked.quote.end] == stands
    assert checked.quote.passage == SHOWN[n - 1].passage


@pytest.mark.parametrize(
    ("n", "quote", "fault"),
    [
        (1, "The queen lays two thousand eggs a day", "fabricated"),
        (1, "It holds the queen back from two thousand eggs", "fabricated"),
        (1, "A queen excluder is a grid because it hides their scent", "stitched"),
        (1, "A queen excluder is ... holds the queen back", "stitched"),
        (1, "A queen excluder is a grid […] holds the queen back", "stitched"),
        (1, "It holds the queen back. A queen excluder is a grid", "stitched"),
        (1, "it holds the queen back", "inexact"),
        (1, 'He said "don\'t" to R&D', "inexact"),
        (1, "olds the queen bac", "inexact"),
        (1, "the queen", "too_short"),
        (1, "grid", "too_short"),
        (1, "", "uncited"),
        (None, "It holds the queen back.", "uncited"),
        (7, "The queen lays two thousand eggs a day", "fabricated"),
        (1, "x " * 4000, "fabricated"),
    ],
)
def test_a_quote_that_stands_nowhere_has_its_fault(n: int | None, quote: str, fault: str) -> None:
    checked = check_quote(Claim(n, quote), SHOWN)
    assert (checked.quote, checked.fault) == (None, fault)


@pytest.mark.parametrize(("n", "fault"), [(1, "misattributed"), (0, "out_of_range"), (3, "out_of_range")])
def test_a_quote_of_another_passage_is_found_there(n: int, fault: str) -> None:
    checked = check_quote(Claim(n, "it hides their scent"), SHOWN)
    assert checked.fault == fault
    assert checked.quote is not None
    assert checked.quote.passage.passage_id == "smoker#definition"


def test_of_no_passages_everything_is_fabricated() -> None:
    assert check_quote(Claim(1, "It holds the queen back."), ()).fault == "fabricated"
