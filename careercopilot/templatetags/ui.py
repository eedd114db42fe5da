"""Template tags of the design system (a built-in of all templates): icons, scores, waterfalls, money, dates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from careercopilot import figures, navigation
from careercopilot.figures import Band, Kind, Step

register = template.Library()
Score = float | int | None
_TRACK = '<rect class="track" width="100%" height="100%" rx="3"/>'
_UNKNOWN_TRACK = '<line class="unknown" x1="0" x2="100%" y1="50%" y2="50%"/>'


@register.simple_tag
def icon(name: str, size: str = "", label: str = "", extra: str = "") -> SafeString:
    """One icon of the sprite. size: "", lg or xl. With a label it is an image with that name, else it is decoration."""
    return _icon(name, size, label, extra)


# Lists draw the same few pictures hundreds of times a page; each is made once.
@lru_cache(maxsize=2048)
def _icon(name: str, size: str, label: str, extra: str) -> SafeString:
    classes = " ".join(filter(None, ["icon", f"icon--{size}" if size else "", extra]))
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', classes, meaning, static("img/icons.svg"), name)


@register.simple_tag
def badge(text: str, tone: str = "", icon_name: str = "") -> SafeString:
    """A short state in words. tone: good, warn, bad, info, accent, outline or none."""
    picture = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge{}">{}{}</span>', f" badge--{tone}" if tone else "", picture, text)


@register.simple_tag
def score_ring(score: Score, size: str = "", kind: Kind = "match", label: str = "") -> SafeString:
    """A score of 0-100 as a ring with its number; None draws an empty ring with a dash. size: "", sm or lg.

    Raises ValueError outside 0-100: a wrong score must not be drawn.
    """
    return _ring(score, size, kind, label)


@lru_cache(maxsize=2048)
def _ring(score: Score, size: str, kind: Kind, label: str) -> SafeString:
    band = figures.band_of(score, kind)
    whole = None if score is None else figures.whole(score)
    what = label or ("Match score" if kind == "match" else "ATS score")
    name = f"{what}: {band.word.lower()}" if whole is None else f"{what}: {whole} of 100, {band.word.lower()}"
    arc: str | SafeString = ""
    if whole:
        arc = format_html(
            '<circle class="value" cx="32" cy="32" r="28" fill="none" stroke-width="6" stroke-linecap="round" '
            'pathLength="100" stroke-dasharray="{} 100" transform="rotate(-90 32 32)"/>',
            # A round cap adds to both ends; the full circle needs none left over.
            100 if whole == 100 else max(whole - 3, 0.01),
        )
    return format_html(
        '<svg class="ring{} tone-{}" viewBox="0 0 64 64" role="img" aria-label="{}">'
        '<circle class="track" cx="32" cy="32" r="28" fill="none" stroke-width="6"/>{}'
        '<text x="32" y="33" font-size="{}" text-anchor="middle" dominant-baseline="central">{}</text></svg>',
        f" ring--{size}" if size else "",
        band.tone,
        name,
        arc,
        20 if whole != 100 else 18,
        "–" if whole is None else whole,
    )


@register.simple_tag
def bar(value: Score, tone: str = "", label: str = "", extra: str = "") -> SafeString:
    """A bar from 0 to 100 as wide as its place; None is a dotted line. Its number belongs beside it, as text."""
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    fill: str | SafeString = ""
    if value is not None and value > 0:
        fill = format_html('<rect class="value" width="{}%" height="100%" rx="3"/>', _trim(min(float(value), 100.0)))
    return format_html(
        '<svg class="bar{}{}" {}>{}{}</svg>',
        f" tone-{tone}" if tone else "",
        f" {extra}" if extra else "",
        meaning,
        mark_safe(_TRACK if value is not None else _UNKNOWN_TRACK),  # noqa: S308  (our own constants)
        fill,
    )


@register.simple_tag
def score_bars(parts: Any, inline: bool = False, kind: Kind = "match") -> SafeString:
    """Sub-scores, each with name, bar and number. parts: mapping, (name, score) pairs, or objects with label and score.

    A score of None reads "not known" and has no bar. inline lays them side by side for list rows.
    """
    rows = "".join(_bar_row(name, score, kind) for name, score in _pairs(parts, ("score", "value")))
    return mark_safe(f'<ul class="bars{" bars--inline" if inline else ""}">{rows}</ul>')  # noqa: S308  (rows are safe)


@lru_cache(maxsize=2048)
def _bar_row(name: str, score: Score, kind: Kind) -> SafeString:
    return format_html(
        '<li><span class="name" title="{}">{}</span>{}<span class="num">{}</span></li>',
        name,
        name,
        bar(score, _calm(figures.band_of(score, kind).tone)),
        _number(score),
    )


@register.simple_tag
def waterfall(
    baseline: float,
    parts: Any,
    score: int,
    caption: str = "",
    kind: Kind = "match",
    first: str = "Baseline",
    last: str = "Score",
) -> SafeString:
    """Baseline, contributions and score as a table whose middle column is drawn; its integers add up exactly.

    parts: mapping, (label, points) pairs, or objects with label and points. Raises ValueError when they do not add up.
    first and last name the two ends.
    """
    pairs = _pairs(parts, ("points", "value", "delta"))
    steps = figures.waterfall_steps(baseline, pairs, score, first=first, last=last)
    low, high = figures.axis(steps)
    body = [_waterfall_row(step, following, low, high) for step, following in zip(steps, steps[1:], strict=False)]
    return format_html(
        '<table class="waterfall tone-{}"><caption>{}</caption><thead class="sr-only"><tr><th>Part</th><th>Drawn</th>'
        "<th>Points</th></tr></thead><tbody>{}</tbody><tfoot>{}</tfoot></table>",
        figures.band_of(score, kind).tone,
        caption or "Each part moves the score from where the row above left it.",
        format_html_join("", "{}", ((row,) for row in body)),
        _waterfall_row(steps[-1], None, low, high),
    )


def _waterfall_row(step: Step, following: Step | None, low: int, high: int) -> SafeString:
    def at(position: float) -> float:
        return (position - low) / (high - low) * 100

    left, width = at(min(step.start, step.end)), abs(at(step.end) - at(step.start))
    link: str | SafeString = ""
    if following is not None:
        link = format_html('<line class="link" x1="{0}%" x2="{0}%" y1="50%" y2="150%"/>', _trim(at(step.end)))
    lines = format_html_join(
        "",
        '<line class="grid-line" x1="{0}%" x2="{0}%" y1="0" y2="100%"/>',
        ((_trim(at(tick)),) for tick in (0, 50, 100)),
    )
    shown = str(step.delta) if step.kind in ("base", "total") else signed(step.delta)
    tone = "" if step.kind in ("base", "total") or not step.delta else ("plus" if step.delta > 0 else "minus")
    return format_html(
        '<tr><th scope="row" title="{label}">{label}</th><td><svg aria-hidden="true">{lines}{link}'
        '<rect class="{kind}" x="{x}%" width="{width}%" y="26%" height="48%" rx="2"/></svg></td>'
        '<td class="num {tone}">{shown}</td></tr>',
        label=step.label, lines=lines, link=link, kind=step.kind, x=_trim(left),
        width=_trim(max(width, 0.4)), tone=tone, shown=shown,
    )  # fmt: skip


@register.simple_tag
def factor(delta: float) -> SafeString:
    """The points a factor adds or takes, as a small coloured number with its sign."""
    way = "up" if delta > 0 else "down" if delta < 0 else ""
    return format_html('<span class="factor-delta {}">{}</span>', way, signed(delta))


@register.simple_tag
def confidence(value: float | None) -> SafeString:
    """How sure a reading is, as a word and a percentage (0-1 in)."""
    if value is None:
        return mark_safe('<span class="confidence">Certainty not known</span>')
    word, tone = ("Sure", "") if value >= 0.8 else ("Likely", "warn") if value >= 0.5 else ("Check this", "bad")
    return format_html('<span class="confidence {}">{} <span class="num">{}</span></span>', tone, word, percent(value))


@register.simple_tag
def salary(low: float | None, high: float | None, currency: str = "", period: str = "") -> str:
    """A salary range in words: "$90,000–120,000 a year"; "" when unknown."""
    return figures.salary_text(low, high, currency, period)


@register.simple_tag
def moment(when: datetime | date | None, empty: str = "Never") -> SafeString:
    """A relative date ("3 days ago") whose full date shows on hover; scripts restate it in the reader's zone."""
    if when is None:
        return format_html("{}", empty)
    now = timezone.localtime()
    if isinstance(when, datetime):
        when = timezone.localtime(when)
        full = date_format(when, "j F Y, H:i")
    else:
        full = date_format(when, "j F Y")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', when.isoformat(), full, figures.relative_text(when, now)
    )


@register.simple_tag(takes_context=True)
def nav_items(context: template.Context) -> list[navigation.NavGroup]:
    """The signed-in person's navigation, current page marked; pages that do not exist are left out."""
    return navigation.for_request(context.get("request"))


@register.filter
def phone_items(groups: list[navigation.NavGroup]) -> list[navigation.NavItem]:
    """The at most five destinations of the bottom bar."""
    return navigation.phone_items(groups)


@register.simple_tag(takes_context=True)
def behaviours(context: template.Context) -> SafeString:
    """The import map of the page's ES modules and the loader that fetches those the page needs."""
    request = context.get("request")
    return navigation.module_tags(getattr(request, "csp_nonce", ""))


@register.simple_tag
def region_rect(region: Any) -> SafeString:
    """One region of a page image: corners as fractions of the page, `key` shared with the text it belongs to."""
    box = {name: _get(region, name) for name in ("x0", "y0", "x1", "y1")}
    kind = _get(region, "kind", "")
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}"{} data-link-key="{}"><title>{}</title></rect>',
        _trim(box["x0"], 5),
        _trim(box["y0"], 5),
        _trim(max(box["x1"] - box["x0"], 0), 5),
        _trim(max(box["y1"] - box["y0"], 0), 5),
        format_html(' class="region--{}"', kind) if kind else "",
        _get(region, "key"),
        _get(region, "label", ""),
    )


@register.filter
def undo_url(message: Any) -> str:
    """Where a POST takes back what this message tells of: the address that a view gave as `extra_tags="undo:ADDRESS"`, else nothing."""
    tags = getattr(message, "extra_tags", "") or ""
    return tags.removeprefix("undo:") if tags.startswith("undo:/") else ""


@register.filter
def browser(user_agent: str) -> str:
    """A browser's long name in short: "Firefox on Windows"; "Unknown browser" when it names none that we know."""
    return figures.browser_name(user_agent)


@register.filter
def message_tone(level: str) -> str:
    """The tone of a message level of Django; our own tones pass through."""
    return {"success": "good", "error": "bad", "warning": "warn", "debug": "info"}.get(level, level or "info")


@register.filter
def active_runs(runs: Iterable[Any]) -> int:
    """How many of these runs still wait or work."""
    return sum(1 for run in runs if not run.is_finished)


@register.filter
def band(score: Score, kind: Kind = "match") -> Band:
    """The band of a score: `.word` and `.tone`."""
    return figures.band_of(score, kind)


@register.filter
def percent(value: float | None, digits: int = 0) -> str:
    """A share of 0-1 as a percentage; "–" when unknown."""
    return "–" if value is None else f"{value * 100:.{digits}f}%"


@register.filter
def money(amount: float | None, currency: str = "") -> str:
    """An amount with its currency; "–" when unknown (an unknown cost is never 0)."""
    return "–" if amount is None else figures.money_text(float(amount), currency)


@register.filter
def signed(value: float) -> str:
    """A whole number with its sign: "+6", "−4", "0"."""
    whole = figures.whole(value)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "0"


@register.filter
def tenths(value: float) -> str:
    """A number of points with its sign and one decimal: "+3.4", "−0.2", "0.0"."""
    shown = f"{abs(value):.1f}"
    return shown if float(shown) == 0 else f"{'+' if value > 0 else '−'}{shown}"


@register.filter
def pretty(value: object) -> str:
    """A value as indented JSON; a text that holds JSON likewise, any other text as it is."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


@register.filter
def pairs(text: str) -> list[tuple[str, float]]:
    """Labels and numbers written in a template ("Skills 24, Salary -4"), for pictures that never change."""
    found = (part.strip().rpartition(" ") for part in text.split(","))
    return [(label, float(number)) for label, _, number in found]


@register.filter
def initials(name: str) -> str:
    """One or two letters for an avatar."""
    return figures.initials(name or "")


def _calm(tone: str) -> str:
    """A low sub-score is a place to look, not an alarm: red stays with what takes points away."""
    return "warn" if tone in ("warn", "bad") else tone


def _number(score: Score) -> str | SafeString:
    return mark_safe('<span class="muted">not known</span>') if score is None else str(figures.whole(score))


def _trim(value: float, places: int = 3) -> str:
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _get(thing: Any, name: str, *default: Any) -> Any:
    """One value of a mapping or an object; raises KeyError or AttributeError when it is missing and has no default."""
    if isinstance(thing, Mapping):
        return thing.get(name, *default) if default else thing[name]
    return getattr(thing, name, *default)


def _pairs(parts: Any, names: Sequence[str]) -> list[tuple[str, Any]]:
    """Label and number from a mapping, from pairs, or from objects with `label` and one of the named attributes."""
    if isinstance(parts, Mapping):
        return [(str(label), value) for label, value in parts.items()]
    return [_pair(part, names) for part in (parts if parts is not None else ())]


def _pair(part: Any, names: Sequence[str]) -> tuple[str, Any]:
    if isinstance(part, (tuple, list)):
        return str(part[0]), part[1]
    if isinstance(part, Mapping):
        return str(part["label"]), next(part[name] for name in names if name in part)
    return str(part.label), next(getattr(part, name) for name in names if hasattr(part, name))
