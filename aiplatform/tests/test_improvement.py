"""From failures to an open trial, by rules and by a model; datasets and examples on the way."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from aiplatform import examples, gateway
from aiplatform.capabilities import all_capabilities
from aiplatform.evaluators import Answer, evaluate
from aiplatform.improvement.clusters import clusters
from aiplatform.improvement.loop import Improved, Improver
from aiplatform.improvement.proposing import (
    HEADING,
    KEY,
    ProposalOut,
    ProposeOutput,
    asked,
    by_rules,
    faults,
    proposals,
    rewriting_faults,
    with_rules,
)
from aiplatform.management.commands.improve_prompts import lines, report
from aiplatform.models import AIPayload, AIResponse, Evaluation, PromptVersion
from aiplatform.queries.evaluations import Failure, averages, side_by_side
from aiplatform.rendering import variables
from aiplatform.services import datasets
from aiplatform.services.errors import EvaluationError
from aiplatform.services.held_out import held_out
from aiplatform.switchboard import Switchboard
from aiplatform.tests import trial_cases as cases
from aiplatform.tests.factories import a_prompt, in_production
from careercopilot.db.router import using

database = pytest.mark.django_db(transaction=True, databases=["default", "ops"])
FAILURES = [
    Failure("mentions", "not mentioned: tidy", 0.0),
    Failure("form", "the answer had to be mended once", 0.5),
    Failure("form", "the answer had to be mended once", 0.5),
    Failure("mentions", "not mentioned: tidy", 0.0),
    Failure("claims", "unsupported: figure", 0.5),
    Failure("claims", "unsupported: figure, tool", 0.5),
]


@given(st.permutations(FAILURES))
def test_the_order_of_failures_changes_no_cluster(shuffled):
    found = [(one.evaluator, one.reason, one.count, one.lost) for one in clusters(shuffled)]
    assert found == [
        ("mentions", "not mentioned: tidy", 2, 2.0),
        ("claims", "unsupported: figure", 2, 1.0),
        ("form", "the answer had to be mended once", 2, 1.0),
    ]


def test_rules_are_tied_to_failures_and_never_added_twice():
    answer = by_rules(asked("Do {{text}}.", "", clusters(FAILURES)))
    assert [len(one.rules) for one in answer.proposals] == [1, 3]
    assert answer.proposals[0].rules[0].startswith("Name in the answer what matters most")
    texts = proposals("Do {{text}}.", "", answer, by="by rules")
    assert all(faults(text, "Do {{text}}.", {}) == [] and text.template.count(HEADING) == 1 for text in texts)
    again = by_rules(asked(texts[1].template, "", clusters(FAILURES)))
    assert again.proposals == []


OLD = "Read {{text}}. {{> safety_rules}}\nSay what the letter is about, in one or two sentences."
PARTS = {"safety_rules": "Be true."}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (OLD.replace("Say", "In plain words, say"), []),
        (OLD.replace("{{text}}", "the letter"), ["It must still name {{text}}."]),
        (OLD.replace("{{> safety_rules}}", ""), ["It must still name {{> safety_rules}}."]),
        (OLD + " {{secret}}", ["It may not name {{secret}}."]),
        (
            OLD + "\n[end 0123456789abcdef]",
            ["It may hold no marks such as [data or [end: data is put into fences by code."],
        ),
        (OLD + " [removed]", ["It may hold no marks such as [data or [end: data is put into fences by code."]),
        (OLD + " Be brief." * 80, ["It must have 29 to 688 characters, not 888."]),
        ("{{text}}{{> safety_rules}}", ["It must have 29 to 688 characters, not 26."]),
    ],
)
def test_a_rewriting_keeps_names_and_length_and_makes_no_fence(text, words):
    assert rewriting_faults(text, OLD) == words


def test_a_rewriting_takes_the_place_of_the_template_and_stray_braces_are_found():
    answer = ProposeOutput(
        proposals=[
            ProposalOut(template=OLD.replace("Say", "Tell"), rules=["Name the ward first."], why="Order."),
            ProposalOut(template=OLD + " {{Text}}", rules=[], why="Broken."),
            ProposalOut(template=OLD, rules=[], why="The same."),
        ]
    )
    first, second = proposals(OLD, "System", answer, by="by a model")
    assert (first.system, first.note) == ("System", "Rewritten by a model: Order.")
    assert first.template.endswith(f"{HEADING}\n- Name the ward first.\n") and "Tell what" in first.template
    assert faults(first, OLD, PARTS) == []
    assert faults(second, OLD, PARTS) == ["'{{' is not part of a variable such as {{name}}."]


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4))
def test_no_added_sentence_can_bring_in_a_variable(rules):
    assert variables(with_rules("Read {{text}}.", rules)) == {"text"}


def test_made_inputs_are_different_valid_and_the_same_each_time():
    for capability in all_capabilities():
        if examples.maker_of(capability.key) is None:
            continue
        made = list(examples.made(capability.key, seed=5, count=60, attacks=20))
        assert made == list(examples.made(capability.key, seed=5, count=60, attacks=20))
        assert len({json.dumps(one.inputs.model_dump(mode="json")) for one in made}) == 80
        assert [one.is_adversarial for one in made] == [False] * 60 + [True] * 20
        for one in made[:3]:
            value = capability.deterministic(one.inputs)
            assert 0 <= evaluate(Answer(capability, one.inputs, value)).quality <= 1


@pytest.fixture
def made_known(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    cases.register(monkeypatch, settings)


@database
def test_a_dataset_is_split_frozen_and_named_by_its_digest(made_known):
    dataset = cases.a_dataset(count=200, attacks=6)
    sizes = datasets.sizes(dataset)
    assert (sizes.train + sizes.validation + sizes.held_out, sizes.adversarial) == (200, 6)
    assert 85 < sizes.held_out < 115
    with pytest.raises(EvaluationError, match="frozen dataset takes no more"):
        datasets.add_made(dataset, examples.made(cases.KEY, seed=9, count=1))
    with pytest.raises(EvaluationError, match="There is a dataset letters already"):
        cases.a_dataset()
    assert cases.a_dataset(count=200, attacks=6, key="again").sha256 == dataset.sha256


@database
def test_improvement_ends_in_an_open_trial_that_it_can_not_look_into(made_known):
    prompt, production, candidate = cases.two_versions()
    dataset = cases.a_dataset()
    replies = (("Name in the answer", cases.GOOD), ("", cases.BAD))
    with cases.board(*replies) as board:
        found = Improver(prompt, dataset, Decimal(1), lambda: cases.AT, board, cases.RULES).run(inputs=8)

    assert [(one.evaluator, one.count) for one in found.clusters] == [("mentions", 8)]
    assert found.production is not None and found.production.quality == 0.5
    assert [(one.version, one.quality) for one in found.tested] == [(3, 1.0)]
    assert found.trial is not None and found.spent_usd > 0
    with using("ops"):
        states = dict(PromptVersion.objects.filter(prompt=prompt).values_list("number", "state"))
        splits = set(Evaluation.objects.values_list("item__split", flat=True))
        arms = list(found.trial.arms.values_list("version__number", flat=True))
    assert states == {1: "production", 2: "candidate", 3: "candidate"}
    assert (splits, arms) == ({"train", "validation"}, [3])
    with held_out():
        assert found.trial.runs.count() == 0
    assert {one.evaluator: one.score for one in averages(production)}["mentions"] == 0.0
    with using("ops"):
        versions = list(PromptVersion.objects.filter(prompt=prompt, number__in=[1, 3]).order_by("number"))
    assert [one.answers for one in side_by_side(versions)][0] == ((1, 0.5, "not mentioned: tidy"), (3, 1.0, ""))


@database
def test_a_model_proposes_where_there_is_one_and_nothing_better_opens_no_trial(made_known):
    prompt, _, _ = cases.two_versions()
    in_production(a_prompt(KEY), system="You improve.", template="Mend {{template}} of {{system}}: {{failures}}")
    dataset = cases.a_dataset()
    proposed = {"proposals": [{"rules": ["Say whose letter it is, in one sentence."], "why": "Readers ask for it."}]}
    with cases.board(("", cases.BAD), more={KEY: proposed}) as board:
        found = Improver(prompt, dataset, Decimal(1), lambda: cases.AT, board, cases.RULES).run(inputs=6)
    assert [one.note for one in found.tested] == ["Proposed by a model: Readers ask for it."]
    assert (found.trial, found.why) == (None, "No proposal was better on the validation inputs.")
    with using("ops"):
        assert PromptVersion.objects.get(prompt=prompt, number=3).state == "retired"


def improved(proposed: Any, *replies: tuple[str, Any]) -> tuple[Any, Any]:
    """An improvement with a model that proposes this; and what the proposer was sent."""
    prompt, _, _ = cases.two_versions()
    in_production(a_prompt(KEY), system="You improve.", template="Mend {{template}} of {{system}}: {{failures}}")
    dataset = cases.a_dataset()
    with cases.board(*replies, more={KEY: {"proposals": proposed}}) as board:
        found = Improver(prompt, dataset, Decimal(1), lambda: cases.AT, board, cases.RULES).run(inputs=6)
    with using("ops"):
        content = AIPayload.objects.get(request__capability=KEY, content__has_key="input").content
    return found, json.dumps(content["rendered"])


@database
def test_a_template_that_a_model_wrote_anew_is_tried_and_put_to_a_trial(made_known):
    anew = {"template": "Write about the ward: {{text}}", "rules": [], "why": "It says what matters."}
    found, sent = improved([anew], ("Write about the ward", cases.GOOD), ("", cases.BAD))
    assert [(one.note, one.quality) for one in found.tested] == [("Rewritten by a model: It says what matters.", 1.0)]
    assert found.trial is not None and found.dropped == []
    with using("ops"):
        version = found.trial.arms.select_related("version").get().version
    assert (version.template, version.system, version.state) == (
        "Write about the ward: {{text}}\n",
        "You read.",
        "candidate",
    )
    # The proposer is shown the template as it is, kinds of failure, and nobody's input.
    assert ("Plain: {{text}}" in sent, "not mentioned" in sent, "tells about the nurses" in sent) == (True, True, False)


@database
def test_a_rewriting_that_quotes_a_held_out_input_is_dropped(made_known):
    dataset = cases.a_dataset(key="seen")
    with held_out():
        letter = dataset.items.filter(split="held_out", is_adversarial=False).order_by("pk").first().input["text"]
    quote = " ".join(letter.split()[2:9])
    anew = {"template": f"Plain, as in {quote}: {{{{text}}}}", "rules": [], "why": "An example helps."}
    found, _ = improved([anew], ("", cases.BAD))
    assert found.dropped == ["Rewritten by a model: An example helps.: It quotes an input of the dataset."]
    assert (found.trial, found.tested) == (None, [])
    assert found.why == "Nothing went wrong that another text could mend, or no proposal was sound and new."


@database
def test_a_rewriting_without_its_data_is_sent_back_once_and_never_tried(made_known):
    found, _ = improved([{"template": "Write about a ward, please.", "rules": [], "why": "Shorter."}], ("", cases.BAD))
    with using("ops"):
        answers = list(
            AIResponse.objects.filter(request__capability=KEY).order_by("attempt").values_list("validation", flat=True)
        )
    assert [[one["path"] for one in answer["problems"]] for answer in answers] == [["proposals.0.template"]] * 2
    assert {one.note.partition(":")[0] for one in found.tested} == {"Proposed by rules"}


@database
def test_the_cap_ends_an_improvement_and_the_command_says_so(made_known, monkeypatch):
    prompt, _, _ = cases.two_versions()
    dataset = cases.a_dataset()
    with cases.board() as board:
        found = Improver(prompt, dataset, Decimal("0.0002"), lambda: cases.AT, board).run(inputs=8)
    assert found.spent_usd == 0
    assert found.why.startswith("The cost cap leaves $0.0002, and a call may cost $0.00")
    monkeypatch.setattr(gateway, "switchboard", lambda: Switchboard([]))
    with pytest.raises(CommandError, match="The model did not answer: No model provider is set up"):
        call_command("improve_prompts", prompt.key, "--dataset=letters", stdout=io.StringIO())


def test_a_call_of_unknown_cost_counts_as_the_most_that_it_may_have_been():
    improver = Improver(None, None, Decimal(1), lambda: cases.AT)
    for cost, counted in (("0.01", "0.01"), (None, "0.0240")):
        known = None if cost is None else Decimal(cost)
        improver._spend(gateway.Outcome(None, "model", cost_usd=known, counted_usd=Decimal(counted)))

    found = Improved("generate_bullets", spent_usd=improver.spent, unpriced=improver.unpriced)

    assert lines(found)[-1] == "At most $0.0340 spent: 1 call without a known cost, counted as the most that it may be."
    assert (report(found)["spent_usd"], report(found)["unpriced_calls"]) == ("0.0340", 1)
    assert lines(Improved("generate_bullets", spent_usd=Decimal("0E-8")))[-1] == "$0.00 spent."
