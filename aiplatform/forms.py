"""Forms of the prompt pages and of budgets."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Company, User
from aiplatform.capabilities import all_capabilities
from aiplatform.models import Budget, Prompt, PromptVersion
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


class BudgetForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A budget, whose key is looked up: a capability is chosen, a person or company found; a key of nobody limits nobody."""

    capability = forms.ChoiceField(required=False, help_text="For a capability. Empty: each.")
    person = forms.CharField(
        required=False,
        max_length=254,
        help_text="For a person: e-mail address or id. Empty: each that has none of its own.",
    )
    company = forms.CharField(
        required=False, max_length=160, help_text="For a company: name or id. Empty: each that has none of its own."
    )

    class Meta:
        model = Budget
        fields = ("scope", "capability", "person", "company", "period", "cap_usd")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        known = {one.key: one.title for one in all_capabilities()}
        kept = self.instance.key
        if self.instance.scope == Budget.Scope.CAPABILITY and kept and kept not in known:
            known[kept] = "there is none of this name"
        choices = [(key, f"{key} ({title})") for key, title in known.items()]
        self.fields["capability"].choices = [("", "each"), *choices]  # type: ignore[attr-defined]
        name = {"user": "person"}.get(self.instance.scope, self.instance.scope)
        if name in self.fields:
            self.initial[name] = kept

    def clean(self) -> dict[str, Any]:
        """Find whom the budget is for, and refuse a field that belongs to another scope."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = {"user": "person"}.get(values.get("scope", ""), values.get("scope", ""))
        for name in ("capability", "person", "company"):
            if values.get(name) and name != wanted:
                self.add_error(name, "Leave this empty, or choose this kind of budget.")
        self.instance.key = self._key(wanted, str(values.get(wanted, "") or "").strip())
        return values

    def _key(self, name: str, text: str) -> str:
        if not text or name not in ("capability", "person", "company"):
            return ""
        if name == "capability":
            if text not in {one.key for one in all_capabilities()}:
                self.add_error(name, "There is no such capability.")
            return text
        found = _people(text) if name == "person" else _companies(text)
        if len(found) == 1:
            return str(found[0])
        nobody = "Nobody has this e-mail address or id." if name == "person" else "No company has this name or id."
        self.add_error(name, f"{len(found)} have this name; give the id." if found else nobody)
        return ""

    def _get_validation_exclusions(self) -> set[str]:
        """The key is no field of the form, and all the same part of what must be once."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"key"}


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _people(text: str) -> list[uuid.UUID]:
    return list(
        User.objects.filter(Q(email__iexact=text) | Q(pk=_id(text))).order_by("pk").values_list("pk", flat=True)
    )


def _companies(text: str) -> list[uuid.UUID]:
    return list(
        Company.objects.filter(Q(name__iexact=text) | Q(pk=_id(text))).order_by("pk").values_list("pk", flat=True)
    )
