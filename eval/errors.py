"""What can be wrong with judged data, runs or measures."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class EvalError(Exception):
    """A dataset, run or option is wrong; the message says what, where and what to do."""


@contextmanager
def writing(what: str, file: Path) -> Iterator[None]:
    """Turn what the system says against writing a file into an error that says what to do.

    Raises:
        EvalError: the file cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise EvalError(f"{what} {file} cannot be written: {error.strerror}; name another file") from error
