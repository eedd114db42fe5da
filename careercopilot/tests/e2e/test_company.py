"""The first half of journey D: a company posts a job and sees ranked candidates with the score card they see."""

from __future__ import annotations

import re

from careercopilot.tests.e2e.test_seeker import check_waterfall, drop

POSTING = """Backend engineer (Python)
Berlin, Germany. Hybrid.

What you will do
- Build services for a ticketing platform

Requirements
- 3+ years of professional experience with Python
- PostgreSQL or MySQL
- Docker

Nice to have
- Kubernetes

We pay EUR 65,000 - 80,000 a year.
"""


def post_job(page) -> None:
    page.goto("/hiring/postings/new/")
    page.fill("textarea[name=text]", POSTING)
    page.get_by_role("button", name="Read it").click()
    assert page.input_value("[name=title]") == "Backend engineer (Python)"
    assert "Berlin" in page.input_value("[name=places]")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile(r"/hiring/postings/[0-9a-f-]{36}/$"))


def test_post_a_job_and_see_the_applicant_with_the_same_card(new_page, sign_up):
    recruiter, seeker = new_page(), new_page()
    sign_up(recruiter, side="company", company="Nordkiesel")
    post_job(recruiter)
    job = recruiter.url.rstrip("/").rsplit("/", 1)[-1]
    sign_up(seeker)
    drop(seeker, "jonas-ahrendt")

    seeker.goto(f"/jobs/{job}/")
    seeker.get_by_role("button", name="Apply", exact=True).click()
    seeker.wait_for_url(re.compile(r"/applications/$"))
    seeker.goto(f"/jobs/{job}/match/")
    if seeker.get_by_role("button", name="Score this job").count():
        seeker.get_by_role("button", name="Score this job").click()
    seen_by_seeker = seeker.locator("#score-card svg.ring text").text_content()

    recruiter.goto(f"/hiring/postings/{job}/?state=applied")
    assert recruiter.locator("article.card").count() == 1
    recruiter.locator("article.card h2 a").click()
    recruiter.wait_for_url(re.compile(r"/candidates/"))
    check_waterfall(recruiter)
    assert recruiter.locator("#score-card svg.ring text").text_content() == seen_by_seeker
    assert recruiter.locator("blockquote.quote").count() > 0


def test_withdrawing_takes_the_resume_back(new_page, sign_up):
    recruiter, seeker = new_page(), new_page()
    sign_up(recruiter, side="company", company="Tallow Works")
    post_job(recruiter)
    job = recruiter.url.rstrip("/").rsplit("/", 1)[-1]
    sign_up(seeker)
    drop(seeker, "jonas-ahrendt")
    seeker.goto(f"/jobs/{job}/")
    seeker.get_by_role("button", name="Apply", exact=True).click()
    seeker.wait_for_url(re.compile(r"/applications/$"))

    seeker.get_by_role("button", name="Withdraw").click()
    seeker.get_by_text("Withdrawn").first.wait_for()

    recruiter.goto(f"/hiring/postings/{job}/?state=applied")
    assert recruiter.locator("article.card").count() == 0


def test_demo_recruiter_sees_ranked_candidates(page, sign_in):
    sign_in(page, "recruiter@example.com")
    page.locator("table a.strong").first.click()
    page.wait_for_url(re.compile(r"/hiring/postings/"))

    scores = [int(text) for text in page.locator("article svg.ring text").all_text_contents()]
    assert len(scores) >= 1
    assert scores == sorted(scores, reverse=True)

    page.goto(page.url.split("?")[0] + "?min_score=80")
    kept = [int(text) for text in page.locator("article svg.ring text").all_text_contents()]
    assert kept == [score for score in scores if score >= 80]
