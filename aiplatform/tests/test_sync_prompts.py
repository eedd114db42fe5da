"""Prompts from files: read strictly, the first text used, a changed text a candidate, nothing twice."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from aiplatform.models import PromptVersion
from aiplatform.prompt_files import PromptFileError, prompt_files, read_prompt
from aiplatform.services import prompts, sync

GOOD = """+++
key = "a_prompt"
capability = "test_capability"
title = "A prompt"
schema = "answer.json"
note = "The first"
[parameters]
temperature = 0.2
+++ system
You help. {{> a_part}}
+++ template
Read this:

{{text}}
"""
PART = """+++
key = "a_part"
title = "A part"
is_part = true
+++ template
Be brief.
"""
stored = pytest.mark.django_db(transaction=True, databases=["default", "ops"])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a_prompt.md").write_text(GOOD)
    (tmp_path / "a_part.md").write_text(PART)
    (tmp_path / "answer.json").write_text('{"type": "object"}')
    return tmp_path


def versions():
    rows = PromptVersion.objects.order_by("prompt__key", "number")
    return list(rows.values_list("prompt__key", "number", "state", "parent__number"))


def test_a_file_is_read_whole(folder):
    part, prompt = prompt_files([folder])
    assert (part.key, part.is_part, part.template) == ("a_part", True, "Be brief.")
    assert (prompt.system, prompt.template) == ("You help. {{> a_part}}", "Read this:\n\n{{text}}")
    assert (prompt.parameters, prompt.output_schema) == ({"temperature": 0.2}, {"type": "object"})


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("+++\nkey", "key", "must begin"),
        ("+++ system", "+++ other", "after the front matter"),
        ('key = "a_prompt"', 'key = "another"', "the file's name"),
        ('title = "A prompt"', 'titel = "A prompt"', "unknown in the front matter: titel"),
        ('title = "A prompt"', "title = A prompt", "front matter"),
        ('capability = "test_capability"', "", "say one of them"),
        ('capability = "test_capability"', "is_part = true", "a template only"),
        ("answer.json", "none.json", "schema none.json"),
        ("Read this:\n\n{{text}}\n", "", "the template is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(folder, old, new, reason):
    path = folder / "a_prompt.md"
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(PromptFileError, match=rf"a_prompt\.md: .*{reason}"):
        read_prompt(path)


@stored
def test_the_first_text_is_used_and_a_changed_one_waits(folder):
    assert [(one.key, one.outcome) for one in sync.sync([folder])] == [("a_part", "first"), ("a_prompt", "first")]
    assert prompts.parts() == {"a_part": "Be brief."}
    assert prompts.chosen("test_capability", by=None).output_schema == {"type": "object"}
    first = [("a_part", 1, "production", None), ("a_prompt", 1, "production", None)]
    assert versions() == first

    assert {one.outcome for one in sync.sync([folder])} == {"known"}
    (folder / "a_prompt.md").write_text(GOOD.replace("Read this:", "Read that:"))
    assert [one.outcome for one in sync.sync([folder])] == ["known", "candidate"]
    sync.sync([folder])
    assert versions() == [*first, ("a_prompt", 2, "candidate", 1)]
    assert "Read this:" in prompts.chosen("test_capability", by=None).template

    # Back to a text that was there before: nothing new, and nobody's rollback is undone.
    (folder / "a_prompt.md").write_text(GOOD)
    assert {one.outcome for one in sync.sync([folder])} == {"known"}
    (folder / "a_part.md").write_text("no prompt")
    with pytest.raises(PromptFileError):
        sync.sync([folder])
    assert len(versions()) == 3


@stored
def test_the_command_loads_the_shipped_prompts_and_says_what_it_did():
    out = StringIO()
    call_command("sync_prompts", "--json", stdout=out)
    done = json.loads(out.getvalue())["prompts"]
    assert {"key": "safety_rules", "outcome": "first", "number": 1} in done
    assert {row["outcome"] for row in done} == {"first"}
    out = StringIO()
    call_command("sync_prompts", stdout=out)
    assert "safety_rules: version 1, there already" in out.getvalue()


def test_the_command_says_which_file_is_wrong(folder, monkeypatch):
    (folder / "a_part.md").write_text("nothing")
    monkeypatch.setattr(sync, "folders", lambda: [folder])
    with pytest.raises(CommandError, match=r"a_part\.md: it must begin"):
        call_command("sync_prompts")
