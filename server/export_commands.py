"""`glossator export`: answers as static wiki text, their later check, and lists of terms."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ingest.command_options import IndexOption, JsonOption, LogLevelOption, err, out, print_json, progress_bars
from ingest.open_index import open_index
from ingest.text_cleaning import slug
from retriever.errors import RetrieverError
from retriever.hybrid import check_query, open_retriever
from retriever.term_graph import TermGraph
from server.answering.brief import brief
from server.answering.datatypes import Status
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.errors import ServerError
from server.exports import EXPORTS
from server.exports.publication import publication_of, publication_of_brief
from server.exports.published_check import PublishedAnswer, check_published
from server.exports.term_lists import TERM_LISTS, named_terms
from server.settings import ServerSettings

Row = TypeVar("Row")

_FORMATS = ", ".join(EXPORTS)
_LISTS = ", ".join(TERM_LISTS)
_SAID = {"article_gone": "article gone", "quote_gone": "quote gone", "moved": "moved"}


@dataclass(frozen=True, slots=True)
class _Exported:
    question: str
    status: Status
    text: str


def export_command(
    questions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUESTIONS]...",
            help="A question, a file with one question a line, or - for standard input. With --check: published pages.",
            show_default=False,
        ),
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", help=f"What is written: {_FORMATS}.", show_default=False)
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Folder for one file a question.", show_default=False)
    ] = None,
    is_brief: Annotated[
        bool, typer.Option("--brief", help="Preparation sheets: each question is a situation.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="List published answers whose quotes have changed; exit 1 where any has.")
    ] = False,
    term_list: Annotated[
        str | None, typer.Option("--terms", help=f"A list of all terms instead: {_LISTS}.", show_default=False)
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Static answers with native footnotes for a wiki; or which of those published are out of date."""
    given = {"--check": check, "--terms": term_list, "--format": format_name, "--out": folder, "--brief": is_brief}
    _refuse_together(questions or [], {option for option, value in given.items() if value})
    settings = ServerSettings.read(index=index)
    if check:
        _check([Path(path) for path in questions or []], settings, as_json=as_json)
    elif term_list is not None:
        _print_terms(_row(TERM_LISTS, term_list, "--terms"), settings, as_json=as_json)
    elif not questions:
        raise ServerError("nothing to export; give a question, or a file with one question a line")
    else:
        name = format_name or ""
        _row(EXPORTS, name, "--format")
        asked = [question for source in questions for question in read_questions(source)]
        _export(list(dict.fromkeys(asked)), name, folder, settings, is_brief=is_brief, as_json=as_json)


def read_questions(source: str) -> list[str]:
    """The questions of a file, a line each; of standard input where the source is `-`; else the source itself.

    Raises:
        ServerError: a file is missing, is not UTF-8, holds no question, or holds one that is too long.
    """
    if source != "-" and not _names_file(source):
        check_query(source)
        return [source]
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise ServerError(f"{source!r} cannot be read: {reason}; give a file with one question a line") from error
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for n, line in lines:
        try:
            check_query(line)
        except RetrieverError as error:
            raise ServerError(f"{source}, line {n}: {error}") from error
    if not lines:
        raise ServerError(f"{source} holds no question; write one a line")
    return [line for _, line in lines]


def _refuse_together(questions: Sequence[str], given: set[str]) -> None:
    """Refuse what would be passed over: --check reads pages as they are, --terms lists all terms to standard output."""
    for alone in ("--check", "--terms"):
        others = sorted(given - {alone})
        if alone in given and others:
            raise ServerError(f"{alone} takes no {others[0]}; give the one or the other")
    if "--terms" in given and questions:
        raise ServerError(f"--terms lists all terms and takes no question, such as {questions[0]!r}")


def _names_file(source: str) -> bool:
    """Whether a source is a file, or looks like one that is not there: one word with an ending or a slash."""
    try:
        is_file = Path(source).is_file()
    except OSError:  # too long for a name
        is_file = False
    return is_file or (len(source.split()) == 1 and ("/" in source or bool(re.search(r"\.\w{1,5}$", source))))


def _export(
    questions: Sequence[str], name: str, folder: Path | None, settings: ServerSettings, *, is_brief: bool, as_json: bool
) -> None:
    if folder:
        _make(folder)  # before the work, not after it
    glossary = Glossary(open_retriever(settings))
    exported: list[_Exported] = []
    with progress_bars(shown=not as_json and len(questions) > 1) as progress:
        for done, question in enumerate(questions, start=1):
            if is_brief:
                sheet = brief(question, glossary, settings)
                status, publication = sheet.status, publication_of_brief(sheet, settings.public_url)
            else:
                answer = answer_question(question, glossary, settings)
                status, publication = answer.status, publication_of(answer, settings.public_url)
            exported.append(_Exported(question, status, EXPORTS[name].render(publication)))
            progress("answering", done, len(questions))
    files: list[Path] = _write(exported, folder, EXPORTS[name].suffix) if folder else []
    if as_json:
        rows = [
            {"question": one.question, "status": one.status, "text": one.text, "file": str(file) if file else None}
            for one, file in zip_longest(exported, files)
        ]
        print_json({"format": name, "generation": glossary.index.generation, "exports": rows})
    elif not folder:
        sys.stdout.write("\n".join(one.text for one in exported))
    for one in exported:
        if one.status == "not_in_glossary":
            err.print(f"not in this glossary: {one.question}", markup=False, highlight=False)
    for file in files if not as_json else []:
        out.print(str(file), markup=False, highlight=False, soft_wrap=True)
    if not settings.public_url:
        err.print("sources are named but not linked: no public_url is set (GLOSSATOR_PUBLIC_URL)", highlight=False)


def _write(exported: Sequence[_Exported], folder: Path, suffix: str) -> list[Path]:
    """One file an answer, named for its question."""
    files: list[Path] = []
    try:
        for one in exported:
            name = slug(one.question)[:60].rstrip("-")
            file, n = folder / f"{name}{suffix}", 2
            while file in files:
                file, n = folder / f"{name}-{n}{suffix}", n + 1
            file.write_text(one.text, encoding="utf-8", newline="\n")
            files.append(file)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    return files


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _cannot_write(folder: Path, error: OSError) -> ServerError:
    return ServerError(f"{folder} cannot be written: {error.strerror}; choose another with --out")


def _print_terms(written: Callable[[list[tuple[str, str]]], str], settings: ServerSettings, *, as_json: bool) -> None:
    index = open_index(settings.index)
    names = list(named_terms([record.article for record in index.articles.values()], TermGraph(index)))
    text = written(names)
    if as_json:
        rows = [{"name": name, "definition": definition} for name, definition in names]
        print_json({"generation": index.generation, "names": rows, "text": text})
    else:
        sys.stdout.write(text)


def _check(paths: Sequence[Path], settings: ServerSettings, *, as_json: bool) -> None:
    if not paths:
        raise ServerError("nothing to check; name the files or folders of published pages")
    index = open_index(settings.index)
    published = check_published(paths, index.articles)
    changed = [answer for answer in published if answer.changed]
    if as_json:
        print_json(
            {
                "generation": index.generation,
                "published": len(published),
                "changed": [_changed_document(answer) for answer in changed],
            }
        )
    else:
        for answer in changed:
            _print_changed(answer)
        out.print(f"{len(changed)} of {len(published)} published answers have changed since", highlight=False)
    if changed:
        raise typer.Exit(1)


def _changed_document(answer: PublishedAnswer) -> dict[str, object]:
    return {
        "path": str(answer.path),
        "question": answer.record.question,
        "generation": answer.record.generation,
        "quotes": [
            {
                "n": c.quote.n,
                "article": c.quote.article_id,
                "passage": c.quote.passage_id,
                "quote": c.quote.text,
                "start": c.quote.start,
                "end": c.quote.end,
                "change": c.change,
                "now_at": c.start if c.start >= 0 else None,
            }
            for c in answer.changed
        ],
    }


def _print_changed(answer: PublishedAnswer) -> None:
    out.print(f"{answer.path}: {answer.record.question}", markup=False, highlight=False, soft_wrap=True)
    for changed in answer.changed:
        where = f" to {changed.start}" if changed.start >= 0 else ""
        told = f"  [{changed.quote.n}] {_SAID[changed.change]}{where}: {changed.quote.passage_id}: {changed.quote.text}"
        out.print(told, markup=False, highlight=False, soft_wrap=True)


def _row(table: Mapping[str, Row], name: str, option: str) -> Row:
    if name not in table:
        told = f"{name!r} is not one of" if name else "is missing; choose one of"
        raise ServerError(f"{option} {told} {', '.join(table)}")
    return table[name]
