"""Questions asked and ratings given in, counts of them out: one SQLite file for several threads and processes."""

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from server.errors import FeedbackUnavailableError

Rating = Literal["up", "down"]

MAX_REASON_CHARACTERS = 1000
MOST_QUESTIONS = 50_000
"""So many unrated questions are kept; beyond, those asked longest ago go first."""

_WRITES_BETWEEN_CLEANINGS = 500
_BUSY_SECONDS = 5.0
_SOON = timedelta(minutes=15)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (
    question TEXT PRIMARY KEY,          -- white space joined
    asked INTEGER NOT NULL DEFAULT 0,
    unanswered INTEGER NOT NULL DEFAULT 0,
    answered_last INTEGER NOT NULL,
    articles TEXT NOT NULL,             -- JSON: ids of the articles cited last
    nearest TEXT NOT NULL,              -- id of the article nearest to the question, empty for none
    nearest_term TEXT NOT NULL,
    generation TEXT NOT NULL,
    first_asked TEXT NOT NULL,
    last_asked TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ratings (
    id INTEGER PRIMARY KEY,
    question TEXT NOT NULL REFERENCES questions,
    rating TEXT NOT NULL CHECK (rating IN ('up', 'down')),
    reason TEXT NOT NULL,
    rated TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ratings_by_question ON ratings (question);
CREATE INDEX IF NOT EXISTS questions_by_age ON questions (last_asked);
"""
_FORGET = """
DELETE FROM questions WHERE question IN (
    SELECT question FROM questions WHERE question NOT IN (SELECT question FROM ratings)
    ORDER BY last_asked DESC LIMIT -1 OFFSET ?)
"""
_REMEMBER = """
INSERT INTO questions VALUES (:question, :asked, :unanswered, :answered, :articles, :nearest, :term, :generation,
    :now, :now)
ON CONFLICT (question) DO UPDATE SET asked = asked + :asked, unanswered = unanswered + :unanswered,
    answered_last = :answered, articles = :articles, nearest = :nearest, nearest_term = :term,
    generation = :generation, last_asked = :now
"""
_RATE = "INSERT INTO ratings (question, rating, reason, rated) VALUES (:question, :rating, :reason, :now)"
_GIVE_REASON = """
UPDATE ratings SET reason = :reason WHERE id = (
    SELECT max(id) FROM ratings WHERE question = :question AND rating = :rating AND reason = '' AND rated > :soon)
"""
_ALL = """
SELECT q.*, count(CASE r.rating WHEN 'up' THEN 1 END) AS up, count(CASE r.rating WHEN 'down' THEN 1 END) AS down,
    json_group_array(r.reason) FILTER (WHERE r.rating = 'down' AND r.reason != '') AS reasons
FROM questions q LEFT JOIN ratings r USING (question) GROUP BY q.question ORDER BY q.question
"""


logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question was answered: `articles` cited, none where it was not answered, and the article nearest to it."""

    question: str
    articles: tuple[str, ...]
    nearest: str
    nearest_term: str
    generation: str


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with how it was answered last, and what people said of it.

    `articles` are the ids of the articles cited last, none where it was not answered; `reasons` are those given with
    a thumb down, oldest first; `asked` is 0 where only a rating is known.
    """

    question: str
    asked: int
    unanswered: int
    answered_last: bool
    articles: tuple[str, ...]
    nearest: str
    nearest_term: str
    last_asked: str
    up: int
    down: int
    reasons: tuple[str, ...]


class FeedbackStore:
    """One file of questions and ratings; opened when first written to or read."""

    def __init__(self, file: Path, *, count_questions: bool = True) -> None:
        """Keep what is told in a file; without `count_questions` only what is rated."""
        self._file = file
        self._count_questions = count_questions
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._writes = 0

    def count(self, outcome: Outcome) -> None:
        """Remember that a question was asked and whether it was answered.

        Answering goes on where the file cannot be written: that is logged, not raised.
        """
        if self._count_questions:
            try:
                self._remember(outcome, asked=1)
            except FeedbackUnavailableError as error:
                logger.warning("%s", error)

    def rate(self, outcome: Outcome, rating: Rating, reason: str = "") -> None:
        """Remember what somebody thinks of an answer; a reason that soon follows the same rating belongs to that one.

        Raises:
            FeedbackUnavailableError: the file cannot be written.
        """
        self._remember(outcome, asked=0)
        told = {
            "question": _joined(outcome.question),
            "rating": rating,
            "reason": _joined(reason)[:MAX_REASON_CHARACTERS],
            "now": _now(),
            "soon": (datetime.now(UTC) - _SOON).isoformat(timespec="milliseconds"),
        }
        with self._transaction() as connection:
            if not (told["reason"] and connection.execute(_GIVE_REASON, told).rowcount):
                connection.execute(_RATE, told)

    def questions(self) -> list[AskedQuestion]:
        """All questions that were asked or rated, in alphabetical order; none where nothing was.

        Raises:
            FeedbackUnavailableError: the file cannot be read.
        """
        if not self._file.is_file():
            return []
        with self._transaction() as connection:
            rows = connection.execute(_ALL).fetchall()
        return [
            AskedQuestion(
                question=row["question"],
                asked=row["asked"],
                unanswered=row["unanswered"],
                answered_last=bool(row["answered_last"]),
                articles=tuple(json.loads(row["articles"])),
                nearest=row["nearest"],
                nearest_term=row["nearest_term"],
                last_asked=row["last_asked"],
                up=row["up"],
                down=row["down"],
                reasons=tuple(json.loads(row["reasons"])),
            )
            for row in rows
        ]

    def close(self) -> None:
        """Let go of the file; it is opened again when needed."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _remember(self, outcome: Outcome, *, asked: int) -> None:
        told = {
            "question": _joined(outcome.question),
            "asked": asked,
            "unanswered": asked if not outcome.articles else 0,
            "answered": bool(outcome.articles),
            "articles": json.dumps(outcome.articles),
            "nearest": outcome.nearest,
            "term": outcome.nearest_term,
            "generation": outcome.generation,
            "now": _now(),
        }
        with self._transaction() as connection:
            connection.execute(_REMEMBER, told)
            if self._writes % _WRITES_BETWEEN_CLEANINGS == 0:
                connection.execute(_FORGET, (MOST_QUESTIONS,))
            self._writes += 1

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction on the connection that all threads of this process share."""
        try:
            with self._lock:
                if self._connection is None:
                    self._connection = _open(self._file)
                with self._connection:
                    yield self._connection
        except (sqlite3.Error, OSError) as error:
            raise FeedbackUnavailableError(
                f"feedback cannot be kept in {self._file}: {error}; set feedback_db to a file that can be written"
            ) from error


def _open(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")  # readers do not wait for a writer, nor a writer for them
    connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last counts, never the file
    connection.executescript(_SCHEMA)
    return connection


def _joined(text: str) -> str:
    return " ".join(text.split())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
