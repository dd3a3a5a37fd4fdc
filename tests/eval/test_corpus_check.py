"""What the check of a glossary finds, one broken rule at a time; and that the shipped glossary breaks none."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.corpus_check import check_corpus
from eval.errors import EvalError
from ingest.commands import SHIPPED_CORPUS

Pages = dict[str, str]
WritePages = Callable[..., Path]


def found(folder: Path) -> list[str]:
    return [f"{Path(f.file).name}: {f.rule}: {f.message}" for f in check_corpus(folder).findings]


def test_the_shipped_glossary_breaks_no_rule() -> None:
    report = check_corpus(SHIPPED_CORPUS)
    assert report.findings == ()
    assert report.articles >= 160
    assert (report.components, report.shared_sentences) == (1, 0)
    assert report.highest_jaccard <= 0.05


def test_sound_pages_give_counts_and_no_finding(write_pages: WritePages, sound_pages: Pages) -> None:
    report = check_corpus(write_pages(sound_pages))
    assert report.findings == ()
    assert (report.articles, report.links, report.components, report.shared_sentences) == (4, 12, 1, 0)
    assert report.categories == {"Tides": 4}
    assert report.words == 4 * (2 + 14 + 8 * 4 * 14)
    assert report.shortest == report.longest == report.words / 4
    assert (report.highest_jaccard, report.most_alike) == (0, ())


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("term: Ebb\n", "", "front matter: 'term' is missing"),
        ("category: Tides\n", "", "front matter: 'category' is missing"),
        ("aliases: ..\n", "aliases: ebbs\n", "front matter: 'aliases' is no list"),
        ("aliases: ..\n", "alias: [low water]\n", "front matter: unknown key 'alias'"),
        ("aliases: ..\n", "aliases: [low water, Low-Water]\n", "front matter: gives the name 'lowwater' twice"),
        ("aliases: ..\n", "aliases: [ebbs]\n", "front matter: alias 'ebbs' is the term itself"),
        ("flow, neap, spring", "flow", "front matter: names 1 related articles; name 3 to 6"),
        ("flow, neap, spring", "flow, flow, neap, spring", "front matter: names 'flow' twice under related"),
        (r"summary: .*", "summary: No full stop", "front matter: the summary is no sentence"),
        (r"summary: .*", f"summary: {'l' * 160}.", "front matter: the summary has 161 characters"),
        ("flow, neap, spring", "flow, neap, surge", "links: related 'surge' is no article"),
        ("flow, neap, spring", "ebb, neap, spring", "links: names itself as related"),
        ("Ebb is", "Ebb, [unlike surge](surge.md), is", "links: the link to 'surge.md' leads to no article"),
        ("Ebb is", "Ebb, [unlike flow](flow.txt), is", "links: the link to 'flow.txt' leads to no article"),
        ("Ebb is", "[Ebb](ebb.md) is", "links: the link to 'ebb.md' leads to the article itself"),
        ("Ebb is", "Ebb, [unlike flow](flow.md#moon), is", "links: the link to 'flow.md#moon' names no section"),
        ("## Best Practices", "## Practices", "sections: 'Best Practices' is missing or empty"),
        ("## Best Practices", "## Practices", "sections: unknown section 'Practices'"),
        ("## Best Practices", "## Questions to Ask", "sections: section 'Questions to Ask' stands there twice"),
        (r"(## Best Practices\n)(?:.|\n)*?(\n## )", r"\1\2", "sections: 'Best Practices' is missing or empty"),
        (r"(## Example\n(?:.|\n)*)(## Why (?:.|\n)*?)(?=## Where)", r"\2\1", "sections: 'Why It Matters' stands where"),
        (r"(## Best Practices\n)\n- .*\n- ", r"\1\n", "lists: 'Best Practices' has 2 list items; write 3 or more"),
        (r"\?\n- ", ". Why\n- ", "lists: '"),
        (
            r"(## Why .*\n\n)(?:.|\n)*?(\n## Where .*\n\n)(?:.|\n)*?(\n## How .*\n\n)(?:.|\n)*?(\n## Best)",
            r"\1Low.\n\2High.\n\3- Moon\n- Sun\n- Wind\n\4",
            "length: 301 words; 350 to 900 are allowed",
        ),
        ("category: Tides", "category: Tide", "category: 'Tide' holds this article only; others: Tides"),
    ],
)
def test_a_broken_rule_is_found(write_pages: WritePages, sound_pages: Pages, old: str, new: str, finding: str) -> None:
    broken = re.sub(old, new, sound_pages["ebb.md"], count=1)
    assert broken != sound_pages["ebb.md"]
    findings = found(write_pages({**sound_pages, "ebb.md": broken}))
    assert any(one.startswith(f"ebb.md: {finding}") for one in findings), findings


def test_a_name_of_two_articles_is_found_in_front_matter_and_in_brackets(
    write_pages: WritePages, sound_pages: Pages
) -> None:
    ebb = sound_pages["ebb.md"].replace("aliases: []", "aliases: [LW, Flows]")
    neap = sound_pages["neap.md"].replace("Neap is", "Neap (also called low-w) is").replace("[]", "[L.W.]")
    assert found(write_pages({**sound_pages, "ebb.md": ebb, "neap.md": neap})) == [
        "flow.md: names: 'Flow' also names ebb ('Flows'); one article has to give it up",
        "neap.md: names: 'L.W.' also names ebb ('LW'); one article has to give it up",
    ]


def test_a_sentence_in_two_articles_is_found_in_a_list_item_too(write_pages: WritePages, sound_pages: Pages) -> None:
    shared = "The harbor master reads the gauge at noon."
    pages = {
        **sound_pages,
        "ebb.md": sound_pages["ebb.md"].replace("Ebb is", f"{shared} Ebb is"),
        "neap.md": sound_pages["neap.md"].replace("Practices\n\n- ", f"Practices\n\n- {shared} "),
    }
    report = check_corpus(write_pages(pages))
    assert report.shared_sentences == 1
    assert [f.message for f in report.findings] == [f"{shared!r} also stands in ebb"]


def test_a_summary_that_another_article_repeats_is_found(write_pages: WritePages, sound_pages: Pages) -> None:
    summary = re.search(r"summary: (.*)", sound_pages["flow.md"])[1]  # type: ignore[index]
    ebb = sound_pages["ebb.md"].replace("Ebb is", f"{summary} Ebb is")
    assert check_corpus(write_pages({**sound_pages, "ebb.md": ebb})).shared_sentences == 1


def test_a_formula_may_stand_in_two_articles(write_pages: WritePages, sound_pages: Pages) -> None:
    formula = "## Why It Matters\n\n```\nrange = high - low\n```\n"
    pages = {name: text.replace("## Why It Matters\n", formula) for name, text in sound_pages.items()}
    assert found(write_pages(pages)) == []


def test_articles_that_share_runs_of_words_are_found_though_no_sentence_is_shared(
    write_pages: WritePages, sound_pages: Pages
) -> None:
    copied = re.sub(r"\b(\w+[.?])(?=\s)", r"moon \1", sound_pages["ebb.md"].partition("## Why")[2])
    flow = sound_pages["flow.md"].partition("## Why")[0] + "## Why" + copied
    report = check_corpus(write_pages({**sound_pages, "flow.md": flow}))
    assert [finding.rule for finding in report.findings] == ["alike"]
    assert report.highest_jaccard > 0.05
    assert report.most_alike == ("ebb", "flow")


def test_the_overlap_is_the_share_of_common_five_word_runs(write_pages: WritePages, sound_pages: Pages) -> None:
    # 6 words in common give 2 of the runs of five; each page holds 10 runs in each 14-word sentence, 13 in the lead
    common = "seven gulls sat on that pier"
    pages = {
        **sound_pages,
        "ebb.md": sound_pages["ebb.md"].replace("Ebb is", f"{common}. Ebb is"),
        "neap.md": sound_pages["neap.md"].replace("Neap is", f"{common}, too. Neap is"),
    }
    report = check_corpus(write_pages(pages))
    runs = 8 * 4 * 10 + 12
    assert report.highest_jaccard == round(2 / (2 + runs + runs + 1), 4)


def test_an_orphan_is_found(write_pages: WritePages, sound_pages: Pages) -> None:
    surge = sound_pages["ebb.md"].replace("Ebb", "Surge")
    surge = re.sub(r"\b[A-Z]?[a-z]{5}([a-z])\b", r"surge\1", surge)
    findings = found(write_pages({**sound_pages, "surge.md": surge}))
    assert "surge.md: orphan: no article links to it; link to it where it is spoken of" in findings


def test_a_part_that_hangs_apart_is_found(write_pages: WritePages, sound_pages: Pages) -> None:
    pages = {name: text.replace("[flow, neap, spring]", "[]") for name, text in sound_pages.items()}
    pages = {name: re.sub(r"\bebb, |, ebb\b", "", text) if name != "ebb.md" else text for name, text in pages.items()}
    report = check_corpus(write_pages(pages))
    assert report.components == 2
    apart = [f"{Path(f.file).name}: {f.message}" for f in report.findings if f.rule == "link graph"]
    assert apart == ["ebb.md: hangs apart with 0 others from the 3 articles that are linked"]


def test_pages_that_are_no_articles_are_found_and_a_readme_is_not(write_pages: WritePages, sound_pages: Pages) -> None:
    pages = {
        **sound_pages,
        "README.md": "x",
        "notes.txt": "Slack water\n\nIt is still.",
        "a.docx": "x",
        "b.md": "# B\n",
    }
    assert found(write_pages(pages)) == [
        "a.docx: page: unknown ending .docx; mend it or move it out",
        "b.md: page: holds no article text; mend it or move it out",
        "notes.txt: page: is not Markdown; write it as .md with front matter",
    ]


def test_front_matter_that_is_not_yaml_is_found(write_pages: WritePages, sound_pages: Pages) -> None:
    ebb = sound_pages["ebb.md"].replace("term: Ebb", "term: Ebb: and flow: [")
    assert any(
        one.startswith("ebb.md: page: front matter is not YAML")
        for one in found(write_pages({**sound_pages, "ebb.md": ebb}))
    )


def test_a_glossary_without_licence_is_found(write_pages: WritePages, sound_pages: Pages) -> None:
    del sound_pages["_index.md"]
    assert [one.partition(": ")[2] for one in found(write_pages(sound_pages))] == [
        "front matter: has no licence; give one to all articles under `cascade` in _index.md"
    ] * 4


def test_a_file_name_that_is_no_slug_is_found(write_pages: WritePages, sound_pages: Pages) -> None:
    sound_pages["Low Water.md"] = sound_pages.pop("ebb.md")
    assert any("'Low Water.md' is no slug" in one for one in found(write_pages(sound_pages)))


@pytest.mark.parametrize("pages", [{}, {"README.md": "x"}])
def test_a_folder_without_articles_is_refused(write_pages: WritePages, pages: Pages) -> None:
    with pytest.raises(EvalError, match="holds no article to check"):
        check_corpus(write_pages(pages))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="is not a folder"):
        check_corpus(tmp_path / "none")
