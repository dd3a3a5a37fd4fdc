"""What a sweep is told, on the command line or in a TOML file, in; the settings to try, each with a name, out."""

import tomllib
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from eval.errors import EvalError
from eval.experiment import RANKING_SETTINGS
from retriever.settings import RetrieverSettings

AS_IT_IS = "as it is"
"""The name of the settings in force, which every sweep tries first."""

Choice = Mapping[str, object]


def read_grid(options: Sequence[str]) -> list[Choice]:
    """All combinations of `name=value,value` options; none give none.

    Raises:
        EvalError: an option has another shape, names nothing that can be swept, or names it twice.
    """
    grid: dict[str, list[object]] = {}
    for option in options:
        name, sign, values = option.partition("=")
        if not sign or not values:
            raise EvalError(f"--set {option!r} is not of the form name=value,value; for example lexical_weight=0.1,0.2")
        if name in grid:
            raise EvalError(f"--set {name} is given twice; join its values with commas")
        grid[name] = list(values.split(","))
    return _combinations(grid, "--set")


def read_points_file(file: Path) -> list[Choice]:
    """The choices of a TOML file: all combinations of `[grid]`, whose values are lists, then each of `[[settings]]`.

    Raises:
        EvalError: it cannot be read, is not TOML, or names what cannot be swept.
    """
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise EvalError(f"settings {file} cannot be read: {error.strerror}; name a TOML file") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EvalError(f"settings {file} is no TOML: {error}") from error
    return read_points(document, f"settings {file}")


def read_points(document: Mapping[str, Any], where: str) -> list[Choice]:
    """All combinations of `grid`, whose values are lists, then each of `settings`.

    Raises:
        EvalError: it has another shape, or names what cannot be swept.
    """
    strange = sorted(document.keys() - {"grid", "settings"})
    grid, listed = document.get("grid", {}), document.get("settings", [])
    if strange or not isinstance(grid, Mapping) or not isinstance(listed, list) or not document:
        raise EvalError(f"{where}: give a table [grid] with lists, or tables [[settings]]; found {strange or 'other'}")
    for name, values in grid.items():
        if isinstance(values, str) or not isinstance(values, Sequence):
            raise EvalError(f"{where}: {name} in [grid] is no list; write {name} = [{values!r}]")
    for choice in listed:
        _check_names(choice, where)
    return [*_combinations(grid, where), *listed]


def settings_to_try(now: RetrieverSettings, choices: Sequence[Choice]) -> dict[str, RetrieverSettings]:
    """Settings by name, those in force first; a choice that changes nothing, or repeats another, is left out.

    Raises:
        IngestError: a value is wrong; names it.
    """
    found = {AS_IT_IS: now}
    for choice in choices:
        settings = type(now).read(**{**now.model_dump(), **choice})
        if settings not in found.values():
            changed = {
                name: getattr(settings, name)
                for name in RANKING_SETTINGS
                if getattr(settings, name) != getattr(now, name)
            }
            found[", ".join(f"{name}={_short(value)}" for name, value in changed.items())] = settings
    return found


def _combinations(grid: Mapping[str, Sequence[object]], where: str) -> list[Choice]:
    _check_names(grid, where)
    if not grid:
        return []
    return [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]


def _check_names(names: Mapping[str, object], where: str) -> None:
    strange = sorted(names.keys() - set(RANKING_SETTINGS))
    if strange:
        raise EvalError(f"{where}: {strange[0]!r} cannot be swept; choose from {', '.join(RANKING_SETTINGS)}")


def _short(value: object) -> str:
    return value.name if isinstance(value, Path) else str(value)
