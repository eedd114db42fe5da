"""Single values of imported rows: dates, amounts, places, HTML, names in capitals. Pure."""

import datetime as dt
import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from careercopilot.places import countries
from matching.reading import Salary, find_salary
from matching.reading.money import number

_KEPT = re.compile(
    r"[IVX]+|[B-DF-HJ-NP-TV-XZ]{2,4}|NYC?|IT|HR|QA|UI|UX|CEO|CTO|CFO|AIDS|EMS|ADA|CAD|GIS|USA|UK|EU|\d\w*"
)
_SMALL = frozenset({"of", "and", "the", "for", "to", "in", "at", "on", "or", "a", "an"})
_PERIODS = {
    "hour": ("hour", "hourly", "hr", "h", "perhour", "hur"),
    "day": ("day", "daily", "perday"),
    "week": ("week", "weekly", "perweek", "wee"),
    "month": ("month", "monthly", "permonth", "mon", "mth"),
    "year": ("year", "yearly", "annual", "annually", "annum", "peryear", "ann", "perannum", "pa", "yr"),
}
_DATES = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%Y%m%d",
)
_BLOCK = re.compile(
    r"</?(?:p|div|ul|ol|h[1-6]|tr|table|section|article|header|footer)\b[^>]*>|<br\b[^>]*>", re.IGNORECASE
)


def first(row: Mapping[str, Any], *names: str) -> Any:
    """The first value of these keys that is there, else None."""
    return next((row[name] for name in names if row.get(name) is not None), None)


def as_list(value: Any) -> list[Any]:
    """The value as a list: itself, or alone in one."""
    return value if isinstance(value, list) else [value]


def as_text(value: Any) -> str:
    """Any JSON value as the words it stands for: lists as lines, objects by their name or address."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return "\n".join(filter(None, (as_text(v) for v in value)))
    if isinstance(value, dict):
        address = value.get("address")
        if isinstance(address, dict) and address:
            return as_text(address)
        place = [
            first(value, *names)
            for names in (
                ("addressLocality", "city"),
                ("addressRegion", "region"),
                ("addressCountry", "countryCode", "country"),
            )
        ]
        if any(place):
            return ", ".join(filter(None, (as_text(p) for p in place)))
        named = as_text(first(value, "name", "value", "address", "credentialCategory", "description"))
        keywords = ", ".join(as_text(k) for k in as_list(value.get("keywords") or []))
        return f"{named}: {keywords}" if keywords and named else named or keywords
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def html_to_text(value: str) -> str:
    """HTML of a posting as plain lines; text that holds no tags stays as it is."""
    value = value.replace("\r\n", "\n")
    if not re.search(r"</?[a-z][^>]*>|&(?:[a-z]+|#\d+);", value, re.IGNORECASE):
        return value.strip()
    value = html.unescape(value) if "&lt;" in value else value
    value = re.sub(r"<(script|style)\b.*?</\1\s*>", " ", value, flags=re.IGNORECASE | re.DOTALL)
    value = re.sub(r"<li\b[^>]*>", "\n• ", value, flags=re.IGNORECASE)
    value = re.sub(r"<[^<>]*>", "", _BLOCK.sub("\n", value))
    lines = (" ".join(line.split()) for line in html.unescape(value).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def as_date(value: str) -> dt.date | None:
    """The day of an ISO moment, a usual date or a Unix time in seconds or milliseconds, else None."""
    plain = value.strip()
    if re.fullmatch(r"\d{10}|\d{13}", plain):
        seconds = int(plain) / (1000 if len(plain) == 13 else 1)
        return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).date()
    for candidate in (plain[:10], plain):
        for form in _DATES:
            try:
                return dt.datetime.strptime(candidate, form).replace(tzinfo=dt.UTC).date()
            except ValueError:  # the next form may fit
                continue
    return None


FARTHEST_ENDS = 100  # no range of pay ends at a hundred times its beginning
THREE_DECIMALS = re.compile(r"\d{1,3}\.\d{3}")


def as_amount(value: Any) -> float | None:
    """A number or a written one; None for anything else, negative or none at all."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if 0 <= value < 1e12 else None
    found = re.fullmatch(r"[^\d-]{0,6}(\d[\d.,'’ ]*)(k?)\D{0,6}", str(value).strip(), re.IGNORECASE)
    if not found:
        return None
    plain = found[1].strip()
    amount = float(plain) if re.fullmatch(r"\d+\.\d+", plain) and len(plain.split(".")[1]) != 3 else number(plain)
    return amount * (1000 if found[2] else 1)


def period_of(value: Any) -> str | None:
    """hour, day, week, month or year for any usual name of it."""
    plain = re.sub(r"[^a-z]", "", as_text(value).lower())
    return next((name for name, words in _PERIODS.items() if plain in words), None)


def remote_of(value: Any) -> str | None:
    """onsite, hybrid or remote for any usual way to say so (schema.org's TELECOMMUTE too); a plain no says nothing."""
    if value is True:
        return "remote"
    plain = re.sub(r"[^a-z]", "", str(value).lower())
    if "hybrid" in plain:
        return "hybrid"
    if (
        plain in ("true", "yes", "full", "fully")
        or "remote" in plain
        or "telecommute" in plain
        or "homeoffice" in plain
    ):
        return "remote"
    return "onsite" if plain in ("onsite", "office", "inoffice", "inperson") else None


def title_case(value: str) -> str:
    """A title written in capitals as words; numerals and short names keep theirs."""
    value = " ".join(value.split())
    if value.upper() != value or not re.search(r"[A-Z]{4}", value):
        return value
    words = [w if _KEPT.fullmatch(w.strip(".,/()")) else w.capitalize() for w in value.split()]
    words = [w.lower() if w.lower() in _SMALL and position else w for position, w in enumerate(words)]
    return re.sub(r"(?<=[/(&-])[a-z]", lambda m: m[0].upper(), " ".join(words))


def company_name(value: Any) -> str:
    """The employer's name from text or a schema.org Organization."""
    return title_case(as_text(value.get("name") if isinstance(value, dict) else value).strip())


def structured_salary(values: Mapping[str, list[Any]], country: str) -> Salary | None:
    """The salary of columns of its own, of schema.org's MonetaryAmount, or of a written one."""
    sign = as_text(first_of(values, "currency")).strip().upper()[:3]
    for amount in values["salary"]:
        if isinstance(amount, dict):
            return _monetary(amount, sign, country)
        if isinstance(amount, str | int | float) and (read := find_salary(f"Salary: {amount} {sign}", country or None)):
            return read if read.currency else replace(read, currency=_currency(country))
    low, high = _bounds(first_of(values, "salary_min"), first_of(values, "salary_max"))
    if low is None and high is None:
        return None
    return _settled(low, high, sign, country, period_of(first_of(values, "period")))


def first_of(values: Mapping[str, list[Any]], name: str) -> Any:
    """The first value of a field, or None."""
    return values[name][0] if values[name] else None


def _bounds(low: Any, high: Any) -> tuple[float | None, float | None]:
    """Both ends of a range of pay. "23.215" alone is thousands as continental Europe writes them, beside 18.58 a decimal."""
    first_end, second_end = as_amount(low), as_amount(high)
    if first_end and second_end and not 1 / FARTHEST_ENDS < first_end / second_end < FARTHEST_ENDS:
        plain = [float(str(end)) if THREE_DECIMALS.fullmatch(str(end).strip()) else None for end in (low, high)]
        first_end, second_end = (plain[0] or first_end), (plain[1] or second_end)
    return first_end, second_end


def _monetary(amount: Mapping[str, Any], sign: str, country: str) -> Salary | None:
    """schema.org MonetaryAmount: currency, and a value that is a number or a QuantitativeValue."""
    value = amount.get("value")
    inner = value if isinstance(value, dict) else amount
    low, high = as_amount(first(inner, "minValue", "minvalue")), as_amount(first(inner, "maxValue", "maxvalue"))
    if low is None and high is None:
        low = high = as_amount(first(inner, "value"))
    if low is None and high is None:
        return None
    return _settled(
        low,
        high,
        as_text(amount.get("currency")).upper()[:3] or sign,
        country,
        period_of(first(inner, "unitText", "unitCode")),
    )


def _settled(low: float | None, high: float | None, sign: str, country: str, period: str | None) -> Salary | None:
    """Amounts in order, with the currency given or else the country's."""
    if low is not None and high is not None and low > high:
        low, high = (low, None) if high == 0 else (high, low)
    if low == 0 and high:
        low = None
    code = (
        sign if re.fullmatch(r"[A-Z]{3}", sign) else next((c.currency for c in countries() if c.iso == country), None)
    )
    return Salary(low, high, code, period)


def _currency(country: str) -> str | None:
    return next((c.currency for c in countries() if c.iso == country), None)
