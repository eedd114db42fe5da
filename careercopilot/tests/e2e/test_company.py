"""The first half of journey D: a company posts a job and sees ranked candidates with the score card they see."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

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
    expect(page.locator("[name=title]")).to_have_value("Backend engineer (Python)")
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
    expect(recruiter.locator("article.cand")).to_have_count(1)
    recruiter.locator("article.cand h2 a").click()
    recruiter.wait_for_url(re.compile(r"/candidates/"))
    check_waterfall(recruiter)
    assert recruiter.locator("#score-card svg.ring text").text_content() == seen_by_seeker
    expect(recruiter.locator("blockquote.quote").first).to_be_visible()


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
    expect(recruiter.locator("article.cand")).to_have_count(0)


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


def apply_as(seeker, sign_up, job: str, slug: str) -> None:
    sign_up(seeker)
    drop(seeker, slug)
    seeker.goto(f"/jobs/{job}/")
    seeker.get_by_role("button", name="Apply", exact=True).click()
    seeker.wait_for_url(re.compile(r"/applications/$"))


@pytest.fixture
def blind(new_page, sign_up):
    """A recruiter's page on a blind posting with two applicants, the applicants' pages, and the posting's key."""
    recruiter, jonas, kofi = new_page(), new_page(), new_page()
    sign_up(recruiter, side="company", company="Ostervik")
    post_job(recruiter)
    job = recruiter.url.rstrip("/").rsplit("/", 1)[-1]
    apply_as(jonas, sign_up, job, "jonas-ahrendt")
    apply_as(kofi, sign_up, job, "kofi-laurier")
    recruiter.goto(f"/hiring/postings/{job}/?state=applied")
    assert recruiter.locator("article.cand h2").all_text_contents() == ["Jonas Ahrendt", "Kofi Laurier"]
    recruiter.get_by_role("button", name="Turn on").click()
    recruiter.get_by_text("Blind review is on.", exact=True).wait_for()
    recruiter.goto(f"/hiring/postings/{job}/?state=applied")
    recruiter.wait_for_selector("html.ready")
    return recruiter, jonas, kofi


def check_side_by_side(page, labels: list[str]) -> None:
    """The comparison names these candidates and nobody by their own name, quotes them, and can leave out what is the same."""
    assert page.locator(".compare thead a").all_text_contents() == labels
    expect(page.locator(".compare q").first).to_be_visible()
    html = page.locator("main").inner_html()
    assert not [word for word in ("Jonas", "Ahrendt", "Kofi", "Laurier", "Tegelbogen") if word in html]
    every = page.locator(".compare tbody tr").count()
    page.get_by_label("Only where they differ").check()
    assert 0 < page.locator(".compare tbody tr:visible").count() < every


def reveal_with_a_note(page, reason: str, note: str) -> None:
    page.get_by_role("textbox", name="Reason").fill(reason)
    page.get_by_role("button", name="Reveal to me").click()
    page.get_by_role("heading", name="Jonas Ahrendt").wait_for()
    expect(page.locator("#reveals").get_by_text(reason)).to_have_count(1)
    page.locator("#notes textarea").first.fill(note)
    page.get_by_role("button", name="Add note").click()
    page.locator("#notes").get_by_text(note).first.wait_for()


def test_side_by_side_without_names_until_a_reveal_that_the_candidate_sees(blind):
    recruiter, jonas, kofi = blind
    labels = recruiter.locator("article.cand h2").all_text_contents()
    assert all(re.fullmatch(r"Candidate \w{5}", label) for label in labels) and len(labels) == 2

    send = recruiter.get_by_role("button", name="Compare", exact=True)
    recruiter.locator("article.cand input[type=checkbox]").nth(0).check()
    assert send.is_disabled()
    recruiter.locator("article.cand input[type=checkbox]").nth(1).check()
    send.click()
    recruiter.wait_for_url(re.compile(r"/comparison/\?c=.+&c=.+"))
    check_side_by_side(recruiter, labels)

    recruiter.locator(".compare thead a").first.click()
    reveal_with_a_note(recruiter, "To invite to an interview", "Strong on Django.")

    jonas.goto("/applications/")
    jonas.get_by_role("link", name="Who saw your name").click()
    jonas.get_by_text("To invite to an interview").wait_for()
    assert "Strong on Django" not in jonas.content()
    kofi.goto("/applications/reveals/")
    expect(kofi.get_by_text("Nobody has looked up your name")).to_have_count(1)


def test_the_comparison_needs_no_script(new_page, sign_in):
    page = new_page(java_script_enabled=False)
    sign_in(page, "recruiter@example.com")
    page.locator("table a.strong").first.click()
    page.locator("article.cand input[type=checkbox]").first.check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("Choose 2 to 5 candidates")).to_have_count(1)
    page.go_back()
    for number in range(2):
        page.locator("article.cand input[type=checkbox]").nth(number).check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".compare thead a")).to_have_count(2)
