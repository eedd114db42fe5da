"""Forms of the resume pages."""

from __future__ import annotations

from typing import Any

from django import forms

from resumes.models import Resume

MAX_CORRECTIONS = 60
MAX_FILES = 10


class UploadForm(forms.Form):
    """Pasted text; files come beside it as `file`."""

    text = forms.CharField(
        label="Paste the text of your resume",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": "This is longer than 200,000 characters. Paste the resume alone."},
    )

    def __init__(self, *args: Any, files_given: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.files_given = files_given

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.files_given > MAX_FILES:
            raise forms.ValidationError(f"Choose at most {MAX_FILES} files at a time.")
        if not self.files_given and not cleaned.get("text", "").strip() and not self.errors:
            raise forms.ValidationError("Choose a file or paste the text of your resume.")
        return cleaned


class RenameForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A resume's own name."""

    class Meta:
        model = Resume
        fields = ["title"]


class AskForm(forms.Form):
    """What is asked about a version."""

    KINDS = {"generate_bullets": "entry", "optimize_section": "section"}

    capability = forms.ChoiceField(
        choices=[
            (key, key)
            for key in ("analyze_resume", "extract_skills", "generate_bullets", "optimize_summary", "optimize_section")
        ]
    )
    about = forms.CharField(required=False, max_length=120)
    about_label = forms.CharField(required=False, max_length=200)
    notes = forms.CharField(required=False, max_length=2000)
    with_model = forms.BooleanField(required=False)

    def asked(self) -> dict[str, Any]:
        """The question as the service takes it."""
        said = self.cleaned_data
        kind = self.KINDS.get(said["capability"], "")
        return {
            "capability": said["capability"],
            "about_kind": kind,
            "about": said["about"] if kind else "",
            "about_label": said["about_label"] if kind else "",
            "notes": said["notes"],
            "with_model": said["with_model"],
        }
