"""The figures of the batch tools on the development data, as one table: `make figures`.

The tools run as anybody would run them (`manage.py NAME`), on every file of the data that they can read; the scorers that
lie beside the data judge their output. Prints Markdown, writes var/figures.json and, with --out, the table to a file.
Exits with 1 when a figure is under its baseline.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # for what is measured without a command: reading files of postings

import figures_measures as measures  # noqa: E402  # the folder must be on the path first
from figures_tools import Bench, Figure, Pace  # noqa: E402

MEASURES = [
    measures.resumes, measures.pairs, measures.smoke, measures.titles, measures.skills, measures.salaries,
    measures.injection, measures.personal_data, measures.postings, measures.other_texts,
]  # fmt: skip
INTRODUCTION = (
    "# Figures on the development data\n\n"
    "`make figures` makes this page: the batch tools on every file of the development data that they can read, judged by the\n"
    "scorers beside the data. The development data are not part of the repository; without them the command says so and\n"
    "ends. Aims are those for sealed data of the same kinds; rules were tuned on nothing but the development data, so\n"
    "expect less on other texts. Brackets are 95 % intervals.\n"
)
NO_TOOL = (
    "Not measured here: `load_taxonomy --esco FOLDER --onet FOLDER` and `load_jobs FILE` need a database; the reader of postings is\n"
    "measured above, the loading by tests. `train_encoder --onet FOLDER` prints its own figures; the whole list of titles is encoded\n"
    "anew in each run of `match_titles`, which is most of its time.\n"
)


def shown(value: float | None) -> str:
    """A figure with up to three decimals."""
    return "-" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines) + "\n"


def page(figures: list[Figure], paces: list[Pace]) -> str:
    """Both tables with the words around them."""
    rows = [
        [one.what, one.data, one.measure + (" (less is better)" if one.less else ""), shown(one.product) + one.interval,
         shown(one.baseline) + (f" ({one.note})" if one.note else ""), one.aim, one.verdict]
        for one in figures
    ]  # fmt: skip
    times = [
        [f"`{p.tool}`", p.data, str(p.items), str(p.refused), f"{p.seconds:.1f}", f"{p.items / p.seconds:.1f}"]
        for p in paces
    ]
    return (
        f"{INTRODUCTION}\n"
        + table(["What", "Data", "Measure", "Product", "Baseline", "Aim (sealed data)", "Against the baseline"], rows)
        + "\n## Pace\n\nOne process, start of the program and loading of its tables included.\n\n"
        + table(["Tool", "Data", "Items", "Refused or bad", "Seconds", "Items a second"], times)
        + f"\n{NO_TOOL}"
    )


def main() -> int:
    """Measure, print, write; 0 unless a figure is under its baseline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the development data")
    parser.add_argument("--score", type=Path, default=ROOT.parent / "shared" / "score", help="the scorers")
    parser.add_argument("--out", type=Path, help="also write the page to this file")
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "figures.json", help="where the figures go")
    parser.add_argument("--only", action="append", choices=[one.__name__ for one in MEASURES], help="only this part")
    options = parser.parse_args()
    for folder, what in ((options.data, "development data"), (options.score, "scorers")):
        if not folder.is_dir():
            print(f"No figures: there are no {what} at {folder}; --data and --score say where they are.")
            return 0
    bench = Bench(ROOT, options.data.resolve(), options.score.resolve())
    with bench:
        for measure in MEASURES:
            if not options.only or measure.__name__ in options.only:
                print(f"[figures] {measure.__name__}", file=sys.stderr, flush=True)
                measure(bench)
    text = page(bench.figures, bench.paces)
    print(text)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    body = {"figures": [asdict(one) for one in bench.figures], "paces": [asdict(one) for one in bench.paces]}
    options.json.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    under = [one for one in bench.figures if one.verdict == "UNDER"]
    for one in under:
        print(f"Under its baseline: {one.what}, {one.data}, {one.measure}.", file=sys.stderr)
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
