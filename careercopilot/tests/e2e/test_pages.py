"""What a person does on the other pages: undo, filter, correct wishes, invite, edit; and all of it without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from careercopilot.tests.e2e.conftest import PASSWORD
from careercopilot.tests.e2e.test_company import post_job
from careercopilot.tests.e2e.test_seeker import READ, demo_file, drop

PHONE = {"width": 390, "height": 844}


def listed(page) -> list[str]:
    """The addresses of the listed jobs: several of them may have one title."""
    links = page.locator("#results article :is(h2, h3) a").all()
    return [link.get_attribute("href") for link in links]


@pytest.fixture(scope="module")
def reader(site, chromium):
    """A seeker with a read resume, shared by the tests that only look or take back what they did."""
    context = chromium.new_context(base_url=site.address)
    page = context.new_page()
    page.set_default_timeout(45_000)
    email = "reader@example.com"
    page.goto("/accounts/signup/")
    page.fill("[name=email]", email)
    page.fill("[name=password1]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.fill("[name=code]", site.code_for(email))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/overview/"))
    drop(page, "jonas-ahrendt")
    yield page
    context.close()


def test_every_button_shows_its_words(page):
    page.goto("/accounts/login/")

    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.locator("button .idle").first).to_be_visible()


def test_a_dismissed_job_comes_back_by_undo(reader):
    reader.goto("/matches/")
    first = listed(reader)[0]
    reader.get_by_role("button", name="Dismiss", exact=True).first.click()
    reader.get_by_text("Dismissed. You find it under Dismissed.").wait_for()
    assert first not in listed(reader)

    reader.locator(".toast").get_by_role("button", name="Undo").click()
    reader.get_by_text("Back in the list.").wait_for()

    assert listed(reader)[0] == first
    assert reader.url.endswith("/matches/")


def test_a_deleted_resume_comes_back_by_undo(reader):
    reader.goto("/resumes/")
    reader.get_by_role("button", name="Delete").first.click()
    reader.get_by_text("is in the bin.").wait_for()
    expect(reader.locator("article h2 a")).to_have_count(0)

    reader.locator(".toast").get_by_role("button", name="Undo").click()
    reader.get_by_text("is back.").wait_for()

    expect(reader.locator("article h2 a")).to_have_count(1)


def test_filters_stay_in_the_address_and_can_be_cleared(reader):
    reader.goto("/matches/")
    reader.locator("html.ready").wait_for(state="attached")
    reader.select_option("[name=min_score]", "60")
    reader.wait_for_url(re.compile(r"min_score=60"))
    assert all(int(text) >= 60 for text in reader.locator("#results svg.ring text").all_text_contents())

    reader.goto("/matches/?q=nosuchword")
    reader.get_by_role("link", name="Clear filters").click()
    reader.wait_for_url(re.compile(r"/matches/\?list=open$"))
    assert len(listed(reader)) == 20


def test_filters_are_folded_on_a_phone(new_page):
    page = new_page(viewport=PHONE)
    page.goto("/jobs/")
    expect(page.locator("[name=country]")).to_be_hidden()

    page.get_by_text("Filter and sort").click()
    page.select_option("[name=country]", "DE")
    page.wait_for_url(re.compile(r"country=DE"))

    assert listed(page)
    expect(page.locator("[name=country]")).to_be_visible()  # what filters the list is shown


@pytest.fixture
def phone_reader(reader):
    """The reader on a phone, and back at a desk whatever the test found: the page is shared."""
    before = reader.viewport_size
    reader.set_viewport_size(PHONE)
    yield reader
    reader.set_viewport_size(before)


def test_tabs_of_a_resume_fit_a_phone(phone_reader):
    phone_reader.goto("/resumes/")
    phone_reader.goto(phone_reader.locator("article h2 a").first.get_attribute("href"))
    tabs = phone_reader.locator("nav.tabs")

    expect(tabs.locator("a")).to_have_count(6)
    assert tabs.evaluate("nav => nav.scrollWidth <= nav.clientWidth")


def test_skills_stand_under_the_names_of_their_fields(reader):
    reader.goto("/resumes/")
    reader.goto(reader.locator("article h2 a").first.get_attribute("href") + "skills/")
    headings = reader.locator("main .card-head h2").all_inner_texts()

    assert len(headings) > 2
    assert all(text[0].isupper() and "-" not in text for text in headings)


def test_page_images_are_sharp_and_kept_by_the_browser(reader):
    reader.goto("/resumes/")
    reader.locator("article h2 a").first.click()
    image = reader.locator("figure.sheet img").first
    shown, real = image.evaluate("image => [image.clientWidth, image.naturalWidth]")
    answer = reader.request.get(image.get_attribute("src"))

    assert real >= shown
    assert "private" in answer.headers["cache-control"]
    assert "immutable" in answer.headers["cache-control"]


def test_notes_of_a_requirement_stand_under_it(reader):
    reader.goto("/matches/")
    reader.locator("#results h3 a").first.click()
    narrow = reader.locator("li.req > *:not(svg):not(span)").evaluate_all(
        "found => found.filter((e) => e.offsetWidth < 200).map((e) => e.innerText)"
    )

    assert narrow == []


def test_wishes_are_kept(reader):
    reader.goto("/account/wishes/")
    reader.fill("[name=home]", "Leipzig, DE")
    reader.get_by_role("button", name="Save wishes").click()
    reader.get_by_text("Your wishes are saved.").wait_for()

    expect(reader.locator("[name=home]")).to_have_value("Leipzig, DE")


def test_sessions_name_the_browser(reader):
    reader.goto("/accounts/sessions/")

    expect(reader.get_by_text("Chrome on Linux").first).to_be_visible()


def test_the_skip_link_is_first_and_goes_to_the_content(reader):
    reader.goto("/jobs/")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.className") == "skip"

    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_finished_work_is_listed(reader):
    reader.goto("/account/runs/")

    expect(reader.locator(".run").first).to_be_visible()


def test_a_page_that_is_not_there_says_so(reader):
    answer = reader.goto("/jobs/00000000-0000-4000-8000-000000000000/")

    assert answer.status == 404


def test_a_company_edits_a_posting_and_invites_a_colleague(page, sign_up):
    sign_up(page, side="company", company="Lindquist and Daughters")
    expect(page.get_by_text("No posting yet")).to_be_visible()
    post_job(page)
    page.get_by_role("link", name="Edit").click()
    page.fill("[name=closes_on]", "2030-01-31")
    page.get_by_role("button", name=re.compile("Save")).click()
    page.wait_for_url(re.compile(r"/jobs/[0-9a-f-]{36}/$"))
    page.get_by_role("link", name="Edit").click()
    expect(page.locator("[name=closes_on]")).to_have_value("2030-01-31")

    page.goto("/account/company/")
    page.fill("[name=email]", "colleague@example.com")
    page.get_by_role("button", name="Send invitation").click()
    page.get_by_text("An invitation is on its way").wait_for()
    expect(page.get_by_role("cell", name="colleague@example.com")).to_be_visible()


def test_an_invitation_that_is_used_up_says_what_to_do(reader):
    reader.goto("/account/invitations/used-or-unknown/")

    expect(reader.get_by_text("Ask your colleague for a new one")).to_be_visible()


def test_everything_works_without_script(new_page, sign_up, site):
    page = new_page(java_script_enabled=False)
    sign_up(page)
    page.goto("/resumes/")
    page.set_input_files("input[type=file]", demo_file("jonas-ahrendt"))
    page.get_by_role("button", name="Upload", exact=True).click()
    until_listed(page, "/resumes/", "article h2 a")
    page.locator("article h2 a").first.click()
    page.wait_for_url(READ)
    until_listed(page, "/matches/?q=developer", "#results article")
    shown = listed(page)
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.goto("/matches/?list=saved")
    assert listed(page) == shown[:1]

    page.goto("/jobs/?source=companies&q=backend")
    page.locator("#results h2 a").first.click()
    page.get_by_role("button", name="Apply", exact=True).click()
    page.wait_for_url(re.compile(r"/applications/$"))
    expect(page.get_by_text("Applied").first).to_be_visible()


def until_listed(page, address: str, selector: str) -> None:
    """Load the page again until it lists something, as a person without script does while work goes on behind it."""
    for _ in range(60):
        page.goto(address)
        if page.locator(selector).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{address} listed nothing within 30 s")
