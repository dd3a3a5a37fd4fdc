"""What every export does, whatever the wiki; and, where a reader for the format is at hand, what is read from it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.datatypes import RelatedTerm
from server.answering.datatypes import Answer, AnswerPart
from server.exports import EXPORTS
from server.exports.datatypes import Publication, Table
from server.exports.publication import NOT_ANSWERED, publication_of, publish, safe_address
from server.exports.published_record import records_in
from tests.server.exports.conftest import HOSTILE, citation, published
from tests.server.exports.reading import Page, read_confluence, read_markdown

LINES = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split()) or "x"
)
KINDS = ("sentence", "list_item", "formula")


@pytest.fixture(params=EXPORTS)
def name(request: pytest.FixtureRequest) -> str:
    """Each row of the table."""
    return request.param


def render(name: str, publication: Publication) -> str:
    return EXPORTS[name].render(publication)


def test_the_record_of_quotes_is_found_again(name: str, every_kind: Publication) -> None:
    assert list(records_in(render(name, every_kind))) == [every_kind.record]
    assert len(every_kind.record.quotes) == 7


def test_two_answers_on_one_page_keep_their_records_and_labels_apart(name: str) -> None:
    one = published(("Bees swarm.", "sentence"), title="Why swarm?")
    two = published(("Mites load.", "sentence"), title="Which load?")
    assert list(records_in(render(name, one) + "\n" + render(name, two))) == [one.record, two.record]
    assert {f.label for f in one.footnotes}.isdisjoint(f.label for f in two.footnotes)


def test_places_cited_twice_make_one_footnote(every_kind: Publication) -> None:
    assert [(f.n, f.section) for f in every_kind.footnotes] == [
        (1, "Signs of Swarming"),
        (2, "Departure"),
        (3, "Sizes"),
        (4, "Formula"),
    ]
    assert [quote.n for quote in every_kind.record.quotes] == [1, 2, 1, 3, 4, 1, 4]


def test_a_comparison_is_a_table_under_its_terms_with_a_footnote_a_cell(every_kind: Publication) -> None:
    table = every_kind.chapters[0].blocks[-1]
    assert isinstance(table, Table)
    assert table.head == ("Swarming", "Mite Load")
    (row,) = table.rows
    assert row.heading == "Signs of Swarming / Formula"
    assert [(cell.text, [f.n for f in cell.footnotes]) for cell in row.cells] == [
        ("Swarms weigh | little.", [1]),
        ("Loads rise.", [4]),
    ]


def test_a_comparison_reads_as_a_table_in_every_format(name: str, every_kind: Publication) -> None:
    text = render(name, every_kind)
    places = [text.rindex(said) for said in ("Signs of Swarming / Formula", "Swarms weigh", "little.", "Loads rise.")]
    assert places == sorted(places)
    assert text.index("Mite Load") < places[0]


def test_a_text_that_is_no_quote_brings_the_quote_in_its_footnote(name: str) -> None:
    parts = [AnswerPart("Bees leave early in the year.", "sentence", (1,))]
    text = render(
        name, publish("When?", [("", parts)], [citation(1, "Bees swarm in May.")], generation="g", public_url="")
    )
    assert "Bees leave early in the year." in text
    assert "Bees swarm in May." in text


def test_chapters_of_a_brief_stand_below_their_headings(name: str) -> None:
    chapters = [
        ("In Short", [AnswerPart("Bees swarm in May.", "sentence", (1,))]),
        ("Watch Out", [AnswerPart("Queens leave.", "sentence", (2,))]),
    ]
    citations = [citation(1, "Bees swarm in May."), citation(2, "Queens leave.")]
    text = render(name, publish("Swarming", chapters, citations, generation="g", public_url=""))
    places = [text.index(said) for said in ("Swarming", "In Short", "Bees swarm", "Watch Out", "Queens leave")]
    assert places == sorted(places)


def test_what_the_glossary_does_not_answer_says_so_and_names_what_is_near(name: str) -> None:
    near = RelatedTerm("seasons/nectar flow", "Nectar Flow", 0.5, "similar")
    answer = Answer("What is love?", "not_in_glossary", 0.1, (), (), (), (near,), "abc", 12, 40, {})
    text = render(name, publication_of(answer, "https://g.example"))
    assert NOT_ANSWERED in text
    assert "Nectar Flow" in text
    assert "https://g.example/terms/seasons/nectar%20flow" in text
    assert next(records_in(text)).quotes == ()


def test_without_a_public_address_nothing_is_linked(name: str) -> None:
    text = render(name, published(("Bees swarm.", "sentence"), public_url=""))
    assert "Signs of Swarming" in text
    assert not re.search(r"https?://|\]\(/|href=.(?!#)", text)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "corpus/x.md", ""])
def test_only_web_addresses_become_links(url: str) -> None:
    assert safe_address(url) == ""


def test_an_address_holds_no_mark_of_any_wiki() -> None:
    address = safe_address("https://g.example/a b[[c]]|{d}'e'\"f\"<g>(h)~~~~__NOTOC__;*`?q=1&r=2#s")
    assert re.fullmatch(r"https://[\w/.%?=&#-]+", address)
    assert "__" not in address


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", HOSTILE)
def test_html_shows_hostile_text_as_text(text: str, kind: str) -> None:
    page = Page(render("html", published((text, kind), title=text)))
    assert page.tags <= {"section", "h2", "p", "ul", "ol", "li", "pre", "sup", "a"}
    assert any(block.strip().removesuffix("[1]") == text.strip() for block in page.blocks)


def test_html_footnotes_lead_there_and_back(every_kind: Publication) -> None:
    page = Page(render("html", every_kind))
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inside) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert [link for link in page.links if not link.startswith("#")] == [f.url for f in every_kind.footnotes]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_hostile_text_as_text(text: str, kind: str) -> None:
    page = read_markdown(render("markdown", published((text, kind), title=text)))
    assert page.tags <= {"h2", "p", "ul", "ol", "li", "pre", "code", "sup", "a", "section", "hr"}
    assert any(block.strip().removesuffix("[1]").strip() == text.strip() for block in page.blocks), page.blocks
    assert not [link for link in page.links if "evil" in link or "javascript" in link]


@given(LINES, st.sampled_from(KINDS))
def test_markdown_shows_any_text_to_the_letter(text: str, kind: str) -> None:
    page = read_markdown(render("markdown", published((text, kind))))
    assert any(block.strip().removesuffix("[1]").strip() == text.strip() for block in page.blocks), page.blocks


def test_markdown_footnotes_resolve(every_kind: Publication) -> None:
    text = render("markdown", every_kind)
    cited, noted = set(re.findall(r"\[\^([\w-]+)\](?!:)", text)), re.findall(r"^\[\^([\w-]+)\]:", text, re.MULTILINE)
    assert sorted(cited) == sorted(noted) == sorted(f.label for f in every_kind.footnotes)


def test_markdown_tables_are_tables(every_kind: Publication) -> None:
    page = read_markdown(render("markdown", every_kind))
    assert {"table", "th", "strong"} <= page.tags
    cells = [block.strip() for block in page.blocks]
    assert "15,000 bees[3]" in cells
    assert "Swarms weigh | little.[1:2]" in cells


@pytest.mark.parametrize("text", HOSTILE)
def test_confluence_is_well_formed_and_shows_hostile_text_as_text(text: str) -> None:
    page = read_confluence(render("confluence", published((text, "sentence"), title=text)))
    assert page.findtext("h2") == text.strip()
    assert page.find("p").text == text.strip()
    assert not list(page.iter("script")) + list(page.iter("img"))


@given(LINES, st.sampled_from(KINDS))
def test_confluence_and_html_show_any_text_to_the_letter(text: str, kind: str) -> None:
    publication = published((text, kind))
    assert text.strip() in [piece.text for piece in read_confluence(render("confluence", publication)).iter()]
    page = Page(render("html", publication))
    assert any(block.strip().removesuffix("[1]") == text.strip() for block in page.blocks)


def test_confluence_marks_lead_to_anchors(every_kind: Publication) -> None:
    page = read_confluence(render("confluence", every_kind))
    anchors = {macro.findtext("{urn:ac}parameter") for macro in page.iter("{urn:ac}structured-macro")}
    assert {link.get("{urn:ac}anchor") for link in page.iter("{urn:ac}link")} == anchors
    assert anchors == {f.label for f in every_kind.footnotes}


def test_mediawiki_writes_each_footnote_once_and_its_references_last(every_kind: Publication) -> None:
    text = render("mediawiki", every_kind)
    whole = re.findall(r'<ref name="([\w-]+)">', text)
    assert sorted(whole) == sorted(f.label for f in every_kind.footnotes)
    assert set(re.findall(r'<ref name="([\w-]+)" />', text)) <= set(whole)
    assert text.count("<references />") == 1
    assert text.rindex("</ref>") < text.index("<references />")


def test_plain_prose_stays_readable_in_a_wikis_source() -> None:
    said = "Teams that ship weekly learn faster, and customers notice (most of the time): ask 12 of them."
    assert f"\n{said}<ref" in render("mediawiki", published((said, "sentence")))
    assert f"\n{said}((" in render("dokuwiki", published((said, "sentence")))


def test_a_dokuwiki_footnote_that_ends_in_a_bracket_ends_once() -> None:
    parts = [AnswerPart("Bees swarm.", "sentence", (1,))]
    cited = [citation(1, "Bees swarm.", licence="CC BY 4.0 (changed)")]
    assert "(changed) ))" in render("dokuwiki", publish("Why?", [("", parts)], cited, generation="g", public_url=""))
