"""What is measured: each function runs tools on some of the development data and adds figures to the bench."""

from __future__ import annotations

import csv
import gzip
import json
import statistics
import time
from pathlib import Path
from typing import Any

from figures_tools import Bench, Figure, Pace, Row, read

RESUME_ENDINGS = (".pdf", ".docx", ".txt", ".json")
PERIODS = {"Annual": "year", "Hourly": "hour", "Daily": "day"}


def resumes(bench: Bench) -> None:
    """Every resume file through parse_resumes and ats_score; fields against the truth."""
    everything = sorted(
        path.relative_to(bench.data).as_posix()
        for folder in ("resumes", "injection/pdf", "pairs_smoke/resumes")
        for path in (bench.data / folder).rglob("*")
        if path.suffix in RESUME_ENDINGS
    )
    rows = bench.tool("parse_resumes", "all resume files", *everything, "--root", str(bench.data))
    predicted = bench.work / "parse.jsonl"
    predicted.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    mine = {row["kind"]: row for row in bench.judge("score_parse.py", "--pred", str(predicted))}["text"]
    free = {row["kind"]: row for row in bench.judge("score_parse.py", "--baseline", "pdfminer")}["text"]
    for name, at, aim in (
        ("name", ("name",), "0.95"), ("e-mail", ("email",), ""), ("phone", ("phone",), ""), ("location", ("location",), ""),
        ("company, F1", ("experience", "company", "f1"), "0.90"), ("title", ("experience", "title"), "0.90"),
        ("start date", ("experience", "start"), "0.90"), ("end date", ("experience", "end"), "0.90"),
        ("institution, F1", ("education", "institution", "f1"), "0.90"), ("degree", ("education", "degree"), ""),
        ("skills, recall", ("skills_recall",), "0.90"), ("text, recall", ("text_recall",), ""),
    ):  # fmt: skip
        bench.figures.append(
            Figure("`parse_resumes`", f"{mine['files']} PDFs", name, dig(mine, at), dig(free, at), aim, note="pdfminer")
        )
    parsed_files(bench, rows)
    scored = bench.tool("ats_score", "all resume files", *(str(bench.data / name) for name in everything))
    points = [row["score"] for row in scored if "score" in row]
    for name, value in (("lowest", min(points)), ("median", statistics.median(points)), ("highest", max(points))):
        bench.figures.append(Figure("`ats_score`", f"{len(points)} resume files", f"{name} score", value))


def parsed_files(bench: Bench, rows: list[Row]) -> None:
    """Which files were read, refused, and found to hide text."""
    for data, start, measure, holds in (
        ("DOCX", "resumes/docx_anonymised", "read, none refused", lambda row: "text" in row),
        ("DOCX", "resumes/docx_anonymised", "with entries of work or education",
         lambda row: bool(row.get("experience") or row.get("education"))),
        ("scans", "resumes/scanned", "refused with a reason", lambda row: "error" in row),
        ("PDFs with hidden text", "injection/pdf", "hidden text found", lambda row: bool(row.get("hidden_text"))),
    ):  # fmt: skip
        chosen = [row for row in rows if row["file"].startswith(start)]
        share = sum(map(holds, chosen)) / len(chosen)
        bench.figures.append(Figure("`parse_resumes`", f"{len(chosen)} {data}", measure, share, aim="1"))


def dig(row: Row, path: tuple[str, ...]) -> float:
    """A nested figure."""
    value: Any = row
    for key in path:
        value = value[key]
    return float(value)


def pairs(bench: Bench) -> None:
    """Labelled pairs: the ranker and the rules beside TF-IDF."""
    folder = bench.data / "pairs_dev" / "he_ml"
    free = bench.judge("score_pairs.py", "--set", str(folder), "--baseline", "tfidf")[0]
    for name, extra in (("ranker", []), ("rules", ["--rules"])):
        given = [f"--{side}={folder / f'{side}.jsonl.gz'}" for side in ("resumes", "jobs")]
        rows = bench.tool("score_pairs", f"he_ml, {name}", *given, f"--pairs={folder / 'labels.csv'}", *extra)
        path = bench.write(rows)
        mine = bench.judge("score_pairs.py", "--set", str(folder), "--pred", str(path), "--ci")[0]
        for measure in ("spearman", "auc"):
            low, high = mine[f"{measure}_ci95"]
            note = "TF-IDF; MiniLM 0.41, mean of four signals 0.53-0.56" if measure == "spearman" else "TF-IDF"
            bench.figures.append(
                Figure(f"`score_pairs`, {name}", f"{mine['pairs']} pairs of one job", measure, mine[measure], free[measure],
                       "" if measure == "spearman" else "0.88 (one person, 546 postings)", note=note, interval=f" [{low:.2f}, {high:.2f}]")
            )  # fmt: skip


def smoke(bench: Bench) -> None:
    """Resumes written for one of two jobs: how often one meant for the job stands above one that is not."""
    folder = bench.data / "pairs_smoke"
    rows = bench.write(
        {"id": path.stem, "text": path.read_text(encoding="utf-8")}
        for path in sorted((folder / "resumes").glob("*.txt"))
    )
    for job in sorted((folder / "jobs").glob("*.txt")):
        ranked = bench.tool("rank", f"smoke, {job.stem}", f"--job={job}", f"--resumes={rows}")
        names = [row["resume"] for row in ranked]
        meant = [name for name in names if job.stem in name] or [
            name for name in names if job.stem.split("_")[0] in name
        ]
        others = [name for name in names if name not in meant]
        above = sum(names.index(one) < names.index(other) for one in meant for other in others)
        share = above / (len(meant) * len(others))
        figure = Figure("`rank`", f"smoke, {job.stem}", "meant above not meant", share, 0.5, "1", note="chance")
        bench.figures.append(figure)


def titles(bench: Bench) -> None:
    """Job titles of O*NET against the names of ESCO occupations: where the first right one stands."""

    def table(name: str) -> list[Row]:
        with gzip.open(bench.data / "titles" / name, "rt", encoding="utf-8") as handle:
            return [dict(zip(("id", "text"), line.rstrip("\n").split("\t"), strict=False)) for line in handle]

    asked, listed = table("melo_queries_dev.tsv.gz"), bench.write(table("melo_corpus.tsv.gz"))
    rows = bench.lines("match_titles", f"{len(asked)} titles", asked, f"--titles={listed}", "--limit=200")
    path = bench.write({"q": row["id"], "ranked": row["ranked"]} for row in rows)
    mine = bench.judge("score_titles.py", "--pred", str(path))[0]
    free = bench.judge("score_titles.py", "--baseline", "char")[0]
    for key, name, aim in (("mrr", "mean reciprocal rank", "0.67"), ("success1", "right at once", "")):
        note = "characters; MiniLM 0.613" if key == "mrr" else "characters"
        bench.figures.append(
            Figure("`match_titles`", f"{mine['queries']} titles", name, mine[key], free[key], aim, note=note)
        )


def skills(bench: Bench) -> None:
    """Sentences of job ads: spans of hard skills."""
    gold = read(bench.data / "skills" / "skillspan_dev.jsonl.gz")
    rows = bench.lines(
        "extract_skills", "SkillSpan dev", ({"id": i, "text": " ".join(r["tokens"])} for i, r in enumerate(gold))
    )
    surfaces = ([s["surface"] for s in row["skills"] if s["kind"] == "knowledge"] for row in rows)
    path = bench.write({"i": row["id"], "skills": found} for row, found in zip(rows, surfaces, strict=True))
    mine = bench.judge("score_skills.py", "--pred", str(path))[0]["knowledge"]
    free = bench.judge("score_skills.py", "--baseline", "gazetteer")[0]["knowledge"]
    for kind, aim in (("strict", "0.55"), ("loose", "0.70")):
        bench.figures.append(
            Figure("`extract_skills`", f"{len(gold):,} sentences", f"hard skills, {kind} F1", mine[kind]["f1"],
                   free[kind]["f1"], aim, note="word list")
        )  # fmt: skip


def salaries(bench: Bench) -> None:
    """Lines with pay, and with sums that are no pay."""
    gold = read(bench.data / "jobs" / "salary_lines_dev.jsonl.gz")
    rows = bench.lines("read_jobs", "salary lines", ({"id": row["i"], "text": row["text"]} for row in gold))
    path = bench.write({"i": row["id"]} | (row["salary"] or {}) for row in rows)
    mine = bench.judge("score_salary.py", "--pred", str(path))[0]
    free = bench.judge("score_salary.py", "--baseline", "regex")[0]
    for key, name, aim in (("exact", "all four right", "0.97"), ("decoys_clean", "sums left alone", "1.00")):
        data = f"{mine['lines'] if key == 'exact' else mine['decoys']} lines"
        bench.figures.append(Figure("`read_jobs`, salary", data, name, mine[key], free[key], aim, note="one pattern"))


def injection(bench: Bench) -> None:
    """Instructions to a machine reader: in whole resumes, alone, in e-mails."""
    texts = bench.judge("score_injection.py", "--list")
    rows = bench.lines(
        "scan_text", "resumes, lines, e-mails", ({"id": [r["set"], r["i"]], "text": str(r["text"])} for r in texts)
    )
    path = bench.write({"set": r["id"][0], "i": r["id"][1], "flag": r["flag"], "score": r["score"]} for r in rows)
    mine = bench.judge("score_injection.py", "--pred", str(path))
    free = {row["set"]: row for row in bench.judge("score_injection.py", "--baseline", "keywords")}
    for row in mine:
        other = free[row["set"]]
        for key, name, less, aim in (("recall", "attacks found", False, "0.90"), ("fpr", "false alarms", True, "0.05")):
            if row[key] is not None:
                wanted = "0.02" if row["set"] == "docs_clean" else aim
                count = row["malicious"] if key == "recall" else row["benign"]
                figure = Figure(
                    "`scan_text`", f"{row['set']} ({count})", name, row[key], other[key], wanted, less, "key words"
                )
                bench.figures.append(figure)


def personal_data(bench: Bench) -> None:
    """Generated texts about people: what leaks, what stays."""
    with gzip.open(bench.data / "pii" / "presidio_large.json.gz", "rt", encoding="utf-8") as handle:
        gold = json.load(handle)
    rows = bench.lines("redact", "generated texts", ({"id": i, "text": r["full_text"]} for i, r in enumerate(gold)))
    path = bench.write({"i": row["id"], "redacted": row["redacted"]} for row in rows)
    mine = bench.judge("score_pii.py", "--pred", str(path))[0]
    free = bench.judge("score_pii.py", "--baseline", "regex")[0]
    data = f"{mine['texts']:,} texts"
    for name, at, less, aim in (
        ("contact data left", ("leak_contact",), True, "0.00"), ("names left", ("leak", "PERSON"), True, "0.10"),
        ("other words kept", ("kept",), False, "0.98"),
    ):  # fmt: skip
        trades = "" if less else "the baseline masks no names"
        figure = Figure("`redact`", data, name, dig(mine, at), dig(free, at), aim, less, "five patterns", trades=trades)
        bench.figures.append(figure)


def postings(bench: Bench) -> None:
    """Files of postings as load_jobs reads them, and the ads through read_jobs."""
    from matching.job_import import JobRecord, read_file

    for name in ("nyc_jobs_dev.csv.gz", "skillspan_postings_dev.jsonl.gz"):
        path = bench.data / "jobs" / name
        began = time.monotonic()
        found = list(read_file(path))
        records = [one for one in found if isinstance(one, JobRecord)]
        seconds = round(time.monotonic() - began, 2)
        bench.paces.append(Pace("load_jobs (reading)", name, len(found), len(found) - len(records), seconds))
        enough = sum(one.has_enough_text for one in records) / len(records)
        bench.figures.append(
            Figure("`load_jobs`, reading", f"{len(records):,} rows of {name}", "text enough to match on", enough)
        )
        if name.endswith(".csv.gz"):
            share = salaries_as_stated(path, records)
            figure = Figure("`load_jobs`, reading", f"{len(records):,} rows of {name}", "pay as stated", share, aim="1")
            bench.figures.append(figure)
    ads = read(bench.data / "jobs" / "skillspan_postings_dev.jsonl.gz")
    rows = bench.lines("read_jobs", "ads", ads)
    with_needs = sum(bool(row["requirements"]) for row in rows) / len(rows)
    bench.figures.append(Figure("`read_jobs`", f"{len(rows)} ads", "with requirements", with_needs))


def salaries_as_stated(path: Path, records: list[Any]) -> float:
    """Share of rows whose pay equals the columns of the file; from 0 means "up to"."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        stated = list(csv.DictReader(handle))
    right = 0
    for record in records:
        row = stated[record.number - 2]  # its number is the line of the file, after the head
        want = (
            float(row["salary_range_from"]) or None,
            float(row["salary_range_to"]),
            PERIODS[row["salary_frequency"]],
        )
        pay = record.salary
        right += pay is not None and (pay.min, pay.max, pay.period) == want
    return right / len(records)


def other_texts(bench: Bench) -> None:
    """The rest of the texts, for errors and pace."""
    train = read(bench.data / "skills" / "skillspan_train.jsonl.gz")
    bench.lines("extract_skills", "SkillSpan train", ({"id": r["idx"], "text": " ".join(r["tokens"])} for r in train))
    for name in ("train", "dev"):
        with gzip.open(
            bench.data / "skills" / f"skillskape_{name}.csv.gz", "rt", encoding="utf-8", newline=""
        ) as handle:
            made = list(csv.DictReader(handle))
        bench.lines(
            "extract_skills", f"SkillSkape {name}", ({"id": i, "text": r["sentence"]} for i, r in enumerate(made))
        )
    people = read(bench.data / "pairs_dev" / "he_ml" / "resumes.jsonl.gz")
    for tool in ("extract_skills", "scan_text", "redact"):
        bench.lines(tool, "resumes as text", people)
