"""The behaviours of the design system on its gallery: theme, dialog, linked marks, upload zone, toasts, keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.fixture
def gallery(new_page):
    page = new_page()
    page.goto("/design/")
    page.locator("html.ready").wait_for(state="attached")
    return page


def lit(page, key: str) -> list[bool]:
    return page.evaluate(
        "key => [...document.querySelectorAll(`[data-link-key='${key}']`)].map((e) => e.hasAttribute('data-on'))", key
    )


def test_the_theme_is_kept_and_drawn_by_the_server(gallery):
    gallery.locator("[data-theme-choice=dark]").first.click()
    gallery.reload()

    expect(gallery.locator("html")).to_have_attribute("data-theme", "dark")

    gallery.locator("[data-theme-choice=system]").first.click()
    gallery.reload()

    assert gallery.locator("html").get_attribute("data-theme") is None


def test_a_dialog_opens_and_closes_by_button_and_by_escape(gallery):
    opener = gallery.get_by_role("link", name="Open a dialog")
    dialog = gallery.locator("#example")
    opener.click()
    expect(dialog).to_be_visible()

    gallery.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()

    opener.click()
    gallery.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_hovering_a_reading_lights_its_place_on_the_page_and_a_click_keeps_it(gallery):
    reading = gallery.locator("dd[data-link-key=name]")
    reading.hover()
    assert lit(gallery, "name") == [True, True]

    gallery.locator("h1").hover()
    assert lit(gallery, "name") == [False, False]

    reading.click()
    gallery.locator("h1").hover()
    assert lit(gallery, "name") == [True, True]


def test_the_upload_zone_refuses_in_words_and_keeps_what_is_good(gallery):
    gallery.locator("input[type=file]").set_input_files(
        [
            {"name": "resume.pdf", "mimeType": "application/pdf", "buffer": b"x" * 50_000},
            {"name": "tool.exe", "mimeType": "application/octet-stream", "buffer": b"x"},
            {"name": "empty.pdf", "mimeType": "application/pdf", "buffer": b""},
        ]
    )

    assert gallery.locator("[data-files] [data-words]").all_inner_texts() == [
        "Ready",
        ".exe is not read here. Use .pdf, .docx, .txt, .md, .json, .zip.",
        "The file is empty. Save it again and retry.",
    ]
    assert gallery.evaluate("[...document.querySelector('input[type=file]').files].map((f) => f.name)") == [
        "resume.pdf"
    ]


def test_a_lost_connection_is_told_and_can_be_dismissed(gallery):
    gallery.locator("#toasts").wait_for(state="attached")
    gallery.wait_for_function(
        "() => { document.body.dispatchEvent(new CustomEvent('htmx:sendError', { bubbles: true }));"
        " return document.querySelector('#toasts .toast') !== null }"
    )

    assert gallery.locator("#toasts .toast p").first.inner_text() == (
        "No connection. Nothing was changed; try again in a moment."
    )

    for button in gallery.locator("#toasts").get_by_role("button", name="Dismiss").all()[::-1]:
        button.click()
    expect(gallery.locator("#toasts .toast")).to_have_count(0)


def test_the_slash_key_goes_to_the_search_field(gallery):
    gallery.keyboard.press("/")

    assert gallery.evaluate("document.activeElement.id") == "search-q"


def test_without_script_the_file_picker_and_the_filter_button_are_there(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/design/")

    assert page.locator("input[type=file]").bounding_box()["width"] > 100
    expect(page.get_by_role("button", name="Apply")).to_be_visible()
    expect(page.locator("[data-theme-box]").first).to_be_hidden()


def test_nothing_scrolls_sideways_from_360_to_1920(gallery):
    wide = []
    for width in (360, 390, 768, 1024, 1440, 1920):
        gallery.set_viewport_size({"width": width, "height": 900})
        if gallery.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(width)

    assert wide == []
