"""Journey A: a seeker signs up, drops a resume, and works with what comes of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from resumes.demo import demo_resumes

READ = re.compile(r"/resumes/[0-9a-f-]{36}/$")


def demo_file(slug: str) -> dict[str, object]:
    resume = next(resume for resume in demo_resumes() if resume.slug == slug)
    kinds = {"pdf": "application/pdf", "md": "text/markdown", "json": "application/json"}
    return {
        "name": resume.filename,
        "mimeType": kinds.get(resume.filename.rsplit(".", 1)[-1], "application/octet-stream"),
        "buffer": resume.data,
    }


def drop(page, slug: str) -> None:
    page.goto("/resumes/")
    page.set_input_files("input[type=file]", demo_file(slug))
    page.wait_for_url(READ, timeout=40_000)


def test_from_sign_up_to_an_application(page, sign_up):
    sign_up(page)
    drop(page, "jonas-ahrendt")

    expect(page.get_by_text("Jonas Ahrendt").first).to_be_visible()
    assert page.locator("figure.sheet img").first.evaluate("image => image.naturalWidth") > 300

    page.get_by_role("link", name="ATS check").first.click()
    page.wait_for_url(re.compile(r"/ats/$"))
    assert re.search(r"\d+ of 100", page.locator("main").inner_text())

    page.get_by_role("link", name="Skills", exact=True).click()
    page.wait_for_url(re.compile(r"/skills/$"))
    assert page.get_by_text("Evidenced").count() > 3

    page.goto("/matches/")
    cards = page.locator("article.card")
    scores = [int(text) for text in page.locator("article svg.ring text").all_text_contents()]
    expect(cards).to_have_count(20)
    assert scores == sorted(scores, reverse=True)
    expect(cards.first.locator("ul.bars li")).to_have_count(5)
    expect(cards.first.locator("ul.factors li")).to_have_count(3)

    first = cards.first.locator("h3 a, h2 a").first
    title = first.inner_text()
    first.click()
    page.wait_for_url(re.compile(r"/match/$"))
    assert page.locator("ul.reqs li.req").count() > 2
    expect(page.locator("blockquote.quote").first).to_be_visible()
    check_waterfall(page)

    page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/matches/?list=saved")
    expect(page.locator("main")).to_contain_text(title)


def check_waterfall(page) -> None:
    """The whole numbers shown add up to the score."""
    table = page.locator("#points table.waterfall")  # the coach further down draws one of its own when it arrives
    expect(table).to_be_visible()
    *parts, total = [int(text.replace("−", "-").replace("+", "")) for text in table.locator("td.num").all_inner_texts()]
    assert sum(parts) == total == int(page.locator("#score-card svg.ring text").text_content())


def test_hovering_a_reading_lights_its_place_on_the_page(page, sign_up):
    sign_up(page)
    drop(page, "amelia-thornbury")

    page.locator('[data-link-side="text"] [data-link-key="name"]').hover()

    expect(page.locator('svg rect[data-link-key="name"][data-on]')).to_have_count(1)


def test_hidden_text_is_shown_and_counts_for_nothing(page, sign_up):
    sign_up(page)
    drop(page, "tess-vanderbrugh")

    expect(page.get_by_text("Text that a reader cannot see")).to_be_visible()
    page.get_by_role("link", name="Skills", exact=True).click()
    expect(page.get_by_text("HubSpot")).to_have_count(0)  # stands only in the hidden list


def test_a_correction_is_kept_as_a_new_version(page, sign_up):
    sign_up(page)
    drop(page, "kofi-laurier")

    page.locator("a[data-dialog-open=correct-contact]").click()
    page.fill("#now-name", "Kofi B. Laurier")
    page.locator("dialog[open] button[type=submit]:has-text('Save as new version')").click()
    page.wait_for_load_state()

    expect(page.get_by_text("Version 2").first).to_be_visible()
    expect(page.get_by_text("Kofi B. Laurier").first).to_be_visible()


def test_pasted_text_is_read(page, sign_up):
    sign_up(page)
    page.goto("/resumes/")
    text = "Ada Lovering\nada@example.com\n\nExperience\nData engineer, Tallow Works, 2019 - 2023\n- Built pipelines in Python\n"
    page.fill("textarea[name=text]", text)
    page.get_by_role("button", name="Read this text").click()

    page.wait_for_url(READ, timeout=40_000)
    expect(page.get_by_text("Ada Lovering").first).to_be_visible()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("scan.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF", "did not work"),
        ("photo.docx", b"PK\x03\x04 not a document", "did not work"),
    ],
)
def test_a_refusal_is_one_clear_sentence_and_the_server_goes_on(page, sign_up, name, data, words):
    sign_up(page)
    page.goto("/resumes/")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/pdf", "buffer": data})

    page.get_by_text(words).wait_for()
    refusal = page.locator(".alert--bad").inner_text()
    assert refusal.strip().endswith(".")
    page.goto("/resumes/")
    expect(page.get_by_text("No resume yet")).to_be_visible()


def test_a_job_can_be_added_for_oneself(page, sign_up):
    sign_up(page)
    drop(page, "jonas-ahrendt")
    page.goto("/jobs/new/")
    page.fill(
        "textarea[name=text]",
        "Backend engineer (Python)\nNordkiesel GmbH, Berlin\n\nRequirements\n- 3+ years of Python\n- PostgreSQL or MySQL\n"
        "- Docker\n\nNice to have\n- Kubernetes\n\nSalary: EUR 65,000 - 80,000 a year. Hybrid.",
    )
    page.get_by_role("button", name="Read it").click()

    expect(page.locator("[name=title]")).to_have_value("Backend engineer (Python)")
    expect(page.locator("[name=salary_min]")).to_have_value("65000")
    page.get_by_role("button", name="Keep this job").click()
    page.wait_for_url(re.compile(r"/match/$"))
    if page.get_by_role("button", name="Score this job").count():
        page.get_by_role("button", name="Score this job").click()
    check_waterfall(page)
