"""Help with a resume: accept a suggestion and take it back; a text that nothing bears out is blocked with its reason."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

PERSON = "priya.raghunath@example.org"  # not the demo log-in: other tests need that one's scores as they are
# What a model proposes comes from a provider, which this product has none of: kept here as the worker would keep it.
FABRICATED = """
import datetime as dt
from accounts.models import User
from aiplatform.capabilities import get
from careercopilot.db.context import acting_as
from resumes import advising
from resumes.capabilities.pieces import resume_piece
from resumes.models import Advice
from resumes.parsing.types import ParsedResume
from resumes.services import current_version
user = User.objects.get(email="priya.raghunath@example.org")
with acting_as(user):
    version = current_version(user)
    entry = next(one for one in resume_piece(ParsedResume.from_dict(version.parsed)).entries if one.kind == "work")
    advice = Advice.objects.create(owner=user, version=version, capability="generate_bullets", about_kind="entry", about=entry.id)
    today = dt.date.today()
    inputs = advising.input_of(advice, by=user, today=today)
    parts = dict.fromkeys(("situation", "task", "action", "result"), "")
    said = {"text": "Managed a budget of 7,450,000 euros", "sources": [entry.lines[0].id], "star": parts}
    output = get("generate_bullets").output.model_validate({"bullets": [said]})
    value = get("generate_bullets").settle(inputs, output).model_dump(mode="json")
    advising.store_answer(advice, inputs, value, source="model", model="canned", today=today)
    print(advice.pk)
"""


def open_resume(page) -> str:
    page.goto("/resumes/")
    page.locator("article.card h2 a").first.click()
    page.wait_for_url(re.compile(r"/resumes/[0-9a-f-]{36}/$"))
    return str(page.url)


def test_a_suggestion_is_accepted_as_a_new_version_and_taken_back(page, sign_in):
    sign_in(page, PERSON)
    address = open_resume(page)
    page.get_by_role("link", name="Improve").click()
    page.get_by_text("No model provider is set up here.").wait_for()
    page.locator("#summary").get_by_role("button", name="Help with the summary").click()
    page.get_by_text("By rules, no AI").first.wait_for()
    first = page.locator(".suggestion").first
    first.locator(".diff ins").first.wait_for()

    first.get_by_role("button", name="Accept").click()
    page.get_by_text(re.compile(r"Accepted: version \d+ has it")).first.wait_for()
    page.locator('.suggestion[data-state="accepted"]').wait_for()
    page.goto(f"{address}versions/")
    expect(page.locator("tbody tr")).to_have_count(2)

    page.go_back()
    page.locator('.suggestion[data-state="accepted"]').get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back, as version 3.").first.wait_for()
    expect(page.locator('.suggestion[data-state="accepted"]')).to_have_count(0)


def test_a_text_that_nothing_bears_out_is_blocked_with_its_reason_until_confirmed(site, page, sign_in):
    sign_in(page, PERSON)
    page.goto(f"/resumes/advice/{site.run(FABRICATED).strip()}/")
    page.get_by_text("Made by AI").wait_for()
    blocked = page.locator(".suggestion").filter(has_text="This cannot be accepted yet")
    expect(blocked.get_by_text("7,450,000").first).to_be_visible()
    expect(blocked.get_by_role("button", name="Accept")).to_have_count(0)
    while (open_claims := page.get_by_role("button", name="It is true, I confirm it")).count():
        open_claims.first.click()
        page.get_by_text("Kept as a fact that you confirmed.").first.wait_for()
        page.reload()
    expect(page.locator(".suggestion").first.get_by_role("button", name="Accept")).to_have_count(1)


def test_improvements_say_what_will_happen_and_keep_what_was_suggested(page, sign_in):
    sign_in(page, PERSON)
    page.goto("/matches/")
    if page.get_by_text("No jobs scored yet").count():  # nobody scored them, or another test has just made a version
        page.get_by_role("button", name="Score jobs now").click()
        page.wait_for_url(re.compile(r"/runs/"))
    until = time.monotonic() + 90
    while not page.locator("article h3 a").count() and time.monotonic() < until:
        page.wait_for_timeout(1_000)
        page.goto("/matches/")
    page.locator("article h3 a").first.click()
    page.get_by_role("link", name="Improvements").click()
    score = page.get_by_role("button", name="Score this job")
    if score.count():
        score.click()
        page.wait_for_url(re.compile(r"/match/$"))
        page.get_by_role("link", name="Improvements").click()
    page.get_by_text("nothing changes by itself").wait_for()
    page.get_by_role("button", name="Suggest improvements").click()
    page.get_by_role("button", name="Suggest again").wait_for()
    page.locator(".suggestion").first.wait_for()
    expect(page.get_by_text("By rules, no AI")).to_have_count(1)
    expect(page.locator(".suggestion").first).to_be_visible()


def test_help_works_without_script(new_page, sign_in):
    page = new_page()
    sign_in(page, PERSON)
    state = page.context.storage_state()
    plain = new_page(java_script_enabled=False, storage_state=state)
    open_resume(plain)
    plain.get_by_role("link", name="Improve").click()
    plain.get_by_role("button", name="Help with these points").first.click()
    plain.wait_for_url(re.compile(r"/resumes/advice/"))
    plain.get_by_text("By rules, no AI").first.wait_for()
