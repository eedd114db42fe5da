"""Forms of the prompt pages."""

from __future__ import annotations

import json
from typing import Any

from django import forms

TEXT = {"rows": 14, "spellcheck": "false", "class": "vLargeTextField"}


class JSONText(forms.JSONField):
    """A JSON object, shown indented; empty means none."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={**TEXT, "rows": 8}), **more)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False) if value else ""

    def clean(self, value: Any) -> dict[str, Any]:
        found = super().clean(value)
        if found is not None and not isinstance(found, dict):
            raise forms.ValidationError("Write a JSON object: {…}.", code="object")
        return found or {}


class Prose(forms.CharField):
    """A long text, kept as typed but for its line ends: browsers send two marks where a file has one."""

    def __init__(self, **more: Any) -> None:
        super().__init__(strip=False, widget=forms.Textarea(attrs=TEXT), **more)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class VersionForm(forms.Form):
    """The text of a draft."""

    system = Prose(
        label="Instructions",
        required=False,
        help_text="Sent first, the same for everybody. {{> key}} puts a part in.",
    )
    template = Prose(
        help_text="{{name}} stands for a field of what is asked; people's words are fenced by the product.",
    )
    parameters = JSONText(label="Parameters")
    output_schema = JSONText(label="Schema of the answer", help_text="Empty: the one of the capability.")
    note = forms.CharField(
        max_length=500, label="What is different, and why", widget=forms.TextInput(attrs={"class": "vTextField"})
    )


class ReasonForm(forms.Form):
    """Why something is done; kept for good."""

    reason = forms.CharField(max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"}))
