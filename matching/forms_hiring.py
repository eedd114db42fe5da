"""Forms of the candidate pages."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from matching.ml.types import LEVELS
from matching.queries import CandidateFilters
from matching.services.hiring import LONGEST_NOTE, LONGEST_REASON

SCORES = (("", "Any score"), ("80", "80 and above"), ("60", "60 and above"), ("40", "40 and above"))
MAX_ASKED = 20  # candidates named in one address; far more than can be compared


class CandidateFilterForm(forms.Form):
    """Filters of a job's candidates; all in the address."""

    SORTS = (
        ("score", "Best first"),
        ("musts", "Most must-haves met"),
        ("newest", "Newest application"),
        ("name", "By name"),
        ("skills", "Skills"),
        ("experience", "Experience"),
        ("location", "Place"),
        ("salary", "Pay"),
        ("text", "Text"),
    )
    STATES = (("", "All candidates"), ("applied", "Applied"), ("opted_in", "Open to companies"))
    KNOCKOUTS = (("", "All"), ("none", "None open"), ("only", "Only with one"))
    STALE = (("", "All"), ("no", "Up to date"), ("yes", "Stale"))
    MORE = ("quote", "min_years", "level", "knockouts", "stale")

    sort = forms.ChoiceField(label="Sort", required=False, choices=SORTS)
    state = forms.ChoiceField(label="Who", required=False, choices=STATES)
    min_score = forms.TypedChoiceField(label="Score", required=False, choices=SCORES, coerce=int, empty_value=None)
    quote = forms.ChoiceField(label="Evidence for", required=False)
    min_years = forms.FloatField(label="Years, at least", required=False, min_value=0, max_value=60)
    level = forms.ChoiceField(
        label="Level, at least", required=False, choices=[("", "Any"), *((name, name.capitalize()) for name in LEVELS)]
    )
    knockouts = forms.ChoiceField(label="Conditions not met", required=False, choices=KNOCKOUTS)
    stale = forms.ChoiceField(label="Scores", required=False, choices=STALE)

    def __init__(self, *args: Any, requirements: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [("", "Any requirement"), *((text, text) for text in dict.fromkeys(requirements))]
        self.fields["quote"] = forms.ChoiceField(label="Evidence for", required=False, choices=asked)

    @property
    def filters(self) -> CandidateFilters:
        """The filters that were given; a value that is no choice counts as none given."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return CandidateFilters(**given)

    @property
    def used(self) -> list[str]:
        """The names of the filters in use; sorting is none."""
        return [name for name in self.changed_data if name != "sort" and name in self.cleaned_data]


class ComparedField(forms.Field):
    """Keys of candidates, named as often as there are some in the address."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[uuid.UUID]:
        try:
            return list(dict.fromkeys(uuid.UUID(key) for key in (value or ())[:MAX_ASKED]))
        except ValueError as error:
            raise forms.ValidationError("This is no candidate.") from error


class ComparisonForm(forms.Form):
    """Which candidates to put side by side."""

    c = ComparedField(required=False)


class RevealForm(forms.Form):
    """Why a name is looked up; the candidate reads it."""

    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        required=False,
        help_text="Your colleagues and the candidate can read this.",
    )


class NoteForm(forms.Form):
    """A note on a candidate."""

    text = forms.CharField(
        label="Note",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"A note may have at most {LONGEST_NOTE:,} characters."},
    )
