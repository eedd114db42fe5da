"""Loading postings from files."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from matching.models import JobPosting, JobRequirement, JobVector
from matching.services import feed_user

pytestmark = [
    pytest.mark.django_db(databases=["default", "ops"], transaction=True),
    pytest.mark.usefixtures("word_encoder"),
]

GOOD = {
    "id": "7",
    "title": "Data Engineer",
    "company": "Example Company",
    "location": "Berlin, Germany",
    "description": "We look for somebody with 3 years of Python and PostgreSQL who builds and runs our pipelines with Airflow.",
}
SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Staff Nurse",
    "identifier": "n-1",
    "hiringOrganization": {"@type": "Organization", "name": "Example Hospital"},
    "jobLocation": {"@type": "Place", "address": {"addressLocality": "Leeds", "addressCountry": "GB"}},
    "baseSalary": {"currency": "GBP", "value": {"minValue": 30000, "maxValue": 36000, "unitText": "YEAR"}},
    "description": "<p>You care for patients after heart surgery, give medication and keep records on a ward of 24 beds.</p>",
}


def load(path, *flags):
    out = io.StringIO()
    call_command("load_jobs", str(path), "--json", *flags, stdout=out)
    return json.loads(out.getvalue())


def lines(path, *rows):
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_good_rows_are_published_and_bad_ones_reported(tmp_path):
    path = lines(
        tmp_path / "jobs.jsonl", GOOD, "not json", {"id": "8", "title": "Clerk"}, {"id": "9"}, GOOD, SCHEMA_ORG
    )

    report = load(path, "--source-name", "board")

    assert (report["loaded"], report["updated"], report["too_little_text"]) == (3, 0, 1)
    assert [row["row"] for row in report["skipped"]] == [2, 4, 5]
    with acting_as(UserFactory()):
        jobs = {job.external_id: job for job in JobPosting.objects.all()}
        assert set(jobs) == {"board:7", "board:8", "board:n-1"}
        assert jobs["board:7"].countries == ["DE"] and jobs["board:7"].is_published and jobs["board:7"].is_rankable
        assert not jobs["board:8"].is_rankable
        nurse = jobs["board:n-1"]
        assert (nurse.company_name, nurse.salary_min, nurse.salary_currency) == ("Example Hospital", 30_000, "GBP")
        assert "<p>" not in nurse.description
        assert JobRequirement.objects.filter(job=jobs["board:7"], skill_key="python").exists()


def test_loading_again_changes_only_what_changed(tmp_path):
    path = tmp_path / "jobs.jsonl"
    first = load(lines(path, GOOD, SCHEMA_ORG), "--now")
    with acting_as(UserFactory()):
        keys = set(JobPosting.objects.values_list("pk", flat=True))
        assert JobVector.objects.count() == 2
    second = load(path, "--now")
    third = load(lines(path, {**GOOD, "title": "Senior Data Engineer"}, SCHEMA_ORG), "--now")

    assert (first["loaded"], second["loaded"], third["loaded"]) == (2, 0, 0)
    assert (second["unchanged"], third["updated"], third["unchanged"]) == (2, 1, 1)
    with acting_as(UserFactory()):
        assert set(JobPosting.objects.values_list("pk", flat=True)) == keys
        job = JobPosting.objects.get(title="Senior Data Engineer")
        assert JobVector.objects.get(job=job).text_sha256 == job.text_sha256


def test_a_compressed_table_loads(tmp_path):
    path = tmp_path / "jobs.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(
            'title,company,location,description\nBaker,Example Bakery,"Lyon, France",Bread and cake every morning\n'
        )

    assert load(path)["loaded"] == 1


def test_an_unusable_file_is_one_sentence(tmp_path):
    for name, content in (("jobs.pdf", "x"), ("jobs.csv", "colour,size\nred,3\n"), ("jobs.json", "{")):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CommandError):
            load(path)
    with pytest.raises(CommandError):
        load(tmp_path / "absent.csv")
    with acting_as(UserFactory()):
        assert not JobPosting.objects.exists()


def test_nobody_signs_in_as_the_feed():
    feed = feed_user()

    assert not feed.is_active and not feed.has_usable_password()
    assert feed_user().pk == feed.pk


@pytest.mark.slow
def test_the_development_data_loads(shared_data):
    report = load(shared_data / "jobs" / "nyc_jobs_dev.csv.gz", "--source-name", "nyc")
    ads = load(shared_data / "jobs" / "skillspan_postings_dev.jsonl.gz", "--source-name", "ads")

    assert (report["loaded"], report["skipped"]) == (1016, [])
    assert report["too_little_text"] > 900
    assert (ads["loaded"], ads["skipped"], ads["too_little_text"]) == (195, [], 0)
