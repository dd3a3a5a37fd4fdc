"""The unit of the passage budget."""

import tiktoken

from ingest.tokens import ENCODING, count_tokens


def test_tokens_are_those_of_cl100k_base() -> None:
    text = "The ebb, in 2024, fell 3.5 m — naïvely."
    # cl100k_base, as documented: "hello world" is the two tokens 15339 and 1917
    assert tiktoken.get_encoding(ENCODING).encode_ordinary("hello world") == [15339, 1917]
    assert count_tokens([text]) == [len(tiktoken.get_encoding(ENCODING).encode_ordinary(text))]


def test_a_special_token_that_is_written_out_counts_as_the_text_it_is() -> None:
    assert count_tokens(["<|endoftext|>"])[0] > 1


def test_each_text_is_counted_by_itself() -> None:
    assert count_tokens(["hello world", "", "hello"]) == [2, 0, 1]


def test_no_texts_give_no_counts() -> None:
    assert count_tokens([]) == []
