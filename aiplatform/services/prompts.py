"""Prompts: drafting, submitting, promoting, going back; on the staff connection, because the web role may only read."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import DatabaseError, IntegrityError, connections, transaction

from accounts.models import User
from aiplatform import capabilities
from aiplatform.models import Promotion, Prompt, PromptVersion, Split
from aiplatform.rendering import Names
from aiplatform.services.errors import PromptError
from aiplatform.version_checks import Faults, parameter_faults, part_faults, render_faults, schema_faults
from careercopilot.db.context import acting_as
from careercopilot.db.router import using

OPS = "ops"
State = PromptVersion.State
SAME = "This is the text of version {number}, word for word. Change something."


def digest_of(system: str, template: str, parameters: Mapping[str, Any], output_schema: Mapping[str, Any]) -> str:
    """SHA-256 of everything of a version that reaches the model, as hexadecimal text."""
    parts = {"system": system, "template": template, "parameters": parameters, "output_schema": output_schema}
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def chosen(capability: str, *, by: User | None, seed: str = "") -> PromptVersion:
    """The version that this person's call is asked with: the one in production, or, while a split tries another one on a share
    of people, that one for those in the share: always the same for one person. `seed` stands for a person where nobody is `by`.

    Raises PromptError (code "none") where the capability has no prompt in production.
    """
    found = (
        PromptVersion.objects.in_production()
        .filter(prompt__in=Prompt.objects.of_capability(capability))
        .select_related("prompt")
        .order_by("prompt__created_at", "pk")
        .first()
    )
    if found is None:
        raise PromptError(f"{capability} has no prompt in production.", code="none")
    person = by.pk if by is not None else uuid.uuid5(uuid.NAMESPACE_OID, seed) if seed else None
    split = (
        Split.objects.active().filter(production=found).select_related("version__prompt").first() if person else None
    )
    return split.version if split is not None and person is not None and split.includes(person) else found


def parts() -> dict[str, str]:
    """Texts of all composable parts in production, by key; what {{> key}} stands for."""
    rows = PromptVersion.objects.in_production().filter(prompt__is_part=True)
    return dict(rows.values_list("prompt__key", "template"))


def parts_at(moment: dt.datetime) -> dict[str, str]:
    """Texts of all parts that were in production at a moment, by the promotions on record."""
    rows = Promotion.objects.filter(prompt__is_part=True, at__lte=moment).order_by("prompt_id", "-at", "-created_at")
    return dict(rows.distinct("prompt_id").values_list("prompt__key", "version__template"))


def make_prompt(key: str, *, title: str, capability: str = "") -> Prompt:
    """A new prompt without a version; without a capability it is a part of others. Raises PromptError."""
    with using(OPS):
        try:
            with transaction.atomic(using=OPS):
                return Prompt.objects.create(key=key, title=title, capability=capability, is_part=not capability)
        except IntegrityError as error:
            raise PromptError(f"{key} is there already, or no key: small letters, digits, underscores.") from error


def draft(
    prompt: Prompt,
    *,
    by: User | None,
    template: str,
    system: str = "",
    parameters: Mapping[str, Any] | None = None,
    output_schema: Mapping[str, Any] | None = None,
    note: str = "",
    parent: PromptVersion | None = None,
) -> PromptVersion:
    """A new draft with the next number of its prompt."""
    parameters, output_schema = dict(parameters or {}), dict(output_schema or {})
    with using(OPS), acting_as(by, using=OPS):
        row = PromptVersion(prompt=prompt, system=system, template=template, note=note[:500], by=by, parent=parent)
        row.parameters, row.output_schema = parameters, output_schema
        row.sha256 = digest_of(system, template, parameters, output_schema)
        row.save(force_insert=True)
        return PromptVersion.objects.select_related("prompt").get(pk=row.pk)  # the database gave the number


def edit(
    version: PromptVersion,
    *,
    by: User | None,
    template: str,
    system: str = "",
    parameters: Mapping[str, Any] | None = None,
    output_schema: Mapping[str, Any] | None = None,
    note: str = "",
) -> PromptVersion:
    """The same draft with another text. Raises PromptError when it is no draft any more."""
    parameters, output_schema = dict(parameters or {}), dict(output_schema or {})
    sha256 = digest_of(system, template, parameters, output_schema)
    dumped = [json.dumps(parameters), json.dumps(output_schema), sha256, note[:500]]
    _call("edit_prompt_draft(%s, %s, %s, %s::jsonb, %s::jsonb, %s, %s)", version.pk, system, template, *dumped, by=by)
    return _again(version)


def text_faults(
    prompt: Prompt,
    *,
    template: str,
    system: str = "",
    parameters: Mapping[str, Any] | None = None,
    output_schema: Mapping[str, Any] | None = None,
) -> Faults:
    """Why no model could be asked with this text, by field, in words for people; empty when it may be used.

    The text of a part is looked at in its place: in each prompt in production that names it.
    """
    found = {"parameters": parameter_faults(parameters or {}), "output_schema": schema_faults(output_schema or {})}
    with using(OPS):
        if prompt.is_part:
            rows = PromptVersion.objects.in_production().filter(prompt__is_part=False).select_related("prompt")
            users = [(_names(row.prompt.capability), row.system, row.template) for row in rows]
            found["template"] = part_faults(prompt.key, template, parts(), users)
        else:
            found |= render_faults(_names(prompt.capability), system, template, parts())
    return {name: words for name, words in found.items() if words}


def _names(capability: str) -> Names | None:
    """What a call of the capability brings; None for one that is not there."""
    try:
        return capabilities.names_of(capabilities.get(capability).input)
    except KeyError:
        return None


def check_text(version: PromptVersion) -> None:
    """Raises PromptError (code "text") that says why no model could be asked with this version."""
    found = text_faults(
        version.prompt,
        system=version.system,
        template=version.template,
        parameters=version.parameters,
        output_schema=version.output_schema,
    )
    if found:
        words = " ".join(word for words in found.values() for word in words)
        raise PromptError(f"Version {version.number} cannot be used. {words}", code="text")


def same_text(
    prompt: Prompt, sha256: str, *, but: PromptVersion | None = None, drafts: bool = True
) -> PromptVersion | None:
    """A version of the prompt with the very same text, retired ones left out: their text may be tried once more."""
    states = [State.CANDIDATE, State.PRODUCTION, *([State.DRAFT] if drafts else [])]
    rows = PromptVersion.objects.filter(prompt=prompt, sha256=sha256, state__in=states)
    return (rows.exclude(pk=but.pk) if but else rows).order_by("number").first()


def submit(version: PromptVersion, *, by: User | None) -> PromptVersion:
    """Make a draft a candidate: its text never changes again.

    Raises PromptError when it could not be asked with (code "text"), or is the very text of another version in use (code "same").
    """
    check_text(version)
    with using(OPS):
        same = same_text(version.prompt, version.sha256, but=version, drafts=False)
    if same is not None:
        raise PromptError(SAME.format(number=same.number), code="same")
    _call("move_prompt_version(%s, 'candidate')", version.pk, by=by)
    return _again(version)


def retire(version: PromptVersion, *, by: User | None) -> PromptVersion:
    """Put a draft or candidate away. Raises PromptError for one in production, which goes when another comes."""
    _call("move_prompt_version(%s, 'retired')", version.pk, by=by)
    return _again(version)


def promote(
    version: PromptVersion,
    *,
    by: User | None,
    reason: str,
    second: User | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> Promotion:
    """Make a candidate the version in production: the former one is retired, and who did it and why is on record.

    Raises PromptError when it is no candidate, when the reason is empty, or when both approvers are one person.
    """
    if not reason.strip():
        raise PromptError("Say why this version should be used.", code="reason")
    if second is not None and by is not None and second.pk == by.pk:
        raise PromptError("The second approver must be another person.", code="second")
    arguments = [version.pk, _pk(by), reason.strip()[:500], _pk(second), json.dumps(dict(evidence or {}))]
    key = _call("promote_prompt_to_production(%s, %s, %s, %s, %s::jsonb)", *arguments, by=by)
    return _promotion(key)


def rollback(prompt: Prompt, *, by: User | None, reason: str) -> Promotion:
    """Put the version back that was in production before the present one. Raises PromptError when there is none."""
    if not reason.strip():
        raise PromptError("Say why you go back.", code="reason")
    return _promotion(_call("rollback_prompt(%s, %s, %s)", prompt.pk, _pk(by), reason.strip()[:500], by=by))


def _pk(user: User | None) -> uuid.UUID | None:
    return user.pk if user is not None else None


def _promotion(key: Any) -> Promotion:
    rows = Promotion.objects.using(OPS).select_related("prompt", "version__prompt", "from_version__prompt")
    return rows.get(pk=key)


def _again(version: PromptVersion) -> PromptVersion:
    return PromptVersion.objects.using(OPS).select_related("prompt").get(pk=version.pk)


def _call(call: str, *arguments: Any, by: User | None) -> Any:
    """Run a function of the database on the staff connection; its refusal becomes ours."""
    with _refusals(), using(OPS), acting_as(by, using=OPS), connections[OPS].cursor() as cursor:
        cursor.execute(f"select {call}", arguments)  # noqa: S608  (the calls above)
        return cursor.fetchone()[0]


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        # object_not_in_prerequisite_state: what the functions raise when a version is not in the state that it must be in.
        if getattr(error.__cause__, "sqlstate", "") != "55000":
            raise
        text = str(error).partition("\n")[0]
        raise PromptError(text[:1].upper() + text[1:] + ".", code="state") from error
