"""Forms of the prompt pages."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from aiplatform.models import Prompt, PromptVersion
from aiplatform.services import prompts

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
    output_schema = JSONText(
        label="Schema of the answer",
        help_text="Kept with the version. What a model answers is always held against the capability's own schema.",
    )
    note = forms.CharField(
        max_length=500, label="What is different, and why", widget=forms.TextInput(attrs={"class": "vTextField"})
    )

    def __init__(self, *arguments: Any, prompt: Prompt, version: PromptVersion | None = None, **more: Any) -> None:
        """For a draft of this prompt; `version` is the draft itself where it is there already."""
        super().__init__(*arguments, **more)
        self._prompt, self._version = prompt, version

    def clean(self) -> dict[str, Any]:
        """Refuse beside the field what no model could be asked with, and a text that is there word for word."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return values
        text = {name: values[name] for name in ("system", "template", "parameters", "output_schema")}
        for name, faults in prompts.text_faults(self._prompt, **text).items():
            for fault in faults:
                self.add_error(name, fault)
        same = prompts.same_text(self._prompt, prompts.digest_of(**text), but=self._version)
        if same is not None:
            self.add_error(None, prompts.SAME.format(number=same.number))
        return values


class ReasonForm(forms.Form):
    """Why something is done; kept for good."""

    reason = forms.CharField(max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"}))
