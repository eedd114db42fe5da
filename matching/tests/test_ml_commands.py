"""`score_pairs` and `rank` from end to end, with the prepared encoder."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from careercopilot.encoder import EncoderMissing, get_encoder
from careercopilot.jsonl import UnusableFile
from matching.tests.test_ml_text import JOB, RESUME

NURSE = """Kim Sorley
Registered Nurse

Experience
Nurse, Tidewater Group
May 2018 - Apr 2024
- Wound care and triage

Skills
Nursing
"""
COOK = "Chef de partie\n\nRequirements\n- Cooking for 80 guests\n- Food safety\n"


@pytest.fixture(scope="module", autouse=True)
def encoder():
    try:
        get_encoder()
    except EncoderMissing as error:
        pytest.skip(str(error))


@pytest.fixture
def files(tmp_path):
    rows = {
        "resumes": [{"id": "data", "text": RESUME}, {"id": 7, "text": NURSE}, {"id": "empty", "text": " "}],
        "jobs": [{"id": "cook", "text": COOK}, {"id": "engineer", "text": JOB}],
    }
    for name, lines in rows.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    pairs = ["resume,job,note", "data,engineer,x", "7,engineer,x", "empty,cook,x", "data,nowhere,x", "data,cook,x"]
    (tmp_path / "pairs.csv").write_text("\n".join(pairs) + "\n")
    (tmp_path / "one.txt").write_text(RESUME)
    (tmp_path / "job.txt").write_text(JOB)
    return tmp_path


def score(files, **options):
    arguments = {name: str(files / f"{name}.jsonl") for name in ("resumes", "jobs")}
    call_command("score_pairs", **arguments, pairs=str(files / "pairs.csv"), out_path=str(files / "out"), **options)
    return (files / "out").read_text().splitlines()


def test_score_pairs_keeps_the_order_and_gives_a_reason_where_it_cannot_score(files):
    rows = [json.loads(line) for line in score(files)]
    assert [(row["resume"], row["job"]) for row in rows] == [
        ("data", "engineer"), ("7", "engineer"), ("empty", "cook"), ("data", "nowhere"), ("data", "cook")
    ]  # fmt: skip
    assert rows[2]["error"] == "The resume has no text."
    assert rows[3]["error"] == "There is no job 'nowhere'."
    assert set(rows[0]) == {
        "resume", "job", "score", "source", "model", "raw", "baseline", "contributions", "subscores"
    }  # fmt: skip
    assert rows[0]["score"] > rows[1]["score"]
    assert rows[0]["score"] > rows[4]["score"]
    assert abs(rows[0]["baseline"] + sum(rows[0]["contributions"].values()) - rows[0]["raw"]) < 1e-9


def test_score_pairs_is_the_same_twice_and_alone(files):
    first = score(files)
    assert score(files) == first
    (files / "pairs.csv").write_text("resume,job\ndata,engineer\n")
    alone, together = json.loads(score(files)[0]), json.loads(first[0])
    assert alone["score"] == together["score"]
    assert alone["raw"] == pytest.approx(together["raw"], abs=0.01)


def test_score_pairs_writes_csv_and_scores_by_rules_when_asked(files):
    rows = list(csv.reader(score(files, format="csv")))
    assert rows[0] == ["resume", "job", "score"]
    assert [row[2] == "" for row in rows[1:]] == [False, False, True, True, False]
    assert json.loads(score(files, rules=True)[0])["source"] == "fallback"


def test_score_pairs_refuses_a_list_without_the_columns(files):
    (files / "pairs.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnusableFile, match="lacks the column job and resume"):
        score(files)


TOO_LITTLE = "This posting is only a title: too little to match on."


@pytest.mark.parametrize(
    ("posting", "refused"),
    [
        ("Chef", True),
        ("Senior Python Developer", True),
        ("Chef de partie\nLyon", True),
        ("Python Developer\n\nDjango, PostgreSQL", False),
    ],
)
def test_a_posting_with_nothing_but_a_title_is_not_scored(files, posting, refused):
    (files / "jobs.jsonl").write_text(json.dumps({"id": "bare", "text": posting}) + "\n")
    (files / "pairs.csv").write_text("resume,job\n7,bare\n")
    (files / "job.txt").write_text(posting)
    expected = {"resume": "7", "job": "bare", "error": TOO_LITTLE}
    [row] = [json.loads(line) for line in score(files)]
    [best] = ranked(files, resume=str(files / "one.txt"), jobs=str(files / "jobs.jsonl"))
    assert (row == expected) is refused
    assert (best.get("error") == TOO_LITTLE) is refused
    if refused:
        with pytest.raises(UnusableFile, match=TOO_LITTLE):
            ranked(files, job=str(files / "job.txt"), resumes=str(files / "resumes.jsonl"))


def ranked(files, **options):
    call_command("rank", out_path=str(files / "out"), **options)
    return [json.loads(line) for line in (files / "out").read_text().splitlines()]


def test_rank_gives_the_best_first_in_both_directions(files):
    jobs = ranked(files, resume=str(files / "one.txt"), jobs=str(files / "jobs.jsonl"))
    assert [row["job"] for row in jobs] == ["engineer", "cook"]
    resumes = ranked(files, job=str(files / "job.txt"), resumes=str(files / "resumes.jsonl"))
    assert [row["resume"] for row in resumes] == ["data", 7, "empty"]
    assert "error" in resumes[-1]


def test_rank_cuts_by_number_and_by_score(files):
    options = {"resume": str(files / "one.txt"), "jobs": str(files / "jobs.jsonl")}
    assert [row["job"] for row in ranked(files, **options, limit=1)] == ["engineer"]
    assert ranked(files, **options, min_score=101) == []


def test_rank_refuses_what_it_cannot_read(files):
    with pytest.raises(CommandError, match="--resume goes with --jobs"):
        ranked(files, resume=str(files / "one.txt"), resumes=str(files / "resumes.jsonl"))
    with pytest.raises(UnusableFile, match="Cannot open"):
        ranked(files, resume=str(files / "none.pdf"), jobs=str(files / "jobs.jsonl"))
    (files / "job.txt").write_text(" ")
    with pytest.raises(UnusableFile, match="has no text"):
        ranked(files, job=str(files / "job.txt"), resumes=str(files / "resumes.jsonl"))


@pytest.mark.slow
def test_smoke_pairs_come_in_the_intended_order(shared_data, tmp_path):
    """The folder's names say which resumes were written for which job."""
    folder = shared_data / "pairs_smoke"
    if not folder.is_dir():
        pytest.skip("pairs_smoke is not in the development data")
    rows = [{"id": path.stem, "text": path.read_text()} for path in sorted((folder / "resumes").glob("*.txt"))]
    (tmp_path / "resumes.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for word in ("backend", "data_analyst"):
        job = next(path for path in (folder / "jobs").glob("*.txt") if path.stem.startswith(word))
        order = [row["resume"] for row in ranked(tmp_path, job=str(job), resumes=str(tmp_path / "resumes.jsonl"))]
        meant = [name for name in order if word in name]
        assert order[: len(meant)] == meant
