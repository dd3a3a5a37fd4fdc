"""Preparation sheets over two invented glossaries and over pages without known headings."""

import pytest

from retriever.errors import RetrieverError
from server.answering.brief import SHEET, Brief, brief
from server.answering.glossary import Glossary
from server.settings import ServerSettings

SITUATION = "keep my strong colony from swarming in spring"


@pytest.fixture(scope="module")
def sheet(beekeeping: Glossary, beekeeping_settings: ServerSettings) -> Brief:
    return brief(SITUATION, beekeeping, beekeeping_settings)


def quotes_of(sheet: Brief, name: str) -> dict[str, str]:
    """The quotes of a section, each with its passage."""
    parts = next(section.parts for section in sheet.sections if section.name == name)
    cited = [sheet.citations[part.citations[0] - 1] for part in parts]
    return {citation.quote: citation.passage_id for citation in cited}


def test_each_section_is_fed_by_the_sections_of_the_glossary_that_fit_it(sheet: Brief) -> None:
    assert "Giving the colony more room after the cells are already capped." in quotes_of(sheet, "mistakes")
    assert quotes_of(sheet, "next_step") == {
        "Add a second brood box before the first is full.": "swarming#how-to-prevent-it"
    }
    assert set(quotes_of(sheet, "stake").values()) <= {"swarming#why-it-matters", "brood-box#why-it-matters"}
    assert "swarming#signs-of-swarming" in {**quotes_of(sheet, "signs"), **quotes_of(sheet, "outcome")}.values()


def test_it_draws_on_several_articles(beekeeping: Glossary, beekeeping_settings: ServerSettings) -> None:
    sheet = brief("look into the brood box for signs of swarming", beekeeping, beekeeping_settings)
    assert {"swarming", "brood-box"} <= {citation.article_id for citation in sheet.citations}


def test_the_terms_behind_it_are_those_that_it_quotes(sheet: Brief) -> None:
    cited = {
        section.name: {passage.partition("#")[0] for passage in quotes_of(sheet, section.name).values()}
        for section in sheet.sections
    }
    assert cited.pop("terms") == set().union(*cited.values())


def test_sections_stand_in_the_order_of_the_sheet_and_none_is_empty(sheet: Brief) -> None:
    order = [plan.name for plan in SHEET]
    names = [section.name for section in sheet.sections]
    assert names == sorted(names, key=order.index)
    assert all(section.parts for section in sheet.sections)
    assert all(
        len(section.parts) <= plan.most for section in sheet.sections for plan in SHEET if plan.name == section.name
    )


def test_every_line_is_one_quote_to_the_letter_and_stands_once(sheet: Brief, beekeeping: Glossary) -> None:
    parts = [part for section in sheet.sections for part in section.parts]
    assert [part.citations for part in parts] == [(n,) for n in range(1, len(parts) + 1)]
    for part, citation in zip(parts, sheet.citations, strict=True):
        text = beekeeping.index.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote == part.text


def test_it_fits_one_page(sheet: Brief) -> None:
    assert sum(len(citation.quote.split()) for citation in sheet.citations) <= 500


def test_the_markdown_holds_every_line_below_its_heading(sheet: Brief) -> None:
    lines = sheet.markdown.splitlines()
    for section in sheet.sections:
        at = lines.index(f"## {section.heading}")
        assert lines[at + 2 : at + 2 + len(section.parts)] == [f"- {p.text} [{p.citations[0]}]" for p in section.parts]


def test_a_situation_that_the_glossary_does_not_know_has_no_sheet(
    each_glossary: Glossary, beekeeping_settings: ServerSettings
) -> None:
    sheet = brief("refinance my mortgage before the wedding", each_glossary, beekeeping_settings)
    assert sheet.status == "not_in_glossary"
    assert (sheet.sections, sheet.citations, sheet.markdown) == ((), (), "")
    assert sheet.suggestions
    assert "mortgage" in sheet.missing


def test_a_glossary_without_known_headings_still_gives_its_terms(brief_pages) -> None:
    history = "## History\n\nMonks used it.\n"
    pages = {
        "smoker.md": f"# Smoker\n\nA smoker is a can with bellows that calms bees with smoke. It is old.\n\n{history}",
        "veil.md": "# Veil\n\nA veil is a net that keeps bees from the face of the keeper.\n",
    }
    sheet = brief_pages(pages, "visit the bees with a smoker and a veil")
    assert {section.name for section in sheet.sections} == {"terms"}
    assert "A smoker is a can with bellows that calms bees with smoke." in sheet.markdown


def test_a_line_that_refers_to_what_stands_before_it_is_left_out(brief_pages) -> None:
    page = "# Smoker\n\nA can.\n\n## Why\n\nBees sting. It prevents these stings. Smoke saves the keeper.\n"
    lines = brief_pages({"smoker.md": page}, "calm bees with a smoker").markdown
    assert "Smoke saves the keeper." in lines
    assert "It prevents" not in lines


@pytest.mark.parametrize("situation", ["", " ", "x" * 1001])
def test_an_empty_or_overlong_situation_is_refused(
    beekeeping: Glossary, beekeeping_settings: ServerSettings, situation: str
) -> None:
    with pytest.raises(RetrieverError):
        brief(situation, beekeeping, beekeeping_settings)
