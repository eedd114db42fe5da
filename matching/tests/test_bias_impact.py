"""The arithmetic of the bias audit, against numbers worked out by hand."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from careercopilot.jsonl import UnusableFile
from matching.bias_report import category, read_scores
from matching.ml.impact import Count, Judged, Sample, exact, impact, sample_of

# People of a made-up audit: (sex, race or ethnicity, people, of whom above the median). 144 people, 67 above it.
CELLS = [
    ("female", "white", 40, 16),
    ("female", "black", 20, 6),
    ("female", "asian", 3, 2),
    ("male", "white", 50, 30),
    ("male", "black", 20, 9),
    ("male", "native", 2, 1),
    ("", "white", 5, 2),
    ("male", "", 4, 1),
]
# By hand: 67 scores of 80 and 77 of 60 or less, so the 72nd and 73rd are 60 each.
MEDIAN = 60.0


def rows():
    """Everybody above the median has 80; of the others seven have 60 and the rest 40."""
    found = []
    for sex, race, people, above in CELLS:
        found += [(sex, race, 80.0)] * above + [(sex, race, 40.0)] * (people - above)
    low = [number for number, row in enumerate(found) if row[2] == 40.0]
    for number in low[:7]:
        found[number] = (*found[number][:2], 60.0)
    return [Judged(str(number), *row) for number, row in enumerate(found)]


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "scores.csv"
    lines = [f"{row.sex or 'prefer not to say'},{row.race_ethnicity},{row.score:g}" for row in rows()]
    path.write_text("\n".join(["sex,race_ethnicity,score", *lines]) + "\n")
    return path


def test_the_hand_computed_fixture_is_reproduced_exactly():
    sample = sample_of(rows())

    assert sample.median == MEDIAN
    assert sample.whole == Count(None, None, 144, 144, 67)
    by_sex, by_race, both = impact(sample, least=10)
    assert (by_sex.unknown_people, by_race.unknown_people, both.unknown_people) == (5, 4, 9)
    assert {
        group.name: (group.people, group.above, group.rate, group.ratio, group.standing) for group in by_sex.groups
    } == {
        ("female",): (63, 24, 24 / 63, (24 / 63) / (41 / 76), "compared"),
        ("male",): (76, 41, 41 / 76, 1.0, "compared"),
    }
    # Of 140 people with a known race 2 % are 2.8: two are under it, three are not but are fewer than ten.
    assert {
        group.name: (group.people, group.above, group.rate, group.ratio, group.standing) for group in by_race.groups
    } == {
        ("white",): (95, 48, 48 / 95, 1.0, "compared"),
        ("black",): (40, 15, 15 / 40, (15 / 40) / (48 / 95), "compared"),
        ("asian",): (3, 2, 2 / 3, None, "too few"),
        ("native",): (2, 1, 1 / 2, None, "under 2 %"),
    }
    assert {group.name: (group.rate, group.ratio, group.is_flagged) for group in both.groups} == {
        ("female", "white"): (16 / 40, (16 / 40) / (30 / 50), True),
        ("female", "black"): (6 / 20, (6 / 20) / (30 / 50), True),
        ("female", "asian"): (2 / 3, None, False),
        ("male", "white"): (30 / 50, 1.0, False),
        ("male", "black"): (9 / 20, (9 / 20) / (30 / 50), True),
        ("male", "native"): (1 / 2, None, False),
    }
    # A small group's higher rate is nobody's measure.
    assert [group.name for group in both.groups if group.is_highest] == [("male", "white")]


def test_four_fifths_is_flagged_below_and_not_at():
    counts = [Count(None, None, 60, 60, 36), Count("a", None, 20, 20, 10), Count("b", None, 20, 20, 8)]
    at = impact(Sample(1.0, tuple(counts)))[0].groups
    below = impact(Sample(1.0, (*counts[:2], Count("b", None, 20, 20, 7))))[0].groups

    assert [(group.ratio, group.is_flagged) for group in at] == [(1.0, False), (0.8, False)]
    assert [(group.ratio, group.is_flagged) for group in below] == [(1.0, False), (0.7, True)]


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # Tables of the exact interval at 95 %.
        (0, 10, 0.0, 0.30849711),
        (1, 10, 0.00252858, 0.44501612),
        (5, 10, 0.18708603, 0.81291397),
        (10, 10, 0.69150289, 1.0),
    ],
)
def test_rates_have_exact_intervals(hits, trials, low, high):
    assert exact(hits, trials) == pytest.approx((low, high), abs=1e-7)


@given(st.integers(1, 300), st.data())
@settings(deadline=None)
def test_an_exact_interval_leaves_each_tail_its_share(trials, data):
    """What the interval is defined by: at its ends, as few or as many hits have a chance of 2.5 %."""
    from scipy.stats import binom

    hits = data.draw(st.integers(0, trials))
    low, high = exact(hits, trials)

    assert low <= hits / trials <= high
    assert low == 0.0 if hits == 0 else binom.sf(hits - 1, trials, low) == pytest.approx(0.025, abs=1e-9)
    assert high == 1.0 if hits == trials else binom.cdf(hits, trials, high) == pytest.approx(0.025, abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(10, 60), st.integers(0, 60)), min_size=2, max_size=4))
def test_ratios_lie_in_their_intervals_and_never_above_one(groups):
    assume(all(above <= people for people, above in groups))
    counts = [Count(str(number), None, people, people, above) for number, (people, above) in enumerate(groups)]
    whole = Count(
        None, None, sum(c.people for c in counts), sum(c.scores for c in counts), sum(c.above for c in counts)
    )

    for group in impact(Sample(1.0, (whole, *counts)))[0].groups:
        assert group.ratio is None or group.ratio <= 1.0
        if group.ratio_interval:
            low, high = group.ratio_interval
            assert low <= group.ratio
            assert high is None or group.ratio <= high


def test_many_scores_of_few_people_do_not_narrow_the_interval():
    """Ten people with ten scores each are ten people, as if each person's scores were one."""
    one = [Judged(str(number), "female", "asian", float(number % 2)) for number in range(10)]
    ten = [Judged(str(number), "female", "asian", float(number % 2)) for number in range(10) for _ in range(10)]

    narrow, wide = (impact(sample_of(rows))[0].groups[0] for rows in (one, ten))

    assert (wide.scores, wide.people) == (100, 10)
    assert wide.rate_interval == narrow.rate_interval


def test_a_withheld_count_has_no_rate():
    counts = (Count(None, None, 34, 34, 17), Count("a", None, 30, 30, 15), Count("b", None, 4, 4, None))

    found = {
        group.name[0]: (group.rate, group.ratio, group.standing) for group in impact(Sample(1.0, counts))[0].groups
    }

    assert found == {"a": (0.5, 1.0, "compared"), "b": (None, None, "withheld")}


def test_where_nobody_is_above_there_is_no_ratio():
    found = impact(sample_of([Judged(str(n), "ab"[n % 2], "", 5.0) for n in range(40)]))[0].groups

    assert [(group.rate, group.ratio, group.is_flagged) for group in found] == [(0.0, None, False)] * 2


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Female", "female"),
        (" M ", "male"),
        ("Black or African American", "black"),
        ("two or  more races", "several"),
        ("Prefer not to say", ""),
        ("", ""),
        (None, ""),
        ("Agender", "Agender"),
    ],
)
def test_categories_are_read_by_name_or_label(words, name):
    assert category(words) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sex,score\nm,1\n", "lacks the column race_ethnicity"),
        ("sex,race_ethnicity,score\nm,white,high\n", "line 2: 'high' is no score"),
        ("sex,race_ethnicity,score\nm,white,inf\n", "line 2: 'inf' is no score"),
        ("sex,race_ethnicity,score\nm,white\n", "line 2: None is no score"),
        ("sex,race_ethnicity,score\n", "holds no score"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_line(tmp_path, text, words):
    path = tmp_path / "scores.csv"
    path.write_text(text)

    with pytest.raises(UnusableFile, match=words):
        read_scores(str(path))


def test_the_command_writes_page_values_and_notice_without_a_database(data, tmp_path, capsys):
    call_command("bias_audit", data=str(data), out=tmp_path / "out", ranker="ranker-1")

    said = capsys.readouterr().out
    assert "144 scores of 144 people (the file scores.csv), median 60" in said
    assert "lowest ratio 0.500; 5 under 0.80" in said
    page = (tmp_path / "out" / "bias-audit.html").read_text()
    assert "0.706" in page
    assert "Under 0.80, may be chance" in page
    assert "we claim no compliance" in page
    # A file on its own: no address of anything, no script.
    assert [word for word in ("http:", "https:", "src=", "<link", "<script", "url(") if word in page] == []
    values = list(csv.DictReader(io.StringIO((tmp_path / "out" / "bias-audit.csv").read_text())))
    assert len(values) == 2 + 4 + 6 + 3
    female = next(row for row in values if row["group"] == "Female")
    assert (female["scoring_rate"], female["impact_ratio"]) == (str(24 / 63), str((24 / 63) / (41 / 76)))
    assert "10 business days" in (tmp_path / "out" / "notice.txt").read_text()


def test_a_group_named_like_a_formula_is_no_formula_in_the_values(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("sex,race_ethnicity,score\n=1+1,<b>x</b>,1\nm,white,2\n")

    call_command("bias_audit", data=str(path), out=tmp_path / "out", stdout=io.StringIO())

    assert ",'=1+1," in (tmp_path / "out" / "bias-audit.csv").read_text()
    assert "&lt;b&gt;x&lt;/b&gt;" in (tmp_path / "out" / "bias-audit.html").read_text()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("hispanic_or_latino", "hispanic"), ("Hispanic/Latino", "hispanic"), ("LATINX", "hispanic"),
        ("White (Not Hispanic or Latino)", "white"), ("black_or_african-american", "black"), ("Non-Hispanic Black", "black"),
        ("Native Hawaiian or Other Pacific Islander", "pacific"), ("Two or More Races", "several"), ("Other", "some other race"),
        ("Decline to say", ""), ("Martian", "Martian"), ("N/A", ""),
    ],
)  # fmt: skip
def test_a_race_is_one_group_however_it_is_spelled(words, name):
    assert category(words, "race_ethnicity") == name


def test_spellings_of_one_category_make_one_group_and_unknown_words_are_told(tmp_path, capsys):
    path = tmp_path / "scores.csv"
    lines = [
        f"Female,{race},{score}" for score in (40, 80) for race in ("hispanic", "hispanic_or_latino", "WHITE", "Wihte")
    ]
    path.write_text("\n".join(["sex,race_ethnicity,score", *lines]) + "\n")

    call_command("bias_audit", data=str(path), json=True, least=1)

    said = capsys.readouterr()
    groups = json.loads(said.out)["tables"][1]["groups"]
    assert {group["name"][0]: group["people"] for group in groups} == {"hispanic": 4, "white": 2, "Wihte": 2}
    assert said.err == (
        f"{path}, line 5: 'Wihte' is no race or ethnicity known here and counts as a group of its own."
        " Write it as the other lines do if it is another spelling.\n"
    )


def test_least_must_be_a_number_of_people(data):
    with pytest.raises(CommandError, match="at least 1"):
        call_command("bias_audit", data=str(data), least=0)
