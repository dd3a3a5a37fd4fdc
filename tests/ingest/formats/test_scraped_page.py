"""Scraped glossary pages as parsed: one test a rule of how such pages vary. All samples are invented."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.scraped_page import Parsed, ScrapedPage, ScrapedSection, parse, render, same_page

DEFINITION = "A dock schedule gives every truck a time at which a gate is free for it."
EXAMPLE = "Harrow Freight cut the queue at its gate from six trucks to one."

FULL_PAGE = f"""Dock Schedule in Product Management
{DEFINITION}
Example
{EXAMPLE}
Why It Matters
Drivers who wait are paid for standing still.
Where It Creates Value
The gain is largest where gates are few.
How Product Managers Use It
- Count the gates first.
- Book the slow loads early.
Best Practices
- Leave one gate free.
Common Mistakes to Avoid
- Booking every minute of a day.
Questions to Ask
- Who moves a slot?
- Who pays for a late truck?
Signs It Is Working
The yard is quiet by noon.
Related Glossary Terms
Go on with these.
Yard Map Explained
Learn what yard map explained means in a depot, what it costs, and who draws it on...
Gate Pass: A Comprehensive Guide
Learn what gate pass: a comprehensive guide means in a depot, what it costs,...
"""


def only(data: str, name: str = "some-file") -> ScrapedPage:
    parsed = parse(data, name)
    assert parsed.kind == "article"
    assert len(parsed.pages) == 1
    return parsed.pages[0]


def section(page: ScrapedPage, heading: str) -> ScrapedSection:
    return next(section for section in page.sections if section.heading == heading)


def headings(page: ScrapedPage) -> list[str]:
    return [section.heading for section in page.sections]


def test_a_full_page_gives_title_definition_sections_and_related_terms() -> None:
    page = only(FULL_PAGE)
    assert page.title == "Dock Schedule in Product Management"
    assert page.definition == DEFINITION
    assert page.example == EXAMPLE
    assert [(part.heading, part.kind, len(part.lines)) for part in page.sections] == [
        ("Example", "paragraph", 1),
        ("Why It Matters", "paragraph", 1),
        ("Where It Creates Value", "paragraph", 1),
        ("How Product Managers Use It", "list", 2),
        ("Best Practices", "list", 1),
        ("Common Mistakes to Avoid", "list", 1),
        ("Questions to Ask", "list", 2),
        ("Signs It Is Working", "paragraph", 1),
    ]
    assert page.related_titles == ("Yard Map", "Gate Pass")
    assert not page.truncated
    assert page.warnings == ()


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\n \t\n"])
def test_blank_lines_carry_no_meaning(gap: str) -> None:
    assert only(FULL_PAGE.replace("\n", gap)) == only(FULL_PAGE)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_ends_carry_no_meaning(line_end: str) -> None:
    assert only(FULL_PAGE.replace("\n", line_end)) == only(FULL_PAGE)


@pytest.mark.parametrize(
    "heading",
    [
        "## Best Practices",
        "#Best Practices",
        "BEST PRACTICES",
        "best  practices:",
        "Best\u200b Practices",
        "## Best Practices ##",
    ],
)
def test_a_known_heading_is_found_however_it_is_written(heading: str) -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\n{heading}\n- Leave one gate free.\n")
    assert headings(page) == ["Best Practices"]


@pytest.mark.parametrize(
    "line", ["Example.", "Example routes are short.", "- Example", "Best practices of others help."]
)
def test_the_words_of_a_heading_inside_other_text_are_no_heading(line: str) -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nWhy It Matters\nGates are few.\n{line}\n")
    assert [heading for heading in headings(page) if heading] == ["Why It Matters"]


def test_a_definition_may_begin_with_the_words_of_a_heading() -> None:
    data = "Example Sheet\nExample sheet is the name of a form that drivers fill in at a gate.\n"
    page = only(f"{data}Example\nFour cards did.\n")
    assert page.definition.startswith("Example sheet is")
    assert page.example == "Four cards did."


def test_a_term_named_like_a_heading_may_be_the_title() -> None:
    page = only(
        "Best Practices\nBest practices are ways of working that have proved themselves.\nExample\nA checklist.\n"
    )
    assert page.title == "Best Practices"


def test_an_unknown_heading_opens_a_section_of_its_own() -> None:
    page = only(
        f"Dock Schedule\n{DEFINITION}\nWhy It Matters\nGates are few.\nTools of the Trade\n- A board.\n- A horn.\n"
    )
    assert section(page, "Why It Matters").lines == ("Gates are few.",)
    assert section(page, "Tools of the Trade") == ScrapedSection("Tools of the Trade", "list", ("A board.", "A horn."))


def test_an_unknown_heading_may_stand_above_a_paragraph() -> None:
    page = only(
        f"Dock Schedule\n{DEFINITION}\nExample\n{EXAMPLE}\nHistory and Origin\nRail yards had such plans by 1890.\n"
    )
    assert section(page, "History and Origin").lines == ("Rail yards had such plans by 1890.",)


def test_a_marked_heading_needs_no_capitals() -> None:
    page = only(f"# Dock schedule\n{DEFINITION}\n## how it came about\nRail yards had such plans.\n")
    assert page.title == "Dock schedule"
    assert headings(page) == ["how it came about"]


def test_a_short_line_that_is_no_title_case_is_text() -> None:
    page = only(
        f"Dock Schedule\n{DEFINITION}\nWhy It Matters\nGates are few.\n"
        "See the yard map\nIt shows every gate of the yard.\n"
    )
    assert section(page, "Why It Matters").lines == (
        "Gates are few.",
        "See the yard map",
        "It shows every gate of the yard.",
    )


def test_a_heading_met_again_adds_to_its_first_section() -> None:
    page = only(
        f"Dock Schedule\n{DEFINITION}\nBest Practices\n- One.\nExample\n{EXAMPLE}\nBest practices\n- Two.\n",
    )
    assert headings(page) == ["Best Practices", "Example"]
    assert section(page, "Best Practices").lines == ("One.", "Two.")


def test_sections_keep_the_order_of_the_file() -> None:
    page = only(
        f"Dock Schedule\n{DEFINITION}\nQuestions to Ask\n- Who?\nExample\n{EXAMPLE}\nWhy It Matters\nGates are few.\n"
    )
    assert headings(page) == ["Questions to Ask", "Example", "Why It Matters"]


def test_no_heading_is_required() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\n")
    assert (page.title, page.definition, page.sections, page.example) == ("Dock Schedule", DEFINITION, (), None)


@pytest.mark.parametrize("marker", ["- ", "  • ", "* ", "– ", "· ", "◦ ", "‣ ", "  1. ", "2) ", "•\u00a0", "•"])
def test_one_list_marker_is_taken_off(marker: str) -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nBest Practices\n{marker}Leave one gate free.\n{marker}Tell drivers.\n")
    assert section(page, "Best Practices") == ScrapedSection(
        "Best Practices", "list", ("Leave one gate free.", "Tell drivers.")
    )


def test_only_the_outer_marker_is_taken_off() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nBest Practices\n- 3. shift starts late.\n- - a dash.\n")
    assert section(page, "Best Practices").lines == ("3. shift starts late.", "- a dash.")


def test_a_minus_sign_is_no_marker() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nWhy It Matters\n-5% waiting is a year of wages.\n")
    assert section(page, "Why It Matters") == ScrapedSection(
        "Why It Matters", "paragraph", ("-5% waiting is a year of wages.",)
    )


def test_lines_below_a_list_heading_are_items_when_markers_are_lost() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nCommon Mistakes to Avoid\nBooking every minute.\nNo horn.\n")
    assert section(page, "Common Mistakes to Avoid").kind == "list"


def test_a_single_line_without_marker_below_a_list_heading_is_a_paragraph() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nCommon Mistakes to Avoid\nBooking every minute.\n")
    assert section(page, "Common Mistakes to Avoid").kind == "paragraph"


def test_lost_markers_do_not_make_items_headings() -> None:
    page = only(
        f"Dock Schedule\n{DEFINITION}\nBest Practices\nLeave one gate free\n"
        "Tell Drivers\nWrite the plan where all can see it at night\n"
    )
    assert headings(page) == ["Best Practices"]
    assert len(section(page, "Best Practices").lines) == 3


def test_a_line_in_lower_case_goes_on_with_the_item_before() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nBest Practices\n- Leave one gate\n  free at night.\n- Tell drivers.\n")
    assert section(page, "Best Practices").lines == ("Leave one gate free at night.", "Tell drivers.")


def test_hard_line_breaks_in_paragraphs_are_undone() -> None:
    page = only(
        "Dock Schedule\nA dock schedule gives every truck that comes to a yard\n"
        "a time at which one of the gates of the\n"
        "Harrow yard is free for it and its load, day and night\nand on Sundays.\nExample\nOne yard tried.\n"
    )
    assert page.definition == (
        "A dock schedule gives every truck that comes to a yard a time at which one of the gates of the "
        "Harrow yard is free "
        "for it and its load, day and night and on Sundays."
    )


def test_text_and_items_below_one_heading_keep_their_kinds() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\n## Setting Up\nTwo things count.\n- Gates.\n- Hours.\nThen it runs.\n")
    assert page.sections == (
        ScrapedSection("Setting Up", "paragraph", ("Two things count.",)),
        ScrapedSection("", "list", ("Gates.", "Hours.")),
        ScrapedSection("", "paragraph", ("Then it runs.",)),
    )


@pytest.mark.parametrize("letters", ["A\nB\nC\nD\n", "A\n\nB\n\nW\n\nZ\n\n", "A B C D W Y Z\n", "A | B | C\n"])
def test_a_letter_run_before_the_title_is_dropped(letters: str) -> None:
    assert only(letters + FULL_PAGE) == only(FULL_PAGE)


def test_a_lone_letter_is_no_navigation() -> None:
    assert only(f"Q\n{DEFINITION}\nExample\n{EXAMPLE}\n").title == "Q"


SIDE_BAR = """DepotWordsQ.
PricesToursNews
C
Cargo Net
Cold Store Explained
D
Dock Schedule in Product Management
Y
Yard Map
"""


def test_a_side_bar_is_dropped_up_to_the_title() -> None:
    parsed = parse(SIDE_BAR + FULL_PAGE, "x")
    assert parsed.pages == parse(FULL_PAGE, "x").pages


def test_names_in_a_side_bar_are_known_names_and_nothing_more() -> None:
    parsed = parse(SIDE_BAR + FULL_PAGE, "x")
    assert parsed.known_names == ("Cargo Net", "Cold Store", "Dock Schedule", "Yard Map")


def test_a_side_bar_entry_that_is_a_heading_is_no_heading() -> None:
    data = "B\nBest Practices\nBill of Lading\nE\nExample\nEmpty Run\n" + FULL_PAGE
    assert only(data) == only(FULL_PAGE)


def test_a_short_definition_below_a_side_bar_is_found() -> None:
    page = only(SIDE_BAR + f"Yard Map\nA plan of a yard.\nExample\n{EXAMPLE}\n")
    assert (page.title, page.definition) == ("Yard Map", "A plan of a yard.")


def test_a_side_bar_alone_is_an_index() -> None:
    assert parse("DepotWords.\nC\nCargo Net\nD\nDock Schedule\nDock Schedule Expl", "x") == Parsed(
        (), "index", ("Cargo Net", "Dock Schedule")
    )


def test_letters_alone_are_an_index() -> None:
    assert parse("A\nB\nC\n", "x") == Parsed((), "index", ())


def test_a_list_of_names_alone_is_an_index() -> None:
    assert parse("Cargo Net\nDock Schedule\nGate Pass\nYard Map\n", "x").kind == "index"


def test_cards_alone_are_an_index() -> None:
    assert parse("Yard Map\nLearn what yard map means in a depot and...\n", "x") == Parsed((), "index", ("Yard Map",))


def test_menu_words_run_together_are_dropped_before_a_title() -> None:
    assert only("DepotWordsQ.\nPricesToursNews\n" + FULL_PAGE) == only(FULL_PAGE)


@pytest.mark.parametrize("below", [f"Example\n{EXAMPLE}\n", "A short text\n", f"{DEFINITION}\n{EXAMPLE}\n{EXAMPLE}\n"])
def test_a_title_with_capitals_inside_is_no_menu(below: str) -> None:
    assert only(f"DevSecOps\n{below}").title == "DevSecOps"


def test_a_missing_title_is_derived_from_the_first_sentence() -> None:
    page = only(f"{DEFINITION.replace('gives', 'is a plan that gives')}\nExample\n{EXAMPLE}\n")
    assert page.title == "Dock Schedule"
    assert page.warnings == ("no title on the page: derived from the first sentence",)


def test_a_missing_title_is_else_derived_from_the_file_name() -> None:
    page = only(
        f"It gives every truck a time at which a gate is free for it.\nExample\n{EXAMPLE}\n", "dock-schedule_of-yards"
    )
    assert page.title == "Dock Schedule of Yards"
    assert page.warnings == ("no title on the page: derived from the file name",)


def test_a_title_is_kept_as_found() -> None:
    assert only(f"Dock Schedule (DS): A Complete Guide\n{DEFINITION}\n").title == "Dock Schedule (DS): A Complete Guide"


@pytest.mark.parametrize("title", ["C#", "# C#", "# #NoLate"])
def test_hashes_of_a_name_stay_in_the_title(title: str) -> None:
    assert only(f"{title}\n{DEFINITION}\n").title == title.removeprefix("# ")


def test_a_title_that_stands_twice_is_read_once() -> None:
    assert only(f"Dock Schedule\nDock Schedule\n{DEFINITION}\n").definition == DEFINITION


def test_a_blurb_is_nobodys_definition() -> None:
    text = render(only(FULL_PAGE.replace("Related Glossary Terms\n", "")))
    assert "in a depot" not in text


def test_cards_are_found_without_their_heading() -> None:
    page = only(FULL_PAGE.replace("Related Glossary Terms\nGo on with these.\n", ""))
    assert page == only(FULL_PAGE)


def test_a_blurb_of_the_page_itself_is_dropped() -> None:
    blurb = "Learn what dock schedule means in a depot, what it costs, and...\n"
    assert only(f"Dock Schedule\n{blurb}{DEFINITION}\n") == only(f"Dock Schedule\n{DEFINITION}\n")


def test_an_item_that_begins_like_a_blurb_stays() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nBest Practices\n- Learn what drivers want.\n- Tell them...\n")
    assert section(page, "Best Practices").lines == ("Learn what drivers want.", "Tell them...")


def test_card_titles_without_blurbs_are_related_up_to_a_footer() -> None:
    page = only(
        f"Dock Schedule\n{DEFINITION}\nRelated Glossary Terms\nMore of this.\n"
        "Yard Map\nGate Pass Explained\nPrivacy Policy\nCargo Net\n"
    )
    assert page.related_titles == ("Yard Map", "Gate Pass")


def test_footer_lines_after_cards_are_no_titles() -> None:
    page = only(FULL_PAGE + "Newsletter\nGet our letter once a month.\n© Depot Words\n")
    assert page.related_titles == ("Yard Map", "Gate Pass")
    assert not page.truncated


def test_a_related_heading_may_stand_above_nothing() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nRelated Glossary Terms\n")
    assert (page.related_titles, page.truncated) == ((), False)


def test_a_blurb_cut_by_the_end_of_the_file_marks_the_page_truncated() -> None:
    cut = FULL_PAGE[: FULL_PAGE.index(" a depot, what it costs,...")]
    page = only(cut)
    assert page.related_titles == ("Yard Map", "Gate Pass")
    assert page.truncated


def test_a_card_title_cut_by_the_end_of_the_file_is_not_related() -> None:
    page = only(FULL_PAGE[: FULL_PAGE.index(" Pass: A")])
    assert page.related_titles == ("Yard Map",)
    assert page.truncated


def test_a_section_after_the_cards_is_still_a_section() -> None:
    block = FULL_PAGE[FULL_PAGE.index("Related") :]
    page = only(f"Dock Schedule\n{DEFINITION}\n{block}Best Practices\n- Leave one gate free.\n")
    assert headings(page) == ["Best Practices"]
    assert page.related_titles == ("Yard Map", "Gate Pass")


def test_a_short_page_has_title_definition_and_example() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nExample\n{EXAMPLE}\n")
    assert headings(page) == ["Example"]
    assert page.warnings == ()


def test_the_last_of_three_paragraphs_is_the_example_where_no_heading_is() -> None:
    page = only(f"Dock Schedule\n\n{DEFINITION}\n\n\n{EXAMPLE}\n")
    assert (page.definition, page.example) == (DEFINITION, EXAMPLE)
    assert page.warnings == ("no heading on the page: its last paragraph is taken for the example",)


def test_no_example_is_assumed_where_a_page_has_a_heading() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\n{EXAMPLE}\nWhy It Matters\nGates are few.\n")
    assert page.definition == f"{DEFINITION} {EXAMPLE}"
    assert page.example is None


def test_more_paragraphs_without_heading_are_text_of_the_page() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\n{EXAMPLE}\nGates are few.\n")
    assert page.definition == DEFINITION
    assert page.sections == (ScrapedSection("", "paragraph", (EXAMPLE, "Gates are few.")),)


def test_a_text_file_of_another_shape_gives_title_definition_and_text() -> None:
    page = only("Sourdough\n=========\n\nBread raised by wild yeast.\n\n- flour\n- water\n\nBake it hot.\n")
    assert (page.title, page.definition) == ("Sourdough", "Bread raised by wild yeast.")
    assert page.sections == (
        ScrapedSection("", "list", ("flour", "water")),
        ScrapedSection("", "paragraph", ("Bake it hot.",)),
    )


def test_a_heading_that_only_says_definition_is_no_section() -> None:
    page = only("# Sourdough\n## Definition\nBread raised by wild yeast.\n## How to Bake\nBake it hot.\n")
    assert page.definition == "Bread raised by wild yeast."
    assert headings(page) == ["How to Bake"]


def test_a_page_without_definition_says_so() -> None:
    page = only(f"Dock Schedule\nExample\n{EXAMPLE}\n")
    assert page.definition == ""
    assert page.warnings == ("no text before the first heading: the page has no definition",)


def test_a_single_paragraph_may_be_a_whole_article() -> None:
    long = DEFINITION.replace("gives", "is what gives") + " It is simple." * 5000
    page = only(long)
    assert (page.title, page.definition) == ("Dock Schedule", long)


def test_a_text_that_stops_inside_a_word_is_truncated() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nBest Practices\n- Leave one gate free.\n- Tell driv")
    assert page.truncated
    assert section(page, "Best Practices").lines[-1] == "Tell driv"
    assert page.warnings == ('the text is cut at its end: "Tell driv"',)


def test_items_without_end_marks_do_not_make_a_page_truncated() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nBest Practices\n- leave one gate free\n- tell drivers\n- count\n")
    assert not page.truncated


def test_a_heading_cut_by_the_end_of_the_file_is_no_text() -> None:
    page = only(f"Dock Schedule\n{DEFINITION}\nBest Practices\n- Leave one gate free.\nCommon Mist")
    assert section(page, "Best Practices").lines == ("Leave one gate free.",)
    assert page.truncated


def test_a_heading_without_text_at_the_end_makes_a_page_truncated() -> None:
    assert only(f"Dock Schedule\n{DEFINITION}\nExample\n{EXAMPLE}\nWhy It Matters\n").truncated


def test_a_cut_before_the_definition_gives_no_article() -> None:
    assert parse("Dock Sched", "x").pages == ()


def test_a_definition_cut_in_the_middle_is_kept() -> None:
    page = only("Dock Schedule\nA dock schedule gives every tr")
    assert page.definition == "A dock schedule gives every tr"
    assert page.truncated


SECOND_PAGE = (
    "Yard Map\nA yard map shows where gates, lanes and scales are to be found.\nExample\nPell Depot drew one.\n"
)


def test_two_pages_in_one_file_are_two_articles() -> None:
    parsed = parse(FULL_PAGE + SECOND_PAGE, "x")
    assert parsed.pages == (only(FULL_PAGE), only(SECOND_PAGE))


@pytest.mark.parametrize("data", ["", " \n\t\n", "\ufeff\u200b\n", "----\n", "Dock Schedule\n"])
def test_a_file_without_text_is_empty(data: str) -> None:
    assert parse(data, "x") == Parsed((), "empty", ())


def test_invisible_characters_are_dropped_and_odd_blanks_made_plain() -> None:
    page = only(
        "\ufeffDock\u00a0Schedule\nA\u200b dock\u2009schedule\u2028gives\u0085trucks\ta time “at” a gate — always.\n"
    )
    assert page.title == "Dock Schedule"
    assert page.definition == "A dock schedule gives trucks a time “at” a gate — always."


def test_entities_are_decoded_once() -> None:
    page = only("R&amp;D\nR&amp;D isn&#39;t &amp;lt; or &nope; AT&T, and &copy=1 stays.\n")
    assert page.title == "R&D"
    assert page.definition == "R&D isn't &lt; or &nope; AT&T, and &copy=1 stays."
    assert replace(only(render(page)), warnings=()) == replace(page, warnings=())


def test_the_same_input_always_gives_the_same_pages() -> None:
    assert parse(SIDE_BAR + FULL_PAGE, "x") == parse(SIDE_BAR + FULL_PAGE, "x")


def test_captures_of_one_page_are_the_same_page() -> None:
    short = only(f"DOCK SCHEDULE in product management\n{DEFINITION.upper()}\n")
    assert same_page(short, only(FULL_PAGE))
    assert same_page(only(FULL_PAGE), only("Dock Schedule in Product Management\nA dock schedule gives every tr"))


def test_pages_that_share_a_term_or_only_their_sections_are_different() -> None:
    full = only(FULL_PAGE)
    assert not same_page(full, replace(full, definition="A dock schedule is a list of piers."))
    assert not same_page(full, replace(full, title="Gate Schedule"))
    assert not same_page(full, only(f"Dock Schedule Explained\n{DEFINITION}\n"))


PIECES = (
    "Dock gate Yard the of truck is Learn what means Example Best Practices A B C iron. (GP) R&amp; 3. - • # ## & : ..."
)
WORDS = st.sampled_from(PIECES.split())
LINES = st.one_of(
    st.lists(WORDS, min_size=0, max_size=12).map(" ".join),
    st.sampled_from(
        [*FULL_PAGE.split("\n"), *SIDE_BAR.split("\n"), *SECOND_PAGE.split("\n"), "Privacy Policy", "Tools in Use"]
    ),
)


@given(st.lists(LINES, max_size=25).map("\n".join), st.sampled_from(["", "\n"]))
def test_a_parse_never_fails_and_never_holds_a_blurb(data: str, end: str) -> None:
    for page in parse(data + end, "x").pages:
        assert page.title
        assert page.definition or any(part.lines for part in page.sections)
        assert not any("depot, what it costs" in line for part in page.sections for line in part.lines)


SENTENCE_WORDS = "Trucks gates yards “wait” — for R&D &amp; more, long in rain"
SENTENCE = st.lists(st.sampled_from(SENTENCE_WORDS.split()), min_size=6, max_size=14).map(
    lambda words: "So " + " ".join(words) + " at the gate of the depot."
)
NAME_WORDS = ["Dock", "Gate", "Yard", "Truck", "Route", "Night", "Cargo"]
NAME = st.lists(st.sampled_from(NAME_WORDS), min_size=1, max_size=4).map(" ".join)
HEADING = st.sampled_from(
    ["Example", "Why It Matters", "Best Practices", "Questions to Ask", "Tools of Trade", "how it began"]
)
SECTION = st.builds(
    ScrapedSection,
    HEADING,
    st.sampled_from(["paragraph", "list"]),
    st.lists(SENTENCE, min_size=1, max_size=1).map(tuple),
)
PAGE = st.builds(
    ScrapedPage,
    title=NAME,
    definition=SENTENCE,
    sections=st.lists(SECTION, min_size=1, max_size=5, unique_by=lambda part: part.heading).map(tuple),
    related_titles=st.lists(NAME, max_size=4, unique_by=str.casefold).map(tuple),
)


@given(PAGE)
def test_a_page_written_as_text_is_parsed_to_the_same_page(page: ScrapedPage) -> None:
    assert parse(render(page), "x").pages == (page,)


@given(PAGE, st.data())
def test_parsing_a_cut_page_and_writing_it_again_changes_nothing(page: ScrapedPage, data: st.DataObject) -> None:
    text = render(page)
    cut = text[: data.draw(st.integers(0, len(text)))]
    for found in parse(cut, "x").pages:
        again = parse(render(found), "x").pages
        assert [replace(other, warnings=()) for other in again] == [replace(found, warnings=())]
