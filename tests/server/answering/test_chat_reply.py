"""Lines of a language model's reply, in all the forms that models give them."""

import pytest

from server.answering.chat_reply import Claim, ClaimedSentence, parse_line, sentences_of

ASKED_FOR = '[2] "the larger queen is held back" -> The grid holds the queen back.'


def pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


@pytest.mark.parametrize(
    "line",
    [
        ASKED_FOR,
        f"- {ASKED_FOR}",
        f"1. {ASKED_FOR}",
        "[2] “the larger queen is held back” → The grid holds the queen back.",
        '[passage 2] "the larger queen is held back" => **The grid holds the queen back.**',
        'Passage 2: "the larger queen is held back" -> The grid holds the queen back.',
        '(2) "the larger queen is held back" -> The grid holds the queen back.',
        '【2】 "the larger queen is held back" -> The grid holds the queen back.',
        'The grid holds the queen back. [2] "the larger queen is held back"',
        'The grid holds the queen back. "the larger queen is held back" [2]',
        '{"sentence": "The grid holds the queen back.", "passage": 2, "quote": "the larger queen is held back"}',
        '{"text": "The grid holds the queen back.", "n": "2", "quote": "the larger queen is held back"},',
        '[2] "the larger\u200b queen is\u00a0held back" -> The grid holds the\u202e queen back.',
    ],
)
def test_each_form_of_a_line_gives_the_same_sentence(line: str) -> None:
    expected = ClaimedSentence("The grid holds the queen back.", (Claim(2, "the larger queen is held back"),))
    assert parse_line(line) == expected


def test_a_sentence_may_rest_on_several_quotes() -> None:
    line = '[1] "a grid of wires" [3] "eggs stay below" -> A grid keeps eggs below.'
    assert parse_line(line) == ClaimedSentence(
        "A grid keeps eggs below.", (Claim(1, "a grid of wires"), Claim(3, "eggs stay below"))
    )


def test_a_quote_may_hold_quotes_and_an_arrow() -> None:
    line = '[1] "say "no" and a -> b" -> Say no.'
    assert parse_line(line) == ClaimedSentence("Say no.", (Claim(1, 'say "no" and a -> b'),))


def test_a_number_in_round_brackets_inside_a_quote_is_no_mark() -> None:
    line = '[1] "score from none (0) to most (3) of all" -> The score is from none (0) to most (3).'
    assert parse_line(line) == ClaimedSentence(
        "The score is from none (0) to most (3).", (Claim(1, "score from none (0) to most (3) of all"),)
    )


@pytest.mark.parametrize("line", ["", "   ", "```", "```json", "NO ANSWER", "No answer.", "[NO ANSWER]"])
def test_a_line_that_says_nothing_is_nothing(line: str) -> None:
    assert parse_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Just words.",
        "{broken json",
        '{"sentence": "Just words."}',
        "[] -> Just words.",
        '-> "Just words."',
        '{"a":' * 399,
    ],
)
def test_a_line_without_a_mark_claims_no_passage(line: str) -> None:
    sentence = parse_line(line)
    assert sentence is not None
    assert all(claim.n is None for claim in sentence.claims)


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_sentences_come_whole_however_the_reply_is_cut(size: int) -> None:
    reply = f'{ASKED_FOR}\r\n\n[1] "wires in a grid" -> It is a grid.\nAnd done.'
    assert [s.text for s in sentences_of(pieces(reply, size))] == [
        "The grid holds the queen back.",
        "It is a grid.",
        "And done.",
    ]


def test_a_sentence_comes_as_soon_as_its_line_ends() -> None:
    asked: list[str] = []

    def arriving():
        for piece in [ASKED_FOR + "\n", '[1] "wires in a grid" -> It is a grid.\n']:
            asked.append(piece)
            yield piece

    next(sentences_of(arriving()))
    assert len(asked) == 1


def test_evidence_on_its_own_line_goes_to_the_sentence_before_it() -> None:
    reply = 'The grid holds the queen back.\n[2] "the larger queen is held back"\nMore.'
    assert list(sentences_of([reply])) == [
        ClaimedSentence("The grid holds the queen back.", (Claim(2, "the larger queen is held back"),)),
        ClaimedSentence("More.", ()),
    ]


@pytest.mark.parametrize("size", [1, 1000])
def test_what_a_model_thinks_aloud_is_left_out(size: int) -> None:
    reply = f'<think>[1] "wires" -> Wires.\nHm.</think>\n{ASKED_FOR}'
    assert [s.text for s in sentences_of(pieces(reply, size))] == ["The grid holds the queen back."]
    assert list(sentences_of(["<think>for ever\nand ever\n"])) == []


def test_a_line_without_end_is_cut() -> None:
    longest = max(len(sentence.text) for sentence in sentences_of(["word "] * 10_000))
    assert longest < 2_100
