"""Bytes to clean text, and the foldings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text_cleaning import clean, decode, fold_for_matching, looks_binary, one_line, slug

any_text = st.text(alphabet=st.characters(codec=None))
"""Half surrogates included: they come from JSON escapes and from file names."""


@given(any_text)
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(any_text)
def test_clean_text_is_nfc_and_can_be_written_as_utf_8(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@given(any_text)
def test_clean_text_knows_one_line_break_and_no_control_character(text: str) -> None:
    assert all(sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in clean(text))
    assert len(clean(text).splitlines()) <= clean(text).count("\n") + 1


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"])))
def test_cleaning_keeps_letters_figures_and_punctuation(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ufeffzero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("no\u00a0break\tand\u2028line", "no break and line"),
        ("right\u202eto\u2066left", "righttoleft"),
        ("bell\x07", "bell"),
        ("half \ud83d pair", "half  pair"),
        ("cafe\u0301", "café"),
        ("family \U0001f600", "family \U0001f600"),
    ],
)
def test_clean_takes_away_what_nobody_sees(found: str, expected: str) -> None:
    assert clean(found) == expected


def test_utf_8_is_read_without_its_mark_and_without_a_warning() -> None:
    assert decode("\ufeffcafé".encode()) == ("café", ())


def test_what_is_not_utf_8_is_read_as_windows_1252_and_the_warning_names_the_byte() -> None:
    text, warnings = decode("a “café”".encode("cp1252"))
    assert text == "a “café”"
    assert warnings == ("byte 2 is not UTF-8: read as Windows-1252",)


@given(st.binary())
def test_any_bytes_decode(data: bytes) -> None:
    decode(data)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_text_is_not_binary(text: str) -> None:
    assert not looks_binary(text.encode())


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01\x01\x00", b"%PDF-1.7\n\x00", b"\x01\x02\x03", "text".encode("utf-16")]
)
def test_bytes_with_nul_or_many_control_characters_are_binary(data: bytes) -> None:
    assert looks_binary(data)


@given(any_text)
def test_one_line_has_no_double_blank_and_keeps_every_word(text: str) -> None:
    line = one_line(text)
    assert line.split() == text.split()
    assert line == " ".join(line.split(" "))
    assert "\n" not in line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Don’t  say “no”…", 'don\'t say "no"...'),
        ("high–low — range", "HIGH-LOW - RANGE"),
        ("ﬁnd", "find"),
        ("straße", "STRASSE"),
    ],
)
def test_texts_that_differ_in_case_blanks_quotes_and_dashes_fold_to_one(one: str, other: str) -> None:
    assert fold_for_matching(one) == fold_for_matching(other)


def test_other_words_do_not_fold_to_one() -> None:
    assert fold_for_matching("resume") != fold_for_matching("résumé")


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("How to Read It", "how-to-read-it"),
        ("What's next?", "whats-next"),
        ("snake_case & more", "snake-case-more"),
        ("Größe", "grösse"),
        ("潮汐 表", "潮汐-表"),
        ("—!—", "section"),
        ("", "section"),
    ],
)
def test_a_slug_joins_lower_case_words_by_hyphens(heading: str, expected: str) -> None:
    assert slug(heading) == expected


@given(any_text)
def test_a_slug_can_stand_in_an_address_fragment_and_is_never_empty(text: str) -> None:
    found = slug(text)
    assert found
    assert not any(sign.isspace() or sign in "#/?&" for sign in found)
