"""Ten planted faults, each caught with a message that names it; a sound set has none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.audit import Audit, audit_dataset, audit_document
from eval.errors import EvalError
from glossator import app

BREADS = ("rye", "spelt", "barley", "millet", "oat", "maize", "wheat", "teff", "sorghum", "buckwheat")
LOAVES = {
    name: (
        name.title(),
        f"A {name} loaf is baked with {name} flour, and its crust tells how long it stood in the heat.",
    )
    for name in BREADS
}
ASKED = {f"q{n}": f"which flour makes {name} bread" for n, name in enumerate(BREADS)}
JUDGED = [(f"q{n}", name, 1) for n, name in enumerate(BREADS)]
RANKED = [(f"q{n}", other, 9.0 - rank) for n in range(10) for rank, other in enumerate((*BREADS[n:], *BREADS[:n]))]

WriteTrec = Callable[..., Path]


@pytest.fixture
def write(write_dataset) -> Callable[..., Path]:
    """Write a sound judged set on flours, or one with a fault."""

    def write_flours(**changed: object) -> Path:
        return write_dataset(**{"questions": ASKED, "qrels": {"test": JUDGED}, "corpus": LOAVES, **changed})

    return write_flours


def faults(audit: Audit) -> str:
    return "\n".join(
        f"{finding.message} [{', '.join(finding.examples)}]" for finding in audit.findings if finding.level == "fault"
    )


def test_a_sound_set_and_run_have_no_fault(write, write_trec: WriteTrec) -> None:
    assert faults(audit_dataset(write(), runs=[write_trec("run", RANKED)])) == ""


def test_swapped_qrels_are_caught(write) -> None:
    folder = write(qrels={"test": [(article, topic, grade) for topic, article, grade in JUDGED]})
    assert "has its columns swapped: 'rye' stands as query-id" in faults(audit_dataset(folder))


def test_qrels_of_other_questions_are_caught(write) -> None:
    shifted = [(topic, BREADS[(n + 3) % 10], 1) for n, (topic, *_) in enumerate(JUDGED)]
    found = faults(audit_dataset(write(qrels={"test": shifted})))
    assert "only 0% of the questions share more words with their own relevant articles" in found
    assert "the judgments look swapped, or belong to other questions: compare qrels/test.tsv" in found
    assert "q0: 'which flour makes rye bread' and millet" in found


def test_a_leaked_query_is_caught(write) -> None:
    leaked = {**ASKED, "q3": "Its crust tells how long it stood in the heat?"}
    found = faults(audit_dataset(write(questions=leaked)))
    assert "1 of 10 questions stand word for word in the corpus" in found
    assert "q3 in rye" in found


def test_a_half_empty_run_is_caught(write, write_trec: WriteTrec) -> None:
    half = [line for line in RANKED if line[0] < "q5"]
    found = faults(audit_dataset(write(), runs=[write_trec("half", half)]))
    assert (
        "run half ranks nothing for 5 of 10 topics; it stopped on its way, so run it to its end [q5, q6, q7]" in found
    )


def test_another_corpus_is_caught(write, write_trec: WriteTrec) -> None:
    engines = write_trec("engines", [(topic, f"piston-{article}", score) for topic, article, score in RANKED])
    found = faults(audit_dataset(write(), runs=[engines]))
    assert (
        "run engines: 10 of 10 articles are not in the corpus; it ranked another one, so rank this one [piston-barley"
        in found
    )
    assert "judge them" not in found


def test_judgments_of_another_corpus_are_caught(write) -> None:
    elsewhere = [(topic, f"piston-{article}", 1) for topic, article, _ in JUDGED]
    found = faults(audit_dataset(write(qrels={"test": elsewhere})))
    assert "10 of 10 judged articles are not in the corpus; the judgments are of another corpus" in found


def test_a_tie_storm_is_caught_with_what_luck_could_make_of_it(write, write_trec: WriteTrec) -> None:
    tied = write_trec("tied", [(topic, article, 1.0) for topic, article, _ in RANKED])
    found = faults(audit_dataset(write(), runs=[tied]))
    # one relevant article of ten: at best first, 1; at worst tenth, 1 / log2(11) = 0.289
    assert "run tied: 10 of 10 topics have equal scores among their first ten; broken by descending id" in found
    assert "with luck it could be 0.289 to 1.000; write scores with all their digits" in found


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl"])
def test_duplicate_ids_are_caught(write, file: str) -> None:
    folder = write()
    lines = (folder / file).read_text().splitlines()
    (folder / file).write_text("\n".join([*lines, lines[0]]) + "\n")
    twice = json.loads(lines[0])["_id"]
    assert f"line 11: the id '{twice}' stands there twice" in faults(audit_dataset(folder))


def test_scores_that_are_no_numbers_are_caught(write, write_trec: WriteTrec) -> None:
    lines = [("q0", "rye", "nan"), *RANKED[1:]]
    assert "line 1: the score of 'rye' is nan; a ranking needs finite scores, rank anew" in faults(
        audit_dataset(write(), runs=[write_trec("broken", lines)])
    )


def test_an_unjudged_top_is_caught(write, write_trec: WriteTrec) -> None:
    off = [(topic, article, -score if (topic, article, 1) in JUDGED else score) for topic, article, score in RANKED]
    found = faults(audit_dataset(write(), runs=[write_trec("off", off)]))
    assert (
        "run off: most first articles were never judged and count as wrong (Judged@1 0.000, Judged@10 0.100)" in found
    )


def test_a_split_leak_is_caught(write) -> None:
    folder = write(
        questions={**ASKED, "d1": "Which flour makes rye bread?"},
        qrels={"test": JUDGED, "dev": [("d1", "rye", 1), ("q4", "oat", 1)]},
    )
    audit = audit_dataset(folder)
    assert "2 questions of test also in dev: what is tuned there has seen them; leave them out of one split" in faults(
        audit
    )
    assert any("2 of 10 articles that test asks for are asked for in dev too" in f.message for f in audit.findings)


def test_a_single_query_is_caught(write) -> None:
    found = faults(audit_dataset(write(qrels={"test": JUDGED[:1]})))
    assert "qrels/test.tsv judges a single question: no interval and no test can be given; judge more" in found


def test_near_duplicates_of_which_one_is_judged_are_caught(write) -> None:
    text = LOAVES["rye"][1]
    twins = {**LOAVES, "dark-rye": ("Dark rye", f"{text} It keeps well."), "rye": ("Rye", f"{text} It keeps for days.")}
    found = faults(audit_dataset(write(corpus=twins)))
    assert "call one article relevant and not its near duplicate; judge both alike [q0: rye is relevant" in found


def test_topics_without_a_relevant_article_are_named(write) -> None:
    judged = [*JUDGED[:-1], ("q9", "buckwheat", 0)]
    audit = audit_dataset(write(qrels={"test": judged}))
    assert any(
        f.message == "1 of 10 topics have no relevant article; they count 0, as in trec_eval" and f.examples == ("q9",)
        for f in audit.findings
    )


def test_how_easy_the_set_is_for_bm25_is_said(write) -> None:
    assert any("BM25 alone reaches nDCG@10 1.000" in finding.message for finding in audit_dataset(write()).findings)


def test_what_can_be_read_is_looked_at_although_something_cannot(write, write_trec: WriteTrec) -> None:
    folder = write(qrels={"test": JUDGED[:1]})
    (folder / "corpus.jsonl").write_text("not json\n")
    audit = audit_dataset(folder, runs=[write_trec("broken", [("q0", "rye", "nan")])])
    assert {finding.check for finding in audit.findings if finding.level == "fault"} == {"corpus", "questions", "run"}


def test_a_missing_split_is_refused(write) -> None:
    with pytest.raises(EvalError, match="splits there: test"):
        audit_dataset(write(), "dev")


def test_the_command_exits_1_for_faults_only_where_it_is_strict(write) -> None:
    folder = str(write(qrels={"test": JUDGED[:1]}))
    told = CliRunner().invoke(app, ["eval", "audit", folder, "--json"])
    assert told.exit_code == 0
    assert json.loads(told.stdout)["counts"]["fault"] == 1
    assert CliRunner().invoke(app, ["eval", "audit", folder, "--strict"]).exit_code == 1


def test_the_document_holds_every_finding(write) -> None:
    audit = audit_dataset(write())
    document = audit_document(audit)
    assert len(document["findings"]) == len(audit.findings) == sum(document["counts"].values())
