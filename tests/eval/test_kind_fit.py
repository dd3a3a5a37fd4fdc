"""Fitting what reads a question's kind."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.errors import EvalError
from eval.kind_fit import (
    WORDINGS,
    KindExamples,
    examples_of_topics,
    examples_of_wordings,
    fit_kinds,
    right_share,
    write_kind_model,
)
from ingest.embedders import EMBEDDERS
from ingest.open_index import open_index
from ingest.pipeline import ingest
from retriever.hybrid import HybridRetriever
from server.answering.glossary import Glossary
from server.answering.kind_reading import KIND_NAMES
from server.settings import ServerSettings

PAGES = {
    "veil.md": "# Veil\n\nA veil is a net before the face of the keeper.\n",
    "smoker.md": "# Smoker\n\nA smoker blows cool smoke into a hive.\n\n## Example\n\nAnna lit hers with pine.\n",
}


def invented(*, seed: int, n: int = 20) -> KindExamples:
    """Examples of which each kind has a direction of its own."""
    random = np.random.default_rng(seed)
    kinds = np.repeat(np.arange(len(KIND_NAMES)), n)
    features = np.eye(len(KIND_NAMES))[kinds] + 0.1 * random.standard_normal((len(kinds), len(KIND_NAMES)))
    return KindExamples(features.astype(np.float32), kinds, np.ones(len(kinds)))


@pytest.fixture
def glossary(write_pages, tmp_path: Path) -> Glossary:
    settings = ServerSettings(index=tmp_path / "index", embedder="hashing")
    ingest([write_pages(PAGES)], settings)
    return Glossary(HybridRetriever(open_index(settings.index), EMBEDDERS["hashing"](None), settings))


def test_kinds_that_can_be_told_apart_are(tmp_path: Path) -> None:
    model = fit_kinds([invented(seed=1)], "an encoder")
    assert right_share(model, invented(seed=2)) == {"all": 1.0, **dict.fromkeys(KIND_NAMES, 1.0)}


def test_an_example_that_counts_nothing_teaches_nothing() -> None:
    one, wrong = invented(seed=1), invented(seed=2)
    turned = KindExamples(wrong.features, (wrong.kinds + 1) % len(KIND_NAMES), np.zeros(len(wrong.kinds)))
    assert fit_kinds([one, turned], "an encoder") == fit_kinds([one], "an encoder")


def test_a_written_model_is_the_same_json_one_kind_a_line(tmp_path: Path) -> None:
    model = fit_kinds([invented(seed=1)], "an encoder")
    write_kind_model(model, tmp_path / "model.json")
    text = (tmp_path / "model.json").read_text()
    assert json.loads(text) == json.loads(json.dumps(model))
    assert sum(line.startswith("  [") for line in text.splitlines()) == len(KIND_NAMES)


def test_a_wording_with_a_term_counts_once_however_many_terms_it_is_asked_of(
    glossary: Glossary, tmp_path: Path
) -> None:
    file = tmp_path / "wordings.tsv"
    file.write_text("why\twhy does {x} matter?\nsituation\tNobody came.\ndifference\t{x} vs {y}\n")
    found = examples_of_wordings(file, glossary, counts=0.5)
    assert [KIND_NAMES[kind] for kind in dict.fromkeys(found.kinds.tolist())] == ["why", "situation", "difference"]
    for kind in set(found.kinds.tolist()):
        assert found.weights[found.kinds == kind].sum() == pytest.approx(0.5)


@pytest.mark.parametrize("line", ["why does it matter?", "whence\twhere is it from?"])
def test_a_line_without_a_known_kind_is_refused(glossary: Glossary, tmp_path: Path, line: str) -> None:
    file = tmp_path / "wordings.tsv"
    file.write_text(f"why\twhy?\n{line}\n")
    with pytest.raises(EvalError, match="line 2"):
        examples_of_wordings(file, glossary)


def test_judged_questions_of_other_kinds_are_left_out(glossary: Glossary, tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    rows = [("q1", "how-to"), ("q2", "misspelled"), ("q3", "situational")]
    lines = [json.dumps({"_id": name, "text": "smoke", "kind": kind}) for name, kind in rows]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines) + "\n")
    qrels = "query-id\tcorpus-id\tscore\n" + "".join(f"{name}\tsmoker\t1\n" for name, _ in rows)
    (tmp_path / "qrels" / "dev.tsv").write_text(qrels)
    found = examples_of_topics(tmp_path, "dev", glossary)
    assert [KIND_NAMES[kind] for kind in found.kinds] == ["how", "situation"]


def test_every_kind_has_wordings_and_none_stands_twice() -> None:
    rows = [line.split("\t") for line in WORDINGS.read_text().splitlines()]
    assert {kind for kind, _ in rows} == set(KIND_NAMES)
    assert len({text for _, text in rows}) == len(rows)
