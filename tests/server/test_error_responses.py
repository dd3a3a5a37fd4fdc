"""Every error is a problem document of RFC 9457."""

import pytest
from fastapi.testclient import TestClient
from httpx import Response


def check_problem(response: Response, status: int, title: str, instance: str) -> str:
    """Check a problem document to the letter, and return its detail."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "instance"}
    assert (body["type"], body["title"], body["status"], body["instance"]) == ("about:blank", title, status, instance)
    assert body["detail"]
    assert "\n" not in body["detail"]
    return body["detail"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "question"),
        ({"question": ""}, "question"),
        ({"question": " \n\t "}, "empty"),
        ({"question": "x" * 1001}, "1000"),
        ({"question": "x" * 10_000}, "1000"),
        ({"question": 5}, "question"),
        ({"question": None}, "question"),
        ({"question": ["What?"]}, "question"),
        ({"question": "What?", "colour": "red"}, "colour"),
        ({"question": "What?", "answerer": "oracle"}, "answerer"),
        ({"question": "What?", "answerer": "chat"}, "chat"),
        ({"question": "What?", "max_words": 19}, "max_words"),
        ({"question": "What?", "max_words": "many"}, "max_words"),
        ({"question": "What?", "previous": "before"}, "previous"),
        ({"question": "What?", "previous": [{"articles": ["swarming"]}]}, "previous.0.question"),
        ({"question": "What?", "previous": [{"question": "x" * 1001}]}, "previous.0.question"),
    ],
)
def test_a_wrong_question_is_422_and_says_what_is_wrong(client: TestClient, body: dict, told: str) -> None:
    detail = check_problem(client.post("/api/ask", json=body), 422, "Unprocessable Entity", "/api/ask")
    assert told in detail


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
@pytest.mark.parametrize("question", ["", "  ", "x" * 1001, "x" * 10_000])
def test_a_wrong_question_is_422_however_the_answer_is_wanted(client: TestClient, accept: str, question: str) -> None:
    response = client.post("/api/ask", json={"question": question}, headers={"Accept": accept})
    check_problem(response, 422, "Unprocessable Entity", "/api/ask")


@pytest.mark.parametrize(
    "content", [b"", b'{"question": "a', b"[]", b"NaN", b'"What?"', b"\xff\xfe", b'{"question": "\\ud800"}', b"q=What"]
)
def test_a_body_that_is_no_question_in_json_is_422(client: TestClient, content: bytes) -> None:
    response = client.post("/api/ask", content=content, headers={"Content-Type": "application/json"})
    check_problem(response, 422, "Unprocessable Entity", "/api/ask")


def test_an_unknown_field_of_a_previous_question_is_422(client: TestClient) -> None:
    body = {"question": "Why?", "previous": [{"question": "What is swarming?", "article": ["swarming"]}]}
    check_problem(client.post("/api/ask", json=body), 422, "Unprocessable Entity", "/api/ask")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/api/search", "q"),
        ("/api/search?q=", "q"),
        ("/api/search?q=%20%20", "empty"),
        ("/api/search?q=" + "x" * 1001, "1000"),
        ("/api/search?q=" + "x" * 10_000, "1000"),
        ("/api/search?q=honey&k=0", "k"),
        ("/api/search?q=honey&k=-1", "k"),
        ("/api/search?q=honey&k=many", "k"),
        ("/api/suggest", "q"),
        ("/api/suggest?q=", "q"),
        ("/embed", "q="),
        ("/embed?q=%20", "q="),
        ("/embed?term=%20", "term="),
        ("/embed?q=" + "x" * 1001, "1000"),
        ("/embed?q=honey&theme=pink", "theme"),
        ("/oembed", "url"),
    ],
)
def test_a_wrong_address_parameter_is_422_and_says_which(client: TestClient, address: str, told: str) -> None:
    detail = check_problem(client.get(address), 422, "Unprocessable Entity", address.split("?", maxsplit=1)[0])
    assert told in detail


HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_person_with_a_browser_is_told_on_a_page(client: TestClient) -> None:
    response = client.get("/no-such-<b>page", headers=HTML)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "There is no such page" in response.text
    assert 'href="/terms"' in response.text
    assert "<b>page" not in response.text


@pytest.mark.parametrize("address", ["/api/no-such-route", "/oembed?url=x", "/static/no-such-file.js"])
def test_what_programs_ask_for_is_a_problem_document_in_a_browser_too(client: TestClient, address: str) -> None:
    assert client.get(address, headers=HTML).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/api/terms/Swarmin", "'Swarming'"),
        ("/api/articles/Swarming", "Swarming"),
        ("/api/articles/no/such/article", "no/such/article"),
        ("/oembed?url=http://testserver/", "/?q="),
        ("/oembed?url=http://testserver/terms", "/terms/"),
        ("/oembed?url=https://elsewhere.example/?q=honey", "elsewhere.example"),
        ("/oembed?url=http://testserver.elsewhere.example/?q=honey", "elsewhere.example"),
        ("/api/no-such-route", "Not Found"),
        ("/no-such-page", "Not Found"),
        ("/static/no-such-file.js", "Not Found"),
        ("/static/../app.py", "Not Found"),
        ("/static/%2e%2e/app.py", "Not Found"),
    ],
)
def test_what_is_not_there_is_404(client: TestClient, address: str, told: str) -> None:
    response = client.get(address)
    assert told in check_problem(response, 404, "Not Found", response.request.url.path)


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [("GET", "/api/ask", "POST"), ("DELETE", "/", "GET"), ("PUT", "/api/terms", "GET")],
)
def test_a_wrong_method_is_405_and_names_the_right_one(
    client: TestClient, method: str, address: str, allowed: str
) -> None:
    response = client.request(method, address)
    check_problem(response, 405, "Method Not Allowed", address)
    assert allowed in response.headers["allow"]


def test_oembed_as_xml_is_a_problem_too(client: TestClient) -> None:
    response = client.get("/oembed?url=http://testserver/?q=honey&format=xml")
    check_problem(response, 501, "Not Implemented", "/oembed")


def test_an_unexpected_error_is_500_without_its_inside(
    client_with, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = client_with().app

    def breaks(*_: object) -> None:
        raise RuntimeError("secret path /home/somebody")

    monkeypatch.setattr(app.state.live, "current", breaks)
    response = TestClient(app, raise_server_exceptions=False).get("/api/terms")
    detail = check_problem(response, 500, "Internal Server Error", "/api/terms")
    assert "secret" not in detail
    assert "secret path" in caplog.text, "the log tells more"
