"""Spans: exclusive, additive, free of charge when nobody records."""

from __future__ import annotations

import pytest

from careercopilot import timing
from careercopilot.timing import recorded, span, timed


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    now = [0.0]
    monkeypatch.setattr(timing.time, "perf_counter", lambda: now[0])

    def advance(seconds: float) -> None:
        now[0] += seconds

    return advance


def test_a_span_inside_another_takes_its_time_out_of_it(clock):
    with recorded() as record:
        with span("render"):
            clock(1)
            with span("db"):
                clock(2)
            with span("db"):
                clock(3)
            clock(4)
        clock(5)

    assert record.seconds == {"render": 5.0, "db": 5.0}
    assert record.counts == {"render": 1, "db": 2}
    assert record.breakdown_ms() == {"db": 5000.0, "render": 5000.0, "other": 5000.0}


def test_a_failed_block_is_measured_and_the_error_goes_on(clock):
    with recorded() as record, pytest.raises(ValueError, match="no"), span("db"):
        clock(2)
        raise ValueError("no")

    assert record.seconds == {"db": 2.0}


def test_nobody_records_outside_and_records_do_not_mix(clock):
    with span("db"):
        clock(1)
    with recorded() as outer:
        with recorded() as inner, span("db"):
            clock(2)
        with span("db"):
            clock(3)

    assert (outer.seconds, inner.seconds) == ({"db": 3.0}, {"db": 2.0})


def test_a_timed_function_keeps_its_name_and_its_answer(clock):
    @timed("predict")
    def double(value: int) -> int:
        clock(1)
        return 2 * value

    with recorded() as record:
        assert (double(4), double.__name__) == (8, "double")
    assert record.seconds == {"predict": 1.0}
