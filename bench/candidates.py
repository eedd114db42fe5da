"""One job against very many people who are open to companies: found, ranked and explained, beside the naive loop."""

from __future__ import annotations

import os
from functools import partial

from bench.databases import PREFIX
from bench.filling import AT
from bench.memory import backend, private
from bench.options import Options, options
from bench.people import PeopleDatabase, people_database
from bench.sides import Result, Skip
from bench.tables import Table, Value
from bench.timing import Samples, interleave, p50, p95, ratio
from careercopilot.encoder import EncoderMissing, get_encoder
from matching.models import TalentVector
from matching.queries.candidates import candidate_versions
from matching.scoring import prepare_scorer, score_versions

SIZES, SIZES_QUICK = (1_000, 100_000), (20, 60)
PAIRS = 20  # that the naive loop is timed on; its time is linear in them
SHOWN = 25
MEMORY_ROUNDS = 10
MORE_MIB = 16.0  # that a process may hold at the largest size beyond the smallest


def run() -> list[Result | Table]:
    """The recruiter's ranking at each size against the loop; its growth; memory."""
    chosen = options()
    try:
        get_encoder()
    except EncoderMissing as error:
        raise Skip(str(error)) from error
    prepare_scorer()
    made: list[PeopleDatabase] = []
    try:
        for size in SIZES_QUICK if chosen.quick else SIZES:
            name = f"{PREFIX}_people_{os.getpid()}_{size}"
            made.append(people_database(name, size, seed=chosen.seed, quick=chosen.quick))
        return _measured({one.size: one for one in made}, chosen)
    finally:
        for one in made:
            one.drop()


def find(database: PeopleDatabase) -> list[object]:
    """The candidates that the company may see, nearest first."""
    with database.acting():
        return list(candidate_versions(database.recruiter, database.job, ""))


def rank(database: PeopleDatabase) -> int:
    """Found, all of them scored, and the best explained with their proofs, as the API does it."""
    with database.acting():
        keys = candidate_versions(database.recruiter, database.job, "")
        scored = score_versions(keys, database.job, at=AT, proofs=False)
        best = sorted(scored, key=lambda match: (-match.raw, match.version_id))[:SHOWN]
        return len(score_versions([match.version_id for match in best], database.job, at=AT))


def loop(database: PeopleDatabase) -> None:
    """PAIRS people one after another: facts read, features, score, explanation."""
    with database.acting():
        keys = list(TalentVector.objects.order_by("version_id").values_list("version_id", flat=True)[:PAIRS])
        for key in keys:
            score_versions([key], database.job, at=AT, proofs=False)


def _measured(databases: dict[int, PeopleDatabase], chosen: Options) -> list[Result | Table]:
    ways = {"find": find, "rank": rank, "loop": loop}
    times = interleave(
        {f"{what} {size}": partial(way, one) for size, one in databases.items() for what, way in ways.items()},
        max(3, chosen.rounds // 2),
    )
    rows: list[tuple[Value, ...]] = []
    results: list[Result] = []
    for size in databases:
        faster = ratio(times, f"loop {size}", f"rank {size}") * size / min(PAIRS, size)
        ranked = times[f"rank {size}"]
        rows.append((f"{size:,} people", p50(times[f"find {size}"]), p50(ranked), p95(ranked), faster))
        results.append(Result(f"candidates: naive loop over the ranking, {size:,} people", faster, 1.0))
    note = f"the loop is timed on {PAIRS} people and scaled; databases made in " + ", ".join(
        f"{one.set_up_seconds:.0f} s" for one in databases.values()
    )
    columns = ("", "find p50", "rank p50", "rank p95", "times faster than the loop")
    table = Table("candidates: one job against all (ms)", columns, tuple(rows), note)
    return [table, *results, *_growth(databases, times), *_memory(databases)]


def _growth(databases: dict[int, PeopleDatabase], times: Samples) -> list[Result]:
    small, large = min(databases), max(databases)
    grown = ratio(times, f"rank {large}", f"rank {small}")
    return [Result(f"candidates: growth of p50, {small:,} to {large:,} people", grown, 3.0, at_least=False)]


def _memory(databases: dict[int, PeopleDatabase]) -> list[Result | Table]:
    rows: list[tuple[Value, ...]] = []
    most: dict[int, tuple[float, float]] = {}
    for size, one in databases.items():
        with one.acting():
            pid = backend(one.connection)
        seen = [(private(), private(pid))]
        for _ in range(MEMORY_ROUNDS):
            rank(one)
            seen.append((private(), private(pid)))
        most[size] = (max(row[0] for row in seen), max(row[1] for row in seen))
        rows.append((f"{size:,} people", *seen[0], *most[size]))
    small, large = min(databases), max(databases)
    columns = ("", "client before", "server before", "client most", "server most")
    return [
        Table("candidates: memory of its own (MiB)", columns, tuple(rows)),
        *(
            Result(
                f"candidates: memory of the {who}, {large:,} more than {small:,} people",
                most[large][at] - most[small][at], MORE_MIB, " MiB", at_least=False,
            )
            for at, who in enumerate(("client", "server process"))
        ),
    ]  # fmt: skip
