"""The sentence encoder: speed and memory beside sentence-transformers, agreement with full precision."""

from __future__ import annotations

import importlib.util
import re
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np

from bench.sides import Result, Skip, main, ratio
from careercopilot.encoder import EncoderMissing, get_encoder
from matching.ml.chunks import chunks

ROOT = Path(__file__).resolve().parent.parent
TEXTS = 1_500
# VmHWM starts anew with the program; ru_maxrss of a child begins at what its parent had, so it serves only where /proc is not.
FRESH = (
    "import re,resource,sys,pathlib;sys.path.insert(0,{root!r});{load};e.encode(['One line of a resume.']);"
    "status=pathlib.Path('/proc/self/status');"
    "print(re.search(r'VmHWM:\\s+(\\d+)',status.read_text())[1] if status.exists()"
    " else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024)"
)
LOAD_OURS = "from careercopilot.encoder import get_encoder;e=get_encoder()"
LOAD_THEIRS = "from careercopilot.encoder.torch_encoder import load;e=load('minilm')"


def real_texts() -> list[str]:
    """Passages of the demo postings, in two sizes."""
    found: list[str] = []
    for path in sorted((ROOT / "matching" / "demo" / "postings").glob("*.md")):
        text = path.read_text(encoding="utf-8").split("+++", 2)[-1]
        found += chunks(text) + chunks(text, words=20)
    return found[:TEXTS]


def run() -> list[Result]:
    """Agreement always; speed and memory where sentence-transformers is installed."""
    try:
        encoder = get_encoder()
    except EncoderMissing as error:
        raise Skip(str(error)) from error
    texts = real_texts()
    fast, exact = encoder.encode(texts), encoder.encode_exact(texts)
    results = [
        Result(
            f"encoder: mean cosine with fp32, {len(texts)} texts", float((fast * exact).sum(axis=1).mean()), 0.99, ""
        ),
        Result("encoder: share of the 10 nearest that fp32 has too", overlap(fast, exact), 0.9, ""),
    ]
    if importlib.util.find_spec("sentence_transformers") is None:
        mine = [texts[i] for i in range(200)]
        return [
            *results,
            ratio(
                "encoder: 8 bits v fp32 graph (no torch installed)",
                1.3,
                lambda: encoder.encode(mine),
                lambda: encoder.encode_exact(mine),
                3,
            ),
        ]
    return [*results, *beside_torch(texts)]


def overlap(one: np.ndarray, other: np.ndarray, k: int = 10) -> float:
    """Mean share of each text's k nearest that both agree on."""
    nearest = []
    for rows in (one, other):
        cosines = rows @ rows.T
        np.fill_diagonal(cosines, -1)
        nearest.append(np.argpartition(-cosines, k, axis=1)[:, :k])
    return float(np.mean([len(set(a) & set(b)) / k for a, b in zip(*nearest, strict=True)]))


def beside_torch(texts: list[str]) -> list[Result]:
    """Throughput at three lengths on one thread each, and a fresh process up to its first vector."""
    import torch

    from careercopilot.encoder.torch_encoder import load

    torch.set_num_threads(1)
    theirs, ours = load("minilm"), get_encoder()
    words = re.split(r"\s+", " ".join(texts))
    results = []
    for tokens, per_text in ((40, 28), (120, 84), (256, 180)):
        sample = [" ".join(words[i * 97 : i * 97 + per_text]) for i in range(48)]
        results.append(
            ratio(
                f"encoder: texts a second v sentence-transformers, {tokens} tokens",
                2.5,
                partial(ours.encode, sample),
                partial(theirs.encode, sample, batch_size=32),
            )
        )
    (cpu, memory), (their_cpu, their_memory) = fresh(LOAD_OURS), fresh(LOAD_THEIRS)
    return [
        *results,
        Result(
            "encoder: CPU to the first vector, fresh process",
            their_cpu / cpu,
            10,
            details={"ours_s": cpu, "theirs_s": their_cpu},
        ),
        Result(
            "encoder: memory of that process",
            memory / their_memory,
            1 / 3,
            "",
            at_least=False,
            details={"ours_mb": memory, "theirs_mb": their_memory},
        ),
    ]


def fresh(load: str) -> tuple[float, float]:
    """CPU seconds and peak megabytes of a new process that makes one vector."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(
        [sys.executable, "-c", FRESH.format(root=str(ROOT), load=load)], check=True, capture_output=True, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return round(cpu, 3), round(int(out.stdout) / 1024, 1)


if __name__ == "__main__":
    sys.exit(main(run, "encoder"))
