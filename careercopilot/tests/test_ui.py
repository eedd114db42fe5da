"""The design system's numbers: bands, exact sums, drawn widths, words for money and dates."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import NoReverseMatch
from hypothesis import given
from hypothesis import strategies as st

from careercopilot import figures, navigation
from careercopilot.templatetags import ui

points = st.floats(-60, 60, allow_nan=False, allow_subnormal=False)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("score", "word", "tone"),
    [
        (None, "Not scored", "none"),
        (0, "Weak fit", "bad"),
        (40, "Weak fit", "bad"),
        (41, "Partial fit", "warn"),
        (60, "Partial fit", "warn"),
        (61, "Good fit", "accent"),
        (80, "Good fit", "accent"),
        (80.4, "Good fit", "accent"),
        (80.5, "Highly recommended", "good"),
        (100, "Highly recommended", "good"),
    ],
)
def test_band_follows_the_number_that_is_shown(score, word, tone):
    assert figures.band_of(score) == figures.Band(word, tone)


@pytest.mark.parametrize("score", [-0.1, 100.1])
def test_band_refuses_a_score_off_the_scale(score):
    with pytest.raises(ValueError, match="between 0 and 100"):
        figures.band_of(score)


def test_band_refuses_an_unknown_kind():
    with pytest.raises(ValueError, match="no bands"):
        figures.band_of(50, "mood")


@given(st.lists(points, min_size=1, max_size=12))
def test_apportioned_integers_sum_to_the_total_within_one_each(parts):
    total = figures.whole(sum(parts))

    numbers = figures.apportion(parts, total)

    assert sum(numbers) == total
    assert all(abs(number - part) < 1 + 1e-6 for number, part in zip(numbers, parts, strict=True))


def test_apportion_refuses_parts_of_another_total():
    with pytest.raises(ValueError, match="does not round"):
        figures.apportion([10.0, 5.0], 30)
    with pytest.raises(ValueError, match="no parts"):
        figures.apportion([], 1)


@given(st.floats(0, 100), st.lists(points, min_size=1, max_size=8))
def test_waterfall_adds_up_and_each_step_starts_where_the_last_one_ended(baseline, values):
    parts = [(f"Part {index}", value) for index, value in enumerate(values)]
    score = figures.whole(min(100.0, max(0.0, baseline + sum(values))))

    steps = figures.waterfall_steps(baseline, parts, score)

    assert sum(step.delta for step in steps[:-1]) == score
    assert [step.start for step in steps[1:-1]] == [step.end for step in steps[:-2]]
    assert steps[-1] == figures.Step("Score", "total", 0, score, score)
    assert all(abs(step.delta - value) < 1 + 1e-6 for step, value in zip(steps[1:], values, strict=False))


def test_waterfall_names_the_clipping():
    steps = figures.waterfall_steps(60, [("Skills", 55.0)], 100)

    assert [(step.kind, step.delta) for step in steps] == [("base", 60), ("up", 55), ("clip", -15), ("total", 100)]
    assert figures.axis(steps) == (0, 120)


def test_waterfall_refuses_parts_that_do_not_make_the_score():
    with pytest.raises(ValueError, match="the score says 70"):
        figures.waterfall_steps(40, [("Skills", 20.0)], 70)


def test_waterfall_is_a_table_with_its_numbers_and_no_style():
    html = ui.waterfall(40, {"Skills & tools": 24.2, "Salary": -4.4}, 60)

    assert re.findall(r'<td class="num ?\w*">([^<]+)</td>', html) == ["40", "+24", "−4", "60"]
    assert "Skills &amp; tools" in html
    assert "style=" not in html


@pytest.mark.parametrize("score", [0, 1, 50, 99, 100])
def test_ring_says_its_number_and_its_band(score):
    html = ui.score_ring(score)

    assert f'aria-label="Match score: {score} of 100, {figures.band_of(score).word.lower()}"' in html
    assert ("stroke-dasharray" in html) == (score > 0)
    assert f">{score}</text>" in html


def test_ring_of_an_unknown_score_is_no_zero():
    html = ui.score_ring(None, "lg", "ats")

    assert 'aria-label="ATS score: not scored"' in html
    assert ">–</text>" in html


def test_ring_refuses_a_wrong_score():
    with pytest.raises(ValueError, match="between 0 and 100"):
        ui.score_ring(101)


@pytest.mark.parametrize(
    "parts",
    [
        {"Skills": 92, "Text": None},
        [("Skills", 92), ("Text", None)],
        [SimpleNamespace(label="Skills", score=92), SimpleNamespace(label="Text", score=None)],
        [{"label": "Skills", "value": 92}, {"label": "Text", "value": None}],
    ],
)
def test_bars_read_every_shape_and_tell_unknown_from_zero(parts):
    html = ui.score_bars(parts)

    assert re.findall(r'<rect class="value" width="([\d.]+)%"', html) == ["92"]
    assert html.count("not known") == 1
    assert html.count('class="unknown"') == 1


def test_long_and_hostile_names_are_escaped():
    html = ui.score_bars({"<script>alert(1)</script>": 5})

    assert "<script>" not in html


@pytest.mark.parametrize(
    ("low", "high", "currency", "period", "text"),
    [
        (90000, 120000, "usd", "year", "$90,000–120,000 a year"),
        (90000, 90000, "CHF", "year", "CHF 90,000 a year"),
        (25.5, None, "GBP", "hour", "from £25.50 an hour"),
        (None, 4000, "EUR", "month", "up to €4,000 a month"),
        (None, None, "EUR", "month", ""),
    ],
)
def test_salary_in_words(low, high, currency, period, text):
    assert ui.salary(low, high, currency, period) == text


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=30), "1 day ago"),
        (timedelta(days=20), "2 weeks ago"),
        (timedelta(days=800), "2 years ago"),
        (-timedelta(seconds=30), "in a moment"),
        (-timedelta(hours=3), "in 3 hours"),
    ],
)
def test_relative_moments(gap, text):
    assert figures.relative_text(NOW - gap, NOW) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [(20, "yesterday"), (21, "today"), (22, "tomorrow"), (25, "in 4 days"), (11, "1 week ago")],
)
def test_relative_days(day, text):
    assert figures.relative_text(date(2026, 11, day), NOW) == text


def test_small_words():
    assert [ui.signed(value) for value in (6.4, -3.5, 0.2)] == ["+6", "−4", "0"]
    assert [ui.percent(value) for value in (0.834, None)] == ["83%", "–"]
    assert [ui.money(value, "USD") for value in (0, 1200, 0.5, -3, None)] == ["$0", "$1,200", "$0.50", "−$3", "–"]
    assert [ui.initials(name) for name in ("Ada Lovelace", "ada@example.com", "", "Ø")] == ["AL", "AE", "?", "Ø"]
    assert [ui.message_tone(level) for level in ("success", "error", "warning", "good")] == [
        "good",
        "bad",
        "warn",
        "good",
    ]


def test_confidence_has_a_word_and_a_number():
    assert [re.sub(r"<[^>]+>", "", ui.confidence(value)) for value in (0.98, 0.61, 0.2, None)] == [
        "Sure 98%",
        "Likely 61%",
        "Check this 20%",
        "Certainty not known",
    ]


def test_region_is_placed_by_fractions_and_escapes_its_key():
    html = ui.region_rect({"key": 'a"b', "x0": 0.1, "y0": 0.2, "x1": 0.5, "y1": 0.25, "kind": "hidden", "label": "<i>"})

    assert html == (
        '<rect x="0.1" y="0.2" width="0.4" height="0.05" class="region--hidden" data-link-key="a&quot;b">'
        "<title>&lt;i&gt;</title></rect>"
    )


def test_active_runs_are_those_not_finished():
    assert ui.active_runs([SimpleNamespace(is_finished=done) for done in (True, False, False)]) == 2


def _request(**user):
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True, **user)
    return request


def test_nobody_has_no_navigation():
    assert navigation.for_request(None) == []
    assert navigation.for_request(RequestFactory().get("/")) == []


def test_navigation_follows_the_sides_of_a_person(monkeypatch):
    monkeypatch.setattr(navigation, "reverse", lambda view: f"/{view}/")
    seeker = navigation.for_request(_request(is_seeker=True, active_membership=None))
    both = navigation.for_request(_request(is_seeker=True, active_membership=object()))

    assert [group.heading for group in seeker] == ["Job search"]
    assert [group.heading for group in both] == ["Job search", "Hiring"]


def test_a_page_without_an_address_is_left_out(monkeypatch):
    def only_resumes(view):
        if view != "resumes:resume_list":
            raise NoReverseMatch
        return "/resumes/"

    monkeypatch.setattr(navigation, "reverse", only_resumes)

    [group] = navigation.for_request(_request(is_seeker=True, active_membership=None))

    assert [(item.label, item.url) for item in group.items] == [("Resumes", "/resumes/")]


def test_bottom_bar_holds_five_of_both_sides():
    groups = [navigation.SEEKER, navigation.COMPANY]

    assert [item.label for item in navigation.phone_items(groups)] == [
        "Overview", "Resumes", "Matches", "Dashboard", "Postings",
    ]  # fmt: skip
    assert len(navigation.phone_items(groups[:1])) == 5


def test_the_current_page_is_marked(monkeypatch):
    monkeypatch.setattr(navigation, "reverse", lambda view: f"/{view}/")
    request = _request(is_seeker=True, active_membership=None)
    request.resolver_match = SimpleNamespace(view_name="matching:match_detail")

    [group] = navigation.for_request(request)

    assert [item.label for item in group.items if item.is_current] == ["Matches"]
