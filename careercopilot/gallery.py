"""The component gallery of development set-ups: every piece of the design system in every state it can be in."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

LONG = "Principal Rechtsschutzversicherungsgesellschaftenverwaltungssystem Engineer (m/f/d), Identity and Access"


class GalleryForm(forms.Form):
    """Each kind of field, two of them wrong."""

    title = forms.CharField(label="Job title", help_text="As you would say it to a colleague.")
    email = forms.EmailField(label="E-mail")
    level = forms.ChoiceField(
        label="Level", choices=[("", "Any"), ("mid", "Mid"), ("senior", "Senior")], required=False
    )
    remote = forms.ChoiceField(
        label="Remote work", choices=[("any", "No preference"), ("remote", "Remote only")], widget=forms.RadioSelect
    )
    about = forms.CharField(label="Goals", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    visible = forms.BooleanField(label="Let companies find me", required=False, help_text="Off unless you say so.")


def _runs() -> list[SimpleNamespace]:
    now = timezone.now()
    rows = [
        ("Reading resume-final-v7.pdf", "running", "Working", "Placing words on the page", 42, ""),
        ("Matching against 1,016 jobs", "queued", "Waiting", "", 0, ""),
        ("Reading scan.pdf", "failed", "Failed", "", 10, "The pages are pictures. Export the resume with its text."),
        ("Matching against 1,016 jobs", "succeeded", "Done", "", 100, "24 jobs fit"),
    ]
    return [
        SimpleNamespace(
            label=label, state=state, get_state_display=word, step=step, percent=percent, message=message,
            is_finished=state in ("failed", "succeeded"), finished_at=now - timedelta(minutes=7),
        )
        for label, state, word, step, percent, message in rows
    ]  # fmt: skip


def context() -> dict[str, Any]:
    """Made-up data that covers 0, 100, unknown, long names, empty, error and loading."""
    parts = {"Skills": 24.2, "Experience": 9.7, "Location": 3.1, "Salary": -4.4, "Text": 1.4}
    form = GalleryForm({"title": "", "email": "ada@", "level": "senior", "remote": "remote", "visible": "on"})
    return {
        "form": form,
        "long": LONG,
        "scores": (0, 12, 41, 64, 81, 100, None),
        "sub": {"Skills": 92, "Experience": 71, "Location": 100, "Salary": 38, "Text": None},
        "sub_low": {"Skills": 0, "Experience": 12, "Location": None, "Salary": None, "Text": 9},
        "parts": parts,
        "clipped": {"Skills": 44.0, "Experience": 14.5, "Location": 6.0},
        "runs": _runs(),
        "stages": [
            {"label": "Uploaded", "state": "done", "note": "212 KB"},
            {"label": "Reading the pages", "state": "done", "note": "2 pages"},
            {"label": "Scoring", "state": "now", "note": ""},
            {"label": "Matching", "state": "todo", "note": ""},
        ],
        "page": Paginator(range(96), 25).page(2),
        "yesterday": timezone.now() - timedelta(hours=30),
        "due": timezone.localdate() + timedelta(days=9),
        "regions": [
            {"key": "name", "x0": 0.08, "y0": 0.05, "x1": 0.52, "y1": 0.1, "label": "Name"},
            {"key": "role", "x0": 0.08, "y0": 0.24, "x1": 0.62, "y1": 0.28, "label": "Role"},
            {"key": "hidden", "x0": 0.6, "y0": 0.86, "x1": 0.92, "y1": 0.9, "kind": "hidden", "label": "Hidden text"},
        ],
        "tones": ("", "good", "warn", "bad", "info", "accent", "outline"),
    }
