"""The YAML block at the head of a Markdown page: text in, its keys and the rest of the text out."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

import yaml

from ingest.errors import UnreadableArticleError
from ingest.text_cleaning import clean, one_line

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

_FAST_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LONGEST_FOR_FAST = 4000
"""Fifteen times as fast, but it recurses without a bound: a longer block might nest deep enough to end the process."""


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The keys, in lower case, and the text below them; no keys where the text opens with none.

    Values are texts as they stand, lists or mappings: `No` and `1.10` are names like any other.

    Raises:
        UnreadableArticleError: the block is not a YAML mapping.
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    try:
        block = _dedented(match[1])
        loader = _FAST_LOADER if len(block) <= _LONGEST_FOR_FAST else yaml.BaseLoader
        keys = yaml.load(block, Loader=loader) or {}
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark else ""
        problem = getattr(error, "problem", None) or "cannot be read"
        raise UnreadableArticleError(
            f"front matter is not YAML{where}: {problem}; quote values that hold a colon"
        ) from error
    if not isinstance(keys, dict):
        raise UnreadableArticleError("front matter is not a list of `key: value` lines")
    return {str(key).strip().lower(): value for key, value in keys.items()}, text[match.end() :]


def text_of(keys: Mapping[str, Any], *names: str) -> str:
    """The first of the named keys that holds something, on one line; empty where none does."""
    for name in names:
        value = keys.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if _says_something(value):
            return one_line(clean(value))
    return ""


def lines_of(keys: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """All values of a key, a single text as a whole, each on one line; empty ones are left out."""
    value = keys.get(name)
    return _cleaned(value if isinstance(value, list) else [value])


def list_of(keys: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """All values of the named keys; a single text is split at commas. Empty ones are left out."""
    items: list[Any] = []
    for name in names:
        value = keys.get(name)
        items += value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return _cleaned(items)


def _cleaned(items: Iterable[Any]) -> tuple[str, ...]:
    """Those that say something, each on one line and once."""
    return tuple(dict.fromkeys(one_line(clean(item)) for item in items if _says_something(item)))


def _says_something(value: Any) -> TypeGuard[str]:
    """Whether a value is text, and not one of YAML's ways to write none."""
    return isinstance(value, str) and value.strip() not in ("", "~", "null")


def _dedented(block: str) -> str:
    """Keys of the outermost level sometimes stand indented, some of them only: bring `key: value` lines together."""
    lines = block.split("\n")
    tops = [line for line in lines if re.match(r"[A-Za-z_]", line)]
    if tops and len(tops) < sum(bool(line.strip()) for line in lines):
        nested = any(re.match(r"[A-Za-z_][\w-]*:\s*(?:[|>][+-]?\s*)?$", line) for line in tops)
        if nested:
            return block
    return "\n".join(line.lstrip() if re.match(r"\s+[A-Za-z_][\w-]*:(?:\s|$)", line) else line for line in lines)
