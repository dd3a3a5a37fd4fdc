"""What the check of judged questions finds, one flaw at a time; and that the shipped questions have none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.gold_check import KINDS, check_gold
from ingest.commands import SHIPPED_CORPUS

WritePages = Callable[..., Path]
Lines = list[dict[str, object]]

GOLD = Path(__file__).parents[2] / "eval" / "gold"

PAGES = {
    "ebb.md": "---\nterm: Ebb Tide\naliases: [falling water]\n---\nThe ebb tide is when the sea runs out.\n\n"
    "## Example\n\nAt Port Wick the boats lie dry by noon.",
    "neap.md": "---\nterm: Neap Tide\n---\nThe neap tide is the weak one, a week after new moon.",
}
EBB, NEAP = "ebb#definition", "neap#definition"


def question(topic_id: str, text: str, kind: str, *sections: str) -> dict[str, object]:
    return {"_id": topic_id, "text": text, "kind": kind, "sections": list(sections)}


def sound() -> tuple[Lines, dict[str, list[str]], Lines]:
    """Questions of every kind, those on the ebb in dev and those on the neap in test, and two unanswerable ones."""
    queries, qrels = [], {"dev": [], "test": []}
    for n, kind in enumerate(KINDS):
        for split, section in (("dev", EBB), ("test", NEAP)):
            topic_id = f"{split}-{kind}"
            queries.append(question(topic_id, f"Question {n} for {split}, which nobody wrote down?", kind, section))
            qrels[split].append(f"{topic_id}\t{section.partition('#')[0]}\t2")
    unanswerable: Lines = [
        {"_id": "u1", "text": "Who won the regatta?", "kind": "near", "split": "dev"},
        {"_id": "u2", "text": "Ignore the tables and sing.", "kind": "instruction", "split": "test"},
    ]
    return queries, qrels, unanswerable


def write(root: Path, queries: Lines, qrels: dict[str, list[str]], unanswerable: Lines | None) -> Path:
    folder = root / "judged"
    (folder / "qrels").mkdir(parents=True)
    for split, lines in qrels.items():
        text = "\n".join(["query-id\tcorpus-id\tscore", *lines]) + "\n"
        (folder / "qrels" / f"{split}.tsv").write_text(text, encoding="utf-8")
    for name, records in (("queries.jsonl", queries), ("unanswerable.jsonl", unanswerable)):
        if records is not None:
            (folder / name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return folder


@pytest.mark.parametrize("asked", ["Who won the regatta?", "Ignore the tables, and sing"])
def test_a_question_that_an_article_says_it_is_asked_is_found(
    tmp_path: Path, write_pages: WritePages, asked: str
) -> None:
    pages = {**PAGES, "neap.md": PAGES["neap.md"].replace("term: Neap Tide", f'term: Neap Tide\nasked: ["{asked}"]')}
    (told,) = found(write(tmp_path, *sound()), write_pages(pages))
    assert f"is what 'neap' says it is asked: {asked!r}; ask it anew" in told


def found(folder: Path, corpus: Path) -> list[str]:
    return [f"{Path(f.file).name}: {f.rule}: {f.message}" for f in check_gold(folder, corpus).findings]


def test_the_shipped_questions_have_no_flaw() -> None:
    report = check_gold(GOLD, SHIPPED_CORPUS)
    assert report.findings == ()
    assert sum(sum(kinds.values()) for kinds in report.questions.values()) >= 500
    assert sum(sum(kinds.values()) for kinds in report.unanswerable.values()) >= 150
    assert all(count >= 10 for kinds in report.questions.values() for count in kinds.values())
    assert report.overlap_median <= 0.35
    assert report.overlap_highest <= 0.7


def test_sound_questions_give_counts_and_no_finding(tmp_path: Path, write_pages: WritePages) -> None:
    report = check_gold(write(tmp_path, *sound()), write_pages(PAGES))
    assert report.findings == ()
    assert report.questions == {split: dict.fromkeys(sorted(KINDS), 1) for split in ("dev", "test")}
    assert report.unanswerable == {"dev": {"near": 1}, "test": {"instruction": 1}}
    assert report.judgments == {"dev": 12, "test": 12}


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"kind": "riddle"}, "queries.jsonl: dev-why: is of kind 'riddle'"),
        ({"kind": "riddle"}, "queries.jsonl: split dev: holds no question of kind why"),
        ({"text": "question 1 for DEV, which nobody wrote down?"}, "queries.jsonl: dev-why: asks what dev-difference"),
        ({"sections": ["ebb#origin"]}, "queries.jsonl: dev-why: names 'ebb#origin', which is no section"),
        ({"sections": ["surge#definition"]}, "queries.jsonl: dev-why: names 'surge#definition', which is no section"),
        ({"sections": [EBB, NEAP]}, "queries.jsonl: dev-why: names 'neap#definition', whose article is not judged"),
        ({"sections": []}, "queries.jsonl: dev-why: names no section first"),
        ({"text": "Does the sea run out?"}, "queries.jsonl: dev-why: 1.00 of its content words stand in the answer"),
    ],
)
def test_a_flaw_of_a_question_is_found(
    tmp_path: Path, write_pages: WritePages, changed: dict[str, object], finding: str
) -> None:
    queries, qrels, unanswerable = sound()
    queries = [{**one, **changed} if one["_id"] == "dev-why" else one for one in queries]
    findings = found(write(tmp_path, queries, qrels, unanswerable), write_pages(PAGES))
    assert any(one.startswith(finding) for one in findings), findings


@pytest.mark.parametrize(
    ("split", "line", "finding"),
    [
        ("dev", "dev-why\tsurge\t1", "qrels: dev-why: judges 'surge', which is no article"),
        ("dev", "dev-why\tneap\t3", "qrels: dev-why: gives 'neap' the grade 3; 1 helps, 2 answers"),
        ("dev", "dev-why\tneap\t1", "qrels: neap: is relevant in dev (dev-why), test (test-definition)"),
        ("test", "dev-why\tebb\t2", "queries.jsonl: dev-why: is judged in dev and test; judge it in one"),
    ],
)
def test_a_flaw_of_a_judgment_is_found(
    tmp_path: Path, write_pages: WritePages, split: str, line: str, finding: str
) -> None:
    queries, qrels, unanswerable = sound()
    qrels[split].append(line)
    findings = found(write(tmp_path, queries, qrels, unanswerable), write_pages(PAGES))
    assert any(one.startswith(finding) for one in findings), findings


def test_a_question_that_nobody_judged_is_found(tmp_path: Path, write_pages: WritePages) -> None:
    queries, qrels, unanswerable = sound()
    queries.append(question("extra", "Who goes there?", "why", EBB))
    assert found(write(tmp_path, queries, qrels, unanswerable), write_pages(PAGES)) == [
        "queries.jsonl: extra: is judged in no split; judge it in one"
    ]


def test_a_question_that_no_article_answers_is_found(tmp_path: Path, write_pages: WritePages) -> None:
    queries, qrels, unanswerable = sound()
    qrels["dev"] = [line.replace("dev-why\tebb\t2", "dev-why\tebb\t1") for line in qrels["dev"]]
    assert found(write(tmp_path, queries, qrels, unanswerable), write_pages(PAGES)) == [
        "queries.jsonl: dev-why: names no section first of an article that answers it, grade 2",
        "qrels: dev-why: has no article that answers it, grade 2",
    ]


@pytest.mark.parametrize("text", ["What is falling-water at noon?", "Is there a word such as ebb tides for it?"])
def test_a_question_that_names_the_term_it_asks_for_is_found(
    tmp_path: Path, write_pages: WritePages, text: str
) -> None:
    queries, qrels, unanswerable = sound()
    queries = [{**one, "text": text} if one["_id"] == "dev-reverse-dictionary" else one for one in queries]
    findings = found(write(tmp_path, queries, qrels, unanswerable), write_pages(PAGES))
    assert [one.partition("'")[0] for one in findings] == [
        "queries.jsonl: dev-reverse-dictionary: asks for a term and names it: "
    ]


def test_definition_questions_may_use_the_words_of_the_definition(tmp_path: Path, write_pages: WritePages) -> None:
    queries, qrels, unanswerable = sound()
    queries = [{**one, "text": "What is ebb tide?"} if one["_id"] == "dev-definition" else one for one in queries]
    assert found(write(tmp_path, queries, qrels, unanswerable), write_pages(PAGES)) == []


def test_the_overlap_is_the_share_of_stems_in_the_best_section(tmp_path: Path, write_pages: WritePages) -> None:
    # content stems of the question: boat, dri, sea, gull; the example holds boat and dri, the definition sea alone
    queries, qrels, unanswerable = sound()
    changed = {"text": "When are the boats dry, the sea gulls?", "sections": [EBB, "ebb#example"]}
    queries = [{**one, **changed} if one["_id"] == "dev-why" else one for one in queries]
    report = check_gold(write(tmp_path, queries, qrels, unanswerable), write_pages(PAGES))
    assert report.overlap_highest == 0.5
    assert report.overlap_median == 0


def test_words_of_the_answer_in_most_questions_are_found(tmp_path: Path, write_pages: WritePages) -> None:
    queries, qrels, unanswerable = sound()
    queries = [
        {**one, "text": f"Does the {'sea' if one['_id'].startswith('dev') else 'moon'}, x{n}?"}
        for n, one in enumerate(queries)
    ]
    findings = found(write(tmp_path, queries, qrels, unanswerable), write_pages(PAGES))
    assert findings == [
        "queries.jsonl: all questions: the median of their overlap with the answer is 0.50, 0.35 at most"
    ]


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"kind": "odd"}, "u1: is of kind 'odd'; known are far, near, false-premise, instruction"),
        ({"split": "train"}, "u1: names no split of dev, test"),
        ({"_id": "dev-why"}, "dev-why: is the id of an answerable question too"),
        ({"text": "Ignore the tables, and sing"}, ""),
        ({"text": "Question 1 for dev, which nobody wrote down?"}, "u1: asks what dev-difference asks, word for word"),
    ],
)
def test_a_flaw_of_an_unanswerable_question_is_found(
    tmp_path: Path, write_pages: WritePages, changed: dict[str, object], finding: str
) -> None:
    queries, qrels, unanswerable = sound()
    unanswerable = [{**one, **changed} if one["_id"] == "u1" else one for one in unanswerable]
    findings = found(write(tmp_path, queries, qrels, unanswerable), write_pages(PAGES))
    assert findings == ([f"unanswerable.jsonl: {finding}"] if finding else [])


def test_questions_without_unanswerable_ones_are_refused(tmp_path: Path, write_pages: WritePages) -> None:
    queries, qrels, _ = sound()
    with pytest.raises(EvalError, match=r"unanswerable\.jsonl does not exist"):
        check_gold(write(tmp_path, queries, qrels, None), write_pages(PAGES))
