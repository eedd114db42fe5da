"""Prompts from files into the registry: the first load is used at once, what changed later waits as a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.apps import apps
from django.conf import settings

from aiplatform import capabilities
from aiplatform.models import Prompt, PromptVersion
from aiplatform.prompt_files import PromptFile, prompt_files
from aiplatform.services import prompts
from careercopilot.db.router import using

OPS = "ops"
State = PromptVersion.State


@dataclass(frozen=True)
class Synced:
    """What became of one file."""

    key: str
    outcome: Literal["first", "candidate", "known"]
    number: int


def folders() -> list[Path]:
    """`prompts/` of every app of ours that has one."""
    found = [Path(config.path) / "prompts" for config in apps.get_app_configs()]
    return [folder for folder in found if folder.is_dir() and folder.is_relative_to(settings.BASE_DIR)]


def sync(given: list[Path] | None = None) -> list[Synced]:
    """Bring the registry up to the files. Afterwards each file's text is a version of its prompt.

    A prompt without any version gets it as its first, in production. A text that no version has becomes a candidate,
    on record as a child of the one in production, which goes on being used. Nothing is done twice. Raises
    PromptFileError before anything is written.
    """
    return [_sync_one(file) for file in prompt_files(folders() if given is None else given)]


def _sync_one(file: PromptFile) -> Synced:
    schema = file.output_schema if file.output_schema is not None else _schema_of(file.capability)
    sha256 = prompts.digest_of(file.system, file.template, file.parameters, schema)
    with using(OPS):
        prompt = Prompt.objects.filter(key=file.key).first()
        known = list(PromptVersion.objects.filter(prompt=prompt).order_by("number")) if prompt else []
    if prompt is None:
        prompt = prompts.make_prompt(file.key, title=file.title, capability=file.capability)
    for version in reversed(known):
        if version.sha256 == sha256:
            return Synced(file.key, "known", version.number)
    active = next((version for version in known if version.state == State.PRODUCTION), None)
    made = prompts.draft(
        prompt,
        by=None,
        system=file.system,
        template=file.template,
        parameters=file.parameters,
        output_schema=schema,
        note=file.note or "From the software's files",
        parent=active,
    )
    candidate = prompts.submit(made, by=None)
    if known:
        return Synced(file.key, "candidate", candidate.number)
    prompts.promote(candidate, by=None, reason="First text, as it came with the software")
    return Synced(file.key, "first", candidate.number)


def _schema_of(capability: str) -> dict[str, object]:
    """The schema of a capability's own answer; empty for a part and for a capability that is not there."""
    try:
        return capabilities.get(capability).schema() if capability else {}
    except KeyError:
        return {}
