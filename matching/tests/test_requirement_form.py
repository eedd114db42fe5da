"""The skill behind a requirement comes from the taxonomy, whatever the browser sends."""

from __future__ import annotations

import pytest

from matching.forms import RequirementForm


@pytest.mark.parametrize(
    ("text", "sent", "kept"),
    [
        ("Python", "python", "python"),
        ("At least 3 years of Python", "python", "python"),
        ("Experience with Postgres", "postgresql", "postgresql"),
        ("Java", "python", "java"),
        ("Kindness", "<script>", ""),
        ("Java", "", "java"),
        ("We like people who care", "", ""),
    ],
)
def test_the_skill_is_what_the_text_names(text, sent, kept):
    form = RequirementForm({"text": text, "importance": "must", "skill_key": sent, "skill_label": "Anything"})

    assert form.is_valid()
    assert form.cleaned_data["skill_key"] == kept
    assert form.cleaned_data["skill_label"] != "Anything"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Three years of work with Kubernetes", "kubernetes"),
        ("Kubernetes and PostgreSQL", ""),
        ("Bachelor's degree in computer science", ""),
        ("We like people who care", ""),
    ],
)
def test_a_row_that_a_person_added_is_about_the_one_skill_that_it_names(text, kept):
    form = RequirementForm({"text": text, "importance": "must"}, empty_permitted=True, use_required_attribute=False)

    assert form.is_valid()
    assert form.cleaned_data["skill_key"] == kept


def test_a_row_that_was_read_as_no_skill_stays_without_one():
    form = RequirementForm({"text": "Three years of work with Kubernetes", "importance": "must"})

    assert form.is_valid()
    assert form.cleaned_data["skill_key"] == ""
