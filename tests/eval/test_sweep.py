"""A sweep over an invented set: what is picked, what is kept, and what is said of test."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.sweep import Sweep, on_front, sweep
from eval.sweep_points import AS_IT_IS, settings_to_try
from eval.sweep_report import sweep_document, sweep_page
from retriever.settings import RetrieverSettings

NAMES = [f"word{n}" for n in range(24)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A judged set with dev and test, below the folder in which the tests of this file stand."""
    root = tmp_path_factory.mktemp("sweep")
    deck = root / "deck"
    (deck / "qrels").mkdir(parents=True)
    articles = [
        {"_id": f"a{n}", "title": f"Thing {n}", "text": f"Sailors call it {name}, a thing of many uses on deck."}
        for n, name in enumerate(NAMES)
    ]
    questions = [{"_id": f"q{n:02}", "text": f"what do sailors call {name}"} for n, name in enumerate(NAMES)]
    (deck / "corpus.jsonl").write_text("".join(json.dumps(article) + "\n" for article in articles))
    (deck / "queries.jsonl").write_text("".join(json.dumps(question) + "\n" for question in questions))
    for split, numbers in (("dev", range(14)), ("test", range(14, 24))):
        (deck / "qrels" / f"{split}.tsv").write_text("".join(f"q{n:02}\ta{n}\t1\n" for n in numbers))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        yield deck


def swept(folder: Path, **more: object) -> Sweep:
    now = RetrieverSettings(embedder="hashing", lexical_weight=0.0, feedback_weight=0.0)
    return sweep(folder, settings_to_try(now, [{"lexical_weight": 2.0}, {"budget_tokens": 50}]), jobs=2, **more)


@pytest.fixture(scope="module")
def found(folder: Path) -> Sweep:
    return swept(folder)


def test_the_best_on_dev_is_picked_and_measured_on_test_with_the_settings_in_force(found: Sweep) -> None:
    means = {point.name: point.quality.mean for point in found.points}
    assert list(means) == [AS_IT_IS, "lexical_weight=2.0", "budget_tokens=50"]
    assert means[found.picked] == max(means.values())
    assert found.on_test is not None
    assert found.on_test.looks_before == 0
    assert found.on_test.picked.n == 10
    assert (found.on_test.test is None) == (found.picked == AS_IT_IS)


def test_what_was_measured_is_kept_and_looks_at_test_are_counted(folder: Path, found: Sweep) -> None:
    again = swept(folder)
    assert again.n_kept == len(again.points) == 3
    assert again.points == found.points
    assert again.on_test is not None
    assert again.on_test.looks_before == 1


def test_the_front_holds_what_nothing_beats_in_quality_time_and_size() -> None:
    points = {
        "best": (0.9, 20.0, 5.0),
        "worse": (0.8, 20.0, 5.0),
        "worse, as fast within 5 %": (0.8, 19.5, 5.0),
        "worse, faster": (0.8, 10.0, 5.0),
        "worse, smaller": (0.7, 20.0, 2.0),
        "as good, larger": (0.9, 20.0, 6.0),
    }
    assert on_front(points) == {"best", "worse, faster", "worse, smaller"}
    assert on_front({"one": (0.5, 1.0, 1.0), "same": (0.5, 1.0, 1.0)}) == {"one", "same"}


def test_a_stopped_sweep_leaves_no_half_file(folder: Path, found: Sweep) -> None:
    kept = list(Path(".runs/sweeps").glob("*"))
    assert all(file.suffix in (".json", ".jsonl") for file in kept)
    assert all(json.loads(file.read_text()) for file in kept if file.suffix == ".json")


def test_the_document_and_the_page_name_every_setting(found: Sweep) -> None:
    document = sweep_document(found)
    assert [point["settings"] for point in document["points"]] == [point.name for point in found.points]
    assert document["test"]["looks_before"] == 0
    table = sweep_page(found).sections[1]
    assert len(table.rows) == 3


def test_changed_articles_are_measured_anew_and_test_may_be_left_out(folder: Path, found: Sweep) -> None:
    lines = (folder / "corpus.jsonl").read_text().splitlines()
    (folder / "corpus.jsonl").write_text("\n".join(lines[:-1]) + "\n")
    again = swept(folder, splits=("dev", ""))
    assert again.n_kept == 0
    assert again.on_test is None


def test_without_articles_what_changes_the_index_cannot_be_swept(folder: Path, found: Sweep) -> None:
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(EvalError, match="name the articles with --corpus"):
        swept(folder)


def test_one_split_is_not_both_to_pick_on_and_to_test_on(folder: Path) -> None:
    with pytest.raises(EvalError, match="dev cannot pick settings and test them too"):
        swept(folder, splits=("dev", "dev"))
