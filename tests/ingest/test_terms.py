"""Terms, other names and keys that titles and opening sentences give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.terms import aliases_of, canonical_term, name_key


@pytest.mark.parametrize(
    "title",
    [
        "Cold Chain: A Comprehensive Guide",
        "Cold Chain: The Complete Guide",
        "Cold Chain - A Beginner’s Guide",
        "Cold Chain – Practical Guide",
        "Cold Chain—The Ultimate Guide",
        "Cold Chain: A Guide",
        "Cold Chain in Product Management",
        "Cold Chain FOR PRODUCT MANAGERS",
        "Cold Chain for PMs",
        "Cold Chain Explained",
        "Cold Chain Overview",
        "Cold Chain meaning",
        "Cold Chain 101",
        "Cold Chain: Explained",
    ],
)
def test_a_usual_suffix_is_no_part_of_the_term(title: str) -> None:
    assert canonical_term(title, "") == "Cold Chain"


def test_suffixes_are_taken_away_repeatedly() -> None:
    title = "Cold Chain Explained for PMs: A Practical Guide in Product Management"
    assert canonical_term(title, "") == "Cold Chain"


@pytest.mark.parametrize(
    "title",
    ["Warehouse Product Management", "Definition of Done", "Explained", "The Definition", "Style Guide", "101", ""],
)
def test_words_that_belong_to_the_term_stay(title: str) -> None:
    assert canonical_term(title, "The style is a warehouse of definitions.") == title


def test_a_suffix_is_kept_where_only_a_small_word_would_be_left() -> None:
    assert canonical_term("The Meaning", "") == "The Meaning"


def test_a_closing_definition_goes_where_the_first_sentence_uses_the_rest() -> None:
    assert canonical_term("Cold Chain Definition", "A cold chain keeps goods cool. It breaks easily.") == "Cold Chain"
    assert canonical_term("Load Units Definition", "A load unit is what a truck takes at once.") == "Load Units"


def test_a_closing_definition_stays_without_backing_in_the_first_sentence() -> None:
    assert canonical_term("Scope Definition", "") == "Scope Definition"
    assert canonical_term("Scope Definition", "A team draws a line. The scope is inside.") == "Scope Definition"
    assert canonical_term("Scope Definition", "Scope definition is how a team sets its scope.") == "Scope Definition"


def test_a_short_form_in_brackets_is_an_alias_and_no_part_of_the_term() -> None:
    title = "Function as a Service (FaaS) Explained"
    assert canonical_term(title, "") == "Function as a Service"
    assert aliases_of(title, "") == (title, "FaaS")


def test_a_long_form_in_brackets_is_an_alias() -> None:
    assert canonical_term("ETA (Estimated Time of Arrival)", "") == "ETA"
    assert aliases_of("ETA (Estimated Time of Arrival)", "")[1:] == ("Estimated Time of Arrival",)


def test_a_bracket_that_tells_terms_apart_stays() -> None:
    assert canonical_term("Mercury (planet)", "") == "Mercury (planet)"
    assert aliases_of("Mercury (planet)", "") == ()


def test_a_short_form_in_the_first_sentence_is_an_alias() -> None:
    assert aliases_of(
        "Dwell Time", "Dwell time (DT) is how long a truck waits (TW) at a dock. Slot time (ST) is other."
    ) == ("DT",)


def test_first_letters_in_capitals_are_an_alias_wherever_the_definition_has_them() -> None:
    assert aliases_of("Slow Yard Time", "Slow yard time is what a truck loses at a dock (SYT, or SYL for loads).") == (
        "SYT",
    )
    assert aliases_of("Slow-Yard Time", "Slow-yard time is lost. SYT, as drivers say, is dear.") == ("SYT",)


@pytest.mark.parametrize("definition", ["Yard time is lost. YT is dear.", "Yard time, like the SYT, is lost.", "SYTs"])
def test_other_capitals_are_no_alias(definition: str) -> None:
    assert aliases_of("Yard Time", definition) == ()


def test_the_long_form_before_a_short_title_is_an_alias() -> None:
    assert aliases_of("KRIs", "Key Risk Indicators (KRIs) warn early.") == ("Key Risk Indicators",)


def test_another_name_in_brackets_is_an_alias() -> None:
    assert aliases_of("Cross-Docking", "Cross-docking (also known as direct transfer) skips the shelf.") == (
        "direct transfer",
    )


def test_a_short_form_of_another_term_is_no_alias() -> None:
    assert aliases_of("Dwell Time", "Dwell time, unlike estimated arrival (ETA), is measured.") == ()


def test_the_title_as_found_is_an_alias_only_where_it_differs() -> None:
    assert aliases_of("Dwell Time", "") == ()
    assert aliases_of("Dwell Time Explained", "") == ("Dwell Time Explained",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Feature Flags", "feature-flag"),
        ("Porter’s Forces", "porter's force"),
        ("A/B  Test", "a–b tests"),
        ("OKRs", "okr"),
        ("KPIs", "KPI"),
        ("Load Units", "load_unit"),
        ("User Stories", "user story"),
        ("Processes", "process"),
        ("Analyses", "analysis"),
        ("Statuses", "status"),
        ("Cookies", "cookie"),
        ("Hypotheses", "hypothesis"),
        ("Data Bases", "database"),
        ("Research & Development", "research and development"),
        ("“Quoted” Term", "quoted term"),
    ],
)
def test_names_that_read_the_same_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("name", ["analysis", "status", "process", "canvas", "bias", "saas", "series", "nps"])
def test_a_singular_in_s_is_not_cut(name: str) -> None:
    assert name_key(name) == name


def test_the_key_of_a_plural_short_form_is_the_short_form() -> None:
    assert name_key("OKRs") == "okr"


def test_different_names_have_different_keys() -> None:
    names = ["C", "C++", "C#", "Cold Chain", "Supply Chain", "Sales Cold Chain", "Приложение", "%", "?"]
    assert len({name_key(name) for name in names}) == len(names)


@given(st.text(max_size=40), st.text(max_size=80))
def test_the_term_of_a_term_is_the_term(title: str, definition: str) -> None:
    term = canonical_term(title, definition)
    assert canonical_term(term, definition) == term


PIECES = ["cold", "chain", "units", "Explained", "Definition", "(CCU)", ":", "A", "Guide", "for", "PMs", "101"]


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_a_term_is_never_among_its_aliases_and_no_alias_comes_twice(words: list[str]) -> None:
    title = " ".join(words)
    forms = (canonical_term(title, "Cold chain units are cool."), *aliases_of(title, "Cold chain units are cool."))
    assert len({form.casefold() for form in forms}) == len(forms)


@given(st.text(alphabet="abcXYZ sS-’'", max_size=20))
def test_letter_case_never_changes_a_key(name: str) -> None:
    assert name_key(name) == name_key(name.upper()) == name_key(name.lower())
