"""Packed facts as columns are the columns of the unpacked facts, and a record comes back as it went in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from matching.fact_packing import (
    UnreadableFacts,
    pack_job,
    pack_talent,
    packed_jobs,
    packed_talents,
    unpack_job,
    unpack_talent,
)
from matching.ml.block import job_block, talent_block
from matching.ml.types import JobFacts, Need, Spot, TalentFacts, Words
from matching.tests.ml_facts import some_job, some_talent


def assert_same(left, right, name=""):
    """Equal columns, of the same kind."""
    if is_dataclass(left):
        for one in fields(left):
            assert_same(getattr(left, one.name), getattr(right, one.name), f"{name}.{one.name}")
    elif isinstance(left, np.ndarray):
        assert left.dtype == right.dtype, name
        np.testing.assert_array_equal(left, right, err_msg=name)
    else:
        assert left == right, name


def other_words(words, language):
    return None if words is None else replace(words, language=language)


def talents(rng, count):
    for number in range(count):
        talent = some_talent(rng)
        denied = frozenset({"java", "perl"}) if number % 3 == 0 else frozenset()
        skills = tuple(replace(claim, headed=bool(rng.random() < 0.3)) for claim in talent.skills)
        yield replace(talent, denied=denied, skills=skills, words=other_words(talent.words, "de" if number % 2 else ""))


def jobs(rng, count):
    for number in range(count):
        job = some_job(rng)
        title = Words(np.array([4, 9], np.uint32), np.array([0.25, 0.75], np.float32), "en") if number % 2 else None
        yield replace(job, title_words=title, needs=tuple(replace(need, titled=number % 3 == 0) for need in job.needs))


@pytest.mark.parametrize("count", [0, 1, 40])
def test_packed_jobs_are_the_columns_of_the_unpacked_ones(count):
    packed = [pack_job(job) for job in jobs(np.random.default_rng(1), count)]

    assert_same(packed_jobs(packed), job_block([unpack_job(data) for data in packed]))


@pytest.mark.parametrize("count", [0, 1, 40])
def test_packed_talents_are_the_columns_of_the_unpacked_ones(count):
    packed = [pack_talent(talent) for talent in talents(np.random.default_rng(2), count)]

    assert_same(packed_talents(packed), talent_block([unpack_talent(data) for data in packed]))


def test_everything_but_the_precision_of_vectors_comes_back():
    rng = np.random.default_rng(3)
    for facts in talents(rng, 30):
        again = unpack_talent(pack_talent(facts))
        assert pack_talent(again) == pack_talent(facts)
        assert (again.skills, again.spots, again.pay, again.denied) == (
            facts.skills,
            facts.spots,
            facts.pay,
            facts.denied,
        )
    for facts in jobs(rng, 30):
        again = unpack_job(pack_job(facts))
        assert pack_job(again) == pack_job(facts)
        assert (again.needs, again.spots, again.pay, again.remote) == (
            facts.needs,
            facts.spots,
            facts.pay,
            facts.remote,
        )


def test_alternatives_that_stand_apart_share_a_slot():
    job = JobFacts(needs=(Need("java", any_of=1), Need("sql"), Need("kotlin", any_of=1)), spots=(Spot(1, 2, ""),))

    block = packed_jobs([pack_job(job), pack_job(job)])

    assert block.slot_start.tolist() == [0, 2, 4]
    assert block.need_start.tolist() == [0, 2, 3, 5, 6]


@pytest.mark.parametrize("data", [b"", b"CCF1 an older layout", pack_talent(TalentFacts()), pack_job(JobFacts())[:20]])
def test_other_bytes_are_refused_one_by_one_and_together(data):
    with pytest.raises(UnreadableFacts):
        unpack_job(data)
    with pytest.raises(UnreadableFacts):
        packed_jobs([pack_job(JobFacts()), data])
