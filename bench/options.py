"""Sizes and rounds of a run: set from the command line by `python -m bench`, read by the benches."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Options:
    """`sizes`: numbers of jobs; `rounds`: samples of each side; `keep`: leave the bench databases for the next run."""

    sizes: tuple[int, ...] = (100, 10_000, 100_000)
    rounds: int = 15
    quick: bool = False
    keep: bool = False
    seed: int = 1


QUICK = Options(sizes=(100, 2_000), rounds=5, quick=True)
_now = Options()


def options() -> Options:
    """Those of this run."""
    return _now


def choose(chosen: Options) -> None:
    """Let the benches of this process use these."""
    global _now
    _now = chosen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line's part."""
    parser.add_argument("--quick", action="store_true", help="small sizes, few rounds: does everything work?")
    parser.add_argument("--sizes", help="numbers of jobs, as in 100,10000,100000")
    parser.add_argument("--rounds", type=int, help="samples of each side")
    parser.add_argument("--keep", action="store_true", help="leave the bench databases for the next run")


def of(asked: argparse.Namespace) -> Options:
    """What the command line asked for."""
    start = QUICK if asked.quick else Options()
    sizes = tuple(sorted(int(size) for size in asked.sizes.split(","))) if asked.sizes else start.sizes
    return replace(start, sizes=sizes, rounds=asked.rounds or start.rounds, keep=asked.keep)
