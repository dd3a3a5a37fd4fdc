"""Parts with their citations, and the same as Markdown."""

from ingest.datatypes import Article, Passage, Section, Segment
from server.answering.citations import cite, drafts_of, markdown_of
from server.answering.datatypes import AnswerPart, Selection

TEXT = "Propolis is a resin.\n\nUses\n\nSeal cracks.\nVarnish a violin."
ARTICLE = Article(
    article_id="hive/propolis",
    title="Propolis Explained",
    term="Propolis",
    text=TEXT,
    sections=(Section(("Definition",), "definition", 0, 20), Section(("Uses",), "uses", 28, len(TEXT))),
    segments=(Segment("sentence", 0, 20), Segment("list_item", 28, 40), Segment("list_item", 41, len(TEXT))),
    url="https://bees.example/propolis",
    licence="CC BY 4.0",
    file="hive/propolis.md",
)
OPENING = Passage("hive/propolis#definition", "hive/propolis", ("Definition",), 0, 20, TEXT[:20], 5, 8)
USES = Passage("hive/propolis#uses", "hive/propolis", ("Uses",), 28, len(TEXT), TEXT[28:], 9, 12)
SELECTIONS = [
    Selection(ARTICLE, USES, ARTICLE.segments[2], 0.4),
    Selection(ARTICLE, OPENING, ARTICLE.segments[0], 0.9),
]


def test_parts_and_citations_are_numbered_from_1_in_reading_order() -> None:
    parts, citations = cite(drafts_of(SELECTIONS))
    assert [part.citations for part in parts] == [(1,), (2,)]
    assert [citation.n for citation in citations] == [1, 2]
    assert [part.kind for part in parts] == ["list_item", "sentence"]


def test_a_citation_gives_the_quote_and_its_place() -> None:
    citation = cite(drafts_of(SELECTIONS))[1][0]
    assert citation.quote == "Varnish a violin." == TEXT[citation.start : citation.end]
    assert (citation.passage_id, citation.section) == ("hive/propolis#uses", "Uses")
    assert (citation.article_id, citation.term) == ("hive/propolis", "Propolis")
    assert (citation.source, citation.licence) == ("https://bees.example/propolis", "CC BY 4.0")


def test_nothing_selected_gives_no_parts_and_no_citations() -> None:
    assert cite([]) == ((), ())
    assert markdown_of(()) == ""


def test_markdown_runs_sentences_on_and_sets_items_and_formulas_apart() -> None:
    parts = [
        AnswerPart("Smoke calms bees.", "sentence", (1,)),
        AnswerPart("It hides their scent.", "sentence", (2,)),
        AnswerPart("Light paper.", "list_item", (3,)),
        AnswerPart("Feed needles.", "list_item", (4, 5)),
        AnswerPart("load = mites / bees", "formula", (6,)),
        AnswerPart("So it is.", "sentence", (7,)),
    ]
    assert markdown_of(parts) == (
        "Smoke calms bees. [1] It hides their scent. [2]\n"
        "\n"
        "- Light paper. [3]\n"
        "- Feed needles. [4] [5]\n"
        "\n"
        "```\n"
        "load = mites / bees\n"
        "```\n"
        "[6]\n"
        "\n"
        "So it is. [7]"
    )
