"""Forms of the matching pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import lines_of
from accounts.models import TalentProfile
from careercopilot.places import Place, countries, find_place
from careercopilot.widgets import PlainSelect
from matching.drafts import PostingDraft, RequirementDraft
from matching.models import COMPANY_KINDS, JobPosting, JobRequirement, MatchFeedback, SkillFact

if TYPE_CHECKING:
    from resumes.taxonomy import SkillTerm

MAX_PLACES = 20
MAX_REQUIREMENTS = 80
BLANK_ROWS = 6  # of a posting that a person writes; each saving and editing offers three more
BLANK = [("", "Not said")]


def currency_choices() -> list[tuple[str, str]]:
    """Every currency in use, by code."""
    codes = sorted({country.currency for country in countries() if country.currency})
    return [("", "—"), *((code, code) for code in codes)]


class DateInput(forms.DateInput):
    """A date picker; browsers take its value in ISO form only, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PasteForm(forms.Form):
    """The text of a posting, from which the fields are read."""

    text = forms.CharField(
        label="Text of the posting",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Paste all of it: title, tasks, requirements, place and pay.",
        error_messages={"max_length": "This is longer than 60,000 characters. Paste one posting at a time."},
    )


class PostingForm(forms.Form):
    """The fields of a posting, for a person to confirm or fill in."""

    title = forms.CharField(label="Job title", max_length=200, error_messages={"required": "Give the job a title."})
    company_name = forms.CharField(label="Employer", max_length=160, required=False)
    places = forms.CharField(
        label="Places",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line: city and country.",
    )
    remote = forms.ChoiceField(label="Remote work", required=False, choices=[*BLANK, *JobPosting.Remote.choices])
    level = forms.ChoiceField(label="Level", required=False, choices=[*BLANK, *TalentProfile.Level.choices])
    min_years = forms.FloatField(label="Years of experience, at least", required=False, min_value=0, max_value=50)
    salary_min = forms.FloatField(label="Salary from", required=False, min_value=0, max_value=1e9)
    salary_max = forms.FloatField(label="Salary to", required=False, min_value=0, max_value=1e9)
    salary_currency = forms.ChoiceField(label="Currency", required=False)
    salary_period = forms.ChoiceField(label="Paid", required=False, choices=[*BLANK, *TalentProfile.Period.choices])
    closes_on = forms.DateField(label="Closes on", required=False, widget=DateInput())
    url = forms.URLField(label="Link", required=False, max_length=500, assume_scheme="https")
    description = forms.CharField(
        label="Full text", required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 12})
    )

    def __init__(self, *args: Any, for_company: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["salary_currency"] = forms.ChoiceField(label="Currency", required=False, choices=currency_choices())
        if for_company:
            del self.fields["company_name"]

    def clean_places(self) -> tuple[Place, ...]:
        written = lines_of(self.cleaned_data["places"])
        if len(written) > MAX_PLACES:
            raise ValidationError(f"Give at most {MAX_PLACES} places.")
        found = [(text, find_place(text)) for text in written]
        unknown = [text for text, place in found if place is None]
        if unknown:
            raise ValidationError(f"We do not know: {', '.join(unknown)}. Write a city and its country on each line.")
        return tuple(place for _, place in found if place is not None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("salary_min"), cleaned.get("salary_max")
        if low is not None and high is not None and high < low:
            self.add_error("salary_max", "The upper figure is below the lower one.")
        if (low or high) and not cleaned.get("salary_currency"):
            self.add_error("salary_currency", "Choose the currency of the salary.")
        return cleaned

    @staticmethod
    def initial_of(draft: PostingDraft) -> dict[str, Any]:
        """What the form shows for a draft."""
        names = PostingForm.base_fields.keys() - {"places"}
        return {name: _whole(getattr(draft, name)) for name in names} | {
            "places": "\n".join(_place_words(place) for place in draft.places)
        }


def _whole(value: Any) -> Any:
    """A whole number without its empty decimals, as people write it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _place_words(place: Place) -> str:
    """A place in words that find the same place again."""
    middle = f", {place.admin1}" if place.country == "US" and place.admin1 else ""
    return f"{place.name}{middle}, {place.country}" if place.country not in ("", place.name) else place.name


class RequirementForm(forms.Form):
    """One requirement; a row whose text is emptied is left out."""

    text = forms.CharField(
        label="Requirement", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "input"})
    )
    importance = forms.ChoiceField(label="Importance", choices=JobRequirement.Importance.choices, initial="must")
    any_of = forms.IntegerField(
        label="Either/or group",
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
    min_years = forms.FloatField(
        label="Years",
        required=False,
        min_value=0,
        max_value=50,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
    skill_key = forms.CharField(max_length=160, required=False, widget=forms.HiddenInput)
    skill_label = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The skill is one of the taxonomy that the text still names; a text that is a skill's name is that skill.

        A row that a person added has not been read before: the one skill that its words name is its skill.
        """
        cleaned = super().clean() or {}
        text, key = cleaned.get("text", ""), cleaned.get("skill_key", "")
        term = named_skill(text, key) if text else None
        if text and term is None and self.empty_permitted:
            term = only_skill(text)
        cleaned |= {"skill_key": term.key if term else "", "skill_label": term.label if term else ""}
        return cleaned


def named_skill(text: str, key: str) -> SkillTerm | None:
    """The skill that a requirement is about: the one read before while the text names it, else the text's own."""
    # Loaded here: only a confirmed posting needs the taxonomy.
    from resumes.taxonomy import taxonomy

    tax = taxonomy()
    try:
        term = tax.skill(key) if key else None
    except KeyError:
        term = None
    if term and (term.label.casefold() in text.casefold() or term.key in {span.key for span in tax.recognise(text)}):
        return term
    return tax.lookup(text.strip())


def only_skill(text: str) -> SkillTerm | None:
    """The skill of a text that names one and no degree, certificate or language; None where it names several or none."""
    from matching.reading import read_job

    found = {item.skill_key or "" for item in read_job(f"Job\n\nRequirements\n- {' '.join(text.split())}").requirements}
    if len(found) != 1 or found == {""}:
        return None
    from resumes.taxonomy import taxonomy

    return taxonomy().skill(found.pop())


RequirementFormSet = forms.formset_factory(RequirementForm, extra=3, max_num=MAX_REQUIREMENTS, validate_max=True)


def blank_requirements() -> Any:
    """Empty rows to write a posting in."""
    rows = RequirementFormSet(prefix="req")
    rows.extra = BLANK_ROWS
    return rows


def requirement_initial(requirements: Sequence[RequirementDraft]) -> list[dict[str, Any]]:
    """What the rows show for drafts."""
    names = RequirementForm.base_fields.keys()
    return [{name: _whole(getattr(item, name)) for name in names} for item in requirements[:MAX_REQUIREMENTS]]


def draft_of(form: PostingForm, rows: Any) -> PostingDraft:
    """The draft that valid forms describe."""
    kept = tuple(
        RequirementDraft(
            text=row["text"].strip(),
            skill_key=row["skill_key"],
            skill_label=row["skill_label"],
            importance=row["importance"],
            any_of=row["any_of"],
            min_years=row["min_years"],
        )
        for row in (row_form.cleaned_data for row_form in rows)
        if row.get("text", "").strip()
    )
    return PostingDraft(**form.cleaned_data, requirements=kept)


class JobFilterForm(forms.Form):
    """Search and filters of the job list; all in the address."""

    SORTS = (("newest", "Newest first"), ("title", "By title"))

    q = forms.CharField(label="Search", required=False, max_length=120)
    remote = forms.ChoiceField(
        label="Remote work", required=False, choices=[("", "Any"), *JobPosting.Remote.choices], widget=PlainSelect
    )
    country = forms.ChoiceField(label="Country", required=False)
    level = forms.ChoiceField(
        label="Level", required=False, choices=[("", "Any"), *TalentProfile.Level.choices], widget=PlainSelect
    )
    source = forms.ChoiceField(
        label="From",
        required=False,
        choices=[("", "Everywhere"), ("mine", "Added by me"), ("companies", "Companies here")],
    )
    sort = forms.ChoiceField(label="Sort", required=False, choices=SORTS, widget=PlainSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"] = country_field()


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """Every country, by name."""
    names = sorted(((country.iso, country.name) for country in countries()), key=lambda pair: pair[1])
    return (("", "Any"), *names)


@cache
def country_field() -> forms.ChoiceField:
    """The filter by country, one for all forms; made with the first, so that start-up need not read the countries."""
    return forms.ChoiceField(label="Country", required=False, choices=country_choices(), widget=PlainSelect)


class MatchFilterForm(forms.Form):
    """Filters of the matches list."""

    SORTS = (("score", "Best first"), ("newest", "Newest first"))
    SCORES = (("", "Any score"), ("80", "80 and above"), ("60", "60 and above"), ("40", "40 and above"))

    q = forms.CharField(label="Search", required=False, max_length=120)
    min_score = forms.TypedChoiceField(
        label="Score", required=False, choices=SCORES, coerce=int, empty_value=None, widget=PlainSelect
    )
    remote = forms.ChoiceField(
        label="Remote work", required=False, choices=[("", "Any"), *JobPosting.Remote.choices], widget=PlainSelect
    )
    country = forms.ChoiceField(label="Country", required=False)
    sort = forms.ChoiceField(label="Sort", required=False, choices=SORTS, widget=PlainSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"] = country_field()


class ApplicationForm(forms.Form):
    """A word to the company, optional."""

    note = forms.CharField(
        label="Message to the company", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class OutcomeForm(forms.Form):
    """What a company decided about a candidate; a rejection says why."""

    kind = forms.ChoiceField(choices=[(kind, MatchFeedback.Kind(kind).label) for kind in COMPANY_KINDS])
    reason = forms.ChoiceField(required=False, choices=[("", "Choose a reason"), *MatchFeedback.RejectReason.choices])

    def clean(self) -> dict[str, Any]:
        """A reason goes with a rejection and with nothing else."""
        cleaned = super().clean() or {}
        is_rejection = cleaned.get("kind") == MatchFeedback.Kind.REJECTED
        if is_rejection and not cleaned.get("reason"):
            raise ValidationError("Choose why the candidate is rejected.")
        return cleaned | ({} if is_rejection else {"reason": ""})

    @property
    def first_error(self) -> str:
        """The first thing that is wrong, in words."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class SkillAnswerForm(forms.Form):
    """An answer about one skill; a yes names a dated entry of the resume, years, or the words that already say it."""

    key = forms.CharField(max_length=160)
    answer = forms.ChoiceField(choices=SkillFact.Answer.choices)
    place = forms.CharField(label="Where", required=False, max_length=300)
    years = forms.FloatField(label="Years", required=False, min_value=0.1, max_value=70)
    as_written = forms.BooleanField(required=False)

    def __init__(self, *args: Any, entries: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries

    def clean_place(self) -> str:
        """The place is one of the resume's own dated entries."""
        place = str(self.cleaned_data["place"])
        if place and place not in self.entries:
            raise ValidationError("Choose one of the dated entries of your resume.")
        return place

    @property
    def first_error(self) -> str:
        """The first thing that is wrong, in words."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")
