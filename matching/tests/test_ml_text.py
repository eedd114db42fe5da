"""Words, parts and facts of texts: what counts, what repeating changes, what takes no part."""

import datetime as dt
import zlib

import numpy as np
import pytest

from matching.ml.chunks import MOST, WORDS, chunks
from matching.ml.scoring import load_scorer
from matching.ml.types import Pay
from matching.ml.words import line_counts, tokens, weight, word_vector
from matching.reading import Salary
from matching.textfacts import Reader, line_mentions, yearly

RESUME = """Robin Ferrante
Data Engineer
Lyon, France
robin@example.org

Experience
Data Engineer, Halden Works
Jan 2019 - Dec 2023
- Built pipelines in Python and Apache Spark for 40 colleagues
- Moved reports to PostgreSQL and cut costs by 18 percent

Skills
Python, SQL, Docker, Tableau

Education
BSc, 2014 - 2018
"""
JOB = """Senior Data Engineer
Location: Lyon, France

Requirements
- Python and SQL
- Experience with Apache Spark or Apache Kafka
- 4+ years of experience with PostgreSQL

Benefits
- Free fruit and a Kubernetes mug
"""


class StandIn:
    """Vectors from hashed words: fixed, quick, and alike for texts that share words."""

    id, dimension = "stand-in", 384

    def encode(self, texts):
        rows = np.zeros((len(texts), 384), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in tokens(text):
                row[zlib.crc32(word.encode()) % 384] += 1
            row[0] += 0.01
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    encode_exact = encode


@pytest.fixture(scope="module")
def reader():
    return Reader(StandIn(), dt.date(2025, 6, 1))


@pytest.fixture(scope="module", params=[False, True], ids=["ranker", "rules"])
def score(request, reader):
    scorer = load_scorer(None, rules=request.param)
    return lambda resume, job: scorer.score_many(reader.resume(resume), [reader.job(job)])[0].raw


def test_tokens_keep_the_marks_of_technical_names():
    assert tokens("C++, C#, Node.js and R. Databases!") == ["c++", "c#", "node.js", "and", "r", "database"]


def test_rare_words_tell_more_than_common_ones():
    assert weight("the") < weight("project") < weight("kubernetes")
    assert weight("und") == 0.05


def test_word_vectors_have_unit_length_and_meet_inside_compounds():
    left, right = word_vector("Datenbankentwicklung"), word_vector("Datenbank")
    assert np.isclose(np.linalg.norm(left.weights), 1)
    assert len(np.intersect1d(left.ids, right.ids)) > 2
    assert len(word_vector(" ... ").ids) == 0


def test_a_word_counts_by_different_lines_not_by_repetition():
    counts = line_counts("Python for reports\nPython for reports\nSQL and Python\nGo go go go go")
    assert (counts["python"], counts["sql"], counts["go"]) == (2, 1, 1)


def test_parts_are_short_ordered_and_leave_out_what_was_said():
    text = "One two three.\n" + "\n".join(f"word{i} " * 3 + "alpha beta" for i in range(400)) + "\nOne two three."
    parts = chunks(text)
    assert len(parts) == MOST
    assert all(len(part.split()) <= WORDS for part in parts)
    assert parts[0].startswith("One two three.")
    assert " ".join(parts).count("One two three.") == 1
    assert chunks("") == []


@pytest.mark.parametrize("extra", ["Python " * 50, ", ".join(["Python"] * 50), "\n".join(["Python"] * 50)])
def test_repeating_a_keyword_never_raises_the_score(score, extra):
    stuffed = RESUME.replace("Docker, Tableau", f"Docker, Tableau\n{extra}")
    assert score(stuffed, JOB) <= score(RESUME, JOB) + 1e-6
    assert score(RESUME + "\n" + extra, JOB) <= score(RESUME, JOB) + 1e-6


def test_a_told_skill_counts_and_a_listed_one_changes_nothing(reader):
    without = reader.resume(RESUME.replace(" and Apache Spark", ""))
    bare = reader.resume(RESUME.replace(" and Apache Spark", "").replace("Tableau", "Tableau, Apache Spark"))
    scorer, job = load_scorer(None, rules=True), reader.job(JOB)
    cards = [scorer.score_many(one, [job])[0] for one in (without, bare, reader.resume(RESUME))]
    np.testing.assert_array_equal(cards[0].features, cards[1].features)
    assert cards[1].contributions["skills"] < cards[2].contributions["skills"]
    assert {claim.key: claim.mentions for claim in bare.skills}["apache-spark"] == 0


def test_name_and_contact_take_no_part(reader):
    one, two = (
        reader.resume(RESUME),
        reader.resume(RESUME.replace("Robin Ferrante", "Yuki Adeyemi").replace("robin@", "y@")),
    )
    np.testing.assert_array_equal(one.words.ids, two.words.ids)
    np.testing.assert_array_equal(one.chunks, two.chunks)
    assert one.skills == two.skills


def test_what_a_resume_gives(reader):
    facts = reader.resume(RESUME)
    claims = {claim.key: claim for claim in facts.skills}
    assert claims["python"].evidenced
    assert claims["python"].mentions == 1
    assert (claims["docker"].evidenced, claims["docker"].mentions) == (False, 0)
    assert facts.years == 5
    assert [spot.country for spot in facts.spots] == ["FR"]


def test_what_a_posting_gives(reader):
    facts = reader.job(JOB)
    needs = {need.key: need for need in facts.needs}
    assert needs["python"].must
    assert needs["apache-spark"].any_of == needs["apache-kafka"].any_of is not None
    assert "kubernetes" not in needs
    assert needs["postgresql"].min_years == 4
    assert facts.level == 3


def test_mentions_are_counted_by_different_lines():
    text = "Go and C\nGo Go Go Go\nmore Go\nmore Go"
    spans = [("go", i, i + 2) for i in range(len(text)) if text[i : i + 2] == "Go"]
    assert line_mentions(text, spans) == {"go": 2}


def test_pay_is_brought_to_a_year():
    assert yearly(Salary(20, 30, "EUR", "hour")) == Pay(41_600, 62_400, "EUR")
    assert yearly(Salary(None, 5_000, "USD", "month")) == Pay(None, 60_000, "USD")
    assert yearly(Salary(1, 2, None, "year")) is None
    assert yearly(None) is None
