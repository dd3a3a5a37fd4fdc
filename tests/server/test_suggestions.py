"""Terms that what is typed may become."""

import pytest

from server.answering.glossary import Glossary
from server.suggestions import suggested_terms


def found(glossary: Glossary, typed: str) -> list[str]:
    return [term.article_id for term in suggested_terms(glossary, typed)]


def test_names_that_begin_so_come_before_names_that_hold_the_word(beekeeping: Glossary) -> None:
    # "Bee Smoker", and by its alias "Bee Glue" propolis, begin with it
    assert found(beekeeping, "bee")[:2] == ["propolis", "tools/bee-smoker"]
    # "Queen Excluder" begins with it; "Prime Swarm" only holds what "prime" begins
    assert found(beekeeping, "ex")[:1] == ["queen-excluder"]


def test_an_alias_is_found_and_named(beekeeping: Glossary) -> None:
    term = suggested_terms(beekeeping, "infest")[0]
    assert (term.article_id, term.term, term.matched) == ("mite-load", "Mite Load", "Infestation Rate")


@pytest.mark.parametrize("typed", ["SWARM", "swarm ", " swarm"])
def test_case_and_blanks_are_forgiven(beekeeping: Glossary, typed: str) -> None:
    assert found(beekeeping, typed)[0] == "swarming"


def test_misspellings_are_forgiven(beekeeping: Glossary) -> None:
    assert found(beekeeping, "propollis") == ["propolis"]


def test_a_misspelled_beginning_comes_before_what_is_like_it_within(beekeeping: Glossary) -> None:
    # "Swarming" begins like it; "Prime Swarm", an alias of another term or none, would only hold it
    assert found(beekeeping, "swramin")[0] == "swarming"
    assert found(beekeeping, "quene")[0] == "queen-excluder"


def test_terms_come_once_and_at_most_n(beekeeping: Glossary) -> None:
    for typed in ("e", "b", "mite", "super"):
        terms = found(beekeeping, typed)
        assert len(terms) == len(set(terms)) <= 7


@pytest.mark.parametrize("typed", ["zzzz", "%", "()*+"])
def test_what_no_name_looks_like_gives_nothing(beekeeping: Glossary, typed: str) -> None:
    assert found(beekeeping, typed) == []
