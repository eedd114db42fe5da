"""`python -m bench [NAME...]`: runs the benchmarks, prints their figures, writes <data folder>/bench/<name>.json.

A benchmark is a module of this package with `run()`, which gives results (each with its bar) and tables.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

# One thread for each side of every comparison; set before numpy and ONNX Runtime load. The settings are those of a
# served product but for the pool: nothing stands between a measurement and its connection.
for _name, _value in (("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1"), ("CAREERCOPILOT_ENV", "test")):
    os.environ.setdefault(_name, _value)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careercopilot.settings")

import bench  # noqa: E402
from bench import options  # noqa: E402
from bench.sides import Result, Skip, line  # noqa: E402
from bench.tables import Table  # noqa: E402

Run = Callable[[], Sequence[Result | Table]]


def benches() -> dict[str, tuple[str, Run]]:
    """What each benchmark is about, and its function, by name."""
    found: dict[str, tuple[str, Run]] = {}
    for module in pkgutil.iter_modules(bench.__path__):
        if module.ispkg or module.name.startswith("__"):
            continue
        loaded = importlib.import_module(f"bench.{module.name}")
        if hasattr(loaded, "run"):
            found[module.name] = ((loaded.__doc__ or "").partition("\n")[0], loaded.run)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Benchmarks, each beside its baseline.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which benchmarks (default: all)")
    parser.add_argument("--list", action="store_true", help="name the benchmarks and stop")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a bar is missed")
    options.add_arguments(parser)
    return parser


def run_one(name: str, run: Run, folder: Path) -> int:
    """Run and print one benchmark and write its file; how many bars it missed."""
    try:
        found = run()
    except Skip as reason:
        print(f"\n{name}: skipped: {reason}", flush=True)
        return 0
    results = [one for one in found if isinstance(one, Result)]
    tables = [one for one in found if isinstance(one, Table)]
    for table in tables:
        print("\n" + "\n".join(table.lines()))
    print()
    for result in results:
        print(line(result))
    report = {
        "options": asdict(options.options()),
        "machine": platform.platform(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "results": [asdict(one) | {"reached": one.reached} for one in results],
        "tables": [asdict(table) for table in tables],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    sys.stdout.flush()
    return sum(not result.reached for result in results)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen benchmarks; 2 for an unknown name, 1 for a missed bar under --strict."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    import django

    django.setup()
    from bench.databases import drop_all
    from careercopilot.home import make_home

    known = benches()
    if asked.list:
        for name, (about, _) in known.items():
            print(f"{name:10} {about}")
        return 0
    if unknown := [name for name in asked.names if name not in known]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    options.choose(options.of(asked))
    try:
        missed = sum(run_one(name, known[name][1], make_home() / "bench") for name in asked.names or known)
    finally:
        drop_all(keep=asked.keep)
    print(f"\n{missed} bars missed" if missed else "\nevery bar of this run reached")
    return 1 if missed and asked.strict else 0


if __name__ == "__main__":
    sys.exit(main())
