"""The benchmarks run at tiny sizes: what they report, never how fast it was."""

from __future__ import annotations

import importlib
import os

import numpy as np
import pytest

from bench import databases, filling, options, pooled
from bench.corpus import COUNTRIES
from bench.options import Options
from bench.sides import Result
from bench.tables import Table
from bench.timing import interleave, p50, p95, ratio
from careercopilot.encoder import EncoderMissing, get_encoder
from matching.retrieval import Filters, nearest

TINY = Options(sizes=(30, 60), rounds=1, quick=True)
DATABASE_BENCHES = ("funnel", "rows", "pages", "hnsw")


@pytest.fixture(scope="module")
def tiny(django_db_setup, django_db_blocker):
    """Bench databases of a few jobs under names of this process; removed afterwards."""
    try:
        get_encoder()
    except EncoderMissing as missing:
        pytest.skip(str(missing))
    before, prefix = options.options(), databases.PREFIX
    databases.PREFIX = f"test_bench_tests_{os.getpid()}"
    options.choose(TINY)
    with django_db_blocker.unblock():
        yield TINY
        databases.drop_all(keep=False)
    options.choose(before)
    databases.PREFIX = prefix


def test_interleaving_calls_every_side_as_often_and_turns_about():
    calls = []
    found = interleave({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 4)
    assert calls == ["a", "b", "a", "b", "b", "a", "a", "b", "b", "a"]
    assert [len(samples) for samples in found.values()] == [4, 4]


def test_figures_of_samples():
    assert (p50([1.0, 3.0, 2.0]), p95([1.0] * 20)) == (2.0, 1.0)
    assert ratio({"slow": [10.0, 20.0, 90.0], "fast": [5.0, 5.0, 30.0]}, "slow", "fast") == 3.0


def test_a_table_lines_up_and_tells_unknown_from_nothing():
    table = Table("t", ("", "ms"), (("one", 1234.5), ("two", None), ("three", 0)), "note")
    expected = ["t", "            ms", "  one    1,234", "  two        -", "  three      0", "  note"]
    assert table.lines() == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", DATABASE_BENCHES)
def test_every_database_bench_gives_results_and_tables(tiny, name):
    found = importlib.import_module(f"bench.{name}").run()
    results = [one for one in found if isinstance(one, Result)]
    tables = [one for one in found if isinstance(one, Table)]
    assert results and tables and len(results) + len(tables) == len(found)
    assert all(np.isfinite(one.value) for one in results)
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)


@pytest.mark.slow
def test_a_bench_database_holds_its_jobs_under_row_security(tiny):
    database = databases.job_database(60, tiny)
    assert database.size == 60 and len(database.seekers) > 1
    vector = np.eye(1, 384, dtype=np.float32)[0]
    with database.acting():
        everything = nearest(vector, model=get_encoder().id, limit=100, exact=True)
        counted = sum(
            len(nearest(vector, model=get_encoder().id, filters=Filters(countries=(country,)), limit=100))
            for country in COUNTRIES
        )
    assert len(everything) == counted == 60


@pytest.mark.slow
def test_very_many_jobs_repeat_a_pool_with_keys_and_vectors_of_their_own(tiny, monkeypatch):
    monkeypatch.setattr(filling, "REPEATED_FROM", 100)
    for module in (filling, pooled):
        monkeypatch.setattr(module, "POOL", 40)
    monkeypatch.setattr(pooled, "STEP", 50)
    database = databases.job_database(150, tiny)
    with database.acting(), database.connection.cursor() as cursor:
        cursor.execute(
            "select count(distinct v.job_id), count(distinct v.search::text), count(distinct v.facts), count(r.job_id)"
            " from matching_jobvector v left join (select distinct job_id from matching_jobrequirement) r using (job_id)"
        )
        counts = cursor.fetchone()
    assert counts == (150, 150, 40, 150)
