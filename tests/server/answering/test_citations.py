"""Parts with their citations, and the same as Markdown."""

from dataclasses import replace

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
    assert markdown_of((), ()) == ""


def test_markdown_runs_sentences_on_and_sets_items_and_formulas_apart() -> None:
    parts = [
        AnswerPart("Smoke calms bees.", "sentence", (1,)),
        AnswerPart("It hides their scent.", "sentence", (2,)),
        AnswerPart("Light paper.", "list_item", (3,)),
        AnswerPart("Feed needles.", "list_item", (4, 5)),
        AnswerPart("load = mites / bees", "formula", (6,)),
        AnswerPart("So it is.", "sentence", (7,)),
    ]
    assert markdown_of(parts, ()) == (
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


def test_a_row_that_compares_cites_each_of_its_cells() -> None:
    row = replace(SELECTIONS[1], beside=SELECTIONS[0])
    parts, citations = cite(drafts_of([SELECTIONS[0], row]))
    assert parts[1] == AnswerPart("Propolis is a resin. | Varnish a violin.", "table_row", (2, 1))
    assert [citation.quote for citation in citations] == ["Varnish a violin.", "Propolis is a resin."]


def test_markdown_sets_a_comparison_in_a_table_of_the_cited_terms_and_sections() -> None:
    row = replace(SELECTIONS[1], beside=SELECTIONS[0])
    other_way = replace(SELECTIONS[0], beside=SELECTIONS[1])
    assert markdown_of(*cite(drafts_of([SELECTIONS[0], row, other_way]))) == (
        "- Varnish a violin. [1]\n"
        "\n"
        "| | Propolis | Propolis |\n"
        "| --- | --- | --- |\n"
        "| Definition / Uses | Propolis is a resin. [2] | Varnish a violin. [1] |\n"
        "| Uses / Definition | Varnish a violin. [1] | Propolis is a resin. [2] |"
    )


def test_a_bar_in_a_quote_does_not_end_its_cell() -> None:
    parts, citations = cite(drafts_of([replace(SELECTIONS[1], beside=SELECTIONS[0])]))
    barred = [replace(citation, quote="a | b") for citation in citations]
    assert markdown_of(parts, barred).splitlines()[-1] == "| Definition / Uses | a \\| b [1] | a \\| b [2] |"
