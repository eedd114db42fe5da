"""The default encoder: onnxruntime, one text at a time, so that a text alone and in a batch give the same bits."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from careercopilot.encoder.base import DIMENSION, MAX_TOKENS, EncoderMissing, Vectors
from careercopilot.encoder.weights import file_sha256
from careercopilot.timing import timed


class OnnxEncoder:
    """A graph (and, loaded on first use, its full-precision sibling) with its tokenizer."""

    def __init__(self, graph: Path, exact: Path, tokenizer: Path, name: str) -> None:
        self._paths = {"fast": graph, "exact": exact}
        self._sessions: dict[str, Any] = {}
        self._lock = Lock()
        self._tokenizer = load_tokenizer(tokenizer)
        self._id = name

    @property
    def id(self) -> str:
        return self._id

    @property
    def dimension(self) -> int:
        return DIMENSION

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows (n, 384); a text's row does not depend on the other texts. The empty text has a vector too."""
        return self._run("fast", texts)

    def encode_exact(self, texts: Sequence[str]) -> Vectors:
        """As encode, with 32-bit weights and activations."""
        return self._run("exact", texts)

    @timed("embedding")
    def _run(self, which: str, texts: Sequence[str]) -> Vectors:
        session = self._session(which)
        rows = np.empty((len(texts), DIMENSION), np.float32)
        for number, text in enumerate(texts):
            ids = np.array([self._tokenizer.encode(text).ids], np.int64)
            rows[number] = session.run(None, {"ids": ids})[0][0]
        return rows

    def _session(self, which: str) -> Any:
        with self._lock:
            if which not in self._sessions:
                self._sessions[which] = open_session(self._paths[which])
            return self._sessions[which]


def load_tokenizer(path: Path) -> Any:
    """The word-piece tokenizer without padding and with 256 tokens; the file itself pads and cuts at 128."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def open_session(path: Path) -> Any:
    """An inference session on CAREERCOPILOT_ENCODER_THREADS threads (1: two workers with two threads are slower)."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("CAREERCOPILOT_ENCODER_THREADS") or 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The fused residual-and-norm operator takes six times as long as the two plain ones on a processor.
    return onnxruntime.InferenceSession(
        path, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


def load_prepared(root: Path, precision: str) -> OnnxEncoder:
    """The graphs made by `prepare` below root; precision is "int8" or "fp32". Raises EncoderMissing."""
    from careercopilot.encoder.prepare import is_prepared, prepared_folder

    folder = prepared_folder(root)
    if not is_prepared(folder):
        raise EncoderMissing(
            f"The encoder is not prepared in {root}: run `python -m careercopilot.encoder.prepare` "
            "(it needs the packages of requirements-data.txt)."
        )
    name = f"minilm-l6-v2/{folder.name[:8]}/{precision}"
    return OnnxEncoder(folder / f"{precision}.onnx", folder / "fp32.onnx", folder / "tokenizer.json", name)


def load_folder(folder: Path) -> OnnxEncoder:
    """A graph of the same signature (ids -> unit vector of 384) from any folder; raises EncoderMissing."""
    graph, tokenizer = folder / "model.onnx", folder / "tokenizer.json"
    if not graph.is_file() or not tokenizer.is_file():
        raise EncoderMissing(f"{folder} holds no model.onnx with a tokenizer.json.")
    return OnnxEncoder(graph, graph, tokenizer, f"onnx/{file_sha256(graph)[:16]}")
