"""The index folder: published in one step, checked when opened, held by one writer, left without remains."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.datatypes import IndexManifest
from ingest.errors import IndexMissingError, IngestError
from ingest.index_folder import FORMAT_VERSION, checked_generation, current_generation, publish, writing

MANIFEST = IndexManifest(
    format_version=FORMAT_VERSION,
    embedder="hashing",
    fingerprint="hashing-1",
    model="hashing",
    dim=4,
    max_wordpieces=8,
    tokenizer="words",
    budget_tokens=16,
    vector_store="exact",
    vector_index={"kind": "exact"},
    segment_vectors=True,
    n_articles=1,
    n_passages=1,
    n_segments=1,
    corpus_sha256="0",
)


def holding(text: str) -> Callable[[Path], None]:
    """Fill a generation with two files."""

    def fill(folder: Path) -> None:
        (folder / "articles.jsonl").write_text(text)
        (folder / "vectors").mkdir()
        (folder / "vectors" / "vectors.npy").write_text(text * 100)

    return fill


def published(index: Path, text: str) -> str:
    with writing(index):
        return publish(index, MANIFEST, holding(text))


def folders(index: Path) -> set[str]:
    return {entry.name for entry in index.iterdir() if entry.is_dir()}


def test_what_was_published_is_in_force(tmp_path: Path) -> None:
    name = published(tmp_path, "ebb")
    assert current_generation(tmp_path) == name
    assert checked_generation(tmp_path) == (name, tmp_path / name, MANIFEST)
    assert (tmp_path / name / "articles.jsonl").read_text() == "ebb"


def test_the_same_content_has_the_same_name_wherever_it_stands(tmp_path: Path) -> None:
    assert published(tmp_path / "one", "ebb") == published(tmp_path / "other", "ebb")


def test_other_content_or_another_manifest_has_another_name(tmp_path: Path) -> None:
    with writing(tmp_path):
        names = {
            publish(tmp_path, MANIFEST, holding("ebb")),
            publish(tmp_path, MANIFEST, holding("flow")),
            publish(tmp_path, replace(MANIFEST, budget_tokens=17), holding("ebb")),
        }
    assert len(names) == 3


def test_a_generation_can_be_published_again(tmp_path: Path) -> None:
    name = published(tmp_path, "ebb")
    (tmp_path / name / "articles.jsonl").write_text("damaged")
    assert published(tmp_path, "ebb") == name
    checked_generation(tmp_path)
    assert folders(tmp_path) == {name}


def test_the_generation_in_force_and_the_one_before_are_kept(tmp_path: Path) -> None:
    names = [published(tmp_path, text) for text in ("one", "two", "three")]
    assert folders(tmp_path) == set(names[1:])


def test_a_fill_that_fails_leaves_the_old_generation_in_force(tmp_path: Path) -> None:
    name = published(tmp_path, "ebb")

    def fail(folder: Path) -> None:
        (folder / "articles.jsonl").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), writing(tmp_path):
        publish(tmp_path, MANIFEST, fail)
    assert checked_generation(tmp_path)[0] == name


def test_the_next_writer_removes_what_is_left_of_an_ended_one(tmp_path: Path) -> None:
    name = published(tmp_path, "ebb")
    (tmp_path / "writing-x1").mkdir()
    (tmp_path / "writing-x1" / "articles.jsonl").write_text("half")
    (tmp_path / "CURRENT.new").write_text("half")
    with writing(tmp_path):
        assert {entry.name for entry in tmp_path.iterdir()} == {name, "CURRENT", ".lock"}


def test_a_writer_removes_nothing_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "keep.txt").write_text("mine")
    for text in ("one", "two", "three"):
        published(tmp_path, text)
    assert (tmp_path / "notes" / "keep.txt").read_text() == "mine"


def test_a_second_writer_is_told_in_one_line(tmp_path: Path) -> None:
    with (
        writing(tmp_path),
        pytest.raises(IngestError, match=r"^another ingest is writing .*; wait until it has ended$"),
        writing(tmp_path),
    ):
        pytest.fail("two writers at once")


def test_a_second_writer_touches_nothing_of_the_first(tmp_path: Path) -> None:
    with writing(tmp_path):
        (tmp_path / "writing-x1").mkdir()
        with pytest.raises(IngestError), writing(tmp_path):
            pytest.fail("two writers at once")
        assert (tmp_path / "writing-x1").is_dir()


def test_an_index_can_be_written_again_when_the_first_writer_has_ended(tmp_path: Path) -> None:
    with writing(tmp_path):
        pass
    with writing(tmp_path):
        pass


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_an_index_where_a_file_stands_cannot_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(IngestError, match=r"cannot be written.*choose another with --index"), writing(tmp_path / name):
        pytest.fail("wrote to a file")


def test_an_index_that_the_system_refuses_cannot_be_written() -> None:
    # below /proc making a folder fails with "no such file", which is none of the usual refusals
    with pytest.raises(IngestError, match=r"cannot be written.*choose another with --index"), writing(Path("/proc/x")):
        pytest.fail("wrote below /proc")


@pytest.mark.parametrize("name", [".", "nowhere", "file", "file/below"])
def test_where_no_index_stands_the_message_names_the_command(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(IndexMissingError, match=r"no index in .*; build one with `glossator ingest`"):
        checked_generation(tmp_path / name)


def damage(file: Path, how: str) -> None:
    data = file.read_bytes()
    match how:
        case "delete":
            file.unlink()
        case "empty":
            file.write_bytes(b"")
        case "truncate":
            file.write_bytes(data[: len(data) // 2])
        case "alter":
            file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if data[-1:] != b"\n" else b"\xff" + data[1:])
        case "lengthen":
            file.write_bytes(data + b"\xff")


@pytest.mark.parametrize("how", ["delete", "empty", "truncate", "alter", "lengthen"])
@pytest.mark.parametrize("file", ["CURRENT", "{}/manifest.json", "{}/articles.jsonl", "{}/vectors/vectors.npy"])
def test_a_damaged_index_is_found_out_and_can_be_published_again(tmp_path: Path, file: str, how: str) -> None:
    name = published(tmp_path, "ebb")
    damage(tmp_path / file.format(name), how)
    with pytest.raises(IndexMissingError, match="`glossator ingest`"):
        checked_generation(tmp_path)
    assert published(tmp_path, "ebb") == name
    checked_generation(tmp_path)


def test_a_manifest_that_says_other_things_is_found_out(tmp_path: Path) -> None:
    name = published(tmp_path, "ebb")
    manifest = tmp_path / name / "manifest.json"
    record = json.loads(manifest.read_text())
    record["manifest"]["dim"] = 8
    manifest.write_text(json.dumps(record, indent=1, sort_keys=True))
    with pytest.raises(IndexMissingError, match="`glossator ingest`"):
        checked_generation(tmp_path)


def test_an_index_of_another_version_is_named_as_such(tmp_path: Path) -> None:
    with writing(tmp_path):
        publish(tmp_path, replace(MANIFEST, format_version=FORMAT_VERSION + 1), holding("ebb"))
    with pytest.raises(IndexMissingError, match="written by another version; build it anew with `glossator ingest`"):
        checked_generation(tmp_path)
