"""Everything `make test` looks at, in one list; goes on after a failure, and fails at the end if anything did."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable

# `check --deploy` looks at the settings people would serve with; no database is asked.
PRODUCTION = {
    "CAREERCOPILOT_ENV": "production",
    "SECRET_KEY": "only-for-the-deployment-check-" + "x9K2" * 12,
    "ALLOWED_HOSTS": "careercopilot.example",
    "CSRF_TRUSTED_ORIGINS": "https://careercopilot.example",
}
BROWSER_TESTS = "careercopilot/tests/e2e"
STEPS: list[tuple[str, list[str], dict[str, str]]] = [
    ("lint", [str(BIN / "ruff"), "check", "."], {}),
    ("format", [str(BIN / "ruff"), "format", "--check", "."], {}),
    ("types", [str(BIN / "mypy"), "--strict", "."], {}),
    ("import contracts", [str(BIN / "lint-imports")], {}),
    ("deployment settings", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("migrations complete", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("tests", [PYTHON, "-m", "pytest", "-n", "2", "-q", "-rs", "--ignore", BROWSER_TESTS], {}),
    # Apart from the rest: the browser's driver keeps an event loop in its process, where Django refuses the database.
    # A browser on a busy machine can be late: what fails is tried once more, in sight ("rerun"); failing twice counts.
    ("browser tests", [PYTHON, "-m", "pytest", "-q", "-rsR", "--reruns", "1", BROWSER_TESTS], {}),
]


def main() -> int:
    failed = []
    for name, command, extra in STEPS:
        started = time.monotonic()
        print(f"[test] {name}", flush=True)
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}, check=False)
        seconds = time.monotonic() - started
        print(f"[test] {name}: {'ok' if done.returncode == 0 else 'FAILED'} ({seconds:.0f} s)", flush=True)
        if done.returncode:
            failed.append(name)
    print(f"[test] failed: {', '.join(failed)}" if failed else "[test] all passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
