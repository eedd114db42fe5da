"""The files of the design system: contrast in both themes, size budgets, icons and modules that exist."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from careercopilot import navigation

ROOT = Path(settings.BASE_DIR)
CSS = ROOT / "static" / "css"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
GROUNDS = ("bg", "surface", "raised", "sunken")
HUES = ("accent", "good", "warn", "bad", "info")


def _tokens(theme: int) -> dict[str, str]:
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    found = dict(re.findall(r"--([\w-]+): ([^;]+);", text))

    def resolve(value: str) -> str:
        if pair := re.fullmatch(r"light-dark\((#\w{6}), (#\w{6})\)", value):
            return pair.group(theme + 1)
        if name := re.fullmatch(r"var\(--([\w-]+)\)", value):
            return resolve(found[name.group(1)])
        return value

    return {name: resolve(value) for name, value in found.items()}


def _luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# Text needs 4.5:1 (WCAG 2.2, 1.4.3), marks and field edges 3:1 (1.4.11).
TEXT_PAIRS = [
    *[(text, ground) for text in ("text", "muted") for ground in (*GROUNDS, "n-3", "n-4")],
    *[(f"{hue}-text", ground) for hue in HUES for ground in (*GROUNDS, f"{hue}-tint")],
    *[(text, f"{hue}-tint") for text in ("text", "muted") for hue in HUES],
    ("on-solid", "accent-solid"),
    ("on-solid", "accent-hover"),
    ("on-solid", "bad-solid"),
    ("n-10", "surface"),
]
MARK_PAIRS = [
    *[(mark, ground) for mark in ("field-line", "accent-mark", "focus") for ground in GROUNDS],
    *[(f"{hue}-solid", ground) for hue in HUES for ground in ("bg", "surface")],
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_is_readable(theme, front, back):
    tokens = _tokens(theme)

    assert _contrast(tokens[front], tokens[back]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), MARK_PAIRS)
def test_marks_are_visible(theme, front, back):
    tokens = _tokens(theme)

    assert _contrast(tokens[front], tokens[back]) >= 3


def _compressed(paths: list[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_every_page_stays_within_the_style_budget():
    linked = re.findall(r"css/(\w+)\.css", (ROOT / "templates/components/styles.html").read_text(encoding="utf-8"))

    assert _compressed([CSS / f"{name}.css" for name in linked]) <= 15 * 1024


def test_the_scripts_of_a_first_view_stay_within_their_budget():
    import django_htmx

    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    on_every_page = [ROOT / "static/js" / f"{name}.js" for name in ("app", "theme", "toasts", "localtime", "runs")]

    assert _compressed([htmx, *on_every_page]) <= 20 * 1024


def test_scripts_stay_short():
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "static/js").glob("*.js")
    }

    assert {name: length for name, length in lengths.items() if length > 100} == {}


def test_each_behaviour_the_loader_knows_is_in_the_import_map_and_exists():
    named = set(re.findall(r'"cc/(\w+)"', (ROOT / "static/js/app.js").read_text(encoding="utf-8")))

    assert named == set(navigation.MODULES)
    assert all((ROOT / "static/js" / f"{name}.js").exists() for name in named)


def test_each_icon_that_templates_name_is_in_the_sprite():
    sprite = set(re.findall(r'symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")))
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(
            r"""(?:\{% icon |icon_name=|% badge \S+ "\w*" )"([\w-]+)\"""", path.read_text(encoding="utf-8")
        )
    }
    navigated = {item.icon for group in (navigation.SEEKER, navigation.COMPANY) for item in group.items}

    assert (named | navigated) - sprite == set()


def test_no_template_writes_style_or_script_inline():
    offenders = [
        path.relative_to(ROOT).as_posix()
        for path in TEMPLATES
        if re.search(
            r"""\sstyle=|<style|\son\w+="|<script(?![^>]*(nonce=|type="application/json"))""",
            path.read_text(encoding="utf-8"),
        )
    ]

    assert offenders == []
