"""What is summed up of a language model's answers, and the script that plays one, on the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.verification_measures import verification_summary
from server.answering.datatypes import Answer, Verification

PIERS = [("old", "red"), ("new", "white"), ("long", "green"), ("fish", "yellow"), ("coal", "black"), ("west", "blue")]


def answer(verification: Verification | None) -> Answer:
    empty: dict[str, float] = {}
    return Answer("?", "answered", 0.9, (), (), (), (), "g", 1, 1, empty, verification=verification)


def test_sums_are_over_the_answers_for_which_a_model_was_asked() -> None:
    summary = verification_summary(
        [
            answer(Verification(3, {"fabricated": 1}, "")),
            answer(Verification(0, {"fabricated": 2, "stitched": 1}, "It failed.")),
            answer(Verification(1, {}, "")),
            answer(None),
        ]
    )
    assert (summary.answers, summary.not_replaced, summary.kept) == (3, 2, 4)
    assert summary.share_not_replaced == 2 / 3
    assert summary.faults == {"fabricated": 3, "stitched": 1}
    assert summary.replaced == {"It failed.": 1}


def test_where_no_model_was_asked_nothing_is_shared() -> None:
    assert verification_summary([answer(None)]).share_not_replaced == 0.0


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """The JSON of a scripted run over a judged set of its own."""
    folder = tmp_path_factory.mktemp("tides")
    pages = {
        "ebb": "The ebb is the outgoing tide that uncovers the flats between high and low water.",
        "flood": "The flood is the incoming tide that covers the flats between low and high water.",
        "neap": "A neap tide has the smallest range because sun and moon pull at a right angle.",
        "spring": "A spring tide has the largest range because sun and moon pull along one line.",
    }
    qrels = ["query-id\tcorpus-id\tscore"]
    questions, corpus = [], []
    for name, text in pages.items():
        more = [
            f"At the {pier} pier the {name} is read from a pole that divers paint {colour}." for pier, colour in PIERS
        ]
        corpus.append({"_id": name, "title": name.title(), "text": " ".join([text, *more])})
        for n, pattern in enumerate(["What is the {}?", "Tell me about {} tide range", "Why is there {} water?"]):
            questions.append({"_id": f"{name}{n}", "text": pattern.format(name)})
            qrels.append(f"{name}{n}\t{name}\t1")
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text("\n".join(qrels) + "\n")
    for file, records in (("queries", questions), ("corpus", corpus)):
        (folder / f"{file}.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    done = subprocess.run(
        [sys.executable, "-m", "glossator", "eval", "answers", str(folder), "--scripted", "--json"],
        env={
            **os.environ,
            "GLOSSATOR_EMBEDDER": "hashing",
            "GLOSSATOR_CONFIDENCE": "0",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_fault_that_a_script_sends_is_found(scripted: dict) -> None:
    sent = scripted["verification"]["sent"]
    good = sent.pop("good")
    assert sum(sent.values()) > 10
    assert scripted["verification"]["faults"] == {name: n for name, n in sent.items() if n}
    kept = good + sent["misattributed"] + sent["out_of_range"]
    assert scripted["verification"]["sentences_kept"] == kept


def test_a_scripted_run_tells_the_share_of_answers_not_replaced(scripted: dict) -> None:
    verification = scripted["verification"]
    replaced = sum(verification["replaced_because"].values())
    assert verification["answers"] == scripted["answerable"] == 12
    assert verification["not_replaced"] == pytest.approx(1 - replaced / 12, abs=1e-6)


def test_the_answers_of_a_script_are_cited_to_the_letter(scripted: dict) -> None:
    assert scripted["metrics"]["citation_verbatim"] == 1.0
    assert scripted["metrics"]["citation_recall"] == 1.0
