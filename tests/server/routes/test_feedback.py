"""`POST /api/feedback`, the page's own form, and what is counted."""

import uuid

import pytest
from fastapi.testclient import TestClient

from server.feedback_store import AskedQuestion


def known(client: TestClient, question: str) -> AskedQuestion | None:
    questions = client.app.state.feedback.questions()
    return next((asked for asked in questions if asked.question == question), None)


@pytest.fixture
def question() -> str:
    """A question about swarming that no other test asks."""
    return f"What is swarming, {uuid.uuid4()}?"


def test_a_rating_is_kept_and_told_back(client: TestClient, question: str) -> None:
    body = {"question": question, "rating": "down", "reason": "too short"}
    response = client.post("/api/feedback", json=body)
    assert (response.status_code, response.json()) == (201, body)
    assert known(client, question).reasons == ("too short",)


def test_the_reason_may_be_left_out(client: TestClient, question: str) -> None:
    assert client.post("/api/feedback", json={"question": question, "rating": "up"}).status_code == 201
    assert known(client, question).up == 1


def test_a_rating_says_which_articles_it_is_about(client: TestClient) -> None:
    client.post("/api/feedback", json={"question": "What is propolis?", "rating": "up"})
    assert known(client, "What is propolis?").articles == ("propolis",)


@pytest.mark.parametrize(
    "body",
    [
        {"rating": "up"},
        {"question": "What is swarming?"},
        {"question": "What is swarming?", "rating": "sideways"},
        {"question": "", "rating": "up"},
        {"question": "   ", "rating": "up"},
        {"question": "x" * 1001, "rating": "up"},
        {"question": "What is swarming?", "rating": "up", "reason": "x" * 1001},
        {"question": "What is swarming?", "rating": "up", "stars": 5},
    ],
)
def test_a_wrong_rating_is_a_problem(client: TestClient, body: dict) -> None:
    response = client.post("/api/feedback", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_where_ratings_cannot_be_kept_the_service_says_so_and_answers_on(client_with, tmp_path) -> None:
    (tmp_path / "file").write_text("no folder")
    client = client_with(feedback_db=tmp_path / "file" / "feedback.sqlite")
    assert client.post("/api/feedback", json={"question": "What is swarming?", "rating": "up"}).status_code == 503
    assert client.post("/api/ask", json={"question": "What is swarming?"}).json()["status"] == "answered"
    assert client.get("/?q=What+is+swarming%3F").status_code == 200


def test_the_form_keeps_a_rating_and_leads_back_to_the_answer(client: TestClient, question: str) -> None:
    form = {"question": question, "q": question, "rating": "up"}
    response = client.post("/feedback", data=form, follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/?q=What+is+swarming")
    assert known(client, question).up == 1
    page = client.get(response.headers["location"]).text
    assert "Thank you." in page
    assert known(client, question).asked == 0  # being shown again is not being asked again


def test_the_form_of_another_site_is_refused(client: TestClient, question: str) -> None:
    form = {"question": question, "rating": "down"}
    response = client.post("/feedback", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert known(client, question) is None


@pytest.mark.parametrize(
    "form", [{"rating": "up"}, {"question": "What?", "rating": "maybe"}, {"question": "x" * 20000}]
)
def test_a_wrong_form_is_a_problem(client: TestClient, form: dict) -> None:
    assert client.post("/feedback", data=form, follow_redirects=False).status_code == 422


@pytest.mark.parametrize(
    "ask",
    [
        lambda client, question: client.get("/", params={"q": question}),
        lambda client, question: client.post("/api/ask", json={"question": question}),
        lambda client, question: client.post(
            "/api/ask", json={"question": question}, headers={"Accept": "text/event-stream"}
        ),
        lambda client, question: client.post("/ask", json={"question": question}),
    ],
    ids=["page", "api", "stream", "box"],
)
def test_a_question_is_counted_once_however_it_is_asked(client: TestClient, question: str, ask) -> None:
    ask(client, question)
    assert known(client, question).asked == 1


def test_an_embed_that_is_shown_is_no_question_that_is_asked(client: TestClient, question: str) -> None:
    client.get("/embed", params={"q": question})
    assert known(client, question) is None


def test_without_counting_no_question_is_kept(client_with, tmp_path, question: str) -> None:
    client = client_with(count_questions=False, feedback_db=tmp_path / "feedback.sqlite")
    client.post("/api/ask", json={"question": question})
    assert list(tmp_path.iterdir()) == []


def test_a_follow_up_is_counted_with_the_term_that_it_is_about(client: TestClient) -> None:
    client.get("/", params={"q": "and how do I prevent it?", "about": "swarming"})
    assert known(client, "Swarming: and how do I prevent it?").articles == ("swarming",)
