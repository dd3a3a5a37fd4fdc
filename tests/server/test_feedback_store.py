"""Questions and ratings in SQLite."""

import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest

import server.feedback_store
from server.errors import FeedbackUnavailableError
from server.feedback_store import MAX_REASON_CHARACTERS, AskedQuestion, FeedbackStore, Outcome


def outcome(question: str, *articles: str, nearest: str = "kiln") -> Outcome:
    """What became of a question in an invented potters' glossary."""
    return Outcome(question, articles, articles[0] if articles else nearest, nearest.title(), "g1")


@pytest.fixture
def store(tmp_path: Path):
    """A store in a folder of the test."""
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    yield store
    store.close()


def only(store: FeedbackStore) -> AskedQuestion:
    (question,) = store.questions()
    return question


def test_a_question_is_counted_each_time_and_answers_in_vain_apart(store: FeedbackStore) -> None:
    store.count(outcome("What is slip?"))
    store.count(outcome("What is slip?"))
    store.count(outcome("What  is slip? ", "slip"))
    known = only(store)
    assert (known.question, known.asked, known.unanswered) == ("What is slip?", 3, 2)
    assert known.answered_last
    assert known.articles == ("slip",)


def test_a_rating_is_kept_with_its_reason_and_counts_no_asking(store: FeedbackStore) -> None:
    store.rate(outcome("What is slip?", "slip"), "up")
    store.rate(outcome("What is slip?", "slip"), "down", " too\nshort ")
    known = only(store)
    assert (known.asked, known.up, known.down, known.reasons) == (0, 1, 1, ("too short",))


def test_a_reason_that_follows_a_rating_belongs_to_it(store: FeedbackStore) -> None:
    store.rate(outcome("What is slip?", "slip"), "down")
    store.rate(outcome("What is slip?", "slip"), "down", "too short")
    store.rate(outcome("What is slip?", "slip"), "down", "and dull")
    assert (only(store).down, only(store).reasons) == (2, ("too short", "and dull"))


def test_a_long_reason_is_cut(store: FeedbackStore) -> None:
    store.rate(outcome("What is slip?", "slip"), "down", "x" * 2 * MAX_REASON_CHARACTERS)
    assert only(store).reasons == ("x" * MAX_REASON_CHARACTERS,)


def test_without_counting_only_what_is_rated_is_kept(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "feedback.sqlite", count_questions=False)
    store.count(outcome("What is slip?"))
    assert store.questions() == []
    store.rate(outcome("What is bisque?", "bisque"), "up")
    assert only(store).question == "What is bisque?"
    store.close()


def test_a_store_that_nobody_wrote_to_makes_no_file(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    assert store.questions() == []
    assert list(tmp_path.iterdir()) == []


def test_what_was_kept_is_there_when_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        store = FeedbackStore(tmp_path / "deeper" / "feedback.sqlite")
        store.count(outcome("What is slip?"))
        known = only(store)
        store.close()
    assert known.asked == 2


def test_quotes_and_sql_in_a_question_are_text(store: FeedbackStore) -> None:
    question = "'; DROP TABLE questions; -- “ü” 陶"
    store.count(outcome(question))
    store.rate(outcome(question), "down", question)
    assert (only(store).question, only(store).reasons) == (question, (question,))


def test_where_the_file_cannot_be_written_counting_goes_on_and_rating_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    store = FeedbackStore(tmp_path / "file" / "feedback.sqlite")
    store.count(outcome("What is slip?"))
    assert "feedback_db" in caplog.text
    with pytest.raises(FeedbackUnavailableError, match="feedback_db"):
        store.rate(outcome("What is slip?"), "up")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    file.write_text("this is no database, and long enough to be seen as none " * 20)
    with pytest.raises(FeedbackUnavailableError, match=str(file)):
        FeedbackStore(file).questions()


def test_threads_lose_no_count(store: FeedbackStore) -> None:
    threads = [
        threading.Thread(target=lambda: [store.count(outcome("What is slip?")) for _ in range(25)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert only(store).asked == 200


def _count_in_another_process(file: Path) -> None:
    store = FeedbackStore(file)
    for _ in range(25):
        store.count(outcome("What is slip?"))
        store.rate(outcome("What is slip?"), "up")
    store.close()


def test_processes_lose_no_count(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_count_in_another_process, args=(file,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    store = FeedbackStore(file)
    assert (only(store).asked, only(store).up) == (75, 75)
    store.close()


def test_the_oldest_unrated_questions_go_first(store: FeedbackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.feedback_store, "MOST_QUESTIONS", 2)
    store.rate(outcome("Rated?"), "down")
    for n in range(499):  # every five hundredth write looks for what is too much
        store.count(outcome(f"Question {n % 5}?"))
    store.count(outcome("The last?"))
    kept = [question.question for question in store.questions()]
    assert "Rated?" in kept
    assert "The last?" in kept
    assert len(kept) <= 4


def test_the_file_is_plain_sqlite_that_others_can_read(store: FeedbackStore, tmp_path: Path) -> None:
    store.count(outcome("What is slip?"))
    connection = sqlite3.connect(tmp_path / "feedback.sqlite")
    assert connection.execute("SELECT question, asked FROM questions").fetchall() == [("What is slip?", 1)]
    connection.close()
