"""Text to unit vectors. `get_encoder()` gives the configured encoder; vectors of different `id`s never mix.

CAREERCOPILOT_ENCODER chooses it:
    minilm-int8 (default)   the six-layer MiniLM graph with 8-bit weights, as every stored vector is made
    minilm-fp32             the same graph in full precision
    st:NAME_OR_FOLDER       a sentence-transformers model (needs requirements-train.txt)
    onnx:FOLDER             any folder with model.onnx and tokenizer.json (mean pooling inside the graph)
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from careercopilot.encoder.base import DIMENSION, Encoder, EncoderMissing

__all__ = ["DIMENSION", "Encoder", "EncoderMissing", "get_encoder", "home_folder"]


def home_folder() -> Path:
    """The data folder of this installation (CAREERCOPILOT_HOME, default ./var)."""
    return Path(os.environ.get("CAREERCOPILOT_HOME") or "var")


def get_encoder() -> Encoder:
    """The encoder of this process, loaded once; raises EncoderMissing when its weights were not prepared."""
    return _load(os.environ.get("CAREERCOPILOT_ENCODER") or "minilm-int8", str(home_folder().resolve()))


@lru_cache(maxsize=4)
def _load(name: str, home: str) -> Encoder:
    from careercopilot.encoder import onnx_encoder, torch_encoder

    if name.startswith("st:"):
        return torch_encoder.load(name.removeprefix("st:"))
    if name.startswith("onnx:"):
        return onnx_encoder.load_folder(Path(name.removeprefix("onnx:")))
    if name in ("minilm-int8", "minilm-fp32"):
        return onnx_encoder.load_prepared(Path(home) / "encoder", name.removeprefix("minilm-"))
    raise EncoderMissing(f"CAREERCOPILOT_ENCODER={name!r} names no known encoder.")
