"""What a version does worse than production over the same period: exact bets on blocks, and what they say."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pytest

from aiplatform.statistics.canary import ODDS, Blocks, Calls, _log_ratio, after, beside, blocks, ends, odds_wealth
from aiplatform.statistics.canary_simulation import Live, taken_back


def some(count: int, *, failed: int = 0, broke: int = 0, cost: float = 0.01, latency: float = 900.0) -> Calls:
    """So many calls of which the first ones failed or broke a rule."""
    number = np.arange(count)
    return Calls(
        (number < failed).astype(float), (number < broke).astype(float), np.full(count, cost), np.full(count, latency)
    )


def mixed(production: Calls, tried: Calls) -> tuple[Calls, np.ndarray]:
    """Both in turns, evenly."""
    place = np.concatenate([np.arange(one.count) / one.count for one in (production, tried)])
    order = np.argsort(place, kind="stable")
    names = ("failed", "broke", "cost", "latency")
    joined = {name: np.concatenate([getattr(production, name), getattr(tried, name)])[order] for name in names}
    mask = np.concatenate([np.zeros(production.count, bool), np.ones(tried.count, bool)])[order]
    return Calls(**joined), mask


def test_a_block_ends_with_the_first_call_of_the_version_that_it_lacked():
    tried = np.array([0, 0, 1, 1, 1, 0, 0, 1, 0, 0], bool)
    assert ends(tried) == [3, 6, 8]
    found = blocks(np.arange(10.0), tried)
    assert [list(found.production), list(found.tried)] == [[2, 1, 1], [1, 2, 1]]
    assert [list(found.theirs), list(found.ours)] == [[0 + 1, 5, 6], [2, 3 + 4, 7]]
    assert ends(np.zeros(5, bool)) == [] and ends(np.array([], bool)) == []


@pytest.mark.parametrize(("tried", "production"), [(1, 1), (1, 4), (5, 1)])
def test_the_bet_is_fair_when_both_fail_alike(tried, production):
    for events in range(tried + production + 1):
        mean = 0.0
        for ours in range(max(0, events - production), min(tried, events) + 1):
            share = comb(tried, ours) * comb(production, events - ours) / comb(tried + production, events)
            block = Blocks(*(np.array([float(one)]) for one in (tried, production, ours, events - ours)))
            assert odds_wealth(block)[0] == pytest.approx(
                np.mean([np.exp(_log_ratio(block, np.array([float(events)]), odds))[0] for odds in ODDS])
            )
            mean += share * odds_wealth(block)[0]
        assert mean == pytest.approx(1.0)


def test_what_is_said_of_a_share_of_people():
    assert beside(*mixed(some(300), some(30))) == ""
    assert beside(*mixed(some(300, failed=30), some(30, failed=3))) == ""
    # Production has nothing to compare with yet.
    assert beside(some(9, failed=9), np.ones(9, bool)) == ""
    calls, tried = mixed(some(90), some(30))
    calls = replace(calls, failed=tried * np.where(np.cumsum(tried) <= 12, 1.0, 0.0))
    assert (
        beside(calls, tried)
        == "No answer of the model in 40% of 30 calls, in production in 0% of 90 over the same period."
    )
    calls = replace(calls, broke=calls.failed)
    assert beside(calls, tried) == ("12 of 30 answers broke a safety rule, in production 0 of 90 over the same period.")
    words = "The cost of 120 calls is 2.0 times that of production over the same period."
    assert beside(*mixed(some(120), some(120, cost=0.02))) == words
    words = "The time of 60 calls is 3.0 times that of production over the same period."
    assert beside(*mixed(some(120, cost=np.nan), some(60, cost=np.nan, latency=2700.0))) == words
    # One break of a rule that production might have met as well is no proof.
    assert beside(*mixed(some(120), some(60, broke=1))) == ""


def test_what_is_said_of_a_version_that_everybody_gets():
    assert after(some(50), some(100)) == ""
    assert after(some(9, failed=9), some(5)) == ""
    assert after(some(12, failed=12), some(20)) == "No answer of the model in 100% of 12 calls, before in 0%."
    assert after(some(200, broke=8), some(400)) == "8 of 200 answers broke a safety rule; before, 0 of 400."
    assert after(some(120, cost=0.02), some(100)) == "The cost of 120 calls is 2.0 times that of before."


@pytest.mark.parametrize(
    ("world", "least", "most"),
    [
        (Live(percent=50), 0.0, 0.05),
        (Live(storm=0.2), 0.0, 0.05),
        (Live(failing=0.3, breaking=0.02), 0.0, 0.05),
        (Live(failing_added=0.10), 0.8, 1.0),
        (Live(breaking_added=0.03, percent=50), 0.8, 1.0),
    ],
)
def test_harmless_versions_stay_and_planted_regressions_go(world, least, most):
    found = taken_back(world, count=120, rng=np.random.default_rng(21))
    assert least <= (found > 0).mean() <= most
