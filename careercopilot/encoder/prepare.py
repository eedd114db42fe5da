"""Makes the encoder's graphs once: `python -m careercopilot.encoder.prepare`.

Reads the pinned weights, writes the graph in full precision and with 8-bit dense layers, and
stores both with the tokenizer under CAREERCOPILOT_HOME/encoder/<recipe hash>/. A prepared folder is left as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

from careercopilot.encoder import home_folder
from careercopilot.encoder.base import EncoderMissing
from careercopilot.encoder.weights import (
    TOKENIZER_SHA256,
    WEIGHTS_SHA256,
    check,
    file_sha256,
    package_folder,
    read_safetensors,
)

RECIPE = "minilm-l6-v2 graph 2, 7-bit weights per channel, loud columns exact"
FILES = ("int8.onnx", "fp32.onnx", "tokenizer.json")


def recipe_hash() -> str:
    """16 hex digits that change with the weights, the tokenizer or the way the graph is made."""
    return hashlib.sha256("\n".join((RECIPE, WEIGHTS_SHA256, TOKENIZER_SHA256)).encode()).hexdigest()[:16]


def prepared_folder(root: Path) -> Path:
    """Where the graphs of this recipe live below root."""
    return root / recipe_hash()


def is_prepared(folder: Path) -> bool:
    """The folder is complete: the manifest is written last, so its presence says the files beside it are whole."""
    return (folder / "manifest.json").is_file() and all((folder / name).is_file() for name in FILES)


def build_into(folder: Path) -> None:
    """Write graphs, tokenizer and manifest; raises EncoderMissing when the pinned weights are absent."""
    from careercopilot.encoder import graph

    source = package_folder()
    check(source / "model.safetensors", WEIGHTS_SHA256)
    check(source / "tokenizer.json", TOKENIZER_SHA256)
    arrays = read_safetensors(source / "model.safetensors")
    graph.write(graph.build(arrays, small=False), folder / "fp32.onnx")
    graph.write(graph.build(arrays, small=True), folder / "int8.onnx")
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
    manifest = {"recipe": RECIPE, "files": {name: file_sha256(folder / name) for name in FILES}}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def prepare(root: Path) -> Path:
    """Make the graphs below root unless they are there; returns their folder. Safe when two processes do it at once."""
    folder = prepared_folder(root)
    if is_prepared(folder):
        return folder
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix="making-") as made:
        build_into(Path(made))
        Path(made).chmod(0o755)
        if folder.exists() and not is_prepared(folder):
            shutil.rmtree(folder)
        try:
            Path(made).rename(folder)
        except OSError:
            if not is_prepared(folder):
                raise
        else:
            Path(made).mkdir()
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=None, help="folder that holds encoders (default: HOME/encoder)")
    options = parser.parse_args()
    try:
        folder = prepare(options.root or home_folder() / "encoder")
    except EncoderMissing as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Encoder ready in {folder}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
