"""How quotes are chosen."""

import pytest

PAGES = {
    "smoker.md": """# Smoker

A smoker blows cool smoke into a hive.

## Steps

- Light dry paper.
- Feed pine needles.
- Pump the bellows.
- Wait for white smoke.
- Test the smoke on your hand.
- Blow into the entrance.
- Wait one minute.
- Lift the lid.

## Drawbacks

Smoke tastes of tar in open honey. It also worries the neighbours.
""",
    "veil.md": "# Veil\n\nA veil is a net before the face of the keeper.\n",
}


def test_of_a_long_list_the_six_items_that_fit_best_come_in_its_order(ask_pages) -> None:
    texts = [part.text for part in ask_pages(PAGES, "What are the steps to light a smoker?").parts]
    listed = [line.removeprefix("- ") for line in PAGES["smoker.md"].splitlines() if line.startswith("- ")]
    assert len(texts) == 6
    assert texts == [item for item in listed if item in texts]
    assert "Light dry paper." in texts


@pytest.mark.parametrize("opener", ["It also", "However, it", "For this reason it", "Additionally, it"])
def test_each_way_of_leaning_back_brings_the_sentence_before(ask_pages, opener: str) -> None:
    page = "# Smoker\n\nA smoker is a can with bellows.\n\n## Tar\n\nSmoke tastes of tar. {} drives off zebras.\n"
    texts = [
        part.text for part in ask_pages({"smoker.md": page.format(opener)}, "zebras drives off", max_words=20).parts
    ]
    assert texts[:2] == ["Smoke tastes of tar.", f"{opener} drives off zebras."]


def test_a_sentence_that_stands_by_itself_brings_none_along(ask_pages) -> None:
    page = "# Smoker\n\nA smoker is a can.\n\n## Tar\n\nNo keeper likes tar. Zebras flee from pine smoke.\n"
    parts = ask_pages({"smoker.md": page}, "Do zebras flee from pine smoke?").parts
    assert parts[0].text == "Zebras flee from pine smoke."


def test_the_first_sentence_of_a_section_brings_none_of_another(ask_pages) -> None:
    page = "# Smoker\n\nA smoker is a can with bellows.\n\n## Tar\n\nIt drives off zebras.\n"
    parts = ask_pages({"smoker.md": page}, "drives off zebras").parts
    assert parts[0].text == "It drives off zebras."


def test_what_says_the_same_is_said_once(ask_pages) -> None:
    use = "## Use\n\nCool smoke calms the bees of the hive.\n"
    pages = {
        "smoker.md": "# Smoker\n\nCool smoke calms the bees of a hive.\n",
        "smoke.md": f"# Smoke\n\nCool smoke calms the bees of a hive.\n\n{use}",
    }
    assert len(ask_pages(pages, "what calms the bees of a hive").parts) == 1


def test_an_article_that_is_one_overlong_sentence_is_answered_by_it(ask_pages) -> None:
    sentence = "A smoker is " + "a very old " * 20 + "can."
    answer = ask_pages({"smoker.md": f"# Smoker\n\n{sentence}\n"}, "What is a smoker?", max_words=20)
    assert [part.text for part in answer.parts] == [sentence]


STORY = """# Smoker

A smoker is a can with bellows that calms bees with smoke.

## Example

Ada lit hers with burlap. Nothing happened. The burlap was wet. She took pine needles then, and the bees went quiet.
"""


@pytest.mark.parametrize(("max_words", "told"), [(120, 4), (20, 3)])
def test_an_example_is_told_from_its_beginning_without_gaps(ask_pages, max_words: int, told: int) -> None:
    sentences = [
        "Ada lit hers with burlap.",
        "Nothing happened.",
        "The burlap was wet.",
        "She took pine needles then, and the bees went quiet.",
    ]
    parts = ask_pages({"smoker.md": STORY}, "Show me an example of a smoker", max_words=max_words).parts
    assert [part.text for part in parts] == sentences[:told]


def test_two_questions_in_one_are_answered_from_both_articles(ask_pages) -> None:
    veil = "# Veil\n\nA veil is a net.\n\n## Why It Matters\n\nOne sting in the eye blinds.\n"
    answer = ask_pages({**PAGES, "veil.md": veil}, "What are the steps to light a smoker, and why does a veil matter?")
    assert {citation.article_id for citation in answer.citations} == {"smoker", "veil"}
    assert answer.parts[-1].text == "One sting in the eye blinds."


def test_a_list_of_related_terms_is_never_quoted(ask_pages) -> None:
    page = "# Smoker\n\nA smoker is a can.\n\n## Related terms\n\n- Smoker fuel for zebras\n- Bellows\n"
    texts = [part.text for part in ask_pages({"smoker.md": page}, "smoker fuel for zebras").parts]
    assert texts == ["A smoker is a can."]


def test_a_description_of_an_unnamed_thing_gets_the_definition_of_what_it_describes(ask_pages) -> None:
    answer = ask_pages(PAGES, "a net that protects the face of the keeper")
    assert answer.parts[0].text == "A veil is a net before the face of the keeper."


NET = """# Queen Net

A queen net keeps a queen in one place while the keeper works.

## How to Use It

1. Find the queen.
2. Lower the net slowly.
3. Wait for the workers to calm.
4. Open the slide by a finger.

## Best Practices

- Wash the net in clear water.
- Never leave the net in the sun.

## Why It Matters

A crushed queen costs a season.
"""


def test_a_procedure_that_is_asked_for_by_name_is_told_whole_and_in_order(ask_pages) -> None:
    texts = [part.text for part in ask_pages({"queen-net.md": NET}, "How do I use a queen net?", max_words=30).parts]
    assert texts[:4] == [
        "Find the queen.",
        "Lower the net slowly.",
        "Wait for the workers to calm.",
        "Open the slide by a finger.",
    ]


def test_a_procedure_longer_than_the_words_allow_gives_its_best_steps(ask_pages) -> None:
    parts = ask_pages({"queen-net.md": NET}, "How do I use a queen net?", max_words=10).parts
    assert sum(len(part.text.split()) for part in parts) <= 10


def test_what_a_term_is_and_why_it_matters_are_both_answered(ask_pages) -> None:
    answer = ask_pages({"queen-net.md": NET, **PAGES}, "What is a queen net and why does it matter?")
    texts = [part.text for part in answer.parts]
    assert texts[0].startswith("A queen net keeps")
    assert texts[-1] == "A crushed queen costs a season."


def test_two_terms_in_one_question_are_both_answered(ask_pages) -> None:
    answer = ask_pages(
        {"queen-net.md": NET, **PAGES}, "I bought a queen net and a smoker. How should I use the first and the second?"
    )
    assert {citation.article_id for citation in answer.citations} == {"queen-net", "smoker"}


def test_which_one_is_meant_is_answered_by_its_definition(ask_pages) -> None:
    question = "It hangs before the face of the keeper so that no bee gets near. Which one do I mean?"
    assert ask_pages(PAGES, question).parts[0].text == "A veil is a net before the face of the keeper."


def test_a_difference_from_a_word_that_is_no_term_gets_the_definition(ask_pages) -> None:
    page = "# Veil\n\nA veil is a net. A hood is one with a hat.\n\n## Care\n\nWash it, hood or not, in May.\n"
    texts = [part.text for part in ask_pages({"veil.md": page}, "veil vs hood").parts]
    assert texts == ["A veil is a net.", "A hood is one with a hat."]


def test_a_situation_is_answered_by_what_helps_what_to_do_and_what_to_avoid(ask_pages) -> None:
    page = """# Queen rearing

Queen rearing is the practice of raising young queens on purpose. It began in the last century.

## Why It Matters

A colony without a queen dies out.

## How Keepers Use It

1. Pick a strong colony as the mother.
2. Move larvae of one day into cups.
3. Wait ten days.
4. Give each cell to a small colony.
5. Mark the young queens.

## Common Mistakes

- Raising queens in the cold chills the cells.
- Taking larvae that are too old gives poor queens.
"""
    question = "Three of my colonies lost their mother and are dwindling, nobody sells me new ones. What do I do?"
    answer = ask_pages({"rearing.md": page, "smoker.md": PAGES["smoker.md"]}, question)
    texts = [part.text for part in answer.parts]
    assert answer.kind == "situation"
    assert texts[0] == "Queen rearing is the practice of raising young queens on purpose."
    assert [c.section for c in answer.citations][1:] == ["How Keepers Use It"] * 2 + ["Common Mistakes"]


def test_a_situation_of_which_no_section_tells_what_to_do_gets_the_nearest(ask_pages) -> None:
    page = "# Dwindling\n\nDwindling is the slow loss of bees in spring.\n\n## Causes\n\nOld queens lay too few eggs.\n"
    question = "My colonies lose bees each spring and nobody can tell me what the matter is. What now?"
    answer = ask_pages({"dwindling.md": page}, question)
    assert answer.kind == "situation"
    assert answer.parts
