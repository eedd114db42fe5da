"""`manage.py replay_request ID`: what exactly was sent and answered in one call, checked against the record."""

from __future__ import annotations

import json
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aiplatform.queries import log
from aiplatform.services import prompts, record
from careercopilot.db.router import using


class Command(BaseCommand):
    """Reads over the staff connection; changes nothing and asks no model."""

    help = (
        "Show one call of a model as it was made: the input, the prompt as it was sent, the parameters, and every answer with its"
        " cost. Checks that the prompt is the one whose digest is on record and that the prompt version's text is unchanged;"
        " exits with 1 when one is not, or when the words of the call were erased."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=uuid.UUID, help="key of the request, as the admin and the AI use page show it")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError."""
        with using("ops"):
            found = log.said(options["id"])
            broken = log.broken_chains(found.request.owner_id) if found and found.request.owner_id else []
        if found is None:
            raise CommandError(f"{options['id']} is no request on record.")
        faults = faults_of(found) + [row.problem for row in broken]
        report = self.report(found) | {"faults": faults}
        text = json.dumps(report, indent=1, ensure_ascii=False, default=str)
        self.stdout.write(text if options["json"] else "\n".join(lines(report)))
        if faults:
            raise CommandError(" ".join(faults))

    def report(self, found: log.Said) -> dict[str, Any]:
        """Everything that is known of the call."""
        request, version, words = found.request, found.prompt_version, found.words or {}
        return {
            "id": request.pk,
            "at": request.created_at,
            "capability": request.capability,
            "prompt": f"{version.prompt.key} {version.number}" if version else None,
            "provider": request.provider,
            "model": request.model,
            "parameters": request.parameters,
            "input": words.get("input"),
            "rendered": words.get("rendered"),
            "answers": [
                {
                    "attempt": response.attempt,
                    "state": response.state,
                    "served": response.served,
                    "model": response.model,
                    "tokens": response.total_tokens,
                    "cost_usd": response.cost_usd,
                    "latency_ms": response.latency_ms,
                    "output": (answer or {}).get("output"),
                }
                for response, answer in found.answers
            ],
        }


def faults_of(found: log.Said) -> list[str]:
    """What stands against this being the call as it was made, in words."""
    faults = []
    if found.words is None:
        faults.append("The words of this call were erased; only that it was made is on record.")
    elif record.digest_of(found.words.get("rendered")) != found.request.rendered_sha256:
        faults.append("The prompt kept with the call is not the one that was sent.")
    version = found.prompt_version
    if version is not None and version.sha256 != prompts.digest_of(
        version.system, version.template, version.parameters, version.output_schema
    ):
        faults.append("The text of the prompt version is not what it was.")
    return faults


def lines(report: dict[str, Any]) -> list[str]:
    """The report for reading."""
    head = f"{report['capability']}, {report['at']:%Y-%m-%d %H:%M:%S}, {report['provider']} {report['model']}"
    told = [head, f"Prompt: {report['prompt'] or 'none'}", f"Parameters: {json.dumps(report['parameters'])}"]
    told += ["Sent:", json.dumps(report["rendered"], indent=1, ensure_ascii=False)]
    for answer in report["answers"]:
        cost = "cost not known" if answer["cost_usd"] is None else f"{answer['cost_usd']} USD"
        told.append(
            f"Attempt {answer['attempt']}: {answer['state']}, {answer['model']}, {cost}, {answer['latency_ms']} ms"
        )
        told.append(answer["output"] or "(no text kept)")
    return told
