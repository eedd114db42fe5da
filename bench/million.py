"""One talent against a million jobs: the funnel's growth, the loop it spares, its index and its memory; the shortest way to them."""

from __future__ import annotations

from functools import partial

from bench.databases import job_database, set_up_note
from bench.funnel import PAIRS, funnel, growth, loop, memory, ready
from bench.hnsw import compare, queries, table, whole_results
from bench.options import options
from bench.sides import Result, Skip
from bench.tables import Table, Value
from bench.timing import interleave, p50, p95, ratio
from careercopilot.encoder import EncoderMissing, get_encoder
from matching.retrieval import LIMIT, Filters
from matching.scoring import prepare_scorer

MILLION = 1_000_000
LOOPED = 100  # jobs of the naive loop


def run() -> list[Result | Table]:
    """Only where a size of the run is a million: `funnel` and `hnsw` tell the rest of all sizes."""
    chosen = options()
    if chosen.sizes[-1] < MILLION:
        raise Skip("no size of this run is a million (--sizes 10000,100000,1000000, or make bench SIZE=million)")
    try:
        get_encoder()
    except EncoderMissing as error:
        raise Skip(str(error)) from error
    prepare_scorer()
    sides = {size: ready(job_database(size, chosen)) for size in chosen.sizes if size > LOOPED}
    small, large = min(sides), max(sides)
    times = interleave(
        {f"funnel {size}": partial(funnel, side) for size, side in sides.items()}
        | {"loop": partial(loop, sides[small])},
        chosen.rounds,
    )
    rows: list[tuple[Value, ...]] = [
        (f"{size:,} jobs", p50(times[f"funnel {size}"]), p95(times[f"funnel {size}"])) for size in sides
    ]
    rows.append((f"naive loop over {LOOPED} jobs", p50(times["loop"]) * LOOPED / PAIRS, None))
    faster = ratio(times, "loop", f"funnel {large}") * LOOPED / PAIRS
    database = sides[large].database
    vectors = queries(database)
    found = compare(database, vectors, Filters(), LIMIT, len(vectors))
    return [
        Table("million: one talent against all jobs (ms)", ("", "p50", "p95"), tuple(rows), set_up_note()),
        Result(f"million: naive loop on {LOOPED} jobs over the funnel of {large:,}", faster, 3.0),
        *growth(times, list(sides)),
        *memory(sides),
        table(database.size, LIMIT, {"all": found}),
        *whole_results(database.size, found),
    ]
