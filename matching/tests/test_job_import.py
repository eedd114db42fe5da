"""Files of postings: every format, columns by meaning, bad rows told apart from bad files."""

import datetime as dt
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.import_values import as_amount, as_date, html_to_text, period_of, remote_of, title_case
from matching.job_import import JobRecord, RowProblem, UnreadableJobs, completed, read_file, read_stream
from matching.reading import Salary

POSTING: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "identifier": {"@type": "PropertyValue", "name": "Clinic", "value": "N-7"},
    "title": "Community Nurse",
    "hiringOrganization": {"@type": "Organization", "name": "Riverbank Clinic"},
    "jobLocation": {"@type": "Place", "address": {"addressLocality": "Leeds", "addressCountry": "GB"}},
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "GBP",
        "value": {"@type": "QuantitativeValue", "minValue": 30000, "maxValue": 36000, "unitText": "YEAR"},
    },
    "datePosted": "2026-01-02",
    "validThrough": "2026-03-01T00:00:00Z",
    "employmentType": "FULL_TIME",
    "jobLocationType": "TELECOMMUTE",
    "description": "<p>Care for patients &amp; families.</p><ul><li>Two years of experience as a "
"nurse</li><li>Driving licence</li></ul>",
    "url": "https://jobs.example/n-7",
}  # fmt: skip


def read(content: str, kind: str) -> list[JobRecord | RowProblem]:
    return list(read_stream(io.StringIO(content), kind))


def only(content: str, kind: str) -> JobRecord:
    (found,) = read(content, kind)
    assert isinstance(found, JobRecord)
    return found


def test_schema_org_posting() -> None:
    found = only(json.dumps(POSTING), ".json")

    assert (found.title, found.company, found.locations, found.country) == (
        "Community Nurse",
        "Riverbank Clinic",
        ("Leeds, GB",),
        "GB",
    )
    assert found.salary == Salary(30_000, 36_000, "GBP", "year")
    assert (found.posted, found.closes) == (dt.date(2026, 1, 2), dt.date(2026, 3, 1))
    assert (found.remote, found.employment, found.url) == ("remote", "FULL_TIME", "https://jobs.example/n-7")
    assert found.text == "Care for patients & families.\n\n• Two years of experience as a nurse\n• Driving licence"


@pytest.mark.parametrize(
    "wrapped",
    [
        [POSTING],
        {"@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "Clinic"}, POSTING]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": POSTING}]},
        {"jobs": [POSTING]},
    ],
)
def test_postings_are_found_in_arrays_and_graphs(wrapped: Any) -> None:
    assert only(json.dumps(wrapped), ".jsonld").title == "Community Nurse"


def test_other_types_are_no_postings() -> None:
    (problem,) = read(json.dumps({"@type": "Recipe", "name": "Soup"}), ".json")

    assert problem == RowProblem(1, "a Recipe, not a JobPosting")


def test_plain_ads_of_id_and_text() -> None:
    found = only(json.dumps({"id": "a1", "text": "Night Porter\nWe need a porter in Cork, Ireland."}) + "\n", ".jsonl")

    assert (found.source_id, found.title) == ("a1", "Night Porter")


def test_new_york_columns() -> None:
    header = (
        "Job ID,Agency,Posting Type,Business Title,Civil Service Title,Title Code No,Level,Salary Range "
        "From,Salary Range To,Salary Frequency,Work Location,Job Description,Minimum Qual "
        "Requirements,Preferred Skills,Posting Date,Post Until"
    )
    row = (
        '7,DEPT OF PARKS,External,TREE CLIMBER II,CLIMBER,123,2,31.5,40,Hourly,59 Maiden Lane,"Climb and '
        'prune the trees of every borough of the city safely.",Two years of experience in tree care,First '
        "aid,2014-01-09T00:00:00.000,"
    )

    found = only(f"{header}\n{row}\n", ".csv")

    assert (found.title, found.company) == ("Tree Climber II", "Dept of Parks")
    assert found.salary == Salary(31.5, 40, "USD", "hour")
    assert (found.locations, found.country, found.posted) == (
        ("59 Maiden Lane, New York, NY",),
        "US",
        dt.date(2014, 1, 9),
    )
    assert found.level is None
    assert "Requirements:\nTwo years of experience in tree care" in found.text


def test_generic_columns() -> None:
    found = only(
        "Job Title,Company Name,City,Country,Min Salary,Max Salary,Currency,Pay Period,Remote\nBaker,Crust "
        "Co,Lyon,France,2000,2400,EUR,Monthly,no\n",
        ".csv",
    )

    assert (found.title, found.company, found.locations, found.country) == (
        "Baker",
        "Crust Co",
        ("Lyon, France",),
        "FR",
    )
    assert (found.salary, found.remote) == (Salary(2_000, 2_400, "EUR", "month"), None)


def test_a_table_without_a_column_of_postings_is_refused() -> None:
    with pytest.raises(UnreadableJobs, match="first line names no column"):
        read("colour,size\nred,3\n", ".csv")


def test_a_title_alone_has_too_little_text() -> None:
    found = only("title\nPainter\n", ".csv")

    assert (found.title, found.has_enough_text) == ("Painter", False)


def test_the_file_wins_over_the_text() -> None:
    row = {
        "title": "Cook",
        "company": "Inn",
        "salary": "€2,500 per month",
        "description": "Location: Vienna\nSalary: €9,000 per month\nRequirements:\n- 2 years of experience as a cook",
    }

    found = completed(only(json.dumps(row), ".json"))

    assert (found.salary, found.locations, found.min_years) == (Salary(2_500, 2_500, "EUR", "month"), ("Vienna",), 2.0)
    assert found.reading is not None


def test_bad_rows_are_told_and_the_rest_goes_on() -> None:
    found = read('{"title": "Cook", "text": "Cooks."}\nnot json\n{"salary": 3}\n', ".jsonl")

    assert [type(f).__name__ for f in found] == ["JobRecord", "RowProblem", "RowProblem"]
    assert found[1:] == [RowProblem(2, "not JSON"), RowProblem(3, "neither a title nor a text")]


@pytest.mark.parametrize(
    ("content", "kind"), [("", ".csv"), ("{", ".json"), ("[]", ".json"), ("title\n", ".csv"), ("x", ".pdf")]
)
def test_useless_files_are_refused(content: str, kind: str) -> None:
    with pytest.raises(UnreadableJobs):
        read(content, kind)


def test_compressed_files_and_missing_ones(tmp_path: Path) -> None:
    path = tmp_path / "ads.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"title": "Cook", "text": "Cooks."}\n'))

    assert [f.title for f in read_file(path) if isinstance(f, JobRecord)] == ["Cook"]
    with pytest.raises(UnreadableJobs, match="Cannot read"):
        list(read_file(tmp_path / "none.csv"))
    path.write_bytes(gzip.compress(b"\xff\xfe\x00"))
    with pytest.raises(UnreadableJobs, match="not UTF-8"):
        list(read_file(path))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-03", dt.date(2026, 2, 3)),
        ("2026-02-03T10:00:00+01:00", dt.date(2026, 2, 3)),
        ("02/03/2026", dt.date(2026, 2, 3)),
        ("3.2.2026", dt.date(2026, 2, 3)),
        ("3 Feb 2026", dt.date(2026, 2, 3)),
        ("February 3, 2026", dt.date(2026, 2, 3)),
        ("1770076800000", dt.date(2026, 2, 3)),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(text: str, day: dt.date | None) -> None:
    assert as_date(text) == day


@pytest.mark.parametrize(
    ("value", "amount"),
    [(5, 5.0), ("51907.68", 51_907.68), ("$45,000", 45_000.0), ("60k", 60_000.0), ("1.200", 1_200.0), ("n/a", None), (-1, None)],
)  # fmt: skip
def test_amounts(value: Any, amount: float | None) -> None:
    assert as_amount(value) == amount


def test_words_for_periods_and_ways_of_working() -> None:
    assert [period_of(v) for v in ("Annual", "HOUR", "per month", "Daily", "WEEK", "once")] == [
        "year",
        "hour",
        "month",
        "day",
        "week",
        None,
    ]
    assert [remote_of(v) for v in (True, "Hybrid", "Remote", "On-site", "false", False)] == [
        "remote",
        "hybrid",
        "remote",
        "onsite",
        None,
        None,
    ]


def test_titles_in_capitals() -> None:
    assert title_case("ASSOCIATE PUBLIC HEALTH SANITARIAN II") == "Associate Public Health Sanitarian II"
    assert title_case("Head of HR") == "Head of HR"


def test_html_becomes_lines() -> None:
    assert (
        html_to_text("<h3>Tasks</h3><ul><li>Cook &amp; bake</li></ul><script>x()</script>") == "Tasks\n\n• Cook & bake"
    )
    assert html_to_text("5 < 6 and 7 > 2") == "5 < 6 and 7 > 2"


KEYS = st.sampled_from(["title", "salary", "location", "description", "address", "value", "currency", "x"])
LEAVES = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20)


@settings(deadline=None)  # the first example loads the data
@given(st.recursive(LEAVES, lambda x: st.lists(x, max_size=3) | st.dictionaries(KEYS, x, max_size=4), max_leaves=8))
def test_any_json_gives_records_or_problems(value: Any) -> None:
    try:
        found = read(json.dumps(value), ".json")
    except UnreadableJobs:
        return
    assert all(isinstance(f, JobRecord | RowProblem) for f in found)


def test_real_tables_load_whole(shared_data: Path) -> None:
    city = list(read_file(shared_data / "jobs" / "nyc_jobs_dev.csv.gz"))
    ads = list(read_file(shared_data / "jobs" / "skillspan_postings_dev.jsonl.gz"))

    assert (len(city), len(ads)) == (1016, 195)
    assert all(isinstance(f, JobRecord) and f.salary and f.country == "US" and f.posted for f in city)
    assert sum(isinstance(f, JobRecord) and f.has_enough_text for f in city) == 6
    assert all(isinstance(f, JobRecord) and f.has_enough_text for f in ads)


def test_three_decimals_beside_a_decimal_are_no_thousands() -> None:
    head = "title,salary_min,salary_max,currency,period\n"
    decimal, thousands = read(head + "Clerk,18.5814,23.215,USD,hour\nClerk,30.000,36.000,EUR,year\n", ".csv")

    assert decimal.salary == Salary(18.5814, 23.215, "USD", "hour")
    assert thousands.salary == Salary(30_000, 36_000, "EUR", "year")
