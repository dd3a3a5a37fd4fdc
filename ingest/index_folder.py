"""The index folder: generations written aside, published in one atomic step, and checked when opened."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.datatypes import IndexManifest
from ingest.errors import IndexMissingError, IngestError

FORMAT_VERSION = 6

_MANIFEST = "manifest.json"
_CURRENT = "CURRENT"
_SCRATCH = "writing-"


def current_generation(index: Path) -> str | None:
    """Name of the generation in force; None where none is named."""
    try:
        name = (index / _CURRENT).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None
    return name or None


@contextlib.contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the index for one writer, and remove what ingests that were ended have left.

    Raises:
        IngestError: another ingest holds it, or the folder cannot be made.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(index, error) from error
    try:
        lock = FileLock(index / ".lock", timeout=0)
        with lock:
            _remove_remains(index)
            yield
    except Timeout as error:
        raise IngestError(f"another ingest is writing {index}; wait until it has ended") from error
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise _not_writable(index, error) from error


def _not_writable(index: Path, error: OSError) -> IngestError:
    return IngestError(f"index {index} cannot be written: {error.strerror}; choose another with --index")


def publish(index: Path, manifest: IndexManifest, fill: Callable[[Path], None]) -> str:
    """Write a generation with `fill`, then put it in force; until the last step the old one stays in force.

    The generation's name is the digest of its manifest with the checksums of its files, so the same content has the
    same name. Returns the name. Generations older than the one before are removed.
    """
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=index))
    fill(scratch)
    files = {str(file.relative_to(scratch)): _sha256(file) for file in sorted(scratch.rglob("*")) if file.is_file()}
    text = json.dumps({"manifest": asdict(manifest), "files": files}, indent=1, sort_keys=True).encode()
    (scratch / _MANIFEST).write_bytes(text)
    name = _name_of(text)
    for file in scratch.rglob("*"):
        if file.is_file():
            _to_disk(file)
    before = current_generation(index)
    target = index / name
    if target.exists():  # the same content, from an earlier ingest; what stands there may be damaged
        _remove(target)
    scratch.chmod(0o755)
    scratch.rename(target)
    _to_disk(index)
    pointer = index / f"{_CURRENT}.new"
    pointer.write_text(name + "\n")
    _to_disk(pointer)
    pointer.replace(index / _CURRENT)
    _to_disk(index)
    _remove_old(index, {name, before or name})
    return name


def checked_generation(index: Path) -> tuple[str, Path, IndexManifest]:
    """Name, folder and manifest of the generation in force, every file compared with its checksum.

    Raises:
        IndexMissingError: there is none, or it is damaged; the message names the command that builds it.
    """
    name = current_generation(index)
    if name is None:
        raise IndexMissingError(f"no index in {index}; build one with `glossator ingest`")
    folder = index / name
    try:
        text = (folder / _MANIFEST).read_bytes()
        if _name_of(text) != name:
            raise ValueError(f"{_MANIFEST} was changed")
        record = json.loads(text)
        if record["manifest"]["format_version"] != FORMAT_VERSION:
            raise IndexMissingError(
                f"index {index} was written by another version; build it anew with `glossator ingest`"
            )
        damaged = [file for file, digest in record["files"].items() if _sha256(folder / file) != digest]
        manifest = IndexManifest(**record["manifest"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexMissingError(
            f"index {index} is incomplete ({_cause(error)}); build it anew with `glossator ingest`"
        ) from error
    if damaged:
        raise IndexMissingError(
            f"index {index} is damaged: {folder / damaged[0]}; build it anew with `glossator ingest`"
        )
    return name, folder, manifest


def _cause(error: Exception) -> str:
    return f"{error.filename} is missing" if isinstance(error, FileNotFoundError) else f"{_MANIFEST} cannot be read"


def _name_of(manifest: bytes) -> str:
    return hashlib.sha256(manifest).hexdigest()[:16]


def _remove_remains(index: Path) -> None:
    """Remove what was half written or half removed, and all generations but the one in force and the latest other."""
    for remains in index.glob(f"{_SCRATCH}*"):
        shutil.rmtree(remains, ignore_errors=True)
    (index / f"{_CURRENT}.new").unlink(missing_ok=True)
    current = current_generation(index)
    others = [folder for folder in _generations(index) if folder.name != current]
    for folder in sorted(others, key=lambda other: other.stat().st_mtime)[:-1]:
        _remove(folder)


def _remove_old(index: Path, kept: set[str]) -> None:
    """Keep the generation in force and the one before it: a reader that has just read CURRENT still finds its files."""
    for folder in _generations(index):
        if folder.name not in kept:
            _remove(folder)


def _generations(index: Path) -> list[Path]:
    return [
        folder for folder in index.iterdir() if not folder.name.startswith(_SCRATCH) and (folder / _MANIFEST).is_file()
    ]


def _remove(generation: Path) -> None:
    """Remove a generation by way of another name, so that one half removed is known for what it is."""
    condemned = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=generation.parent))
    generation.rename(condemned / generation.name)
    shutil.rmtree(condemned, ignore_errors=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
