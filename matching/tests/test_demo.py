"""The demo data: enough of it, well formed, free of copies between postings and of anybody's real address."""

import json
import re
import subprocess
import sys
from collections import Counter

import pytest

from matching.demo import (
    FENCE,
    FOLDER,
    DemoDataError,
    DemoPosting,
    _posting,
    demo_applications,
    demo_companies,
    demo_postings,
)
from resumes.demo import FOLDER as RESUME_FOLDER
from resumes.demo import built_file, demo_resumes, people, source

EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
RESERVED = re.compile(r"(?:^|\.)example\.(?:com|org|net)$")
# Words, not characters, and five of them: "Must have" or "English" may come back, a sentence may not.
SENTENCE_WORDS = 5


def sentences(posting: DemoPosting) -> set[str]:
    parts = re.split(r"(?<=[.!?:;])\s+|\n+", posting.text)
    plain = (re.sub(r"^[\W\d_]+|\W+$", "", part).lower() for part in parts)
    return {part for part in plain if len(part.split()) >= SENTENCE_WORDS}


def test_there_is_enough_for_a_living_product():
    postings, resumes = demo_postings(), demo_resumes()

    assert len(postings) >= 80
    assert len({posting.profession for posting in postings}) >= 20
    assert len({posting.country for posting in postings}) >= 8
    assert len(resumes) >= 12
    assert len({resume.profession for resume in resumes}) >= 12
    assert len({resume.country for resume in resumes}) >= 8


def test_slugs_are_unique_and_refer_to_each_other():
    postings, companies, resumes = demo_postings(), demo_companies(), demo_resumes()

    assert max(Counter(posting.slug for posting in postings).values()) == 1
    assert max(Counter(company.slug for company in companies).values()) == 1
    assert max(Counter(resume.slug for resume in resumes).values()) == 1
    assert {posting.company for posting in postings} == {company.slug for company in companies}
    assert {row.posting for row in demo_applications()} <= {posting.slug for posting in postings}
    assert {row.resume for row in demo_applications()} <= {resume.slug for resume in resumes}
    assert max(Counter((row.resume, row.posting) for row in demo_applications()).values()) == 1


@pytest.mark.parametrize("posting", demo_postings(), ids=lambda posting: posting.slug)
def test_each_posting_is_a_whole_advertisement(posting):
    assert 110 <= len(posting.text.split()) <= 350
    assert posting.title.strip() and posting.locations
    assert posting.posted_days_ago >= 0
    assert posting.closes_in_days is None or posting.closes_in_days > 0
    assert len(posting.country) == 2
    if posting.salary:
        low, high = posting.salary.min, posting.salary.max
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
        assert re.fullmatch(r"[A-Z]{3}", posting.salary.currency)


def test_an_application_comes_after_its_posting():
    posted = {posting.slug: posting.posted_days_ago for posting in demo_postings()}

    assert [row for row in demo_applications() if row.days_ago > posted[row.posting]] == []


def test_postings_vary_in_shape():
    postings = demo_postings()

    assert {posting.remote for posting in postings} >= {"onsite", "hybrid", "remote"}
    assert {posting.level for posting in postings} >= {"intern", "entry", "mid", "senior", "lead", "executive"}
    assert {posting.salary.period for posting in postings if posting.salary} >= {"hour", "month", "year"}
    assert sum(posting.salary is None for posting in postings) >= 8
    assert sum(posting.closes_in_days is None for posting in postings) >= 8
    assert sum(len(posting.locations) > 1 for posting in postings) >= 8


def test_hardly_a_sentence_stands_in_two_postings():
    found = Counter(sentence for posting in demo_postings() for sentence in sentences(posting))

    repeated = {sentence for sentence, count in found.items() if count > 1}

    assert len(repeated) / len(found) < 0.01, sorted(repeated)


def test_addresses_are_in_reserved_domains():
    files = [path for folder in (FOLDER, RESUME_FOLDER) for path in sorted(folder.rglob("*")) if path.is_file()]
    readable = [path for path in files if path.suffix in {".md", ".toml", ".txt", ".json"}]

    domains = {domain for path in readable for domain in EMAIL.findall(path.read_text(encoding="utf-8"))}

    assert {domain for domain in domains if not RESERVED.search(domain)} == set()
    assert {company.website.split("/")[2] for company in demo_companies()} == {
        f"{company.slug}.example.com" for company in demo_companies()
    }


def test_the_demo_logins_have_somewhere_to_go():
    accounts = [resume.account for resume in demo_resumes()]
    recruiters = [person.email for company in demo_companies() for person in company.recruiters]

    assert accounts[0] == "seeker@example.com"
    assert len(set(accounts)) == len(accounts)
    assert "recruiter@example.com" in recruiters
    assert len(recruiters) == len(set(recruiters)) == 3
    assert sum(resume.wishes.visible for resume in demo_resumes()) > len(accounts) / 2


@pytest.mark.parametrize("resume", demo_resumes(), ids=lambda resume: resume.slug)
def test_each_resume_is_a_file_of_its_kind_and_small(resume):
    starts = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "json": b"{", "md": b"# ", "txt": resume.name.upper().encode()}

    assert resume.data.startswith(starts[resume.filename.rsplit(".", 1)[1]])
    assert 1_000 < len(resume.data) < 150_000
    assert resume.wishes.salary.min <= resume.wishes.salary.max
    assert resume.wishes.titles and resume.wishes.places and resume.wishes.goals


@pytest.mark.parametrize("person", people(), ids=lambda person: person["slug"])
def test_each_source_is_a_full_resume(person):
    document = source(person["slug"])

    assert 3 <= len(document["work"]) <= 5
    assert all(entry["startDate"] < entry.get("endDate", "9999") for entry in document["work"] + document["education"])
    assert sum(len(entry["highlights"]) for entry in document["work"]) >= 6
    assert document["skills"] and document["languages"] and document["education"]
    assert built_file(person["slug"], person["layout"]).suffix == "." + person["file"].rsplit(".", 1)[1]


def test_every_kind_of_file_and_a_hidden_text_are_among_the_resumes():
    formats = Counter(resume.filename.rsplit(".", 1)[1] for resume in demo_resumes())

    assert formats["pdf"] >= 6
    assert formats["docx"] == 2
    assert {"md", "txt", "json"} <= set(formats)
    assert [person["slug"] for person in people() if "hidden" in person] == ["tess-vanderbrugh"]


@pytest.mark.slow
def test_the_committed_files_are_what_the_script_makes():
    pytest.importorskip("typst", reason="typst comes with requirements-dev.txt")
    root = FOLDER.parent.parent

    done = subprocess.run(
        [sys.executable, "scripts/build_demo_resumes.py", "--check"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (done.returncode, done.stdout) == (0, "differ: none\n"), done.stderr


def test_the_json_resume_equals_its_source():
    resume = next(resume for resume in demo_resumes() if resume.filename.endswith(".json"))

    document = json.loads(resume.data)

    assert {key: value for key, value in document.items() if key != "$schema"} == source(resume.slug)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("no front matter", "expected front matter"),
        (f'{FENCE}\nslug = "x"\n{FENCE}\ntext', "demo = true"),
        (f"{FENCE}\nslug = \n{FENCE}\ntext", "Invalid value"),
        (f'{FENCE}\ndemo = true\nslug = "x"\n{FENCE}\ntext', "locations"),
    ],
)
def test_a_broken_posting_is_refused_by_name(tmp_path, content, reason):
    path = tmp_path / "x.md"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(DemoDataError, match=f"x.md: .*{reason}"):
        _posting(path)
