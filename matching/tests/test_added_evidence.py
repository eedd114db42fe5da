"""One more point that tells an asked skill in a dated entry never lowers a score, on the way from text to points."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from careercopilot.encoder import get_encoder
from matching.ml.block import job_block, talent_block
from matching.ml.scoring import load_scorer
from matching.textfacts import Reader

pytestmark = pytest.mark.slow
TODAY = date(2026, 6, 1)
ROUNDING = 0.05  # points
POINTS = (
    "Used {} every week to support the team and trained two colleagues in it",
    "Introduced {} for the whole department, which saved 12 hours a month",
    "Responsible for {}",
)
CHEF = """Renée Vasseur
Sous Chef
Lyon, France

Experience
Sous Chef, Brasserie du Pont, Lyon
03/2019 - present
- Ran the kitchen of a 90-seat restaurant together with the head chef
- Planned menus, ordered stock and kept food cost at 27 %
Commis Chef, Hotel Bellerive, Lyon
09/2015 - 02/2019
- Prepared starters and pastry for banquets of 200 guests

Skills
Menu planning, food safety, stock control
"""
CHEF_JOB = """Head Chef
Lyon, France

Requirements
- Five years in a professional kitchen
- HACCP
- Food costing
- Team leadership
- Pastry
"""
DEVELOPER = """Jonas Feldkamp
Backend Developer
Hamburg, Germany

Summary
Backend developer with six years of experience building payment systems in Python and Go.

Work Experience

Backend Developer
Alster Payments GmbH, Hamburg
04/2021 - present
- Designed interfaces in Python and Django that handle 4 million payments a month
- Tuned PostgreSQL queries, which cut the median response from 420 ms to 95 ms

Junior Software Developer
Weser Logistics, Bremen
08/2018 - 03/2021
- Wrote Go services that receive tracking events from 300 warehouses
"""
DEVELOPER_JOB = """Senior Backend Engineer
Hamburg, Germany

Requirements
- Python
- PostgreSQL
- Kubernetes
- Terraform
- AWS
"""


@pytest.mark.parametrize(
    ("resume", "job", "above", "skills"),
    [
        (CHEF, CHEF_JOB, "- Ran the kitchen", ("HACCP", "Food costing", "Team leadership", "Pastry")),
        (DEVELOPER, DEVELOPER_JOB, "- Designed", ("Python", "PostgreSQL", "Kubernetes", "Terraform", "AWS")),
    ],
)
def test_one_more_point_about_an_asked_skill_lowers_no_score(resume, job, above, skills):
    encoder = get_encoder()
    reader, scorer = Reader(encoder, TODAY), load_scorer(encoder)
    more = [resume.replace(above, f"- {point.format(skill)}\n{above}", 1) for skill in skills for point in POINTS]
    talents = [reader.resume(text) for text in (resume, *more)]
    zeros = np.zeros(len(talents), np.int64)
    facts = scorer.features(talent_block(talents), job_block([reader.job(job)]), np.arange(len(talents)), zeros)
    base, *points = scorer.raw(facts).tolist()

    assert [point for point in points if point < base - ROUNDING] == []
