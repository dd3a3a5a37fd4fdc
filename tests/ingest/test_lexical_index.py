"""BM25 over word stems."""

import subprocess
import sys
from math import log
from pathlib import Path

import numpy as np
import pytest

from ingest.lexical_index import LexicalIndex, plain_stems, stem_word, stems

TEXTS = ["ebb flow", "ebb ebb tide sea", "The harbour's pilots are piloting ships.", "the of and", ""]


def test_words_are_stemmed() -> None:
    assert stems("Pilots piloted piloting pilot") == ["pilot"] * 4
    assert stem_word("harbours") == stem_word("harbour")


def test_stop_words_and_signs_are_left_out() -> None:
    assert stems("This is the ebb of a sea — the ebb!") == stems("ebb sea ebb")


def test_the_plain_baseline_reads_words_of_two_letters_and_more_as_they_stand() -> None:
    assert plain_stems("The harbour's C, Ö_n 42!") == [stem_word("harbour"), "ö_n", "42"]


def test_an_index_may_be_built_of_other_stems() -> None:
    index = LexicalIndex.build(["plan c", "plan b"], stems_of=plain_stems)
    assert index.knows("plan")
    assert not index.knows("c")


def test_case_quotes_and_the_possessive_are_forgiven() -> None:
    assert stems("HARBOUR’S harbour's Harbour") == [stem_word("harbour")] * 3


def test_words_of_any_script_and_figures_are_words() -> None:
    assert stems("潮汐 2024 Größe") == ["潮汐", "2024", stem_word("grösse")]


def test_a_score_is_that_of_lucenes_bm25() -> None:
    scores = LexicalIndex.build(["ebb flow", "ebb ebb tide sea"]).scores("flow")
    # N = 2, df(flow) = 1: idf = ln(1 + (2 - 1 + 0.5) / (1 + 0.5)) = ln 2
    # text 0 has 2 words, on average there are 3: tf / (tf + k1 (1 - b + b * 2/3)) = 1 / (1 + 1.2 * 0.75) = 1 / 1.9
    np.testing.assert_allclose(scores, [log(2) / 1.9, 0], rtol=1e-5)
    # df(ebb) = 2: idf = ln(1 + 0.5 / 2.5) = ln 1.2; text 1: tf 2, 4 words: 2 / (2 + 1.2 (0.25 + 0.75 * 4/3)) = 2 / 3.5
    np.testing.assert_allclose(
        LexicalIndex.build(["ebb flow", "ebb ebb tide sea"]).scores("ebb"),
        [log(1.2) / 1.9, log(1.2) * 2 / 3.5],
        rtol=1e-5,
    )


def test_k1_and_b_are_used() -> None:
    # b = 0: length does not count; k1 = 2: idf * 1 / (1 + 2)
    scores = LexicalIndex.build(["ebb flow", "ebb ebb tide sea"], k1=2, b=0).scores("flow")
    np.testing.assert_allclose(scores, [log(2) / 3, 0], rtol=1e-5)


def test_scores_of_words_add_up_and_repeated_words_count_again() -> None:
    index = LexicalIndex.build(TEXTS)
    np.testing.assert_allclose(index.scores("ebb flow"), index.scores("ebb") + index.scores("flow"), rtol=1e-6)
    np.testing.assert_allclose(index.scores("ebb ebb"), 2 * index.scores("ebb"), rtol=1e-6)


def test_every_text_has_a_score_even_one_without_words() -> None:
    scores = LexicalIndex.build(TEXTS).scores("ebb")
    assert scores.shape == (5,)
    assert scores.dtype == np.float32
    assert (scores > 0).tolist() == [True, True, False, False, False]


def test_scores_are_those_of_the_library_of_the_authors() -> None:
    bm25s = pytest.importorskip("bm25s")
    rng = np.random.default_rng(1)
    texts = [" ".join(rng.choice(["ebb", "flow", "tide", "sea", "pilot", "ship", "quay"], n)) for n in range(60)]
    engine = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    engine.index([stems(text) for text in texts], show_progress=False)
    np.testing.assert_allclose(  # which adds up in single precision
        LexicalIndex.build(texts).scores("ebb quay pilots"), engine.get_scores(stems("ebb quay pilots")), rtol=1e-6
    )


@pytest.mark.parametrize("query", ["", "the of", "quay", "?!"])
def test_a_query_without_a_known_word_scores_nothing(query: str) -> None:
    assert not LexicalIndex.build(TEXTS).scores(query).any()
    match = LexicalIndex.build(TEXTS).match(stems(query))
    assert len(match.best(10)[0]) == match.highest() == 0


@pytest.mark.parametrize("texts", [[], ["", "the of"]])
def test_texts_without_words_are_indexed_too(texts: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build(texts)
    assert index.scores("ebb").tolist() == [0] * len(texts)
    assert not index.knows("ebb")
    index.write(tmp_path)
    assert LexicalIndex.open(tmp_path, len(texts)).scores("ebb").tolist() == [0] * len(texts)


def test_known_stems_are_those_of_the_texts() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.knows(stem_word("piloting"))
    assert not index.knows("quay")
    assert not index.knows("the")


def test_an_index_that_was_written_and_opened_gives_the_same_scores(tmp_path: Path) -> None:
    index = LexicalIndex.build(TEXTS)
    index.write(tmp_path)
    opened = LexicalIndex.open(tmp_path, len(TEXTS))
    for query in ("ebb", "flow tide", "pilots of ships", "quay"):
        np.testing.assert_array_equal(opened.scores(query), index.scores(query))
    assert opened.knows("ebb")


def test_the_same_texts_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ingest.lexical_index import LexicalIndex\n"
        "LexicalIndex.build(['ebb flow', 'ebb ebb tide sea', 'pilots of ships']).write(Path(sys.argv[1]))"
    )
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", code, folder], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}, check=True
        )
        written.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert written[0] == written[1] != {}
