"""A program acts for a person: a token made on the account page opens the API until it is revoked there."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request

from playwright.sync_api import expect

from careercopilot.tests.e2e.conftest import PASSWORD
from careercopilot.tests.e2e.test_seeker import drop


def ask(site, secret: str) -> tuple[int, dict]:
    """What the API answers to a program with this secret."""
    request = urllib.request.Request(
        f"{site.address}/api/v1/match/talent-to-jobs",
        data=json.dumps({"limit": 3}).encode(),
        headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def make_token(page, name: str) -> str:
    """Make one on the account page, confirming who it is where that is asked; the secret that the page shows."""
    page.goto("/account/")
    page.get_by_role("link", name="API tokens").click()
    page.get_by_role("link", name="New token").click()
    if page.get_by_role("heading", name="Is it you?").count():
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Read the jobs that fit my resume").check()
    page.get_by_role("button", name="Make token").click()
    page.get_by_role("heading", name=name).wait_for()
    return page.get_by_label("Secret").input_value()


def test_a_token_is_seen_once_opens_the_api_and_is_revoked(site, page, sign_up):
    sign_up(page)
    drop(page, "jonas-ahrendt")
    secret = make_token(page, "Nightly report")
    assert re.fullmatch(r"cc_[\w-]{43}", secret)

    status, found = ask(site, secret)
    assert (status, len(found["results"])) == (200, 3)
    best = found["results"][0]
    page.goto(best["job"]["page"])
    assert int(page.locator("#score-card svg.ring text").text_content()) == best["card"]["score"]

    page.goto("/account/tokens/")
    assert secret not in page.content()
    row = page.locator("tr", has_text="Nightly report")
    expect(row.get_by_text("Never")).to_have_count(0)  # it was used
    row.get_by_role("button", name="Revoke").click()
    page.locator("li", has_text="Nightly report").get_by_text("Revoked").wait_for()
    status, refused = ask(site, secret)
    assert (status, refused["status"], "results" in refused) == (401, 401, False)
