"""Makes a machine ready: checks the system, makes .venv, installs what the requirement files pin, prepares the encoder.

Standard library only, and in the words of an old Python, because it runs before anything is installed. Each stage is
printed, and what is up to date is skipped, so a run that was cut short goes on where it stopped.

    python3 scripts/setup.py            what `make run` needs
    python3 scripts/setup.py --dev      and the tools of `make test`
    python3 scripts/setup.py --train    and the training libraries
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import ctypes.util
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".installed"
OLDEST, NEWEST = (3, 11), (3, 14)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class SetupError(Exception):
    """Something is missing that only the person at the machine can supply; the text says what to type."""


def say(text: str) -> None:
    print(f"[set-up] {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes this machine ready for CareerCopilot.")
    parser.add_argument("--dev", action="store_true", help="also the tools of `make test`")
    parser.add_argument("--train", action="store_true", help="also torch, sentence-transformers and shap")
    options = parser.parse_args()
    os.chdir(ROOT)
    use_a_fitting_python()
    try:
        with one_at_a_time():
            check_system()
            make_venv()
            install("requirements.txt")
            install("requirements-data.txt", "--no-deps", "--require-hashes")
            if options.dev:
                install("requirements-dev.txt")
            if options.train:
                install("requirements-train.txt")
            prepare_encoder()
            (ROOT / "staticfiles").mkdir(exist_ok=True)  # WhiteNoise warns when the folder it may serve is absent
            if options.dev:
                find_browser()
    except SetupError as error:
        say(str(error))
        return 1
    return 0


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """`make run` and `make test` at once must not install into one folder together."""
    name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"careercopilot-setup-{os.geteuid()}-{name}.lock"
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


# -- the system ------------------------------------------------------------------------------------------------------


def use_a_fitting_python() -> None:
    """Go on with another installed Python when this one is too old or too new."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, *sys.argv])  # noqa: S606 - no shell is the point


def check_system() -> None:
    """Python's version, its venv module, and the OpenMP runtime that LightGBM links."""
    version = sys.version_info[:2]
    if not OLDEST <= version <= NEWEST:
        raise SetupError(
            f"Python {version[0]}.{version[1]} is not among 3.11 to 3.14. Install one of these and run"
            " `make` again; where it is not on the PATH, name it: `make PYTHON=/path/to/python3 ...`."
        )
    packages = []
    if not has_venv():
        packages.append(venv_package())
    if not has_openmp():
        packages.append("libomp" if platform.system() == "Darwin" else "libgomp1")
    if packages:
        install_system_packages(packages)
        if not has_venv() or not has_openmp():
            raise SetupError(f"Installing {' '.join(packages)} did not give Python what it needs.")


def has_venv() -> bool:
    """Debian takes `ensurepip` out of Python; without it a virtual environment has no pip."""
    done = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return done.returncode == 0


def venv_package() -> str:
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def has_openmp() -> bool:
    if platform.system() == "Darwin":
        places = ("/opt/homebrew/opt/libomp/lib/libomp.dylib", "/usr/local/opt/libomp/lib/libomp.dylib")
        return any(Path(place).exists() for place in places)
    try:
        ctypes.CDLL("libgomp.so.1")
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str]) -> None:
    """As root on Debian or Ubuntu install them; else say the one command that does."""
    names = " ".join(packages)
    if platform.system() == "Darwin":
        raise SetupError(f"Missing: {names}. Install it with:  brew install {names}")
    if not shutil.which("apt-get"):
        raise SetupError(f"Missing: {names} (Debian's names). Install them with your system's package manager.")
    command = f"apt-get update && apt-get install -y --no-install-recommends {names}"
    if os.geteuid() != 0:
        raise SetupError(f'Missing: {names}. Install with:  sudo sh -c "{command}"')
    say(f"installing {names} (system packages)")
    apt_install(packages)


def apt_install(packages: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *arguments],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SetupError(f"apt-get {arguments[0]} failed:\n{done.stdout[-2000:]}")


def find_browser() -> None:
    """Chromium for the browser tests; without one they skip and say so."""
    given = os.environ.get("CHROMIUM_PATH")
    if given:
        if not Path(given).exists():
            raise SetupError(f"CHROMIUM_PATH is {given}, but no such file exists.")
        return
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if any(shutil.which(name) for name in BROWSERS) or mac.exists():
        return
    if os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        say("installing Chromium for the browser tests (system package)")
        try:
            apt_install(["chromium", "fonts-liberation"])
        except SetupError as error:
            say(f"no browser: the browser tests will skip. {error}")
        return
    say("no Chromium found: the browser tests will skip (install it, or set CHROMIUM_PATH)")


# -- the virtual environment -------------------------------------------------------------------------------------------


def make_venv() -> None:
    """`.venv` with a Python that starts and is the one in use now (a system upgrade leaves a broken one)."""
    if venv_version() == list(sys.version_info[:2]):
        return
    if VENV.exists() and venv_version() is not None and os.environ.get("VIRTUAL_ENV") == str(VENV):
        return  # called from inside it
    say(f"making .venv with Python {platform.python_version()}")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def venv_version() -> list[int] | None:
    """[major, minor] of the Python in .venv, or None when there is none that has pip."""
    if not PYTHON.exists():
        return None
    code = "import sys, pip; print(*sys.version_info[:2])"
    done = subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True, check=False)
    return [int(word) for word in done.stdout.split()] if done.returncode == 0 else None


def install(name: str, *flags: str) -> None:
    """Install a requirements file unless exactly this content was installed already."""
    stamp = STAMPS / f"{name}.sha256"
    wanted = fingerprint(name)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"installing {name} (a few minutes the first time)")
    command = [
        str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet",
        "--progress-bar=off", *flags, "-r", name,
    ]  # fmt: skip
    environment = {**os.environ, "PIP_REQUIRE_VIRTUALENV": "1"}
    if subprocess.run(command, env=environment, check=False).returncode:
        raise SetupError(f"Installing {name} failed; the lines above say why. `make` goes on from here next time.")
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def fingerprint(name: str) -> str:
    """SHA-256 of a requirements file and of those it includes."""
    digest = hashlib.sha256()
    waiting = [name]
    while waiting:
        text = (ROOT / waiting.pop()).read_text(encoding="utf-8")
        digest.update(text.encode())
        waiting += [line.split(None, 1)[1].strip() for line in text.splitlines() if line.startswith("-r ")]
    return digest.hexdigest()


def prepare_encoder() -> None:
    """The sentence encoder's graph, made from the pinned weights; takes seconds, once."""
    say("sentence encoder")
    done = subprocess.run([str(PYTHON), "-m", "careercopilot.encoder.prepare"], check=False)
    if done.returncode:
        raise SetupError("The sentence encoder could not be prepared; the lines above say why.")


if __name__ == "__main__":
    sys.exit(main())
