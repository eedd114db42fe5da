"""Dates in seven languages, and numbers that are none."""

# ruff: noqa: E501 (a table of samples)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resumes.parsing.dates import find_dates, is_date_text

RANGES = [
    ("Jan 2023 – Present", "2023-01", "present"), ("Sept 2018 – May 2023", "2018-09", "2023-05"), ("2016 - now", "2016", "present"),
    ("2012-2014", "2012", "2014"), ("2019–21", "2019", "2021"), ("01/2020 - 03/2021", "2020-01", "2021-03"), ("03.2018 – heute", "2018-03", "present"),
    ("seit 04/2020", "2020-04", "present"), ("since 2019", "2019", "present"), ("2020 -", "2020", "present"), ("Jun – Aug 2019", "2019-06", "2019-08"),
    ("janv. 2020 – aujourd’hui", "2020-01", "present"), ("mai 2018 à juin 2019", "2018-05", "2019-06"), ("fév. 2015 - déc. 2016", "2015-02", "2016-12"),
    ("enero de 2019 a marzo de 2020", "2019-01", "2020-03"), ("marzo 2020 - actualidad", "2020-03", "present"), ("desde 2018", "2018", "present"),
    ("gennaio 2015 – oggi", "2015-01", "present"), ("mrt 2017 – heden", "2017-03", "present"), ("2018 tot heden", "2018", "present"),
    ("fev. 2018 – atual", "2018-02", "present"), ("15.03.2018 - 31.12.2020", "2018-03", "2020-12"), ("2019-03 to 2020-05", "2019-03", "2020-05"),
    ("Aug '19 - Sep '20", "2019-08", "2020-09"), ("Aug. 2017 to till date", "2017-08", "present"), ("von 2010 bis 2012", "2010", "2012"),
    ("2016, July – 2017, December", "2016-07", "2017-12"), ("Jan 2016  Jun 2017", "2016-01", "2017-06"), ("03/15/2020 – 06/01/2021", "2020-03", "2021-06"),
    ("04/19 - Present", "2019-04", "present"), ("06/15 – 03/19", "2015-06", "2019-03"), ("11.98 to 02.04", "1998-11", "2004-02"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end"), RANGES)
def test_ranges(text: str, start: str, end: str) -> None:
    (span,) = find_dates(text)
    assert (span.start, span.end, span.is_range) == (start, end, True)
    assert is_date_text(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("May 2014", "2014-05"),
        ("2015 / 07", "2015-07"),
        ("10/2020", "2020-10"),
        ("Class of 2022", "2022"),
        ("Summer 2018", "2018"),
        ("März 2019", "2019-03"),
    ],
)
def test_single_dates(text: str, date: str) -> None:
    (span,) = find_dates(text)
    assert (span.start, span.end, span.is_range) == (date, date, False)


@pytest.mark.parametrize(
    "text",
    [
        "$2019 revenue",
        "12,2010 units",
        "a 2015% rise",
        "+49 176 20192019",
        "may I",
        "in 1200 stores",
        "2 years 10 months",
        "1999.95",
        "from 5/10 to 7/10",
        "09/12",
        "12/20 - 11/19",
    ],
)
def test_numbers_that_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


@given(st.text(alphabet=st.sampled_from("0123456789 -–/.'abJanMärzheute"), max_size=40))
def test_spans_are_in_order_and_normalised(text: str) -> None:
    spans = find_dates(text)
    assert all(0 <= span.at < span.to <= len(text) for span in spans)
    assert all(left.to <= right.at for left, right in zip(spans, spans[1:], strict=False))
    for span in spans:
        for value in (span.start, span.end):
            assert value is None or value == "present" or 1950 <= int(value[:4]) <= 2049
            assert value is None or len(value) in (4, 7)
