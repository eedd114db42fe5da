"""One talent against many jobs: the whole funnel beside the naive loop over pairs, and its growth with the number of jobs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from bench.corpus import TODAY
from bench.databases import JobDatabase, job_database, set_up_note
from bench.filling import AT
from bench.memory import backend, private
from bench.options import Options, options
from bench.sides import Result, Skip
from bench.tables import Table, Value
from bench.timing import Samples, interleave, p50, p95, ratio
from careercopilot.encoder import EncoderMissing, get_encoder
from matching.fact_packing import packed_jobs, unpack_job
from matching.ml.block import talent_block
from matching.ml.features import one_to_many
from matching.ml.types import Scored
from matching.models import JobVector, TalentVector
from matching.scoring import Talent, prepare_scorer, scorer, stored_facts, talent_of
from matching.services.matches import compute_matches, find_jobs
from matching.services.vectors import store_talent_vector, talent_vector

SHOWN = 25  # score cards of a first page
PAIRS = 60  # that the naive loop is timed on; its time is linear in them
BARS = {100: 12.0, 1_000: 40.0, 10_000: 40.0, 100_000: 40.0, 1_000_000: 40.0}  # of the loop over the funnel
GROWTH = {(10_000, 1_000_000): 3.0, (100_000, 1_000_000): 1.6}  # of the median; else 3
MEMORY_ROUNDS = 10
MORE_MIB = 16.0  # that a process may hold at the largest size beyond the smallest


@dataclass(frozen=True, eq=False)
class Side:
    """A seeker in a database, ready to be matched."""

    database: JobDatabase
    seeker: uuid.UUID
    talent: Talent
    vector: TalentVector


def run() -> list[Result | Table]:
    """The funnel at each size, stage by stage, against the loop; then what a whole refresh takes."""
    chosen = options()
    try:
        get_encoder()
    except EncoderMissing as error:
        raise Skip(str(error)) from error
    prepare_scorer()
    sides = {size: ready(job_database(size, chosen)) for size in chosen.sizes}
    times = interleave(
        {f"{what} {size}": partial(work, side) for size, side in sides.items() for what, work in WORKS.items()},
        chosen.rounds,
    )
    return [
        whole(sides, times),
        stages(sides, chosen),
        refreshes(sides, chosen),
        *memory(sides),
        *results(sides, times),
        *recall(sides),
    ]


def ready(database: JobDatabase) -> Side:
    """The first seeker with stored vectors, as they are once a resume has been read."""
    seeker = database.seekers[0]
    version = database.version(seeker)
    with database.acting(seeker):
        vector, is_new = talent_vector(version, today=TODAY)
        if is_new:
            store_talent_vector(vector)
        return Side(database, seeker, talent_of(vector), vector)


def funnel(side: Side) -> list[Scored]:
    """Find at most 500 jobs, read their facts, compute features, rank them, and explain those of the first page."""
    with side.database.acting(side.seeker):
        keys = find_jobs(side.talent, side.vector, today=TODAY)
        facts = stored_facts(keys)
    matrix = features(side, list(facts.values()))
    best = np.argsort(-scorer().raw(matrix), kind="stable")[:SHOWN]
    return scorer().cards(matrix[best])


def features(side: Side, packed: list[bytes]) -> np.ndarray:
    """The feature rows of one talent with packed jobs."""
    jobs = packed_jobs(packed)
    return scorer().features(talent_block([side.talent.facts]), jobs, *one_to_many(jobs.size))


def loop(side: Side) -> float:
    """PAIRS jobs one after another: facts read, features, score, explanation. Returns the last score."""
    keys = JobVector.objects.filter(is_published=True).order_by("job_id").values_list("job_id", flat=True)
    with side.database.acting(side.seeker):
        found = list(keys[:PAIRS])
        card = None
        for key in found:
            packed = stored_facts([key])[key]
            card = scorer().score_many(side.talent.facts, [unpack_job(packed)])[0]
    if card is None:
        raise RuntimeError("there are no jobs")
    return card.raw


WORKS: dict[str, Callable[[Side], object]] = {"funnel": funnel, "loop": loop}


def per_all(size: int) -> float:
    """What the loop's time is multiplied by to stand for all jobs."""
    return size / min(PAIRS, size)


def whole(sides: dict[int, Side], times: Samples) -> Table:
    """Both sides at each size."""
    rows: list[tuple[Value, ...]] = []
    for size in sides:
        ours, theirs = times[f"funnel {size}"], times[f"loop {size}"]
        faster = ratio(times, f"loop {size}", f"funnel {size}") * per_all(size)
        rows.append((f"{size:,} jobs", p50(ours), p95(ours), p50(theirs) * per_all(size), faster))
    return Table(
        "funnel: one talent against all jobs (ms)",
        ("", "p50", "p95", "naive loop", "times faster"),
        tuple(rows),
        f"the loop is timed on {PAIRS} pairs of the same run and scaled to all jobs; {set_up_note()}",
    )


def stages(sides: dict[int, Side], chosen: Options) -> Table:
    """Where the funnel's time goes."""
    rows: list[tuple[Value, ...]] = []
    for size, side in sides.items():
        with side.database.acting(side.seeker):
            keys = find_jobs(side.talent, side.vector, today=TODAY)
            packed = list(stored_facts(keys).values())
            matrix = features(side, packed)
            best = matrix[np.argsort(-scorer().raw(matrix))[:SHOWN]]
            times = interleave(
                {
                    "retrieve": partial(find_jobs, side.talent, side.vector, today=TODAY),
                    "fetch": partial(stored_facts, keys),
                    "columns": partial(packed_jobs, packed),
                    "columns and features": partial(features, side, packed),
                    "predict": partial(scorer().raw, matrix),
                    "explain 25": partial(scorer().cards, best),
                },
                chosen.rounds,
            )
        middle = {name: p50(samples) for name, samples in times.items()}
        own = middle.pop("columns and features") - middle["columns"]
        rows.append(
            (
                f"{size:,} jobs", len(keys), middle["retrieve"], middle["fetch"], middle["columns"],
                round(max(own, 0.0), 2), middle["predict"], middle["explain 25"],
            )
        )  # fmt: skip
    columns = ("", "found", "retrieve", "fetch", "columns", "features", "predict", "explain 25")
    return Table("funnel: stages, median ms", columns, tuple(rows))


def refreshes(sides: dict[int, Side], chosen: Options) -> Table:
    """The product's whole refresh: every candidate with its explanation, proofs and knock-outs (nothing is written)."""
    rounds = max(3, chosen.rounds // 5)
    times = interleave({str(size): partial(refresh, side) for size, side in sides.items()}, rounds)
    rows = tuple((f"{size:,} jobs", p50(times[str(size)]), p95(times[str(size)])) for size in sides)
    return Table("refresh: all candidates with proofs and knock-outs (ms)", ("", "p50", "p95"), rows)


def refresh(side: Side) -> int:
    """How many matches a refresh computes."""
    version = side.database.version(side.seeker)
    with side.database.acting(side.seeker):
        return len(compute_matches(version, at=AT).matches)


def results(sides: dict[int, Side], times: Samples) -> list[Result]:
    """Goals 8 and 10."""
    found = []
    for size in sides:
        faster = ratio(times, f"loop {size}", f"funnel {size}") * per_all(size)
        details = {"p50_ms": p50(times[f"funnel {size}"]), "pairs_looped": min(PAIRS, size)}
        found.append(
            Result(f"funnel: naive loop over funnel, {size:,} jobs", faster, BARS.get(size, 12.0), details=details)
        )
    found += growth(times, [size for size in sides if size >= 1_000])
    largest = max(sides)
    if largest >= 10_000:
        small = min(sides)
        faster = ratio(times, f"loop {small}", f"funnel {largest}") * 100 / min(PAIRS, small)
        name = f"funnel: naive loop on 100 jobs over the funnel of {largest:,}"
        found.append(Result(name, faster, 3.0 if largest >= 1_000_000 else 1.0))
    return found


def growth(times: Samples, sizes: list[int]) -> list[Result]:
    """How much longer the median takes at each larger size, from the size before and from the smallest."""
    pairs = dict.fromkeys([*zip(sizes[:-1], sizes[1:], strict=True), *((sizes[0], size) for size in sizes[1:])])
    return [
        Result(
            f"funnel: growth of p50, {small:,} to {large:,} jobs",
            ratio(times, f"funnel {large}", f"funnel {small}"),
            GROWTH.get((small, large), 3.0),
            at_least=False,
        )
        for small, large in pairs
    ]


def memory(sides: dict[int, Side]) -> list[Result | Table]:
    """What client and server hold for themselves before and after many funnels at each size."""
    rows: list[tuple[Value, ...]] = []
    after: dict[int, tuple[float, float]] = {}
    for size, side in sides.items():
        pid = backend(side.database.connection)
        funnel(side)
        before = private(), private(pid)
        most = [0.0, 0.0]
        for _ in range(MEMORY_ROUNDS):
            funnel(side)
            most = [max(most[0], private()), max(most[1], private(pid))]
        after[size] = (most[0], most[1])
        rows.append((f"{size:,} jobs", before[0], most[0], before[1], most[1]))
    columns = ("", "client before", "client most", "server before", "server most")
    note = f"{MEMORY_ROUNDS} funnels each, one process after another size; the server's shared buffers are not counted"
    small, large = min(sides), max(sides)
    more = [after[large][at] - after[small][at] for at in (0, 1)]
    names = [f"funnel: memory of the {who}, {large:,} more than {small:,} jobs" for who in ("client", "server process")]
    found = [Result(name, value, MORE_MIB, " MiB", at_least=False) for name, value in zip(names, more, strict=True)]
    return [Table("funnel: memory of its own (MiB)", columns, tuple(rows), note), *found]


def recall(sides: dict[int, Side]) -> list[Result]:
    """The best 25 by scoring every job: how many of them the funnel's candidates contain (at the largest size to 10,000)."""
    size = max((size for size in sides if size <= 10_000), default=None)
    if size is None:
        return []
    shares = []
    side = sides[size]
    for seeker in side.database.seekers:
        version = side.database.version(seeker)
        with side.database.acting(seeker):
            vector, _ = talent_vector(version, today=TODAY)
            one = Side(side.database, seeker, talent_of(vector), vector)
            keys = set(find_jobs(one.talent, vector, today=TODAY))
            rows = JobVector.objects.filter(is_published=True).order_by("job_id").values_list("job_id", "facts")
            everything = {key: bytes(facts) for key, facts in rows}
        scores = np.concatenate(
            [
                scorer().raw(features(one, list(everything.values())[start : start + 1000]))
                for start in range(0, len(everything), 1000)
            ]
        )
        order = np.argsort(-scores, kind="stable")[:SHOWN]
        names = list(everything)
        shares.append(sum(names[row] in keys for row in order) / len(order))
    details = {"least": round(min(shares), 3), "talents": len(shares)}
    name = f"funnel: share of the best {SHOWN} of all {size:,} among the candidates"
    return [Result(name, float(np.mean(shares)), 0.9, "", details=details)]
