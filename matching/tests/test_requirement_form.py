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
