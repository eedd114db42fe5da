"""Booting Django and reading all URLs loads no vendor SDK and no heavy library: a page must not pay for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "sentence_transformers", "onnxruntime", "lightgbm", "shap", "openai", "anthropic", "httpx2", "pandas")
BOOT = """
import json, sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from aiplatform.providers.registry import build, read
build(read({"AI_PROVIDER": "openai,anthropic,fake", "OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k"}))
print(json.dumps([name for name in HEAVY if name in sys.modules]))
"""


def test_nothing_heavy_is_loaded_at_start() -> None:
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "careercopilot.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {HEAVY!r}\n{BOOT}"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(ran.stdout.splitlines()[-1]) == []
