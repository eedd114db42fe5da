"""`manage.py replay_request ID`: what exactly was sent and answered in one call, checked against the record, and asked again."""

from __future__ import annotations

import dataclasses
import json
import uuid
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aiplatform.pricing import usd
from aiplatform.queries import log
from aiplatform.replaying import GONE, Again, CanNotReplay, Compared, ask_again, rendered_again
from aiplatform.services import prompts, record
from careercopilot.db.router import using


class Command(BaseCommand):
    """Reads over the staff connection; asks a model only with --ask, as a call of its own."""

    help = (
        "Show one call of a model as it was made: the input, the prompt as it was sent, the parameters, and every answer with its"
        " cost. Renders the prompt version on the stored input again and compares digests. With --ask the same prompt is asked"
        " once more, as a call of its own that names the first, and answer, validation and cost are compared. Exits with 1"
        " when the record does not bear the call out, when its words were erased, or when it could not be asked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=uuid.UUID, help="key of the request, as the admin and the AI use page show it")
        parser.add_argument("--ask", action="store_true", help="ask the provider once more")
        parser.add_argument("--cap", default="0.25", help="most that asking may cost in USD (0.25)")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError."""
        with using("ops"):
            found = log.said(options["id"])
            if found is None:
                raise CommandError(f"{options['id']} is no request on record.")
            broken = log.broken_chains(found.request.owner_id) if found.request.owner_id else []
            again, why = _again(found)
            faults = faults_of(found, again) + [row.problem for row in broken]
            if options["ask"] and (again is None or faults):
                raise CommandError(" ".join(faults) or why)
            asked = _asked(again, options["cap"]) if options["ask"] and again else None
        report = self.report(found) | {"rendered_again": again.is_same if again else None, "why_not_rendered": why}
        report |= {"faults": faults, "asked_again": compared(asked) if asked else None}
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
            "replay_of": request.subject_id if request.subject_kind == log.REPLAY else None,
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


def _again(found: log.Said) -> tuple[Again | None, str]:
    try:
        return rendered_again(found), ""
    except CanNotReplay as error:
        return None, str(error)


def _asked(again: Again, cap: str) -> Compared:
    try:
        return ask_again(again, at=timezone.now(), cap_usd=Decimal(cap))
    except InvalidOperation as error:
        raise CommandError("--cap is an amount in USD.") from error
    except CanNotReplay as error:
        raise CommandError(str(error)) from error


def faults_of(found: log.Said, again: Again | None) -> list[str]:
    """What stands against this being the call as it was made, in words."""
    faults = []
    if found.words is None:
        faults.append(GONE)
    elif record.digest_of(found.words.get("rendered")) != found.request.rendered_sha256:
        faults.append("The prompt kept with the call is not the one that was sent.")
    elif again is not None and not again.is_same:
        faults.append("Rendered again from the stored input, the prompt is not the one that was sent.")
    version = found.prompt_version
    if version is not None and version.sha256 != prompts.digest_of(
        version.system, version.template, version.parameters, version.output_schema
    ):
        faults.append("The text of the prompt version is not what it was.")
    return faults


def compared(asked: Compared) -> dict[str, Any]:
    """The comparison as JSON data."""
    told = dataclasses.asdict(asked)
    return told | {"is_same_validation": asked.is_same_validation, "is_same_answer": asked.differing == []}


def lines(report: dict[str, Any]) -> list[str]:
    """The report for reading."""
    head = f"{report['capability']}, {report['at']:%Y-%m-%d %H:%M:%S}, {report['provider']} {report['model']}"
    told = [head, f"Prompt: {report['prompt'] or 'none'}", f"Parameters: {json.dumps(report['parameters'])}"]
    told += [f"A replay of {report['replay_of']}"] if report["replay_of"] else []
    told += ["Sent:", json.dumps(report["rendered"], indent=1, ensure_ascii=False)]
    same = {True: "the same, digest and all", False: "NOT the same", None: report["why_not_rendered"]}
    told.append(f"Rendered again: {same[report['rendered_again']]}")
    for answer in report["answers"]:
        told.append(
            f"Attempt {answer['attempt']}: {answer['state']}, {answer['model']}, {_cost(answer['cost_usd'])},"
            f" {answer['latency_ms']} ms"
        )
        told.append(answer["output"] or "(no text kept)")
    return told + (_asked_lines(report["asked_again"]) if report["asked_again"] else [])


def _asked_lines(asked: dict[str, Any]) -> list[str]:
    then, now = asked["then"], asked["now"]
    places = asked["differing"]
    answer = "not comparable" if places is None else f"differs at {', '.join(places[:20])}" if places else "the same"
    return [
        f"Asked again as {asked['request_id']}: {now['state']}, {now['model'] or 'no model'}. {asked['why']}".rstrip(),
        f"Prompt: {'the same digest' if asked['is_same_prompt'] else 'ANOTHER digest'}",
        f"Answer: {answer}",
        f"Validation: {'the same' if asked['is_same_validation'] else f'{_found(then)}, now {_found(now)}'}",
        f"Cost: {_cost(then['cost_usd'])}, now {_cost(now['cost_usd'])}; {then['latency_ms']} ms, now {now['latency_ms']} ms",
        now["output"] or "(no text kept)",
    ]


def _found(answer: dict[str, Any]) -> str:
    problems = [f"{one['code']} at {one['path']}" for one in answer["validation"].get("problems", [])]
    return f"{answer['state']} ({', '.join(problems) or 'nothing found'})"


def _cost(cost: Decimal | None) -> str:
    return "cost not known" if cost is None else usd(cost)
