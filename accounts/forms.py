"""Forms of the account pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import ApiToken, Company, Invitation, Membership, SelfIdentification, TalentProfile, User
from accounts.tokens import scopes_for
from careercopilot.places import Place, countries, find_place

if TYPE_CHECKING:
    from django.http import HttpRequest

MAX_LINES = 12


class SignupForm(forms.Form):
    """What sign-up asks beside e-mail and password: which side the person is on (or both)."""

    SIDES = (("seeker", "I am looking for a job"), ("company", "I am hiring"), ("both", "Both"))

    name = forms.CharField(
        label="Your name", max_length=120, required=False, help_text="Optional. You can add it later."
    )
    side = forms.ChoiceField(label="What brings you here?", choices=SIDES, initial="seeker", widget=forms.RadioSelect)
    company_name = forms.CharField(
        label="Company name", max_length=160, required=False, help_text="Needed if you are hiring and were not invited."
    )
    field_order = ["email", "password1", "name", "side", "company_name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("side") == "company" and not cleaned.get("company_name"):
            self.add_error("company_name", "Enter the name of the company you hire for.")
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the user is saved: note the sides, found the company, open the wishes."""
        from accounts import services
        from careercopilot.db.context import acting_as

        user.name = self.cleaned_data["name"]
        user.is_seeker = self.cleaned_data["side"] != "company"
        user.save(update_fields=["name", "is_seeker"])
        with acting_as(user):
            if user.is_seeker:
                services.profile_of(user)
            if self.cleaned_data["company_name"] and self.cleaned_data["side"] != "seeker":
                services.found_company(by=user, name=self.cleaned_data["company_name"])


def lines_of(value: str) -> list[str]:
    """The non-empty lines of a text field, each once."""
    return list(dict.fromkeys(line.strip() for line in value.splitlines() if line.strip()))


class PlaceField(forms.CharField):
    """A place written by a person, read with the shipped gazetteer."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        place = find_place(text)
        if place is None:
            raise ValidationError(
                f"We do not know the place “{text}”. Write a city and its country, such as Lyon, France."
            )
        return place

    def prepare_value(self, value: Any) -> Any:
        return f"{value.name}, {value.country}" if isinstance(value, Place) else value


class WishesForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A seeker's wishes. Everything is optional; what is empty counts for or against nothing."""

    titles = forms.CharField(
        label="Job titles you want", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="One a line."
    )
    home = PlaceField(label="Where you live", required=False, help_text="City and country.")
    places = forms.CharField(
        label="Other places you would work in",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: city and country.",
    )

    class Meta:
        model = TalentProfile
        fields = [
            "remote_preference",
            "level",
            "salary_min",
            "salary_max",
            "salary_currency",
            "salary_period",
            "goals",
            "is_visible_to_companies",
        ]
        labels = {
            "remote_preference": "Remote work",
            "level": "Level you look for",
            "salary_min": "Salary you expect, from",
            "salary_max": "to",
            "salary_currency": "Currency",
            "salary_period": "Paid",
            "goals": "What you want next",
            "is_visible_to_companies": "Let companies find me",
        }
        help_texts = {
            "goals": "In your own words. Compared with job texts by meaning.",
            "is_visible_to_companies": "Off by default. When on, any company here can read the newest version of your primary resume.",
        }
        widgets = {"goals": forms.Textarea(attrs={"rows": 3})}

    field_order = ["titles", "home", "places"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currencies = sorted({country.currency for country in countries() if country.currency})
        self.fields["salary_currency"] = forms.ChoiceField(
            label="Currency", required=False, choices=[("", "—"), *((code, code) for code in currencies)]
        )
        if self.instance.pk:
            kept = list(self.instance.places.order_by("created_at", "pk"))
            self.initial["titles"] = "\n".join(self.instance.wanted_titles)
            self.initial["home"] = next((f"{p.name}, {p.country}" for p in kept if p.is_home), "")
            self.initial["places"] = "\n".join(f"{p.name}, {p.country}" for p in kept if not p.is_home)

    def clean_titles(self) -> list[str]:
        titles = lines_of(self.cleaned_data["titles"])
        if len(titles) > MAX_LINES or any(len(title) > 120 for title in titles):
            raise ValidationError(f"Give at most {MAX_LINES} titles of up to 120 characters.")
        return titles

    def clean_places(self) -> list[Place]:
        written = lines_of(self.cleaned_data["places"])
        if len(written) > MAX_LINES:
            raise ValidationError(f"Give at most {MAX_LINES} places.")
        found = [(text, find_place(text)) for text in written]
        unknown = [text for text, place in found if place is None]
        if unknown:
            raise ValidationError(f"We do not know: {', '.join(unknown)}. Write a city and its country on each line.")
        return [place for _, place in found if place is not None]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("salary_min"), cleaned.get("salary_max")
        if low and high and high < low:
            self.add_error("salary_max", "The upper figure is below the lower one.")
        if (low or high) and not cleaned.get("salary_currency"):
            self.add_error("salary_currency", "Choose the currency of your expectation.")
        self.instance.wanted_titles = cleaned.get("titles") or []
        return cleaned


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A company's public facts."""

    website = forms.URLField(label="Website", required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Company
        fields = ["name", "website", "about", "country"]
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"about": "Shown beside your jobs."}

    field_order = ["name", "website", "about", "country"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(((country.iso, country.name) for country in countries()), key=lambda pair: pair[1])
        self.fields["country"] = forms.ChoiceField(label="Country", required=False, choices=[("", "—"), *names])


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Whom to invite, as what."""

    class Meta:
        model = Invitation
        fields = ["email", "role"]


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A member's new role."""

    class Meta:
        model = Membership
        fields = ["role"]


class SelfIdentificationForm(forms.Form):
    """What a person says of themselves for the bias audit. Either question may stay open."""

    sex = forms.ChoiceField(
        label="Sex", required=False, choices=SelfIdentification.Sex.choices, widget=forms.RadioSelect
    )
    race_ethnicity = forms.ChoiceField(
        label="Race or ethnicity",
        required=False,
        choices=SelfIdentification.RaceEthnicity.choices,
        widget=forms.RadioSelect,
        help_text="The categories of the United States’ EEO-1 report. “Hispanic or Latino” means of any race;"
        " the others, not Hispanic or Latino.",
    )
    agreed = forms.BooleanField(
        label="I agree that these answers are kept for the bias audit. I can withdraw them at any time.",
        error_messages={"required": "Without your agreement nothing is kept."},
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors and not (answers.get("sex") or answers.get("race_ethnicity")):
            raise ValidationError("Answer at least one question, or leave this page: then nothing is kept.")
        return answers


class TokenForm(forms.Form):
    """A new API token: what it is for, what it opens, and for how long."""

    DAYS = (("30", "30 days"), ("90", "90 days"), ("365", "1 year"))

    name = forms.CharField(
        label="Name", max_length=60, help_text="What it is for, such as “Nightly export”. Only you see it."
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that the token may do."},
    )
    days = forms.ChoiceField(label="Valid for", choices=DAYS, initial="90")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hidden = set() if user.active_membership else {ApiToken.Scope.MATCH_COMPANY}
        hidden |= set() if user.is_seeker else {ApiToken.Scope.MATCH_READ}
        offered = [(scope, label) for scope, label in scopes_for(user) if scope not in hidden]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]  # a field with choices
        if len(offered) == 1:
            self.initial["scopes"] = [offered[0][0]]


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A person's name and sides."""

    class Meta:
        model = User
        fields = ["name", "is_seeker"]
        labels = {"name": "Your name", "is_seeker": "I am looking for a job"}
        help_texts = {"is_seeker": "Shows resumes, matches and applications. You can also belong to a company."}
