"""What an answer is good for afterwards: copied, rated, found again; and what its owner sees."""

import pytest

from server.feedback_store import FeedbackStore

SIGNS = "What are the signs of swarming?"


def ask(page, question: str) -> None:
    page.locator("#q").fill(question)
    page.keyboard.press("Enter")
    page.locator("#result[aria-busy=false] .tools").wait_for()


@pytest.fixture
def kept(service):
    """What the service keeps of a question."""
    store = FeedbackStore(service.settings.feedback_file)

    def of(question: str):
        return next((asked for asked in store.questions() if asked.question == question), None)

    yield of
    store.close()


@pytest.mark.parametrize(
    ("label", "holds"),
    [("Markdown", "[^"), ("MediaWiki", "<ref"), ("DokuWiki", "(("), ("Link", "/?q=What%20are%20the%20signs")],
)
def test_an_answer_is_copied_with_its_sources(open_page, service, label: str, holds: str) -> None:
    page = open_page(service.url, permissions=["clipboard-read", "clipboard-write"])
    ask(page, SIGNS)
    page.get_by_role("link", name=label, exact=True).click()
    page.get_by_role("link", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert holds in copied
    assert ("Swarming" in copied) == (label != "Link")


def test_where_there_is_no_clipboard_copying_still_works(open_page, service) -> None:
    # pages that come by plain http from another machine have no navigator.clipboard
    page = open_page(service.url, wait=False)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(service.url)
    ask(page, SIGNS)
    page.evaluate("document.addEventListener('copy', () => { window.copied = String(document.getSelection()); })")
    page.get_by_role("link", name="Markdown", exact=True).click()
    page.get_by_role("link", name="Copied").wait_for()
    assert page.evaluate("window.copied !== undefined")


def test_a_thumb_up_is_kept(page, kept) -> None:
    question = "How is the mite load calculated?"
    ask(page, question)
    page.get_by_role("button", name="Good answer").click()
    page.locator(".thanks", has_text="Thank you.").wait_for()
    assert page.get_by_role("button", name="Good answer").get_attribute("aria-pressed") == "true"
    assert (kept(question).up, kept(question).down) == (1, 0)
    assert kept(question).articles[0] == "mite-load"


def test_a_thumb_down_asks_for_a_reason_and_keeps_it(page, kept) -> None:
    question = "What is royal jelly?"
    ask(page, question)
    page.get_by_role("button", name="Bad answer").click()
    page.locator("#reason").wait_for()
    assert page.evaluate("document.activeElement.id") == "reason"
    page.keyboard.type("Says nothing of storage.")
    page.keyboard.press("Enter")
    page.locator(".why").wait_for(state="hidden")
    assert "Says nothing of storage." in kept(question).reasons


def test_questions_are_kept_in_this_browser_and_can_be_forgotten(page, service) -> None:
    assert page.locator("#history").is_hidden()
    ask(page, SIGNS)
    ask(page, "What is propolis?")
    page.goto(f"{service.url}/")
    assert page.locator("#history li").all_inner_texts() == ["What is propolis?", SIGNS]
    page.locator("#history a").last.click()
    page.locator(".answer .part").first.wait_for()
    page.goto(f"{service.url}/")
    page.get_by_role("button", name="Forget these").click()
    assert page.locator("#history").count() == 0
    page.reload()
    assert page.locator("#history").is_hidden()


def test_without_storage_the_box_works(open_page, service) -> None:
    page = open_page(service.url, wait=False)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('off', 'SecurityError'); }})"
    )
    page.goto(service.url)
    ask(page, SIGNS)
    assert page.locator(".answer .part").count() >= 2


def test_the_owner_sees_what_was_not_answered(page, service) -> None:
    question = "How heavy is a bear that likes honey?"
    ask(page, question)
    page.goto(f"{service.url}/gaps")
    row = page.locator("tr", has_text=question).first
    assert row.is_visible()
    assert row.locator("td").nth(2).inner_text() >= "1"
